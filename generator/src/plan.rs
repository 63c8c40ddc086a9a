//! Files against what is on disk → what is to be created, updated, deleted, kept, or is in the way.
//!
//! Pure: it reads and writes nothing; `disk` does.

use crate::diagnostic::Diagnostic;
use crate::render::File;
use serde::Serialize;
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The changes.
    pub changes: Vec<Change>,
}

/// What happens to one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The path, as in [`File::path`].
    pub path: String,
    /// What happens to it.
    pub action: Action,
}

/// What can happen to a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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
    Conflict {
        /// What is the case, and the way out.
        problem: Diagnostic,
        /// What is there, if it is a text.
        old: Option<String>,
        /// What should be there.
        new: Option<String>,
    },
}

/// What happens to a text that the generator did not write and that stands where it wants to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays, and nothing is written.
    Refuse,
    /// It is lost: the user asked for that.
    Force,
}

impl Plan {
    /// Everything that is in the way.
    pub fn conflicts(&self) -> Vec<&Diagnostic> {
        Vec::new()
    }
}

/// Compares `files` with `tree`.
pub fn plan(files: &[File], _tree: &Tree, _overwrite: Overwrite) -> Plan {
    let create = |file: &File| Change { path: file.path.clone(), action: Action::Create(file.text.clone()) };
    Plan { changes: files.iter().map(create).collect() }
}

/// The plan as a unified diff.
pub fn diff(_plan: &Plan) -> String {
    String::new()
}
