//! `scaffold docs`: the documentation of the schema, from the project file, without a database; how many rows there are, where
//! that is asked for, from the statistics of one.
//!
//! It tells of the code too, so the code must be what the project file makes; then the pages, and the list of files that
//! names them, are all that can change.

use super::arguments::DocsArguments;
use super::edges;
use super::exit::Exit;
use super::output::Output;
use super::report::Files;
use super::stages;
use crate::catalog::{Catalog, Schema, Table};
use crate::config::Config;
use crate::database::{self, Missing, Session};
use crate::diagnostic::{Diagnostic, printable};
use crate::diff::{self, Changes};
use crate::plan::{self, Action, Change, Overwrite, Plan, manifest};
use crate::render::{self, Changed};
use crate::rows::estimates;
use crate::{disk, model};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was found and done.
#[derive(Debug, Serialize)]
struct Done {
    /// Whether nothing had to change.
    up_to_date: bool,
    files: Files,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
    diagnostics: Vec<Diagnostic>,
    #[serde(skip)]
    checked: bool,
}

/// Writes the documentation, or says whether it is up to date.
pub(super) async fn run(config: &Config, arguments: &DocsArguments, output: Output) -> Result<Exit> {
    if config.settings.docs.directory.is_none() {
        return Err(Diagnostic::no_documentation().into());
    }
    if let Some(revision) = &arguments.since {
        return since(config, revision, output);
    }
    let rows = if arguments.rows { Some(rows(config).await?) } else { None };
    let directory = config.entity_directory();
    let lock = (!arguments.check).then(|| stages::lock(&directory, output)).transpose()?;
    let (plan, mut diagnostics) = planned(config, (arguments.write.overwrite(), rows.as_deref()), output)?;
    let (pages, others) = split(config, plan);
    if !arguments.check && !others.is_unchanged() {
        let paths = others.changes.iter().filter(|change| change.action != Action::Keep);
        return Err(Diagnostic::documentation_of_stale_code(
            &paths.map(|change| change.path.clone()).collect::<Vec<_>>(),
        )
        .into());
    }
    if !arguments.check {
        // To write is how one gets to comments that are missing, so they are only told.
        diagnostics = diagnostics.into_iter().map(Diagnostic::softened).collect();
    }
    diagnostics.extend(pages.conflicts().into_iter().cloned());
    let exit = Exit::of_diagnostics(&diagnostics);
    if !arguments.check && exit == Exit::Fine {
        disk::apply(&directory, &pages)?;
    }
    drop(lock);
    let (up_to_date, files) = (pages.is_unchanged(), Files::of(&pages, config));
    let diff = (arguments.check || arguments.write.diff).then(|| plan::diff(&pages));
    Done { up_to_date, files, diff, diagnostics, checked: arguments.check }.print(output)?;
    Ok(if exit == Exit::Fine && arguments.check && !up_to_date { Exit::Findings } else { exit })
}

/// Prints the diagram with what changed since a revision. It is for looking at, and no file of the crate: what it says
/// depends on what was committed when.
fn since(config: &Config, revision: &str, output: Output) -> Result<Exit> {
    let (before, after) = (super::diff::committed(config, revision, output)?, stages::seen_last(config, output)?);
    if before.backend != after.backend {
        let (old, new) = (before.backend.to_string(), after.backend.to_string());
        return Err(Diagnostic::states_of_two_databases((revision, &old), ("schema", &new)).into());
    }
    let models = [&before, &after].map(|seen| stages::decided(config, seen));
    let changes = diff::changes(stages::state(&before, &models[0]), stages::state(&after, &models[1]));
    let text = stages::diagram(config, (&models[1], &after), &changed(&changes, [&before.catalog, &after.catalog]))?;
    output.data(&text)?;
    Ok(Exit::Fine)
}

/// The changes by the tables that they are of.
fn changed(changes: &Changes, catalogs: [&Catalog; 2]) -> Vec<Changed> {
    let [old, new] = catalogs.map(labels);
    let mut found: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for change in &changes.changes {
        let is_of = |(label, _): &(&String, &String)| {
            change.place.strip_prefix(label.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let owner = new.iter().chain(&old).filter(is_of).max_by_key(|(label, _)| label.len());
        if let Some((label, _)) = owner {
            found.entry(label).or_default().push(diff::line(change));
        }
    }
    let told = found.into_iter().map(|(label, lines)| {
        let kind = match (old.contains_key(label), new.contains_key(label)) {
            (false, _) => render::Change::New,
            (true, false) => render::Change::Gone,
            (true, true) => render::Change::Changed,
        };
        let key = new.get(label).or_else(|| old.get(label)).cloned().unwrap_or_default();
        Changed { key, kind, lines }
    });
    told.collect()
}

/// The tables by their names, with their keys.
fn labels(catalog: &Catalog) -> BTreeMap<String, String> {
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    let label = |(schema, table): (&Schema, &Table)| {
        let own = (!schema.is_default).then_some(schema.name.as_str());
        (model::place(schema, &table.name), render::table_key(own, &table.name))
    };
    tables.map(label).collect()
}

/// What the statistics of the database say of rows, as the file of them does.
async fn rows(config: &Config) -> Result<String> {
    let url = stages::database_url(config, Missing::Refuse)?;
    let mut session = Session::open(&url).await?;
    let estimates = estimates(&mut session).await;
    session.close().await;
    let estimates = estimates?;
    if estimates.is_empty() {
        return Err(Diagnostic::no_statistics(&database::whereabouts(&url).name).into());
    }
    let key =
        |((schema, name), rows): ((Option<String>, String), u64)| (render::table_key(schema.as_deref(), &name), rows);
    Ok(render::row_counts(&estimates.into_iter().map(key).collect()))
}

/// What would happen to the crate if all of it were made from the project file.
fn planned(
    config: &Config,
    (overwrite, rows): (Overwrite, Option<&str>),
    output: Output,
) -> Result<(Plan, Vec<Diagnostic>)> {
    let seen = stages::seen_last(config, output)?.without_orphans();
    let last = stages::last(config)?;
    let settled = stages::settled(config, seen, &last, None)?;
    let (model, _) = stages::model(config, &settled.snapshot)?;
    let (templates, outdated) = stages::templates(config)?;
    let files = stages::files_with_rows(config, (&model, &settled.snapshot), &templates, rows)?;
    let tree = disk::read(&config.entity_directory(), &files)?;
    let diagnostics = outdated.into_iter().chain(stages::undocumented(config, &settled.snapshot)).collect();
    Ok((plan::plan(&files, &tree, overwrite), diagnostics))
}

/// The changes of pages, with the list of files; and all others. What lies elsewhere and goes was a page before the
/// directory was another.
fn split(config: &Config, plan: Plan) -> (Plan, Plan) {
    let is_former = |change: &Change| matches!(change.action, Action::Delete { .. }) && !manifest::is_own(&change.path);
    let is_page = |change: &Change| {
        change.path == manifest::MANIFEST || edges::is_documentation(config, &change.path) || is_former(change)
    };
    let (pages, others) = plan.changes.into_iter().partition(is_page);
    (Plan { changes: pages }, Plan { changes: others })
}

impl Done {
    fn print(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return output.json(self);
        }
        output.diagnostics(&self.diagnostics)?;
        self.diff.iter().try_for_each(|diff| output.unified(diff))?;
        let Files { directory, created, updated, deleted, kept, .. } = &self.files;
        match (self.up_to_date, self.checked) {
            (true, _) => output.line("the documentation is what entity/schema makes"),
            (false, true) => output.note("the documentation is not what entity/schema makes: run `scaffold docs`"),
            (false, false) if !self.files.conflicts.is_empty() => output.line("nothing was written"),
            (false, false) => {
                let counts = [("created", created.len()), ("updated", updated.len()), ("deleted", deleted.len())];
                let counts = counts.map(|(word, count)| format!("{word} {count}")).join(", ");
                output.line(&format!("files       {counts}, kept {kept} in {}", printable(directory)))
            }
        }
    }
}
