//! Model → text: every output of the model as a finished [`File`].
//!
//! Pages are plain structs made of typed text; templates print them. Text is final: the templates write what
//! rustfmt would, so that the output depends on no tool of the machine, and every Rust file is parsed before it is
//! handed on. Nothing here decides a name, a type or a relation.

mod composites;
mod dense;
mod docs;
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
mod output;
mod partial;
mod print;
mod relation;
mod repository;
mod routine;
mod schema;
pub mod seal;
mod syntax;
mod templates;
mod testing;
mod text;
mod types;
mod wide;

pub use docs::{
    Change, Changed, Documented, LAYOUT, ROWS, System, changed_diagram, documentation, row_counts, table_key,
    undocumented,
};
pub use extension::extension;
pub(crate) use field::rust_type;
pub use file::{File, Ownership, is_device, stem};
pub use syntax::parse;
pub use templates::{Templates, built_in};

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
const KEYS: [&str; 2] = ["key.rs", "told.rs"];

/// Renders every output of the model, sorted by path.
///
/// Errors: a template failed. That is a defect of the template, which is the user's or ours, never of the schema.
pub fn render(model: &Model, settings: &Settings, templates: &Templates) -> Result<Vec<File>> {
    let entities = model.entities.par_iter().chain(&model.views);
    let of_entities: Vec<Vec<File>> =
        entities.map(|entity| entity_files(entity, settings, templates)).collect::<Result<_>>()?;
    let outputs = output::files(model, settings, templates)?;
    let mut files = crate_files(model, settings, templates, &outputs)?;
    files.extend(outputs);
    files.extend(of_entities.into_iter().flatten());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn entity_files(entity: &Entity, settings: &Settings, templates: &Templates) -> Result<Vec<File>> {
    let folder = if entity.source.is_view() { "view" } else { "entity" };
    let of_folder = |folder: &str, text| generated(format!("{folder}/{}.rs", entity.module), text);
    let relations = relation::text(entity, templates)?.map(|text| of_folder("relation", text));
    let repository = repository::text(entity, templates)?.map(|text| of_folder("repository", text));
    let factory = factory::text(entity, templates)?.map(|text| of_folder("factory", text));
    let own = of_folder(folder, entity_text(entity, settings, templates)?);
    Ok([Some(own), relations, repository, factory].into_iter().flatten().collect())
}

fn entity_text(entity: &Entity, settings: &Settings, templates: &Templates) -> Result<String> {
    match entity.format {
        Format::Compact if !entity.source.is_read_only() => entity::compact_text(entity, settings, templates),
        Format::Dense if !entity.source.is_read_only() => dense::text(entity, settings, templates),
        _ => entity::expanded_text(entity, settings, templates),
    }
}

/// The files that there is one of.
fn crate_files(model: &Model, settings: &Settings, templates: &Templates, outputs: &[File]) -> Result<Vec<File>> {
    let once = |path: &str, text| File::once(path, ended(text));
    let mut files = vec![
        once("Cargo.toml", modules::manifest(settings, templates)?),
        once("src/lib.rs", modules::lib(templates)?),
        generated("mod.rs".to_owned(), modules::generated(model, settings, templates, outputs)?),
        generated("entity/mod.rs".to_owned(), modules::entities(model, templates)?),
        generated("enums.rs".to_owned(), enums::text(model, settings, templates)?),
        generated("prelude.rs".to_owned(), modules::prelude(model, templates)?),
    ];
    if modules::has_keys(model) {
        for name in KEYS {
            files.push(generated(name.to_owned(), templates.fixed(name)?));
        }
    }
    if modules::has_relations(model) {
        files.push(generated("relation/mod.rs".to_owned(), modules::relations(model, templates)?));
        files.push(generated("loader.rs".to_owned(), loader(model, templates)?));
    }
    let types = types::files(model, settings, templates)?.into_iter();
    files.extend(types.map(|(name, text)| generated(format!("types/{name}"), text)));
    if !model.composites.is_empty() {
        files.push(generated("composites.rs".to_owned(), composites::text(model, settings, templates)?));
    }
    if !model.newtypes.is_empty() {
        files.push(generated("newtypes.rs".to_owned(), newtypes::text(model, settings, templates)?));
    }
    if !model.routines.functions.is_empty() {
        files.push(generated("routine.rs".to_owned(), routine::text(model, settings, templates)?));
        files.push(generated("routine/call.rs".to_owned(), routine::call_text(templates)?));
    }
    if !model.views.is_empty() {
        files.push(generated("view/mod.rs".to_owned(), modules::views(model, templates)?));
    }
    if settings.entity.verify {
        files.push(generated("schema.rs".to_owned(), schema::text(model, templates)?));
    }
    if let Some(text) = repository::mod_text(model, settings, templates)? {
        files.push(generated("repository/mod.rs".to_owned(), text));
        files.extend(templates.folder("repository/runtime", "src/generated/repository/runtime")?);
    }
    files.extend(testing::files(model, settings, templates)?);
    if let Some(text) = factory::mod_text(model, templates)? {
        files.push(generated("factory/mod.rs".to_owned(), text));
        files.extend(templates.folder("factory/runtime", "src/generated/factory/runtime")?);
    }
    Ok(files)
}

fn loader(model: &Model, templates: &Templates) -> Result<String> {
    let relations = || model.entities.iter().flat_map(|entity| &entity.relations);
    let kinds = || relations().map(|relation| &relation.kind);
    let many_to_many = kinds().any(|kind| matches!(kind, RelationKind::ManyToMany { .. }));
    let to_many = many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasMany));
    let to_one =
        many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasOne | RelationKind::BelongsTo { .. }));
    let unlike = relations().any(|relation| relation.unlike.contains(&true));
    templates.print("loader.rs.jinja", &LoaderPage { to_one, to_many, many_to_many, unlike })
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
        for folder in ["repository/runtime", "factory/runtime", "tests/drive"] {
            let files = Templates::default().folder(folder, "").unwrap();
            let text = files.iter().find(|file| file.path == "/mod.rs").map(|file| &file.text).unwrap();
            let modules = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
            let names = files.iter().filter_map(|file| file.path.strip_prefix('/')?.strip_suffix(".rs"));
            assert_eq!(modules.collect::<Vec<_>>(), names.filter(|name| *name != "mod").collect::<Vec<_>>());
        }
    }
}
