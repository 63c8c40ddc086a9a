//! Entities in the dense form: relations are fields of the model, and a macro of SeaORM writes the rest.
//!
//! A many-to-many relation is a field only where `Related` is unambiguous; the macro cannot express the others,
//! which the relation files have all the same.

use super::entity;
use super::field::{AttributePage, assigned, attribute};
use super::head::HeadPage;
use super::templates::Templates;
use super::text::{Code, Ident};
use crate::config::Settings;
use crate::model::{Entity, Relation, RelationKind};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// An entity in the dense form.
#[derive(Template, Serialize)]
#[template(path = "entity/dense.rs.jinja")]
struct DensePage {
    head: HeadPage,
    relations: Vec<RelationFieldPage>,
}

#[derive(Serialize)]
struct RelationFieldPage {
    attributes: Vec<AttributePage>,
    name: Ident,
    type_: Code,
}

/// The text of a dense entity's file.
pub(super) fn text(entity: &Entity, settings: &Settings, templates: &Templates) -> Result<String> {
    let page = DensePage {
        head: HeadPage::new(entity, settings, "DeriveEntityModel"),
        relations: entity.relations.iter().filter_map(|relation| relation_field(entity, relation)).collect(),
    };
    templates.print("entity/dense.rs.jinja", &page)
}

fn relation_field(entity: &Entity, relation: &Relation) -> Option<RelationFieldPage> {
    let target = match relation.self_reference {
        true => "Entity".to_owned(),
        false => format!("super::{}::Entity", Ident::new(&relation.target)),
    };
    let type_ = match &relation.kind {
        RelationKind::BelongsTo { optional: true, .. } => format!("BelongsTo<Option<{target}>>"),
        RelationKind::BelongsTo { .. } => format!("BelongsTo<{target}>"),
        RelationKind::HasOne => format!("HasOne<{target}>"),
        RelationKind::HasMany => format!("HasMany<{target}>"),
        RelationKind::ManyToMany { .. } if relation.related => format!("HasMany<{target}>"),
        RelationKind::ManyToMany { .. } => return None,
    };
    Some(RelationFieldPage {
        attributes: vec![attribute(items(relation))],
        name: Ident::new(&entity.dense_name(relation)),
        type_: Code::of(type_),
    })
}

fn items(relation: &Relation) -> Vec<Code> {
    // SeaORM derives a has-one from `Related`, which an ambiguous relation does not have.
    let implied = relation.related || relation.self_reference;
    let kind = match relation.kind {
        _ if relation.self_reference => "self_ref",
        RelationKind::HasOne if implied => "has_one",
        RelationKind::BelongsTo { .. } | RelationKind::HasOne => "belongs_to",
        RelationKind::HasMany | RelationKind::ManyToMany { .. } => "has_many",
    };
    let mut items = vec![Code::of(kind), assigned("relation_enum", &relation.variant)];
    if relation.self_reference {
        items.push(assigned("relation_reverse", &relation.reverse));
    }
    match &relation.kind {
        RelationKind::BelongsTo { on_update, on_delete, declared, .. } => {
            items.extend(ends(relation));
            items.extend(entity::actions(on_update, on_delete).map(|(name, action)| assigned(name, action)));
            items.extend((!declared).then(|| Code::of("skip_fk")));
        }
        RelationKind::HasOne if !implied => {
            items.extend(ends(relation));
            items.push(Code::of("skip_fk"));
        }
        RelationKind::ManyToMany { junction, .. } => items.push(assigned("via", junction)),
        RelationKind::HasMany if !relation.self_reference => items.push(assigned("via_rel", &relation.reverse)),
        RelationKind::HasOne | RelationKind::HasMany => {}
    }
    items
}

fn ends(relation: &Relation) -> [Code; 2] {
    let named = |fields: &[String], variants: &[String]| -> Vec<String> {
        fields.iter().zip(variants).map(|(field, variant)| end(field, variant)).collect()
    };
    let from = named(&relation.from_fields, &relation.from);
    [assigned("from", &tuple(&from)), assigned("to", &tuple(&named(&relation.to_fields, &relation.to)))]
}

/// The macro makes the variant of a column from its field; one that it would not find by that has to be named itself.
fn end(field: &str, variant: &str) -> String {
    let letters = field.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase());
    let found = letters.eq(variant.chars().map(|c| c.to_ascii_lowercase()));
    if found { field.to_owned() } else { variant.to_owned() }
}

/// One field, or a tuple of them.
fn tuple(fields: &[String]) -> String {
    match fields {
        [single] => single.clone(),
        _ => format!("({})", fields.join(", ")),
    }
}
