//! Factories: how generated code makes rows of each table for tests, and the rows that they refer to.
//!
//! What a row holds is decided by [`seed`](crate::seed); here it becomes values of the fields' types.
//!
//! The rules:
//!
//! 1. Every table that can be written has a factory, called after the entity.
//! 2. A foreign key is a parent. One that no row can do without is built, unless the caller gives it; any other is left
//!    out, unless the caller gives it.
//! 3. Where parents that are built would lead back to the table, as to the table itself, the caller must give them.
//! 4. A column that no value can be told for, as one of a type that only the user knows, must be given by the caller.
//! 5. What repositories keep by themselves is left to them, but for whose a row is and who wrote it: that takes a session.
//! 6. There is a setter for every column that is written and for every parent; two that want one name, or one of the
//!    factory's own methods, get a longer one.

use super::names::{self, Wish};
use super::{Entity, Enum, Field, Model, Relation, RelationKind, RustType, Source};
use crate::catalog::{Catalog, ObjectKind, QualifiedName, Schema};
use crate::seed::{Code, Literal, Recipe, Recipes, recipes};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What makes rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Factory {
    /// Its type: `ProductFactory`.
    pub type_name: String,
    /// The setters of the fields, one for each field.
    pub setters: Vec<String>,
    /// The fields that a row gets values for, as indexes, unless the caller gives them.
    pub values: Vec<(usize, Value)>,
    /// The fields of unique keys that are NULL otherwise, each with a value, as indexes.
    pub keys: Vec<(usize, Value)>,
    /// The fields that the caller must give, as indexes.
    pub needed: Vec<usize>,
    /// The rows that a row refers to.
    pub parents: Vec<Parent>,
    /// Whether the table has triggers, which may change what is written.
    #[serde(skip)]
    pub has_triggers: bool,
}

/// A row that another one refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parent {
    /// The relation, as an index.
    pub relation: usize,
    /// The setter.
    pub setter: String,
    /// Whether a row can do without.
    pub need: Need,
}

/// Whether a row can do without a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It can.
    Optional,
    /// It cannot, and a parent is built.
    Built,
    /// It cannot, and the caller must give one.
    Given,
}

/// A value of a field. Its type is the field's matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number, as its digits.
    Integer(String),
    /// A number with a fraction.
    Float(String),
    /// A text.
    Text(String),
    /// What the type reads from a text.
    Parsed(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The variant of an enum.
    Variant(String),
    /// Nothing, as an empty array.
    Empty,
    /// A range of nothing.
    EmptyRange,
    /// A number that differs from row to row.
    Counted {
        /// The least.
        least: i128,
        /// The greatest.
        most: i128,
    },
    /// A text that differs from row to row.
    Coded {
        /// What stands before the number.
        before: String,
        /// The digits, from zero.
        letters: &'static str,
        /// How many digits there are.
        width: usize,
        /// What stands behind the number.
        after: String,
    },
    /// A day, time or moment that differs from row to row.
    Dated,
    /// A UUID that differs from row to row.
    Uuid,
    /// That many bytes, which differ from row to row.
    Numbered(usize),
}

impl Value {
    /// Whether it differs from row to row.
    pub fn differs(&self) -> bool {
        matches!(self, Self::Counted { .. } | Self::Coded { .. } | Self::Dated | Self::Uuid | Self::Numbered(_))
    }
}

/// The methods of every factory.
const METHODS: [&str; 6] = ["new", "of", "full", "prepare", "build", "build_many"];

/// Adds a factory to every table that can be written.
pub(super) fn add(model: &mut Model, catalog: &Catalog) {
    let all = recipes(catalog);
    let default = catalog.default_schema().map(|schema| schema.name.as_str());
    let nothing = Recipes::default();
    let name_of = |entity: &Entity| {
        let schema = entity.schema.as_deref().or(default).unwrap_or_default().to_owned();
        QualifiedName { schema, name: entity.table.clone() }
    };
    let recipes_of = |entity: &Entity| all.get(&name_of(entity)).unwrap_or(&nothing);
    let triggered = triggered(catalog);
    let writable: BTreeSet<&str> =
        model.entities.iter().filter(|it| is_made(it)).map(|it| it.module.as_str()).collect();
    let factories = model
        .entities
        .iter()
        .map(|entity| is_made(entity).then(|| factory(entity, recipes_of(entity), (&writable, &model.enums))));
    let mut factories: Vec<Option<Factory>> = factories.collect();
    break_circles(&model.entities, &mut factories);
    for (entity, mut factory) in model.entities.iter_mut().zip(factories) {
        factory.iter_mut().for_each(|factory| factory.has_triggers = triggered.contains(&name_of(entity)));
        entity.factory = factory;
    }
    name_types(&mut model.entities);
}

/// The tables that have triggers.
fn triggered(catalog: &Catalog) -> BTreeSet<QualifiedName> {
    let of_schema = |schema: &Schema| -> Vec<QualifiedName> {
        let triggers = schema.objects.iter().filter(|object| object.kind == ObjectKind::Trigger);
        let name = |table: &String| QualifiedName { schema: schema.name.clone(), name: table.clone() };
        triggers.filter_map(|trigger| trigger.table.as_ref().map(name)).collect()
    };
    catalog.schemas.iter().flat_map(of_schema).collect()
}

/// Rule 1.
fn is_made(entity: &Entity) -> bool {
    entity.source == Source::Table && entity.repository.is_some()
}

fn name_types(entities: &mut [Entity]) {
    let wish =
        |entity: &Entity| Wish { raw: entity.module.clone(), ident: format!("{}Factory", names::stem(&entity.module)) };
    let (settled, _) = names::settle(&entities.iter().map(wish).collect::<Vec<_>>());
    for (entity, name) in entities.iter_mut().zip(settled) {
        if let Some(factory) = &mut entity.factory {
            factory.type_name = name;
        }
    }
}

fn factory(entity: &Entity, recipes: &Recipes, (writable, enums): (&BTreeSet<&str>, &[Enum])) -> Factory {
    let is_parent = |field: &Field| recipes.row.get(&field.column) == Some(&Recipe::Parent);
    let mut parents: Vec<Parent> = Vec::new();
    for (relation, facts) in belongings(entity) {
        let fields = || entity.near_fields(facts);
        let optional = fields().any(|field| field.nullable) && !fields().any(is_parent);
        let built = writable.contains(facts.target.as_str()) && !facts.self_reference;
        let need = match (optional, built) {
            (true, _) => Need::Optional,
            (false, true) => Need::Built,
            (false, false) => Need::Given,
        };
        if writable.contains(facts.target.as_str()) {
            parents.push(Parent { relation, setter: String::new(), need });
        }
    }
    let firm = parents.iter().filter(|parent| parent.need != Need::Optional);
    let covered: BTreeSet<&String> = firm.flat_map(|parent| &entity.relations[parent.relation].from_fields).collect();
    let kept = entity.repository.as_ref().map(|own| &own.conventions);
    let kept: Vec<usize> =
        kept.into_iter().flat_map(|it| [it.version, it.created_at, it.updated_at]).flatten().collect();
    let (mut values, mut keys, mut needed) = (Vec::new(), Vec::new(), Vec::new());
    for (idx, field) in entity.fields.iter().enumerate() {
        if field.generated || kept.contains(&idx) || covered.contains(&field.name) {
            continue;
        }
        let told = |recipes: &BTreeMap<String, Recipe>| {
            recipes.get(&field.column).map(|recipe| value(&field.field_type.rust, recipe, enums))
        };
        match told(&recipes.row) {
            None => keys.extend(told(&recipes.keys).flatten().map(|value| (idx, value))),
            Some(Some(value)) => values.push((idx, value)),
            Some(None) => needed.push(idx),
        }
    }
    let mut factory = Factory { values, keys, needed, parents, ..Factory::default() };
    name_setters(entity, &mut factory);
    factory
}

/// The relations by foreign keys of the table's own.
fn belongings(entity: &Entity) -> impl Iterator<Item = (usize, &Relation)> {
    let relations = entity.relations.iter().enumerate();
    relations.filter(|(_, relation)| matches!(relation.kind, RelationKind::BelongsTo { .. }))
}

/// Rule 6.
fn name_setters(entity: &Entity, factory: &mut Factory) {
    let wish = |kind: &str, ident: &str| Wish { raw: format!("{kind} {ident}"), ident: ident.to_owned() };
    let methods = METHODS.iter().map(|name| wish("method", name));
    let fields = entity.fields.iter().map(|field| wish("column", &field.name));
    let parents = factory.parents.iter().map(|parent| wish("parent", &entity.relations[parent.relation].name));
    let (settled, _) = names::settle(&methods.chain(fields).chain(parents).collect::<Vec<_>>());
    let mut settled = settled.into_iter().skip(METHODS.len());
    factory.setters = settled.by_ref().take(entity.fields.len()).collect();
    for (parent, setter) in factory.parents.iter_mut().zip(settled) {
        parent.setter = setter;
    }
}

/// Rule 3.
fn break_circles(entities: &[Entity], factories: &mut [Option<Factory>]) {
    let places: BTreeMap<&str, usize> =
        entities.iter().enumerate().map(|(place, entity)| (entity.module.as_str(), place)).collect();
    let target = |at: usize, parent: &Parent| places.get(entities[at].relations[parent.relation].target.as_str());
    let built = |at: usize, factory: &Option<Factory>| -> BTreeSet<usize> {
        let parents = factory.iter().flat_map(|factory| &factory.parents);
        parents.filter(|parent| parent.need == Need::Built).filter_map(|parent| target(at, parent)).copied().collect()
    };
    let mut leads: Vec<BTreeSet<usize>> = factories.iter().enumerate().map(|(at, it)| built(at, it)).collect();
    // What only leads to ends is in no circle.
    let mut open: BTreeSet<usize> = (0..leads.len()).collect();
    loop {
        let ends: Vec<usize> = open.iter().copied().filter(|at| leads[*at].is_disjoint(&open)).collect();
        if ends.is_empty() {
            break;
        }
        open.retain(|at| !ends.contains(at));
    }
    leads.iter_mut().for_each(|next| next.retain(|at| open.contains(at)));
    let circular = |at: usize, parent: &Parent| target(at, parent).is_some_and(|to| reaches(&leads, *to, at));
    for at in open {
        for parent in factories[at].iter_mut().flat_map(|factory| &mut factory.parents) {
            if parent.need == Need::Built && circular(at, parent) {
                parent.need = Need::Given;
            }
        }
    }
}

fn reaches(leads: &[BTreeSet<usize>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        next.extend(leads[at].iter().copied().filter(|other| seen.insert(*other)));
    }
    false
}

/// Rule 4: the value for a field of that type.
fn value(rust: &RustType, recipe: &Recipe, enums: &[Enum]) -> Option<Value> {
    match (rust, recipe) {
        (RustType::Newtype { inner, .. }, _) | (RustType::Numeric(inner), _) => value(inner, recipe, enums),
        (RustType::Enum(name), Recipe::Same(Literal::Text(text))) => {
            let found = enums.iter().find(|item| item.type_name == *name)?;
            let variant = found.variants.iter().find(|variant| variant.value == *text)?;
            Some(Value::Variant(variant.name.clone()))
        }
        (RustType::Array(_) | RustType::Vec(_) | RustType::Multirange(_), Recipe::Same(Literal::Text(text))) => {
            (text == "{}").then_some(Value::Empty)
        }
        (RustType::Range(_), Recipe::Same(Literal::Text(text))) => (text == "empty").then_some(Value::EmptyRange),
        (RustType::AnyValue, Recipe::Same(Literal::Text(text))) => Some(Value::Text(text.clone())),
        (RustType::Named(name), Recipe::Same(literal)) => same(name, literal),
        (RustType::Named(name), recipe) => varying(name, recipe),
        _ => None,
    }
}

fn same(name: &str, literal: &Literal) -> Option<Value> {
    Some(match (name, literal) {
        ("bool", Literal::Boolean(truth)) => Value::Boolean(*truth),
        ("bool", Literal::Number(digits)) => Value::Boolean(digits != "0"),
        (name, Literal::Number(digits)) if is_whole(name) && digits.parse::<i128>().is_ok() => {
            Value::Integer(digits.clone())
        }
        (name, Literal::Boolean(truth)) if is_whole(name) => Value::Integer(u8::from(*truth).to_string()),
        ("f32" | "f64", Literal::Number(digits)) => {
            let whole = digits.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
            Value::Float(if whole { format!("{digits}.0") } else { digits.clone() })
        }
        ("Decimal" | "BigDecimal", Literal::Number(digits)) => Value::Parsed(digits.clone()),
        ("String", Literal::Text(text) | Literal::Number(text)) => Value::Text(text.clone()),
        ("Date" | "Time" | "Json" | "Uuid", Literal::Text(text)) => Value::Parsed(text.clone()),
        ("DateTime", Literal::Text(text)) => Value::Parsed(text.replacen(' ', "T", 1)),
        ("DateTimeWithTimeZone", Literal::Text(text)) => {
            let text = text.replacen(' ', "T", 1);
            Value::Parsed(if text.rfind('+').is_some_and(|at| at + 3 == text.len()) { text + ":00" } else { text })
        }
        ("Vec<u8>", Literal::Bytes(bytes)) => Value::Bytes(bytes.clone()),
        _ => return None,
    })
}

fn varying(name: &str, recipe: &Recipe) -> Option<Value> {
    Some(match (name, recipe) {
        (name, Recipe::Counted { least, most }) if is_whole(name) || is_fraction(name) => {
            Value::Counted { least: *least, most: *most }
        }
        ("String", Recipe::Coded(Code { before, letters, width, after })) => {
            Value::Coded { before: before.clone(), letters, width: *width, after: after.clone() }
        }
        ("Date" | "Time" | "DateTime" | "DateTimeWithTimeZone", Recipe::Dated) => Value::Dated,
        ("Uuid", Recipe::Uuid) => Value::Uuid,
        ("Vec<u8>", Recipe::Bytes(length)) => Value::Numbered(*length),
        _ => return None,
    })
}

fn is_whole(name: &str) -> bool {
    matches!(name, "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64")
}

fn is_fraction(name: &str) -> bool {
    matches!(name, "f32" | "f64" | "Decimal" | "BigDecimal")
}
