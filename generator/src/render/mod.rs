//! Model → text: every output of the model as a finished [`File`].
//!
//! Pages are plain structs made of typed text; templates print them. Text is final: the templates write what
//! rustfmt would, so that the output depends on no tool of the machine, and every Rust file is parsed before it is
//! handed on. Nothing here decides a name, a type or a relation.

mod dense;
mod entity;
mod enums;
mod field;
mod file;
mod head;
mod modules;
mod relation;
pub mod seal;
mod text;
mod wide;

pub use file::{File, Ownership};

use crate::config::{Format, Settings};
use crate::model::{Entity, Model, RelationKind};
use anyhow::{Context, Result};
use askama::Template;

/// The functions that the relation files call, those that any of them needs.
#[derive(Template)]
#[template(path = "loader.rs.jinja")]
struct LoaderPage {
    to_one: bool,
    to_many: bool,
    many_to_many: bool,
}

/// Renders every output of the model, sorted by path.
///
/// Errors: a text that is not Rust. That is a defect of a template, never of the schema.
pub fn render(model: &Model, settings: &Settings) -> Result<Vec<File>> {
    let mut files = crate_files(model, settings)?;
    for entity in &model.entities {
        files.push(generated(format!("entity/{}.rs", entity.module), entity_text(entity, settings)?));
        if let Some(text) = relation::text(entity)? {
            files.push(generated(format!("relation/{}.rs", entity.module), text));
        }
    }
    for view in &model.views {
        files.push(generated(format!("view/{}.rs", view.module), entity_text(view, settings)?));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.iter().try_for_each(parsed)?;
    Ok(files)
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
        generated("mod.rs".to_owned(), modules::generated(model)?),
        generated("entity/mod.rs".to_owned(), modules::entities(model)?),
        generated("enums.rs".to_owned(), enums::text(model, settings)?),
        generated("prelude.rs".to_owned(), modules::prelude(model)?),
    ];
    if modules::has_relations(model) {
        files.push(generated("relation/mod.rs".to_owned(), modules::relations(model)?));
        files.push(generated("loader.rs".to_owned(), loader(model)?));
    }
    if !model.views.is_empty() {
        files.push(generated("view/mod.rs".to_owned(), modules::views(model)?));
    }
    Ok(files)
}

fn loader(model: &Model) -> Result<String, askama::Error> {
    let kinds = || model.entities.iter().flat_map(|entity| &entity.relations).map(|relation| &relation.kind);
    let many_to_many = kinds().any(|kind| matches!(kind, RelationKind::ManyToMany { .. }));
    let to_many = many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasMany));
    let to_one =
        many_to_many || kinds().any(|kind| matches!(kind, RelationKind::HasOne | RelationKind::BelongsTo { .. }));
    LoaderPage { to_one, to_many, many_to_many }.render()
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

fn parsed(file: &File) -> Result<()> {
    if file.path.ends_with(".rs") {
        syn::parse_file(&file.text)
            .with_context(|| format!("{} is not Rust; please report this template", file.path))?;
    }
    Ok(())
}
