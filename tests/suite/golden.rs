//! Comparing what came out with the files that say what should come out, and rewriting those with `BLESS=1`.
//!
//! Differences are collected and shown together, as unified diffs. This module knows nothing of cases.

use similar::TextDiff;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A tree of text files: text by path relative to some directory, with `/` between the parts.
pub(crate) type Tree = BTreeMap<String, String>;

/// The differences found so far; when blessing, goldens are written instead.
#[derive(Default)]
pub(crate) struct Goldens {
    failures: Vec<String>,
}

/// Whether goldens are to be rewritten: `BLESS=1` when this binary was built.
pub(crate) fn blessing() -> bool {
    cfg!(blessing)
}

/// The directory of this package.
pub(crate) fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a directory that may be absent.
pub(crate) fn read(directory: &Path) -> Tree {
    let files = WalkDir::new(directory).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let text = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(directory).ok()?.to_str()?.replace('\\', "/");
        Some((path, fs::read_to_string(entry.path()).ok()?))
    };
    files.filter_map(text).collect()
}

impl Goldens {
    /// Notes a failure that is not a difference of text.
    pub(crate) fn fail(&mut self, message: String) {
        self.failures.push(message);
    }

    /// Takes over the failures of another.
    pub(crate) fn merge(&mut self, other: Self) {
        self.failures.extend(other.failures);
    }

    /// Compares one file; an empty text stands for no file.
    pub(crate) fn file(&mut self, path: &Path, actual: &str) {
        let expected = fs::read_to_string(path).unwrap_or_default();
        if expected == actual {
            return;
        }
        if blessing() {
            self.write(path, actual);
        } else {
            self.failures.push(difference(&shown(path), &expected, actual));
        }
    }

    /// Compares a whole directory; files that should not be there count too.
    pub(crate) fn tree(&mut self, directory: &Path, actual: &Tree) {
        let expected = read(directory);
        for path in expected.keys().filter(|path| !actual.contains_key(*path)) {
            self.file(&directory.join(path), "");
        }
        for (path, text) in actual {
            self.file(&directory.join(path), text);
        }
    }

    /// Panics with every difference at once.
    pub(crate) fn finish(self) {
        if self.failures.is_empty() {
            return;
        }
        let count = self.failures.len();
        let all = self.failures.join("\n");
        panic!("{count} differences\n\n{all}\nWhere the new text is right: BLESS=1 cargo test -p scaffold-tests");
    }

    fn write(&mut self, path: &Path, text: &str) {
        let written = if text.is_empty() {
            fs::remove_file(path)
        } else {
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text))
        };
        if let Err(error) = written {
            self.failures.push(format!("{}: {error}", shown(path)));
        }
    }
}

/// A unified diff from what should be to what is.
pub(crate) fn difference(name: &str, expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    diff.unified_diff().context_radius(3).header(&format!("{name} (golden)"), "what came out").to_string()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(package()).unwrap_or(path).display().to_string()
}
