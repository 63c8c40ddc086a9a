//! `sea_scaffold::check`, the one line of a test in a user's workspace, run there by the test harness.

use super::place::{Outcome, Place, outcome};
use anyhow::{Result, ensure};
use std::env;
use std::process::Command;

/// A user has this in any crate of a workspace.
#[test]
#[ignore = "it is for a workspace, in which the others run it"]
fn entity_is_current() {
    sea_scaffold::check("scaffold.toml").unwrap();
}

/// And this.
#[test]
#[ignore = "it is for a workspace, in which the others run it"]
fn migrations_go_up_and_down() {
    sea_scaffold::verify("scaffold.toml").unwrap();
}

/// That test, in a directory of the place. No database is named, and no migration can run.
fn user_test(place: &Place, directory: &str) -> Result<Command> {
    let mut command = place.command(env::current_exe()?);
    command.args(["--ignored", "--exact", "cli::library::entity_is_current"]).current_dir(place.path(directory));
    command.env("PROGRAM", "/bin/false").env("RUST_BACKTRACE", "0");
    Ok(command)
}

fn workspace() -> Result<Place> {
    let place = Place::shop()?;
    place.run(&["init"])?.ends_with_code(0)?;
    place.run(&["sync"])?.ends_with_code(0)?;
    Ok(place)
}

fn fails(run: &Outcome, saying: &[&str]) -> Result<()> {
    run.ends_with_code(101)?.says(saying).map(|_| ())
}

#[test]
fn without_a_database_the_code_must_be_what_the_project_file_makes() -> Result<()> {
    let place = workspace()?;
    let before = place.snapshot()?;
    for directory in ["", "migration/src"] {
        outcome(&mut user_test(&place, directory)?)?.ends_with_code(0)?.says(&["1 passed"])?;
    }
    place.is_as_in(&before)?;
    let file = "entity/src/generated/entity/cart.rs";
    place.write(file, &(place.read(file)? + "// mine\n"))?;
    let run = outcome(&mut user_test(&place, "migration")?)?;
    fails(&run, &["is not what entity/schema makes", "src/generated/entity/cart.rs", "error[F001]", "\n-// mine\n"])
}

#[test]
fn with_a_database_the_crate_must_be_what_the_migrations_make() -> Result<()> {
    let place = workspace()?;
    let url = format!("sqlite://{}", place.path("shop.db").display());
    let before = place.snapshot()?;
    let named = |program: &std::path::Path| {
        let mut command = user_test(&place, "")?;
        outcome(command.env("DATABASE_URL", &url).env("PROGRAM", program))
    };
    named(&super::place::program("migration"))?.ends_with_code(0)?.says(&["1 passed"])?;
    fails(&named("/bin/false".as_ref())?, &["error[M016]"])?;
    place.is_as_in(&before)
}

#[test]
fn a_workspace_that_is_none_is_an_error() -> Result<()> {
    let place = Place::empty()?;
    fails(&outcome(&mut user_test(&place, "")?)?, &["scaffold.toml"])?;
    ensure!(place.snapshot()?.is_empty(), "nothing is written");
    Ok(())
}

#[test]
fn migrations_are_verified_by_a_line_too() -> Result<()> {
    let place = Place::scripted()?;
    place.write("scaffold.toml", "")?;
    place.migration("m1_users", "CREATE TABLE users (id integer PRIMARY KEY)")?;
    place.migration("m1_users.down", "DROP TABLE users")?;
    let url = format!("sqlite://{}", place.path("shop.db").display());
    let run = || {
        let mut command = place.command(env::current_exe()?);
        command
            .args(["--ignored", "--exact", "cli::library::migrations_go_up_and_down"])
            .current_dir(place.path("migration"));
        outcome(command.env("DATABASE_URL", &url).env("RUST_BACKTRACE", "0"))
    };
    run()?.ends_with_code(0)?.says(&["1 passed"])?;
    place.migration("m2_notes", "CREATE TABLE notes (id integer PRIMARY KEY);\nCREATE TABLE more (id integer)")?;
    place.migration("m2_notes.down", "DROP TABLE notes")?;
    fails(&run()?, &["error[M022]: m2_notes", "more"])?;
    ensure!(!place.path("shop.db").exists());
    Ok(())
}
