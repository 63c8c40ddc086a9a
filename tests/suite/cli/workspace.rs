//! `scaffold new`: a workspace that works at once, built and tested with the real cargo.
//!
//! What is built goes to a directory of its own under the target directory, so that it is built once and does not get
//! in the way of cargo's other runs. The locked versions are this workspace's; nothing is fetched.

use super::place::{Outcome, Place, outcome, program};
use crate::golden;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// One build at a time: they share a directory, and programs of the same name in it.
static BUILDING: Mutex<()> = Mutex::new(());

/// The real cargo, in a directory of the place.
pub(super) fn cargo(place: &Place, directory: &str) -> Command {
    let mut command = place.command(env!("CARGO"));
    really(&mut command).current_dir(place.path(directory));
    command
}

/// Runs a command that builds.
pub(super) fn built(command: &mut Command) -> Result<Outcome> {
    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let directory = command.get_current_dir().context("a command that builds is given its directory")?;
    let lock = directory.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(golden::package().join("../Cargo.lock"), lock)?;
    }
    outcome(command)
}

/// Lets a command build with the real cargo: without a network, and without what costs time here.
fn really(command: &mut Command) -> &mut Command {
    let target = env::current_exe().ok().and_then(|this| Some(this.ancestors().nth(3)?.join("cli")));
    command.env("CARGO", env!("CARGO")).env("CARGO_TARGET_DIR", target.unwrap_or_default());
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0")
}

#[test]
fn a_new_workspace_syncs_checks_and_passes_its_tests() -> Result<()> {
    let place = Place::empty()?;
    let run = place.run(&["new", "demo"])?;
    run.ends_with_code(0)?.says(&["made demo", "cd demo", "scaffold sync", "cargo test --workspace"])?;
    let before = place.snapshot()?;
    let scaffold = |arguments: &[&str]| {
        let mut command = place.command(program("scaffold"));
        built(really(command.args(arguments).current_dir(place.path("demo"))))
    };
    scaffold(&["sync"])?.ends_with_code(0)?.says(&["1 applied", "created 0, updated 0, deleted 0, kept "])?;
    scaffold(&["check"])?.ends_with_code(0)?.says(&["the entity crate is what the migrations make"])?;
    let run = built(cargo(&place, "demo").args(["test", "--workspace"]))?;
    run.ends_with_code(0)?.says(&["a_user_is_stored_and_found ... ok", "the_migrations_can_be_undone ... ok"])?;
    ensure!(!run.both().contains("warning"), "{}", run.both());
    built(cargo(&place, "demo").args(["run", "--quiet"]))?.ends_with_code(0)?.says(&["users: 0"])?;
    built(cargo(&place, "demo").args(["fmt", "--all", "--check"]))?.ends_with_code(0)?;

    let after = place.snapshot()?;
    let new: BTreeSet<_> = after.keys().filter(|path| !before.contains_key(*path)).cloned().collect();
    let expected = ["demo/Cargo.lock", "demo/app.db"].map(|path| place.path(path));
    ensure!(new == BTreeSet::from(expected), "{new:?}");
    ensure!(before.iter().all(|(path, file)| after.get(path) == Some(file)), "a file of the workspace was changed");
    Ok(())
}

#[test]
fn a_new_workspace_has_what_a_team_needs() -> Result<()> {
    let place = Place::empty()?;
    let report = place.run(&["new", "apps/my-shop", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["directory"] == "apps/my-shop", "{report:#}");
    for (path, text) in [
        ("scaffold.toml", "directory = \"migration\""),
        (".env.example", "DATABASE_URL="),
        (".gitignore", ".env"),
        (".github/workflows/ci.yml", "scaffold check"),
        ("README.md", "# my-shop"),
        ("Cargo.toml", "name = \"my-shop\""),
        ("migration/src/m20260101_000001_create_users.rs", "create_table"),
        ("entity/src/generated/entity/user.rs", "DeriveEntityModel"),
    ] {
        let found = place.read(&format!("apps/my-shop/{path}"))?;
        ensure!(found.contains(text), "{path} does not hold {text}");
    }
    let created = report["created"].as_array().map_or(0, Vec::len);
    ensure!(created == golden::read(&place.path("apps/my-shop")).len(), "every file is listed: {report:#}");
    Ok(())
}

#[test]
fn a_place_that_is_taken_and_a_name_that_is_no_name_are_refused() -> Result<()> {
    let place = Place::empty()?;
    place.write("taken/mine", "mine")?;
    let before = place.snapshot()?;
    place.run(&["new", "taken"])?.ends_with_code(2)?.says(&["C020", "taken", "scaffold init"])?;
    place.run(&["new", "taken/mine"])?.ends_with_code(2)?.says(&["C020"])?;
    for name in ["a;b", "2fa", "fn", "entity", ".."] {
        place.run(&["new", name])?.ends_with_code(2)?.says(&["C021"])?;
    }
    place.is_as_in(&before)
}
