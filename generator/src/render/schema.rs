//! `schema.rs`: what the code expects of a database, for a running program to compare with the one it is connected to.

use super::templates::Templates;
use super::text::Ident;
use crate::model::Model;
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// The file, which asks the entities themselves what they expect.
#[derive(Template, Serialize)]
#[template(path = "schema.rs.jinja")]
struct SchemaPage {
    has_views: bool,
    /// Whether any table is in another schema than the connection's own.
    has_schemas: bool,
    items: Vec<ItemPage>,
}

#[derive(Serialize)]
struct ItemPage {
    folder: Ident,
    module: Ident,
    is_table: bool,
}

/// The text of `schema.rs`.
pub(super) fn text(model: &Model, templates: &Templates) -> Result<String> {
    let item = |folder: &str, module: &str| {
        let is_table = folder == "entity";
        ItemPage { folder: Ident::new(folder), module: Ident::new(module), is_table }
    };
    let tables = model.entities.iter().map(|entity| item("entity", &entity.module));
    let views = model.views.iter().map(|view| item("view", &view.module));
    templates.print(
        "schema.rs.jinja",
        &SchemaPage {
            has_views: !model.views.is_empty(),
            has_schemas: model.all().any(|entity| entity.schema.is_some()),
            items: tables.chain(views).collect(),
        },
    )
}
