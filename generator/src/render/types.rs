//! `types/`: the generated crate's own types for values that neither Rust nor SeaORM has a type for.
//!
//! Only what the model uses is written, down to the elements that its arrays have.

use super::field::{enum_of, rust_type};
use super::head::further_derives;
use super::print::print;
use super::routine;
use super::text::{Code, Ident};
use crate::config::Settings;
use crate::model::{EnumStorage, Model, RustType};
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
    module: Ident,
    exports: Code,
}

/// `types/array.rs`.
#[derive(Template, Serialize)]
#[template(path = "types/array.rs.jinja")]
struct ArrayPage {
    has_enums: bool,
    further: Vec<Code>,
    serde: bool,
    elements: Vec<ElementPage>,
    has_bytes: bool,
}

#[derive(Serialize)]
struct ElementPage {
    type_: Code,
    parse: Code,
    text: Code,
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
pub(super) fn files(model: &Model, settings: &Settings) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let mut files = Vec::new();
    let mut types = Vec::new();
    if rust_types(model).any(|rust| *rust == RustType::AnyValue) {
        types.push(exported("any_value", "AnyValue"));
        files.push(("any_value.rs", print(&AnyValuePage { further: further(settings) })?));
    }
    let elements = elements(model);
    if !elements.is_empty() {
        types.push(exported("array", "{Array, Dimension, Element}"));
        files.push(("array.rs", print(&array(model, elements, settings))?));
    }
    if rust_types(model).any(|rust| matches!(rust, RustType::Numeric(_))) {
        types.push(exported("numeric", "Numeric"));
        let page = NumericPage { further: further(settings), serde: settings.entity.serde };
        files.push(("numeric.rs", print(&page)?));
    }
    if !types.is_empty() {
        files.push(("mod.rs", print(&TypesPage { types })?));
    }
    Ok(files)
}

/// Whether the model needs any of the types.
pub(super) fn has_types(model: &Model) -> bool {
    rust_types(model).any(is_own)
}

/// Whether the type is one of these.
pub(super) fn is_own(rust: &RustType) -> bool {
    matches!(rust, RustType::Array(_) | RustType::AnyValue | RustType::Numeric(_))
}

fn exported(module: &str, exports: &str) -> TypePage {
    TypePage { module: Ident::new(module), exports: Code::of(exports) }
}

fn rust_types(model: &Model) -> impl Iterator<Item = &RustType> {
    let entities = model.entities.iter().chain(&model.views);
    let fields = entities.flat_map(|entity| &entity.fields).map(|field| &field.field_type.rust);
    fields.chain(model.newtypes.iter().map(|newtype| &newtype.inner)).chain(routine::rust_types(model))
}

/// The types of the elements of all arrays, by how they are written.
fn elements(model: &Model) -> BTreeMap<String, &RustType> {
    let arrays = rust_types(model).filter_map(|rust| match rust {
        RustType::Array(element) => Some(&**element),
        _ => None,
    });
    arrays.map(|element| (rust_type(element), element)).collect()
}

fn array(model: &Model, elements: BTreeMap<String, &RustType>, settings: &Settings) -> ArrayPage {
    ArrayPage {
        has_enums: elements.values().any(|rust| enum_of(rust).is_some()),
        further: further(settings),
        serde: settings.entity.serde,
        has_bytes: elements.contains_key("Vec<u8>"),
        elements: elements.into_iter().map(|(code, rust)| element(model, code, rust)).collect(),
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
        (_, "DateTime") => ("text.replacen(' ', \"T\", 1).parse().ok()", "self.to_string()"),
        (_, "DateTimeWithTimeZone") => (
            "Self::parse_from_str(text, \"%Y-%m-%d %H:%M:%S%.f%#z\").ok()",
            "self.format(\"%Y-%m-%d %H:%M:%S%.f%:z\").to_string()",
        ),
        _ => ("text.parse().ok()", "self.to_string()"),
    };
    ElementPage { type_: Code::of(code), parse: Code::of(parse), text: Code::of(text) }
}

fn enum_element(model: &Model, name: &str) -> (&'static str, &'static str) {
    let derived = model.enums.iter().find(|item| item.type_name == name && item.derived);
    match derived.map(|item| &item.storage) {
        Some(EnumStorage::Native(_)) => ("text.try_into().ok()", "self.to_value().value.into_owned()"),
        _ => ("Self::try_from_value(&text.to_owned()).ok()", "self.to_value()"),
    }
}
