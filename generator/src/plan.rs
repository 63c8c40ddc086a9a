//! Files against what is on disk → what is to be created, updated, deleted, kept, or is in the way.
//!
//! Pure: it reads and writes nothing; `disk` does.

mod diff;
pub mod manifest;
pub mod path;

pub use diff::diff;

use crate::diagnostic::Diagnostic;
use crate::render::seal::{self, Seal};
use crate::render::{File, Ownership};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// A regular file with its text, which nobody may write.
    ReadOnly(String),
    /// Anything that may not be read or replaced.
    Obstacle(Obstacle),
}

/// Why something may not be read or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is a symbolic link.
    Symlink,
    /// It is a directory.
    Directory,
    /// This directory on the way to it is a link or a file.
    Parent(String),
    /// It is a file of bytes that are not UTF-8, or a device.
    NotText,
    /// The system refuses to read it, for this reason.
    Unreadable(String),
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
    /// How many files are new.
    pub fn created(&self) -> usize {
        self.count(|action| matches!(action, Action::Create(_)))
    }

    /// How many files are replaced.
    pub fn updated(&self) -> usize {
        self.count(|action| matches!(action, Action::Update { .. }))
    }

    /// How many files are removed.
    pub fn deleted(&self) -> usize {
        self.count(|action| matches!(action, Action::Delete { .. }))
    }

    /// How many files are left alone.
    pub fn kept(&self) -> usize {
        self.count(|action| matches!(action, Action::Keep))
    }

    /// Whether everything is as it should be already.
    pub fn is_unchanged(&self) -> bool {
        self.kept() == self.changes.len()
    }

    /// Every text that is new, with its path.
    pub fn texts(&self) -> Vec<(&str, &str)> {
        let texts = self.changes.iter().filter_map(|Change { path, action }| match action {
            Action::Create(new) | Action::Update { new, .. } => Some((path.as_str(), new.as_str())),
            Action::Delete { .. } | Action::Keep | Action::Conflict { .. } => None,
        });
        texts.collect()
    }

    /// Everything that is in the way.
    pub fn conflicts(&self) -> Vec<&Diagnostic> {
        self.changes.iter().filter_map(|change| change.action.problem()).collect()
    }

    fn count(&self, matches: impl Fn(&Action) -> bool) -> usize {
        self.changes.iter().filter(|change| matches(&change.action)).count()
    }
}

impl Action {
    fn problem(&self) -> Option<&Diagnostic> {
        match self {
            Self::Conflict { problem, .. } => Some(problem),
            Self::Create(_) | Self::Update { .. } | Self::Delete { .. } | Self::Keep => None,
        }
    }
}

/// Compares `files` with `tree`. Who owns what:
///
/// 1. A path must be safe (see [`path::flaw`]), and no two files may claim one place, letter case aside.
/// 2. A `Once` file is written when nothing is at its path. Whatever file is there is the user's and is kept.
/// 3. A `Generated` file that is there as it should be, line ends aside, is kept.
/// 4. A different text in its place is updated when no user's work can be in it: its seal is intact; or both sides
///    of an unresolved merge have intact seals, or have no line that the new text lacks; or it differs in the
///    seal alone; or it is blank; or it is a manifest after a merge.
/// 5. Any other text in its place is a conflict. [`Overwrite::Force`] turns it into an update.
/// 6. A link, a directory, a file that is not text or cannot be read, or a read-only file that would have to change
///    is a conflict always.
/// 7. A stale file is one that is not among `files` and either stands in the manifest or lies under
///    `src/generated` or `schema`. It is deleted when its seal is intact; a broken seal is a conflict, or with
///    [`Overwrite::Force`] a deletion; without a seal it is the user's, and is passed over. One that cannot be read
///    is a conflict: passed over, it would stay for good.
/// 8. A stale file whose path differs from a new one's in letter case alone is passed over: they may be one file.
/// 9. Without a single `Generated` file among `files`, nothing is stale, and no manifest is written.
pub fn plan(files: &[File], tree: &Tree, overwrite: Overwrite) -> Plan {
    let own = manifest::files(files);
    let mut refused = path::refused(files.iter().chain(&own));
    let mut changes = BTreeMap::new();
    for file in files.iter().chain(&own) {
        let action = match refused.remove(&file.path) {
            Some(problem) => Action::Conflict { problem, old: None, new: None },
            None if changes.contains_key(&file.path) => continue,
            None => target(file, tree.entries.get(&file.path), overwrite),
        };
        changes.insert(file.path.clone(), action);
    }
    if !own.is_empty() {
        changes.append(&mut deletions(&changes, tree, overwrite));
    }
    Plan { changes: changes.into_iter().map(|(path, action)| Change { path, action }).collect() }
}

fn target(file: &File, entry: Option<&Entry>, overwrite: Overwrite) -> Action {
    match (entry, file.ownership) {
        (None, _) => Action::Create(file.text.clone()),
        (Some(Entry::Obstacle(obstacle @ (Obstacle::Directory | Obstacle::Parent(_)))), _) => {
            conflict(in_the_way(&file.path, obstacle), None, file)
        }
        (Some(_), Ownership::Once) => Action::Keep,
        (Some(Entry::Obstacle(obstacle)), Ownership::Generated) => {
            conflict(in_the_way(&file.path, obstacle), None, file)
        }
        (Some(Entry::Text(old) | Entry::ReadOnly(old)), _) if seal::same_lines(old, &file.text) => Action::Keep,
        (Some(Entry::ReadOnly(old)), _) => conflict(Diagnostic::file_read_only(&file.path), Some(old), file),
        (Some(Entry::Text(old)), _) if overwrite == Overwrite::Force || is_ours(old, file) => {
            Action::Update { old: old.clone(), new: file.text.clone() }
        }
        (Some(Entry::Text(old)), _) => conflict(not_ours(&file.path, old), Some(old), file),
    }
}

fn conflict(problem: Diagnostic, old: Option<&String>, file: &File) -> Action {
    Action::Conflict { problem, old: old.cloned(), new: Some(file.text.clone()) }
}

/// What to say of something in the way of a file.
pub fn in_the_way(path: &str, obstacle: &Obstacle) -> Diagnostic {
    match obstacle {
        Obstacle::Symlink => Diagnostic::file_is_symlink(path),
        Obstacle::Directory => Diagnostic::file_is_directory(path),
        Obstacle::Parent(parent) => Diagnostic::file_parent_not_directory(path, parent),
        Obstacle::NotText => Diagnostic::file_not_text(path),
        Obstacle::Unreadable(reason) => Diagnostic::file_unreadable(path, reason),
    }
}

fn not_ours(path: &str, old: &str) -> Diagnostic {
    match seal::inspect(old) {
        _ if seal::sides(&seal::unix(old)).is_some() => Diagnostic::file_in_merge(path),
        Seal::Foreign => Diagnostic::file_not_ours(path),
        Seal::Intact | Seal::Edited => Diagnostic::file_edited(path),
    }
}

/// Rule 4. A disk that lost its power leaves blank files behind, of zero length or zero bytes.
fn is_ours(old: &str, file: &File) -> bool {
    old.chars().all(|c| c.is_whitespace() || c == '\0')
        || seal::inspect(old) == Seal::Intact
        || seal::bare(old) == seal::bare(&file.text)
        || is_merge_of_known_lines(old, &file.text)
        || (file.path == manifest::MANIFEST && manifest::is_merged_manifest(old))
}

fn is_merge_of_known_lines(old: &str, new: &str) -> bool {
    let Some(sides) = seal::sides(&seal::unix(old)) else { return false };
    let known: BTreeSet<&str> = new.lines().collect();
    let ours = |side: &String| {
        seal::inspect(side) != Seal::Foreign && seal::bare(side).lines().all(|line| known.contains(line))
    };
    sides.iter().all(ours)
}

fn deletions(targets: &BTreeMap<String, Action>, tree: &Tree, overwrite: Overwrite) -> BTreeMap<String, Action> {
    let taken: BTreeSet<String> = targets.keys().map(|path| path.to_ascii_lowercase()).collect();
    let listed = match tree.entries.get(manifest::MANIFEST) {
        Some(Entry::Text(text) | Entry::ReadOnly(text)) => manifest::paths(text),
        Some(Entry::Obstacle(_)) | None => BTreeSet::new(),
    };
    let is_stale = |path: &str| {
        path::flaw(path).is_none()
            && !taken.contains(&path.to_ascii_lowercase())
            && (manifest::is_own(path) || listed.contains(path))
    };
    let action = |path: &String, entry: &Entry| match entry {
        Entry::Obstacle(obstacle @ Obstacle::Unreadable(_)) => {
            Some(Action::Conflict { problem: in_the_way(path, obstacle), old: None, new: None })
        }
        entry => deletion(path, entry, overwrite),
    };
    let stale = tree.entries.iter().filter(|(path, _)| is_stale(path));
    stale.filter_map(|(path, entry)| Some((path.clone(), action(path, entry)?))).collect()
}

fn deletion(path: &str, entry: &Entry, overwrite: Overwrite) -> Option<Action> {
    let (Entry::Text(old) | Entry::ReadOnly(old)) = entry else { return None };
    let refuse = |problem| Some(Action::Conflict { problem, old: Some(old.clone()), new: None });
    match seal::inspect(old) {
        Seal::Foreign => None,
        Seal::Edited if overwrite == Overwrite::Refuse => refuse(Diagnostic::file_stale_and_edited(path)),
        Seal::Intact | Seal::Edited if matches!(entry, Entry::ReadOnly(_)) => refuse(Diagnostic::file_read_only(path)),
        Seal::Intact | Seal::Edited => Some(Action::Delete { old: old.clone() }),
    }
}

#[cfg(test)]
mod tests;
