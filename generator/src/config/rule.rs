//! `[[type]]`: which columns get which Rust type.
//!
//! The settings alone; what they match is decided in `model`.

use super::pattern::{Pattern, TypePattern};
use super::rust::{ColumnType, RustAttribute, RustPath};
use serde::Deserialize;

/// A rule that gives columns a Rust type. It holds for the columns that meet all its conditions, and it has at least
/// one of them: `table`, `column`, `database_type`, `nullable`.
///
/// The type is one that SeaORM can read and write: one of its own, or one of yours that derives `DeriveValueType`,
/// `DeriveActiveEnum` or, for documents, `FromJsonQueryResult` (which needs `serde` and `serde_json` in the manifest).
/// Yours live in files of the entity crate beside `generated` and are named from its root, `crate::types::OrderMeta`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeRule {
    /// Where the rule stands, for messages; filled in by whoever reads the file.
    #[serde(skip)]
    pub place: String,
    /// Tables and views, as `table` or `schema.table`.
    pub table: Option<Pattern>,
    /// Columns, by name.
    pub column: Option<Pattern>,
    /// Types as the database spells them, with or without what stands in parentheses.
    pub database_type: Option<TypePattern>,
    /// Whether the column may be NULL.
    pub nullable: Option<bool>,
    /// The Rust type.
    pub rust: RustPath,
    /// Further attributes of the field, each without its brackets. `sea_orm(…)` says something in the compact and the
    /// dense form only: the expanded one has a function for each of its words.
    #[serde(default)]
    pub attributes: Vec<RustAttribute>,
    /// SeaORM's type of the column, over what the database says.
    pub column_type: Option<ColumnType>,
    /// The database type to read the column as, over what its own type needs; empty for none.
    pub read_as: Option<String>,
    /// The database type to write values as, over what the column's own type needs; empty for none.
    pub write_as: Option<String>,
    /// Whether the Rust type is `Eq`.
    #[serde(default = "yes")]
    pub eq: bool,
    /// Whether the Rust type is `Copy`.
    #[serde(default)]
    pub copy: bool,
}

fn yes() -> bool {
    true
}

impl TypeRule {
    /// A rule for columns that are known already.
    pub fn of(rust: RustPath) -> Self {
        Self {
            place: String::new(),
            table: None,
            column: None,
            database_type: None,
            nullable: None,
            rust,
            attributes: Vec::new(),
            column_type: None,
            read_as: None,
            write_as: None,
            eq: yes(),
            copy: false,
        }
    }

    /// Whether the rule says which columns it is for.
    pub fn has_condition(&self) -> bool {
        self.table.is_some() || self.column.is_some() || self.database_type.is_some() || self.nullable.is_some()
    }
}
