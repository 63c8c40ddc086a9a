//! `scaffold migrate verify`: whether each migration can be taken back and applied again, and what that loses.
//!
//! For each migration a scratch database of its own, in which those before it are applied and every table has rows: where the
//! system can copy a database, a copy of one that goes from migration to migration. MySQL cannot: there one database goes along
//! for as long as each migration leaves it as it would have been, schema, grants and rows; one of which there is anything to say
//! is judged in a database of its own, and another one goes along from there. Then:
//!
//! 1. It must go up, rows or not.
//! 2. Down must leave the schema as it was before, all of what the catalog tells, and the rows that were there; the columns
//!    that lost values are named.
//! 3. Up again must say the same and make the same.
//!
//! That it has no way back, or that rows are lost on it, may be what somebody wants, and is a warning; the rest is an error.

use super::super::edges;
use super::super::exit::Exit;
use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::VerifyArguments;
use super::choice;
use super::standing::Standing;
use super::trial::{self, Track, Trial, on_scratch};
use crate::config::Config;
use crate::database::{Backend, Missing, Scratch};
use crate::diagnostic::{Diagnostic, Severity, printable};
use crate::rows::Contents;
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde::Serialize;
use serde_json::json;

/// How many rows each table gets.
const ROWS: u64 = 3;

/// What became of one migration.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub(super) name: String,
    /// Whether it can be taken back.
    pub(super) reverses: bool,
    /// The columns that lose values on the way down and up.
    pub(super) loses: Vec<String>,
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What a database says and holds.
struct Look {
    snapshot: Snapshot,
    /// Who may do what there.
    grants: Vec<String>,
    contents: Contents,
}

/// Tries the migrations and tells what was found.
pub(super) async fn run(config: &Config, arguments: &VerifyArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let verdicts = verdicts(config, &arguments.names, (&mut phases, output)).await?;
    phases.finish();
    let errors = verdicts.iter().filter(|verdict| verdict.is_bad()).count();
    if output.is_json() {
        output.json(&json!({ "verified": verdicts.len(), "failed": errors, "migrations": verdicts }))?;
    }
    output.line(&format!("{} verified, {errors} failed", verdicts.len()))?;
    Ok(if errors == 0 { Exit::Fine } else { Exit::Findings })
}

/// What becomes of the migrations that are named, or of all; each is told when it is known.
pub(super) async fn verdicts(
    config: &Config,
    names: &[String],
    (phases, output): (&mut Phases, Output),
) -> Result<Vec<Verdict>> {
    let config = stages::whole(config);
    let standing = Standing::of(&config, None, phases).await?;
    let mut chosen = Vec::new();
    for name in names {
        chosen.push(choice::named(name, &standing.all)?.to_owned());
    }
    let is_chosen = |name: &&String| chosen.is_empty() || chosen.contains(name);
    let url = stages::database_url(&config, Missing::Create)?;
    let names: Vec<&str> = standing.all.iter().filter(is_chosen).map(String::as_str).collect();
    phases.begin("verify", "trying the migrations in scratch databases");
    let tell = |verdict: &Verdict| phases.aside(|| verdict.print(output));
    of((&config, &url), &standing, &names, tell).await
}

/// What becomes of the migrations of these names, which are in order.
///
/// Errors: one does not go up even without rows, or one before it does not.
pub(super) async fn of(
    (config, url): (&Config, &str),
    standing: &Standing,
    names: &[&str],
    mut tell: impl FnMut(&Verdict) -> Result<()>,
) -> Result<Vec<Verdict>> {
    if Backend::of(url)? == Backend::MySql {
        return along((config, url), standing, names, tell).await;
    }
    stages::on_scratch(url, async |scratch: &Scratch| {
        let mut track = Track::new((config, url), standing, Some(scratch));
        let mut verdicts = Vec::new();
        for name in names {
            let verdict = verdict(&mut track, name).await?;
            tell(&verdict)?;
            verdicts.push(verdict);
        }
        Ok(verdicts)
    })
    .await
}

/// The same where no database can be copied.
async fn along(
    place: (&Config, &str),
    standing: &Standing,
    names: &[&str],
    mut tell: impl FnMut(&Verdict) -> Result<()>,
) -> Result<Vec<Verdict>> {
    let mut track = Track::new(place, standing, None);
    let mut verdicts = Vec::new();
    while let Some(left @ [_, ..]) = names.get(verdicts.len()..) {
        let fine = async |trial: &mut Trial| fine(trial, standing, left, &mut tell).await;
        verdicts.extend(on_scratch(place, standing, fine).await?);
        if let Some(name) = names.get(verdicts.len()) {
            let verdict = verdict(&mut track, name).await?;
            tell(&verdict)?;
            verdicts.push(verdict);
        }
    }
    Ok(verdicts)
}

/// The migrations of which there is nothing to say, up to the first other one, in one database.
async fn fine(
    trial: &mut Trial,
    standing: &Standing,
    names: &[&str],
    tell: &mut impl FnMut(&Verdict) -> Result<()>,
) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for name in names {
        let mut verdict = Verdict::of(name);
        let tried = async {
            trial.up_before(name, &standing.all).await?;
            verdict.try_with(trial, (ROWS, true)).await
        };
        match tried.await {
            Ok(is_same) if is_same && verdict.diagnostics.is_empty() => {}
            Ok(_) => break,
            Err(error) if trial::is_failed_step(&error) => break,
            Err(error) => return Err(error),
        }
        tell(&verdict)?;
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

/// What becomes of a migration on the way up, down and up again.
///
/// Errors: it does not go up even without rows, or one before it does not.
async fn verdict(track: &mut Track<'_>, name: &str) -> Result<Verdict> {
    let mut verdict = Verdict::of(name);
    let mut rows = ROWS;
    loop {
        let tried = track.before(name, async |trial: &mut Trial| verdict.try_with(trial, (rows, false)).await);
        match tried.await {
            Ok(_) => return Ok(verdict),
            // Where it goes up without rows, it is the rows that it cannot stand.
            Err(error) if rows > 0 && trial::is_failed_step(&error) => {
                verdict.diagnostics.push(Diagnostic::migration_fails_on_rows(name, &error.to_string()));
                rows = 0;
            }
            Err(error) => return Err(error),
        }
    }
}

impl Verdict {
    fn of(name: &str) -> Self {
        Self { name: name.to_owned(), reverses: true, loses: Vec::new(), diagnostics: Vec::new() }
    }

    /// Tries it among so many rows more in each table. Where that is asked for, it is said whether down leaves the rows as they
    /// were, and the second time up makes what the first did of them.
    ///
    /// Errors: its first `up` fails, or the database cannot be read.
    async fn try_with(&mut self, trial: &mut Trial, (rows, compares): (u64, bool)) -> Result<bool> {
        let name = self.name.clone();
        let snapshot = trial.schema().await?;
        let contents = trial.contents(&snapshot, rows).await?;
        let before = Look { snapshot, grants: trial.grants().await?, contents };
        let said = trial.up(&name).await?;
        let made = trial.schema().await?;
        let contents = if compares { Some(trial.contents(&made, 0).await?) } else { None };
        if let Err(error) = trial.down(&name).await {
            if !trial::is_failed_step(&error) {
                return Err(error);
            }
            self.reverses = false;
            self.diagnostics.push(Diagnostic::migration_has_no_way_back(&name, &error.to_string()));
            return Ok(false);
        }
        let snapshot = trial.schema().await?;
        let now = Look { contents: trial.contents(&snapshot, 0).await?, grants: trial.grants().await?, snapshot };
        let trace = edges::diff(&before.snapshot, &now.snapshot)?;
        if let Some(diff) = trace.or_else(|| grants_diff(&before.grants, &now.grants)) {
            self.diagnostics.push(Diagnostic::migration_leaves_a_trace(&name, &diff));
        }
        self.loses = before.contents.lost(&now.contents);
        if !self.loses.is_empty() {
            self.diagnostics.push(Diagnostic::migration_loses_data(&name, &self.loses));
        }
        let is_back = before.contents == now.contents;
        self.try_again(trial, &said, &made).await?;
        match contents.filter(|_| is_back && self.diagnostics.is_empty()) {
            Some(contents) => Ok(trial.contents(&made, 0).await? == contents),
            None => Ok(false),
        }
    }

    async fn try_again(&mut self, trial: &mut Trial, said: &[String], made: &Snapshot) -> Result<()> {
        let name = self.name.clone();
        let again = match trial.up(&name).await {
            Ok(again) => again,
            Err(error) if trial::is_failed_step(&error) => {
                self.diagnostics.push(Diagnostic::migration_cannot_go_up_again(&name, &error.to_string()));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if let Some((first, second)) = said.iter().zip(&again).find(|(first, second)| first != second) {
            self.diagnostics.push(Diagnostic::migration_says_something_else(&name, (first, second)));
        } else if said.len() != again.len() {
            let counts = (format!("{} statements", said.len()), format!("{} statements", again.len()));
            self.diagnostics.push(Diagnostic::migration_says_something_else(&name, (&counts.0, &counts.1)));
        }
        if let Some(diff) = edges::diff(made, &trial.schema().await?)? {
            self.diagnostics.push(Diagnostic::migration_makes_something_else(&name, &diff));
        }
        Ok(())
    }

    fn is_bad(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn print(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return Ok(());
        }
        let word = if self.is_bad() { "failed" } else { "verified" };
        let remark = if self.diagnostics.is_empty() { "up, down and up again" } else { "" };
        output.line(&format!("{word:<10}{} {FAINT}{remark}{FAINT:#}", printable(&self.name)))?;
        output.diagnostics(&self.diagnostics)
    }
}

/// What differs between two lists of grants.
fn grants_diff(before: &[String], now: &[String]) -> Option<String> {
    let gone = before.iter().filter(|grant| !now.contains(grant)).map(|grant| format!("-{grant}"));
    let new = now.iter().filter(|grant| !before.contains(grant)).map(|grant| format!("+{grant}"));
    let lines: Vec<String> = gone.chain(new).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
