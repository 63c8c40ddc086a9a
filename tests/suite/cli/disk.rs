//! Runs that are killed, and runs that meet: whatever happens, the next run ends where one undisturbed run would have.

use super::place::{Place, said};
use anyhow::{Context, Result, ensure};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// So that nothing is left running: a killed `sync` leaves the migrations to their own devices for this long at most.
const SLEEP: &str = "0.3";

fn piped(command: &mut Command) -> &mut Command {
    command.stdout(Stdio::piped()).stderr(Stdio::piped())
}

#[test]
fn after_a_kill_the_next_run_converges() -> Result<()> {
    let expected = Place::synced()?.entity();
    for milliseconds in [2, 20, 60, 100, 150, 200, 250, 300] {
        let place = Place::shop()?;
        let mut run = piped(&mut place.scaffold(&["sync"])).spawn()?;
        thread::sleep(Duration::from_millis(milliseconds));
        run.kill().context("kill -9")?;
        run.wait()?;
        for (path, text) in place.entity() {
            ensure!(expected.get(&path).is_none_or(|whole| *whole == text), "after {milliseconds} ms {path} is torn");
        }
        // The migrations of the killed run may still be at work on the same database.
        thread::sleep(Duration::from_millis(500));
        place.run(&["sync"])?.ends_with_code(0).with_context(|| format!("after {milliseconds} ms"))?;
        ensure!(place.entity() == expected, "after {milliseconds} ms");
        place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    }
    Ok(())
}

#[test]
fn a_run_that_meets_another_waits_for_it() -> Result<()> {
    let place = Place::shop()?;
    let mut runs = Vec::new();
    for _ in 0..3 {
        runs.push(piped(place.scaffold(&["sync"]).env("SLEEP", SLEEP)).spawn()?);
    }
    let mut applied = 0;
    let mut waited = 0;
    for run in runs {
        let run = said(run.wait_with_output()?)?;
        run.ends_with_code(0)?;
        applied += usize::from(run.stdout.contains("11 applied"));
        waited += usize::from(run.stderr.contains("waiting for another run"));
    }
    ensure!(applied == 1, "{applied} runs applied the migrations");
    ensure!(waited == 2, "{waited} runs waited");
    ensure!(place.entity() == Place::synced()?.entity(), "the crate is whole");
    Ok(())
}
