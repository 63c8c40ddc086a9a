//! What migrations do to a database in use, as the rules of `lint` see it: they run in a scratch database, and each is looked
//! at with the schema before and after it.
//!
//! The schema is read once between two migrations, and not at all behind one that changes rows alone; those before the first
//! that is looked at only run.

use super::super::lint::server;
use super::super::phases::Phases;
use super::super::stages;
use super::choice::{self, Reach as Way};
use super::standing::Standing;
use super::status;
use super::trial::{self, TableFile, Trial, on_scratch};
use crate::catalog::{Catalog, QualifiedName};
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::Diagnostic;
use crate::lint::migration::{Effect, Inspection, Migration, Reach, Set, effect};
use crate::lint::{Baseline, Report, Server, System};
use anyhow::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which migrations are looked at.
#[derive(Clone, Copy)]
pub(in super::super) struct Asked<'a> {
    /// These, by their names or parts of them.
    pub(in super::super) names: &'a [String],
    /// All.
    pub(in super::super) all: bool,
    /// The version of the server that the settings say.
    pub(in super::super) version: Option<&'a str>,
    /// The source of a migration, where that is one file of Rust.
    pub(in super::super) source: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

/// What was found.
pub(in super::super) struct Inspected {
    /// The names of the migrations that were looked at.
    pub(in super::super) names: Vec<String>,
    /// What they break.
    pub(in super::super) report: Report,
    /// Why one of them failed, so that none behind it was looked at.
    pub(in super::super) failed: Option<Error>,
}

/// Looks at migrations.
///
/// Errors: one that is not looked at fails, or settings name rules that there are not.
pub(in super::super) async fn inspect(
    config: &Config,
    asked: Asked<'_>,
    baseline: &Baseline,
    phases: &mut Phases,
) -> Result<Inspected> {
    let config = stages::whole(config);
    let is_pending = !asked.all && asked.names.is_empty();
    let named = if is_pending { status::existing(&config)? } else { None };
    let standing = Standing::of(&config, named.as_deref(), phases).await?;
    standing.refuse_missing()?;
    let (names, reach) = chosen(asked, &standing)?;
    let url = stages::database_url(&config, Missing::Create)?;
    let backend = Backend::of(&url)?;
    phases.begin("migrate", "running the migrations in a scratch database");
    let place = (&config, url.as_str());
    let (report, failed) = on_scratch(place, &standing, async |trial: &mut Trial| {
        let version = trial.version().await?;
        let server = server(backend, Some(&version), asked.version);
        let set = Set { names: &names, reach, server, settings: &config.settings };
        let mut inspection = Inspection::new(set, baseline).map_err(first)?;
        let failed = through(trial, (&standing.all, &names), (asked, server), &mut inspection).await?;
        Ok((inspection.report(), failed))
    })
    .await?;
    Ok(Inspected { names, report, failed })
}

fn chosen(asked: Asked<'_>, standing: &Standing) -> Result<(Vec<String>, Reach), Diagnostic> {
    if asked.all {
        return Ok((standing.all.clone(), Reach::All));
    }
    if asked.names.is_empty() {
        return Ok((choice::up(&standing.all, &standing.applied, &Way::All), Reach::Pending));
    }
    let mut chosen = BTreeSet::new();
    for name in asked.names {
        chosen.insert(choice::named(name, &standing.all)?);
    }
    let names = standing.all.iter().filter(|name| chosen.contains(name.as_str()));
    Ok((names.cloned().collect(), Reach::Some))
}

fn first(mut problems: Vec<Diagnostic>) -> Diagnostic {
    problems.remove(0)
}

/// What a database is between two migrations.
struct State {
    schema: Arc<Catalog>,
    /// Where tables keep their rows, where the server tells.
    files: Option<Vec<TableFile>>,
}

impl State {
    async fn of(trial: &Trial) -> Result<Self> {
        Ok(Self { schema: Arc::new(trial.schema().await?.catalog), files: trial.files().await? })
    }
}

/// Runs the migrations up to the last that is looked at. Gives back why one of those failed.
async fn through(
    trial: &mut Trial,
    (all, names): (&[String], &[String]),
    (asked, server): (Asked<'_>, Server),
    inspection: &mut Inspection<'_>,
) -> Result<Option<Error>> {
    let Some(last) = all.iter().rposition(|name| names.contains(name)) else { return Ok(None) };
    let mut state: Option<State> = None;
    for name in &all[..=last] {
        if !names.contains(name) {
            trial.up(name).await?;
            state = None;
            continue;
        }
        let before = match state.take() {
            Some(before) => before,
            None => State::of(trial).await?,
        };
        let (migration, after, failed) = tried(trial, name, (before, server.system)).await?;
        inspection.look(&Migration { source: (asked.source)(name), ..migration });
        if failed.is_some() {
            return Ok(failed);
        }
        state = Some(after);
    }
    Ok(None)
}

/// A migration as it was tried, what the database is then, and why it failed where it did.
async fn tried(
    trial: &mut Trial,
    name: &str,
    (before, system): (State, System),
) -> Result<(Migration, State, Option<Error>)> {
    let failed = match trial.up(name).await {
        Ok(_) => None,
        Err(error) if trial::is_failed_step(&error) => Some(error),
        Err(error) => return Err(error),
    };
    let last = trial.last();
    let effect = last.statements.iter().map(|text| effect(text, system)).max().unwrap_or(Effect::Rows);
    let mut migration = Migration {
        name: name.to_owned(),
        statements: last.statements,
        refused: last.refused,
        in_transaction: last.whole,
        before: Arc::clone(&before.schema),
        after: Arc::clone(&before.schema),
        ..Migration::default()
    };
    if failed.is_some() || effect == Effect::Rows {
        return Ok((migration, before, failed));
    }
    let after = State::of(trial).await?;
    migration.after = Arc::clone(&after.schema);
    migration.rewritten = before.files.zip(after.files.as_ref()).map(|(before, now)| rewritten(before, now));
    if effect == Effect::Drops {
        migration.texts = trial.texts(&after.schema).await?;
    }
    Ok((migration, after, failed))
}

/// The tables, by their names before, of which a part has another file now.
fn rewritten(before: Vec<TableFile>, now: &[TableFile]) -> BTreeSet<QualifiedName> {
    let now: BTreeMap<i64, i64> = now.iter().map(|file| (file.part, file.file)).collect();
    let is_other = |file: &TableFile| now.get(&file.part).is_some_and(|other| *other != file.file);
    let others = before.into_iter().filter(is_other);
    others.map(|file| QualifiedName { schema: file.schema, name: file.name }).collect()
}
