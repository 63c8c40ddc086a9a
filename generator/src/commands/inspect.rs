//! `scaffold inspect`: what one stage makes, as JSON on standard output. Reads, and writes nothing.

use super::apply;
use super::arguments::{InspectArguments, Stage};
use super::exit::Exit;
use super::output::Output;
use super::stages;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::ledger::{self, Counts, Entry, Fate};
use crate::model::{Entity, Model};
use crate::plan::{self, Overwrite};
use crate::render::File;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// Prints the stage.
pub(super) async fn run(config: &Config, arguments: &InspectArguments, output: Output) -> Result<Exit> {
    let url = stages::database_url(config, Missing::Refuse)?;
    let only = arguments.only.as_deref();
    let seen = match arguments.stage {
        // What the database says is told as it says it.
        Stage::Catalog | Stage::Ledger => stages::seen(config, &url, apply::known(config)?).await?,
        Stage::Model | Stage::Files | Stage::Plan => stages::seen_and_settled(config, &url).await?.snapshot,
    };
    let (mut model, diagnostics) = stages::model(config, &seen)?;
    let files = match arguments.stage {
        Stage::Catalog | Stage::Model | Stage::Ledger => Vec::new(),
        Stage::Files | Stage::Plan => stages::files(config, &model, &seen, &stages::templates(config)?.0)?,
    };
    let mut catalog = seen.catalog;
    match arguments.stage {
        Stage::Catalog => {
            only.map_or(Ok(()), |name| keep_in_catalog(&mut catalog, name))?;
            output.json(&catalog)?;
        }
        Stage::Model => {
            only.map_or(Ok(()), |name| keep_in_model(&mut model, &catalog, name))?;
            output.json(&model)?;
        }
        Stage::Files => {
            let kept = |file: &&File| only.is_none_or(|name| is_of(&file.path, name, &model, &catalog));
            output.json(&some(files.iter().filter(kept).collect(), only, "files")?)?;
        }
        Stage::Plan => {
            let tree = disk::read(&config.entity_directory(), &files)?;
            let plan = plan::plan(&files, &tree, Overwrite::Refuse);
            let changes = plan.changes.iter();
            let kept = changes.filter(|change| only.is_none_or(|name| is_of(&change.path, name, &model, &catalog)));
            output.json(&some(kept.collect(), only, "plan")?)?;
        }
        Stage::Ledger => {
            let refused = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
            refused.map_or(Ok(()), |error| Err(error.clone()))?;
            let entries = ledger::build(&catalog, &model, &diagnostics);
            let kept = entries.iter().filter(|entry| only.is_none_or(|name| is_entry_of(entry, name)));
            output.json(&LedgerReport::of(some(kept.collect(), only, "ledger")?))?;
        }
    }
    Ok(Exit::Fine)
}

/// The ledger as it is printed.
#[derive(Serialize)]
struct LedgerReport<'a> {
    /// How many objects of each kind met each fate.
    counts: BTreeMap<Fate, Counts>,
    entries: Vec<&'a Entry>,
}

impl<'a> LedgerReport<'a> {
    fn of(entries: Vec<&'a Entry>) -> Self {
        Self { counts: ledger::counts(entries.iter().copied()), entries }
    }
}

/// Whether the entry is of the object named, or of something that belongs to it.
fn is_entry_of(entry: &Entry, only: &str) -> bool {
    let names = entry.table.iter().chain([&entry.name]);
    names.into_iter().any(|name| is_named(only, &entry.schema, name))
}

/// Leaves the tables and views of that name.
fn keep_in_catalog(catalog: &mut Catalog, only: &str) -> Result<()> {
    for schema in &mut catalog.schemas {
        let is_named = |name: &str| is_named(only, &schema.name, name);
        schema.tables.retain(|table| is_named(&table.name));
        schema.views.retain(|view| is_named(&view.name));
        schema.enums.retain(|item| is_named(&item.name));
    }
    catalog.schemas.retain(|schema| !(schema.tables.is_empty() && schema.views.is_empty() && schema.enums.is_empty()));
    some(catalog.schemas.iter().collect(), Some(only), "catalog").map(drop)
}

/// Leaves the entities of the tables and views of that name.
fn keep_in_model(model: &mut Model, catalog: &Catalog, only: &str) -> Result<()> {
    model.entities.retain(|entity| is_entity_of(entity, only, catalog));
    model.views.retain(|entity| is_entity_of(entity, only, catalog));
    model.enums.clear();
    model.newtypes.clear();
    some(model.all().collect(), Some(only), "model").map(drop)
}

/// Whether the file at `path` is the one named, by path or stem, or belongs to the table or view named.
fn is_of(path: &str, only: &str, model: &Model, catalog: &Catalog) -> bool {
    let stem = path.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or(path);
    let mut entities = model.all();
    path == only || stem == only || entities.any(|entity| entity.module == stem && is_entity_of(entity, only, catalog))
}

pub(super) fn is_entity_of(entity: &Entity, only: &str, catalog: &Catalog) -> bool {
    let default = catalog.default_schema().map_or("", |schema| &schema.name);
    is_named(only, entity.schema.as_deref().unwrap_or(default), &entity.table)
}

/// Whether `only` means the object: by its bare name, or by schema and name.
fn is_named(only: &str, schema: &str, name: &str) -> bool {
    only == name || only.strip_prefix(schema).and_then(|rest| rest.strip_prefix('.')) == Some(name)
}

/// The list, unless it was narrowed to nothing.
fn some<'a, T>(list: Vec<&'a T>, only: Option<&str>, stage: &str) -> Result<Vec<&'a T>> {
    match only {
        Some(name) if list.is_empty() => Err(Diagnostic::nothing_of_that_name(name, stage).into()),
        _ => Ok(list),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_named_with_or_without_their_schema() {
        assert!(is_named("orders", "public", "orders"));
        assert!(is_named("public.orders", "public", "orders"));
        assert!(is_named("a.b", "public", "a.b"));
        assert!(!is_named("other.orders", "public", "orders"));
        assert!(!is_named("order", "public", "orders"));
    }
}
