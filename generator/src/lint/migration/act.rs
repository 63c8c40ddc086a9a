//! What a statement does to a schema, as far as rules ask: plain data, names as the server resolves them.

use super::super::server::System;
use sqlparser::ast::Expr;

/// A name, with its schema where that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Name {
    pub(in crate::lint) schema: Option<String>,
    pub(in crate::lint) name: String,
}

/// What one statement does.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) enum Act {
    /// `CREATE TABLE`.
    CreateTable { table: Name, if_not_exists: bool, references: Vec<Name> },
    /// `ALTER TABLE`, or what is short for one.
    Alter { table: Name, changes: Vec<Change> },
    /// `CREATE INDEX`.
    CreateIndex(NewIndex),
    /// `DROP …`.
    Drop(Dropped),
    /// `ALTER … RENAME TO`, of what is no column.
    Rename { kind: Kind, name: Name, to: String },
    /// `CREATE TRIGGER`.
    CreateTrigger { table: Name },
    /// `CREATE [MATERIALIZED] VIEW`.
    CreateView { view: Name, materialized: bool },
    /// `REFRESH MATERIALIZED VIEW`.
    Refresh { view: Name, concurrently: bool },
    /// `REINDEX`, `VACUUM` and the like, which want to be alone or hold others up; the words that it begins with.
    Maintain { words: &'static str, concurrently: bool },
    /// `TRUNCATE`.
    Truncate { tables: Vec<Name>, cascade: bool },
    /// `INSERT`, `UPDATE`, `DELETE`.
    Write(Written),
    /// `ALTER TYPE … ADD VALUE`.
    AddValue { name: Name, value: String },
    /// `ALTER TYPE … RENAME VALUE`.
    RenameValue { name: Name, from: String },
    /// A setting of the session or transaction, in lower case; no value is the one that it has by itself.
    Set { name: String, value: Option<String> },
    /// The beginning of a transaction that the migration makes itself.
    Begin,
    /// The end of it.
    End,
    /// What is of no concern and changes no schema.
    Nothing,
    /// What may change the schema, in a way that is of no concern or not understood.
    Other,
}

/// A part of `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) enum Change {
    AddColumn(Box<Added>),
    DropColumn {
        column: String,
        cascade: bool,
    },
    SetNotNull(String),
    DropNotNull(String),
    SetDefault(String),
    /// Another type.
    SetType(String),
    /// MySQL's `MODIFY` and `CHANGE`: another definition, perhaps another name.
    Redefine {
        column: String,
        to: String,
        not_null: bool,
    },
    AddConstraint {
        name: Option<String>,
        constraint: Constraint,
    },
    /// MySQL's `ADD INDEX`.
    AddIndex(NewIndex),
    DropConstraint {
        name: Option<String>,
        cascade: bool,
    },
    Validate(String),
    RenameColumn {
        column: String,
        to: String,
    },
    RenameTable(Name),
    SetSchema(String),
    RenameConstraint,
    /// Triggers or row security on or off.
    Switch(Switch),
    /// What is of no concern or not understood.
    Other,
}

/// What is switched on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Switch {
    Trigger,
    RowSecurity,
}

/// A column that is added.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) struct Added {
    pub(in crate::lint) name: String,
    /// The type as it was written, in lower case.
    pub(in crate::lint) type_name: String,
    pub(in crate::lint) if_not_exists: bool,
    pub(in crate::lint) not_null: bool,
    /// A default that is not NULL.
    pub(in crate::lint) default: Option<Given>,
    /// Whether the database numbers it.
    pub(in crate::lint) numbered: bool,
    /// Set for a computed column: whether its values are stored.
    pub(in crate::lint) computed: Option<bool>,
    pub(in crate::lint) unique: bool,
    pub(in crate::lint) primary: bool,
    pub(in crate::lint) check: bool,
    pub(in crate::lint) references: Option<Name>,
}

/// A default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Given {
    /// The expression.
    pub(in crate::lint) text: String,
    /// What it calls, in lower case.
    pub(in crate::lint) calls: Vec<String>,
}

/// A constraint that is added.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) enum Constraint {
    Check {
        condition: String,
        not_valid: bool,
    },
    ForeignKey {
        columns: Vec<String>,
        target: Name,
        target_columns: Vec<String>,
        not_valid: bool,
    },
    Unique {
        columns: Vec<String>,
        primary: bool,
    },
    /// A unique or primary key made of an index that is there.
    UsingIndex {
        index: String,
        primary: bool,
    },
    Exclude,
    NotNull {
        column: String,
        not_valid: bool,
    },
}

/// An index that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) struct NewIndex {
    pub(in crate::lint) name: Option<String>,
    pub(in crate::lint) table: Name,
    pub(in crate::lint) unique: bool,
    /// Whether it is MySQL's of words or places.
    pub(in crate::lint) special: bool,
    pub(in crate::lint) concurrently: bool,
    pub(in crate::lint) if_not_exists: bool,
    /// Whether NULLs are equal to one another.
    pub(in crate::lint) nulls_not_distinct: bool,
    pub(in crate::lint) keys: Vec<KeyPart>,
    pub(in crate::lint) predicate: Option<String>,
}

/// A part of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) enum KeyPart {
    Column(String),
    Expression(String),
}

/// The kinds of object that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Kind {
    Table,
    View,
    MaterializedView,
    Index,
    Schema,
    Type,
    Trigger,
    Other,
}

impl Kind {
    /// What is both altered and dropped by these words.
    pub(in crate::lint) const WORDS: [(&'static str, Self); 6] = [
        ("TABLE", Self::Table),
        ("MATERIALIZED VIEW", Self::MaterializedView),
        ("VIEW", Self::View),
        ("INDEX", Self::Index),
        ("SCHEMA", Self::Schema),
        ("DOMAIN", Self::Type),
    ];
}

/// What is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Dropped {
    pub(in crate::lint) kind: Kind,
    pub(in crate::lint) names: Vec<Name>,
    /// The table that an index or trigger is said to be of.
    pub(in crate::lint) on: Option<Name>,
    pub(in crate::lint) if_exists: bool,
    pub(in crate::lint) concurrently: bool,
    pub(in crate::lint) cascade: bool,
}

/// Rows that are written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) struct Written {
    pub(in crate::lint) verb: Verb,
    pub(in crate::lint) table: Name,
    /// Which rows.
    pub(in crate::lint) condition: Condition,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Verb {
    /// Rows that the statement itself lists.
    Insert,
    /// Rows that a query finds.
    InsertSelect,
    Update,
    Delete,
}

/// Which rows are written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) enum Condition {
    /// All.
    None,
    /// So many at most.
    Limited,
    /// Those that meet it.
    Where(Box<Expr>),
    /// Those that meet what is not understood.
    Unread,
}

impl Act {
    /// Whether the schema is certainly the same after it.
    pub(in crate::lint) fn leaves_schema(&self) -> bool {
        matches!(self, Self::Write(_) | Self::Set { .. } | Self::Begin | Self::End | Self::Nothing)
    }

    /// The changes of a table, where it is an `ALTER TABLE`.
    pub(in crate::lint) fn changes(&self) -> &[Change] {
        match self {
            Self::Alter { changes, .. } => changes,
            _ => &[],
        }
    }
}

impl Added {
    /// Whether rows that are there have a value in it.
    pub(in crate::lint) fn has_values(&self) -> bool {
        self.default.is_some() || self.numbered || self.computed.is_some()
    }
}

impl Name {
    /// The name as it was written.
    pub(in crate::lint) fn shown(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Whether two names are one to the server.
pub(in crate::lint) fn is_same(system: System, one: &str, other: &str) -> bool {
    match system {
        System::Postgres => one == other,
        System::MySql | System::MariaDb | System::Sqlite => one.eq_ignore_ascii_case(other),
    }
}
