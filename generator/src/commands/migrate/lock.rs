//! `scaffold migrate lock`: writes down what each migration says and makes, in `migrations.lock`; with `--check`, compares.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::LockArguments;
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use super::verify;
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::{Diagnostic, Severity};
use crate::migration::{self, LOCK_FILE, LockFile, Seen};
use anyhow::Result;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Locks the migrations, or says whether they are as they were locked.
pub(super) async fn run(config: &Config, arguments: &LockArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let config = stages::whole(config);
    migration::ensure_crate(&config)?;
    let file = match read(&config) {
        Err(_) if arguments.force => LockFile::salvaged(&text(&config)?.unwrap_or_default()),
        file => file?,
    };
    let url = stages::database_url(&config, Missing::Create)?;
    let backend = word(Backend::of(&url)?);
    let standing = Standing::of(&config, None, &mut phases).await?;
    let mut found = standing.twice();
    found.extend(file.misnamed(&standing.all));
    phases.begin("migrate", "running the migrations in a scratch database");
    let seen =
        on_scratch((&config, &url), &standing, async |trial: &mut Trial| seen(trial, &standing.all).await).await?;
    found.extend(file.changed(backend, &seen));
    let new = file.unlocked(backend, &seen);
    if arguments.check {
        found.extend(new.iter().map(|name| Diagnostic::migration_not_locked(name, backend)));
        phases.finish();
        return told(&found, (0, standing.all.len()), output);
    }
    if !found.is_empty() && !arguments.force {
        phases.finish();
        return told(&found, (0, standing.all.len()), output);
    }
    let anew = seen.iter().map(|seen| seen.name.as_str()).filter(|name| arguments.force || new.contains(name));
    let mut facts = BTreeMap::new();
    let mut said = Vec::new();
    phases.begin("verify", "trying the migrations in scratch databases");
    for verdict in verify::of((&config, &url), &standing, &anew.collect::<Vec<_>>(), |_| Ok(())).await? {
        facts.insert(verdict.name, (verdict.reverses, verdict.loses));
        said.extend(verdict.diagnostics);
    }
    phases.finish();
    let is_bad = said.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if is_bad && !arguments.force {
        return told(&said, (0, standing.all.len()), output);
    }
    let count = facts.len();
    stages::put(&config, &lock_path(&config), file.with(backend, &seen, facts).text()?, output)?;
    told(&said.into_iter().map(Diagnostic::softened).collect::<Vec<_>>(), (count, standing.all.len()), output)
}

/// What there is to say, and how the run ends.
fn told(found: &[Diagnostic], (locked, all): (usize, usize), output: Output) -> Result<Exit> {
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    if output.is_json() {
        output.json(&json!({ "migrations": all, "locked": locked, "diagnostics": found }))?;
    } else {
        output.diagnostics(found)?;
        output.line(&match (errors, locked) {
            (0, 0) => format!("nothing changed: {all} locked"),
            (0, new) => format!("{new} locked anew, {all} in all"),
            (errors, _) => format!("{errors} of {all} are not as they were locked"),
        })?;
    }
    Ok(if errors == 0 { Exit::Fine } else { Exit::Findings })
}

/// What the migrations say and make, all of them from nothing.
async fn seen(trial: &mut Trial, all: &[String]) -> Result<Vec<Seen>> {
    let mut seen = Vec::new();
    for name in all {
        let said = trial.up(name).await?;
        let files = trial.schema().await?.files()?;
        let texts = files.iter().flat_map(|file| [file.path.as_str(), file.text.as_str()]);
        let makes = migration::hash(texts);
        seen.push(Seen { name: name.clone(), says: migration::hash(said.iter().map(String::as_str)), makes });
    }
    Ok(seen)
}

/// The file as it is; an empty one where there is none.
///
/// Errors: it cannot be read, or was edited by hand.
pub(super) fn read(config: &Config) -> Result<LockFile> {
    let place = stages::shown(config, &lock_path(config));
    text(config)?.map_or_else(|| Ok(LockFile::default()), |text| Ok(LockFile::read(&text, &place)?))
}

fn text(config: &Config) -> Result<Option<String>> {
    stages::taken(config, &lock_path(config))
}

fn lock_path(config: &Config) -> PathBuf {
    config.migration_directory().join(LOCK_FILE)
}

/// What a kind of database is called in the file.
pub(super) fn word(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "postgres",
        Backend::MySql => "mysql",
        Backend::Sqlite => "sqlite",
    }
}
