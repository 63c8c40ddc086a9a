//! `scaffold migrate baseline`: records migrations as applied in a database that has their schema already, however it came
//! by it. None of them runs there.

use super::super::edges;
use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::BaselineArguments;
use super::choice;
use super::standing::Standing;
use super::trial::{self, Trial, on_scratch};
use crate::config::{Config, SqliteInteger};
use crate::database::{Missing, masked};
use crate::diagnostic::{Diagnostic, printable};
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde_json::json;

/// The migrations up to which the schema is there.
#[derive(Default)]
struct Reached {
    /// Their number; none where the schema is what it is after none of them.
    count: Option<usize>,
    /// Those of them that change nothing which a schema tells.
    silent: Vec<String>,
    /// The migration after which least differs, and what that is.
    nearest: Option<(usize, String, String)>,
}

/// Compares, and records.
pub(super) async fn run(config: &Config, arguments: &BaselineArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let mut config = stages::whole(config);
    // Both sides are to be read alike, though only one of them is known to come from migrations.
    config.settings.database.sqlite_integer.get_or_insert(SqliteInteger::I32);
    let url = stages::database_url(&config, Missing::Refuse)?;
    let mut standing = Standing::locked(&config, &url, &mut phases).await?;
    standing.refuse_missing()?;
    let to = arguments.to.as_deref().map(|to| choice::named(to, &standing.all)).transpose()?;
    let to = to.and_then(|to| standing.all.iter().position(|name| name == to));
    phases.begin("migrate", "running the migrations in a scratch database");
    let live = trial::schema(&config, &url).await?;
    let reached = on_scratch((&config, &url), &standing, async |trial: &mut Trial| {
        reached(trial, &standing.all, (to, &live)).await
    })
    .await?;
    let Some(count) = reached.count else {
        let (_, name, diff) = reached.nearest.unwrap_or_default();
        return Err(Diagnostic::no_baseline(&masked(&url), (&name, &diff)).into());
    };
    let names: Vec<String> =
        standing.all[..count].iter().filter(|name| !standing.applied.contains(name)).cloned().collect();
    if !names.is_empty() {
        let config = standing.with_table(&config);
        let mut runner = standing.program.start(&config, &url)?;
        for name in &names {
            runner.note(name, &standing.applied).await?;
            standing.applied.push(name.clone());
        }
    }
    standing.unlock().await;
    phases.finish();
    let silent: Vec<&String> = reached.silent.iter().filter(|name| names.contains(name)).collect();
    told((&names, &silent), standing.all.len() - count, output)
}

fn told((names, silent): (&[String], &[&String]), pending: usize, output: Output) -> Result<Exit> {
    if output.is_json() {
        output
            .json(&json!({ "changed": !names.is_empty(), "recorded": names, "silent": silent, "pending": pending }))?;
    }
    for name in names {
        output.line(&format!("recorded    {}", printable(name)))?;
    }
    for name in silent {
        output.note(&format!(
            "{name} changes nothing that a schema tells: whether its rows are there was not looked at"
        ))?;
    }
    let changed = if names.is_empty() { "nothing changed: " } else { "" };
    output.line(&format!("{changed}{} recorded, {pending} pending", names.len()))?;
    Ok(Exit::Fine)
}

/// Up to which of the migrations the schema is what it is in the named database: the last of those for which it is, or the
/// one that was asked for, if it is that.
async fn reached(trial: &mut Trial, all: &[String], (to, live): (Option<usize>, &Snapshot)) -> Result<Reached> {
    let mut reached = Reached::default();
    let mut last = trial.schema().await?;
    for (place, name) in all.iter().enumerate().take(to.map_or(all.len(), |to| to + 1)) {
        trial.up(name).await?;
        let schema = trial.schema().await?;
        if edges::difference(&last, &schema)?.is_unchanged() {
            reached.silent.push(name.clone());
        }
        if to.is_none_or(|to| to == place) {
            match edges::diff(&schema, live)? {
                None => reached.count = Some(place + 1),
                Some(diff) => {
                    let lines = diff.lines().count();
                    if reached.nearest.as_ref().is_none_or(|(least, ..)| lines <= *least) {
                        reached.nearest = Some((lines, name.clone(), diff));
                    }
                }
            }
        }
        last = schema;
    }
    Ok(reached)
}
