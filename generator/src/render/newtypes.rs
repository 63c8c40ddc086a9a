//! `newtypes.rs`: every newtype of the model on one page.
//!
//! Types are written by their whole path, since a newtype may be called like one of SeaORM's.

use super::head::further_derives;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident};
use crate::config::Settings;
use crate::model::{Model, Newtype, NewtypeOrigin, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// All newtypes.
#[derive(Template, Serialize)]
#[template(path = "newtypes.rs.jinja")]
struct NewtypesPage {
    newtypes: Vec<NewtypePage>,
}

#[derive(Serialize)]
struct NewtypePage {
    origin: DocLine,
    comment: Vec<DocLine>,
    checks: Vec<DocLine>,
    derives: Vec<Code>,
    name: Ident,
    inner: Code,
    displays: bool,
    needs_key: bool,
}

/// What a newtype may derive of itself, whatever the configuration asks for.
const OWN: &[&str] = &["Clone", "Copy", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

/// The integers, for which SeaORM's derive makes the conversion from a generated key.
const INTEGERS: &[&str] = &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

/// The types of Rust's own prelude.
const STANDARD: &[&str] = &["bool", "f32", "f64", "String", "Vec<u8>"];

/// The text of `newtypes.rs`.
pub(super) fn text(model: &Model, settings: &Settings, templates: &Templates) -> Result<String> {
    templates.print(
        "newtypes.rs.jinja",
        &NewtypesPage { newtypes: model.newtypes.iter().map(|newtype| page(newtype, settings)).collect() },
    )
}

fn page(newtype: &Newtype, settings: &Settings) -> NewtypePage {
    let inner = &newtype.inner;
    NewtypePage {
        origin: match &newtype.origin {
            NewtypeOrigin::Key(table) => DocLine::sentence("The key of table ", &table.to_string(), "."),
            NewtypeOrigin::Domain(domain) => DocLine::sentence("The domain ", &domain.to_string(), "."),
        },
        comment: DocLine::optional(newtype.comment.as_deref()),
        checks: newtype.checks.iter().map(|check| DocLine::sentence("The database checks ", check, ".")).collect(),
        derives: derives(inner, settings),
        name: Ident::new(&newtype.type_name),
        inner: Code::of(qualified(inner)),
        displays: displays(inner),
        needs_key: inner.can_be_key() && !is_one_of(inner, INTEGERS),
    }
}

fn derives(inner: &RustType, settings: &Settings) -> Vec<Code> {
    let copy = if inner.is_copy() { "Copy, " } else { "" };
    let compared = compared(inner);
    let first = Code::of(format_args!("Clone, {copy}Debug, {compared}, sea_orm::DeriveValueType"));
    let further = further_derives(settings).filter(|derive| !OWN.contains(&derive.to_string().as_str()));
    [first].into_iter().chain(further).collect()
}

/// How values of the type compare.
pub(super) fn compared(inner: &RustType) -> &'static str {
    match inner {
        RustType::Vec(element) => compared(element),
        RustType::Array(element) | RustType::Range(element) | RustType::Multirange(element) => {
            match compared(element) {
                "PartialEq" | "PartialEq, PartialOrd" => "PartialEq",
                "PartialEq, Eq" => "PartialEq, Eq",
                _ => "PartialEq, Eq, Hash",
            }
        }
        RustType::Composite { eq: true, .. } => "PartialEq, Eq",
        RustType::Composite { .. } => "PartialEq",
        RustType::Named("f32" | "f64") => "PartialEq, PartialOrd",
        RustType::Named("Json") => "PartialEq, Eq",
        _ => "PartialEq, Eq, PartialOrd, Ord, Hash",
    }
}

fn displays(inner: &RustType) -> bool {
    matches!(inner, RustType::Named(name) if *name != "Vec<u8>")
}

fn is_one_of(inner: &RustType, names: &[&str]) -> bool {
    matches!(inner, RustType::Named(name) if names.contains(name))
}

/// Whether the type is Rust's own.
pub(super) fn is_standard(rust: &RustType) -> bool {
    is_one_of(rust, INTEGERS) || is_one_of(rust, STANDARD)
}

/// The type by its whole path.
pub(super) fn qualified(rust: &RustType) -> String {
    match rust {
        RustType::Named(name) if is_standard(rust) => (*name).to_owned(),
        RustType::Named(name) => format!("sea_orm::prelude::{name}"),
        RustType::Enum(name) => format!("super::enums::{}", Ident::new(name)),
        RustType::Vec(element) => format!("Vec<{}>", qualified(element)),
        RustType::AnyValue => "super::types::AnyValue".to_owned(),
        RustType::Numeric(number) => format!("super::types::Numeric<{}>", qualified(number)),
        RustType::Array(element) => format!("super::types::Array<{}>", qualified(element)),
        RustType::Range(element) => format!("super::types::Range<{}>", qualified(element)),
        RustType::Multirange(element) => format!("super::types::Multirange<{}>", qualified(element)),
        RustType::Composite { name, .. } => format!("super::composites::{}", Ident::new(name)),
        RustType::Newtype { name, .. } => Ident::new(name).to_string(),
        RustType::Custom(custom) => custom.path.to_string(),
    }
}
