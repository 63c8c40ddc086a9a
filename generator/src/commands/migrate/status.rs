//! `scaffold migrate status`: how every migration stands. Nothing is written anywhere.

use super::super::exit::{self, Exit};
use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::super::stages;
use super::standing::{Standing, State};
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::printable;
use anyhow::Result;
use serde_json::json;

/// Prints the states.
pub(super) async fn run(config: &Config, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = existing(config)?;
    let standing = Standing::of(config, url.as_deref(), &mut phases).await?;
    phases.finish();
    let states = standing.states();
    let count = |wanted: State| states.iter().filter(|(_, state)| *state == wanted).count();
    let [applied, passed, missing] = [State::Applied, State::Passed, State::Missing].map(count);
    let pending = count(State::Pending) + passed;
    if output.is_json() {
        let all = states.iter().map(|(name, state)| json!({ "name": name, "state": state })).collect::<Vec<_>>();
        let table = &standing.table;
        output.json(
            &json!({ "table": table, "applied": applied, "pending": pending, "missing": missing, "migrations": all,
                "unfinished": standing.unfinished }),
        )?;
    }
    for (name, state) in &states {
        let remark = match state {
            State::Passed => "  pending, and others after it are applied",
            State::Missing => "  applied, and not in the migration crate",
            State::Applied | State::Pending => "",
        };
        output.line(&format!("{:<9}{}{FAINT}{remark}{FAINT:#}", state.to_string(), printable(name)))?;
    }
    let missing_too = if missing == 0 { String::new() } else { format!(", {missing} missing") };
    output.line(&format!("{applied} applied, {pending} pending{missing_too}"))?;
    if let Some(unfinished) = &standing.unfinished {
        output.diagnostics(&[unfinished.diagnostic()])?;
    }
    Ok(if pending + missing == 0 && standing.unfinished.is_none() { Exit::Fine } else { Exit::Findings })
}

/// The URL of the database; none where it is an SQLite file that is not there yet, which has nothing applied.
pub(super) fn existing(config: &Config) -> Result<Option<String>> {
    match stages::database_url(config, Missing::Refuse) {
        Err(error) if exit::diagnostic(&error).is_some_and(|diagnostic| diagnostic.code == "D003") => Ok(None),
        url => url.map(Some),
    }
}
