//! Entity files: the model's entities as pages, in the compact and the expanded form.
//!
//! A page is what a template prints; every choice of wording and layout that depends on data is made here.

use super::field::{AttributePage, FieldPage, assigned, attribute, rust_type};
use super::head::HeadPage;
use super::templates::Templates;
use super::text::{Code, Ident, StrLit};
use crate::config::Settings;
use crate::model::{Entity, Relation, RelationKind, RustType};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// An entity in the compact form.
#[derive(Template, Serialize)]
#[template(path = "entity/compact.rs.jinja")]
struct CompactPage {
    head: HeadPage,
    has_relations: bool,
    relations: Vec<RelationPage>,
}

/// An entity in the expanded form.
#[derive(Template, Serialize)]
#[template(path = "entity/expanded.rs.jinja")]
struct ExpandedPage {
    head: HeadPage,
    enums: Arms,
    reads: Arms,
    writes: Arms,
    key: Vec<FieldPage>,
    key_type: Code,
    auto_increment: bool,
    has_relations: bool,
    relations: Vec<RelationPage>,
    read_only: bool,
    refusal: StrLit,
    /// Whether a row may be NULL in every column.
    may_be_null: bool,
}

/// The arms of a match over the columns.
#[derive(Serialize)]
struct Arms {
    /// Whether some column has an arm.
    any: bool,
    /// Whether each has, so that there is nothing left for another arm.
    all: bool,
}

#[derive(Clone, Serialize)]
struct RelationPage {
    variant: Ident,
    attributes: Vec<AttributePage>,
    call: Code,
    links: Vec<Code>,
}

/// The text of an entity's file in the compact form.
pub(super) fn compact_text(entity: &Entity, settings: &Settings, templates: &Templates) -> Result<String> {
    templates.print("entity/compact.rs.jinja", &compact(entity, settings))
}

/// The text of an entity's file in the expanded form, the only one for what can only be read.
pub(super) fn expanded_text(entity: &Entity, settings: &Settings, templates: &Templates) -> Result<String> {
    templates.print("entity/expanded.rs.jinja", &expanded(entity, settings))
}

fn compact(entity: &Entity, settings: &Settings) -> CompactPage {
    CompactPage {
        head: HeadPage::new(entity, settings, "DeriveEntityModel"),
        has_relations: entity.relations.iter().any(is_direct),
        relations: entity.relations.iter().filter(|relation| is_direct(relation)).map(relation).collect(),
    }
}

fn expanded(entity: &Entity, settings: &Settings) -> ExpandedPage {
    let may_be_null = entity.fields.iter().all(|field| field.nullable);
    let own = if may_be_null { "DeriveActiveModel" } else { "DeriveModel, DeriveActiveModel" };
    let head = HeadPage::new(entity, settings, own);
    ExpandedPage {
        may_be_null,
        enums: arms(&head, |field| field.may_be_enum),
        reads: arms(&head, |field| field.has_read),
        writes: arms(&head, |field| field.has_write),
        key: entity.key.iter().map(|&idx| head.fields[idx].clone()).collect(),
        head,
        key_type: key_type(entity),
        auto_increment: entity.auto_increment,
        has_relations: entity.relations.iter().any(is_direct),
        relations: entity.relations.iter().filter(|relation| is_direct(relation)).map(relation).collect(),
        read_only: entity.source.is_read_only(),
        refusal: StrLit::new(&format!("`{}` can only be read", entity.table)),
    }
}

fn arms(head: &HeadPage, has_arm: fn(&FieldPage) -> bool) -> Arms {
    Arms { any: head.fields.iter().any(has_arm), all: head.fields.iter().all(has_arm) }
}

/// Many-to-many is not a variant of `Relation`: it needs the junction's two.
fn is_direct(relation: &Relation) -> bool {
    !matches!(relation.kind, RelationKind::ManyToMany { .. })
}

/// The type of the key's values. A stand-in of a type that cannot be a key, or that is not known to be fit for one, has
/// that of a text: no row is found by it.
fn key_type(entity: &Entity) -> Code {
    let key = entity.key.iter().map(|&idx| &entity.fields[idx].field_type.rust);
    let is_fit = |rust: &RustType| rust.can_be_key() && !(entity.stands_in && matches!(rust, RustType::Custom(_)));
    let types: Vec<String> = key.map(|rust| if is_fit(rust) { rust_type(rust) } else { "String".to_owned() }).collect();
    match types.as_slice() {
        [single] => Code::of(single),
        _ => Code::of(format!("({})", types.join(", "))),
    }
}

fn relation(relation: &Relation) -> RelationPage {
    let target =
        if relation.self_reference { String::new() } else { format!("super::{}::", Ident::new(&relation.target)) };
    let entity = format!("{target}Entity");
    let reverse = format!("{target}Relation::{}", Ident::new(&relation.reverse));
    let from = columns("", &relation.from);
    let to = columns(&target, &relation.to);
    let ends = [assigned("from", &from), assigned("to", &to)];
    let (items, call, links) = match &relation.kind {
        RelationKind::BelongsTo { on_update, on_delete, declared, .. } => {
            let mut items = vec![assigned("belongs_to", &entity)];
            let mut links = vec![format!("from({from})"), format!("to({to})")];
            items.extend(ends);
            for (name, action) in actions(on_update, on_delete) {
                items.push(assigned(name, action));
                links.push(format!("{name}(ForeignKeyAction::{action})"));
            }
            if !declared {
                items.push(Code::of("skip_fk"));
                links.push("skip_fk()".to_owned());
            }
            links.push("into()".to_owned());
            (items, format!("Entity::belongs_to({entity})"), links)
        }
        RelationKind::HasMany => {
            let items = vec![
                assigned("has_many", &entity),
                assigned("via_rel", &format!("Relation::{}", Ident::new(&relation.reverse))),
            ];
            (items, format!("Entity::has_many_via({entity}, {reverse}).into()"), Vec::new())
        }
        RelationKind::HasOne if relation.related => {
            (vec![assigned("has_one", &entity)], format!("{reverse}.def().rev()"), Vec::new())
        }
        // SeaORM derives a has-one from `Related`, which an ambiguous relation does not have.
        RelationKind::HasOne | RelationKind::ManyToMany { .. } => {
            let mut items = vec![assigned("belongs_to", &entity)];
            items.extend(ends);
            items.push(Code::of("skip_fk"));
            (items, format!("{reverse}.def().rev()"), Vec::new())
        }
    };
    RelationPage {
        variant: Ident::new(&relation.variant),
        attributes: vec![attribute(items)],
        call: Code::of(call),
        links: links.into_iter().map(Code::of).collect(),
    }
}

/// The actions worth writing: NO ACTION is the default, RESTRICT differs from it only for deferred constraints, and
/// MariaDB reports one for the other.
pub(super) fn actions<'a>(on_update: &'a str, on_delete: &'a str) -> impl Iterator<Item = (&'static str, &'a str)> {
    let both = [("on_update", on_update), ("on_delete", on_delete)];
    both.into_iter().filter(|(_, action)| !matches!(*action, "NoAction" | "Restrict"))
}

/// One column, or a tuple of them.
fn columns(target: &str, variants: &[String]) -> String {
    let columns: Vec<String> =
        variants.iter().map(|variant| format!("{target}Column::{}", Ident::new(variant))).collect();
    match columns.as_slice() {
        [single] => single.clone(),
        _ => format!("({})", columns.join(", ")),
    }
}
