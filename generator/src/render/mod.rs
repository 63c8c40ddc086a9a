//! Model → text: every output of the model as a finished [`File`].
//!
//! Pages are plain structs made of typed text; templates print them. Text is final: the templates write what
//! rustfmt would, so that the output depends on no tool of the machine, and every Rust file is parsed before it is
//! handed on. Nothing here decides a name, a type or a relation.

mod composites;
mod dense;
mod entity;
mod enums;
mod example;
mod extension;
mod factory;
mod field;
mod file;
mod former;
mod head;
mod link;
mod modules;
mod newtypes;
mod partial;
mod print;
mod relation;
mod repository;
mod routine;
mod schema;
pub mod seal;
mod syntax;
mod testing;
mod text;
mod types;
mod wide;

pub use extension::{EXTENSION_ROOT, extension};
pub(crate) use field::rust_type;
pub use file::{File, Ownership};
pub use syntax::parse;

use crate::config::{Format, Settings};
use crate::model::{Entity, Model, RelationKind};
use anyhow::Result;
use askama::Template;
use rayon::prelude::*;
use serde::Serialize;

/// The functions that the relation files call, those that any of them needs.
#[derive(Template, Serialize)]
#[template(path = "loader.rs.jinja")]
struct LoaderPage {
    to_one: bool,
    to_many: bool,
    many_to_many: bool,
    unlike: bool,
}

/// The files that find rows by keys, by name.
const KEYS: &[(&str, &str)] =
    &[("key.rs", include_str!("../../templates/key.rs")), ("told.rs", include_str!("../../templates/told.rs"))];

/// Renders every output of the model, sorted by path.
///
/// Errors: a template failed. That is a defect of the template, never of the schema.
pub fn render(model: &Model, settings: &Settings) -> Result<Vec<File>> {
    let entities = model.entities.par_iter().chain(&model.views);
    let of_entities: Vec<Vec<File>> = entities.map(|entity| entity_files(entity, settings)).collect::<Result<_>>()?;
    let mut files = crate_files(model, settings)?;
    files.extend(of_entities.into_iter().flatten());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn entity_files(entity: &Entity, settings: &Settings) -> Result<Vec<File>> {
    let folder = if entity.source.is_view() { "view" } else { "entity" };
    let of_folder = |folder: &str, text| generated(format!("{folder}/{}.rs", entity.module), text);
    let relations = relation::text(entity)?.map(|text| of_folder("relation", text));
    let repository = repository::text(entity)?.map(|text| of_folder("repository", text));
    let factory = factory::text(entity)?.map(|text| of_folder("factory", text));
    let own = of_folder(folder, entity_text(entity, settings)?);
    Ok([Some(own), relations, repository, factory].into_iter().flatten().collect())
}

fn entity_text(entity: &Entity, settings: &Settings) -> Result<String, askama::Error> {
    match entity.format {
        Format::Compact if !entity.source.is_read_only() => entity::compact_text(entity, settings),
        Format::Dense if !entity.source.is_read_only() => dense::text(entity, settings),
        _ => entity::expanded_text(entity, settings),
    }
}

/// The files that there is one of.
fn crate_files(model: &Model, settings: &Settings) -> Result<Vec<File>> {
    let once = |path: &str, text| File::once(path, ended(text));
    let mut files = vec![
        once("Cargo.toml", modules::manifest(settings)?),
        once("src/lib.rs", modules::lib()?),
        generated("mod.rs".to_owned(), modules::generated(model, settings)?),
        generated("entity/mod.rs".to_owned(), modules::entities(model)?),
        generated("enums.rs".to_owned(), enums::text(model, settings)?),
        generated("prelude.rs".to_owned(), modules::prelude(model)?),
    ];
    if modules::has_keys(model) {
        files.extend(fixed("src/generated", KEYS));
    }
    if modules::has_relations(model) {
        files.push(generated("relation/mod.rs".to_owned(), modules::relations(model)?));
        files.push(generated("loader.rs".to_owned(), loader(model)?));
    }
    let types = types::files(model, settings)?.into_iter();
    files.extend(types.map(|(name, text)| generated(format!("types/{name}"), text)));
    if !model.composites.is_empty() {
        files.push(generated("composites.rs".to_owned(), composites::text(model, settings)?));
    }
    if !model.newtypes.is_empty() {
        files.push(generated("newtypes.rs".to_owned(), newtypes::text(model, settings)?));
    }
    if !model.routines.functions.is_empty() {
        files.push(generated("routine.rs".to_owned(), routine::text(model, settings)?));
        files.push(generated("routine/call.rs".to_owned(), routine::call_text()?));
    }
    if !model.views.is_empty() {
        files.push(generated("view/mod.rs".to_owned(), modules::views(model)?));
    }
    if settings.entity.verify {
        files.push(generated("schema.rs".to_owned(), schema::text(model)?));
    }
    if let Some(text) = repository::mod_text(model, settings)? {
        files.push(generated("repository/mod.rs".to_owned(), text));
        files.extend(fixed("src/generated/repository/runtime", repository::RUNTIME));
    }
    files.extend(testing::files(model, settings)?);
    if let Some(text) = factory::mod_text(model)? {
        files.push(generated("factory/mod.rs".to_owned(), text));
        files.extend(fixed("src/generated/factory/runtime", factory::RUNTIME));
    }
    Ok(files)
}

fn loader(model: &Model) -> Result<String, askama::Error> {
    let relations = || model.entities.iter().flat_map(|entity| &entity.relations);
    let kinds = || relations().map(|relation| &relation.kind);
    let many_to_many = kinds().any(|kind| matches!(kind, RelationKind::ManyToMany { .. }));
    let to_many = many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasMany));
    let to_one =
        many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasOne | RelationKind::BelongsTo { .. }));
    let unlike = relations().any(|relation| relation.unlike.contains(&true));
    print::print(&LoaderPage { to_one, to_many, many_to_many, unlike })
}

/// Files whose text is the same for every schema, in that folder of the crate.
fn fixed<'a>(folder: &'a str, files: &'a [(&str, &str)]) -> impl Iterator<Item = File> + use<'a> {
    files.iter().map(move |(name, text)| File::generated(format!("{folder}/{name}"), &ended((*text).to_owned())))
}

fn generated(path: String, text: String) -> File {
    File::generated(format!("src/generated/{path}"), &ended(text))
}

/// Ends a text with exactly one line break, whatever its template ends with.
fn ended(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_of_files_that_are_fixed_is_written() {
        for files in [repository::RUNTIME, factory::RUNTIME, testing::DRIVER] {
            let text = files.iter().find(|(name, _)| *name == "mod.rs").map(|(_, text)| *text).unwrap_or_default();
            let modules = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
            let files = files.iter().filter_map(|(name, _)| name.strip_suffix(".rs")).filter(|name| *name != "mod");
            assert_eq!(modules.collect::<Vec<_>>(), files.collect::<Vec<_>>());
        }
    }
}
