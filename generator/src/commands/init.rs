//! `scaffold init`: finds the migration crate and the entity crate of a SeaORM workspace and writes `scaffold.toml`.
//!
//! Manifests are read, never run, so that a workspace that does not build can be set up too.

use super::exit::Exit;
use super::git;
use super::output::Output;
use super::workspace;
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::plan::{self, Overwrite};
use anyhow::{Context, Result};
use serde_json::json;
use std::env;
use std::fs;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// How many directories deep crates are looked for.
const DEPTH: usize = 5;

/// A crate, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Crate {
    /// Relative to the root, with `/` between its parts; `.` for the root itself.
    directory: String,
    name: String,
    uses_sea_orm: bool,
    runs_migrations: bool,
}

/// Writes `scaffold.toml` into the current directory.
pub(super) fn run(output: Output) -> Result<Exit> {
    let root = env::current_dir().context("finding the current directory")?;
    if root.join(FILE_NAME).exists() {
        return Err(Diagnostic::config_exists(FILE_NAME).into());
    }
    let crates = crates(&root);
    let migration = migration_crate(&crates, &root.display().to_string())?;
    let entity = entity_crate(&crates);
    let directory = entity.map_or("entity", |entity| &entity.directory);
    let files = [workspace::settings(&migration.directory, directory)?];
    let tree = disk::read(&root, &files)?;
    disk::apply(&root, &plan::plan(&files, &tree, Overwrite::Refuse))?;

    let merging = git::use_driver(&root);
    let adopted = entity.is_some();
    if output.is_json() {
        let migration = &migration.directory;
        output.json(&json!({ "created": [FILE_NAME], "migration": migration, "entity": directory }))?;
        return Ok(Exit::Fine);
    }
    output.line(&format!("wrote {FILE_NAME}: migrations in {}", printable(&migration.directory)))?;
    output.line(&match adopted {
        true => format!(
            "entities go to src/generated/ of the crate in {}; add to its src/lib.rs:\n\n  \
             #[rustfmt::skip]\n  mod generated;\n  pub use generated::*;\n",
            printable(directory)
        ),
        false => format!("entities go to a new crate in {directory}"),
    })?;
    output.line(&merging)?;
    output.line("next: name the database in DATABASE_URL, .env or scaffold.toml, and run `scaffold sync`")?;
    Ok(Exit::Fine)
}

/// Every crate under `root`, by directory.
fn crates(root: &Path) -> Vec<Crate> {
    let walk = WalkDir::new(root).max_depth(DEPTH).sort_by_file_name().into_iter().filter_entry(is_source);
    let manifests = walk.filter_map(Result::ok).filter(|entry| entry.file_name() == "Cargo.toml");
    manifests.filter_map(|manifest| read_crate(root, manifest.path())).collect()
}

/// Directories of builds and tools hold other people's crates.
fn is_source(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name == "target" || name == "node_modules" || name == "vendor")
}

/// Reads a manifest; one that is not understood is none of ours.
fn read_crate(root: &Path, manifest: &Path) -> Option<Crate> {
    let directory = manifest.parent()?;
    let table: toml::Table = fs::read_to_string(manifest).ok()?.parse().ok()?;
    let depends_on = |package: &str| {
        let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
        dependencies.into_iter().flatten().any(|(key, value)| {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            renamed.unwrap_or(key) == package
        })
    };
    let has_program = directory.join("src/main.rs").is_file() || table.contains_key("bin");
    let parts = directory.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>()?;
    Some(Crate {
        directory: if parts.is_empty() { ".".to_owned() } else { parts.join("/") },
        name: table.get("package")?.get("name")?.as_str()?.to_owned(),
        uses_sea_orm: depends_on("sea-orm"),
        runs_migrations: has_program && depends_on("sea-orm-migration"),
    })
}

/// The crate that runs the migrations: the only one that could, or else the only one whose name says so.
fn migration_crate<'a>(crates: &'a [Crate], root: &str) -> Result<&'a Crate, Diagnostic> {
    let able: Vec<&Crate> = crates.iter().filter(|candidate| candidate.runs_migrations).collect();
    let named: Vec<&Crate> = able.iter().copied().filter(|candidate| candidate.name.contains("migrat")).collect();
    match (&able[..], &named[..]) {
        ([], _) => Err(Diagnostic::no_migration_crate_found(root)),
        ([only], _) | (_, [only]) => Ok(only),
        _ => {
            let found: Vec<String> = able.iter().map(|candidate| candidate.directory.clone()).collect();
            Err(Diagnostic::several_migration_crates(root, &found))
        }
    }
}

/// The crate that holds entities, when exactly one is named like that.
fn entity_crate(crates: &[Crate]) -> Option<&Crate> {
    let is_named = |candidate: &&Crate| candidate.name.contains("entity") || candidate.name.contains("entities");
    let mut named = crates.iter().filter(|candidate| candidate.uses_sea_orm).filter(is_named);
    match (named.next(), named.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    const MIGRATION: &str = "[package]\nname = 'migration'\n[dependencies]\nsea-orm-migration.workspace = true";

    #[test]
    fn the_crates_of_a_workspace_are_found() {
        let root = workspace(&[
            ("Cargo.toml", "[workspace]\nmembers = ['crates/*']"),
            ("crates/db/Cargo.toml", MIGRATION),
            ("crates/db/src/main.rs", ""),
            ("crates/entities/Cargo.toml", "[package]\nname = 'my-entities'\n[dependencies]\nsea-orm = '2'"),
            ("target/package/x/Cargo.toml", MIGRATION),
            ("target/package/x/src/main.rs", ""),
            ("broken/Cargo.toml", "["),
        ]);
        let crates = crates(root.path());
        assert_eq!(migration_crate(&crates, "").unwrap().directory, "crates/db");
        assert_eq!(entity_crate(&crates).unwrap().directory, "crates/entities");
    }

    #[test]
    fn without_or_with_several_migration_crates_it_says_so() {
        let code = |root: &tempfile::TempDir| migration_crate(&crates(root.path()), "").unwrap_err().code;
        assert_eq!(code(&workspace(&[("Cargo.toml", "[package]\nname = 'app'")])), "C023");
        let two =
            [("a/Cargo.toml", MIGRATION), ("a/src/main.rs", ""), ("b/Cargo.toml", MIGRATION), ("b/src/main.rs", "")];
        assert_eq!(code(&workspace(&two)), "C024");
    }
}
