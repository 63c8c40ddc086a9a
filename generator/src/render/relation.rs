//! Relation files: queries and loaders for what belongs to an entity, and `Related` where it is unambiguous.

use super::head::origin;
use super::templates::Templates;
use super::text::{Code, DocLine, Ident};
use super::wide;
use crate::config::Format;
use crate::model::{Entity, Relation, RelationKind};
use anyhow::Result;
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
    steps: Vec<StepPage>,
}

/// One call of a loader: the pairs of columns it compares, and the call.
#[derive(Serialize)]
struct StepPage {
    keys: Ident,
    pairs_one_line: bool,
    pairs: Vec<Code>,
    binding: Code,
    call: Code,
    arguments: Vec<Code>,
    end: Code,
    call_one_line: bool,
}

/// One end of a step: the module of an entity and the `Column` variants.
type End<'a> = (&'a Ident, &'a [String]);

/// The text of an entity's relation file; `None` for an entity without relations.
pub(super) fn text(entity: &Entity, templates: &Templates) -> Result<Option<String>> {
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
    templates.print("relation.rs.jinja", &page).map(Some)
}

fn imports(entity: &Entity) -> Vec<Ident> {
    let mut modules = modules(entity);
    modules.insert(&entity.module);
    modules.into_iter().map(Ident::new).collect()
}

/// The modules of the entities that the relations lead to or through.
pub(super) fn modules(entity: &Entity) -> BTreeSet<&str> {
    let mut modules = BTreeSet::new();
    for relation in &entity.relations {
        modules.insert(relation.target.as_str());
        if let RelationKind::ManyToMany { junction, .. } = &relation.kind {
            modules.insert(junction);
        }
    }
    modules
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
        steps: steps(entity, relation),
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

/// What a relation is, in a sentence.
pub(super) fn doc(entity: &Entity, relation: &Relation) -> DocLine {
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
    let pairs = columns.iter().zip(&relation.from).zip(&relation.unlike);
    let filters = pairs.map(|((column, own), unlike)| {
        let column = format!("{holder}::Column::{}", Ident::new(column));
        match unlike {
            true => unlike_filter(entity, own, &column),
            false => Code::of(format_args!("filter({column}.eq({}))", value(entity, own))),
        }
    });
    (joins, filters.collect())
}

/// The filter by a column that a value is not simply equal to.
fn unlike_filter(entity: &Entity, own: &str, column: &str) -> Code {
    let columns = format!("({}::Column::{}, {column})", Ident::new(&entity.module), Ident::new(own));
    let value = value(entity, own);
    let line = format!("filter(loader::equal({columns}, {value}))");
    let indented = "            .".len();
    Code::of(match line.len() + indented <= wide::LINE {
        true => line,
        false => format!("filter(loader::equal(\n                {columns},\n                {value},\n            ))"),
    })
}

/// The value of a row's field, by its `Column` variant.
fn value(entity: &Entity, variant: &str) -> Code {
    let field = entity.fields.iter().find(|field| field.variant == variant);
    let name = Ident::new(field.map(|field| field.name.as_str()).unwrap_or_default());
    let copied = field.is_some_and(|field| field.field_type.rust.is_copy());
    Code::of(if copied { format!("self.{name}") } else { format!("self.{name}.clone()") })
}

/// The calls that load a relation for many rows: one, or for a junction the links and then what lies behind them.
fn steps(entity: &Entity, relation: &Relation) -> Vec<StepPage> {
    let (own, target) = (Ident::new(&entity.module), Ident::new(&relation.target));
    match &relation.kind {
        RelationKind::ManyToMany { junction, near_columns, far_columns, .. } => {
            let junction = Ident::new(junction);
            let mut near = step("many", (&own, &relation.from), (&junction, near_columns));
            near.keys = Ident::new("near");
            near.binding = Code::of("let links = ");
            near.end = Code::of("?;");
            near.arguments = ["rows", "&near", &format!("{junction}::Entity::find()"), "db"].map(Code::of).to_vec();
            let mut far = step("through", (&junction, far_columns), (&target, &relation.to));
            far.keys = Ident::new("far");
            far.arguments = ["links", "&far", "query", "db"].map(Code::of).to_vec();
            vec![near.measured(), far.measured()]
        }
        kind => {
            let function = if matches!(kind, RelationKind::HasMany) { "many" } else { "one" };
            vec![step(function, (&own, &relation.from), (&target, &relation.to)).measured()]
        }
    }
}

fn step(function: &str, (own, own_columns): End<'_>, (other, other_columns): End<'_>) -> StepPage {
    let pairs = own_columns.iter().zip(other_columns).map(|(one, two)| {
        Code::of(format_args!("({own}::Column::{}, {other}::Column::{})", Ident::new(one), Ident::new(two)))
    });
    StepPage {
        keys: Ident::new("keys"),
        pairs_one_line: true,
        pairs: pairs.collect(),
        binding: Code::of(""),
        call: Code::of(format_args!("loader::{function}::<{own}::Entity, {other}::Entity, _>")),
        arguments: ["rows", "&keys", "query", "db"].map(Code::of).to_vec(),
        end: Code::of(""),
        call_one_line: true,
    }
}

impl StepPage {
    /// The same step, broken into lines where it is too wide for one.
    fn measured(mut self) -> Self {
        let list = |items: &[Code]| items.iter().map(|item| item.width() + 2).sum::<usize>();
        let pairs = "        let  = [];".len() + self.keys.to_string().len() + list(&self.pairs);
        let call = "        ().await".len() + self.binding.width() + self.call.width() + self.end.width();
        self.pairs_one_line = pairs <= wide::LINE;
        self.call_one_line = call + list(&self.arguments) <= wide::LINE;
        self
    }
}
