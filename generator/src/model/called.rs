//! What code calls the objects of a schema, and who chose that, to be written down beside the facts.
//!
//! It is never read back into code, which is made from facts and settings; it is there so that a name which the settings alone
//! changed can be told from what it was.
//!
//! 1. Of each table, view, enum and domain the type is told, if it has one, of each table the type of its key, of each
//!    routine the function, overloads apart.
//! 2. Of columns those are told whose field is not called as they are, or was named by the user; of relations, whose names follow
//!    from foreign keys of any table, only those that the user named; of the values of an enum those whose variant has
//!    another name than it would have alone.

use super::{Enum, EnumSource, Field, Model, NewtypeOrigin, Origin, Variant, names};
use crate::catalog::QualifiedName;
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
    /// The variant of a value; of an enum that belongs to a column, the value comes after the column and a point.
    Value,
    /// The type of a table's key.
    Key,
    /// The function of a routine; its name has the types of its arguments in parentheses.
    Function,
}

impl Model {
    /// The names, where the default schema is called so.
    pub fn names(&self, default: Option<&str>) -> Names {
        let mut names = Names::new();
        self.add_entities(&mut names);
        for item in &self.enums {
            self.add_enum(default, item, &mut names);
        }
        for newtype in &self.newtypes {
            let (kind, named, whole) = match &newtype.origin {
                NewtypeOrigin::Key(table) => (Kind::Table, Named::Key, table),
                NewtypeOrigin::Domain(domain) => (Kind::Domain, Named::Type, domain),
            };
            let object = Object { kind, schema: whole.schema.clone(), of: None, name: whole.name.clone() };
            add(&mut names, &object, auto(named, &whole.name, &newtype.type_name));
        }
        for routine in &self.routines.functions {
            let QualifiedName { schema, name } = &routine.source;
            let schema = (default != Some(schema)).then(|| schema.clone());
            let object = Object { kind: Kind::Routine, schema, of: None, name: name.clone() };
            let overload = format!("{name}({})", routine.overload);
            add(&mut names, &object, auto(Named::Function, &overload, &routine.name));
        }
        names.values_mut().for_each(|list| list.sort());
        names
    }

    fn add_entities(&self, names: &mut Names) {
        for entity in self.all() {
            let kind = if entity.source.is_view() { Kind::View } else { Kind::Table };
            let object = Object { kind, schema: entity.schema.clone(), of: None, name: entity.table.clone() };
            let mut told = |kind, name: &str, rust: &str, origin| {
                add(names, &object, Name { kind, name: name.to_owned(), rust: rust.to_owned(), origin });
            };
            told(Named::Type, &entity.table, &entity.type_name, entity.origin);
            for field in entity.fields.iter().filter(|field| !is_plain(field)) {
                told(Named::Column, &field.column, &field.name, field.origin);
            }
            for relation in entity.relations.iter().filter(|relation| relation.origin == Origin::User) {
                told(Named::Relation, &relation.name, &relation.name, relation.origin);
            }
        }
    }

    fn add_enum(&self, default: Option<&str>, item: &Enum, names: &mut Names) {
        let own = |schema: &String| (default != Some(schema)).then(|| schema.clone());
        // Facts of another system may be told with these names, whose default schema is called otherwise.
        let of_table =
            |schema: &String| self.all().any(|entity| entity.schema.as_ref() == Some(schema)).then(|| schema.clone());
        let (kind, schema, whole, named, name) = match &item.source {
            EnumSource::Native(of) => (Kind::Enum, own(&of.schema), &of.name, Named::Type, &of.name),
            EnumSource::Check { schema, table, column } => (Kind::Table, of_table(schema), table, Named::Enum, column),
        };
        let object = Object { kind, schema, of: None, name: whole.clone() };
        add(names, &object, auto(named, name, &item.type_name));
        for Variant { name: variant, value } in item.variants.iter().filter(|variant| !is_alone(variant)) {
            let value = if named == Named::Enum { format!("{name}.{value}") } else { value.clone() };
            add(names, &object, auto(Named::Value, &value, variant));
        }
    }
}

fn add(names: &mut Names, object: &Object, name: Name) {
    names.entry(object.clone()).or_default().push(name);
}

fn auto(kind: Named, name: &str, rust: &str) -> Name {
    Name { kind, name: name.to_owned(), rust: rust.to_owned(), origin: Origin::Auto }
}

fn is_alone(variant: &Variant) -> bool {
    variant.name == names::enum_variant(&variant.value)
}

fn is_plain(field: &Field) -> bool {
    field.origin == Origin::Auto && field.name == field.column
}
