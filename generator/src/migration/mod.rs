//! The user's own SeaORM migration crate: run it, unedited, and learn what it applied.
//!
//! A [`Runner`] is built that links the crate and runs one migration after the other. A crate that nothing can link is driven
//! the way its author does, `cargo run -- up`, and what was applied is read from SeaORM's migration table before and after.
//! The URL goes into the environment and never among the arguments, where every user of the machine could read it. Only
//! [`enlist`] says what an edit of the crate would be.

mod applied;
mod enlist;
mod lock;
mod locked;
mod package;
mod runner;
mod unfinished;

pub use applied::{Recorded, applied, recorded};
pub use enlist::enlist;
pub use lock::{Lock, lock};
pub use locked::{FILE as LOCK_FILE, LockFile, Seen, hash};
pub use package::library;
pub use runner::{Last, Listing, Program, Runner};
pub use unfinished::{Direction, Mark, Unfinished, clear, settle};

use crate::config::Config;
use crate::database::{Session, unreadable, without_secrets};
use crate::diagnostic::{Diagnostic, printable};
use anyhow::Result;
use std::env;
use std::ffi::OsString;
use std::process::Stdio;
use tokio::process::Command;

/// How many of the last lines of a failed crate are shown.
const TAIL_LINES: usize = 20;

/// What a run of the migration crate left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Up {
    /// The names of the migrations that it applied, in order.
    pub new: Vec<String>,
    /// The names of all that are applied.
    pub there: Vec<String>,
}

/// Makes sure that there is a migration crate.
///
/// Errors: there is none where the settings say.
pub fn ensure_crate(config: &Config) -> Result<(), Diagnostic> {
    let directory = config.migration_directory();
    match directory.join("Cargo.toml").is_file() {
        true => Ok(()),
        false => Err(Diagnostic::migration_crate_missing(&directory.display().to_string())),
    }
}

/// Drops all that the database at `url` holds; on PostgreSQL, in the schemas that migrations work in.
pub async fn empty(config: &Config, url: &str) -> Result<()> {
    let settings = &config.settings;
    let schema = settings.migration.schema.clone().unwrap_or_else(|| "public".to_owned());
    let schemas: Vec<String> = settings.database.schemas.iter().cloned().chain([schema]).collect();
    let mut session = Session::open(url).await?;
    let emptied = session.empty(&schemas).await;
    session.close().await;
    emptied.map_err(|error| unreadable(error, url).context("emptying the database"))
}

/// Applies the first `count` of the pending migrations to the database at `url`, or as many as there are.
///
/// `url` is resolved: see [`crate::database::resolve`].
pub async fn up(config: &Config, url: &str, count: usize) -> Result<Up> {
    ensure_crate(config)?;
    // Connecting first tells an unreachable server from a failing migration, before anything is compiled.
    let before = applied(config, url).await?;
    run(config, url, count).await?;
    let there = applied(config, url).await?;
    Ok(Up { new: there.iter().filter(|name| !before.contains(name)).cloned().collect(), there })
}

/// Runs the migration crate's own program. Its output is kept back, and shown in part when it fails.
///
/// It ends with this future, when that is dropped.
async fn run(config: &Config, url: &str, count: usize) -> Result<()> {
    let directory = config.migration_directory();
    let place = directory.display().to_string();
    let mut command = cargo(config);
    command.args(["run", "--quiet", "--manifest-path"]).arg(directory.join("Cargo.toml")).args(["--", "up", "-n"]);
    command.arg(count.to_string()).env("DATABASE_URL", url);
    if let Some(schema) = &config.settings.migration.schema {
        command.env("DATABASE_SCHEMA", schema);
    }
    let output = command.output().await.map_err(|error| Diagnostic::cargo_not_started(&place, &error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    // SeaORM's migrator reports some failures on its standard output.
    let said = [output.stdout, output.stderr].concat();
    let said = without_secrets(&String::from_utf8_lossy(&said), url);
    Err(Diagnostic::migration_failed(&place, &tail(&said)).into())
}

/// Cargo, as it is called from a shell in the project. It ends when nobody waits for it any more.
fn cargo(config: &Config) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(&config.root).stdin(Stdio::null()).kill_on_drop(true);
    // Under `cargo run` these describe scaffold's own package. Build scripts of some crates watch them, and would
    // build half of the migration crate's dependencies again each time.
    let own = std::env::vars_os().map(|(name, _)| name).filter(|name| describes_package(&name.to_string_lossy()));
    for name in own {
        command.env_remove(name);
    }
    // What is shown of the output is shown as text.
    command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
    command
}

/// Whether cargo sets the variable for the package that it runs.
fn describes_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_NAME"].iter().any(|start| name.starts_with(start))
}

/// The last lines that say anything.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let start = lines.len().saturating_sub(TAIL_LINES);
    lines[start..].iter().map(|line| printable(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn the_tail_holds_the_last_lines_and_no_control_characters() {
        let text: String = (0..30).map(|number| format!("line {number}\n\n")).collect();
        let tail = tail(&format!("{text}last\u{202e}\n"));
        assert_eq!(tail.lines().count(), TAIL_LINES);
        assert!(tail.starts_with("line 11") && tail.ends_with("last\\u{202e}"), "{tail}");
    }

    #[tokio::test]
    async fn without_a_crate_nothing_is_created() {
        let directory = tempfile::tempdir().unwrap();
        let config = Config { root: directory.path().to_owned(), settings: Settings::default() };
        let url = format!("sqlite://{}/app.db?mode=rwc", directory.path().display());
        let error = up(&config, &url, 1).await.unwrap_err().downcast::<Diagnostic>().unwrap();
        assert_eq!(error.code, "C025");
        assert!(!directory.path().join("app.db").exists());
    }
}
