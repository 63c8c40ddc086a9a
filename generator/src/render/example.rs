//! The example in the documentation of a repository: code that `cargo test` compiles with the crate.

use super::repository::{is_borrowed, new_type};
use super::text::{Code, Ident};
use crate::config::{Format, Settings};
use crate::model::{Entity, Field, Repository, RustType, Source};
use serde::Serialize;

/// What an example speaks of.
#[derive(Serialize)]
pub(super) struct ExamplePage {
    pub(super) type_name: Ident,
    pub(super) is_sorted: bool,
    pub(super) sort: Ident,
    pub(super) is_writable: bool,
    /// The type of a new row, from the root of the crate.
    pub(super) new_path: Code,
    pub(super) new_type: Code,
    /// The key of `row`.
    pub(super) key: Code,
    pub(super) is_found: bool,
    pub(super) finder: Ident,
    pub(super) operands: Code,
}

/// What examples call the crate, or the module that stands for it.
pub(super) fn crate_name(settings: &Settings) -> Code {
    let parts = settings.entity.crate_name.split("::").map(|part| Ident::new(part).to_string());
    Code::of(parts.collect::<Vec<_>>().join("::"))
}

/// The example for an entity.
pub(super) fn page(entity: &Entity, own: &Repository) -> ExamplePage {
    let sort = (0..entity.fields.len()).find(|idx| is_sortable(&entity.fields[*idx]) && !entity.key.contains(idx));
    let is_writable = entity.source == Source::Table;
    let finder = own
        .finders
        .iter()
        .find(|finder| finder.unique && is_writable && finder.fields.iter().all(|&idx| !entity.fields[idx].nullable));
    let operands = finder.iter().flat_map(|finder| &finder.fields).map(|&idx| borrowed(&entity.fields[idx]));
    let (new_path, new_type) = match own.required.is_empty() {
        true => (format!("{0}::ActiveModel", entity.module), format!("{0}::ActiveModel", entity.module)),
        false => (format!("repository::{}", new_type(own)), new_type(own).to_string()),
    };
    ExamplePage {
        type_name: Ident::new(&entity.type_name),
        is_sorted: sort.is_some(),
        sort: Ident::new(sort.map(|idx| own.constants[idx].as_str()).unwrap_or_default()),
        is_writable,
        new_path: Code::of(new_path),
        new_type: Code::of(new_type),
        key: key(entity),
        is_found: finder.is_some(),
        finder: Ident::new(&finder.map(|finder| format!("find_by_{}", finder.name)).unwrap_or_default()),
        operands: Code::of(operands.collect::<Vec<_>>().join(", ")),
    }
}

/// Whether rows are sorted by such a column anywhere.
fn is_sortable(field: &Field) -> bool {
    matches!(&field.field_type.rust, RustType::Named(name) if !["Json", "Vec<u8>"].contains(name))
}

/// The key of `row`, as `get` takes it: SeaORM's derive takes the columns in the order of the fields.
fn key(entity: &Entity) -> Code {
    let mut fields = entity.key.clone();
    if entity.format != Format::Expanded {
        fields.sort_unstable();
    }
    let values: Vec<String> = fields.into_iter().map(|idx| owned(&entity.fields[idx])).collect();
    match values.as_slice() {
        [single] => Code::of(single),
        several => Code::of(format_args!("({})", several.join(", "))),
    }
}

fn owned(field: &Field) -> String {
    let name = Ident::new(&field.name);
    if field.field_type.rust.is_copy() { format!("row.{name}") } else { format!("row.{name}.clone()") }
}

fn borrowed(field: &Field) -> String {
    if is_borrowed(field) { format!("&row.{}", Ident::new(&field.name)) } else { owned(field) }
}
