//! Constraints: keys, foreign keys and checks, and when they are enforced.

use super::QualifiedName;
use serde::{Deserialize, Serialize};

/// A primary or unique key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The constraint's name; SQLite and MySQL primary keys have none.
    pub name: Option<String>,
    /// The columns in key order.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many characters or bytes of each column take part, from the first on, and 0 where all do; empty where all of all
    /// do. What differs in its beginning differs as a whole, so these are keys all the same (MySQL).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<u32>,
    /// Columns stored beside the key (`INCLUDE`), which do not take part in uniqueness.
    #[serde(default)]
    pub include: Vec<String>,
    /// When the constraint is checked.
    pub deferral: Deferral,
    /// Whether two NULLs count as equal (`NULLS NOT DISTINCT`).
    #[serde(default)]
    pub nulls_not_distinct: bool,
}

/// When a constraint is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferral {
    /// At once, always.
    #[default]
    NotDeferrable,
    /// At once unless the transaction defers it.
    InitiallyImmediate,
    /// At the end of the transaction.
    InitiallyDeferred,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The constraint's name; unnamed in SQLite unless the table's text names it.
    pub name: Option<String>,
    /// The referencing columns, in key order.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The referenced table, resolved by identity, never by bare name.
    pub target: QualifiedName,
    /// The referenced columns, pairwise with `columns`; resolved to the primary key where they were implied. Empty
    /// where they do not fit the table that is there, so that the database itself refuses to use the key (SQLite).
    #[serde(default)]
    pub target_columns: Vec<String>,
    /// What happens to this row when the referenced key changes.
    pub on_update: Action,
    /// What happens to this row when the referenced row is deleted.
    pub on_delete: Action,
    /// When the constraint is checked.
    pub deferral: Deferral,
    /// Whether existing rows are known to satisfy it (`false` for `NOT VALID`).
    #[serde(default)]
    pub validated: bool,
}

/// A referential action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// `NO ACTION`; MySQL's `RESTRICT` is the same to it and is read as `Restrict` only where it says so.
    #[default]
    NoAction,
    /// `RESTRICT`.
    Restrict,
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
}

/// A CHECK constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The constraint's name.
    pub name: Option<String>,
    /// The condition as the backend spells it, without the word CHECK.
    pub expression: String,
    /// Set when the condition is exactly `column IN ('a', 'b', …)` over character strings.
    pub allowed: Option<AllowedValues>,
    /// The column, when the condition is exactly that its array has one dimension and no NULL element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_null_elements: Option<String>,
    /// Whether existing rows are known to satisfy it.
    #[serde(default)]
    pub validated: bool,
}

/// The values that a check allows for one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedValues {
    /// The column.
    pub column: String,
    /// The values in the order of the constraint.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether the column is read with blanks behind the values (PostgreSQL's `char`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub padded: bool,
}

impl Key {
    /// A key with nothing special about it.
    pub fn plain(name: Option<String>, columns: Vec<String>) -> Self {
        Self {
            name,
            columns,
            prefixes: Vec::new(),
            include: Vec::new(),
            deferral: Deferral::NotDeferrable,
            nulls_not_distinct: false,
        }
    }
}
