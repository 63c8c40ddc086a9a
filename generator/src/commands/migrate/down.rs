//! `scaffold migrate down`: takes back what was applied last.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::{DownArguments, ResetArguments, SafetyArguments};
use super::choice::{self, Reach};
use super::guard;
use super::safety::{self, Deed};
use super::standing::Standing;
use super::steps;
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::Diagnostic;
use crate::migration::Direction;
use anyhow::Result;
use serde_json::json;

/// Takes the last migrations back.
pub(super) async fn run(config: &Config, arguments: &DownArguments, output: Output) -> Result<Exit> {
    let reach = |all: &[String]| Reach::typed(arguments.count, arguments.to.as_deref(), Reach::Count(1), all);
    let DownArguments { database_name, safety, .. } = arguments;
    take_back(config, ("down", database_name.as_deref(), safety), reach, output).await
}

/// `scaffold migrate reset`: takes all migrations back.
pub(super) async fn reset(config: &Config, arguments: &ResetArguments, output: Output) -> Result<Exit> {
    let ResetArguments { database_name, safety } = arguments;
    take_back(config, ("reset", database_name.as_deref(), safety), |_| Ok(Reach::All), output).await
}

async fn take_back(
    config: &Config,
    (verb, database_name, safety): (&str, Option<&str>, &SafetyArguments),
    reach: impl FnOnce(&[String]) -> Result<Reach, Diagnostic>,
    output: Output,
) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Refuse)?;
    guard::pass(&url, verb, database_name, output)?;
    let mut standing = Standing::locked(config, &url, &mut phases).await?;
    standing.refuse_missing()?;
    let reach = reach(&standing.all)?;
    let names = choice::down(&standing.all, &standing.applied, &reach);
    if !names.is_empty() {
        let deed = Deed { verb, up: None };
        safety::before((config, &url), (deed, safety), &standing, (&mut phases, output)).await?;
    }
    let way = (Direction::Down, names.as_slice());
    let steps = steps::run((config, &url), &mut standing, way, (&mut phases, output)).await?;
    standing.unlock().await;
    phases.finish();
    if output.is_json() {
        output.json(&json!({ "changed": !steps.is_empty(), "taken_back": steps, "applied": standing.applied }))?;
    }
    let changed = if steps.is_empty() { "nothing changed: " } else { "" };
    output.line(&format!("{changed}{} applied", standing.applied.len()))?;
    Ok(Exit::Fine)
}
