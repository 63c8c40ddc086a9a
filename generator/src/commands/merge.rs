//! `scaffold merge`: the driver that git calls for each file of the project file that both sides changed.
//!
//! It sees one file at a time, while git has not merged the others yet, so it makes no code: `sync --offline` does,
//! once all are merged.

use super::arguments::MergeArguments;
use super::exit::Exit;
use super::git;
use crate::snapshot::{self, Merged};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Merges the three states into that which is checked out.
pub(super) fn run(arguments: &MergeArguments) -> Result<Exit> {
    let MergeArguments { base, ours, theirs, path } = arguments;
    let merged = snapshot::merge(path, &read(base)?, &read(ours)?, &read(theirs)?)?;
    let (text, exit) = match merged {
        Some(Merged::Clean(text)) => (text, Exit::Fine),
        Some(Merged::Conflict(text)) => (text, Exit::Findings),
        None => {
            let clean = git::merge_by_lines(base, ours, theirs)?;
            return Ok(if clean { Exit::Fine } else { Exit::Findings });
        }
    };
    fs::write(ours, text).with_context(|| format!("writing {}", ours.display()))?;
    Ok(exit)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
