//! Enums: from native enum types and from CHECK constraints that list the values of a column.
//!
//! The rules:
//!
//! 1. A native type is named after itself, with its schema in front where that is not the default one. A type that
//!    belongs to one column (MySQL) and a CHECK are named after table and column: `orders.status` is `OrderStatus`.
//! 2. A CHECK makes an enum when it lists at least one value and the column is a character string.
//! 3. A DEFAULT that is one of the values becomes the enum's `Default`; columns that share a type must agree.
//! 4. A type without values stays a character string.
//! 5. SeaORM finds a native type by its bare name. One that needs a schema or quotes travels as text instead.

use super::inflect::singular;
use super::names::{self, Wish};
use super::types;
use super::{Cast, Enum, EnumSource, EnumStorage, FieldType, FormerEnum, RustType, Variant, place};
use crate::catalog::{Catalog, Column, DataType, DefaultValue, QualifiedName, Schema, Table};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The enums of a model, found by what they are made from.
pub(super) struct Enums {
    list: Vec<Enum>,
    by_source: BTreeMap<EnumSource, usize>,
    /// The native types that belong to one column, which no cast can name.
    owned: BTreeSet<QualifiedName>,
}

struct Candidate {
    source: EnumSource,
    wish: Wish,
    origin: String,
    /// What diagnostics call it.
    place: String,
    comment: Option<String>,
    storage: EnumStorage,
    values: Vec<String>,
}

impl Enums {
    /// The type of a native enum's columns: its generated type, or by rule 4 a character string, which a shared
    /// type must be cast from and to.
    pub(super) fn native(&self, name: &QualifiedName) -> FieldType {
        match self.find(&EnumSource::Native(name.clone())) {
            Some(found) => {
                let cast = match found.storage {
                    EnumStorage::Native(_) => None,
                    EnumStorage::Text(_) => Some(Cast { read: Some("text".to_owned()), write: Some(qualified(name)) }),
                };
                FieldType { cast, ..types::plain(RustType::Enum(found.type_name.clone()), None) }
            }
            None if self.owned.contains(name) => types::plain(RustType::Named("String"), None),
            None => types::castable("text", &qualified(name)),
        }
    }

    /// The generated type of a column whose values a CHECK lists, if it has one.
    pub(super) fn checked(&self, schema: &Schema, table: &Table, column: &Column) -> Option<&str> {
        self.find(&check_source(schema, table, &column.name)).map(|found| found.type_name.as_str())
    }

    /// The finished list.
    pub(super) fn into_enums(self) -> Vec<Enum> {
        let mut list = self.list;
        list.sort_by(|a, b| a.type_name.cmp(&b.type_name));
        list
    }

    fn find(&self, source: &EnumSource) -> Option<&Enum> {
        self.by_source.get(source).map(|&idx| &self.list[idx])
    }
}

/// Finds every enum of the catalog and names it.
pub(super) fn build(catalog: &Catalog, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Enums {
    let mut candidates = Vec::new();
    for schema in &catalog.schemas {
        candidates.extend(schema.enums.iter().map(|native| native_candidate(schema, native, settings)));
        for table in &schema.tables {
            candidates.extend(check_candidates(schema, table, settings));
        }
    }
    candidates.retain(|candidate| can_be_enum(candidate, diagnostics));
    let wishes: Vec<Wish> = candidates.iter().map(|candidate| candidate.wish.clone()).collect();
    let (mut type_names, moved) = names::settle(&wishes);
    spare_derived(&mut type_names);
    for idx in moved {
        diagnostics.push(Diagnostic::renamed(&candidates[idx].place, &type_names[idx]));
    }
    let defaults = defaults(catalog);
    let mut enums = Enums { list: Vec::new(), by_source: BTreeMap::new(), owned: owned(catalog) };
    for (candidate, type_name) in candidates.into_iter().zip(type_names) {
        let default = single_default(&candidate, &defaults);
        enums.by_source.insert(candidate.source.clone(), enums.list.len());
        enums.list.push(finished(candidate, type_name, default));
    }
    enums
}

/// `DeriveActiveEnum` of `Status` makes a `StatusEnum` and a `StatusVariant`, so no enum beside it can be called that.
fn spare_derived(type_names: &mut [String]) {
    let all: BTreeSet<String> = type_names.iter().cloned().collect();
    for name in type_names {
        let stem = name.strip_suffix("Enum").or_else(|| name.strip_suffix("Variant"));
        if stem.is_some_and(|stem| all.contains(stem)) {
            name.push_str("Type");
        }
    }
}

fn owned(catalog: &Catalog) -> BTreeSet<QualifiedName> {
    let natives = catalog.schemas.iter().flat_map(|schema| schema.enums.iter().map(move |native| (schema, native)));
    let owned = natives.filter(|(_, native)| native.owner.is_some());
    owned.map(|(schema, native)| QualifiedName { schema: schema.name.clone(), name: native.name.clone() }).collect()
}

/// The type's name as written in a cast.
fn qualified(name: &QualifiedName) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    format!("{}.{}", quoted(&name.schema), quoted(&name.name))
}

fn native_candidate(schema: &Schema, native: &crate::catalog::Enum, settings: &Settings) -> Candidate {
    let words = match &native.owner {
        Some(owner) => column_words(schema, &owner.table, &owner.column, settings),
        None => qualified_words(schema, &native.name),
    };
    let storage = match native.owner {
        // SeaORM wants a name, which for a column's own type is nobody's but ours to choose.
        Some(_) => EnumStorage::Native(words.clone()),
        None if schema.is_default && names::is_plain(&native.name) => EnumStorage::Native(native.name.clone()),
        None => EnumStorage::Text("Text".to_owned()),
    };
    let origin = match &native.owner {
        Some(owner) => format!("{}.{}", owner.table, owner.column),
        None => native.name.clone(),
    };
    Candidate {
        source: EnumSource::Native(QualifiedName { schema: schema.name.clone(), name: native.name.clone() }),
        wish: Wish { raw: format!("{}.{}", schema.name, native.name), ident: names::enum_name(&words) },
        place: place(schema, &origin),
        origin,
        comment: native.comment.clone(),
        storage,
        values: native.values.clone(),
    }
}

fn check_candidates<'a>(
    schema: &'a Schema,
    table: &'a Table,
    settings: &'a Settings,
) -> impl Iterator<Item = Candidate> + 'a {
    // A list that rows of old may break says nothing about what will be read.
    let checks = table.checks.iter().filter(|check| check.validated).filter_map(|check| check.allowed.as_ref());
    let mut seen = BTreeSet::new();
    checks.filter(move |allowed| seen.insert(&allowed.column)).filter_map(|allowed| {
        let column = table.column(&allowed.column)?;
        let storage = match column.data_type {
            DataType::Varchar(Some(length)) => format!("String(StringLen::N({length}))"),
            DataType::Varchar(None) => "String(StringLen::None)".to_owned(),
            DataType::Char(Some(length)) => format!("Char(Some({length}))"),
            DataType::Text => "Text".to_owned(),
            _ => return None,
        };
        let origin = format!("{}.{}", table.name, column.name);
        Some(Candidate {
            source: check_source(schema, table, &column.name),
            wish: Wish {
                raw: format!("{}.{}.{}", schema.name, table.name, column.name),
                ident: names::enum_name(&column_words(schema, &table.name, &column.name, settings)),
            },
            place: place(schema, &origin),
            origin,
            comment: column.comment.clone(),
            storage: EnumStorage::Text(storage),
            values: allowed.values.clone(),
        })
    })
}

fn check_source(schema: &Schema, table: &Table, column: &str) -> EnumSource {
    EnumSource::Check { schema: schema.name.clone(), table: table.name.clone(), column: column.to_owned() }
}

fn column_words(schema: &Schema, table: &str, column: &str, settings: &Settings) -> String {
    let table = singular(&qualified_words(schema, table), &settings.names);
    format!("{table}_{}", names::words(column))
}

pub(super) fn qualified_words(schema: &Schema, name: &str) -> String {
    let words = names::words(name);
    if schema.is_default { words } else { format!("{}_{words}", names::words(&schema.name)) }
}

fn can_be_enum(candidate: &Candidate, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if candidate.values.is_empty() {
        diagnostics.push(Diagnostic::enum_without_values(&candidate.place));
    }
    !candidate.values.is_empty()
}

/// Whether `DeriveActiveEnum`, which names variants of its own after the values, makes a different one of each.
fn can_be_derived(values: &[String]) -> bool {
    let mut derived: BTreeSet<String> = values.iter().map(|value| derived_ident(value)).collect();
    // It would name a variant `Self`.
    derived.remove("self");
    derived.len() == values.len()
}

/// What `DeriveActiveEnum` makes of a value before it changes the case; two values must not share it.
fn derived_ident(value: &str) -> String {
    let escaped =
        value.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("{:#X}", u32::from(c)) });
    names::folded(&escaped.collect::<String>())
}

/// Per enum, every default that a column of the type has.
fn defaults(catalog: &Catalog) -> BTreeMap<EnumSource, BTreeSet<&str>> {
    let mut found: BTreeMap<EnumSource, BTreeSet<&str>> = BTreeMap::new();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            for column in &table.columns {
                let Some(DefaultValue::Text(value)) = column.default.as_ref().map(|default| &default.value) else {
                    continue;
                };
                let source = match &column.data_type {
                    DataType::Enum(name) => EnumSource::Native(name.clone()),
                    _ => check_source(schema, table, &column.name),
                };
                found.entry(source).or_default().insert(value);
            }
        }
    }
    found
}

fn single_default(candidate: &Candidate, defaults: &BTreeMap<EnumSource, BTreeSet<&str>>) -> Option<usize> {
    let values = defaults.get(&candidate.source).filter(|values| values.len() == 1)?;
    candidate.values.iter().position(|value| values.contains(value.as_str()))
}

fn finished(candidate: Candidate, type_name: String, default: Option<usize>) -> Enum {
    let wishes: Vec<Wish> =
        candidate.values.iter().map(|value| Wish { raw: value.clone(), ident: names::enum_variant(value) }).collect();
    let (variants, _) = names::settle(&wishes);
    let derived = can_be_derived(&candidate.values);
    let variants = variants.into_iter().zip(candidate.values).map(|(name, value)| Variant { name, value }).collect();
    Enum {
        module: names::field(&type_name),
        type_name,
        origin: candidate.origin,
        source: candidate.source,
        comment: candidate.comment,
        storage: candidate.storage,
        variants,
        default,
        derived,
        former: FormerEnum::default(),
    }
}
