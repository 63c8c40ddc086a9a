//! The directories of the generator's own as a whole: each is made anew beside the old one, and the two change places in
//! one step.
//!
//! So a run that is killed leaves all the code old or all of it new, and never a mix that does not compile; the same
//! holds for the project file. What the plan does not touch is there under a second name of the same file, whoever made
//! it. The project file goes last: as long as it is old, the next run sees what there is to do. Where a system cannot do
//! all that, the steps for single files are taken.

use super::staging::Staging;
use super::step::Step;
use crate::plan::manifest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::WalkDir;

/// A directory that is ready to take the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Twin {
    /// Where it is; afterwards, where the other is.
    path: PathBuf,
    /// The other, which is there now.
    pub(super) target: PathBuf,
    /// What was seen in the other.
    seen: BTreeMap<PathBuf, Stamp>,
}

/// What tells that an entry of a directory is another one, or was written to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    id: u64,
    bytes: u64,
    written: Option<SystemTime>,
}

impl Twin {
    /// Changes places. Should somebody have saved a file in the other meanwhile, that one is put back, and the error says
    /// that the directory is busy.
    pub(super) fn exchange(&self) -> io::Result<()> {
        system::exchange(&self.path, &self.target)?;
        if entries(&self.path).ok().as_ref() == Some(&self.seen) {
            return Ok(());
        }
        system::exchange(&self.path, &self.target)?;
        Err(ErrorKind::ResourceBusy.into())
    }

    /// Changes places again.
    pub(super) fn undo(&self) -> io::Result<()> {
        system::exchange(&self.path, &self.target)
    }
}

/// Whether an exchange failed because the system has no such thing, here or at all.
pub(super) fn is_unknown(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::CrossesDevices | ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// The same steps with those inside a directory of the generator's own made one; none where that gains nothing or the
/// system cannot do it.
pub(super) fn whole(staging: &mut Staging, directory: &Path, steps: &[Step]) -> Option<Vec<Step>> {
    let owns = manifest::OWN.map(|own| directory.join(own));
    let is_inside = |step: &Step| owns.iter().any(|own| step.path().starts_with(own));
    let mut whole: Vec<Step> = steps.iter().filter(|step| !is_inside(step)).cloned().collect();
    // Directories that are empty now are looked at in the end.
    let prunes = whole.iter().position(|step| matches!(step, Step::Prune(_))).unwrap_or(whole.len());
    let prunes = whole.split_off(prunes);
    let mut joined = false;
    for own in &owns {
        let group: Vec<&Step> = steps.iter().filter(|step| step.path().starts_with(own)).collect();
        let changes = group.iter().filter(|step| matches!(step, Step::Place { .. } | Step::Remove { .. })).count();
        if changes < 2 {
            whole.extend(group.into_iter().cloned());
            continue;
        }
        whole.push(replaced(staging, own, &group).ok()?);
        whole.push(Step::Prune(own.clone()));
        joined = true;
    }
    whole.extend(prunes);
    joined.then_some(whole)
}

/// The step that does what the steps of `group` do in the directory `own`.
fn replaced(staging: &mut Staging, own: &Path, group: &[&Step]) -> io::Result<Step> {
    let path = staging.place();
    fs::create_dir(&path)?;
    let twin = Twin { seen: if own.exists() { entries(own)? } else { BTreeMap::new() }, target: own.to_owned(), path };
    twin.fill(group)?;
    if own.exists() {
        twin.resemble()?;
        return Ok(Step::Exchange(twin));
    }
    Ok(Step::Place { staged: twin.path, target: twin.target, backup: None })
}

impl Twin {
    /// Puts second names of what stays into the twin, and of what is staged.
    fn fill(&self, group: &[&Step]) -> io::Result<()> {
        let gone: BTreeSet<&Path> = group.iter().map(|step| step.path().as_path()).collect();
        for entry in self.seen.keys().filter(|entry| !entry.as_os_str().is_empty()) {
            let (from, to) = (self.target.join(entry), self.path.join(entry));
            let kind = fs::symlink_metadata(&from)?.file_type();
            if kind.is_dir() {
                fs::create_dir(&to)?;
            } else if kind.is_file() || kind.is_symlink() {
                if !gone.contains(from.as_path()) {
                    fs::hard_link(&from, &to)?;
                }
            } else {
                return Err(ErrorKind::Unsupported.into());
            }
        }
        let inside = |path: &Path| path.strip_prefix(&self.target).map(|entry| self.path.join(entry));
        for step in group {
            let path = inside(step.path()).map_err(io::Error::other)?;
            match step {
                Step::MakeDirectory(_) if path != self.path => fs::create_dir(&path)?,
                Step::Place { staged, .. } => fs::hard_link(staged, &path)?,
                Step::Prune(_) if path != self.path => Step::Prune(path).run()?,
                Step::MakeDirectory(_) | Step::Prune(_) | Step::Remove { .. } | Step::Exchange(_) => {}
            }
        }
        Ok(())
    }

    /// Gives the directories of the twin the owners and permissions of those that they replace, the deepest first.
    fn resemble(&self) -> io::Result<()> {
        for entry in self.seen.keys().rev() {
            let (from, to) = (fs::symlink_metadata(self.target.join(entry))?, self.path.join(entry));
            if from.is_dir() && to.is_dir() {
                system::give(&to, &from)?;
                fs::set_permissions(&to, from.permissions())?;
            }
        }
        Ok(())
    }
}

/// Everything in a directory, itself included as the empty path. Of directories it counts only that they are the same.
fn entries(directory: &Path) -> io::Result<BTreeMap<PathBuf, Stamp>> {
    let mut entries = BTreeMap::new();
    for entry in WalkDir::new(directory).follow_links(false) {
        let entry = entry?;
        let path = entry.path().strip_prefix(directory).map_err(io::Error::other)?.to_owned();
        entries.insert(path, Stamp::of(&entry.metadata()?));
    }
    Ok(entries)
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let (bytes, written) = if metadata.is_dir() { (0, None) } else { (metadata.len(), metadata.modified().ok()) };
        Self { id: system::id(metadata), bytes, written }
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
mod system {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use std::fs::Metadata;
    use std::io;
    use std::os::unix::fs::{MetadataExt, chown};
    use std::path::Path;

    /// Lets two directories change places.
    pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    /// What tells a file from all others.
    pub(super) fn id(metadata: &Metadata) -> u64 {
        metadata.ino()
    }

    /// Gives a directory to the owner and the group of another.
    pub(super) fn give(directory: &Path, like: &Metadata) -> io::Result<()> {
        let mine = std::fs::metadata(directory)?;
        if (mine.uid(), mine.gid()) == (like.uid(), like.gid()) {
            return Ok(());
        }
        chown(directory, Some(like.uid()), Some(like.gid()))
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod system {
    use std::fs::Metadata;
    use std::io::{self, ErrorKind};
    use std::path::Path;

    /// There is no such thing here.
    pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// Nothing tells.
    pub(super) fn id(_metadata: &Metadata) -> u64 {
        0
    }

    /// Nobody is told from anybody.
    pub(super) fn give(_directory: &Path, _like: &Metadata) -> io::Result<()> {
        Ok(())
    }
}
