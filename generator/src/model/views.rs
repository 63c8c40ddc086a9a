//! Views: what their definitions and the configuration say of an entity that is only read.
//!
//! The rules:
//!
//! 1. A column may be NULL unless the definition proves that it never is, or `not_null` of `[view.<name>]` promises it.
//! 2. The key is what `[view.<name>]` says, else what the definition proves, else the column `id`, else the first
//!    column: SeaORM asks for one.
//! 3. A view or a column that the configuration names and the database does not have is a mistake. `<name>` is the
//!    view's name, or its schema's and its own with a dot between.

use super::Entity;
use super::entities::{stand_in_key, usable_key};
use crate::catalog::{Catalog, Schema, View};
use crate::config::{Settings, ViewSettings};
use crate::diagnostic::Diagnostic;

/// Settles which fields of a view may be NULL and which are its key.
pub(super) fn settle(
    entity: &mut Entity,
    (schema, view): (&Schema, &View),
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let qualified = format!("{}.{}", schema.name, view.name);
    let own = settings.view.get_key_value(&view.name).or_else(|| settings.view.get_key_value(&qualified));
    if let Some((name, own)) = own {
        check_columns(name, own, view, diagnostics);
        let mut promised = entity.fields.iter_mut().filter(|field| own.not_null.contains(&field.column));
        promised.by_ref().for_each(|field| field.nullable = false);
    }
    let configured = own.map(|(_, own)| own.key.as_slice()).unwrap_or_default();
    let keys = [configured, &view.key].into_iter().filter(|key| !key.is_empty());
    let key = |columns: &[String]| usable_key(&entity.fields, &columns.iter().map(String::as_str).collect::<Vec<_>>());
    if !configured.is_empty() && configured.iter().all(|name| has(view, name)) && key(configured).is_none() {
        diagnostics.push(Diagnostic::unusable_view_key(&view.name, &configured.join(", ")));
    }
    let found = keys.into_iter().find_map(key);
    entity.stands_in = found.is_none();
    entity.key = found.unwrap_or_else(|| stand_in_key(&entity.fields));
    if let Some(reason) = view.unread.as_ref().filter(|_| own.is_none_or(|(_, own)| own.not_null.is_empty())) {
        diagnostics.push(Diagnostic::nothing_proved(&view.name, reason));
    }
}

/// Rule 3 for views.
pub(super) fn check_names(catalog: &Catalog, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    let views = catalog.schemas.iter().flat_map(|schema| schema.views.iter().map(move |view| (schema, view)));
    let views: Vec<[String; 2]> =
        views.map(|(schema, view)| [view.name.clone(), format!("{}.{}", schema.name, view.name)]).collect();
    for name in settings.view.keys().filter(|name| !views.iter().any(|names| names.contains(name))) {
        let known: Vec<&str> = views.iter().map(|[bare, _]| bare.as_str()).collect();
        diagnostics.push(Diagnostic::unknown_view(name, &known));
    }
}

/// Rule 3 for columns.
fn check_columns(name: &str, own: &ViewSettings, view: &View, diagnostics: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = view.columns.iter().map(|column| column.name.as_str()).collect();
    for (setting, columns) in [("key", &own.key), ("not_null", &own.not_null)] {
        for column in columns.iter().filter(|column| !has(view, column)) {
            diagnostics.push(Diagnostic::unknown_view_column(&format!("view.{name}.{setting}"), column, &known));
        }
    }
}

fn has(view: &View, name: &str) -> bool {
    view.columns.iter().any(|column| column.name == name)
}
