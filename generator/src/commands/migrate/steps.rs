//! One migration after the other, each told when it is done.

use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::left_out;
use super::standing::Standing;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::migration::{Direction, Lock, Runner};
use anyhow::Result;
use serde::Serialize;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How often it is looked whom a migration waits for.
const MOMENT: Duration = Duration::from_millis(500);

/// A migration that was run.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Step {
    /// Its name.
    pub(super) name: String,
    /// How long it took.
    pub(super) milliseconds: u64,
    /// What it leaves out on this kind of database.
    pub(super) left_out: Vec<String>,
}

/// Runs the migrations in this order. Those that are done are told even when a later one fails.
pub(super) async fn run(
    (config, url): (&Config, &str),
    standing: &mut Standing,
    (direction, names): (Direction, &[String]),
    (phases, output): (&mut Phases, Output),
) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    if names.is_empty() {
        return Ok(steps);
    }
    let mut runner = standing.start_marking(config, url)?;
    for name in names {
        phases.begin("migrate", "running migrations");
        let begun = Instant::now();
        let said = one(&mut runner, standing, (direction, name), phases).await?;
        let taken = begun.elapsed();
        let word = direction.done();
        let left_out = left_out::all(&said);
        phases.aside(|| {
            output.line(&format!("{word:<12}{} {FAINT}{:.2} s{FAINT:#}", printable(name), taken.as_secs_f64()))?;
            left_out.iter().try_for_each(|what| output.line(&format!("  left out  {what}")))
        })?;
        let milliseconds = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
        steps.push(Step { name: name.clone(), milliseconds, left_out });
    }
    Ok(steps)
}

/// Runs one migration, and gives back what it said.
pub(super) async fn one(
    runner: &mut Runner,
    standing: &mut Standing,
    (direction, name): (Direction, &str),
    phases: &Phases,
) -> Result<Vec<String>> {
    let Standing { applied, lock, .. } = standing;
    Ok(match direction {
        Direction::Up => {
            let said = watched(runner.up(name, applied), name, (lock.as_mut(), phases)).await?;
            applied.push(name.to_owned());
            said
        }
        Direction::Down => {
            let said = watched(runner.down(name, applied), name, (lock.as_mut(), phases)).await?;
            applied.retain(|applied| applied != name);
            said
        }
    })
}

/// Runs a migration and says whom it waits for. Where it failed in the end, that is said again.
async fn watched(
    running: impl Future<Output = Result<Vec<String>>>,
    name: &str,
    (mut lock, phases): (Option<&mut Lock>, &Phases),
) -> Result<Vec<String>> {
    let mut running = pin!(running);
    let mut last: Option<String> = None;
    loop {
        tokio::select! {
            done = &mut running => return done.map_err(|error| match (error.downcast_ref::<Diagnostic>(), &last) {
                (Some(diagnostic), Some(blocker)) => diagnostic.clone().blocked_by(blocker).into(),
                _ => error,
            }),
            () = sleep(MOMENT) => {}
        }
        let Some(lock) = lock.as_mut() else { continue };
        if let Some(blocker) = lock.blocker().await {
            if last.is_none() {
                phases.note(&format!("{name} waits for {blocker}"));
            }
            last = Some(blocker);
        }
    }
}
