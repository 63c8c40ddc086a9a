//! A catalog as sorted lines, each a fact that must be the same in the drawing and in what was read from the server.
//!
//! Spellings that a server changes (expressions, quotes around type names) are left out or made alike here; everything
//! that decides about generated code is a line.

use sea_scaffold::catalog::{
    Catalog, Column, DataType, Enum, ForeignKey, Index, IndexKey, Key, QualifiedName, Table, TableKind,
};
use std::collections::BTreeSet;

/// The facts of a catalog, a line each.
pub(crate) fn facts(catalog: &Catalog) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let place = format!("table {:?}.{:?}", schema.name, table.name);
            table_facts(catalog, table, &place, &mut lines);
        }
        for view in &schema.views {
            let place = format!("view {:?}.{:?}", schema.name, view.name);
            lines.insert(format!("{place}: materialized {}, comment {:?}", view.materialized, view.comment));
            for (number, column) in view.columns.iter().enumerate() {
                lines.insert(format!("{place}: column {number} {:?} is {}", column.name, meaning(catalog, column)));
            }
        }
        // A type that belongs to a column is told with the column.
        for item in schema.enums.iter().filter(|item| item.owner.is_none()) {
            let Enum { name, values, comment, .. } = item;
            lines.insert(format!("enum {:?}.{name:?}: {values:?}, comment {comment:?}", schema.name));
        }
    }
    lines
}

/// The columns of views that `read` takes for NOT NULL although they can be NULL, as `drawn` knows.
pub(crate) fn unsound(drawn: &Catalog, read: &Catalog) -> Vec<String> {
    let columns = |catalog: &Catalog, wanted: bool| -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for schema in &catalog.schemas {
            for view in &schema.views {
                let columns = view.columns.iter().filter(|column| column.nullable == wanted);
                found.extend(columns.map(|column| format!("{:?}.{:?}.{:?}", schema.name, view.name, column.name)));
            }
        }
        found
    };
    columns(drawn, true).intersection(&columns(read, false)).cloned().collect()
}

fn table_facts(catalog: &Catalog, table: &Table, place: &str, lines: &mut BTreeSet<String>) {
    let kind = if table.kind == TableKind::Partitioned { "partitioned" } else { "whole" };
    lines.insert(format!("{place}: {kind}, comment {:?}", table.comment));
    for (number, column) in table.columns.iter().enumerate() {
        let Column { name, nullable, identity, comment, .. } = column;
        let default = column.default.as_ref().map(|default| &default.value);
        let generated = column.generated.as_ref().map(|generated| generated.stored);
        let meaning = meaning(catalog, column);
        let place = format!("{place}: column {number} {name:?}");
        lines.insert(format!("{place} is {meaning} ({}), nullable {nullable}", spelling(column)));
        lines.insert(format!("{place}: default {default:?}, identity {identity:?}, generated {generated:?}"));
        lines.insert(format!("{place}: comment {comment:?}"));
    }
    lines.extend(table.primary_key.iter().map(|it| format!("{place}: primary key {}", key(it))));
    lines.extend(table.unique_keys.iter().map(|it| format!("{place}: unique key {}", key(it))));
    lines.extend(table.foreign_keys.iter().map(|it| format!("{place}: foreign key {}", foreign_key(it))));
    lines.extend(table.indexes.iter().map(|it| format!("{place}: index {}", index(it))));
    for check in &table.checks {
        let allowed = check.allowed.as_ref().map(|allowed| (&allowed.column, &allowed.values));
        lines.insert(format!("{place}: check {:?}, allowed {allowed:?}", check.name));
    }
    for columns in table.unique_column_sets() {
        lines.insert(format!("{place}: proved unique {columns:?}"));
    }
}

/// What a column holds; a type cast on its way is called so, and an enum is its values where nobody can name it.
fn meaning(catalog: &Catalog, column: &Column) -> String {
    fn of(catalog: &Catalog, data_type: &DataType) -> String {
        match data_type {
            DataType::Castable { .. } => "cast".to_owned(),
            DataType::Array(element) => format!("array of {}", of(catalog, element)),
            DataType::Enum(name) => match owned(catalog, name) {
                Some(values) => format!("one of {values:?}"),
                None => format!("enum {:?}.{:?}", name.schema, name.name),
            },
            other => format!("{other:?}"),
        }
    }
    of(catalog, &column.data_type)
}

/// The values of an enum that belongs to a column.
fn owned<'a>(catalog: &'a Catalog, name: &QualifiedName) -> Option<&'a Vec<String>> {
    let schema = catalog.schema(&name.schema)?;
    let found = schema.enums.iter().find(|item| item.name == name.name)?;
    found.owner.as_ref().map(|_| &found.values)
}

/// The type as spelled, but for the quotes, which a server sets where it must.
fn spelling(column: &Column) -> String {
    match column.raw_type.starts_with("enum(") {
        true => "enum".to_owned(),
        false => column.raw_type.replace('"', ""),
    }
}

fn key(key: &Key) -> String {
    let Key { name, columns, prefixes, include, deferral, nulls_not_distinct } = key;
    format!("{name:?} {columns:?} {prefixes:?} include {include:?} {deferral:?} {nulls_not_distinct}")
}

fn foreign_key(key: &ForeignKey) -> String {
    let ForeignKey { name, columns, target, target_columns, on_update, on_delete, deferral, validated } = key;
    let target = format!("{:?}.{:?} {target_columns:?}", target.schema, target.name);
    format!("{name:?} {columns:?} to {target} {on_update:?} {on_delete:?} {deferral:?} {validated}")
}

fn index(index: &Index) -> String {
    let Index { name, unique, method, include, valid, nulls_not_distinct, .. } = index;
    let parts = index.parts.iter().map(|part| {
        let key = match &part.key {
            IndexKey::Column(name) => format!("{name:?}"),
            IndexKey::Expression(_) => "an expression".to_owned(),
        };
        format!("{key} {} {:?}", part.descending, part.prefix)
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let partial = index.predicate.is_some();
    format!(
        "{name:?} unique {unique} {method} ({parts}) include {include:?} partial {partial} {valid} {nulls_not_distinct}"
    )
}
