//! What PostgreSQL is told.
//!
//! A type whose values change in any other way than by new ones at some place is made anew, and its columns take it by
//! way of text. A column that numbers rows is told as an identity column, unless its sequence has another type.

mod acting;
mod change;
mod foreign;
mod numbers;
mod routines;
mod spell;

pub(super) use spell::action_words;
mod tables;
mod types;

use super::pairs::{Both, Pair, pairs};
use super::renames::{Part, Renamed, renamed};
use super::steps::{Phase, Script, Steps};
use super::{Side, order};
use crate::catalog::{Catalog, Column, ForeignKey, Object, ObjectKind, QualifiedName, Schema, Table};
use spell::{name, placed};
use std::collections::{BTreeMap, BTreeSet};

/// The statements that make `to` of `from`.
pub(super) fn script(from: Side<'_>, to: Side<'_>) -> Script {
    let (catalog, renames) = renamed(from.catalog, to.catalog, &[Part::Index, Part::Key, Part::Constraint]);
    let from = Side { catalog: &catalog, ..from };
    let mut writer = Writer { from, to, touched: Touched::default(), steps: Steps::default() };
    renames.iter().for_each(|own| writer.rename(own));
    let schemas = pairs(&from.catalog.schemas, &to.catalog.schemas, |schema| &schema.name);
    let empty = Schema::default();
    let both: Vec<Both<'_>> = schemas.iter().map(|pair| Both::of(*pair, &empty)).collect();
    for pair in &schemas {
        writer.schema(*pair);
    }
    both.iter().for_each(|both| writer.types(*both));
    both.iter().for_each(|both| writer.touch(*both));
    both.iter().for_each(|both| writer.sequences(*both));
    writer.foreign_keys(&both);
    both.iter().for_each(|both| writer.tables(*both));
    writer.views(&both);
    writer.routines(&both);
    both.iter().for_each(|both| writer.objects(*both));
    writer.steps.script()
}

/// What changes so that others which stand on it have to go and come again.
#[derive(Debug, Default)]
struct Touched {
    /// Columns by table that go, or get another type.
    columns: BTreeMap<QualifiedName, BTreeSet<String>>,
    /// Tables that go.
    tables: BTreeSet<QualifiedName>,
    /// Types that are made anew.
    types: BTreeSet<QualifiedName>,
    /// Views that go and come again.
    views: BTreeSet<QualifiedName>,
    /// Routines that go early, be it to come again.
    routines: BTreeSet<String>,
}

impl Touched {
    /// Whether something of that name says so of what is touched.
    fn concerns(&self, text: &str) -> bool {
        let columns = |(table, columns): (&QualifiedName, &BTreeSet<String>)| {
            order::mentions(text, &table.name) && columns.iter().any(|column| order::mentions(text, column))
        };
        self.columns.iter().any(columns)
            || self.tables.iter().chain(&self.types).any(|own| order::mentions(text, &own.name))
    }

    /// Whether a text of a table speaks of a touched column of it.
    fn concerns_within(&self, table: &QualifiedName, text: &str) -> bool {
        let of_table = self.columns.get(table);
        of_table.is_some_and(|columns| columns.iter().any(|column| order::mentions(text, column)))
    }

    fn has_column(&self, table: &QualifiedName, column: &str) -> bool {
        self.columns.get(table).is_some_and(|columns| columns.contains(column))
    }
}

struct Writer<'a> {
    from: Side<'a>,
    to: Side<'a>,
    touched: Touched,
    steps: Steps,
}

impl<'a> Writer<'a> {
    fn rename(&mut self, own: &Renamed) {
        let Some(schema) = self.from.catalog.schema(&own.schema) else { return };
        let to = name(&own.to);
        let sql = match own.part {
            Part::Index => format!("ALTER INDEX {} RENAME TO {to}", placed(schema, &own.from)),
            Part::Key | Part::Constraint => {
                format!("ALTER TABLE {} RENAME CONSTRAINT {} TO {to}", placed(schema, &own.table), name(&own.from))
            }
        };
        self.steps.add(Phase::Rename, sql);
    }

    fn schema(&mut self, pair: Pair<'a, Schema>) {
        match pair {
            Pair::Came(new) => {
                self.steps.add(Phase::Schema, format!("CREATE SCHEMA IF NOT EXISTS {}", name(&new.name)))
            }
            Pair::Went(old) if old.is_default => {}
            Pair::Went(old) => self.steps.add(Phase::DropSchema, format!("DROP SCHEMA {}", name(&old.name))),
            Pair::Stayed(..) => {}
        }
    }

    /// Notes what of the tables others may stand on and is not as it was.
    fn touch(&mut self, both: Both<'a>) {
        for pair in both.tables() {
            let table = QualifiedName { schema: both.any().name.clone(), name: table_of(pair).name.clone() };
            match pair {
                Pair::Came(_) => {}
                Pair::Went(_) => drop(self.touched.tables.insert(table)),
                Pair::Stayed(old, new) if self.is_made_anew(both, (old, new)) => {
                    self.touched.tables.insert(table);
                }
                Pair::Stayed(old, new) => {
                    let changed: BTreeSet<String> = pairs(&old.columns, &new.columns, |column| &column.name)
                        .into_iter()
                        .filter(|pair| self.is_touched(*pair))
                        .filter_map(|pair| pair.before().map(|column| column.name.clone()))
                        .collect();
                    if !changed.is_empty() {
                        self.touched.columns.insert(table, changed);
                    }
                }
            }
        }
    }

    /// Whether a table is not what it was, so that nothing can be made of it.
    fn is_made_anew(&self, both: Both<'a>, (old, new): (&Table, &Table)) -> bool {
        old.kind != new.kind || self.is_moved(both, &new.name)
    }

    fn is_touched(&self, pair: Pair<'_, Column>) -> bool {
        match pair {
            Pair::Came(_) => false,
            Pair::Went(_) => true,
            Pair::Stayed(old, new) => self.is_retyped(old, new) || old.generated != new.generated,
        }
    }

    /// Whether a column gets another type, be it one of the same name.
    fn is_retyped(&self, old: &Column, new: &Column) -> bool {
        spell::data_type(old) != spell::data_type(new)
            || old.collation != new.collation
            || self.touched.types.iter().any(|own| order::mentions(&new.raw_type, &own.name))
    }

    /// Foreign keys, of all tables at once, for they lead from one to the other.
    fn foreign_keys(&mut self, schemas: &[Both<'a>]) {
        for both in schemas {
            for pair in both.tables() {
                let table = QualifiedName { schema: both.any().name.clone(), name: table_of(pair).name.clone() };
                let quoted = placed(both.any(), &table.name);
                let keys = |table: Option<&'a Table>| table.map_or(&[][..], |table| &table.foreign_keys);
                for key in pairs(keys(pair.before()), keys(pair.now()), |key| &key.name) {
                    let stays = matches!(key, Pair::Stayed(old, new) if old == new && !self.is_shaken(&table, old));
                    if stays {
                        continue;
                    }
                    if let Some(old) = key.before() {
                        let own = name(old.name.as_deref().unwrap_or_default());
                        let sql = format!("ALTER TABLE {quoted} DROP CONSTRAINT {own}");
                        self.steps.add(Phase::DropForeignKey, sql);
                    }
                    if let Some(new) = key.now() {
                        let sql = format!("ALTER TABLE {quoted} ADD {}", spell::foreign_key(self.to.catalog, new));
                        self.steps.add(Phase::ForeignKey, sql);
                    }
                }
            }
        }
    }

    /// Whether what a foreign key stands on at either end goes, or comes again.
    fn is_shaken(&self, table: &QualifiedName, key: &ForeignKey) -> bool {
        let ends = [(table, &key.columns), (&key.target, &key.target_columns)];
        let is_touched = |(table, columns): &(&QualifiedName, &Vec<String>)| {
            self.touched.tables.contains(*table) || columns.iter().any(|column| self.touched.has_column(table, column))
        };
        ends.iter().any(is_touched) || self.loses_key(&key.target, &key.target_columns)
    }

    /// Whether the key that a foreign key refers to is not the same any more.
    fn loses_key(&self, target: &QualifiedName, columns: &[String]) -> bool {
        let keys = |catalog: &'a Catalog| {
            let table = table(catalog, target)?;
            let keys = table.primary_key.iter().chain(&table.unique_keys);
            let keys: Vec<_> = keys.filter(|key| is_same_set(&key.columns, columns)).collect();
            let indexes = table.indexes.iter().filter(|index| index.unique);
            let is_over = |index: &&crate::catalog::Index| {
                is_same_set(&super::columns_of(index).map(str::to_owned).collect::<Vec<_>>(), columns)
            };
            Some((keys, indexes.filter(is_over).collect::<Vec<_>>()))
        };
        keys(self.from.catalog) != keys(self.to.catalog)
    }
}

fn is_same_set(one: &[String], other: &[String]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect()
}

/// The table of that name.
fn table<'a>(catalog: &'a Catalog, name: &QualifiedName) -> Option<&'a Table> {
    catalog.schema(&name.schema)?.tables.iter().find(|table| table.name == name.name)
}

/// The table of a pair, as it is or was.
fn table_of(pair: Pair<'_, Table>) -> &Table {
    match pair {
        Pair::Came(table) | Pair::Went(table) | Pair::Stayed(_, table) => table,
    }
}

/// The sequences of a schema.
fn sequences(schema: &Schema) -> impl Iterator<Item = &Object> {
    schema.objects.iter().filter(|object| object.kind == ObjectKind::Sequence)
}
