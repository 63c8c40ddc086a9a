//! `scaffold migrate fresh`: empties the database and applies all migrations.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::ResetArguments;
use super::choice::{self, Reach};
use super::guard;
use super::safety::{self, Deed};
use super::standing::Standing;
use super::steps;
use crate::config::Config;
use crate::database::Missing;
use crate::migration::{self, Direction};
use anyhow::Result;
use serde_json::json;

/// Empties and applies.
pub(super) async fn run(config: &Config, arguments: &ResetArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Create)?;
    guard::pass(&url, "fresh", arguments.database_name.as_deref(), output)?;
    let mut standing = Standing::held(config, &url, &mut phases).await?;
    let deed = Deed { verb: "fresh", up: None };
    safety::before((config, &url), (deed, &arguments.safety), &standing, (&mut phases, output)).await?;
    phases.begin("empty", "emptying the database");
    migration::empty(config, &url).await?;
    standing.applied.clear();
    let names = choice::up(&standing.all, &standing.applied, &Reach::All);
    let way = (Direction::Up, names.as_slice());
    let steps = steps::run((config, &url), &mut standing, way, (&mut phases, output)).await?;
    standing.unlock().await;
    phases.finish();
    if output.is_json() {
        output.json(&json!({ "changed": true, "applied": steps }))?;
    }
    output.line(&format!("{} applied to an empty database", standing.applied.len()))?;
    Ok(Exit::Fine)
}
