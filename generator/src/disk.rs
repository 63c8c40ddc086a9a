//! The only writer: reads what is there, applies a plan, all of it or nothing.

use crate::plan::{Plan, Tree};
use crate::render::File;
use anyhow::Result;
use std::path::Path;

/// Reads what `plan` needs to know of `directory`: every generated file, and whatever is at the paths of `files`.
pub fn read(_directory: &Path, _files: &[File]) -> Result<Tree> {
    Ok(Tree::default())
}

/// Brings the plan to the disk. Errors name the file and leave the tree as it was.
pub fn apply(_directory: &Path, _plan: &Plan) -> Result<()> {
    Ok(())
}
