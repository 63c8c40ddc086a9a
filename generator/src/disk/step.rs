//! The single steps that change the tree, each of which is atomic and can be taken back.
//!
//! A run that is killed between two steps leaves every file old or new.

use super::exchange::Twin;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// One change of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Makes a directory.
    MakeDirectory(PathBuf),
    /// Moves a staged file, or a directory that was not there, into place.
    Place {
        /// Where it is.
        staged: PathBuf,
        /// Where it goes.
        target: PathBuf,
        /// A second name of what is at the target now, if anything is.
        backup: Option<PathBuf>,
    },
    /// Moves a file out of the tree.
    Remove {
        /// Where it is.
        target: PathBuf,
        /// Where it goes.
        backup: PathBuf,
    },
    /// Lets a directory change places with the one that was made to replace it.
    Exchange(Twin),
    /// Removes a directory if it is empty. This is housekeeping: it cannot fail.
    Prune(PathBuf),
}

impl Step {
    /// Takes the step.
    pub(super) fn run(&self) -> io::Result<()> {
        match self {
            Self::MakeDirectory(path) => match fs::create_dir(path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
                other => other,
            },
            Self::Place { staged, target, .. } => fs::rename(staged, target),
            Self::Remove { target, backup } => fs::rename(target, backup),
            Self::Exchange(twin) => twin.exchange(),
            Self::Prune(path) => {
                let _not_empty = fs::remove_dir(path);
                Ok(())
            }
        }
    }

    /// Takes it back, after which it could be run again.
    pub(super) fn undo(&self) -> io::Result<()> {
        match self {
            Self::MakeDirectory(path) => fs::remove_dir(path),
            Self::Place { staged, target, backup: None } => fs::rename(target, staged),
            Self::Place { staged, target, backup: Some(backup) } => {
                let (_only_to_run_again, spare) = (fs::hard_link(target, staged), staged.with_extension("old"));
                fs::rename(fs::hard_link(backup, &spare).map_or(backup, |()| &spare), target)
            }
            Self::Remove { target, backup } => fs::rename(backup, target),
            Self::Exchange(twin) => twin.undo(),
            Self::Prune(_) => Ok(()),
        }
    }

    /// What the step is about.
    pub(super) fn path(&self) -> &PathBuf {
        match self {
            Self::MakeDirectory(path) | Self::Prune(path) => path,
            Self::Place { target, .. } | Self::Remove { target, .. } => target,
            Self::Exchange(twin) => &twin.target,
        }
    }
}
