//! The statements while they are found, each with the phase in which it runs.

use crate::seed::Dialect;
use std::collections::BTreeSet;
use std::iter;

/// What turns one schema into another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The statements in the order in which they run.
    pub statements: Vec<Statement>,
    /// What cannot be said.
    pub unsaid: Vec<Unsaid>,
    /// Whether tables are put in each other's place, so that all has to run as one script on one connection, while foreign
    /// keys are not looked at (SQLite).
    pub rebuilds: bool,
}

impl Script {
    /// What is sent at once, and what to look out for in it.
    pub fn calls(&self) -> Vec<(Vec<&Caution>, String)> {
        if !self.rebuilds {
            return self.statements.iter().map(|own| (own.cautions.iter().collect(), own.sql.clone())).collect();
        }
        // SQLite looks at no foreign key only where that is said outside a transaction, to the one connection.
        let body: String = self.statements.iter().map(|statement| format!("{};\n", statement.sql)).collect();
        let cautions = self.statements.iter().flat_map(|statement| &statement.cautions).collect();
        vec![(cautions, format!("PRAGMA foreign_keys = OFF;\nBEGIN;\n{body}COMMIT;\nPRAGMA foreign_keys = ON;"))]
    }

    /// What is sent, text by text; on PostgreSQL in one transaction, as SeaORM runs a migration there.
    pub fn sent(&self, dialect: Dialect) -> Vec<String> {
        let texts = self.calls().into_iter().map(|(_, sql)| sql);
        match dialect {
            Dialect::Postgres => iter::once("BEGIN".to_owned()).chain(texts).chain(["COMMIT".to_owned()]).collect(),
            Dialect::MySql | Dialect::Sqlite => texts.collect(),
        }
    }
}

/// A statement and what is to be known of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// The SQL.
    pub sql: String,
    /// What to look out for.
    pub cautions: Vec<Caution>,
}

/// What to look out for in a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// It takes away what this holds: `orders`, `orders.note`.
    Loses(String),
    /// Values of this column that the new type does not hold make it fail, or are changed.
    Converts(String),
    /// It works while the table has no rows, since nothing gives this column a value.
    NeedsValues(String),
}

impl Caution {
    /// What it speaks of.
    pub fn place(&self) -> &str {
        match self {
            Self::Loses(place) | Self::Converts(place) | Self::NeedsValues(place) => place,
        }
    }
}

/// Something that no statement is known for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsaid {
    /// What it is: `function total(integer)`.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// When a statement runs, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Indexes and constraints get other names.
    Rename,
    /// Triggers, rules, policies and the like go.
    DropActing,
    /// Routines go that take or give rows of views that go.
    DropRowRoutine,
    /// Views go.
    DropView,
    /// Aggregates go, and operators whose functions do.
    DropStanding,
    /// Routines go whose arguments or result are a type that goes.
    DropEarlyRoutine,
    /// Foreign keys go.
    DropForeignKey,
    /// Indexes and other constraints go.
    DropPart,
    /// Schemas, extensions and collations come.
    Schema,
    /// Types come, or change.
    Type,
    /// Sequences come, or change.
    Sequence,
    /// Routines come that defaults and checks may call.
    EarlyRoutine,
    /// Tables come.
    Table,
    /// Columns come.
    AddColumn,
    /// Columns change.
    AlterColumn,
    /// Columns go.
    DropColumn,
    /// Tables go.
    DropTable,
    /// Sequences change, or find the column that they belong to.
    OwnedSequence,
    /// Keys and checks come.
    Constraint,
    /// Indexes come.
    Index,
    /// Foreign keys come.
    ForeignKey,
    /// Routines come that speak of tables.
    LateRoutine,
    /// Views come.
    View,
    /// Routines come that speak of views.
    LastRoutine,
    /// Triggers, rules, policies and the like come.
    Acting,
    /// Comments come.
    Comment,
    /// Operators go.
    DropOperator,
    /// Routines go.
    DropRoutine,
    /// Sequences go.
    DropSequence,
    /// Types go.
    DropType,
    /// Schemas, extensions and collations go.
    DropSchema,
}

/// The statements and what cannot be said, as they are found.
#[derive(Debug, Default)]
pub(super) struct Steps {
    found: Vec<(Phase, Statement)>,
    unsaid: BTreeSet<Unsaid>,
    pub(super) rebuilds: bool,
}

impl Steps {
    /// Adds a statement to a phase, behind those that are there.
    pub(super) fn add(&mut self, phase: Phase, sql: String) {
        self.found.push((phase, Statement { sql, cautions: Vec::new() }));
    }

    /// Adds one that is to be looked at.
    pub(super) fn add_with(&mut self, phase: Phase, sql: String, caution: Caution) {
        self.found.push((phase, Statement { sql, cautions: vec![caution] }));
    }

    /// Adds one with all that is to be known of it.
    pub(super) fn add_all(&mut self, phase: Phase, sql: String, cautions: Vec<Caution>) {
        self.found.push((phase, Statement { sql, cautions }));
    }

    /// Notes what cannot be said.
    pub(super) fn cannot_say(&mut self, place: String, reason: &str) {
        self.unsaid.insert(Unsaid { place, reason: reason.to_owned() });
    }

    /// All of it in order.
    pub(super) fn script(mut self) -> Script {
        self.found.sort_by_key(|(phase, _)| *phase);
        let statements = self.found.into_iter().map(|(_, statement)| statement).collect();
        Script { statements, unsaid: self.unsaid.into_iter().collect(), rebuilds: self.rebuilds }
    }
}
