//! Files against what is on disk → what is to be created, updated, deleted, kept, or is in the way.
//!
//! Pure: it reads and writes nothing; `disk` does.

use crate::diagnostic::Diagnostic;
use crate::render::File;
use std::collections::BTreeMap;

/// What stands in the output directory, as `disk::read` found it: generated files, and whatever lies where a
/// file wants to go. Paths as in [`File::path`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The entries by path.
    pub entries: BTreeMap<String, Entry>,
}

/// One thing on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A regular file with its text.
    Text(String),
    /// Anything that may not be read or replaced, and why.
    Obstacle(String),
}

/// Every change of a run, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The changes.
    pub changes: Vec<Change>,
}

/// What happens to one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path, as in [`File::path`].
    pub path: String,
    /// What happens to it.
    pub action: Action,
}

/// What can happen to a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Not there: written.
    Create(String),
    /// Ours, and different: replaced.
    Update {
        /// What is there.
        old: String,
        /// What will be there.
        new: String,
    },
    /// Ours, unedited, and no longer produced: removed.
    Delete {
        /// What is there.
        old: String,
    },
    /// As it should be, or the user's own: not touched.
    Keep,
    /// In the way: nothing at all is written.
    Conflict(Diagnostic),
}

/// Compares `files` with `tree`.
pub fn plan(_files: &[File], _tree: &Tree) -> Plan {
    Plan::default()
}
