//! The ledger in numbers: how many objects of each kind met each fate, and which of those without code are worth a
//! word to who did not ask.

use super::{Entry, Fate, Kind};
use crate::catalog::ObjectKind;
use std::collections::BTreeMap;

/// How many entries there are of each kind.
pub type Counts = BTreeMap<Kind, usize>;

/// The entries of each fate, counted by kind.
pub fn counts<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> BTreeMap<Fate, Counts> {
    let mut counts: BTreeMap<Fate, Counts> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.fate).or_default().entry(entry.kind).or_default() += 1;
    }
    counts
}

/// What is left out and worth a word: what acts on rows or could be called, and that the database does not do for every
/// program alike without being asked. Of indexes, checks and the like there are many, and nothing to do about them.
pub fn left_out(entries: &[Entry]) -> Counts {
    let worth = |entry: &&Entry| entry.fate == Fate::NotGenerated && is_worth_a_word(entry);
    counts(entries.iter().filter(worth)).remove(&Fate::NotGenerated).unwrap_or_default()
}

fn is_worth_a_word(entry: &Entry) -> bool {
    match entry.kind {
        Kind::Routine => true,
        Kind::Object(ObjectKind::Sequence) => entry.table.is_none(),
        Kind::Object(kind) => matches!(
            kind,
            ObjectKind::Trigger
                | ObjectKind::Policy
                | ObjectKind::Rule
                | ObjectKind::Inheritance
                | ObjectKind::EventTrigger
                | ObjectKind::Event
        ),
        _ => false,
    }
}

impl Kind {
    /// What several of the kind are called.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Table => "tables",
            Self::Column => "columns",
            Self::PrimaryKey => "primary keys",
            Self::UniqueKey => "unique keys",
            Self::ForeignKey => "foreign keys",
            Self::Check => "checks",
            Self::Index => "indexes",
            Self::View => "views",
            Self::ViewColumn => "columns of views",
            Self::Enum => "enums",
            Self::Domain => "domains",
            Self::Composite => "composite types",
            Self::Routine => "routines",
            Self::Object(kind) => plural(kind),
        }
    }
}

fn plural(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Partition => "partitions",
        ObjectKind::Index => "indexes of partitions",
        ObjectKind::Constraint => "constraints of partitions",
        ObjectKind::Inheritance => "inheritances",
        ObjectKind::Sequence => "sequences",
        ObjectKind::Trigger => "triggers",
        ObjectKind::Policy => "policies",
        ObjectKind::Exclusion => "exclusion constraints",
        ObjectKind::PeriodKey => "foreign keys over periods",
        ObjectKind::Rule => "rules",
        ObjectKind::Statistics => "statistics",
        ObjectKind::Range => "ranges",
        ObjectKind::BaseType => "base types",
        ObjectKind::Operator => "operators",
        ObjectKind::Collation => "collations",
        ObjectKind::Extension => "extensions",
        ObjectKind::ForeignServer => "foreign servers",
        ObjectKind::EventTrigger => "event triggers",
        ObjectKind::Event => "events",
        ObjectKind::ShadowTable => "shadow tables",
        ObjectKind::Other => "others",
    }
}
