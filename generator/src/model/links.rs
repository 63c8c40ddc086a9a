//! Relations as values of the data layer: `OrderRelation::ORDER_ITEMS`.
//!
//! The rules:
//!
//! 1. Each relation of an entity is a constant, called after the relation in upper case. Relations have a type of their
//!    own, so that none of them meets a column's constant.
//! 2. A relation through a junction can be written where both foreign keys refer to whole primary keys, column by
//!    column: by those are rows linked.

use super::entities::Entities;
use super::names;
use super::{Entity, Relation, RelationKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// A relation as a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The constant.
    pub constant: String,
    /// The way it goes.
    pub way: Way,
}

/// The way of a relation, by the constants of columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a foreign key.
    Direct {
        /// The columns of the other side.
        far: Vec<String>,
    },
    /// Through a junction.
    Through {
        /// The junction's columns that refer to this side.
        near: Vec<String>,
        /// The junction's columns that refer to the other side.
        far: Vec<String>,
        /// Whether links can be made and undone by primary keys.
        writable: bool,
    },
}

/// Adds the links to the repositories.
pub(super) fn add(entities: &mut Entities) {
    let keys: BTreeMap<String, Vec<String>> =
        entities.list().iter().map(|entity| (entity.module.clone(), key_fields(entity))).collect();
    for entity in entities.list_mut() {
        let links = entity.relations.iter().map(|relation| link(relation, &entity.module, &keys)).collect();
        if let Some(repository) = &mut entity.repository {
            repository.links = links;
        }
    }
}

fn key_fields(entity: &Entity) -> Vec<String> {
    entity.key.iter().map(|&idx| entity.fields[idx].name.clone()).collect()
}

fn link(relation: &Relation, module: &str, keys: &BTreeMap<String, Vec<String>>) -> Link {
    let way = match &relation.kind {
        RelationKind::ManyToMany { near_fields, far_fields, .. } => Way::Through {
            near: constants(near_fields),
            far: constants(far_fields),
            // Rule 2.
            writable: keys.get(module) == Some(&relation.from_fields)
                && keys.get(&relation.target) == Some(&relation.to_fields),
        },
        _ => Way::Direct { far: constants(&relation.to_fields) },
    };
    Link { constant: names::constant(&relation.name), way }
}

fn constants(fields: &[String]) -> Vec<String> {
    fields.iter().map(|field| names::constant(field)).collect()
}
