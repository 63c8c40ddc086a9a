//! What breaks each rule and what does not, on each backend that the rule speaks of.
//!
//! Tables are told in a line: `id:bigint name:varchar80 note:text?`, where `?` may be NULL, and `id` is the key, which the
//! database numbers where it is an integer. A key of another table is called `fk_<columns>`.

mod columns;
mod engine;
mod indexes;
mod keys;
mod mend;
mod security;
mod shape;

use super::mend::plain_index;
use super::{Baseline, Finding, Server, Subject, System, Version, lint, manuals};
use crate::catalog::{
    Action, Catalog, Check, Column, DataType, Default as ColumnDefault, DefaultValue, Deferral, ForeignKey, Identity,
    Index, IndexKey, IndexPart, Key, QualifiedName, Schema, Table,
};
use crate::config::{Level, Settings};

pub(super) const PG: System = System::Postgres;
pub(super) const MY: System = System::MySql;
pub(super) const LITE: System = System::Sqlite;

fn data_type(word: &str) -> DataType {
    match word {
        "bigint" => DataType::BigInteger,
        "int" => DataType::Integer,
        "smallint" => DataType::SmallInteger,
        "uint" => DataType::Unsigned,
        "text" => DataType::Text,
        "varchar" => DataType::Varchar(None),
        "bool" => DataType::Boolean,
        "timestamp" => DataType::DateTime,
        "timestamptz" => DataType::TimestampWithTimeZone,
        "date" => DataType::Date,
        "json" => DataType::Json,
        "jsonb" => DataType::JsonBinary,
        "uuid" => DataType::Uuid,
        "double" => DataType::Double,
        "money" => DataType::Money,
        "decimal" => DataType::Decimal(None),
        "decimal0" => DataType::Decimal(Some((10, 0))),
        "decimal2" => DataType::Decimal(Some((10, 2))),
        "texts" => DataType::Array(Box::new(DataType::Text)),
        "time_with_time_zone" => DataType::castable("text", "timetz"),
        _ => match (word.strip_prefix("varchar"), word.strip_prefix("char")) {
            (Some(length), _) => DataType::Varchar(length.parse().ok()),
            (_, Some(length)) => DataType::Char(length.parse().ok()),
            _ => panic!("{word} is no type"),
        },
    }
}

fn column(text: &str) -> Column {
    let (name, word) = text.split_once(':').expect("a column has a type");
    let (word, nullable) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
    let data_type = data_type(word);
    let numbers =
        matches!(data_type, DataType::BigInteger | DataType::Integer | DataType::SmallInteger | DataType::Unsigned);
    Column {
        nullable,
        identity: (name == "id" && numbers).then_some(Identity::ByDefault),
        ..Column::plain(name, data_type, word.replace('_', " "))
    }
}

pub(super) fn names(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

pub(super) fn table(name: &str, columns: &str) -> Table {
    let columns: Vec<Column> = columns.split_whitespace().map(column).collect();
    let primary_key = columns.iter().any(|column| column.name == "id").then(|| key("pk", "id"));
    Table { name: name.to_owned(), columns, primary_key, ..Table::default() }
}

pub(super) fn key(name: &str, columns: &str) -> Key {
    Key::plain(Some(name.to_owned()), names(columns))
}

pub(super) fn index(name: &str, columns: &str) -> Index {
    plain_index(name.to_owned(), &columns.split_whitespace().collect::<Vec<_>>())
}

pub(super) fn partial(name: &str, columns: &str, predicate: &str) -> Index {
    Index { predicate: Some(predicate.to_owned()), ..index(name, columns) }
}

pub(super) fn check(name: &str, expression: &str) -> Check {
    Check {
        name: Some(name.to_owned()),
        expression: expression.to_owned(),
        allowed: None,
        no_null_elements: None,
        validated: true,
    }
}

/// The table with changes.
pub(super) trait Change: Sized {
    fn with(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl<T> Change for T {
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// Makes the table refer to another, by columns called as there or `id`.
pub(super) fn refers(table: Table, columns: &str, target: &str) -> Table {
    let columns = names(columns);
    let last = columns.len() - 1;
    let target_columns = columns.iter().enumerate();
    let target_columns =
        target_columns.map(|(idx, name)| if idx == last { "id".to_owned() } else { name.clone() }).collect();
    let foreign_key = ForeignKey {
        name: Some(format!("fk_{}", columns.join("_"))),
        columns,
        target: QualifiedName { schema: "public".to_owned(), name: target.to_owned() },
        target_columns,
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: true,
    };
    table.with(|table| table.foreign_keys.push(foreign_key))
}

/// The same with ON DELETE CASCADE.
pub(super) fn cascades(table: Table, columns: &str, target: &str) -> Table {
    refers(table, columns, target).with(|table| {
        if let Some(key) = table.foreign_keys.last_mut() {
            key.on_delete = Action::Cascade;
        }
    })
}

pub(super) fn default(table: Table, column: &str, value: DefaultValue) -> Table {
    table.with(|table| {
        let column = table.columns.iter_mut().find(|own| own.name == column).expect("a column of that name");
        column.default = Some(ColumnDefault { raw: String::new(), value });
    })
}

pub(super) fn catalog(tables: &[Table]) -> Catalog {
    let schema = Schema { name: "public".to_owned(), is_default: true, tables: tables.to_vec(), ..Schema::default() };
    let mut catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    catalog.sort();
    catalog
}

/// All findings, of every rule.
pub(super) fn all(system: System, tables: &[Table], change: impl FnOnce(&mut Settings)) -> Vec<Finding> {
    let mut settings = Settings::default();
    settings.lint.rules = manuals().iter().map(|manual| (manual.id.to_owned(), Level::Warn)).collect();
    change(&mut settings);
    let catalog = catalog(tables);
    let server = Server { system, version: Some(Version(15, 0, 0)) };
    let subject = Subject { catalog: &catalog, committed: None, server, settings: &settings };
    lint(&subject, &Baseline::default()).expect("the settings are in order").findings
}

/// The places at which a rule is broken.
pub(super) fn found(rule: &str, system: System, tables: &[Table]) -> Vec<String> {
    found_with(rule, system, tables, |_| {})
}

pub(super) fn found_with(
    rule: &str,
    system: System,
    tables: &[Table],
    change: impl FnOnce(&mut Settings),
) -> Vec<String> {
    assert!(manuals().iter().any(|manual| manual.id == rule), "{rule} is a rule");
    let findings = all(system, tables, change);
    findings.into_iter().filter(|finding| finding.rule == rule).map(|finding| finding.place).collect()
}

/// A rule is broken at this place by the one table, and nowhere by the other, on each of the systems; what mends it does.
pub(super) fn judged(rule: &str, systems: &[System], (bad, place): (&[Table], &str), good: &[Table]) {
    for system in systems {
        assert_eq!(found(rule, *system, bad), [place], "{rule} on {system}");
        mend::try_to(rule, *system, bad);
        assert_eq!(found(rule, *system, good), Vec::<String>::new(), "{rule} on {system}");
    }
}
