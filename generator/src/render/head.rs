//! What the files of all forms of an entity begin with: origin, comment, derives, table and fields.

use super::field::{self, FieldPage, enum_of, holds_composite};
use super::former::{AliasPage, alias};
use super::text::{Code, DocLine, StrLit};
use super::types::is_own;
use crate::config::Settings;
use crate::model::{Entity, RustType, Source};
use serde::Serialize;

/// The part that every form shares.
#[derive(Serialize)]
pub(super) struct HeadPage {
    pub(super) origin: DocLine,
    pub(super) uses_composites: bool,
    pub(super) uses_enums: bool,
    pub(super) uses_newtypes: bool,
    pub(super) uses_types: bool,
    pub(super) comment: Vec<DocLine>,
    pub(super) derives: Vec<Code>,
    pub(super) attributes: Vec<Code>,
    pub(super) has_schema: bool,
    pub(super) schema: StrLit,
    pub(super) table: StrLit,
    pub(super) fields: Vec<FieldPage>,
    /// Whether `ActiveModelBehavior` is implemented here, and not in an extension file.
    pub(super) has_behavior: bool,
    pub(super) has_former: bool,
    /// What variants of `Column` were called.
    pub(super) former: Vec<AliasPage>,
}

impl HeadPage {
    /// The head of an entity; `own` are the derives of the form.
    pub(super) fn new(entity: &Entity, settings: &Settings, own: &str) -> Self {
        Self {
            origin: origin(entity),
            uses_composites: entity.fields.iter().any(|field| holds_composite(&field.field_type.rust)),
            uses_enums: uses_enums(entity),
            uses_newtypes: uses_newtypes(entity),
            uses_types: entity.fields.iter().any(|field| is_own(&field.field_type.rust)),
            comment: DocLine::optional(entity.comment.as_deref()),
            derives: derives(entity, settings, own),
            attributes: entity.attributes.iter().map(Code::of).collect(),
            has_schema: entity.schema.is_some(),
            schema: StrLit::new(entity.schema.as_deref().unwrap_or_default()),
            table: StrLit::new(&entity.table),
            fields: (0..entity.fields.len()).map(|idx| field::page(entity, idx)).collect(),
            has_behavior: entity.behavior.is_generated(),
            has_former: !entity.former.variants.is_empty(),
            former: entity.former.variants.iter().map(|(was, idx)| alias(was, &entity.fields[*idx].variant)).collect(),
        }
    }
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

/// Whether a field's type is an enum of the generated crate.
fn uses_enums(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| enum_of(&field.field_type.rust).is_some())
}

/// Whether a field's type is a newtype of the generated crate.
fn uses_newtypes(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| matches!(field.field_type.rust, RustType::Newtype { .. }))
}

/// The derives of a model, a line each; `own` are those of the form.
fn derives(entity: &Entity, settings: &Settings, own: &str) -> Vec<Code> {
    let eq = if entity.fields.iter().all(|field| field.field_type.is_eq()) { "Eq, " } else { "" };
    let first = Code::of(format_args!("Clone, Debug, PartialEq, {eq}{own}"));
    let serde = settings.entity.serde.then(|| Code::of(SERDE));
    [first].into_iter().chain(serde).chain(entity.derives.iter().map(Code::of)).collect()
}

/// The derives that the configuration asks for everywhere, a line of their own each.
pub(super) fn further_derives(settings: &Settings) -> impl Iterator<Item = Code> {
    let serde = settings.entity.serde.then(|| Code::of(SERDE));
    serde.into_iter().chain(settings.entity.derive.iter().map(Code::of))
}

const SERDE: &str = "serde::Serialize, serde::Deserialize";
