//! The hidden directory in which a run gets everything ready before it touches a file.
//!
//! It is inside the output directory, hence on the same file system, so that a file moves into place in one step.

use crate::diagnostic::Diagnostic;
use anyhow::Result;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

const NAME: &str = ".scaffold-staging";

/// The staging directory of one run; it goes away with the value.
#[derive(Debug)]
pub(super) struct Staging {
    path: PathBuf,
    count: usize,
    durability: Durability,
}

/// Whether a text has to be on the medium before its file moves into place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// It has to: a loss of power leaves the file old or new.
    Flushed,
    /// The system may take its time: a loss of power may leave a blank or cut file, which the next run reports or
    /// replaces.
    Lazy,
}

impl Staging {
    /// Makes the staging directory inside `directory`. Since the run holds the lock, one that is there is the
    /// remains of a killed run.
    pub(super) fn open(directory: &Path, durability: Durability) -> Result<Self> {
        Self::clean(directory)?;
        let path = directory.join(NAME);
        fs::create_dir(&path).map_err(|error| unwritable(directory, &error))?;
        Ok(Self { path, count: 0, durability })
    }

    /// Removes what a killed run left behind.
    pub(super) fn clean(directory: &Path) -> Result<()> {
        let path = directory.join(NAME);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(unwritable(&path, &error).into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Writes a text that is to replace `target`, and that then has the permissions of what it replaces.
    pub(super) fn write(&mut self, text: &str, target: &Path) -> io::Result<PathBuf> {
        let path = self.place();
        let mut file = fs::File::create_new(&path)?;
        file.write_all(text.as_bytes())?;
        if let Ok(metadata) = fs::symlink_metadata(target) {
            file.set_permissions(metadata.permissions())?;
        }
        if self.durability == Durability::Flushed {
            file.sync_data()?;
        }
        Ok(path)
    }

    /// A second name for a file that is about to be replaced, or a copy where the file system has no such thing.
    pub(super) fn back_up(&mut self, target: &Path) -> io::Result<PathBuf> {
        let path = self.place();
        fs::hard_link(target, &path).or_else(|_| fs::copy(target, &path).map(|_| ()))?;
        Ok(path)
    }

    /// A name in the staging directory that is not taken.
    pub(super) fn place(&mut self) -> PathBuf {
        self.count += 1;
        self.path.join(self.count.to_string())
    }
}

impl Drop for Staging {
    /// What cannot be removed now is removed by the next run.
    fn drop(&mut self) {
        let _next_run = fs::remove_dir_all(&self.path);
    }
}

/// What there is to say when the system refuses to change something at `path`.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::file_cannot_be_written(&path.display().to_string(), &error.to_string())
}
