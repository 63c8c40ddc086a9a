//! `scaffold sync`: from migrations to files, and nothing the second time.

use super::place::{Place, SHOP_DB, outcome, program};
use crate::golden;
use crate::servers;
use anyhow::{Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// What stands in a folder of the committed crate.
fn committed(folder: &str) -> golden::Tree {
    golden::read(&golden::package().join("../entity").join(folder))
}

fn number(report: &str, word: &str) -> Option<usize> {
    let rest = report.split(&format!("{word} ")).nth(1)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[test]
fn the_first_run_makes_the_database_and_the_crate_and_counts_them() -> Result<()> {
    let place = Place::shop()?;
    let run = place.run(&["sync"])?;
    run.ends_with_code(0)?.says(&["11 applied", "tables 11, views 2, enums 3, relations "])?;
    run.says(&["m20260101_000001", "migrate ", "introspect ", "model ", "render ", "write "])?;
    ensure!(place.path("shop.db").is_file(), "the embedded database is created");
    for folder in ["src/generated", "schema"] {
        ensure!(golden::read(&place.path("entity").join(folder)) == committed(folder), "{folder} is the committed one");
    }
    ensure!(number(&run.stdout, "created") == Some(place.entity().len()), "{}", run.stdout);
    run.says(&["updated 0, deleted 0, kept 0 in entity"])?;
    Ok(())
}

#[test]
fn the_second_run_changes_no_byte_and_no_time_and_says_so() -> Result<()> {
    let place = Place::synced()?;
    let before = place.snapshot()?;
    let run = place.run(&["sync"])?;
    run.ends_with_code(0)?.says(&["0 applied", "created 0, updated 0, deleted 0, kept ", "nothing changed"])?;
    ensure!(number(&run.stdout, "kept") == Some(place.entity().len()), "{}", run.stdout);
    place.is_as_in(&before)
}

#[test]
fn pending_migrations_update_create_and_delete_files() -> Result<()> {
    let place = Place::shop()?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "5"))?.ends_with_code(0)?.says(&["5 applied"])?;
    let before = place.entity();
    let run = place.run(&["sync"])?;
    run.ends_with_code(0)?.says(&["6 applied", "updated ", "created "])?;
    run.says(&[
        "changes     breaking 0, additive ",
        ": a minor version\n",
        "additive  view order_summary_view: added\n",
    ])?;
    for folder in ["src/generated", "schema"] {
        ensure!(golden::read(&place.path("entity").join(folder)) == committed(folder), "{folder} is the committed one");
    }
    // The same crate on a database of five migrations: what is no longer produced goes.
    let run = outcome(place.scaffold(&["sync"]).env("DATABASE_URL", "sqlite://old.db").env("STEPS", "5"))?;
    run.ends_with_code(0)?.says(&["deleted  src/generated/view/order_summary_view.rs"])?;
    run.says(&[": a major version\n", "breaking  view order_summary_view: removed\n"])?;
    ensure!(place.entity() == before, "the crate is what five migrations give");
    Ok(())
}

#[test]
fn every_database_gives_the_same_bytes() -> Result<()> {
    let expected = Place::synced()?.code();
    for server in servers::databases() {
        let (place, database) = (Place::shop()?, server.database("sync")?);
        let run = place.run_on(&database.url, &["sync"])?;
        run.ends_with_code(0)?.says(&["11 applied", "tables 11, views 2, enums 3"])?;
        ensure!(place.code() == expected, "{} gives another crate", server.backend);
        let before = place.snapshot()?;
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
        place.is_as_in(&before)?;
        let other = server.database("sync2")?;
        let run = place.run_on(&other.url, &["sync"])?;
        run.ends_with_code(0)?.says(&["11 applied", "created 0, updated 0, deleted 0"])?;
    }
    Ok(())
}

#[test]
fn json_is_one_document() -> Result<()> {
    let place = Place::shop()?;
    let report = place.run(&["sync", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["changed"] == true && report["migrations"].as_array().is_some_and(|names| names.len() == 11));
    ensure!(report["found"]["tables"] == 11 && report["found"]["views"] == 2, "{report:#}");
    ensure!(report["files"]["created"].as_array().is_some_and(|paths| paths.len() == place.entity().len()));
    ensure!(report["phases"].as_array().is_some_and(|phases| phases.len() == 8), "{report:#}");
    let report = place.run(&["sync", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["changed"] == false && report["files"]["kept"] == place.entity().len(), "{report:#}");
    Ok(())
}

#[test]
fn progress_shows_on_a_terminal_and_never_elsewhere() -> Result<()> {
    let place = Place::shop()?;
    let run = outcome(place.scaffold(&["sync"]).env("SLEEP", "0.5"))?;
    let said = run.ends_with_code(0)?.both();
    ensure!(!said.contains(['\r', '\u{1b}']), "{said:?}");
    let script = PathBuf::from("/usr/bin/script");
    if !script.is_file() {
        eprintln!("there is no `script` to make a terminal; what it shows is not tested");
        return Ok(());
    }
    let sync = format!("{} sync", program("scaffold").display());
    let mut command: Command = place.command(script);
    command.args(["-qec", &sync, "/dev/null"]).env("DATABASE_URL", SHOP_DB).env("SLEEP", "0.5").env("TERM", "xterm");
    let said = outcome(&mut command)?.ends_with_code(0)?.both();
    ensure!(said.contains("building and running the migrations"), "{said:?}");
    Ok(())
}

#[test]
fn cargo_runs_it_as_its_own_command() -> Result<()> {
    let place = Place::shop()?;
    let directories = std::env::join_paths(
        std::iter::once(program("").clone())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )?;
    // Cargo tells its subcommands where it is, which is how the stand-in would get lost: it is put on PATH instead.
    let mut command = place.command(program("cargo-scaffold"));
    command.args(["scaffold", "sync"]).env("DATABASE_URL", SHOP_DB);
    outcome(&mut command)?.ends_with_code(0)?.says(&["11 applied"])?;
    let mut command = place.command(env!("CARGO"));
    command.args(["scaffold", "generate"]).env("DATABASE_URL", SHOP_DB).env("PATH", directories);
    outcome(&mut command)?.ends_with_code(0)?.says(&["nothing changed"])?;
    Ok(())
}
