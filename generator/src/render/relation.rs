//! Relation files: queries and loaders for what belongs to an entity, and `Related` where it is unambiguous.

use super::head::origin;
use super::text::{Code, DocLine, Ident};
use super::wide;
use crate::config::Format;
use crate::model::{Entity, Relation, RelationKind};
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// The relations of one entity.
#[derive(Template, Serialize)]
#[template(path = "relation.rs.jinja")]
struct RelationsPage {
    origin: DocLine,
    module: Ident,
    imports: Vec<Ident>,
    has_joins: bool,
    related: Vec<RelatedPage>,
    relations: Vec<RelationPage>,
}

#[derive(Serialize)]
struct RelatedPage {
    target: Ident,
    to: Code,
    many_to_many: bool,
    via: Code,
}

#[derive(Serialize)]
struct RelationPage {
    doc: DocLine,
    find: Ident,
    load: Ident,
    target: Ident,
    one_line: bool,
    joins: Vec<Code>,
    filters: Vec<Code>,
    loaded: Code,
    keys: Vec<KeysPage>,
    call: Code,
    arguments: Vec<Code>,
    call_one_line: bool,
}

/// The pairs of columns that a loader compares.
#[derive(Serialize)]
struct KeysPage {
    name: Ident,
    one_line: bool,
    pairs: Vec<Code>,
}

/// The text of an entity's relation file; `None` for an entity without relations.
pub(super) fn text(entity: &Entity) -> Result<Option<String>, askama::Error> {
    if entity.relations.is_empty() {
        return Ok(None);
    }
    let page = RelationsPage {
        origin: origin(entity),
        module: Ident::new(&entity.module),
        imports: imports(entity),
        has_joins: entity.relations.iter().any(|relation| matches!(relation.kind, RelationKind::ManyToMany { .. })),
        // The dense form implements `Related` itself.
        related: entity
            .relations
            .iter()
            .filter(|relation| relation.related && entity.format != Format::Dense)
            .map(|relation| related(entity, relation))
            .collect(),
        relations: entity.relations.iter().map(|relation| page(entity, relation)).collect(),
    };
    page.render().map(Some)
}

fn imports(entity: &Entity) -> Vec<Ident> {
    let mut modules = BTreeSet::from([entity.module.as_str()]);
    for relation in &entity.relations {
        modules.insert(&relation.target);
        if let RelationKind::ManyToMany { junction, .. } = &relation.kind {
            modules.insert(junction);
        }
    }
    modules.into_iter().map(Ident::new).collect()
}

fn related(entity: &Entity, relation: &Relation) -> RelatedPage {
    let module = Ident::new(&entity.module);
    let (to, via) = match &relation.kind {
        RelationKind::ManyToMany { junction, near, far, .. } => {
            let junction = Ident::new(junction);
            (
                format!("{junction}::Relation::{}.def()", Ident::new(far)),
                format!("{junction}::Relation::{}.def().rev()", Ident::new(near)),
            )
        }
        _ => (format!("{module}::Relation::{}.def()", Ident::new(&relation.variant)), String::new()),
    };
    let many_to_many = matches!(relation.kind, RelationKind::ManyToMany { .. });
    RelatedPage { target: Ident::new(&relation.target), to: Code::of(to), many_to_many, via: Code::of(via) }
}

fn page(entity: &Entity, relation: &Relation) -> RelationPage {
    let target = Ident::new(&relation.target);
    let (joins, filters) = query(entity, relation);
    let width = format!("{target}::Entity::find()").len()
        + filters.iter().chain(&joins).map(|part| part.width() + 1).sum::<usize>();
    let (function, generics, keys) = loader(entity, relation);
    let compared = match keys.as_slice() {
        [keys] => format!("&{}", keys.name),
        _ => format!("({})", keys.iter().map(|keys| format!("&{}", keys.name)).collect::<Vec<_>>().join(", ")),
    };
    let arguments = ["rows", &compared, "query", "db"].map(Code::of).to_vec();
    let call = Code::of(format_args!("loader::{function}::<{generics}, _>"));
    let call_width =
        8 + call.width() + arguments.iter().map(|argument| argument.width() + 2).sum::<usize>() + ".await".len();
    RelationPage {
        doc: doc(entity, relation),
        find: Ident::new(&format!("find_{}", found(relation))),
        load: Ident::new(&format!("load_{}", found(relation))),
        one_line: joins.is_empty() && width <= if filters.len() == 1 { wide::LINE - 8 } else { wide::CHAIN },
        joins,
        filters,
        loaded: Code::of(if is_many(relation) {
            format!("Vec<{target}::Model>")
        } else {
            format!("Option<{target}::Model>")
        }),
        target,
        keys,
        call_one_line: call_width <= wide::LINE,
        call,
        arguments,
    }
}

/// `find_related` and `find_linked` are SeaORM's.
fn found(relation: &Relation) -> &str {
    match relation.name.as_str() {
        "related" => "related_",
        "linked" => "linked_",
        name => name.trim_end_matches('_'),
    }
}

fn is_many(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::HasMany | RelationKind::ManyToMany { .. })
}

fn doc(entity: &Entity, relation: &Relation) -> DocLine {
    let columns = |variants: &[String]| -> String {
        let columns = variants.iter().map(|variant| {
            let field = entity.fields.iter().find(|field| field.variant == *variant);
            field.map(|field| field.name.as_str()).unwrap_or_default()
        });
        columns.collect::<Vec<_>>().join(", ")
    };
    match &relation.kind {
        RelationKind::BelongsTo { optional: false, .. } => DocLine::sentence(
            &format!("The {} that ", spoken(&relation.target)),
            &columns(&relation.from),
            " refers to.",
        ),
        RelationKind::BelongsTo { .. } => DocLine::sentence(
            &format!("The {} that ", spoken(&relation.target)),
            &columns(&relation.from),
            " refers to, if any.",
        ),
        RelationKind::HasOne => DocLine::sentence(
            &format!("The {} that refers to this ", spoken(&relation.target)),
            &entity.table,
            " row, if any.",
        ),
        RelationKind::HasMany => DocLine::sentence(
            &format!("Every {} that refers to this ", spoken(&relation.target)),
            &entity.table,
            " row.",
        ),
        RelationKind::ManyToMany { junction, .. } => {
            DocLine::sentence(&format!("Every {} linked through ", spoken(&relation.target)), junction, ".")
        }
    }
}

/// A module's name in a sentence.
fn spoken(module: &str) -> String {
    module.trim_end_matches('_').replace('_', " ")
}

/// The joins and filters that find what belongs to one row.
fn query(entity: &Entity, relation: &Relation) -> (Vec<Code>, Vec<Code>) {
    let (holder, columns, joins) = match &relation.kind {
        RelationKind::ManyToMany { junction, near_columns, far, .. } => {
            let junction = Ident::new(junction);
            let join = format!("join(JoinType::InnerJoin, {junction}::Relation::{}.def().rev())", Ident::new(far));
            (junction, near_columns, vec![Code::of(join)])
        }
        _ => (Ident::new(&relation.target), &relation.to, Vec::new()),
    };
    let filters = columns.iter().zip(&relation.from).map(|(column, own)| {
        let value = value(entity, own);
        Code::of(format_args!("filter({holder}::Column::{}.eq({value}))", Ident::new(column)))
    });
    (joins, filters.collect())
}

/// The value of a row's field, by its `Column` variant.
fn value(entity: &Entity, variant: &str) -> Code {
    let field = entity.fields.iter().find(|field| field.variant == variant);
    let name = Ident::new(field.map(|field| field.name.as_str()).unwrap_or_default());
    let copied = field.is_some_and(|field| field.field_type.rust.is_copy());
    Code::of(if copied { format!("self.{name}") } else { format!("self.{name}.clone()") })
}

/// The loader's function, its type arguments but the last, and the keys it compares.
fn loader(entity: &Entity, relation: &Relation) -> (&'static str, Code, Vec<KeysPage>) {
    let (own, target) = (Ident::new(&entity.module), Ident::new(&relation.target));
    match &relation.kind {
        RelationKind::ManyToMany { junction, near_columns, far_columns, .. } => {
            let junction = Ident::new(junction);
            let near = keys("near", (&own, &relation.from), (&junction, near_columns));
            let far = keys("far", (&junction, far_columns), (&target, &relation.to));
            let generics = Code::of(format_args!("{own}::Entity, {junction}::Entity, {target}::Entity"));
            ("many_to_many", generics, vec![near, far])
        }
        _ => {
            let keys = keys("keys", (&own, &relation.from), (&target, &relation.to));
            let generics = Code::of(format_args!("{own}::Entity, {target}::Entity"));
            (if is_many(relation) { "many" } else { "one" }, generics, vec![keys])
        }
    }
}

fn keys(name: &str, (own, own_columns): (&Ident, &[String]), (other, other_columns): (&Ident, &[String])) -> KeysPage {
    let pairs = own_columns.iter().zip(other_columns).map(|(one, two)| {
        Code::of(format_args!("({own}::Column::{}, {other}::Column::{})", Ident::new(one), Ident::new(two)))
    });
    let pairs: Vec<Code> = pairs.collect();
    let width = "        let  = [];".len() + name.len() + pairs.iter().map(|pair| pair.width() + 2).sum::<usize>();
    KeysPage { name: Ident::new(name), one_line: width <= wide::LINE, pairs }
}
