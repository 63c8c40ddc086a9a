//! `scaffold check`: the committed crate against what the migrations make from nothing, without leaving a trace.

use super::place::{Place, outcome, program, said};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::{Backend, Session};
use std::path::PathBuf;

/// A user that may do everything in one database, and make none.
const PASSWORD: &str = "S3cr3t-CANARY";

#[test]
fn it_ends_well_when_the_crate_is_up_to_date_and_touches_nothing() -> Result<()> {
    let place = Place::synced()?;
    std::fs::remove_file(place.path("shop.db"))?;
    let before = place.snapshot()?;
    let run = place.run(&["check"])?;
    run.ends_with_code(0)?.says(&["the entity crate is what the migrations make"])?;
    let report = place.run(&["check", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["up_to_date"] == true && report["diff"] == "", "{report:#}");
    place.is_as_in(&before)
}

#[test]
fn it_prints_a_unified_diff_when_the_crate_is_stale_and_writes_nothing() -> Result<()> {
    let place = Place::shop()?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "6"))?.ends_with_code(0)?;
    let before = place.snapshot()?;
    let run = place.run(&["check"])?;
    run.ends_with_code(1)?.says(&["run `scaffold sync` and commit the result"])?;
    let generated = "src/generated";
    for line in [
        format!("--- a/{generated}/prelude.rs\n+++ b/{generated}/prelude.rs\n@@ "),
        format!("--- /dev/null\n+++ b/{generated}/view/order_summary_view.rs\n@@ "),
        "\n+pub use super::view::order_summary_view::Entity as OrderSummaryView;\n".to_owned(),
    ] {
        ensure!(run.stdout.contains(&line), "no {line:?} in {}", run.stdout);
    }
    let report = place.run(&["check", "--format", "json"])?.ends_with_code(1)?.json()?;
    ensure!(report["up_to_date"] == false, "{report:#}");
    ensure!(report["diff"].as_str().is_some_and(|diff| diff.contains("view/order_summary_view.rs")), "{report:#}");
    place.is_as_in(&before)
}

#[test]
fn a_hand_edited_crate_is_not_what_the_migrations_make() -> Result<()> {
    let place = Place::synced()?;
    let file = "entity/src/generated/entity/cart.rs";
    place.write(file, &(place.read(file)? + "// mine\n"))?;
    let before = place.snapshot()?;
    place.run(&["check"])?.ends_with_code(1)?.says(&["F001", "src/generated/entity/cart.rs", "\n-// mine\n"])?;
    place.is_as_in(&before)
}

#[test]
fn a_failing_migration_ends_with_four_and_leaves_no_trace() -> Result<()> {
    let place = Place::synced()?;
    let before = place.snapshot()?;
    let run = outcome(place.scaffold(&["check"]).env("PROGRAM", "/bin/false"))?;
    run.ends_with_code(4)?.says(&["M016", "the migration ended the process"])?;
    place.is_as_in(&before)
}

#[test]
fn on_a_server_the_scratch_database_is_gone_afterwards() -> Result<()> {
    let place = Place::synced()?;
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("check")?;
        let (before, elsewhere) = (place.snapshot()?, tempfile::tempdir()?);
        let file = elsewhere.path().join("told");
        // Others make scratch databases meanwhile: it is about the one of this run.
        for (program, code) in [(program("migration"), 0), (PathBuf::from("/bin/false"), 4)] {
            let mut check = place.scaffold(&["check"]);
            check.env("DATABASE_URL", &database.url).env("PROGRAM", program).env("TOLD", &file);
            outcome(&mut check)?.ends_with_code(code)?;
            let scratch = told(&file)?;
            ensure!(scratch != database.url, "there is one");
            ensure!(servers::wait(|| Session::open(&scratch)).is_err(), "{}: it is left behind", server.backend);
            std::fs::remove_file(&file)?;
        }
        place.is_as_in(&before)?;

        let user = format!("nocreate_{}", std::process::id());
        let (create, drop) = match server.backend {
            Backend::Postgres => {
                (format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"), format!("DROP ROLE {user}"))
            }
            _ => (format!("CREATE USER {user} IDENTIFIED BY '{PASSWORD}'"), format!("DROP USER {user}")),
        };
        server.administrate(create)?;
        if server.backend == Backend::MySql {
            server.administrate(format!("GRANT ALL ON {}.* TO {user}", database.name))?;
        }
        let url = database.url_as(&user, PASSWORD)?;
        let run = place.run_on(&url, &["check"])?;
        server.administrate(drop)?;
        run.ends_with_code(3)?.says(&["D004", "cannot create a scratch database", "grant the right"])?;
        ensure!(!run.both().contains(PASSWORD), "{run:?}");
        place.is_as_in(&before)?;
    }
    Ok(())
}

/// Waits until the stand-in for cargo has told its database, and says which.
fn told(file: &std::path::Path) -> Result<String> {
    for _ in 0..600 {
        match std::fs::read_to_string(file) {
            Ok(text) if text.ends_with('\n') => return Ok(text.trim_end().to_owned()),
            _ => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
    anyhow::bail!("the migrations never began")
}

#[test]
fn an_interrupted_run_leaves_no_scratch_database() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = (Place::synced()?, server.database("interrupted")?);
        let before = place.snapshot()?;
        let elsewhere = tempfile::tempdir()?;
        let file = elsewhere.path().join("told");
        let mut check = place.scaffold(&["check"]);
        check.env("DATABASE_URL", &database.url).env("SLEEP", "60").env("TOLD", &file);
        let child = check.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn()?;
        let scratch = told(&file)?;
        servers::wait(|| Session::open(&scratch)).context("the scratch database exists until the end")?;
        let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status()?;
        ensure!(killed.success(), "kill ended with {killed}");
        said(child.wait_with_output()?)?.ends_with_code(130)?.says(&["error[X001]", "interrupted"])?;
        ensure!(servers::wait(|| Session::open(&scratch)).is_err(), "{scratch} is still there");
        place.is_as_in(&before)?;
    }
    Ok(())
}
