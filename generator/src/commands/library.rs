//! `sea_scaffold::check`: the verb as a function, for a test in the user's own workspace.

use super::check::{self, Source};
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
    let environment = Environment::read()?;
    let overrides = Overrides { config: Some(found(file.as_ref(), &environment)), ..Overrides::default() };
    let config = Config::load(&overrides, &environment)?;
    let source = if config.settings.database.url.is_some() { Source::Migrations } else { Source::ProjectFile };
    let verdict = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(check::verdict(&config, source, Output::silent()))
    };
    // In a thread of its own, since the test may be in a runtime, which takes no other.
    let verdict = thread::scope(|scope| scope.spawn(verdict).join());
    let verdict = verdict.map_err(|_| anyhow!("the check ended in a panic"))??;
    verdict.problem().map_or(Ok(()), |problem| Err(anyhow!(problem)))
}

fn found(file: &Path, environment: &Environment) -> PathBuf {
    let mut places = environment.current_directory.ancestors().map(|directory| directory.join(file));
    places.find(|place| place.is_file()).unwrap_or_else(|| file.to_owned())
}
