//! `scaffold docs`: the documentation of the schema, from the project file, without a database.
//!
//! It tells of the code too, so the code must be what the project file makes; then the pages, and the list of files that
//! names them, are all that can change.

use super::arguments::DocsArguments;
use super::edges;
use super::exit::Exit;
use super::output::Output;
use super::report::Files;
use super::stages;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::plan::{self, Action, Change, Overwrite, Plan, manifest};
use anyhow::Result;
use serde::Serialize;

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
pub(super) fn run(config: &Config, arguments: &DocsArguments, output: Output) -> Result<Exit> {
    if config.settings.docs.directory.is_none() {
        return Err(Diagnostic::no_documentation().into());
    }
    let directory = config.entity_directory();
    let lock = (!arguments.check).then(|| stages::lock(&directory, output)).transpose()?;
    let (plan, mut diagnostics) = planned(config, arguments.write.overwrite(), output)?;
    let (pages, others) = split(config, plan);
    if !arguments.check && !others.is_unchanged() {
        let paths = others.changes.iter().filter(|change| change.action != Action::Keep);
        return Err(Diagnostic::documentation_of_stale_code(&paths.map(|change| change.path.clone()).collect::<Vec<_>>()).into());
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

/// What would happen to the crate if all of it were made from the project file.
fn planned(config: &Config, overwrite: Overwrite, output: Output) -> Result<(Plan, Vec<Diagnostic>)> {
    let seen = stages::seen_last(config, output)?.without_orphans();
    let last = stages::last(config)?;
    let settled = stages::settled(config, seen, &last, None)?;
    let (model, _) = stages::model(config, &settled.snapshot)?;
    let (templates, outdated) = stages::templates(config)?;
    let files = stages::files(config, &model, &settled.snapshot, &templates)?;
    let tree = disk::read(&config.entity_directory(), &files)?;
    let diagnostics = outdated.into_iter().chain(stages::undocumented(config, &settled.snapshot)).collect();
    Ok((plan::plan(&files, &tree, overwrite), diagnostics))
}

/// The changes of pages, with the list of files; and all others.
fn split(config: &Config, plan: Plan) -> (Plan, Plan) {
    let is_page = |change: &Change| change.path == manifest::MANIFEST || edges::is_documentation(config, &change.path);
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
