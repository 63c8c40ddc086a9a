//! `composites.rs`: the struct of every composite type on one page.
//!
//! Types are written by their whole path, since a struct may be called like one of SeaORM's.

use super::head::further_derives;
use super::newtypes::qualified;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident, StrLit};
use crate::config::Settings;
use crate::model::{Attribute, CompositeType, Model};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// All composite types.
#[derive(Template, Serialize)]
#[template(path = "composites.rs.jinja")]
struct CompositesPage {
    composites: Vec<CompositePage>,
}

#[derive(Serialize)]
struct CompositePage {
    origin: DocLine,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    name: Ident,
    raw: StrLit,
    fields: Vec<AttributePage>,
}

#[derive(Serialize)]
struct AttributePage {
    names_attribute: bool,
    attribute: DocLine,
    name: Ident,
    type_: Code,
}

/// What a struct may derive of itself, whatever the configuration asks for.
const OWN: &[&str] = &["Clone", "Debug", "Default", "PartialEq", "Eq", "Hash"];

/// The text of `composites.rs`.
pub(super) fn text(model: &Model, settings: &Settings, templates: &Templates) -> Result<String> {
    templates.print(
        "composites.rs.jinja",
        &CompositesPage { composites: model.composites.iter().map(|item| page(item, settings)).collect() },
    )
}

fn page(item: &CompositeType, settings: &Settings) -> CompositePage {
    let is_eq = item.attributes.iter().all(|attribute| attribute.rust.is_eq());
    let compared = match (is_eq, item.hash) {
        (true, true) => "PartialEq, Eq, Hash",
        (true, false) => "PartialEq, Eq",
        (false, _) => "PartialEq",
    };
    let further = further_derives(settings).filter(|derive| !OWN.contains(&derive.to_string().as_str()));
    CompositePage {
        origin: DocLine::sentence("The composite type ", &item.origin, "."),
        comment: DocLine::optional(item.comment.as_deref()),
        derives: [Code::of(format_args!("Clone, Debug, Default, {compared}"))].into_iter().chain(further).collect(),
        name: Ident::new(&item.type_name),
        raw: StrLit::new(&item.origin),
        fields: item.attributes.iter().map(attribute).collect(),
    }
}

fn attribute(attribute: &Attribute) -> AttributePage {
    AttributePage {
        names_attribute: attribute.name != attribute.attribute,
        attribute: DocLine::sentence("The attribute ", &attribute.attribute, "."),
        name: Ident::new(&attribute.name),
        type_: Code::of(qualified(&attribute.rust)),
    }
}
