//! The names that code had for what migrations renamed, kept as deprecated aliases for a while.
//!
//! 1. What things were called follows from a model of the schema under its former names: by the rules and settings of
//!    today, so that no rule of naming is told twice.
//! 2. The names before each of the last migrations stay, as many as the settings say. A name that something else has now is
//!    that one's.
//! 3. What the user names is called as the user says, and has no former name.
//! 4. Modules, types, variants of `Column` and of enums, and columns' constants have aliases. Fields of a `Model`, finders
//!    and routines cannot: they stay what the compiler tells of.

use super::{Entity, Enum, EnumSource, Model, Origin, build};
use crate::catalog::{Catalog, QualifiedName};
use crate::config::Settings;
use crate::history::{self, History, Kind, Object};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an entity, and what belongs to it, was called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormerNames {
    /// Modules, each with the type that the prelude had.
    pub modules: BTreeMap<String, String>,
    /// Types of its repository, with what they are called now.
    pub types: BTreeMap<String, String>,
    /// Methods that gave its repository.
    pub methods: BTreeSet<String>,
    /// Variants of `Column`, with the field they are of.
    pub variants: BTreeMap<String, usize>,
    /// Constants of its columns, with the field they are of.
    pub constants: BTreeMap<String, usize>,
}

/// What an enum and its variants were called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormerEnum {
    /// The type.
    pub types: BTreeSet<String>,
    /// The variants, with what they are now.
    pub variants: BTreeMap<String, usize>,
}

impl FormerNames {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl FormerEnum {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Model {
    /// Notes what the last migrations renamed: rule 2.
    pub fn remember(&mut self, catalog: &Catalog, history: &History, settings: &Settings) {
        let taken = Taken::by(self);
        let last = history.migrations.iter().rev().take(settings.entity.former_names);
        let renaming = last.filter(|(_, effects)| !effects.renamed.is_empty()).map(|(name, _)| name);
        for migration in renaming.collect::<Vec<_>>() {
            let Some((then, moved)) = history::before(catalog, history, migration) else { continue };
            let model = build(&then, settings).0;
            let default = catalog.default_schema().map(|schema| schema.name.as_str());
            let moves = Moves { moved: &moved, default };
            moves.entities(&model, self, &taken);
            moves.enums(&model, self, &taken);
        }
    }
}

/// The names that something has.
struct Taken {
    modules: BTreeSet<String>,
    types: BTreeSet<String>,
    enums: BTreeSet<String>,
}

impl Taken {
    fn by(model: &Model) -> Self {
        let repositories = model.all().filter_map(|entity| entity.repository.as_ref());
        let own = repositories.flat_map(|own| [&own.types.new, &own.types.constraint, &own.types.relation]);
        let factories = model.all().filter_map(|entity| entity.factory.as_ref()).map(|factory| &factory.type_name);
        Self {
            modules: model.all().map(|entity| entity.module.clone()).collect(),
            types: model.all().map(|entity| &entity.type_name).chain(own).chain(factories).cloned().collect(),
            enums: model.enums.iter().map(|item| item.type_name.clone()).collect(),
        }
    }
}

/// Objects by their names then, with those of now.
struct Moves<'a> {
    moved: &'a BTreeMap<Object, Object>,
    default: Option<&'a str>,
}

impl Moves<'_> {
    fn now(&self, object: Object) -> Object {
        self.moved.get(&object).cloned().unwrap_or(object)
    }

    fn entities(&self, then: &Model, now: &mut Model, taken: &Taken) {
        for old in then.all() {
            let table = self.now(whole(old));
            let is_same = |entity: &&mut Entity| whole(entity) == table;
            let mut all = now.entities.iter_mut().chain(&mut now.views);
            if let Some(new) = all.find(is_same) {
                names(old, new, taken);
                self.columns(old, new);
            }
        }
    }

    fn columns(&self, old: &Entity, new: &mut Entity) {
        for (idx, field) in old.fields.iter().enumerate() {
            let column =
                Object { kind: Kind::Column, of: Some(old.table.clone()), name: field.column.clone(), ..whole(old) };
            let column = self.now(column).name;
            let Some(position) = new.fields.iter().position(|field| field.column == column) else { continue };
            if new.fields[position].origin == Origin::User {
                continue;
            }
            if new.fields.iter().all(|other| other.variant != field.variant) {
                new.former.variants.insert(field.variant.clone(), position);
            }
            let (Some(old), Some(own)) = (&old.repository, &new.repository) else { continue };
            if !own.constants.contains(&old.constants[idx]) {
                new.former.constants.insert(old.constants[idx].clone(), position);
            }
        }
    }

    fn enums(&self, then: &Model, now: &mut Model, taken: &Taken) {
        for old in &then.enums {
            let source = self.source(&old.source);
            let Some(new) = now.enums.iter_mut().find(|item| item.source == source) else { continue };
            if !taken.enums.contains(&old.type_name) {
                new.former.types.insert(old.type_name.clone());
            }
            // The values keep their order, and only a rename of one can tell it apart from the one in its place.
            for (idx, variant) in old.variants.iter().enumerate().filter(|_| old.variants.len() == new.variants.len()) {
                if new.variants.iter().all(|other| other.name != variant.name) && self.is_value(old, new, idx) {
                    new.former.variants.insert(variant.name.clone(), idx);
                }
            }
        }
    }

    /// Whether the value at a place is the one that was there, under another name.
    fn is_value(&self, old: &Enum, new: &Enum, idx: usize) -> bool {
        let EnumSource::Native(QualifiedName { schema, name }) = &old.source else { return false };
        let schema = Some(schema.clone()).filter(|schema| Some(schema.as_str()) != self.default);
        let value = Object { kind: Kind::Value, schema, of: Some(name.clone()), name: old.variants[idx].value.clone() };
        self.now(value).name == new.variants[idx].value
    }

    /// What an enum is made from now.
    fn source(&self, source: &EnumSource) -> EnumSource {
        let of_default = |schema: &String| Some(schema.clone()).filter(|schema| Some(schema.as_str()) != self.default);
        let whole = |kind, schema: &String, name: &String| Object {
            kind,
            schema: of_default(schema),
            of: None,
            name: name.clone(),
        };
        match source {
            EnumSource::Native(QualifiedName { schema, name }) => EnumSource::Native(QualifiedName {
                schema: schema.clone(),
                name: self.now(whole(Kind::Enum, schema, name)).name,
            }),
            EnumSource::Check { schema, table, column } => {
                let part = Object { of: Some(table.clone()), ..whole(Kind::Column, schema, column) };
                EnumSource::Check {
                    schema: schema.clone(),
                    table: self.now(whole(Kind::Table, schema, table)).name,
                    column: self.now(part).name,
                }
            }
        }
    }
}

/// The table or view of an entity.
fn whole(entity: &Entity) -> Object {
    let kind = if entity.source.is_view() { Kind::View } else { Kind::Table };
    Object { kind, schema: entity.schema.clone(), of: None, name: entity.table.clone() }
}

/// Names of the entity as a whole.
fn names(old: &Entity, new: &mut Entity, taken: &Taken) {
    if new.origin == Origin::User {
        return;
    }
    if !taken.modules.contains(&old.module) && !taken.types.contains(&old.type_name) {
        new.former.modules.insert(old.module.clone(), old.type_name.clone());
    }
    let (Some(then), Some(own)) = (&old.repository, &new.repository) else { return };
    if then.method != own.method && !taken.modules.contains(&old.module) {
        new.former.methods.insert(then.method.clone());
    }
    let both = [
        (&then.types.new, &own.types.new, !then.required.is_empty() && !own.required.is_empty()),
        (&then.types.constraint, &own.types.constraint, !then.constraints.is_empty() && !own.constraints.is_empty()),
        (&then.types.relation, &own.types.relation, !then.links.is_empty() && !own.links.is_empty()),
    ];
    let types = both.into_iter().filter(|(was, now, there)| *there && was != now && !taken.types.contains(*was));
    new.former.types.extend(types.map(|(was, now, _)| (was.clone(), now.clone())));
}
