//! One writer at a time for each output directory, and no lock file in anybody's repository.

use super::staging::unwritable;
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The right to write into one output directory, until dropped. The system takes it back from a killed process.
#[derive(Debug)]
pub struct Lock {
    /// The lock belongs to this open file.
    _file: File,
    /// The output directory, if this lock made it.
    made: Option<PathBuf>,
}

impl Drop for Lock {
    /// A directory that was made for the lock and that nothing was written to goes away with it.
    fn drop(&mut self) {
        if let Some(made) = &self.made {
            let _not_empty = fs::remove_dir(made);
        }
    }
}

/// Waits until no other run writes into `directory`, which is made if need be. Calls `on_wait` first when there
/// is one to wait for.
///
/// The directory itself is what is locked, so that the lock holds between containers that share it. Where a
/// system cannot do that, a file in its temporary directory stands for it.
pub fn lock(directory: &Path, on_wait: impl FnOnce()) -> Result<Lock> {
    let mut on_wait = Some(on_wait);
    let refused = |error: io::Error| {
        Diagnostic::file_directory_cannot_be_locked(&directory.display().to_string(), &error.to_string())
    };
    loop {
        let made = (!super::read::is_there(directory)?).then(|| directory.to_owned());
        fs::create_dir_all(directory).map_err(|error| unwritable(directory, &error))?;
        let (file, state) = match attempt(File::open(directory)) {
            Ok(attempt) => attempt,
            Err(_unsupported) => attempt(stand_in(directory)).map_err(refused)?,
        };
        if state == State::Busy {
            if let Some(on_wait) = on_wait.take() {
                on_wait();
            }
            file.lock().map_err(refused)?;
        }
        if is_still_there(&file, directory) {
            return Ok(Lock { _file: file, made });
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Held,
    Busy,
}

fn attempt(file: io::Result<File>) -> io::Result<(File, State)> {
    let file = file?;
    match file.try_lock() {
        Ok(()) => Ok((file, State::Held)),
        Err(TryLockError::WouldBlock) => Ok((file, State::Busy)),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The run that held the lock may have removed the directory; then its lock is worth nothing, and we try again.
#[cfg(unix)]
fn is_still_there(file: &File, directory: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(directory)) {
        (Ok(locked), Ok(now)) => !locked.is_dir() || (locked.dev(), locked.ino()) == (now.dev(), now.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, directory: &Path) -> bool {
    directory.exists()
}

fn stand_in(directory: &Path) -> io::Result<File> {
    let path = stand_in_path(directory)?;
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

fn stand_in_path(directory: &Path) -> io::Result<PathBuf> {
    let digest = Sha256::digest(fs::canonicalize(directory)?.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok(tempfile::env::temp_dir().join(format!("scaffold-{name}.lock")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn a_second_run_says_that_it_waits_and_then_goes_on() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("entity");
        fs::create_dir(&directory).unwrap();
        let first = lock(&directory, || panic!("nobody is there")).unwrap();
        let (waiting, heard) = mpsc::channel();
        thread::scope(|scope| {
            let second = scope.spawn(|| lock(&directory, move || waiting.send(()).unwrap()).unwrap());
            heard.recv().unwrap();
            assert!(!second.is_finished());
            drop(first);
            second.join().unwrap();
        });
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0, "no lock file is left");
    }

    #[test]
    fn a_directory_made_for_the_lock_goes_with_it_and_the_next_run_makes_its_own() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("a/entity");
        let first = lock(&directory, || {}).unwrap();
        let (waiting, heard) = mpsc::channel();
        thread::scope(|scope| {
            let second = scope.spawn(|| lock(&directory, move || waiting.send(()).unwrap()).unwrap());
            heard.recv().unwrap();
            drop(first);
            let second = second.join().unwrap();
            assert!(directory.exists());
            fs::write(directory.join("file"), "").unwrap();
            drop(second);
        });
        assert!(directory.exists(), "what was written to stays");
    }

    #[test]
    fn the_stand_in_for_a_directory_can_be_locked_too() {
        let home = tempfile::tempdir().unwrap();
        let (held, state) = attempt(stand_in(home.path())).unwrap();
        assert_eq!(state, State::Held);
        assert_eq!(attempt(stand_in(home.path())).unwrap().1, State::Busy);
        assert!(is_still_there(&held, home.path()));
        let elsewhere = tempfile::tempdir().unwrap();
        assert_eq!(attempt(stand_in(elsewhere.path())).unwrap().1, State::Held);
        for directory in [home.path(), elsewhere.path()] {
            fs::remove_file(stand_in_path(directory).unwrap()).unwrap();
        }
    }
}
