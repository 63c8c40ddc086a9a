//! `scaffold migrate list`: the names of all migrations, one a line.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use crate::config::Config;
use crate::diagnostic::printable;
use crate::migration::Program;
use anyhow::Result;
use serde_json::json;

/// Prints the list.
pub(super) async fn run(config: &Config, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    phases.begin("build", "building the migration crate");
    let listing = Program::build(config).await?.list(config).await?;
    phases.finish();
    if output.is_json() {
        output.json(&json!({ "table": listing.table, "migrations": listing.migrations }))?;
        return Ok(Exit::Fine);
    }
    let lines: String = listing.migrations.iter().map(|name| printable(name) + "\n").collect();
    output.data(&lines)?;
    Ok(Exit::Fine)
}
