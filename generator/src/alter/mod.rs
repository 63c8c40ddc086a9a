//! Two catalogs → the statements that turn a database which says the one into one that says the other.
//!
//! Pure: facts in, SQL out, in the order in which it runs. What the facts do not tell enough of to say it is named, with the
//! reason, and no statement is made up for it. Nothing is compared here with what a database makes of the statements: that
//! is for whoever has a database to run them in.
//!
//! 1. **No rename is guessed**: an object that went and one that came are dropped and made. But indexes and constraints that are
//!    others by their names alone are renamed, where the database can, for that makes the same.
//! 2. **What stands on something that changes** goes before it and comes again after it: views, triggers, foreign keys,
//!    checks and indexes. Whether one stands on another is told by its text: it has the name as a word. That says too
//!    much at times and never too little.
//! 3. **Foreign keys come last**, so that circles of them work; where the database has them in the table's text alone
//!    (SQLite), they are not looked at meanwhile.
//! 4. **What loses data says so**: a table, a column, the values of a type that gets narrower.
//! 5. A column that every row must have and no default gives is told, since it works in an empty table alone.
//! 6. Names of the default schema stand alone, as other migrations have them.

mod mysql;
mod order;
mod pairs;
mod postgres;
mod renames;
mod sqlite;
mod steps;
#[cfg(test)]
mod tests;

pub use steps::{Caution, Script, Statement, Unsaid};

use crate::catalog::{Catalog, Check, Column, DataType, DefaultValue, Index, IndexKey, ObjectKind, TextKind, Texts};
use crate::seed::Dialect;

/// What a database says.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The facts.
    pub catalog: &'a Catalog,
    /// What it says besides, as far as it was asked.
    pub texts: &'a Texts,
}

/// The statements that make `to` of `from`.
pub fn script(dialect: Dialect, from: Side<'_>, to: Side<'_>) -> Script {
    match dialect {
        Dialect::Postgres => postgres::script(from, to),
        Dialect::MySql => mysql::script(from, to),
        Dialect::Sqlite => sqlite::script(from, to),
    }
}

/// The facts that statements decide. Two databases that say the same of them are alike, whoever made them:
///
/// - Whether SeaORM has a table of its own there is no difference, nor what SQLite's types are taken for because of it.
/// - A column that is added to a table of PostgreSQL comes last, wherever it stands elsewhere.
pub fn comparable(dialect: Dialect, catalog: &Catalog) -> Catalog {
    let mut catalog = Catalog { migrated: true, assumed_integers: false, ..catalog.clone() };
    for schema in &mut catalog.schemas {
        for table in &mut schema.tables {
            table.checks.iter_mut().for_each(bare_check);
            match dialect {
                Dialect::Postgres => table.columns.sort_by(|a, b| a.name.cmp(&b.name)),
                Dialect::Sqlite => table.columns.iter_mut().for_each(bare_column),
                Dialect::MySql => {}
            }
        }
        if dialect == Dialect::Sqlite {
            schema.views.iter_mut().flat_map(|view| &mut view.columns).for_each(bare_column);
        }
    }
    catalog
}

/// The objects of which two databases say something else in words of their own: `f(integer)`, `orders.id`.
pub fn other_texts(one: Side<'_>, other: Side<'_>) -> Vec<String> {
    let mut differ = Vec::new();
    let sides = [(one, other), (other, one)];
    for (one, other) in sides {
        for (of, text) in one.texts.iter() {
            let there = other.texts.of_part(of.kind, (&of.schema, &of.name), &of.part);
            let is_other = match (of.kind, there) {
                // What it says is compared as facts, but for what those do not tell.
                (TextKind::Table, Some(there)) => sqlite::options(there) != sqlite::options(text),
                (TextKind::Table | TextKind::View | TextKind::Index, _) => false,
                (_, Some(there)) => there != text,
                (_, None) => other.texts.asked,
            };
            if is_other {
                differ.push(match (of.kind, of.part.as_str()) {
                    (TextKind::Numbering, column) => format!("column {}.{column}", of.name),
                    (TextKind::Function | TextKind::Procedure, types) => format!("routine {}({types})", of.name),
                    (TextKind::ForeignServer, _) => format!("foreign server {}", of.name),
                    (TextKind::Sequence, _) => format!("sequence {}", of.name),
                    _ => format!("table {}", of.name),
                });
            }
        }
    }
    differ
}

fn bare_check(check: &mut Check) {
    // What is recognised in a condition follows from it.
    check.allowed = None;
    check.no_null_elements = None;
}

fn bare_column(column: &mut Column) {
    column.data_type = DataType::Any;
    column.origin = None;
    if let Some(default) = &mut column.default {
        default.value = DefaultValue::Expression;
    }
}

/// The columns that an index speaks of by name.
fn columns_of(index: &Index) -> impl Iterator<Item = &str> {
    index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.as_str()),
        IndexKey::Expression(_) => None,
    })
}

/// What people call an object of that kind.
fn kind_word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Partition => "partition",
        ObjectKind::Index => "index",
        ObjectKind::Constraint => "constraint of a partition",
        ObjectKind::Inheritance => "inheritance from",
        ObjectKind::Sequence => "sequence",
        ObjectKind::Trigger => "trigger",
        ObjectKind::Policy => "policy",
        ObjectKind::Exclusion => "exclusion constraint",
        ObjectKind::PeriodKey => "foreign key over periods",
        ObjectKind::Rule => "rule",
        ObjectKind::Statistics => "statistics",
        ObjectKind::Range => "range type",
        ObjectKind::BaseType => "base type",
        ObjectKind::Operator => "operator",
        ObjectKind::Collation => "collation",
        ObjectKind::Extension => "extension",
        ObjectKind::ForeignServer => "foreign server",
        ObjectKind::EventTrigger => "event trigger",
        ObjectKind::Event => "event",
        ObjectKind::ShadowTable => "shadow table",
        ObjectKind::Other => "object",
    }
}
