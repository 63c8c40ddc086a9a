//! `scaffold check --self-test`: whether a check can fail.
//!
//! The crate that the schema makes stands in memory, current to the byte. Then one fact of the schema is another, or one
//! file is edited, and what a check compares must differ: a check that finds nothing proves nothing by it.

use super::exit::Exit;
use super::output::Output;
use super::stages;
use crate::catalog::{self, Action, Catalog, Column, DataType, DefaultValue, Schema, Table, View};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::plan::{self, Entry, Overwrite, Tree, manifest};
use crate::render::{File, Templates};
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing that a check must find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Trial {
    /// What is otherwise.
    what: String,
    /// How many files differ.
    files: usize,
}

/// Makes one fact another; nothing where there is no such fact.
enum Mutation {
    Table(fn(&mut Table) -> Option<()>),
    View(fn(&mut View) -> Option<()>),
    Schema(fn(&mut Schema) -> Option<()>),
}

/// What is left of a text; nothing where the file is gone.
type Edit = fn(&str) -> Option<String>;

/// The name and the text of what was not there before.
const NEW: &str = "scaffold_self_test";

const MUTATIONS: &[(&str, Mutation)] = &[
    ("a table more", Mutation::Schema(add_table)),
    ("a table less", Mutation::Schema(remove_table)),
    ("a view less", Mutation::Schema(|schema| schema.views.pop().map(drop))),
    (
        "a value more of an enum",
        Mutation::Schema(|schema| schema.enums.first_mut().map(|item| item.values.push(NEW.to_owned()))),
    ),
    ("a column more", Mutation::Table(add_column)),
    ("a column less", Mutation::Table(|table| free(table).map(|idx| drop(table.columns.remove(idx))))),
    ("another name of a column", Mutation::Table(|table| free(table).map(|idx| rename(&mut table.columns[idx])))),
    ("another type of a column", Mutation::Table(|table| free(table).map(|idx| retype(&mut table.columns[idx])))),
    ("another nullability of a column", Mutation::Table(|table| table.columns.last_mut().map(renull))),
    ("another default of a column", Mutation::Table(|table| table.columns.last_mut().map(redefault))),
    ("another comment of a column", Mutation::Table(|table| comment(&mut table.columns.first_mut()?.comment))),
    ("another comment of a table", Mutation::Table(|table| comment(&mut table.comment))),
    ("a foreign key less", Mutation::Table(|table| table.foreign_keys.pop().map(drop))),
    ("another action of a foreign key", Mutation::Table(react)),
    ("a unique key less", Mutation::Table(|table| table.unique_keys.pop().map(drop))),
    ("an index less", Mutation::Table(|table| table.indexes.pop().map(drop))),
    ("a check less", Mutation::Table(|table| table.checks.pop().map(drop))),
    (
        "another query of a view",
        Mutation::View(|view| {
            view.definition.push_str(NEW);
            Some(())
        }),
    ),
    ("another comment of a view", Mutation::View(|view| comment(&mut view.comment))),
];

const EDITS: &[(&str, Edit)] = &[
    ("a line more in", |text| Some(format!("{text}\n"))),
    ("a character less in", |text| text.get(..text.len().checked_sub(2)?).map(str::to_owned)),
    ("the loss of", |_| None),
];

/// Tries each change, and ends with an error when a check would miss one.
pub(super) fn run(config: &Config, seen: &Snapshot, output: Output) -> Result<Exit> {
    let (templates, _) = stages::templates(config)?;
    let files = files(config, seen, &templates)?;
    let current = current(&files);
    let mut trials = Vec::new();
    for (what, mutation) in MUTATIONS {
        let mut changed = seen.clone();
        if let Some(place) = mutation.apply(&mut changed.catalog) {
            let files = differing(&self::files(config, &changed, &templates)?, &current);
            trials.push(Trial { what: format!("{what}, {place}"), files });
        }
    }
    for (path, text) in edited(&files) {
        for (what, edit) in EDITS {
            let mut tree = current.clone();
            match edit(text) {
                Some(text) => tree.entries.insert(path.to_owned(), Entry::Text(text)),
                None => tree.entries.remove(path),
            };
            trials.push(Trial { what: format!("{what} {path}"), files: differing(&files, &tree) });
        }
    }
    // Where even what is current differs, a difference means nothing.
    let sound = differing(&files, &current) == 0;
    trials.iter_mut().filter(|_| !sound).for_each(|trial| trial.files = 0);
    tell(&trials, output)
}

fn tell(trials: &[Trial], output: Output) -> Result<Exit> {
    let (found, missed): (Vec<&Trial>, Vec<&Trial>) = trials.iter().partition(|trial| trial.files > 0);
    if !missed.is_empty() || found.is_empty() {
        let missed: Vec<String> = missed.into_iter().map(|trial| trial.what.clone()).collect();
        return Err(Diagnostic::check_is_blind(&missed).into());
    }
    if output.is_json() {
        output.json(&BTreeMap::from([("found", &found)]))?;
    }
    for Trial { what, files } in &found {
        output.line(&format!("found       {} ({files} files)", printable(what)))?;
    }
    output.line(&format!("a check finds each of {} changes", found.len()))?;
    Ok(Exit::Fine)
}

fn files(config: &Config, seen: &Snapshot, templates: &Templates) -> Result<Vec<File>> {
    stages::files(config, &stages::model(config, seen)?.0, seen, templates)
}

/// A crate that is as the files say.
fn current(files: &[File]) -> Tree {
    let plan = plan::plan(files, &Tree::default(), Overwrite::Refuse);
    let entry = |(path, text): (&str, &str)| (path.to_owned(), Entry::Text(text.to_owned()));
    Tree { entries: plan.texts().into_iter().map(entry).collect() }
}

/// How many files a check would name.
fn differing(files: &[File], tree: &Tree) -> usize {
    let plan = plan::plan(files, tree, Overwrite::Refuse);
    plan.changes.len() - plan.kept()
}

/// A file of code and one of facts.
fn edited(files: &[File]) -> impl Iterator<Item = (&str, &str)> {
    let code = files.iter().find(|file| manifest::is_own(&file.path) && !manifest::is_fact(&file.path));
    let facts = files.iter().find(|file| manifest::is_fact(&file.path));
    code.into_iter().chain(facts).map(|file| (file.path.as_str(), file.text.as_str()))
}

impl Mutation {
    /// Changes the first object that can be changed so, and names it.
    fn apply(&self, catalog: &mut Catalog) -> Option<String> {
        let mut schemas = catalog.schemas.iter_mut();
        match self {
            Self::Table(change) => {
                let mut tables = schemas.flat_map(|schema| &mut schema.tables);
                tables.find_map(|table| change(table).map(|()| table.name.clone()))
            }
            Self::View(change) => {
                let mut views = schemas.flat_map(|schema| &mut schema.views);
                views.find_map(|view| change(view).map(|()| view.name.clone()))
            }
            Self::Schema(change) => schemas.find_map(|schema| change(schema).map(|()| schema.name.clone())),
        }
    }
}

fn add_table(schema: &mut Schema) -> Option<()> {
    let table = Table { name: NEW.to_owned(), ..schema.tables.first()?.clone() };
    schema.tables.push(table);
    Some(())
}

/// Only one that no other refers to can go.
fn remove_table(schema: &mut Schema) -> Option<()> {
    let keys = schema.tables.iter().flat_map(|table| &table.foreign_keys);
    let needed: Vec<String> = keys.map(|key| key.target.name.clone()).collect();
    let free = schema.tables.iter().position(|table| !needed.contains(&table.name))?;
    schema.tables.remove(free);
    Some(())
}

fn add_column(table: &mut Table) -> Option<()> {
    let column = Column { name: NEW.to_owned(), ..table.columns.last()?.clone() };
    table.columns.push(column);
    Some(())
}

/// A column that no key, index or check speaks of.
fn free(table: &Table) -> Option<usize> {
    let Table { primary_key, unique_keys, foreign_keys, checks, indexes, .. } = table;
    let others = format!("{:?}", (primary_key, unique_keys, foreign_keys, checks, indexes));
    table.columns.iter().position(|column| !others.contains(&column.name))
}

fn rename(column: &mut Column) {
    NEW.clone_into(&mut column.name);
}

fn retype(column: &mut Column) {
    column.data_type = if column.data_type == DataType::Boolean { DataType::Text } else { DataType::Boolean };
}

fn renull(column: &mut Column) {
    column.nullable = !column.nullable;
}

fn redefault(column: &mut Column) {
    let new = catalog::Default { raw: NEW.to_owned(), value: DefaultValue::Expression };
    column.default = column.default.is_none().then_some(new);
}

fn react(table: &mut Table) -> Option<()> {
    let key = table.foreign_keys.first_mut()?;
    key.on_delete = if key.on_delete == Action::Cascade { Action::SetNull } else { Action::Cascade };
    Some(())
}

fn comment(comment: &mut Option<String>) -> Option<()> {
    *comment = Some(comment.take().map_or(NEW.to_owned(), |text| text + NEW));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_an_error_that_names_it() {
        let trial = |what: &str, files| Trial { what: what.to_owned(), files };
        let output = Output::silent();
        assert_eq!(tell(&[trial("a", 1)], output).unwrap(), Exit::Fine);
        let error = tell(&[trial("a", 1), trial("b", 0)], output).unwrap_err().downcast::<Diagnostic>().unwrap();
        assert_eq!((error.code, error.message.as_str()), ("F022", "a check does not see: b"));
        assert!(tell(&[], output).is_err(), "nothing was tried");
    }

    #[test]
    fn each_mutation_changes_what_it_says_or_nothing() {
        let table = Table { name: "t".to_owned(), ..Table::default() };
        let catalog =
            Catalog { schemas: vec![Schema { tables: vec![table], ..Schema::default() }], ..Catalog::default() };
        for (what, mutation) in MUTATIONS {
            let mut changed = catalog.clone();
            let applied = mutation.apply(&mut changed).is_some();
            assert_eq!(applied, changed != catalog, "{what}");
        }
    }
}
