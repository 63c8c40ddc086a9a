//! Typed ids: how the type of a key reaches every column that refers to it.
//!
//! The rules:
//!
//! 1. The key of a table that `typed_ids` selects, when it is one column, is a newtype called after the entity:
//!    `orders.id` is `OrderId`. When a rule or a domain gives it a type of its own already, that is the type.
//! 2. A column that refers to a typed key has the key's type, and so has a column that refers to that column, a key or
//!    not: whoever shares the key of another table shares its type. Columns of composite keys refer one by one.
//! 3. A column that refers to keys of several types has none of them; a key has its own.
//! 4. A type reaches only columns that hold what it holds: a 32-bit column that refers to a 64-bit key stays what it
//!    is, with a note. A column that has a type of its own by a rule, a domain or an enum keeps that.
//! 5. In a circle of keys one of them owns the type of all; which one, the order of the tables decides.

use super::entities::Entities;
use super::extras::Extra;
use super::{Field, Newtype, NewtypeOrigin, RustType, Whole};
use crate::catalog::{Catalog, ForeignKey, QualifiedName};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// A field: the place of its entity, and its place there.
pub(super) type Place = (usize, usize);

/// What refers to what.
#[derive(Default)]
struct References {
    /// The fields that each field refers to and is like.
    alike: BTreeMap<Place, BTreeSet<Place>>,
    /// The pairs of fields that are unlike.
    unlike: Vec<(Place, Place)>,
}

/// Gives keys and what refers to them their types, and returns the newtypes; `names` are those of the selected keys,
/// by entity.
pub(super) fn spread(
    entities: &mut Entities,
    (catalog, extras): (&Catalog, &[Extra<'_>]),
    names: &BTreeMap<usize, String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Newtype> {
    if names.is_empty() {
        return Vec::new();
    }
    let references = references(entities, catalog, extras);
    let keys: BTreeSet<Place> = names.keys().map(|&entity| (entity, entities.list()[entity].key[0])).collect();
    let owners = owners(&references.alike, &keys);
    diagnostics.extend(notes(entities, &references, &owners));
    let mut made = Vec::new();
    let mut types: BTreeMap<Place, RustType> = BTreeMap::new();
    for &owner in owners.values().flatten() {
        types.entry(owner).or_insert_with(|| match &field(entities, owner).field_type.rust {
            RustType::Named(name) => {
                let newtype = newtype(entities, owner, names);
                let inner = Box::new(RustType::Named(name));
                let rust = RustType::Newtype { name: newtype.type_name.clone(), inner };
                made.push(newtype);
                rust
            }
            own => own.clone(),
        });
    }
    for (place, owner) in owners {
        let rust = &mut entities.list_mut()[place.0].fields[place.1].field_type.rust;
        if let (RustType::Named(_), Some(owner)) = (&*rust, owner) {
            rust.clone_from(&types[&owner]);
        }
    }
    made
}

fn newtype(entities: &Entities, (entity, key): Place, names: &BTreeMap<usize, String>) -> Newtype {
    let owner = &entities.list()[entity];
    Newtype {
        type_name: names.get(&entity).cloned().unwrap_or_default(),
        inner: owner.fields[key].field_type.rust.clone(),
        origin: NewtypeOrigin::Key(Whole { schema: owner.schema.clone(), name: owner.table.clone() }),
        comment: None,
        checks: Vec::new(),
    }
}

/// The field at a place.
pub(super) fn field(entities: &Entities, (entity, field): Place) -> &Field {
    &entities.list()[entity].fields[field]
}

fn references(entities: &Entities, catalog: &Catalog, extras: &[Extra<'_>]) -> References {
    let mut references = References::default();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let own = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
            table.foreign_keys.iter().for_each(|key| references.add_key(entities, &own, key));
        }
    }
    extras.iter().for_each(|extra| references.add_key(entities, &extra.owner(), &extra.key));
    references
}

/// The field of a column.
pub(super) fn place(entities: &Entities, table: &QualifiedName, column: &str) -> Option<Place> {
    let entity = entities.position(table)?;
    let field = entities.list()[entity].fields.iter().position(|field| field.column == column)?;
    Some((entity, field))
}

impl References {
    fn add_key(&mut self, entities: &Entities, own: &QualifiedName, key: &ForeignKey) {
        for (column, target) in key.columns.iter().zip(&key.target_columns) {
            let ends = (place(entities, own, column), place(entities, &key.target, target));
            if let (Some(from), Some(to)) = ends {
                self.add(entities, from, to);
            }
        }
    }

    fn add(&mut self, entities: &Entities, from: Place, to: Place) {
        let plain = |place| field(entities, place).field_type.rust.underlying();
        if from == to {
            return;
        }
        match plain(from).is_some() && plain(from) == plain(to) {
            true => drop(self.alike.entry(from).or_default().insert(to)),
            false => self.unlike.push((from, to)),
        }
    }
}

/// The key whose type each field has: rules 2, 3 and 5.
fn owners(alike: &BTreeMap<Place, BTreeSet<Place>>, keys: &BTreeSet<Place>) -> BTreeMap<Place, Option<Place>> {
    let targets = |place| alike.get(&place).into_iter().flatten().copied();
    let mut owners: BTreeMap<Place, Option<Place>> = BTreeMap::new();
    let mut entered = BTreeSet::new();
    for &start in alike.keys().chain(keys) {
        let mut path = vec![start];
        // What a field refers to is settled before the field. No recursion: a chain can be as long as the schema.
        while let Some(&place) = path.last() {
            if entered.insert(place) {
                path.extend(targets(place).filter(|target| !entered.contains(target)));
                continue;
            }
            path.pop();
            let found: BTreeSet<Place> =
                targets(place).filter_map(|target| owners.get(&target).copied().flatten()).collect();
            let owner = match found.len() {
                1 => found.first().copied(),
                _ => keys.get(&place).copied(),
            };
            owners.entry(place).or_insert(owner);
        }
    }
    owners
}

/// Rules 3 and 4, where they keep a type from a column.
fn notes(entities: &Entities, references: &References, owners: &BTreeMap<Place, Option<Place>>) -> Vec<Diagnostic> {
    let owner = |place: &Place| owners.get(place).copied().flatten();
    let shown = |place: Place| format!("{}.{}", entities.list()[place.0].table, field(entities, place).column);
    let mut notes = Vec::new();
    for (place, targets) in &references.alike {
        let several = targets.iter().filter_map(owner).collect::<BTreeSet<_>>().len() > 1;
        if several && owner(place).is_none() {
            notes.push(Diagnostic::several_ids(&shown(*place)));
        }
    }
    for (place, target) in &references.unlike {
        let types = [*place, *target].map(|place| field(entities, place).field_type.rust.underlying());
        if let ([Some(RustType::Named(own)), Some(RustType::Named(key))], Some(_)) = (types, owner(target)) {
            notes.push(Diagnostic::id_of_another_type(&shown(*place), own, key));
        }
    }
    notes
}
