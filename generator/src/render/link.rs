//! The part of a repository file that holds the entity's relations as values.

use super::relation::{self, doc};
use super::text::{Code, DocLine, Ident, StrLit};
use crate::model::{Entity, Link, Relation, RelationKind, Repository, Way};
use serde::Serialize;
use std::collections::BTreeSet;

/// One relation.
#[derive(Serialize)]
pub(super) struct LinkPage {
    pub(super) doc: DocLine,
    pub(super) constant: Ident,
    pub(super) name: StrLit,
    pub(super) target: Ident,
    pub(super) kind: Ident,
    pub(super) constructor: Ident,
    pub(super) way: Code,
    pub(super) parts: Vec<PartPage>,
}

/// Columns that a relation goes by.
#[derive(Serialize)]
pub(super) struct PartPage {
    pub(super) role: Ident,
    pub(super) columns: Vec<Code>,
}

/// The pages of an entity's relations.
pub(super) fn pages(entity: &Entity, own: &Repository) -> Vec<LinkPage> {
    entity.relations.iter().zip(&own.links).map(|(relation, link)| page(entity, relation, link)).collect()
}

/// The modules of other entities that the relations name.
pub(super) fn modules(entity: &Entity) -> Vec<Ident> {
    let mut modules = relation::modules(entity);
    modules.remove(entity.module.as_str());
    modules.into_iter().map(Ident::new).collect()
}

/// What the relations use of the runtime.
pub(super) fn imports(entity: &Entity, own: &Repository) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for (relation, link) in entity.relations.iter().zip(&own.links) {
        names.extend(["Relation", kind(relation, link)]);
        names.insert(match link.way {
            Way::Direct { .. } => "Direct",
            Way::Through { .. } => "Through",
        });
    }
    names
}

fn kind(relation: &Relation, link: &Link) -> &'static str {
    match (&relation.kind, &link.way) {
        (_, Way::Through { writable: true, .. }) => "Linked",
        (RelationKind::BelongsTo { .. } | RelationKind::HasOne, _) => "One",
        (RelationKind::HasMany | RelationKind::ManyToMany { .. }, _) => "Many",
    }
}

fn page(entity: &Entity, relation: &Relation, link: &Link) -> LinkPage {
    let (module, target) = (Ident::new(&entity.module), Ident::new(&relation.target));
    let (way, parts) = match (&link.way, &relation.kind) {
        (Way::Through { near, far, .. }, RelationKind::ManyToMany { junction, .. }) => {
            let junction = Ident::new(junction);
            let parts = [
                ("own", variants(&module, &relation.from)),
                ("near", constants(&junction, near)),
                ("far", constants(&junction, far)),
                ("other", variants(&target, &relation.to)),
            ];
            (format!("Through::<{module}::Entity, {junction}::Entity, {target}::Entity>"), parts.to_vec())
        }
        (Way::Direct { far } | Way::Through { far, .. }, _) => {
            let parts = [("near", variants(&module, &relation.from)), ("far", constants(&target, far))];
            (format!("Direct::<{module}::Entity, {target}::Entity>"), parts.to_vec())
        }
    };
    let part = |(role, columns): (&str, Vec<Code>)| PartPage { role: Ident::new(role), columns };
    LinkPage {
        doc: doc(entity, relation),
        constant: Ident::new(&link.constant),
        name: StrLit::new(&relation.name),
        target,
        kind: Ident::new(kind(relation, link)),
        constructor: Ident::new(&kind(relation, link).to_lowercase()),
        way: Code::of(way),
        parts: parts.into_iter().map(part).collect(),
    }
}

fn variants(module: &Ident, variants: &[String]) -> Vec<Code> {
    variants.iter().map(|variant| Code::of(format_args!("{module}::Column::{}", Ident::new(variant)))).collect()
}

fn constants(module: &Ident, constants: &[String]) -> Vec<Code> {
    constants.iter().map(|constant| Code::of(format_args!("&{module}::Entity::{}", Ident::new(constant)))).collect()
}
