//! A catalog under other names of its objects: those that they had before some migration ran, from which follows what code called
//! them then, or those that they have since.
//!
//! Tables, views, columns, enums and their values. A name that another object has now stays with that one. Texts of
//! expressions and queries are as they are: no name in code comes from them.

use super::{History, Kind, Object, id_of, items};
use crate::catalog::{Catalog, Column, DataType, IndexKey, Key, QualifiedName, Schema, Table, View};
use std::collections::BTreeMap;

/// The catalog before a migration, and its objects that are called otherwise now, by their names then. Nothing, where that
/// migration and those after it renamed nothing that is still there.
pub fn before(catalog: &Catalog, history: &History, migration: &str) -> Option<(Catalog, BTreeMap<Object, Object>)> {
    let since = history.migrations.range(migration.to_owned()..);
    let since = History { migrations: since.map(|(name, effects)| (name.clone(), effects.clone())).collect() };
    let origins = since.origins();
    let present = items::items(catalog);
    let mut names = Names { default: catalog.default_schema().map(|schema| &schema.name), names: BTreeMap::new() };
    for object in present.keys().filter(|object| has_name_in_code(object.kind)) {
        let id = id_of(&origins, object);
        if id.made_by.is_none() && id.object.name != object.name {
            let name = Object { name: id.object.name, ..object.clone() };
            let rival = Object { kind: rival(object.kind), ..name.clone() };
            if !present.contains_key(&name) && !present.contains_key(&rival) {
                names.names.insert(object.clone(), name.name);
            }
        }
    }
    if names.names.is_empty() {
        return None;
    }
    let mut catalog = catalog.clone();
    catalog.schemas.iter_mut().for_each(|schema| names.schema(schema));
    catalog.sort();
    let moved = present.into_keys().filter(|object| has_name_in_code(object.kind));
    let moved = moved.map(|object| (names.object(&object), object)).filter(|(then, now)| then != now).collect();
    Some((catalog, moved))
}

/// A catalog under the names that its objects have since, by their names in it. What has moved to another schema, and what
/// has no name in code, is called as it was.
pub fn renamed(catalog: &Catalog, moves: &BTreeMap<Object, Object>) -> Catalog {
    let moves = moves.iter().filter(|(old, new)| follows(old, new));
    let names = moves.map(|(old, new)| (old.clone(), new.name.clone())).collect();
    let names = Names { default: catalog.default_schema().map(|schema| &schema.name), names };
    let mut renamed = catalog.clone();
    renamed.schemas.iter_mut().for_each(|schema| names.schema(schema));
    renamed.sort();
    renamed
}

/// Whether [`renamed`] gives one object the name of the other.
pub fn follows(old: &Object, new: &Object) -> bool {
    has_name_in_code(old.kind) && old.schema == new.schema && old.name != new.name
}

fn has_name_in_code(kind: Kind) -> bool {
    matches!(kind, Kind::Table | Kind::View | Kind::Column | Kind::Enum | Kind::Value)
}

/// The other kind of object that could have the name.
fn rival(kind: Kind) -> Kind {
    match kind {
        Kind::Table => Kind::View,
        Kind::View => Kind::Table,
        other => other,
    }
}

/// Other names of objects, by those that they have in a catalog.
struct Names<'a> {
    default: Option<&'a String>,
    names: BTreeMap<Object, String>,
}

impl Names<'_> {
    fn name(&self, kind: Kind, (schema, of): (&str, Option<&str>), name: &str) -> String {
        let schema = (Some(schema) != self.default.map(String::as_str)).then(|| schema.to_owned());
        let object = Object { kind, schema, of: of.map(str::to_owned), name: name.to_owned() };
        self.names.get(&object).cloned().unwrap_or(object.name)
    }

    /// An object as it was called, with what it belonged to.
    fn object(&self, object: &Object) -> Object {
        let name = self.names.get(object).cloned().unwrap_or_else(|| object.name.clone());
        let of = object.owners().find_map(|owner| self.names.get(&owner).cloned());
        Object { name, of: of.or_else(|| object.of.clone()), ..object.clone() }
    }

    fn relation(&self, schema: &str, name: &str) -> String {
        let table = self.name(Kind::Table, (schema, None), name);
        if table == name { self.name(Kind::View, (schema, None), name) } else { table }
    }

    fn schema(&self, schema: &mut Schema) {
        let home = schema.name.clone();
        schema.tables.iter_mut().for_each(|table| self.table(&home, table));
        schema.views.iter_mut().for_each(|view| self.view(&home, view));
        for item in &mut schema.enums {
            item.values.iter_mut().for_each(|value| *value = self.name(Kind::Value, (&home, Some(&item.name)), value));
            item.name = self.name(Kind::Enum, (&home, None), &item.name);
            if let Some(owner) = &mut item.owner {
                owner.column = self.name(Kind::Column, (&home, Some(&owner.table)), &owner.column);
                owner.table = self.relation(&home, &owner.table);
            }
        }
    }

    fn table(&self, schema: &str, table: &mut Table) {
        let name = table.name.clone();
        let column = |column: &mut String| *column = self.name(Kind::Column, (schema, Some(&name)), column);
        let key = |key: &mut Key| key.columns.iter_mut().chain(&mut key.include).for_each(column);
        table.columns.iter_mut().for_each(|found| self.column(schema, &name, found));
        table.primary_key.iter_mut().for_each(key);
        table.unique_keys.iter_mut().for_each(key);
        for foreign in &mut table.foreign_keys {
            foreign.columns.iter_mut().for_each(column);
            let QualifiedName { schema, name } = foreign.target.clone();
            let there = |column: &mut String| *column = self.name(Kind::Column, (&schema, Some(&name)), column);
            foreign.target_columns.iter_mut().for_each(there);
            foreign.target.name = self.relation(&schema, &name);
        }
        table.checks.iter_mut().filter_map(|check| check.allowed.as_mut()).for_each(|list| column(&mut list.column));
        for part in table.indexes.iter_mut().flat_map(|index| &mut index.parts) {
            if let IndexKey::Column(name) = &mut part.key {
                column(name);
            }
        }
        table.name = self.name(Kind::Table, (schema, None), &name);
    }

    fn view(&self, schema: &str, view: &mut View) {
        let name = view.name.clone();
        view.columns.iter_mut().for_each(|found| self.column(schema, &name, found));
        view.key.iter_mut().for_each(|column| *column = self.name(Kind::Column, (schema, Some(&name)), column));
        view.name = self.name(Kind::View, (schema, None), &name);
    }

    fn column(&self, schema: &str, of: &str, column: &mut Column) {
        column.name = self.name(Kind::Column, (schema, Some(of)), &column.name);
        self.data_type(&mut column.data_type);
        if let Some(origin) = &mut column.origin {
            let QualifiedName { schema, name } = &origin.table;
            origin.column = self.name(Kind::Column, (schema, Some(name)), &origin.column);
            origin.table.name = self.relation(schema, name);
        }
    }

    fn data_type(&self, data_type: &mut DataType) {
        match data_type {
            DataType::Enum(of) => of.name = self.name(Kind::Enum, (&of.schema, None), &of.name),
            DataType::Array(element) => self.data_type(element),
            _ => {}
        }
    }
}
