//! `[schema.<name>]`, `[table.<name>]` and `[view.<name>]`: what is said of single schemas, tables, columns and relations.
//!
//! The settings alone; what they name is looked up in `model`. Each level takes over what the one above it says: of
//! single values the nearest holds, and lists add up.

use super::Format;
use super::rust::{FieldName, RustAttribute, RustPath, TypeName};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[schema.<name>]`: over `[entity]`, for what is made of the tables and views of a schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SchemaSettings {
    /// Appended to type names.
    pub suffix: Option<String>,
    /// The form of the SeaORM entities.
    pub format: Option<Format>,
    /// Further derives of the models.
    pub derive: Vec<RustPath>,
    /// Further attributes of the models, each without its brackets.
    pub attributes: Vec<RustAttribute>,
}

/// `[table.<name>]` and `[view.<name>]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableSettings {
    /// The type; modules and whatever else is called after it follow. No suffix is appended.
    pub name: Option<TypeName>,
    /// Whether it is left out.
    pub exclude: Option<bool>,
    /// The form of the SeaORM entity.
    pub format: Option<Format>,
    /// Further derives of the model.
    pub derive: Vec<RustPath>,
    /// Further attributes of the model, each without its brackets.
    pub attributes: Vec<RustAttribute>,
    /// The columns that identify a row of a view.
    pub key: Vec<String>,
    /// Columns of a view that are never NULL, where its definition does not prove it.
    pub not_null: Vec<String>,
    /// Settings of single columns.
    pub column: BTreeMap<String, ColumnSettings>,
    /// Settings of single relations, by the name that they have by themselves or that of the foreign key.
    pub relation: BTreeMap<String, RelationSettings>,
    /// Relations by foreign keys that the database does not declare.
    pub relations: Vec<ExtraRelation>,
}

/// `[table.<name>.column.<name>]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnSettings {
    /// The field.
    pub name: Option<FieldName>,
    /// The Rust type, over all type rules.
    #[serde(rename = "type")]
    pub rust: Option<RustPath>,
    /// Further attributes of the field, each without its brackets.
    pub attributes: Vec<RustAttribute>,
    /// Whether it is left out.
    pub exclude: Option<bool>,
}

/// `[table.<name>.relation.<name>]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationSettings {
    /// The name.
    pub name: FieldName,
}

/// `[[table.<name>.relations]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraRelation {
    /// The name.
    pub name: FieldName,
    /// The table that the columns refer to, as `table` or `schema.table`.
    pub to: String,
    /// The columns of the table itself.
    pub columns: Vec<String>,
    /// What they refer to, pairwise; the primary key where none are named.
    #[serde(default)]
    pub references: Vec<String>,
}

impl TableSettings {
    /// Whether it is left out.
    pub fn is_excluded(&self) -> bool {
        self.exclude == Some(true)
    }
}

impl ColumnSettings {
    /// Whether it is left out.
    pub fn is_excluded(&self) -> bool {
        self.exclude == Some(true)
    }
}
