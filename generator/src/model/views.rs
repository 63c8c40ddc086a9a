//! Views: what their definitions and the configuration say of an entity that is only read.
//!
//! The rules:
//!
//! 1. A column may be NULL unless the definition proves that it never is, or `not_null` of `[view.<name>]` promises it.
//! 2. The key is what `key` of `[view.<name>]` says, else what the definition proves, else the column `id`, else the first
//!    column: SeaORM asks for one.

use super::Entity;
use super::entities::{stand_in_key, usable_key};
use super::overrides::Own;
use crate::catalog::View;
use crate::diagnostic::Diagnostic;

/// Settles which fields of a view may be NULL and which are its key.
pub(super) fn settle(entity: &mut Entity, view: &View, own: Option<&Own<'_>>, diagnostics: &mut Vec<Diagnostic>) {
    let promised = own.map(|own| own.said.not_null.as_slice()).unwrap_or_default();
    let configured = own.map(|own| own.said.key.as_slice()).unwrap_or_default();
    for field in entity.fields.iter_mut().filter(|field| promised.contains(&field.column)) {
        field.nullable = false;
    }
    let keys = [configured, &view.key].into_iter().filter(|key| !key.is_empty());
    let key = |columns: &[String]| usable_key(&entity.fields, &columns.iter().map(String::as_str).collect::<Vec<_>>());
    if !configured.is_empty() && configured.iter().all(|name| has(view, name)) && key(configured).is_none() {
        diagnostics.push(Diagnostic::unusable_view_key(&view.name, &configured.join(", ")));
    }
    let found = keys.into_iter().find_map(key);
    entity.stands_in = found.is_none();
    entity.key = found.unwrap_or_else(|| stand_in_key(&entity.fields));
    if let Some(reason) = view.unread.as_ref().filter(|_| promised.is_empty()) {
        diagnostics.push(Diagnostic::nothing_proved(&view.name, reason));
    }
}

fn has(view: &View, name: &str) -> bool {
    view.columns.iter().any(|column| column.name == name)
}
