//! `scaffold migrate redo`: takes migrations back and applies them again, as one does while writing one.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::DownArguments;
use super::choice::{self, Reach};
use super::guard;
use super::safety::{self, Deed};
use super::standing::Standing;
use super::steps;
use crate::config::Config;
use crate::database::Missing;
use crate::migration::Direction;
use anyhow::Result;
use serde_json::json;

/// Takes back and applies.
pub(super) async fn run(config: &Config, arguments: &DownArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Refuse)?;
    guard::pass(&url, "redo", arguments.database_name.as_deref(), output)?;
    let mut standing = Standing::locked(config, &url, &mut phases).await?;
    standing.refuse_missing()?;
    let reach = Reach::typed(arguments.count, arguments.to.as_deref(), Reach::Count(1), &standing.all)?;
    let mut names = choice::down(&standing.all, &standing.applied, &reach);
    let to = (config, url.as_str());
    if !names.is_empty() {
        let deed = Deed { verb: "redo", up: None };
        safety::before(to, (deed, &arguments.safety), &standing, (&mut phases, output)).await?;
    }
    let back = steps::run(to, &mut standing, (Direction::Down, &names), (&mut phases, output)).await?;
    names.reverse();
    let again = steps::run(to, &mut standing, (Direction::Up, &names), (&mut phases, output)).await?;
    standing.unlock().await;
    phases.finish();
    if output.is_json() {
        output.json(&json!({ "changed": !back.is_empty(), "taken_back": back, "applied": again }))?;
    }
    let changed = if back.is_empty() { "nothing changed: " } else { "" };
    output.line(&format!("{changed}{} applied", standing.applied.len()))?;
    Ok(Exit::Fine)
}
