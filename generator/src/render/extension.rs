//! Extension files: where the user's own code for an entity begins. Written once.

use super::ended;
use super::file::File;
use super::head::origin;
use super::templates::Templates;
use super::text::{DocLine, Ident};
use crate::extension;
use crate::model::{Entity, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// The extension of one entity.
#[derive(Template, Serialize)]
#[template(path = "extension/entity.rs.jinja")]
struct ExtensionPage {
    origin: DocLine,
    module: Ident,
    /// The column that the examples sort by.
    column: DocLine,
    variant: Ident,
    /// Whether rows can be written, so that there is anything to hook into.
    writable: bool,
    has_repository: bool,
    method: Ident,
    constant: Ident,
    /// Whether there is a text for the example of a hook to check.
    has_text: bool,
    text: Ident,
}

/// The extension file of an entity as a beginning: what compiles, does no harm and shows the way.
pub fn extension(entity: &Entity, templates: &Templates) -> Result<File> {
    let sorted = entity.key.first().copied().unwrap_or_default();
    let text = (0..entity.fields.len()).find(|idx| is_text(entity, *idx));
    let repository = entity.repository.as_ref();
    let name = |name: Option<&String>| Ident::new(name.map(String::as_str).unwrap_or_default());
    let page = ExtensionPage {
        origin: origin(entity),
        module: Ident::new(&entity.module),
        column: DocLine::sentence("", &entity.fields[sorted].column, ""),
        variant: Ident::new(&entity.fields[sorted].variant),
        writable: !entity.source.is_read_only(),
        has_repository: repository.is_some(),
        method: name(repository.map(|own| &own.method)),
        constant: name(repository.map(|own| &own.constants[sorted])),
        has_text: text.is_some(),
        text: name(text.map(|idx| &entity.fields[idx].name)),
    };
    Ok(File::once(extension::path(&entity.module), ended(templates.print("extension/entity.rs.jinja", &page)?)))
}

/// Whether the field holds a text that every row is given.
fn is_text(entity: &Entity, idx: usize) -> bool {
    let field = &entity.fields[idx];
    let is_plain = !field.nullable && !field.generated && !entity.key.contains(&idx);
    is_plain && field.field_type.rust == RustType::Named("String")
}
