//! `sea_scaffold::check` and `verify`: verbs as functions, for tests in the user's own workspace.

use super::check::{self, Source};
use super::migrate;
use super::output::Output;
use crate::config::{Config, Environment, Overrides};
use anyhow::{Result, anyhow};
use std::path::{Path, PathBuf};
use std::thread;

/// Whether the committed entity crate is what its schema makes: all of `scaffold check`, as one line of a test.
///
/// `file` is the workspace's `scaffold.toml`, looked for in the current directory and then in its parents, so that any
/// crate of the workspace may hold the test. Where a database is named, in the environment, `.env` or the file, the
/// migrations run from nothing in a scratch database beside it; otherwise, as with `--offline`, no database is needed and
/// the code must be what `entity/schema` makes. Nothing is changed.
///
/// ```no_run
/// // #[test] fn entity_is_current()
/// sea_scaffold::check("scaffold.toml").unwrap();
/// ```
///
/// Errors: the crate is not up to date, which is told with the names of its files and a diff; or what `scaffold check`
/// itself ends with, a failing migration for example.
pub fn check(file: impl AsRef<Path>) -> Result<()> {
    let config = settings(file.as_ref())?;
    let source = if config.settings.database.url.is_some() { Source::Migrations } else { Source::ProjectFile };
    let verdict = apart(async || check::verdict(&config, source, Output::silent()).await)?;
    verdict.problem().map_or(Ok(()), |problem| Err(anyhow!(problem)))
}

/// Whether every migration goes up among rows, leaves no trace on its way down, and does the same a second time: all of
/// `scaffold migrate verify`, as one line of a test.
///
/// `file` is looked for as by [`check`]. The migrations run in scratch databases beside the one that is named in the
/// environment, `.env` or the file, which is not touched.
///
/// ```no_run
/// // #[test] fn migrations_go_up_and_down()
/// sea_scaffold::verify("scaffold.toml").unwrap();
/// ```
///
/// Errors: what is wrong, of each migration; no database is named; or what `scaffold migrate verify` itself ends with.
pub fn verify(file: impl AsRef<Path>) -> Result<()> {
    let config = settings(file.as_ref())?;
    let problems = apart(async || migrate::problems(&config).await)?;
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    if problems.is_empty() { Ok(()) } else { Err(anyhow!(problems.join("\n"))) }
}

fn settings(file: &Path) -> Result<Config> {
    let environment = Environment::read()?;
    let overrides = Overrides { config: Some(found(file, &environment)), ..Overrides::default() };
    Config::load(&overrides, &environment)
}

/// Does something in a thread of its own, since the test may be in a runtime, which takes no other.
fn apart<T: Send>(work: impl AsyncFnOnce() -> Result<T> + Send) -> Result<T> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(work())
    };
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.map_err(|_| anyhow!("it ended in a panic"))?
}

fn found(file: &Path, environment: &Environment) -> PathBuf {
    let mut places = environment.current_directory.ancestors().map(|directory| directory.join(file));
    places.find(|place| place.is_file()).unwrap_or_else(|| file.to_owned())
}
