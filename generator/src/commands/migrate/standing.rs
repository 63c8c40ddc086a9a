//! What migrations there are, and which of them a database has.

use super::super::phases::Phases;
use crate::config::Config;
use crate::database::without_secrets;
use crate::diagnostic::Diagnostic;
use crate::migration::{self, Lock, Program, Recorded, Runner, Unfinished};
use anyhow::Result;
use serde::Serialize;
use std::fmt;

/// The migrations of the crate and those of a database.
pub(super) struct Standing {
    /// What runs them.
    pub(super) program: Program,
    /// The names of all that the crate holds, in order.
    pub(super) all: Vec<String>,
    /// The names of those that are applied, as SeaORM orders them.
    pub(super) applied: Vec<String>,
    /// The one that is half done, or at work.
    pub(super) unfinished: Option<Unfinished>,
    /// The table that tells which are applied.
    pub(super) table: String,
    /// The right to change that.
    pub(super) lock: Option<Lock>,
}

/// How one migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// The database has it.
    Applied,
    /// The database has it not.
    Pending,
    /// The database has it not, and has one that comes after it.
    Passed,
    /// The database has it, and the crate has it not.
    Missing,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Passed => "passed",
            Self::Missing => "missing",
        })
    }
}

impl Standing {
    /// Builds what runs the migrations and asks the database; where none is named, nothing is applied.
    pub(super) async fn of(config: &Config, url: Option<&str>, phases: &mut Phases) -> Result<Self> {
        migration::ensure_crate(config)?;
        // Asking first tells an unreachable server from a failing migration, before anything is compiled.
        phases.begin("database", "reading what is applied");
        let mut recorded = match url {
            Some(url) => migration::recorded(config, url).await?,
            None => Recorded::default(),
        };
        phases.begin("build", "building the migration crate");
        let program = Program::build(config).await?;
        let listing = program.list(config).await?;
        if let Some(url) = url.filter(|_| listing.table != config.settings.migration.table) {
            recorded = migration::recorded(&with_table(config, &listing.table), url).await?;
        }
        let Recorded { applied, unfinished } = recorded;
        Ok(Self { program, all: listing.migrations, applied, unfinished, table: listing.table, lock: None })
    }

    /// The same, and nobody else changes what is applied until it is [unlocked](Self::unlock) or dropped.
    ///
    /// Errors: a migration is half done.
    pub(super) async fn locked(config: &Config, url: &str, phases: &mut Phases) -> Result<Self> {
        let mut standing = Self::held(config, url, phases).await?;
        let (applied, unfinished) = (standing.applied.clone(), standing.unfinished.take());
        migration::settle(&standing.with_table(config), url, &Recorded { applied, unfinished }).await?;
        Ok(standing)
    }

    /// The same, whatever is half done.
    pub(super) async fn held(config: &Config, url: &str, phases: &mut Phases) -> Result<Self> {
        let mut standing = Self::of(config, Some(url), phases).await?;
        phases.begin("lock", "waiting for the database");
        let waiting = |holder: &str| {
            phases.note(&format!("waiting for another run on this database to end: {}", without_secrets(holder, url)));
        };
        standing.lock = Some(migration::lock(url, waiting).await?);
        let recorded = migration::recorded(&standing.with_table(config), url).await?;
        (standing.applied, standing.unfinished) = (recorded.applied, recorded.unfinished);
        Ok(standing)
    }

    /// Starts what runs the migrations, on the database that is named: one that stops half way leaves a mark.
    pub(super) fn start_marking(&self, config: &Config, url: &str) -> Result<Runner> {
        Ok(self.program.start(config, url)?.marking(&self.with_table(config)))
    }

    /// The configuration with the table that the migrator itself names.
    pub(super) fn with_table(&self, config: &Config) -> Config {
        with_table(config, &self.table)
    }

    /// Lets others in.
    pub(super) async fn unlock(&mut self) {
        if let Some(lock) = self.lock.take() {
            lock.release().await;
        }
    }

    /// Every migration with its state: those of the crate in their order, then those that it has not.
    pub(super) fn states(&self) -> Vec<(&str, State)> {
        let last = self.all.iter().rposition(|name| self.applied.contains(name));
        let states = self.all.iter().enumerate().map(|(place, name)| {
            let state = match self.applied.contains(name) {
                true => State::Applied,
                false if last.is_some_and(|last| place < last) => State::Passed,
                false => State::Pending,
            };
            (name.as_str(), state)
        });
        states.chain(self.missing().map(|name| (name, State::Missing))).collect()
    }

    fn missing(&self) -> impl Iterator<Item = &str> {
        self.applied.iter().map(String::as_str).filter(|name| !self.all.iter().any(|there| there == name))
    }

    /// What is wrong with names that more than one migration has.
    pub(super) fn twice(&self) -> Vec<Diagnostic> {
        let names = self.all.iter().enumerate();
        let again = names.filter(|(place, name)| self.all[..*place].contains(name));
        again.map(|(_, name)| Diagnostic::migration_named_twice(name)).collect()
    }

    /// Errors: something is applied that the crate has not.
    pub(super) fn refuse_missing(&self) -> Result<(), Diagnostic> {
        let missing: Vec<String> = self.missing().map(str::to_owned).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Diagnostic::migrations_missing(&missing)),
        }
    }
}

/// The configuration with the table that the migrator itself names.
fn with_table(config: &Config, table: &str) -> Config {
    let mut config = config.clone();
    table.clone_into(&mut config.settings.migration.table);
    config
}
