//! The files that hold the generated crate together: module lists, prelude, `lib.rs` and `Cargo.toml`.

use super::file::File;
use super::former::{AliasPage, EntityAliasPage, alias};
use super::output;
use super::repository;
use super::templates::Templates;
use super::text::{DocLine, Ident};
use super::types::has_types;
use crate::config::{EntitySettings, Settings};
use crate::model::{Entity, Model};
use anyhow::Result;
use askama::Template;
use serde::Serialize;
use std::collections::BTreeSet;

/// `generated/mod.rs`.
#[derive(Template, Serialize)]
#[template(path = "crate/generated.rs.jinja")]
struct GeneratedPage {
    /// Whether rows are found by their keys.
    has_keys: bool,
    has_relations: bool,
    has_composites: bool,
    has_factories: bool,
    has_newtypes: bool,
    has_types: bool,
    has_routines: bool,
    has_repositories: bool,
    has_schema: bool,
    has_views: bool,
    /// The modules of the project's own outputs.
    outputs: Vec<Ident>,
}

/// The `mod.rs` of a folder.
#[derive(Template, Serialize)]
#[template(path = "crate/modules.rs.jinja")]
struct ModulesPage {
    doc: DocLine,
    public: bool,
    modules: Vec<Ident>,
    former: Vec<AliasPage>,
}

/// `prelude.rs`.
#[derive(Template, Serialize)]
#[template(path = "crate/prelude.rs.jinja")]
struct PreludePage {
    entities: Vec<ExportPage>,
    has_repositories: bool,
    repository_types: Vec<Ident>,
    former: Vec<EntityAliasPage>,
    /// Former types of repositories.
    former_types: Vec<Ident>,
    factory_types: Vec<Ident>,
}

#[derive(Serialize)]
struct ExportPage {
    folder: Ident,
    module: Ident,
    type_name: Ident,
}

/// `lib.rs`.
#[derive(Template, Serialize)]
#[template(path = "crate/lib.rs.jinja")]
struct LibPage {}

/// `Cargo.toml`.
#[derive(Template, Serialize)]
#[template(path = "crate/Cargo.toml.jinja")]
struct ManifestPage {
    serde: bool,
    repositories: bool,
    tests: bool,
}

/// The text of `generated/mod.rs`.
pub(super) fn generated(model: &Model, settings: &Settings, templates: &Templates, outputs: &[File]) -> Result<String> {
    templates.print(
        "crate/generated.rs.jinja",
        &GeneratedPage {
            has_keys: has_keys(model),
            has_relations: has_relations(model),
            has_composites: !model.composites.is_empty(),
            has_factories: has_factories(model),
            has_newtypes: !model.newtypes.is_empty(),
            has_types: has_types(model),
            has_routines: !model.routines.functions.is_empty(),
            has_repositories: has_repositories(model),
            has_schema: settings.entity.verify,
            has_views: !model.views.is_empty(),
            outputs: output::top_modules(outputs).iter().map(|name| Ident::new(name)).collect(),
        },
    )
}

/// Whether there is any repository, and so a folder of them.
fn has_repositories(model: &Model) -> bool {
    model.all().any(|entity| entity.repository.is_some())
}

/// Whether there is any factory, and so a folder of them.
fn has_factories(model: &Model) -> bool {
    model.entities.iter().any(|entity| entity.factory.is_some())
}

/// Whether rows are found by their keys, by loaders or by repositories.
pub(super) fn has_keys(model: &Model) -> bool {
    has_relations(model) || has_repositories(model)
}

/// Whether there is any relation, and so a folder of them.
pub(super) fn has_relations(model: &Model) -> bool {
    model.entities.iter().any(|entity| !entity.relations.is_empty())
}

/// The text of `entity/mod.rs`.
pub(super) fn entities(model: &Model, templates: &Templates) -> Result<String> {
    templates.print("crate/modules.rs.jinja", &folder("The entities of the tables.", true, model.entities.iter()))
}

/// The text of `view/mod.rs`.
pub(super) fn views(model: &Model, templates: &Templates) -> Result<String> {
    templates.print("crate/modules.rs.jinja", &folder("The read-only entities of the views.", true, model.views.iter()))
}

/// The text of `relation/mod.rs`.
pub(super) fn relations(model: &Model, templates: &Templates) -> Result<String> {
    let entities = model.entities.iter().filter(|entity| !entity.relations.is_empty());
    let page = folder("What belongs to what: methods of models and entities.", false, entities);
    templates.print("crate/modules.rs.jinja", &ModulesPage { former: Vec::new(), ..page })
}

fn folder<'a>(doc: &str, public: bool, entities: impl Iterator<Item = &'a Entity> + Clone) -> ModulesPage {
    let modules = entities.clone().map(|entity| Ident::new(&entity.module)).collect();
    let aliases = |entity: &'a Entity| entity.former.modules.keys().map(|was| alias(was, &entity.module));
    ModulesPage { doc: DocLine::own(doc), public, modules, former: entities.flat_map(aliases).collect() }
}

/// The text of the `mod.rs` of a folder with outputs of the project's own.
pub(super) fn of_output(names: &BTreeSet<String>, templates: &Templates) -> Result<String> {
    let modules = names.iter().map(|name| Ident::new(name)).collect();
    let doc = DocLine::own("What templates of the project make.");
    templates.print("crate/modules.rs.jinja", &ModulesPage { doc, public: true, modules, former: Vec::new() })
}

/// The text of `prelude.rs`.
pub(super) fn prelude(model: &Model, templates: &Templates) -> Result<String> {
    let entities = model.entities.iter().map(|entity| export("entity", entity));
    let views = model.views.iter().map(|view| export("view", view));
    let entities: Vec<ExportPage> = entities.chain(views).collect();
    // What an entity is called is the entity's: `NewOrder` is that of a table `new_orders`, where there is one.
    let taken: BTreeSet<Ident> = entities.iter().map(|entity| entity.type_name.clone()).collect();
    let own = model.entities.iter().filter_map(|entity| entity.repository.as_ref());
    let own: Vec<Ident> = own.flat_map(repository::types).filter(|name| !taken.contains(name)).collect();
    let factories = model.entities.iter().filter_map(|entity| entity.factory.as_ref());
    let factories = factories.map(|factory| Ident::new(&factory.type_name));
    templates.print(
        "crate/prelude.rs.jinja",
        &PreludePage {
            has_repositories: has_repositories(model),
            former: model.all().flat_map(aliases).collect(),
            former_types: model
                .all()
                .flat_map(|entity| entity.former.types.keys())
                .map(|was| Ident::new(was))
                .collect(),
            factory_types: factories.filter(|name| !taken.contains(name) && !own.contains(name)).collect(),
            repository_types: own,
            entities,
        },
    )
}

/// The types that the prelude had for an entity.
fn aliases(entity: &Entity) -> impl Iterator<Item = EntityAliasPage> {
    entity.former.modules.values().map(|was| repository::entity_alias(entity, was, &entity.type_name))
}

fn export(folder: &str, entity: &Entity) -> ExportPage {
    ExportPage {
        folder: Ident::new(folder),
        module: Ident::new(&entity.module),
        type_name: Ident::new(&entity.type_name),
    }
}

/// The text of `lib.rs`.
pub(super) fn lib(templates: &Templates) -> Result<String> {
    templates.print("crate/lib.rs.jinja", &LibPage {})
}

/// The text of `Cargo.toml`.
pub(super) fn manifest(settings: &Settings, templates: &Templates) -> Result<String> {
    let EntitySettings { serde, repositories, tests, .. } = settings.entity;
    templates.print("crate/Cargo.toml.jinja", &ManifestPage { serde, repositories, tests })
}
