//! Which entities are written in the dense form.
//!
//! SeaORM's macro reaches from a dense entity into the types that it makes of the entity at the other end of each
//! relation. So an entity can be dense only where all its neighbours are, and one that can only be read never is. Nor is
//! one of which the macro makes code that does not compile: with a unique column that it calls otherwise than an
//! attribute says, or with a one-to-one relation to itself. Columns and relations are fields of one struct here: a relation
//! called like a column gives way, and where it would then be called like another field, the entity is not dense.

use super::{Entity, Relation, RelationKind};
use crate::config::Format;
use crate::diagnostic::Diagnostic;
use std::collections::BTreeSet;

/// Gives the compact form to those that were to be dense and cannot.
pub(super) fn settle(entities: &mut [Entity], diagnostics: &mut Vec<Diagnostic>) {
    let candidates = entities.iter().filter(|entity| wants(entity) && can_be(entity));
    let mut dense: BTreeSet<String> = candidates.map(module).collect();
    loop {
        let alone = |entity: &&Entity| entity.relations.iter().any(|relation| !dense.contains(&relation.target));
        let given_up: Vec<String> =
            entities.iter().filter(|entity| dense.contains(&entity.module)).filter(alone).map(module).collect();
        if given_up.is_empty() {
            break;
        }
        dense.retain(|module| !given_up.contains(module));
    }
    let mut given_up = Vec::new();
    for entity in entities.iter_mut().filter(|entity| wants(entity) && !dense.contains(&entity.module)) {
        entity.format = Format::Compact;
        given_up.push(entity.table.clone());
    }
    if !given_up.is_empty() {
        diagnostics.push(Diagnostic::not_dense(&given_up));
    }
    let connected = entities.iter().filter(|entity| dense.contains(&entity.module) && !entity.relations.is_empty());
    match connected.count() {
        0 => {}
        count => diagnostics.push(Diagnostic::dense_form(count)),
    }
}

impl Entity {
    /// What the field of a relation is called in the dense form.
    pub(crate) fn dense_name(&self, relation: &Relation) -> String {
        match self.fields.iter().any(|field| field.name == relation.name) {
            true => format!("{}_relation", relation.name),
            false => relation.name.clone(),
        }
    }
}

fn wants(entity: &Entity) -> bool {
    entity.format == Format::Dense && !entity.source.is_read_only()
}

/// Whether SeaORM's macro makes code of it that compiles.
fn can_be(entity: &Entity) -> bool {
    let is_odd = |relation: &Relation| relation.self_reference && relation.kind == RelationKind::HasOne;
    let in_key = |idx: usize| entity.unique_keys.iter().any(|key| key.contains(&idx));
    let mut fields = entity.fields.iter().enumerate();
    fields.all(|(idx, field)| field.variant_implied || !(field.unique || in_key(idx)))
        && !entity.relations.iter().any(is_odd)
        && names_differ(entity)
}

fn names_differ(entity: &Entity) -> bool {
    let relations = entity.relations.iter().map(|relation| entity.dense_name(relation));
    let mut names = BTreeSet::new();
    entity.fields.iter().map(|field| field.name.clone()).chain(relations).all(|name| names.insert(name))
}

fn module(entity: &Entity) -> String {
    entity.module.clone()
}
