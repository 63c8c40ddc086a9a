//! What is in the output directory, as far as a plan needs to know. Reads only.

use crate::diagnostic::Diagnostic;
use crate::plan::{Entry, Obstacle, Tree, manifest, path};
use crate::render::{File, Ownership};
use anyhow::Result;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Reads what `plan` needs to know of `directory`: whatever is at the paths of `files`, and, when one of them is
/// the generator's, all that the manifest lists or that lies in its own directories. A directory that does not exist
/// is an empty tree.
pub fn read(directory: &Path, files: &[File]) -> Result<Tree> {
    if !is_there(directory)? {
        return Ok(Tree::default());
    }
    let mut reader = Reader::new(directory);
    let mut wanted: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    if files.iter().any(|file| file.ownership == Ownership::Generated) {
        wanted.extend(manifest::files(files).into_iter().map(|file| file.path));
        wanted.extend(reader.listed());
        wanted.extend(manifest::OWN.iter().flat_map(|own| reader.found(own)));
    }
    let safe = wanted.into_par_iter().filter(|path| path::flaw(path).is_none());
    let entry = |reader: &mut Reader<'_>, path: String| reader.entry(&path).map(|entry| (path, entry));
    let entries = safe.map_init(|| Reader::new(directory), entry).flatten_iter().collect();
    Ok(Tree { entries })
}

/// Whether the output directory exists; an error when it is something else, or a link that leads out of the
/// project. The project is the repository that holds the link, or else the directory of its `Cargo.lock`, or
/// else the directory that the link is in.
pub(super) fn is_there(directory: &Path) -> Result<bool> {
    let name = directory.display().to_string();
    let unreadable = |error: io::Error| Diagnostic::file_unreadable(&name, &error.to_string());
    let link = match fs::symlink_metadata(directory) {
        Ok(metadata) => metadata.is_symlink(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unreadable(error).into()),
    };
    let resolved = fs::canonicalize(directory).map_err(unreadable)?;
    if link {
        let parent = directory.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let parent = fs::canonicalize(parent).map_err(unreadable)?;
        if !resolved.starts_with(project(&parent)) {
            return Err(Diagnostic::file_directory_leads_outside(&name, &resolved.display().to_string()).into());
        }
    }
    if !resolved.is_dir() {
        return Err(Diagnostic::file_parent_not_directory(&name, &name).into());
    }
    Ok(true)
}

fn project(parent: &Path) -> &Path {
    let holding = |name: &str| parent.ancestors().find(|ancestor| ancestor.join(name).exists());
    holding(".git").or_else(|| holding("Cargo.lock")).unwrap_or(parent)
}

/// Looks at single places in the output directory, and remembers what it learned of their parents.
pub(super) struct Reader<'a> {
    directory: &'a Path,
    parents: BTreeMap<PathBuf, Parent>,
}

#[derive(Clone)]
enum Parent {
    Plain,
    Absent,
    /// This one is a link or a file.
    Blocked(String),
}

impl<'a> Reader<'a> {
    pub(super) fn new(directory: &'a Path) -> Self {
        Self { directory, parents: BTreeMap::new() }
    }

    /// What is at `path`, if anything is.
    pub(super) fn entry(&mut self, path: &str) -> Option<Entry> {
        let parent = Path::new(path).parent().unwrap_or(Path::new(""));
        match self.parent(parent) {
            Parent::Plain => entry(&self.directory.join(path)),
            Parent::Absent => None,
            Parent::Blocked(by) => Some(Entry::Obstacle(Obstacle::Parent(by))),
        }
    }

    fn parent(&mut self, relative: &Path) -> Parent {
        if let Some(known) = self.parents.get(relative) {
            return known.clone();
        }
        let above = relative.parent().map_or(Parent::Plain, |above| self.parent(above));
        let state = match above {
            Parent::Plain if relative != Path::new("") => look(&self.directory.join(relative), relative),
            other => other,
        };
        self.parents.insert(relative.to_owned(), state.clone());
        state
    }

    fn listed(&mut self) -> BTreeSet<String> {
        match self.entry(manifest::MANIFEST) {
            Some(Entry::Text(text) | Entry::ReadOnly(text)) => manifest::paths(&text),
            Some(Entry::Obstacle(_)) | None => BTreeSet::new(),
        }
    }

    /// The regular files under a directory of the generator's own. What cannot be listed or has no plain name is nobody's
    /// concern.
    fn found(&mut self, own: &str) -> BTreeSet<String> {
        if !matches!(self.parent(Path::new(own)), Parent::Plain) {
            return BTreeSet::new();
        }
        let walk = WalkDir::new(self.directory.join(own)).follow_links(false);
        let files = walk.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
        files.filter_map(|entry| relative(self.directory, entry.path())).collect()
    }
}

fn look(path: &Path, relative: &Path) -> Parent {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Parent::Plain,
        Err(error) if error.kind() == ErrorKind::NotFound => Parent::Absent,
        Ok(_) | Err(_) => Parent::Blocked(relative.to_string_lossy().replace('\\', "/")),
    }
}

pub(super) fn relative(directory: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(directory).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn entry(path: &Path) -> Option<Entry> {
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => return Some(Entry::Obstacle(Obstacle::Unreadable(error.to_string()))),
    };
    if kind.is_symlink() {
        Some(Entry::Obstacle(Obstacle::Symlink))
    } else if kind.is_dir() {
        Some(Entry::Obstacle(Obstacle::Directory))
    } else if kind.is_file() {
        text(path)
    } else {
        Some(Entry::Obstacle(Obstacle::NotText))
    }
}

fn text(path: &Path) -> Option<Entry> {
    match bytes(path) {
        Ok((bytes, read_only)) => Some(match String::from_utf8(bytes) {
            Ok(text) if read_only => Entry::ReadOnly(text),
            Ok(text) => Entry::Text(text),
            Err(_) => Entry::Obstacle(Obstacle::NotText),
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Entry::Obstacle(Obstacle::Unreadable(error.to_string()))),
    }
}

/// The contents, and whether the mode forbids everybody to write. The mode decides, not the user: a file that is
/// read-only for its owner stays as it is under root too.
fn bytes(path: &Path) -> io::Result<(Vec<u8>, bool)> {
    let mut file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok((bytes, metadata.permissions().readonly()))
}
