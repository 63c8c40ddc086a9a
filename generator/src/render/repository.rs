//! Repository files: the shared runtime as it stands, one file per table with what is special about it, and the
//! trait that gives them all.

use super::example::{self, ExamplePage};
use super::field::{enum_of, rust_type};
use super::former::{AliasPage, ConstantAliasPage, EntityAliasPage, alias, note};
use super::head::origin;
use super::link::{self, LinkPage};
use super::partial::{self, PartialKeyPage};
use super::templates::Templates;
use super::text::{Code, DocLine, Ident, StrLit};
use crate::config::Settings;
use crate::model::{ConstraintKind, Conventions, Entity, Field, Finder, Model, Repository, RustType, Source};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// `repository/mod.rs`.
#[derive(Template, Serialize)]
#[template(path = "repository/mod.rs.jinja")]
struct RepositoriesPage {
    example: Ident,
    example_origin: DocLine,
    crate_name: Code,
    modules: Vec<Ident>,
    exports: Vec<Code>,
    has_views: bool,
    repositories: Vec<MethodPage>,
    former: Vec<EntityAliasPage>,
    former_types: Vec<AliasPage>,
}

#[derive(Serialize)]
struct MethodPage {
    origin: DocLine,
    method: Ident,
    folder: Ident,
    module: Ident,
    example: ExamplePage,
}

/// The repository of one table or view.
#[derive(Template, Serialize)]
#[template(path = "repository/table.rs.jinja")]
struct RepositoryPage {
    origin: DocLine,
    folder: Ident,
    module: Ident,
    uses_enums: bool,
    imports: Vec<Ident>,
    fields: Vec<ColumnPage>,
    former: Vec<ConstantAliasPage>,
    constraint_type: Ident,
    table: StrLit,
    has_conventions: bool,
    conventions: Vec<ConventionPage>,
    has_computed: bool,
    computed: Vec<Ident>,
    has_deletion_hooks: bool,
    traits: Vec<Ident>,
    is_versioned: bool,
    version: ColumnPage,
    is_soft_deleted: bool,
    deleted_at: ColumnPage,
    has_finders: bool,
    finders: Vec<FinderPage>,
    has_partial_keys: bool,
    partial_keys: Vec<PartialKeyPage>,
    has_constraints: bool,
    variants: Vec<Ident>,
    facts: Vec<FactPage>,
    has_links: bool,
    relation_type: Ident,
    related: Vec<Ident>,
    links: Vec<LinkPage>,
    has_new: bool,
    new_type: Ident,
    /// Whether a row has columns beside the required ones.
    has_rest: bool,
    required: Vec<ColumnPage>,
}

#[derive(Serialize)]
struct ColumnPage {
    comment: Vec<DocLine>,
    constant: Ident,
    name: Ident,
    variant: Ident,
    type_: Code,
}

#[derive(Serialize)]
struct ConventionPage {
    role: Ident,
    column: Code,
}

#[derive(Serialize)]
struct FinderPage {
    doc: DocLine,
    name: Ident,
    unique: bool,
    has_upsert: bool,
    columns: Code,
    parameters: Code,
    filter: Code,
    batched: bool,
    value_type: Code,
    constant: Ident,
}

#[derive(Serialize)]
struct FactPage {
    variant: Ident,
    kind: Ident,
    name: StrLit,
    columns: Vec<StrLit>,
}

/// The text of `repository/mod.rs`; `None` where no table has a repository.
pub(super) fn mod_text(model: &Model, settings: &Settings, templates: &Templates) -> Result<Option<String>> {
    let all = || model.all().filter(|entity| entity.repository.is_some());
    let Some(example) = all().next() else { return Ok(None) };
    let methods = all().filter_map(|entity| Some((entity, entity.repository.as_ref()?)));
    let page = RepositoriesPage {
        example: Ident::new(example.repository.as_ref().map(|own| own.method.as_str()).unwrap_or_default()),
        example_origin: origin(example),
        crate_name: example::crate_name(settings),
        modules: all().map(|entity| Ident::new(&entity.module)).collect(),
        exports: methods.clone().filter_map(|(entity, own)| export(entity, own)).collect(),
        has_views: all().any(|entity| entity.source.is_view()),
        repositories: methods.clone().map(|(entity, own)| method(entity, own)).collect(),
        former: methods.clone().flat_map(|(entity, own)| former_methods(entity, own)).collect(),
        former_types: methods.flat_map(|(entity, _)| &entity.former.types).map(|(was, now)| alias(was, now)).collect(),
    };
    templates.print("repository/mod.rs.jinja", &page).map(Some)
}

fn method(entity: &Entity, own: &Repository) -> MethodPage {
    MethodPage {
        origin: origin(entity),
        method: Ident::new(&own.method),
        folder: folder(entity),
        module: Ident::new(&entity.module),
        example: example::page(entity, own),
    }
}

/// The types that the file of an entity has for others.
pub(super) fn types(own: &Repository) -> Vec<Ident> {
    let constraint = (!own.constraints.is_empty()).then(|| constraint_type(own));
    let new = (!own.required.is_empty()).then(|| new_type(own));
    let relation = (!own.links.is_empty()).then(|| relation_type(own));
    new.into_iter().chain(constraint).chain(relation).collect()
}

fn export(entity: &Entity, own: &Repository) -> Option<Code> {
    let module = Ident::new(&entity.module);
    match types(own).as_slice() {
        [] => None,
        [single] => Some(Code::of(format_args!("{module}::{single}"))),
        several => {
            let several: Vec<String> = several.iter().map(ToString::to_string).collect();
            Some(Code::of(format_args!("{module}::{{{}}}", several.join(", "))))
        }
    }
}

/// An alias of something of an entity, which is called `now`.
pub(super) fn entity_alias(entity: &Entity, was: &str, now: &str) -> EntityAliasPage {
    EntityAliasPage {
        was: Ident::new(was),
        note: note(now),
        origin: origin(entity),
        folder: folder(entity),
        module: Ident::new(&entity.module),
    }
}

fn former_methods(entity: &Entity, own: &Repository) -> impl Iterator<Item = EntityAliasPage> {
    entity.former.methods.iter().map(|was| entity_alias(entity, was, &own.method))
}

fn constant_alias(entity: &Entity, own: &Repository, was: &str, idx: usize) -> ConstantAliasPage {
    let now = &own.constants[idx];
    ConstantAliasPage {
        was: Ident::new(was),
        now: Ident::new(now),
        note: note(now),
        type_: Code::of(full_type(&entity.fields[idx].field_type.rust)),
    }
}

fn folder(entity: &Entity) -> Ident {
    Ident::new(if entity.source.is_view() { "view" } else { "entity" })
}

pub(super) fn new_type(own: &Repository) -> Ident {
    Ident::new(&own.types.new)
}

fn relation_type(own: &Repository) -> Ident {
    Ident::new(&own.types.relation)
}

fn constraint_type(own: &Repository) -> Ident {
    Ident::new(if own.constraints.is_empty() { "NoConstraint" } else { &own.types.constraint })
}

/// The text of an entity's repository file; `None` for an entity without one.
pub(super) fn text(entity: &Entity, templates: &Templates) -> Result<Option<String>> {
    let Some(own) = &entity.repository else { return Ok(None) };
    let conventions = conventions(entity, &own.conventions);
    let computed = entity.fields.iter().filter(|field| field.generated && !entity.source.is_read_only());
    let computed: Vec<Ident> = computed.map(|field| Ident::new(&field.variant)).collect();
    let variants: BTreeSet<&str> = own.constraints.iter().map(|constraint| constraint.name.as_str()).collect();
    let page = RepositoryPage {
        origin: origin(entity),
        folder: folder(entity),
        module: Ident::new(&entity.module),
        uses_enums: entity.fields.iter().any(|field| enum_of(&field.field_type.rust).is_some()),
        imports: imports(entity, own),
        fields: (0..entity.fields.len()).map(|idx| column(entity, own, idx)).collect(),
        former: entity.former.constants.iter().map(|(was, idx)| constant_alias(entity, own, was, *idx)).collect(),
        constraint_type: constraint_type(own),
        table: StrLit::new(&entity.table),
        has_conventions: !conventions.is_empty(),
        conventions,
        has_computed: !computed.is_empty(),
        computed,
        has_deletion_hooks: entity.behavior.has_deletion_hooks(),
        traits: traits(entity).into_iter().map(Ident::new).collect(),
        is_versioned: version(own).is_some(),
        version: column(entity, own, version(own).unwrap_or_default()),
        is_soft_deleted: own.conventions.deleted_at.is_some(),
        deleted_at: column(entity, own, own.conventions.deleted_at.unwrap_or_default()),
        has_finders: !own.finders.is_empty(),
        finders: own.finders.iter().map(|finder| finder_page(entity, own, finder)).collect(),
        has_partial_keys: !own.partial_keys.is_empty(),
        partial_keys: own.partial_keys.iter().map(|key| partial::page(entity, key)).collect(),
        has_constraints: !own.constraints.is_empty(),
        variants: variants.into_iter().map(Ident::new).collect(),
        facts: own.constraints.iter().map(fact).collect(),
        has_links: !own.links.is_empty(),
        relation_type: relation_type(own),
        related: link::modules(entity),
        links: link::pages(entity, own),
        has_new: !own.required.is_empty(),
        new_type: new_type(own),
        has_rest: own.required.len() < entity.fields.len(),
        required: own.required.iter().map(|&idx| column(entity, own, idx)).collect(),
    };
    templates.print("repository/table.rs.jinja", &page).map(Some)
}

/// The traits that an entity's source grants.
fn traits(entity: &Entity) -> Vec<&'static str> {
    match entity.source {
        Source::Table => vec!["Keyed", "Writable"],
        Source::MaterializedView => vec!["Materialized"],
        Source::KeylessTable | Source::View => Vec::new(),
    }
}

/// The column that tells one state of a row from the next: a counter is surer than a time.
pub(super) fn version(own: &Repository) -> Option<usize> {
    own.conventions.version.or(own.conventions.updated_at)
}

/// What the file uses of the runtime.
fn imports(entity: &Entity, own: &Repository) -> Vec<Ident> {
    let mut names = BTreeSet::from(["Field", "Table"]);
    names.extend(traits(entity));
    names.extend(link::imports(entity, own));
    if own.conventions.all().iter().any(|(_, idx)| idx.is_some()) {
        names.insert("Conventions");
    }
    if version(own).is_some() {
        names.insert("Versioned");
    }
    if own.conventions.deleted_at.is_some() {
        names.insert("SoftDelete");
    }
    if !own.partial_keys.is_empty() {
        names.extend(["Repository", "Result", "Term"]);
    }
    if !own.finders.is_empty() {
        names.insert("Repository");
    }
    if own.finders.iter().any(|finder| !finder.unique) {
        names.insert("Query");
    }
    if own.finders.iter().any(|finder| finder.unique || finder.batched) {
        names.insert("Result");
    }
    if own.constraints.is_empty() {
        names.insert("NoConstraint");
    } else {
        names.extend(["Constraint", "Facts", "Kind"]);
    }
    if !own.required.is_empty() {
        names.insert("Set");
    }
    names.into_iter().map(Ident::new).collect()
}

fn column(entity: &Entity, own: &Repository, idx: usize) -> ColumnPage {
    let field = &entity.fields[idx];
    ColumnPage {
        comment: DocLine::optional(field.comment.as_deref()),
        constant: Ident::new(&own.constants[idx]),
        name: Ident::new(&field.name),
        variant: Ident::new(&field.variant),
        type_: Code::of(full_type(&field.field_type.rust)),
    }
}

/// The type, with the path to what is SeaORM's.
pub(super) fn full_type(rust: &RustType) -> String {
    match rust {
        RustType::Named(
            name @ ("BigDecimal" | "Date" | "DateTime" | "DateTimeWithTimeZone" | "Decimal" | "Json" | "Time" | "Uuid"),
        ) => format!("sea_orm::prelude::{name}"),
        RustType::Vec(element) => format!("Vec<{}>", full_type(element)),
        RustType::AnyValue => "super::super::types::AnyValue".to_owned(),
        RustType::Numeric(number) => format!("super::super::types::Numeric<{}>", full_type(number)),
        RustType::Array(element) => format!("super::super::types::Array<{}>", full_type(element)),
        RustType::Range(element) => format!("super::super::types::Range<{}>", full_type(element)),
        RustType::Multirange(element) => format!("super::super::types::Multirange<{}>", full_type(element)),
        RustType::Newtype { .. } | RustType::Composite { .. } => format!("super::super::{}", rust_type(rust)),
        RustType::Named(_) | RustType::Enum(_) | RustType::Custom(_) => rust_type(rust),
    }
}

fn conventions(entity: &Entity, own: &Conventions) -> Vec<ConventionPage> {
    let all = own.all();
    if all.iter().all(|(_, idx)| idx.is_none()) {
        return Vec::new();
    }
    let page = |(role, idx): (&str, Option<usize>)| {
        let column = idx.map(|idx| format!("Some({})", variant(entity, idx)));
        ConventionPage { role: Ident::new(role), column: Code::of(column.unwrap_or_else(|| "None".to_owned())) }
    };
    all.into_iter().map(page).collect()
}

/// The column of a field, in a file of the data layer.
pub(super) fn variant(entity: &Entity, idx: usize) -> String {
    format!("{}::Column::{}", Ident::new(&entity.module), Ident::new(&entity.fields[idx].variant))
}

fn finder_page(entity: &Entity, own: &Repository, finder: &Finder) -> FinderPage {
    let fields = || finder.fields.iter().map(|&idx| (&entity.fields[idx], &own.constants[idx]));
    let parameters: Vec<String> = fields().map(|(field, _)| parameter(field)).collect();
    let module = Ident::new(&entity.module);
    let filters: Vec<String> = fields()
        .map(|(field, constant)| format!("{module}::Entity::{}.eq({})", Ident::new(constant), Ident::new(&field.name)))
        .collect();
    let columns: Vec<&str> = fields().map(|(field, _)| field.column.as_str()).collect();
    let variants: Vec<String> = finder.fields.iter().map(|&idx| variant(entity, idx)).collect();
    let first = fields().next();
    FinderPage {
        doc: DocLine::sentence("", &columns.join(", "), ""),
        name: Ident::new(&finder.name),
        unique: finder.unique,
        has_upsert: finder.unique && entity.source == Source::Table,
        columns: Code::of(variants.join(", ")),
        parameters: Code::of(parameters.join(", ")),
        filter: Code::of(filters.join(" & ")),
        batched: finder.batched,
        value_type: Code::of(first.map(|(field, _)| full_type(&field.field_type.rust)).unwrap_or_default()),
        constant: Ident::new(first.map(|(_, constant)| constant.as_str()).unwrap_or_default()),
    }
}

/// Texts are borrowed, everything else that rows are found by is copied.
pub(super) fn is_borrowed(field: &Field) -> bool {
    field.field_type.rust == RustType::Named("String")
}

fn parameter(field: &Field) -> String {
    let type_ = if is_borrowed(field) { "&str".to_owned() } else { full_type(&field.field_type.rust) };
    format!("{}: {type_}", Ident::new(&field.name))
}

fn fact(constraint: &crate::model::Constraint) -> FactPage {
    FactPage {
        variant: Ident::new(&constraint.name),
        kind: Ident::new(match constraint.kind {
            ConstraintKind::PrimaryKey => "PrimaryKey",
            ConstraintKind::Unique => "Unique",
            ConstraintKind::ForeignKey => "ForeignKey",
            ConstraintKind::Check => "Check",
        }),
        name: StrLit::new(&constraint.known_as),
        columns: constraint.columns.iter().map(|column| StrLit::new(column)).collect(),
    }
}
