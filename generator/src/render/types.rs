//! `types/`: the generated crate's own types for values that neither Rust nor SeaORM has a type for.
//!
//! Only what the model uses is written, down to the elements that its arrays, ranges and composite types have.

use super::field::{enum_of, rust_type};
use super::head::further_derives;
use super::newtypes::is_standard;
use super::routine;
use super::templates::Templates;
use super::text::{Code, Ident};
use crate::config::Settings;
use crate::model::{EnumStorage, Model, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use std::collections::BTreeMap;

/// `types/mod.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/mod.rs.jinja")]
struct TypesPage {
    types: Vec<TypePage>,
}

#[derive(Serialize)]
struct TypePage {
    /// Whether files beside the folder use more of it than it exports.
    shared: bool,
    module: Ident,
    exports: Code,
}

/// `types/element.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/element.rs.jinja")]
struct ElementsPage {
    has_enums: bool,
    uses_prelude: bool,
    elements: Vec<ElementPage>,
    has_bytes: bool,
    has_moments: bool,
    /// Whether any text is made of parts between commas, and of attributes.
    has_parts: bool,
    has_rows: bool,
}

#[derive(Serialize)]
struct ElementPage {
    type_: Code,
    parse: Code,
    text: Code,
}

/// `types/array.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/array.rs.jinja")]
struct ArrayPage {
    further: Vec<Code>,
    serde: bool,
}

/// `types/range.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/range.rs.jinja")]
struct RangePage {
    further: Vec<Code>,
    serde: bool,
}

/// `types/any_value.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/any_value.rs.jinja")]
struct AnyValuePage {
    further: Vec<Code>,
}

/// `types/numeric.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/numeric.rs.jinja")]
struct NumericPage {
    further: Vec<Code>,
    serde: bool,
}

/// The files in `types/`, as pairs of name and text; none where the model needs none of the types.
pub(super) fn files(model: &Model, settings: &Settings, templates: &Templates) -> Result<Vec<(&'static str, String)>> {
    let (further, serde) = (further(settings), settings.entity.serde);
    let mut files = Vec::new();
    let mut types = Vec::new();
    if rust_types(model).any(|rust| *rust == RustType::AnyValue) {
        types.push(exported("any_value", "AnyValue"));
        files.push((
            "any_value.rs",
            templates.print("types/any_value.rs.jinja", &AnyValuePage { further: further.clone() })?,
        ));
    }
    if holds(model, |layer| matches!(layer, RustType::Array(_))) {
        types.push(exported("array", "{Array, Dimension}"));
        files.push((
            "array.rs",
            templates.print("types/array.rs.jinja", &ArrayPage { further: further.clone(), serde })?,
        ));
    }
    if has_elements(model) {
        types.push(TypePage { shared: true, ..exported("element", "Element") });
        files.push(("element.rs", templates.print("types/element.rs.jinja", &elements(model))?));
    }
    if rust_types(model).any(|rust| matches!(rust, RustType::Numeric(_))) {
        types.push(exported("numeric", "Numeric"));
        files.push((
            "numeric.rs",
            templates.print("types/numeric.rs.jinja", &NumericPage { further: further.clone(), serde })?,
        ));
    }
    if holds(model, is_range) {
        types.push(exported("range", "{Multirange, Range}"));
        files.push(("range.rs", templates.print("types/range.rs.jinja", &RangePage { further, serde })?));
    }
    if !types.is_empty() {
        files.push(("mod.rs", templates.print("types/mod.rs.jinja", &TypesPage { types })?));
    }
    Ok(files)
}

/// Whether the model needs any of the types.
pub(super) fn has_types(model: &Model) -> bool {
    !model.composites.is_empty() || rust_types(model).any(is_own)
}

/// Whether the type is or holds one of these.
pub(super) fn is_own(rust: &RustType) -> bool {
    let is_own = |layer: &RustType| matches!(layer, RustType::Array(_) | RustType::AnyValue | RustType::Numeric(_));
    rust.layers().any(|layer| is_own(layer) || is_range(layer))
}

fn is_range(layer: &RustType) -> bool {
    matches!(layer, RustType::Range(_) | RustType::Multirange(_))
}

/// Whether any type of the model is or holds such a one.
fn holds(model: &Model, is: fn(&RustType) -> bool) -> bool {
    rust_types(model).any(|rust| rust.layers().any(is))
}

/// Whether any type of the model travels as a text that is made of others.
fn has_elements(model: &Model) -> bool {
    let is = |layer: &RustType| matches!(layer, RustType::Array(_)) || is_range(layer);
    !model.composites.is_empty() || holds(model, is)
}

fn exported(module: &str, exports: &str) -> TypePage {
    TypePage { shared: false, module: Ident::new(module), exports: Code::of(exports) }
}

fn rust_types(model: &Model) -> impl Iterator<Item = &RustType> {
    let entities = model.all();
    let fields = entities.flat_map(|entity| &entity.fields).map(|field| &field.field_type.rust);
    let fields = fields.chain(model.newtypes.iter().map(|newtype| &newtype.inner)).chain(attributes(model));
    fields.chain(routine::rust_types(model))
}

fn attributes(model: &Model) -> impl Iterator<Item = &RustType> {
    model.composites.iter().flat_map(|item| &item.attributes).map(|attribute| &attribute.rust)
}

/// The types whose texts are parts of others, but those that are made of texts themselves, by how they are written.
fn parts(model: &Model) -> BTreeMap<String, &RustType> {
    let is_made = |layer: &RustType| matches!(layer, RustType::Array(_)) || is_range(layer);
    let held = rust_types(model).filter(|rust| is_made(rust)).chain(attributes(model));
    let innermost = held.filter_map(|rust| rust.layers().find(|layer| !is_made(layer)));
    let leaves = innermost.filter(|rust| !matches!(rust, RustType::Composite { .. }));
    leaves.map(|rust| (rust_type(rust), rust)).collect()
}

fn elements(model: &Model) -> ElementsPage {
    let parts = parts(model);
    let has_rows = !model.composites.is_empty();
    ElementsPage {
        has_enums: parts.values().any(|rust| enum_of(rust).is_some()),
        uses_prelude: parts.values().any(|rust| !is_standard(rust)),
        has_bytes: parts.contains_key("Vec<u8>"),
        has_moments: ["Date", "DateTime", "DateTimeWithTimeZone"].iter().any(|name| parts.contains_key(*name)),
        has_parts: has_rows || holds(model, is_range),
        has_rows,
        elements: parts.into_iter().map(|(code, rust)| element(model, code, rust)).collect(),
    }
}

/// The derives that the configuration asks for. Every type has `Hash`, whether or not models are asked to.
fn further(settings: &Settings) -> Vec<Code> {
    further_derives(settings).filter(|derive| derive.to_string() != "Hash").collect()
}

/// How PostgreSQL's text of an element is read and written.
fn element(model: &Model, code: String, rust: &RustType) -> ElementPage {
    let (parse, text) = match (rust, code.as_str()) {
        (RustType::Enum(name), _) => enum_element(model, name),
        (_, "String") => ("Some(text.to_owned())", "self.clone()"),
        (_, "bool") => {
            ("matches!(text, \"t\" | \"f\").then_some(text == \"t\")", "if *self { \"t\" } else { \"f\" }.to_owned()")
        }
        (_, "Vec<u8>") => ("from_hex(text)", "to_hex(self)"),
        (_, "Date" | "DateTime" | "DateTimeWithTimeZone") => moment_element(&code),
        _ => ("text.parse().ok()", "self.to_string()"),
    };
    ElementPage { type_: Code::of(code), parse: Code::of(parse), text: Code::of(text) }
}

/// How the text of a date or time is read and written, which may be before or after all others.
fn moment_element(code: &str) -> (&'static str, &'static str) {
    match code {
        "Date" => (
            "moment(text, [Self::MIN, Self::MAX], || text.parse().ok())",
            "moment_text(self, [Self::MIN, Self::MAX], self.to_string())",
        ),
        "DateTime" => (
            "moment(text, [Self::MIN, Self::MAX], || text.replacen(' ', \"T\", 1).parse().ok())",
            "moment_text(self, [Self::MIN, Self::MAX], self.to_string())",
        ),
        _ => (
            "let ends = [DateTimeUtc::MIN_UTC, DateTimeUtc::MAX_UTC].map(Self::from);
        let read = || Self::parse_from_str(text, \"%Y-%m-%d %H:%M:%S%.f%#z\").ok();
        moment(text, ends, read)",
            "let ends = [DateTimeUtc::MIN_UTC, DateTimeUtc::MAX_UTC].map(Self::from);
        let text = self.format(\"%Y-%m-%d %H:%M:%S%.f%:z\").to_string();
        moment_text(self, ends, text)",
        ),
    }
}

fn enum_element(model: &Model, name: &str) -> (&'static str, &'static str) {
    let derived = model.enums.iter().find(|item| item.type_name == name && item.derived);
    match derived.map(|item| &item.storage) {
        Some(EnumStorage::Native(_)) => ("text.try_into().ok()", "self.to_value().value.into_owned()"),
        _ => ("Self::try_from_value(&text.to_owned()).ok()", "self.to_value()"),
    }
}
