//! `scaffold new PATH`: a workspace in which `scaffold sync` and `cargo test` work at once.
//!
//! Nothing is compiled. What the first `sync` would write is known beforehand: the schema that the first migration
//! makes is replayed in a scratch database and goes through the same stages.

use super::apply::Look;
use super::arguments::NewArguments;
use super::exit::Exit;
use super::git;
use super::output::Output;
use super::stages;
use super::workspace::{self, PackageName};
use crate::config::{Config, Settings};
use crate::database::{Scratch, Session};
use crate::diagnostic::{Diagnostic, printable};
use crate::history::{self, History};
use crate::plan::{self, Overwrite};
use crate::render::{File, Templates};
use crate::{disk, model};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;

/// Makes the workspace.
pub(super) async fn run(arguments: &NewArguments, output: Output) -> Result<Exit> {
    let path = std::path::absolute(&arguments.path).context("finding the place of the new workspace")?;
    let name = path.file_name().unwrap_or(arguments.path.as_os_str()).to_string_lossy();
    let name = PackageName::new(&name)?;
    refuse_taken(&path)?;
    let config = Config { root: path.clone(), settings: Settings::default() };
    let entity = entity_files(&config).await?;
    let workspace = workspace::files(&name)?;
    let workspace = write(&path, &workspace)?;
    let entity = write(&config.entity_directory(), &entity)?;

    let directory = arguments.path.display().to_string();
    let shown = printable(&directory);
    output.line(&format!("made {shown}\n{}", git::use_driver(&path)))?;
    output.line(&format!("\nnext:\n  cd {shown}\n  scaffold sync\n  cargo test --workspace"))?;
    if output.is_json() {
        let entity = entity.into_iter().map(|path| format!("entity/{path}"));
        let paths = workspace.into_iter().chain(entity);
        output.json(&json!({ "directory": directory, "created": paths.collect::<Vec<_>>() }))?;
    }
    Ok(Exit::Fine)
}

/// A workspace is made in an empty directory, or in one that is not there yet.
fn refuse_taken(path: &Path) -> Result<()> {
    let taken = match path.read_dir() {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound || path.is_symlink(),
    };
    match taken {
        true => Err(Diagnostic::workspace_place_taken(&path.display().to_string()).into()),
        false => Ok(()),
    }
}

/// The entity crate of the first migration.
async fn entity_files(config: &Config) -> Result<Vec<File>> {
    let scratch = Scratch::create("sqlite:").await?;
    let files = replay(config, &scratch.url).await;
    scratch.drop().await?;
    files
}

async fn replay(config: &Config, url: &str) -> Result<Vec<File>> {
    let before = Look::at(config, url).await?;
    let mut session = Session::open(url).await?;
    let replayed = session.execute(workspace::FIRST_SCHEMA).await;
    session.close().await;
    replayed?;
    let after = Look::at(config, url).await?;
    let mut history = History::default();
    history.add(&[workspace::FIRST_MIGRATION], history::effects(before.state(), after.state()));
    let seen = after.seen(url, history)?;
    let (model, _) = model::build(&seen.catalog, &config.settings);
    stages::files(config, &model, &seen, &Templates::default())
}

/// Writes the files and returns the paths of all that were written.
fn write(directory: &Path, files: &[File]) -> Result<Vec<String>> {
    let tree = disk::read(directory, files)?;
    let plan = plan::plan(files, &tree, Overwrite::Refuse);
    match plan.conflicts().first() {
        Some(conflict) => Err((*conflict).clone().into()),
        None => disk::apply(directory, &plan).map(|()| plan.changes.into_iter().map(|change| change.path).collect()),
    }
}
