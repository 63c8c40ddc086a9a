//! What code calls the objects of a schema, and who chose that, to be written down beside the facts.
//!
//! It is never read back into code, which is made from facts and settings; it is there so that a name which the settings alone
//! changed can be told from what it was.
//!
//! 1. Of each table, view and enum the type is told.
//! 2. Of columns those are told whose field is not called as they are, or was named by the user; of relations, whose names follow
//!    from foreign keys of any table, only those that the user named.

use super::{EnumSource, Field, Model, Origin};
use crate::history::{Kind, Object};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names of a model, by the table, view or enum that they belong to.
pub type Names = BTreeMap<Object, Vec<Name>>;

/// A name in code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// What it is the name of.
    pub kind: Named,
    /// What the database calls it; of a relation the same as what code does.
    pub name: String,
    /// What code calls it.
    pub rust: String,
    /// Who chose that.
    pub origin: Origin,
}

/// What can have a name in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// The type of a table, view or enum.
    Type,
    /// The type of an enum that belongs to a column.
    Enum,
    /// The field of a column.
    Column,
    /// A relation.
    Relation,
}

impl Model {
    /// The names, where the default schema is called so.
    pub fn names(&self, default: Option<&str>) -> Names {
        let mut names = Names::new();
        let mut add = |object: Object, name: Name| names.entry(object).or_default().push(name);
        for entity in self.all() {
            let kind = if entity.source.is_view() { Kind::View } else { Kind::Table };
            let object = Object { kind, schema: entity.schema.clone(), of: None, name: entity.table.clone() };
            let told = |kind, name: &str, rust: &str, origin| Name {
                kind,
                name: name.to_owned(),
                rust: rust.to_owned(),
                origin,
            };
            add(object.clone(), told(Named::Type, &entity.table, &entity.type_name, entity.origin));
            for field in entity.fields.iter().filter(|field| !is_plain(field)) {
                add(object.clone(), told(Named::Column, &field.column, &field.name, field.origin));
            }
            for relation in entity.relations.iter().filter(|relation| relation.origin == Origin::User) {
                add(object.clone(), told(Named::Relation, &relation.name, &relation.name, relation.origin));
            }
        }
        for item in &self.enums {
            let own = |schema: &String| (default != Some(schema)).then(|| schema.clone());
            // Facts of another system may be told with these names, whose default schema is called otherwise.
            let of_table = |schema: &String| {
                self.all().any(|entity| entity.schema.as_ref() == Some(schema)).then(|| schema.clone())
            };
            let (kind, schema, whole, named, name) = match &item.source {
                EnumSource::Native(of) => (Kind::Enum, own(&of.schema), &of.name, Named::Type, &of.name),
                EnumSource::Check { schema, table, column } => {
                    (Kind::Table, of_table(schema), table, Named::Enum, column)
                }
            };
            let object = Object { kind, schema, of: None, name: whole.clone() };
            let (name, rust) = (name.clone(), item.type_name.clone());
            add(object, Name { kind: named, name, rust, origin: Origin::Auto });
        }
        names.values_mut().for_each(|list| list.sort());
        names
    }
}

fn is_plain(field: &Field) -> bool {
    field.origin == Origin::Auto && field.name == field.column
}
