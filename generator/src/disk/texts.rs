//! The texts of a folder that another stage understands: extensions, the project file, templates. Reads only.

use super::read::{self, relative};
use crate::diagnostic::Diagnostic;
use crate::extension;
use crate::snapshot;
use anyhow::Result;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use walkdir::WalkDir;

/// The Rust files of the extensions in the crate at `directory`, text by path.
///
/// Errors: one of them cannot be read, so that nobody knows what it implements.
pub fn extensions(directory: &Path) -> Result<BTreeMap<String, String>> {
    texts(directory, extension::FOLDER, &["rs"])
}

/// The project file in the crate at `directory`, text by path.
///
/// Errors: a file of it cannot be read.
pub fn snapshot(directory: &Path) -> Result<BTreeMap<String, String>> {
    texts(directory, snapshot::FOLDER, &["toml"])
}

/// What the project file in the crate at `directory` says of migrations, text by path.
///
/// Errors: a file of it cannot be read.
pub fn history(directory: &Path) -> Result<BTreeMap<String, String>> {
    texts(directory, snapshot::MIGRATIONS, &["toml"])
}

/// The templates in `directory`, text by path.
///
/// Errors: one of them cannot be read, so that nobody knows what it would print.
pub fn templates(directory: &Path) -> Result<BTreeMap<String, String>> {
    texts(directory, "", &["jinja", "rs"])
}

/// A file of the crate at `directory` that what is written next is made from too, such as where tables stand in a diagram; an empty
/// text where there is none.
///
/// Errors: it cannot be read.
pub fn kept(directory: &Path, path: &str) -> Result<String> {
    match fs::read_to_string(directory.join(path)) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Diagnostic::file_unreadable(path, &error.to_string()).into()),
    }
}

/// The files below a folder whose names end so; behind links too, since rustc follows them.
fn texts(directory: &Path, folder: &str, ends: &[&str]) -> Result<BTreeMap<String, String>> {
    if !read::is_there(directory)? {
        return Ok(BTreeMap::new());
    }
    let walk = WalkDir::new(directory.join(folder)).follow_links(true);
    let entries = walk.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let wanted =
        entries.filter(|entry| entry.path().extension().is_some_and(|end| ends.iter().any(|wanted| end == *wanted)));
    let paths: Vec<_> =
        wanted.filter_map(|entry| Some((relative(directory, entry.path())?, entry.into_path()))).collect();
    paths
        .into_par_iter()
        .map(|(path, file)| match fs::read_to_string(file) {
            Ok(text) => Ok((path, text)),
            Err(error) => Err(Diagnostic::file_unreadable(&path, &error.to_string()).into()),
        })
        .collect()
}
