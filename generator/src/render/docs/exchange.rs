//! `schema.json`, as tbls writes it and Liam reads it, and `schema.dbml`.
//!
//! 1. Both tell tables, views, keys, indexes and references; of tbls's document every key is one that its JSON Schema
//!    names, since that allows no other. The seal is its description.
//! 2. Names are as people call them, with the schema in front where that is not the default one.

use super::book::{Book, Placed, enums, views};
use super::ddl;
use crate::catalog::{Check, Column, Enum, ForeignKey, Key, ObjectKind, Schema};
use crate::model::place;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The text of `schema.json`; its second line is where the seal goes.
pub(super) fn json(book: &Book<'_>, title: &str) -> Result<String> {
    let tables: Vec<Value> = book.tables.values().map(|placed| table(book, *placed)).collect();
    let views = views(book.catalog()).map(|(schema, view)| {
        json!({
            "name": place(schema, &view.name),
            "type": if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" },
            "comment": view.comment.clone().unwrap_or_default(),
            "columns": view.columns.iter().map(column).collect::<Vec<_>>(),
            "def": view.definition,
        })
    });
    let relations = book.tables.values().flat_map(|placed| {
        placed
            .table
            .foreign_keys
            .iter()
            .filter(|key| book.key(&key.target).is_some())
            .map(|key| relation(book, *placed, key))
    });
    let enums =
        enums(book.catalog()).map(|(schema, item)| json!({ "name": place(schema, &item.name), "values": item.values }));
    let document = json!({
        "name": title,
        "tables": tables.into_iter().chain(views).collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "functions": functions(book),
        "enums": enums.collect::<Vec<_>>(),
        "driver": { "name": book.system().driver() },
    });
    Ok(serde_json::to_string_pretty(&document)?)
}

fn column(column: &Column) -> Value {
    json!({
        "name": column.name,
        "type": column.raw_type,
        "nullable": column.nullable,
        "default": column.default.as_ref().map(|default| &default.raw),
        "comment": column.comment.clone().unwrap_or_default(),
    })
}

fn table(book: &Book<'_>, placed: Placed<'_>) -> Value {
    let (schema, table) = (placed.schema, placed.table);
    let name = placed.label();
    let key = |(kind, key): (&str, &Key)| {
        let columns = key.columns.iter().map(|name| book.system().quote(name)).collect::<Vec<_>>().join(", ");
        constraint(&name, (kind, &key.name), &key.columns, &format!("{kind} ({columns})"))
    };
    let primary = table.primary_key.iter().map(|own| key(("PRIMARY KEY", own)));
    let unique = table.unique_keys.iter().map(|own| key(("UNIQUE", own)));
    let foreign = table.foreign_keys.iter().map(|key| {
        let mut value = constraint(&name, ("FOREIGN KEY", &key.name), &key.columns, &definition(book, key));
        value["referenced_table"] = json!(book.label(&key.target));
        value["referenced_columns"] = json!(key.target_columns);
        value
    });
    let check = |check: &Check| {
        let columns = check.allowed.iter().map(|allowed| allowed.column.clone()).collect::<Vec<_>>();
        constraint(&name, ("CHECK", &check.name), &columns, &format!("CHECK ({})", check.expression))
    };
    let constraints: Vec<Value> = primary.chain(unique).chain(foreign).chain(table.checks.iter().map(check)).collect();
    let index = |index: &crate::catalog::Index| {
        let columns: Vec<&str> = index.parts.iter().filter_map(|part| part.whole_column()).collect();
        json!({ "name": index.name, "def": ddl::index(book, placed, index), "table": name, "columns": columns })
    };
    let own = schema.objects.iter().filter(|object| object.table.as_ref() == Some(&table.name));
    let triggers = own.filter(|object| object.kind == ObjectKind::Trigger);
    let trigger = |object: &crate::catalog::Object| json!({ "name": object.name, "def": object.definition.clone().unwrap_or_default() });
    json!({
        "name": name,
        "type": "BASE TABLE",
        "comment": table.comment.clone().unwrap_or_default(),
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "indexes": table.indexes.iter().map(index).collect::<Vec<_>>(),
        "constraints": constraints,
        "triggers": triggers.map(trigger).collect::<Vec<_>>(),
        "def": "",
    })
}

fn constraint(table: &str, (kind, name): (&str, &Option<String>), columns: &[String], def: &str) -> Value {
    // Readers tell constraints apart by their names.
    let name = name.clone().unwrap_or_else(|| format!("{table} {kind} {}", columns.join(", ")));
    json!({ "name": name, "type": kind, "def": def, "table": table, "columns": columns })
}

fn definition(book: &Book<'_>, key: &ForeignKey) -> String {
    let quoted = |names: &[String]| names.iter().map(|name| book.system().quote(name)).collect::<Vec<_>>().join(", ");
    let (columns, targets) = (quoted(&key.columns), quoted(&key.target_columns));
    format!("FOREIGN KEY ({columns}) REFERENCES {} ({targets}){}", book.quoted(&key.target), ddl::actions(key))
}

fn relation(book: &Book<'_>, placed: Placed<'_>, key: &ForeignKey) -> Value {
    let optional = key.columns.iter().any(|column| placed.table.is_optional(column));
    json!({
        "table": placed.label(),
        "columns": key.columns,
        "cardinality": if placed.is_unique(&key.columns) { "zero_or_one" } else { "zero_or_more" },
        "parent_table": book.label(&key.target),
        "parent_columns": key.target_columns,
        "parent_cardinality": if optional { "zero_or_one" } else { "exactly_one" },
        "def": definition(book, key),
    })
}

fn functions(book: &Book<'_>) -> Vec<Value> {
    let all =
        book.catalog().schemas.iter().flat_map(|schema| schema.routines.iter().map(move |routine| (schema, routine)));
    let function = |(schema, routine): (&Schema, &crate::catalog::Routine)| {
        let returns = match &routine.returns {
            crate::catalog::Returns::Nothing => "void".to_owned(),
            crate::catalog::Returns::Value { raw_type, .. } => raw_type.clone(),
            crate::catalog::Returns::Row { .. } | crate::catalog::Returns::Unknown => "record".to_owned(),
        };
        let kind = if routine.kind == crate::catalog::RoutineKind::Procedure { "PROCEDURE" } else { "FUNCTION" };
        let name = place(schema, &routine.name);
        json!({ "name": name, "return_type": returns, "arguments": routine.signature, "type": kind })
    };
    all.map(function).collect()
}

/// The text of `schema.dbml`.
pub(super) fn dbml(book: &Book<'_>) -> String {
    let mut text = String::from(
        "// @generated by scaffold from the schema. Edits are lost; comments in the database are the source.\n",
    );
    for (schema, item) in enums(book.catalog()) {
        text += &dbml_enum(schema, item);
    }
    for placed in book.tables.values() {
        text += &dbml_table(*placed);
    }
    for placed in book.tables.values() {
        text.extend(dbml_references(book, *placed));
    }
    text
}

/// The references of a table. DBML takes two between the same columns for a mistake, and databases do not.
fn dbml_references(book: &Book<'_>, placed: Placed<'_>) -> BTreeSet<String> {
    let end = |schema: &str, table: &str, columns: &[String]| {
        let columns = columns.iter().map(|name| name_of(name)).collect::<Vec<_>>().join(", ");
        format!("{}.{}.({columns})", name_of(schema), name_of(table))
    };
    let keys = placed.table.foreign_keys.iter();
    let told = keys.filter(|key| book.key(&key.target).is_some() && !key.target_columns.is_empty()).map(|key| {
        let from = end(&placed.schema.name, &placed.table.name, &key.columns);
        let to = end(&key.target.schema, &key.target.name, &key.target_columns);
        let sign = if placed.is_unique(&key.columns) { "-" } else { ">" };
        format!("\nRef: {from} {sign} {to}\n")
    });
    told.collect()
}

fn dbml_enum(schema: &Schema, item: &Enum) -> String {
    let values: String = item.values.iter().map(|value| format!("  {}\n", name_of(value))).collect();
    format!("\nEnum {}.{} {{\n{values}}}\n", name_of(&schema.name), name_of(&item.name))
}

fn dbml_table(placed: Placed<'_>) -> String {
    let table = placed.table;
    let single = |key: &Key, column: &str| key.columns == [column];
    let line = |column: &Column| {
        let mut settings = Vec::new();
        if table.primary_key.as_ref().is_some_and(|key| single(key, &column.name)) {
            settings.push("pk".to_owned());
        } else if placed.is_unique(std::slice::from_ref(&column.name)) {
            settings.push("unique".to_owned());
        }
        settings.extend((!column.nullable).then(|| "not null".to_owned()));
        settings.extend(column.default.as_ref().map(|default| format!("default: {}", expression(&default.raw))));
        settings.extend(column.comment.as_ref().map(|comment| format!("note: {}", literal(comment))));
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        format!("  {} {}{settings}\n", name_of(&column.name), name_of(&column.raw_type))
    };
    let mut text = format!("\nTable {}.{} {{\n", name_of(&placed.schema.name), name_of(&table.name));
    text.extend(table.columns.iter().map(line));
    text.extend(table.comment.as_ref().map(|comment| format!("\n  Note: {}\n", literal(comment))));
    let keys = table.primary_key.iter().filter(|key| key.columns.len() > 1).map(|key| (&key.columns, "pk"));
    let unique = table.unique_keys.iter().filter(|key| key.columns.len() > 1).map(|key| (&key.columns, "unique"));
    let indexes: Vec<String> = keys
        .chain(unique)
        .map(|(columns, word)| {
            format!("    ({}) [{word}]\n", columns.iter().map(|name| name_of(name)).collect::<Vec<_>>().join(", "))
        })
        .collect();
    if !indexes.is_empty() {
        text += &format!("\n  indexes {{\n{}  }}\n", indexes.concat());
    }
    text + "}\n"
}

/// A name in DBML: between quotes, on one line. There is no way to write a quote in one.
fn name_of(name: &str) -> String {
    let plain = |c: char| match c {
        '"' => '\u{2033}',
        '\\' => '\u{2216}',
        c if super::super::text::is_invisible(c) => '\u{fffd}',
        c => c,
    };
    format!("\"{}\"", name.chars().map(plain).collect::<String>())
}

/// An expression in DBML, which may hold anything but a backtick.
fn expression(text: &str) -> String {
    let is_plain = |c: char| c != '`' && !super::super::text::is_invisible(c);
    if text.chars().all(is_plain) { format!("`{text}`") } else { literal(text) }
}

/// A text in DBML on one line.
fn literal(text: &str) -> String {
    let mut literal = String::from("'");
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '\'' | '\\' => literal.extend(['\\', c]),
            c if super::super::text::is_invisible(c) => literal.push('\u{fffd}'),
            c => literal.push(c),
        }
    }
    literal.push('\'');
    literal
}
