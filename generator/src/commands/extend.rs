//! `scaffold extend NAME`: a file for the user's own code about an entity, declared, and the generated code that leaves
//! room for it: all at once or nothing.
//!
//! The database is read as `generate` reads it, and the crate must be what it gives: then the files of the entities that
//! are named are the only generated ones that can change.

use super::exit::Exit;
use super::inspect::is_entity_of;
use super::output::Output;
use super::stages::{self, Settled};
use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::{Diagnostic, Severity, printable};
use crate::disk;
use crate::extension::{self, Declared, Extensions};
use crate::model::{Entity, Model};
use crate::plan::{self, Action, Change, Entry, Overwrite, Plan, Tree};
use crate::render::{self, File, Templates};
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The file that declares the crate's modules.
const LIB: &str = "src/lib.rs";

/// What was done.
#[derive(Debug, Serialize)]
struct Done {
    /// The directory of the crate, as the configuration names it.
    directory: String,
    /// Extension files that are new.
    created: Vec<String>,
    /// Extension files that were there, and are as they were.
    there: Vec<String>,
    /// Other files that were written.
    written: Vec<String>,
}

/// Makes the extension files of the entities that are named.
pub(super) async fn run(config: &Config, names: &[String], output: Output) -> Result<Exit> {
    let url = stages::database_url(config, Missing::Refuse)?;
    let directory = config.entity_directory();
    let lock = stages::lock(&directory, output)?;
    let Settled { snapshot: seen, diagnostics: notes, .. } = stages::seen_and_settled(config, &url).await?;
    let (mut model, diagnostics) = stages::model(config, &seen)?;
    refuse(notes.iter().chain(&diagnostics))?;
    let chosen =
        names.iter().map(|name| choose(&model, &seen.catalog, name)).collect::<Result<BTreeSet<usize>, _>>()?;
    let entities: Vec<&Entity> = chosen.into_iter().filter_map(|idx| model.all().nth(idx)).collect();
    let modules: Vec<String> = entities.iter().map(|entity| entity.module.clone()).collect();
    let mut texts = disk::extensions(&directory)?;
    let there = Extensions::read(&texts).0.modules;
    let new = entities.iter().filter(|entity| !there.contains_key(&entity.module));
    let (templates, _) = stages::templates(config)?;
    let files: Vec<File> = new.map(|entity| render::extension(entity, &templates)).collect::<Result<_>>()?;
    refuse_stale((&model, &templates), config, &seen)?;

    let own = extensions(&directory, (&files, &modules), &templates)?;
    texts.extend(own.texts().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())));
    model.extend(&Extensions::read(&texts).0);
    let plan = with(generated((&model, &templates), config, &seen)?, own);
    disk::apply(&directory, &plan)?;
    drop(lock);
    let there = modules.iter().filter_map(|module| there.get(module)).map(|extension| extension.path.clone());
    Done::of(&plan, there.collect(), config).print(output)?;
    Ok(Exit::Fine)
}

/// Ends the run with the first error among these, or with what is in the way.
fn refuse<'a>(mut diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Result<(), Diagnostic> {
    let error = diagnostics.find(|diagnostic| diagnostic.severity == Severity::Error);
    error.map_or(Ok(()), |error| Err(error.clone()))
}

/// The entity that a name means, by its place among all: of that module, else of that table or view.
fn choose(model: &Model, catalog: &Catalog, name: &str) -> Result<usize, Diagnostic> {
    if let Some(idx) = model.all().position(|entity| entity.module == name) {
        return Ok(idx);
    }
    let all = || model.all().enumerate();
    let found: Vec<(usize, &Entity)> = all().filter(|(_, entity)| is_entity_of(entity, name, catalog)).collect();
    match found.as_slice() {
        [(idx, _)] => Ok(*idx),
        [] => {
            let known = model.all().flat_map(|entity| [entity.module.as_str(), entity.table.as_str()]).collect();
            Err(Diagnostic::no_entity_of_that_name(name, &known))
        }
        several => {
            let modules: Vec<&str> = several.iter().map(|(_, entity)| entity.module.as_str()).collect();
            Err(Diagnostic::several_entities_of_that_name(name, &modules))
        }
    }
}

/// What would become of the crate without any extension more.
fn generated((model, templates): (&Model, &Templates), config: &Config, seen: &Snapshot) -> Result<Plan> {
    let files = stages::files(config, model, seen, templates)?;
    let tree = disk::read(&config.entity_directory(), &files)?;
    Ok(plan::plan(&files, &tree, Overwrite::Refuse))
}

/// A crate that lags behind would change in more places than were asked for.
fn refuse_stale(printed: (&Model, &Templates), config: &Config, seen: &Snapshot) -> Result<(), anyhow::Error> {
    let plan = generated(printed, config, seen)?;
    if let Some(conflict) = plan.conflicts().first() {
        return Err((*conflict).clone().into());
    }
    match plan.changes.len() - plan.kept() {
        0 => Ok(()),
        files => {
            let directory = config.settings.entity.directory.display().to_string();
            Err(Diagnostic::crate_not_up_to_date(&directory, files).into())
        }
    }
}

/// What becomes of the user's files.
fn extensions(directory: &Path, (files, modules): (&[File], &[String]), templates: &Templates) -> Result<Plan> {
    let wanted = extension::ROOTS.iter().chain([&LIB]).map(|path| File::once(*path, ""));
    let wanted: Vec<File> = wanted.chain(files.iter().cloned()).collect();
    let tree = disk::read(directory, &wanted)?;
    let mut plan = plan::plan(files, &tree, Overwrite::Refuse);
    let root = extension::ROOTS.into_iter().find(|root| tree.entries.contains_key(*root));
    let root = root.unwrap_or(extension::ROOTS[0]);
    let changes =
        [declared(&tree, root, &templates.extension_root()?, modules)?, declared(&tree, LIB, "", &["extension"])?];
    plan.changes.extend(changes);
    Ok(plan)
}

/// The change that declares modules in a file, which holds `blank` where it is not there.
fn declared(tree: &Tree, path: &str, blank: &str, modules: &[impl AsRef<str>]) -> Result<Change> {
    let old = match tree.entries.get(path) {
        Some(Entry::Text(text) | Entry::ReadOnly(text)) => Some(text.as_str()),
        Some(Entry::Obstacle(obstacle)) => return Err(plan::in_the_way(path, obstacle).into()),
        None => None,
    };
    let mut text = old.unwrap_or(blank).to_owned();
    for module in modules {
        match extension::declare(&text, module.as_ref()) {
            Ok(Declared::Now(with)) => text = with,
            Ok(Declared::Already) => {}
            Ok(Declared::Inline) if path == LIB => return Err(Diagnostic::extension_in_braces(path).into()),
            Ok(Declared::Inline) => {}
            Err(error) => return Err(Diagnostic::extension_not_rust(path, &error.to_string()).into()),
        }
    }
    let action = match (old, tree.entries.get(path)) {
        (Some(old), _) if old == text => Action::Keep,
        (Some(_), Some(Entry::ReadOnly(_))) => return Err(Diagnostic::file_read_only(path).into()),
        (Some(old), _) => Action::Update { old: old.to_owned(), new: text },
        (None, _) => Action::Create(text),
    };
    Ok(Change { path: path.to_owned(), action })
}

/// Both plans in one, in which what becomes of the user's files is decided by `own`.
fn with(mut generated: Plan, own: Plan) -> Plan {
    generated.changes.retain(|change| own.changes.iter().all(|own| own.path != change.path));
    generated.changes.extend(own.changes);
    generated.changes.sort_by(|a, b| a.path.cmp(&b.path));
    generated
}

impl Done {
    fn of(plan: &Plan, there: Vec<String>, config: &Config) -> Self {
        let directory = config.settings.entity.directory.display().to_string();
        let changed = plan.changes.iter().filter(|change| change.action != Action::Keep);
        let changed = changed.map(|change| change.path.clone());
        let is_extension = |path: &String| extension::module(path).is_some();
        let (created, written) = changed.partition(is_extension);
        Self { directory, created, there, written }
    }

    fn print(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return output.json(self);
        }
        let there = self.there.iter().map(|path| ("there", path, ": it is yours, and as it was"));
        let created = self.created.iter().map(|path| ("created", path, ": yours from now on"));
        let written = self.written.iter().map(|path| ("written", path, ""));
        for (word, path, note) in created.chain(there).chain(written) {
            output.line(&format!("{word:<9}{}/{}{note}", printable(&self.directory), printable(path)))?;
        }
        match self.created.is_empty() && self.written.is_empty() {
            true => output.line("nothing changed"),
            false => Ok(()),
        }
    }
}
