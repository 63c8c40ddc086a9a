//! Views: what their definitions and the configuration say of an entity that is only read.
//!
//! The rules:
//!
//! 1. A column may be NULL unless the definition proves that it never is, or `not_null` of `[view.<name>]` promises it.
//! 2. The key is what `key` of `[view.<name>]` says, else what the definition proves, else the smallest unique index of a
//!    materialized view whose columns are never NULL, else the column `id`, else the first column: SeaORM asks for one.

use super::Entity;
use super::entities::{stand_in_key, usable_key};
use super::overrides::Own;
use crate::catalog::{Index, View};
use crate::diagnostic::Diagnostic;

/// Settles which fields of a view may be NULL and which are its key.
pub(super) fn settle<'a>(
    entity: &mut Entity,
    view: &'a View,
    own: Option<&'a Own<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let promised = own.map(|own| own.said.not_null.as_slice()).unwrap_or_default();
    let configured = own.map(|own| own.said.key.as_slice()).unwrap_or_default();
    for field in entity.fields.iter_mut().filter(|field| promised.contains(&field.column)) {
        field.nullable = false;
    }
    let names = |columns: &'a [String]| columns.iter().map(String::as_str).collect::<Vec<_>>();
    let key = |columns: &Vec<&str>| usable_key(&entity.fields, columns);
    let is_configured = !configured.is_empty();
    if is_configured && configured.iter().all(|name| has(view, name)) && key(&names(configured)).is_none() {
        diagnostics.push(Diagnostic::unusable_view_key(&view.name, &configured.join(", ")));
    }
    let said = [configured, &view.key].map(names).into_iter().filter(|key| !key.is_empty());
    let found = said.chain(indexed(entity, view)).find_map(|columns| key(&columns));
    entity.stands_in = found.is_none();
    entity.key = found.unwrap_or_else(|| stand_in_key(&entity.fields));
    if let Some(reason) = view.unread.as_ref().filter(|_| promised.is_empty()) {
        diagnostics.push(Diagnostic::nothing_proved(&view.name, reason));
    }
}

fn has(view: &View, name: &str) -> bool {
    view.columns.iter().any(|column| column.name == name)
}

/// The columns of each unique index over nothing that may be NULL, the smallest first.
fn indexed<'v>(entity: &Entity, view: &'v View) -> Vec<Vec<&'v str>> {
    let is_there = |name: &&str| entity.fields.iter().any(|field| field.column == **name && !field.nullable);
    let sets = view.indexes.iter().filter_map(Index::unique_columns);
    let mut sets: Vec<Vec<&str>> = sets.filter(|columns| columns.iter().all(is_there)).collect();
    sets.sort_by_key(|columns| (columns.len(), columns.clone()));
    sets
}
