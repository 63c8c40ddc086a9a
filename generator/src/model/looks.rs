//! Names that the eye cannot tell: characters that are not seen, and two names that look the same.
//!
//! Nothing is renamed for it. `names` tells such names apart, by the numbers of the characters, and this says why.

use super::{names, place};
use crate::catalog::{Catalog, Column, Schema};
use crate::diagnostic::{Diagnostic, printable};
use std::collections::BTreeMap;

/// Says which names of tables, views, columns and enum types are not what they look like.
pub(super) fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for schema in &catalog.schemas {
        let tables = schema.tables.iter().map(|table| (table.name.as_str(), &table.columns));
        let views = schema.views.iter().map(|view| (view.name.as_str(), &view.columns));
        let owners: Vec<(&str, &Vec<Column>)> = tables.chain(views).collect();
        check_names(owners.iter().map(|(name, _)| *name), |name| place(schema, name), diagnostics);
        for (owner, columns) in &owners {
            let names = columns.iter().map(|column| column.name.as_str());
            check_names(names, |name| format!("{}.{name}", place(schema, owner)), diagnostics);
        }
        check_names(enums(schema), |name| place(schema, name), diagnostics);
    }
}

/// The enum types with names of their own.
fn enums(schema: &Schema) -> impl Iterator<Item = &str> + Clone {
    schema.enums.iter().filter(|item| item.owner.is_none()).map(|item| item.name.as_str())
}

/// Checks names of one space.
fn check_names<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    place: impl Fn(&str) -> String,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Most names are plain, and those tell themselves apart.
    if names.clone().all(|name| name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())) {
        return;
    }
    let mut looks: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        let shown = printable(name);
        if shown != name {
            diagnostics.push(Diagnostic::hidden_characters(&place(name), &shown));
        }
        looks.entry(names::seen(name)).or_default().push(name);
    }
    for alike in looks.values() {
        for name in alike {
            let other = alike.iter().find(|other| names::words(other) != names::words(name));
            let said = other.map(|other| Diagnostic::looks_like_another(&place(name), [name, other]));
            diagnostics.extend(said);
        }
    }
}
