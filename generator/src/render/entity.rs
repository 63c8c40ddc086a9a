//! Entity files: the model's entities as pages, in the compact and the expanded form.
//!
//! A page is what a template prints; every choice of wording and layout that depends on data is made here.

use super::field::{self, AttributePage, FieldPage, assigned, attribute, enum_of, rust_type};
use super::text::{Code, DocLine, Ident, StrLit};
use crate::config::Settings;
use crate::model::{Entity, Relation, RelationKind, Source};
use askama::Template;
use serde::Serialize;

/// An entity in the compact form.
#[derive(Template, Serialize)]
#[template(path = "entity/compact.rs.jinja")]
struct CompactPage {
    origin: DocLine,
    uses_enums: bool,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    has_schema: bool,
    schema: StrLit,
    table: StrLit,
    fields: Vec<FieldPage>,
    has_relations: bool,
    relations: Vec<RelationPage>,
}

/// An entity in the expanded form.
#[derive(Template, Serialize)]
#[template(path = "entity/expanded.rs.jinja")]
struct ExpandedPage {
    origin: DocLine,
    uses_enums: bool,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    has_schema: bool,
    schema: StrLit,
    table: StrLit,
    fields: Vec<FieldPage>,
    has_enums: bool,
    has_casts: bool,
    key: Vec<FieldPage>,
    key_type: Code,
    auto_increment: bool,
    has_relations: bool,
    relations: Vec<RelationPage>,
    read_only: bool,
    refusal: StrLit,
}

#[derive(Clone, Serialize)]
struct RelationPage {
    variant: Ident,
    attributes: Vec<AttributePage>,
    call: Code,
    links: Vec<Code>,
}

/// The text of an entity's file in the compact form.
pub(super) fn compact_text(entity: &Entity, settings: &Settings) -> Result<String, askama::Error> {
    compact(entity, settings).render()
}

/// The text of an entity's file in the expanded form, the only one for what can only be read.
pub(super) fn expanded_text(entity: &Entity, settings: &Settings) -> Result<String, askama::Error> {
    expanded(entity, settings).render()
}

/// What an entity is made from, as a phrase in a comment.
pub(super) fn origin(entity: &Entity) -> DocLine {
    let name = entity.schema.as_ref().map_or(entity.table.clone(), |schema| format!("{schema}.{}", entity.table));
    let kind = match entity.source {
        Source::Table | Source::KeylessTable => "table ",
        Source::View => "view ",
        Source::MaterializedView => "materialized view ",
    };
    DocLine::sentence(kind, &name, "")
}

fn compact(entity: &Entity, settings: &Settings) -> CompactPage {
    CompactPage {
        origin: origin(entity),
        uses_enums: uses_enums(entity),
        comment: DocLine::optional(entity.comment.as_deref()),
        derives: derives(entity, settings, "DeriveEntityModel"),
        has_schema: entity.schema.is_some(),
        schema: StrLit::new(entity.schema.as_deref().unwrap_or_default()),
        table: StrLit::new(&entity.table),
        fields: (0..entity.fields.len()).map(|idx| field::page(entity, idx)).collect(),
        has_relations: entity.relations.iter().any(is_direct),
        relations: entity.relations.iter().filter(|relation| is_direct(relation)).map(relation).collect(),
    }
}

fn expanded(entity: &Entity, settings: &Settings) -> ExpandedPage {
    let page = compact(entity, settings);
    ExpandedPage {
        derives: derives(entity, settings, "DeriveModel, DeriveActiveModel"),
        has_enums: page.fields.iter().any(|field| field.has_enum),
        has_casts: page.fields.iter().any(|field| field.has_cast),
        key: entity.key.iter().map(|&idx| page.fields[idx].clone()).collect(),
        key_type: key_type(entity),
        auto_increment: entity.auto_increment,
        read_only: entity.source.is_read_only(),
        refusal: StrLit::new(&format!("`{}` can only be read", entity.table)),
        origin: page.origin,
        uses_enums: page.uses_enums,
        comment: page.comment,
        has_schema: page.has_schema,
        schema: page.schema,
        table: page.table,
        fields: page.fields,
        has_relations: page.has_relations,
        relations: page.relations,
    }
}

/// Many-to-many is not a variant of `Relation`: it needs the junction's two.
fn is_direct(relation: &Relation) -> bool {
    !matches!(relation.kind, RelationKind::ManyToMany { .. })
}

/// Whether a field's type is an enum of the generated crate.
pub(super) fn uses_enums(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| enum_of(&field.field_type.rust).is_some())
}

/// The derives of a model, a line each; `own` are those of the form.
pub(super) fn derives(entity: &Entity, settings: &Settings, own: &str) -> Vec<Code> {
    let eq = if entity.fields.iter().all(|field| field.field_type.is_eq()) { "Eq, " } else { "" };
    let first = Code::of(format_args!("Clone, Debug, PartialEq, {eq}{own}"));
    [first].into_iter().chain(further_derives(settings)).collect()
}

/// The derives that the configuration asks for, a line of their own each.
pub(super) fn further_derives(settings: &Settings) -> impl Iterator<Item = Code> {
    let serde = settings.entity.serde.then_some("serde::Serialize, serde::Deserialize");
    serde.into_iter().chain(settings.entity.derive.iter().map(String::as_str)).map(Code::of)
}

fn key_type(entity: &Entity) -> Code {
    let types: Vec<String> = entity.key.iter().map(|&idx| rust_type(&entity.fields[idx].field_type.rust)).collect();
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
        RelationKind::BelongsTo { on_update, on_delete, .. } => {
            let mut items = vec![assigned("belongs_to", &entity)];
            let mut links = vec![format!("from({from})"), format!("to({to})")];
            items.extend(ends);
            for (name, action) in actions(on_update, on_delete) {
                items.push(assigned(name, action));
                links.push(format!("{name}(ForeignKeyAction::{action})"));
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
