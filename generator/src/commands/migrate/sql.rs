//! `scaffold migrate sql`: what migrations would tell the database, tried in a scratch database beside it. The named one
//! is read and not changed.

use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::SqlArguments;
use super::choice::{self, Reach};
use super::left_out;
use super::standing::Standing;
use super::status;
use super::trial::{Trial, on_scratch};
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::printable;
use crate::lint::migration::left_out;
use crate::migration::Direction;
use anyhow::Result;
use serde::Serialize;
use serde_json::json;
use std::fmt::Write as _;

/// What one migration says.
#[derive(Debug, Serialize)]
struct Script {
    name: String,
    direction: Direction,
    statements: Vec<String>,
    /// What it leaves out on this kind of database.
    left_out: Vec<String>,
}

impl Script {
    fn new(name: &str, direction: Direction, statements: Vec<String>) -> Self {
        Self { name: name.to_owned(), direction, left_out: left_out::all(&statements), statements }
    }
}

/// Prints the statements.
pub(super) async fn run(config: &Config, arguments: &SqlArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let named = if arguments.all { None } else { status::existing(config)? };
    let standing = Standing::of(config, named.as_deref(), &mut phases).await?;
    standing.refuse_missing()?;
    let (all, applied) = (&standing.all, &standing.applied);
    let (names, direction) = match arguments.down {
        // Where no database is asked, all could be taken back.
        true => {
            let there = if arguments.all { all } else { applied };
            let otherwise = if arguments.all { Reach::All } else { Reach::Count(1) };
            let reach = Reach::typed(arguments.count, arguments.to.as_deref(), otherwise, all)?;
            (choice::down(all, there, &reach), Direction::Down)
        }
        false => {
            let reach = Reach::typed(arguments.count, arguments.to.as_deref(), Reach::All, all)?;
            (choice::up(all, applied, &reach), Direction::Up)
        }
    };
    let url = stages::database_url(config, Missing::Create)?;
    let scripts = tried((config, &url), &standing, (&names, direction), &mut phases).await?;
    phases.finish();
    let backend = Backend::of(&url)?;
    if output.is_json() {
        output.json(&json!({ "backend": backend.to_string(), "migrations": scripts }))?;
        return Ok(Exit::Fine);
    }
    if scripts.is_empty() {
        output.note("no migration is left to go there")?;
    }
    output.data(&if arguments.left_out { list(&scripts) } else { text(&scripts) })?;
    Ok(Exit::Fine)
}

/// What the migrations say in a scratch database, in which those before them are applied first.
async fn tried(
    place: (&Config, &str),
    standing: &Standing,
    (names, direction): (&[String], Direction),
    phases: &mut Phases,
) -> Result<Vec<Script>> {
    let Some(last) = standing.all.iter().rposition(|name| names.contains(name)) else {
        return Ok(Vec::new());
    };
    phases.begin("migrate", "running the migrations in a scratch database");
    on_scratch(place, standing, async |trial: &mut Trial| {
        let mut scripts = Vec::new();
        for name in &standing.all[..=last] {
            let statements = trial.up(name).await?;
            if direction == Direction::Up && names.contains(name) {
                scripts.push(Script::new(name, direction, statements));
            }
        }
        if direction == Direction::Down {
            for name in names {
                scripts.push(Script::new(name, direction, trial.down(name).await?));
            }
        }
        Ok(scripts)
    })
    .await
}

/// What the scripts leave out, a line each.
fn list(scripts: &[Script]) -> String {
    let lines = scripts.iter().flat_map(|script| script.left_out.iter().map(|what| (&script.name, what)));
    lines.map(|(name, what)| format!("{}: {what}\n", printable(name))).collect()
}

/// The scripts as a file that the backend's own client reads.
fn text(scripts: &[Script]) -> String {
    let mut text = String::new();
    for Script { name, direction, statements, .. } in scripts {
        let space = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{space}-- {} {}", direction.word(), printable(name));
        for statement in statements {
            let end = if statement.ends_with(';') { "" } else { ";" };
            let _ = match left_out(statement) {
                Some(what) => writeln!(text, "-- left out: {}", printable(what)),
                None => writeln!(text, "{statement}{end}"),
            };
        }
    }
    text
}
