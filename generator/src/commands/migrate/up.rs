//! `scaffold migrate up`: applies what is pending, or a part of it.

use super::super::exit::{self, Exit};
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::UpArguments;
use super::choice::{self, Reach};
use super::hand;
use super::safety::{self, Deed};
use super::standing::Standing;
use super::steps;
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::printable;
use crate::migration::{self, Direction};
use anyhow::Result;
use serde_json::json;

/// Applies the migrations.
pub(super) async fn run(config: &Config, arguments: &UpArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Create)?;
    let mut standing = match Standing::locked(config, &url, &mut phases).await {
        Err(error) if arguments.to.is_none() && is_no_library(&error) => {
            phases.note(&format!("{error}\nrunning its program instead"));
            return program(config, &url, (arguments.count, phases, output)).await;
        }
        standing => standing?,
    };
    hand::ready(config, &standing)?;
    let reach = Reach::typed(arguments.count, arguments.to.as_deref(), Reach::All, &standing.all)?;
    let names = choice::up(&standing.all, &standing.applied, &reach);
    if !names.is_empty() {
        let deed = Deed { verb: "up", up: Some(&names) };
        safety::before((config, &url), (deed, &arguments.safety), &standing, (&mut phases, output)).await?;
    }
    let way = (Direction::Up, names.as_slice());
    let steps = steps::run((config, &url), &mut standing, way, (&mut phases, output)).await?;
    standing.unlock().await;
    phases.finish();
    let pending = choice::up(&standing.all, &standing.applied, &Reach::All);
    if output.is_json() {
        output.json(&json!({ "changed": !steps.is_empty(), "applied": steps, "pending": pending }))?;
    }
    let changed = if steps.is_empty() { "nothing changed: " } else { "" };
    output.line(&format!("{changed}{} applied, {} pending", standing.applied.len(), pending.len()))?;
    Ok(Exit::Fine)
}

fn is_no_library(error: &anyhow::Error) -> bool {
    exit::diagnostic(error).is_some_and(|diagnostic| diagnostic.code == "M011")
}

/// What a crate can do that is only a program: apply all that is pending, or so many of them.
async fn program(
    config: &Config,
    url: &str,
    (count, mut phases, output): (Option<usize>, Phases, Output),
) -> Result<Exit> {
    phases.begin("migrate", "building and running the migrations");
    let count = count.unwrap_or(usize::try_from(u32::MAX).unwrap_or(usize::MAX));
    let names = migration::up(config, url, count).await?.new;
    phases.finish();
    if output.is_json() {
        let steps: Vec<_> = names.iter().map(|name| json!({ "name": name })).collect();
        output.json(&json!({ "changed": !names.is_empty(), "applied": steps }))?;
    }
    names.iter().try_for_each(|name| output.line(&format!("{:<12}{}", Direction::Up.done(), printable(name))))?;
    if names.is_empty() {
        output.line("nothing changed")?;
    }
    Ok(Exit::Fine)
}
