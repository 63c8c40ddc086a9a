//! The user's own code beside the generated, as far as a model needs to know. Reads only.

use super::read::{self, relative};
use crate::diagnostic::Diagnostic;
use crate::extension::FOLDER;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The Rust files of the extensions in the crate at `directory`, text by path; behind links too, since rustc follows
/// them.
///
/// Errors: one of them cannot be read, so that nobody knows what it implements.
pub fn extensions(directory: &Path) -> Result<BTreeMap<String, String>> {
    if !read::is_there(directory)? {
        return Ok(BTreeMap::new());
    }
    let walk = WalkDir::new(directory.join(FOLDER)).follow_links(true);
    let entries = walk.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let rust = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    rust.filter_map(|entry| Some((relative(directory, entry.path())?, entry.into_path())))
        .map(|(path, file)| match fs::read_to_string(file) {
            Ok(text) => Ok((path, text)),
            Err(error) => Err(Diagnostic::file_unreadable(&path, &error.to_string()).into()),
        })
        .collect()
}
