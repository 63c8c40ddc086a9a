//! What has no comment: tables, views and their columns, types, routines.
//!
//! 1. The column that is the whole key of a table says what it is, and so does one that passes on the column of another
//!    table by a foreign key or a view.
//! 2. The file of the settings says how many may lack one; the number is only ever lowered.

use crate::catalog::{Catalog, Column, Schema, Table};
use crate::model::place;

/// The objects without a comment, sorted as they are documented.
pub fn undocumented(catalog: &Catalog) -> Vec<String> {
    catalog.schemas.iter().flat_map(of_schema).collect()
}

fn of_schema(schema: &Schema) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |name: String, comment: &Option<String>| {
        if comment.as_ref().is_none_or(|comment| comment.trim().is_empty()) {
            names.push(name);
        }
    };
    for table in &schema.tables {
        add(place(schema, &table.name), &table.comment);
        for column in table.columns.iter().filter(|column| !says_itself(table, column)) {
            add(format!("{}.{}", place(schema, &table.name), column.name), &column.comment);
        }
    }
    for view in &schema.views {
        add(place(schema, &view.name), &view.comment);
        for column in view.columns.iter().filter(|column| column.origin.is_none()) {
            add(format!("{}.{}", place(schema, &view.name), column.name), &column.comment);
        }
    }
    schema
        .enums
        .iter()
        .filter(|item| item.owner.is_none())
        .for_each(|item| add(place(schema, &item.name), &item.comment));
    schema.domains.iter().for_each(|item| add(place(schema, &item.name), &item.comment));
    schema.composites.iter().for_each(|item| add(place(schema, &item.name), &item.comment));
    let routines = schema.routines.iter();
    routines.for_each(|item| add(place(schema, &format!("{}({})", item.name, item.signature)), &item.comment));
    names
}

/// Rule 1.
fn says_itself(table: &Table, column: &Column) -> bool {
    let alone = |columns: &[String]| columns == [column.name.as_str()];
    table.primary_key.as_ref().is_some_and(|key| alone(&key.columns))
        || table.foreign_keys.iter().any(|key| alone(&key.columns))
}
