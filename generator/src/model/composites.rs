//! Composite types: one struct for each, so that its attributes can be read one by one.
//!
//! The rules:
//!
//! 1. A struct is named after the type, with its schema in front where that is not the default one.
//! 2. An attribute may be NULL, for no constraint says otherwise.
//! 3. A type without attributes, or with one that cannot be read, travels as text.

use super::enums::{Enums, qualified_words};
use super::names::{self, Wish};
use super::types::{Known, element_type};
use super::{RustType, place};
use crate::catalog::{Catalog, Composite, DataType, QualifiedName, Schema, Structure, TypedName};
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use std::collections::BTreeMap;

/// The struct of a composite type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CompositeType {
    /// The struct.
    pub type_name: String,
    /// The composite type.
    pub source: QualifiedName,
    /// What diagnostics and documentation call the type.
    pub origin: String,
    /// The comment of the type.
    pub comment: Option<String>,
    /// The attributes in order.
    pub attributes: Vec<Attribute>,
    /// Whether values can be hashed.
    #[serde(skip)]
    pub hash: bool,
}

/// An attribute of a composite type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// The field, in snake_case.
    pub name: String,
    /// The attribute.
    pub attribute: String,
    /// The Rust type, without `Option`.
    pub rust: RustType,
}

/// The composite types of a model, found by their names.
#[derive(Default)]
pub(super) struct Composites {
    list: Vec<CompositeType>,
    by_name: BTreeMap<QualifiedName, RustType>,
}

impl Composites {
    /// The struct of a type, if it has one.
    pub(super) fn of(&self, name: &QualifiedName) -> Option<RustType> {
        self.by_name.get(name).cloned()
    }

    /// The finished list.
    pub(super) fn into_types(self) -> Vec<CompositeType> {
        let mut list = self.list;
        list.sort_by(|a, b| a.type_name.cmp(&b.type_name));
        list
    }
}

/// A composite type that gets a struct.
struct Candidate<'a> {
    schema: &'a Schema,
    facts: &'a Composite,
}

/// Finds every composite type of the catalog and names it.
pub(super) fn build(catalog: &Catalog, enums: &Enums, diagnostics: &mut Vec<Diagnostic>) -> Composites {
    let all = catalog.schemas.iter().flat_map(|schema| schema.composites.iter().map(move |facts| (schema, facts)));
    let candidates: Vec<Candidate<'_>> =
        all.map(|(schema, facts)| Candidate { schema, facts }).filter(Candidate::can_be_struct).collect();
    let wishes: Vec<Wish> = candidates.iter().map(Candidate::wish).collect();
    let (type_names, moved) = names::settle(&wishes);
    for idx in moved {
        diagnostics.push(Diagnostic::renamed(&wishes[idx].raw, &type_names[idx]));
    }
    let mut composites = Composites::default();
    for (candidate, name) in candidates.iter().zip(&type_names) {
        let eq = !candidate.holds(catalog, &|leaf| matches!(leaf, DataType::Float | DataType::Double));
        composites.by_name.insert(candidate.source(), RustType::Composite { name: name.clone(), eq });
    }
    // Of what a type is made is known only when all of them have names.
    let known = Known { enums, composites: &composites };
    let list = candidates.iter().zip(type_names).map(|(candidate, name)| candidate.finished(name, catalog, known));
    Composites { list: list.collect(), ..composites }
}

impl Candidate<'_> {
    /// Rule 3.
    fn can_be_struct(&self) -> bool {
        let attributes = &self.facts.attributes;
        !attributes.is_empty() && attributes.iter().all(|attribute| attribute.data_type != DataType::Opaque)
    }

    fn source(&self) -> QualifiedName {
        QualifiedName { schema: self.schema.name.clone(), name: self.facts.name.clone() }
    }

    fn wish(&self) -> Wish {
        let words = qualified_words(self.schema, &self.facts.name);
        let raw = format!("{}.{}", self.schema.name, self.facts.name);
        Wish { raw, ident: names::type_name(&words, "Composite") }
    }

    fn holds(&self, catalog: &Catalog, is: &dyn Fn(&DataType) -> bool) -> bool {
        self.facts.attributes.iter().any(|attribute| holds(&attribute.data_type, catalog, is))
    }

    fn finished(&self, type_name: String, catalog: &Catalog, known: Known<'_>) -> CompositeType {
        let is_hashed = |leaf: &DataType| !matches!(leaf, DataType::Json | DataType::JsonBinary);
        let eq = matches!(known.composites.of(&self.source()), Some(RustType::Composite { eq: true, .. }));
        CompositeType {
            type_name,
            source: self.source(),
            origin: place(self.schema, &self.facts.name),
            comment: self.facts.comment.clone(),
            attributes: attributes(&self.facts.attributes, known),
            hash: eq && !self.holds(catalog, &|leaf| !is_hashed(leaf)),
        }
    }
}

fn attributes(facts: &[TypedName], known: Known<'_>) -> Vec<Attribute> {
    let wish = |fact: &TypedName| Wish { raw: fact.name.clone(), ident: names::field(&fact.name) };
    let (settled, _) = names::settle(&facts.iter().map(wish).collect::<Vec<_>>());
    let attribute = |(fact, name): (&TypedName, String)| {
        let rust = element_type(&fact.data_type, known).map_or(RustType::Named("String"), |found| found.rust);
        Attribute { name, attribute: fact.name.clone(), rust }
    };
    facts.iter().zip(settled).map(attribute).collect()
}

/// Whether a type is such a one, or is made of any.
fn holds(data_type: &DataType, catalog: &Catalog, is: &dyn Fn(&DataType) -> bool) -> bool {
    match data_type {
        DataType::Array(element) => holds(element, catalog, is),
        DataType::Castable { structure: Some(structure), .. } => match structure {
            Structure::Range(element) | Structure::Multirange(element) => holds(element, catalog, is),
            Structure::Composite(name) => {
                let composites = catalog.schema(&name.schema).into_iter().flat_map(|schema| &schema.composites);
                let mut found = composites.filter(|facts| facts.name == name.name).flat_map(|facts| &facts.attributes);
                found.any(|attribute| holds(&attribute.data_type, catalog, is))
            }
        },
        leaf => is(leaf),
    }
}
