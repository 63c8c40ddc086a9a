//! Factory files: the shared runtime as it stands, and one file per table with its setters, its parents and what its rows
//! hold.

use super::field::enum_of;
use super::head::origin;
use super::relation;
use super::repository::full_type;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident, StrLit};
use crate::model::{Entity, Factory, Field, Model, Need, Parent, RustType, Value};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// `factory/mod.rs`.
#[derive(Template, Serialize)]
#[template(path = "factory/mod.rs.jinja")]
struct FactoriesPage {
    example: Ident,
    example_origin: DocLine,
    modules: Vec<Ident>,
    exports: Vec<Code>,
}

/// The factory of one table.
#[derive(Template, Serialize)]
#[template(path = "factory/table.rs.jinja")]
struct FactoryPage {
    origin: DocLine,
    module: Ident,
    uses_enums: bool,
    related: Vec<Ident>,
    imports: Vec<Ident>,
    type_name: Ident,
    setters: Vec<SetterPage>,
    has_parents: bool,
    parents: Vec<ParentPage>,
    has_needed: bool,
    needed: Vec<Ident>,
    has_values: bool,
    /// Whether anything stands before the values.
    has_constants: bool,
    /// What the number of the row is called, with an underscore where nothing asks for it.
    number: Ident,
    values: Vec<ValuePage>,
    has_keys: bool,
    /// Whether anything stands before the keys.
    has_more: bool,
    keys: Vec<ValuePage>,
}

#[derive(Serialize)]
struct SetterPage {
    doc: DocLine,
    method: Ident,
    name: Ident,
    type_: Code,
}

#[derive(Serialize)]
struct ParentPage {
    doc: DocLine,
    method: Ident,
    target: Ident,
    place: usize,
    name: StrLit,
    need: Ident,
    /// The columns of the row, each with the one of its parent.
    pairs: Vec<Code>,
}

#[derive(Serialize)]
struct ValuePage {
    name: Ident,
    expression: Code,
}

/// The text of `factory/mod.rs`; `None` where no table has a factory.
pub(super) fn mod_text(model: &Model, templates: &Templates) -> Result<Option<String>> {
    let all = || model.entities.iter().filter_map(|entity| Some((entity, entity.factory.as_ref()?)));
    let Some((entity, example)) = all().next() else { return Ok(None) };
    let export = |(entity, own): (&Entity, &Factory)| {
        Code::of(format_args!("{}::{}", Ident::new(&entity.module), Ident::new(&own.type_name)))
    };
    let page = FactoriesPage {
        example: Ident::new(&example.type_name),
        example_origin: origin(entity),
        modules: all().map(|(entity, _)| Ident::new(&entity.module)).collect(),
        exports: all().map(export).collect(),
    };
    templates.print("factory/mod.rs.jinja", &page).map(Some)
}

/// The text of an entity's factory file; `None` for an entity without one.
pub(super) fn text(entity: &Entity, templates: &Templates) -> Result<Option<String>> {
    let Some(own) = &entity.factory else { return Ok(None) };
    let pages = |values: &[(usize, Value)]| -> Vec<ValuePage> {
        values.iter().map(|(idx, value)| value_page(&entity.fields[*idx], value)).collect()
    };
    let values = pages(&own.values);
    let has_constants = !own.parents.is_empty() || !own.needed.is_empty();
    let setters = entity.fields.iter().zip(&own.setters).filter(|(field, _)| !field.generated);
    let named = |idx: &usize| Ident::new(&entity.fields[*idx].variant);
    let page = FactoryPage {
        origin: origin(entity),
        module: Ident::new(&entity.module),
        uses_enums: entity.fields.iter().any(|field| enum_of(&field.field_type.rust).is_some()),
        related: related(entity, own),
        imports: imports(own),
        type_name: Ident::new(&own.type_name),
        setters: setters.map(|(field, method)| setter(field, method)).collect(),
        has_parents: !own.parents.is_empty(),
        parents: own.parents.iter().enumerate().map(|(place, it)| parent(entity, (place, it))).collect(),
        has_needed: !own.needed.is_empty(),
        needed: own.needed.iter().map(named).collect(),
        has_values: !values.is_empty(),
        has_constants,
        has_more: has_constants || !values.is_empty(),
        has_keys: !own.keys.is_empty(),
        keys: pages(&own.keys),
        number: Ident::new(if own.values.iter().any(|(_, value)| value.differs()) { "number" } else { "_number" }),
        values,
    };
    templates.print("factory/table.rs.jinja", &page).map(Some)
}

/// The modules of the parents.
fn related(entity: &Entity, own: &Factory) -> Vec<Ident> {
    let targets = own.parents.iter().map(|parent| entity.relations[parent.relation].target.as_str());
    let others: BTreeSet<&str> = targets.filter(|target| *target != entity.module).collect();
    others.into_iter().map(Ident::new).collect()
}

/// What the file uses of the runtime.
fn imports(own: &Factory) -> Vec<Ident> {
    let mut names = BTreeSet::from(["Factory", "Given", "Made", "Set"]);
    if !own.parents.is_empty() {
        names.extend(["Ancestor", "ForeignKey", "Need", "Parent"]);
    }
    if !own.values.is_empty() || !own.keys.is_empty() {
        names.insert("Number");
    }
    if own.values.iter().any(|(_, value)| matches!(value, Value::Parsed(_))) {
        names.insert("parsed");
    }
    names.into_iter().map(Ident::new).collect()
}

fn setter(field: &Field, method: &str) -> SetterPage {
    let type_ = full_type(&field.field_type.rust);
    SetterPage {
        doc: DocLine::sentence("Sets ", &field.column, "."),
        method: Ident::new(method),
        name: Ident::new(&field.name),
        type_: Code::of(if field.nullable { format!("Option<{type_}>") } else { type_ }),
    }
}

fn parent(entity: &Entity, (place, own): (usize, &Parent)) -> ParentPage {
    let facts = &entity.relations[own.relation];
    let (near, far) = (Ident::new(&entity.module), Ident::new(&facts.target));
    let pair = |(from, to): (&String, &String)| {
        Code::of(format_args!("({near}::Column::{}, {far}::Column::{})", Ident::new(from), Ident::new(to)))
    };
    ParentPage {
        doc: relation::doc(entity, facts),
        method: Ident::new(&own.setter),
        target: far.clone(),
        place,
        name: StrLit::new(&facts.name),
        need: Ident::new(match own.need {
            Need::Optional => "Optional",
            Need::Built => "Built",
            Need::Given => "Given",
        }),
        pairs: facts.from.iter().zip(&facts.to).map(pair).collect(),
    }
}

fn value_page(field: &Field, value: &Value) -> ValuePage {
    let expression = expression(&field.field_type.rust, value);
    ValuePage {
        name: Ident::new(&field.name),
        expression: Code::of(if field.nullable { format!("Some({expression})") } else { expression }),
    }
}

/// A value as an expression of the type.
fn expression(rust: &RustType, value: &Value) -> String {
    match (rust, value) {
        (RustType::Newtype { inner, .. }, _) => format!("{}({})", full_type(rust), expression(inner, value)),
        (RustType::Numeric(inner), _) => format!("super::super::types::Numeric({})", expression(inner, value)),
        (RustType::AnyValue, Value::Text(text)) => {
            format!("super::super::types::AnyValue::Text({}.to_owned())", StrLit::new(text))
        }
        (_, Value::Boolean(truth)) => truth.to_string(),
        (_, Value::Integer(digits) | Value::Float(digits)) => digits.clone(),
        (_, Value::Text(text)) => format!("{}.to_owned()", StrLit::new(text)),
        (_, Value::Parsed(text)) => format!("parsed({})", StrLit::new(text)),
        (_, Value::Bytes(bytes)) => format!("vec!{bytes:?}"),
        (_, Value::Variant(name)) => format!("{}::{}", full_type(rust), Ident::new(name)),
        (_, Value::Empty) => "Default::default()".to_owned(),
        (_, Value::EmptyRange) => "super::super::types::Range::empty()".to_owned(),
        (_, Value::Counted { least, most }) => counted(&full_type(rust), *least, *most),
        (_, Value::Coded { before, letters, width, after }) => {
            let [before, letters, after] = [before, *letters, after].map(StrLit::new);
            format!("number.code({before}, {letters}, ({width}, {after}))")
        }
        (_, Value::Dated) => format!("number.{}()", dated(&full_type(rust))),
        (_, Value::Uuid) => "number.uuid()".to_owned(),
        (_, Value::Numbered(length)) => format!("number.bytes({length})"),
    }
}

fn counted(rust: &str, least: i128, most: i128) -> String {
    match rust {
        "f32" => format!("f32::from(number.within::<i16>({least}, {most}))"),
        "f64" => format!("f64::from(number.within::<i32>({least}, {most}))"),
        rust if rust.ends_with("Decimal") => format!("{rust}::from(number.within::<i64>({least}, {most}))"),
        _ => format!("number.within({least}, {most})"),
    }
}

fn dated(rust: &str) -> &'static str {
    match rust.rsplit("::").next() {
        Some("Date") => "date",
        Some("Time") => "time",
        Some("DateTime") => "moment",
        _ => "instant",
    }
}
