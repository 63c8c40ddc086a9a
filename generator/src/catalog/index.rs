//! Indexes: what they are over, in which order, and for which rows.

use serde::{Deserialize, Serialize};

/// An index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The index's name.
    pub name: String,
    /// Whether it enforces uniqueness of its parts.
    #[serde(default)]
    pub unique: bool,
    /// The access method in lower case: `btree`, `gin`, `fulltext`, …
    pub method: String,
    /// The indexed parts in order.
    #[serde(default)]
    pub parts: Vec<IndexPart>,
    /// Columns stored beside the key (`INCLUDE`).
    #[serde(default)]
    pub include: Vec<String>,
    /// The condition of a partial index.
    pub predicate: Option<String>,
    /// Whether the database may use it (`false` after a failed concurrent build).
    #[serde(default)]
    pub valid: bool,
    /// Whether two NULLs count as equal (`NULLS NOT DISTINCT`).
    #[serde(default)]
    pub nulls_not_distinct: bool,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// Whether the order is descending.
    #[serde(default)]
    pub descending: bool,
    /// Set when only so many leading characters are indexed (MySQL).
    pub prefix: Option<u32>,
    /// Whether NULLs stand at the other end than the order has them at by itself (`ASC NULLS FIRST`, `DESC NULLS LAST`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_moved: bool,
    /// The operator class, where it is not what the type has by itself (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
    /// The collation, where it is not the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
}

/// What an index part indexes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A plain column.
    Column(String),
    /// An expression as the backend spells it.
    Expression(String),
}

impl Index {
    /// The columns that this index proves unique, if it proves anything of the kind.
    pub fn unique_columns(&self) -> Option<Vec<&str>> {
        if !self.unique || !self.valid || self.predicate.is_some() {
            return None;
        }
        self.parts.iter().map(IndexPart::whole_column).collect()
    }
}

impl IndexPart {
    /// A part with nothing special about it.
    pub fn plain(key: IndexKey) -> Self {
        Self { key, descending: false, prefix: None, nulls_moved: false, operator_class: None, collation: None }
    }

    /// The column, when the part is one and indexes all of it.
    pub fn whole_column(&self) -> Option<&str> {
        match (&self.key, self.prefix) {
            (IndexKey::Column(name), None) => Some(name),
            _ => None,
        }
    }
}
