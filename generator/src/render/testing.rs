//! The tests of the generated crate: one for each table and view, with what is special about it; what is the same for
//! all stands in the driver's files.

use super::repository;
use super::templates::Templates;
use super::text::{Code, Ident, StrLit};
use super::{File, ended};
use crate::config::Settings;
use crate::model::{Entity, Field, Finder, Link, Model, Relation, RelationKind, Repository, RustType, Source};
use anyhow::Result;
use askama::Template;
use serde::Serialize;

/// `tests/generated.rs`.
#[derive(Template, Serialize)]
#[template(path = "tests/generated.rs.jinja")]
struct TestsPage {
    crate_name: Ident,
    tables: Vec<TablePage>,
    views: Vec<ViewPage>,
}

#[derive(Serialize)]
struct ViewPage {
    module: Ident,
    is_materialized: bool,
}

#[derive(Serialize)]
struct TablePage {
    module: Ident,
    has_keys: bool,
    /// The columns of each unique key.
    keys: Vec<Code>,
    /// Whether no trigger can change what is written.
    is_exact: bool,
    /// Whether there is anything that not every table has.
    has_more: bool,
    has_repository: bool,
    has_version: bool,
    version: Ident,
    is_soft_deleted: bool,
    /// A moment after all others.
    far: StrLit,
    finders: Vec<FinderPage>,
    parents: Vec<ParentPage>,
    relations: Vec<Code>,
}

#[derive(Serialize)]
struct FinderPage {
    name: Ident,
    unique: bool,
    batched: bool,
    /// Whether a column may be NULL, so that there may be nothing to find by.
    has_guard: bool,
    pattern: Code,
    columns: Code,
    variants: Code,
    arguments: Code,
    value: Code,
}

#[derive(Serialize)]
struct ParentPage {
    relation: Code,
    there: Code,
}

/// The tests, where they are asked for.
pub(super) fn files(model: &Model, settings: &Settings, templates: &Templates) -> Result<Vec<File>> {
    if !settings.entity.tests {
        return Ok(Vec::new());
    }
    let text = templates.print("tests/generated.rs.jinja", &page(model, &settings.entity.crate_name))?;
    let mut files = templates.folder("tests/drive", "tests/generated")?;
    files.push(File::generated("tests/generated.rs", &ended(text)));
    Ok(files)
}

fn page(model: &Model, crate_name: &str) -> TestsPage {
    let tested = model.entities.iter().filter(|entity| entity.factory.is_some());
    TestsPage {
        crate_name: Ident::new(crate_name),
        tables: tested.filter_map(|entity| Some(table(entity, entity.repository.as_ref()?))).collect(),
        views: model.views.iter().map(view).collect(),
    }
}

fn view(view: &Entity) -> ViewPage {
    ViewPage { module: Ident::new(&view.module), is_materialized: view.source == Source::MaterializedView }
}

fn table(entity: &Entity, own: &Repository) -> TablePage {
    let version = repository::version(own).map(|idx| &entity.fields[idx]);
    let version = version.filter(|field| !field.nullable);
    let deleted_at = own.conventions.deleted_at.map(|idx| &entity.fields[idx].field_type.rust);
    let zone = if deleted_at == Some(&RustType::Named("DateTimeWithTimeZone")) { "+00:00" } else { "" };
    let links = || entity.relations.iter().zip(&own.links);
    let belongs = |relation: &Relation| matches!(relation.kind, RelationKind::BelongsTo { .. });
    let constant = |link: &Link| {
        Code::of(format_args!(
            "entity::repository::{}::{}",
            Ident::new(&own.types.relation),
            Ident::new(&link.constant)
        ))
    };
    let keys = keys(entity);
    let finders: Vec<FinderPage> = own.finders.iter().map(|it| finder(entity, it)).collect();
    TablePage {
        module: Ident::new(&entity.module),
        has_keys: !keys.is_empty(),
        is_exact: entity.factory.as_ref().is_some_and(|factory| !factory.has_triggers),
        keys,
        has_more: version.is_some() || deleted_at.is_some() || !finders.is_empty() || !own.links.is_empty(),
        has_repository: !finders.is_empty() || !own.links.is_empty(),
        has_version: version.is_some(),
        version: Ident::new(version.map(|field| field.name.as_str()).unwrap_or_default()),
        is_soft_deleted: deleted_at.is_some(),
        far: StrLit::new(&format!("9999-12-31T00:00:00{zone}")),
        finders,
        parents: links()
            .filter(|(relation, _)| belongs(relation))
            .map(|(relation, link)| ParentPage { relation: constant(link), there: there(entity, relation) })
            .collect(),
        relations: links().filter(|(relation, _)| !belongs(relation)).map(|(_, link)| constant(link)).collect(),
    }
}

/// The unique keys that hold for all rows, without the one that the database numbers.
fn keys(entity: &Entity) -> Vec<Code> {
    let key = (!entity.auto_increment).then(|| entity.key.clone());
    let single = (0..entity.fields.len()).filter(|idx| entity.fields[*idx].unique).map(|idx| vec![idx]);
    let all: Vec<Vec<usize>> = key.into_iter().chain(single).chain(entity.unique_keys.iter().cloned()).collect();
    let writable = all.into_iter().filter(|key| key.iter().all(|idx| !entity.fields[*idx].generated));
    let column = |idx: &usize| format!("Column::{}", Ident::new(&entity.fields[*idx].variant));
    writable.map(|key| Code::of(key.iter().map(column).collect::<Vec<_>>().join(", "))).collect()
}

/// Whether the columns of a relation hold a key.
fn there(entity: &Entity, relation: &Relation) -> Code {
    let nullable = entity.near_fields(relation).filter(|field| field.nullable);
    let tests: Vec<String> = nullable.map(|field| format!("row.{}.is_some()", Ident::new(&field.name))).collect();
    Code::of(if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") })
}

fn finder(entity: &Entity, finder: &Finder) -> FinderPage {
    let fields = || finder.fields.iter().map(|&idx| &entity.fields[idx]);
    let some: Vec<Ident> = fields().filter(|field| field.nullable).map(|field| Ident::new(&field.name)).collect();
    let value = |field: &Field| {
        let name = Ident::new(&field.name);
        if field.nullable { format!("given_{name}") } else { format!("row.{name}") }
    };
    let argument = |field: &Field| {
        let value = value(field);
        match (repository::is_borrowed(field), field.nullable) {
            (true, true) => value,
            (true, false) => format!("&{value}"),
            (false, _) => format!("{value}.clone()"),
        }
    };
    let first = fields().next();
    FinderPage {
        name: Ident::new(&finder.name),
        unique: finder.unique,
        batched: finder.batched,
        has_guard: !some.is_empty(),
        pattern: Code::of(some.iter().map(|name| format!("Some(given_{name}),")).collect::<Vec<_>>().join(" ")),
        columns: Code::of(some.iter().map(|name| format!("&row.{name},")).collect::<Vec<_>>().join(" ")),
        variants: Code::of(
            fields().map(|it| format!("Column::{}", Ident::new(&it.variant))).collect::<Vec<_>>().join(", "),
        ),
        arguments: Code::of(fields().map(argument).collect::<Vec<_>>().join(", ")),
        value: Code::of(first.map(|field| format!("{}.clone()", value(field))).unwrap_or_default()),
    }
}
