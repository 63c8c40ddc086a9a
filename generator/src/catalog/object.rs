//! Types that users made, and all objects that no code is generated from, each with its own definition.

use super::{Check, DataType, Default, TypedName};
use serde::{Deserialize, Serialize};

/// A domain: a type with constraints of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// The domain's name.
    pub name: String,
    /// The normalized base type; of a domain over a domain, the innermost.
    pub data_type: DataType,
    /// The base type as the backend spells it.
    pub raw_type: String,
    /// Whether NULL is accepted.
    #[serde(default)]
    pub nullable: bool,
    /// The default of columns that have none of their own.
    pub default: Option<Default>,
    /// CHECK constraints, over `VALUE`.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// The domain's comment.
    pub comment: Option<String>,
}

/// A composite type that is not the row type of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composite {
    /// The type's name.
    pub name: String,
    /// The attributes in order.
    #[serde(default)]
    pub attributes: Vec<TypedName>,
    /// The type's comment.
    pub comment: Option<String>,
}

/// An object that no code is generated from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// The object's name.
    pub name: String,
    /// The table, view or partition that it belongs to; with its schema in front where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Its definition as the backend spells it, as far as the backend tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The kinds of object that no code is generated from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A partition, folded into the table at the top, which is its `table`.
    Partition,
    /// An index that a partition has and its parent has not.
    Index,
    /// A key or check that a partition has and its parent has not.
    Constraint,
    /// An inheritance: `name` is the parent of `table`.
    Inheritance,
    /// A sequence; its `table` is the one whose column owns it, or else draws from it.
    Sequence,
    /// A trigger.
    Trigger,
    /// A row security policy.
    Policy,
    /// An exclusion constraint.
    Exclusion,
    /// A foreign key over periods: the rows that it refers to cover the period together.
    PeriodKey,
    /// A rewrite rule, but for those that make a view.
    Rule,
    /// Extended statistics.
    Statistics,
    /// A range type that a user made.
    Range,
    /// A base type that a user made.
    BaseType,
    /// An operator that a user made.
    Operator,
    /// A collation that a user made.
    Collation,
    /// An extension; what it owns is not listed.
    Extension,
    /// A foreign server.
    ForeignServer,
    /// A trigger of the whole database.
    EventTrigger,
    /// A scheduled event.
    Event,
    /// A table that a virtual table keeps its rows in.
    ShadowTable,
    /// Anything that works inside the server: an operator class or family, a cast, a conversion, a part of text search,
    /// a language, an access method, a publication, a foreign-data wrapper. Its name says what it is.
    Other,
}
