//! `scaffold lint --migrations`: what migrations do to a database with rows and traffic.

use super::super::arguments::LintArguments;
use super::super::exit::Exit;
use super::super::interrupt;
use super::super::migrate::inspect::{Asked, Inspected, inspect};
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::print::Looked;
use crate::config::{self, Config};
use crate::lint::{Finding, Scope};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Looks at migrations and prints what breaks rules.
///
/// Errors: a migration fails; what was found until then is printed.
pub(super) async fn run(config: &Config, arguments: &LintArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let baseline = super::baseline(config)?;
    let sources = Sources::of(config);
    let source = |migration: &str| sources.of_migration(migration).map(str::to_owned);
    let version = super::said_version(config)?;
    let asked = Asked { names: &arguments.names, all: arguments.all, version, source: &source };
    let Inspected { names, report, failed } = interrupt::ends(inspect(config, asked, &baseline, &mut phases)).await?;
    phases.finish();
    if arguments.write_baseline {
        let scope = Scope::Migrations { names: &names, whole: arguments.all };
        return failed.map_or_else(|| super::write(config, (&baseline, &report, scope), output), Err);
    }
    let exit = super::tell(&report, (arguments, Looked::Migrations), |finding| sources.file(finding), output)?;
    failed.map_or(Ok(exit), Err)
}

/// The source files of the migration crate.
struct Sources {
    /// The paths as they are shown, by what the files are called without their ends.
    by_stem: BTreeMap<String, String>,
    /// The texts of those that are Rust, by path.
    texts: BTreeMap<String, String>,
    /// The root of the crate.
    root: String,
}

impl Sources {
    fn of(config: &Config) -> Self {
        let directory = config.migration_directory();
        let is_own = |entry: &walkdir::DirEntry| !matches!(entry.file_name().to_str(), Some("target" | ".git"));
        let entries = walkdir::WalkDir::new(&directory).sort_by_file_name().into_iter().filter_entry(is_own);
        let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
        let mut sources = Self { by_stem: BTreeMap::new(), texts: BTreeMap::new(), root: String::new() };
        for path in files.map(walkdir::DirEntry::into_path) {
            let shown = stages::shown(config, &path);
            if let Some(stem) = stem(&path) {
                sources.by_stem.entry(stem).or_insert_with(|| shown.clone());
            }
            if path.extension().is_some_and(|end| end == "rs") {
                sources.texts.insert(shown, fs::read_to_string(&path).unwrap_or_default());
            }
        }
        let root = ["src/lib.rs", "Cargo.toml"].map(|name| directory.join(name));
        let root = root.iter().find(|path| path.is_file()).map(|path| stages::shown(config, path));
        sources.root = root.unwrap_or_else(|| config::FILE_NAME.to_owned());
        sources
    }

    /// The file of the migration that a finding is of: that which is called like it, or has its name in its text.
    fn file(&self, finding: &Finding) -> String {
        if finding.table.is_empty() {
            return config::FILE_NAME.to_owned();
        }
        self.path(&finding.table).unwrap_or(&self.root).clone()
    }

    /// The source of a migration, where that is a file of its own.
    fn of_migration(&self, name: &str) -> Option<&str> {
        let is_called = |path: &&String| stem(Path::new(path)).is_some_and(|stem| stem == name);
        let path = self.texts.keys().find(is_called).or_else(|| self.path(name))?;
        self.texts.get(path).map(String::as_str)
    }

    fn path(&self, migration: &str) -> Option<&String> {
        let literal = format!("\"{migration}\"");
        let named = || self.texts.iter().find(|(_, text)| text.contains(&literal)).map(|(path, _)| path);
        self.by_stem.get(migration).or_else(named)
    }
}

/// What a file is called without its end; a module that is a folder is called like that.
fn stem(path: &Path) -> Option<String> {
    let name = path.file_stem()?.to_str()?;
    match name {
        "mod" => path.parent()?.file_name()?.to_str().map(str::to_owned),
        name => Some(name.to_owned()),
    }
}
