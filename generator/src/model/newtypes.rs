//! Newtypes: types of their own for domains and keys, where the settings ask for them.
//!
//! The rules:
//!
//! 1. A domain that `typed_domains` selects and that a column is of is a newtype called after it, with its schema in
//!    front where that is not the default one. A domain over an enum is that enum, which is a type of its own already.
//! 2. A typed key is called after its entity: `order_items` has `OrderItemId`. What else gets its type is decided in
//!    `ids`.
//! 3. All newtypes share one space of names, and every selected key claims its name, used or not: a new foreign key
//!    renames nothing.
//! 4. A type rule goes before a domain, and a domain before a key.
//! 5. A column of a view that passes on a column of a table has its type, when that is a newtype or a rule's, unless
//!    a rule speaks of the view.
//! 6. A pattern that selects no table or no domain is an error.

use super::entities::Entities;
use super::extras::Extra;
use super::names::{self, Wish};
use super::rules::{TableColumn, columns};
use super::{Entity, Newtype, NewtypeOrigin, RustType, Source, Whole, ids};
use crate::catalog::{Catalog, QualifiedName};
use crate::config::{EntitySettings, Pattern, Selection};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The fields of the selected domains, and what each domain is.
#[derive(Default)]
struct Domains<'a> {
    fields: Vec<(ids::Place, &'a QualifiedName)>,
    inner: BTreeMap<&'a QualifiedName, RustType>,
}

/// Gives domains, keys and what refers to them types of their own, and returns those.
pub(super) fn add(
    entities: &mut Entities,
    (catalog, extras): (&Catalog, &[Extra<'_>]),
    settings: &EntitySettings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Newtype> {
    let domains = domains(entities, catalog, &settings.typed_domains, diagnostics);
    let keys = keys(entities, catalog, &settings.typed_ids, diagnostics);
    let domain_wishes = domains.inner.keys().map(|domain| domain_wish(domain, catalog));
    let key_wishes = keys.iter().map(|&entity| key_wish(&entities.list()[entity]));
    let wishes: Vec<Wish> = domain_wishes.chain(key_wishes).collect();
    let (mut names, moved) = names::settle(&wishes);
    diagnostics.extend(moved.into_iter().map(|idx| Diagnostic::renamed(&wishes[idx].raw, &names[idx])));
    let keys: BTreeMap<usize, String> = keys.into_iter().zip(names.split_off(domains.inner.len())).collect();

    let mut newtypes = name_domains(entities, catalog, &domains, names);
    newtypes.extend(ids::spread(entities, (catalog, extras), &keys, diagnostics));
    follow_views(entities, catalog);
    newtypes.sort_by(|a, b| a.type_name.cmp(&b.type_name));
    newtypes
}

/// The schema in front of a name, where it is not the default one.
pub(super) fn shown(schema: Option<&str>, name: &str) -> String {
    schema.map_or_else(|| name.to_owned(), |schema| format!("{schema}.{name}"))
}

/// Rule 1, but for the names.
fn domains<'a>(
    entities: &Entities,
    catalog: &'a Catalog,
    selection: &Selection,
    diagnostics: &mut Vec<Diagnostic>,
) -> Domains<'a> {
    if matches!(selection, Selection::Nothing) {
        return Domains::default();
    }
    let mut domains = Domains::default();
    let mut known = BTreeSet::new();
    for TableColumn { schema, table, column } in columns(catalog) {
        let Some(domain) = &column.domain else { continue };
        known.insert((domain.schema.as_str(), domain.name.as_str()));
        if !selection.holds(&domain.schema, &domain.name) {
            continue;
        }
        let table = QualifiedName { schema: schema.to_owned(), name: table.to_owned() };
        let Some(place) = ids::place(entities, &table, &column.name) else { continue };
        let rust = &ids::field(entities, place).field_type.rust;
        if !matches!(rust, RustType::Enum(_) | RustType::Newtype { .. } | RustType::Custom(_)) {
            domains.inner.entry(domain).or_insert_with(|| rust.clone());
            domains.fields.push((place, domain));
        }
    }
    diagnostics.extend(unused("entity.typed_domains", "domains of columns", selection, &known));
    domains
}

/// The entities whose keys are selected and can have a type of their own.
fn keys(
    entities: &Entities,
    catalog: &Catalog,
    selection: &Selection,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    let tables: Vec<(&str, &str)> = tables.map(|(schema, table)| (schema.name.as_str(), table.name.as_str())).collect();
    diagnostics.extend(unused("entity.typed_ids", "tables", selection, &tables.iter().copied().collect()));
    let selected = tables.into_iter().filter(|(schema, table)| selection.holds(schema, table));
    let entity = |(schema, table): (&str, &str)| {
        let entity = entities.position(&QualifiedName { schema: schema.to_owned(), name: table.to_owned() })?;
        has_id(&entities.list()[entity]).then_some(entity)
    };
    selected.filter_map(entity).collect()
}

/// Whether the key is one column, of a type that compares without exceptions.
fn has_id(entity: &Entity) -> bool {
    let [key] = entity.key.as_slice() else { return false };
    let can_be = match &entity.fields[*key].field_type.rust {
        RustType::Named(name) => *name != "Json",
        RustType::Newtype { .. } | RustType::Custom(_) => true,
        _ => false,
    };
    can_be && entity.source == Source::Table
}

/// Rule 6.
fn unused(key: &str, what: &str, selection: &Selection, known: &BTreeSet<(&str, &str)>) -> Vec<Diagnostic> {
    let fits = |pattern: &&Pattern| known.iter().any(|(schema, name)| pattern.fits_in(schema, name));
    let unused = selection.patterns().iter().filter(|pattern| !fits(pattern));
    let names: BTreeSet<String> = known.iter().map(|(_, name)| (*name).to_owned()).collect();
    unused.map(|pattern| Diagnostic::selection_fits_nothing(key, what, pattern.text(), &names)).collect()
}

fn domain_wish(domain: &QualifiedName, catalog: &Catalog) -> Wish {
    let words = names::words(&domain.name);
    let schema = other_schema(domain, catalog).map(|schema| names::words(schema) + "_").unwrap_or_default();
    Wish {
        raw: format!("{}.{}", domain.schema, domain.name),
        ident: names::type_name(&format!("{schema}{words}"), "Domain"),
    }
}

fn key_wish(entity: &Entity) -> Wish {
    let module = entity.module.trim_end_matches('_');
    Wish {
        raw: format!("{}.{} key", entity.schema.as_deref().unwrap_or_default(), entity.table),
        ident: names::type_name(&format!("{module}_id"), "Key"),
    }
}

/// The schema of a domain, where it is not the default one.
fn other_schema<'a>(domain: &'a QualifiedName, catalog: &Catalog) -> Option<&'a str> {
    let default = catalog.schema(&domain.schema).is_some_and(|schema| schema.is_default);
    Some(domain.schema.as_str()).filter(|_| !default)
}

/// Gives the fields of domains their types.
fn name_domains(entities: &mut Entities, catalog: &Catalog, domains: &Domains<'_>, names: Vec<String>) -> Vec<Newtype> {
    let named: BTreeMap<&QualifiedName, (&RustType, String)> =
        domains.inner.iter().zip(names).map(|((domain, inner), name)| (*domain, (inner, name))).collect();
    for ((entity, field), domain) in &domains.fields {
        let rust = &mut entities.list_mut()[*entity].fields[*field].field_type.rust;
        if let Some((inner, name)) = named.get(domain).filter(|(inner, _)| *inner == rust) {
            *rust = RustType::Newtype { name: name.clone(), inner: Box::new((*inner).clone()) };
        }
    }
    let newtype = |(domain, (inner, type_name)): (&QualifiedName, (&RustType, String))| {
        let facts = catalog.schema(&domain.schema);
        let facts = facts.and_then(|schema| schema.domains.iter().find(|facts| facts.name == domain.name));
        Newtype {
            type_name,
            inner: inner.clone(),
            origin: NewtypeOrigin::Domain(Whole {
                schema: other_schema(domain, catalog).map(str::to_owned),
                name: domain.name.clone(),
            }),
            comment: facts.and_then(|facts| facts.comment.clone()),
            checks: facts.iter().flat_map(|facts| &facts.checks).map(|check| check.expression.clone()).collect(),
        }
    };
    named.into_iter().map(newtype).collect()
}

/// Rule 5.
fn follow_views(entities: &mut Entities, catalog: &Catalog) {
    for schema in &catalog.schemas {
        for view in &schema.views {
            let own = QualifiedName { schema: schema.name.clone(), name: view.name.clone() };
            for column in &view.columns {
                let Some(origin) = &column.origin else { continue };
                let from = ids::place(entities, &own, &column.name);
                let to = ids::place(entities, &origin.table, &origin.column);
                if let (Some(from), Some(to)) = (from, to) {
                    pass_on(entities, from, to);
                }
            }
        }
    }
}

fn pass_on(entities: &mut Entities, from: ids::Place, to: ids::Place) {
    let passed = ids::field(entities, to).field_type.clone();
    let own = &mut entities.list_mut()[from.0].fields[from.1].field_type;
    let is_own_type = matches!(passed.rust, RustType::Newtype { .. } | RustType::Custom(_));
    if is_own_type && passed.rust.underlying() == Some(&own.rust) {
        (own.rust, own.cast) = (passed.rust, passed.cast);
    }
}
