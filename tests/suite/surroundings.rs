//! Who else is around a schema does not show in its code: what the role may see, and those who alter the schema
//! meanwhile. Nor does what a name says reach the server as a statement.

use crate::cases::{self, Outcome};
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sea_scaffold::diagnostic::Diagnostic;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How often a schema is read while it is altered.
const READS: usize = 20;

/// How many tables are exchanged at once.
const TABLES: usize = 30;

/// The code of the diagnostic that ended a run.
fn code(run: Result<Outcome>) -> Result<&'static str> {
    let error = run.err().context("it should have ended with an error")?;
    let code = error.downcast_ref::<Diagnostic>().map(|diagnostic| diagnostic.code);
    code.with_context(|| format!("no diagnostic, but {error:#}"))
}

#[test]
fn a_schema_that_the_role_may_not_use_is_an_error() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let database = server.database("hidden_schema")?;
    database.execute(
        "CREATE SCHEMA hidden; CREATE TABLE hidden.a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY)",
    )?;
    let role = format!("outsider_{}", std::process::id());
    server.administrate(format!("CREATE ROLE {role} LOGIN PASSWORD 'outsider'"))?;
    let url = database.url_as(&role, "outsider")?;
    let mut settings = Settings::default();
    settings.database.schemas = vec!["public".to_owned(), "hidden".to_owned()];
    let refused = code(cases::generate(&url, &settings));
    database.execute("REVOKE USAGE ON SCHEMA public FROM public")?;
    let without_any = code(cases::generate(&url, &Settings::default()));
    server.administrate(format!("DROP ROLE {role}"))?;
    assert_eq!((refused?, without_any?), ("I002", "I003"));
    Ok(())
}

#[test]
fn names_in_the_configuration_are_never_executed() -> Result<()> {
    let hostile =
        ["public'; CREATE TABLE injected (id int); --", "public\"; CREATE TABLE injected (id int); --", "'", "`"];
    for server in servers::databases() {
        let database = server.database("injected")?;
        database.execute("CREATE TABLE a (id int PRIMARY KEY)")?;
        for name in hostile {
            let mut settings = Settings::default();
            settings.database.schemas = vec![name.to_owned()];
            assert_eq!(code(cases::generate(&database.url, &settings))?, "I001", "{}: {name}", server.backend);
            let mut settings = Settings::default();
            settings.database.include = vec![name.to_owned()];
            assert_eq!(code(cases::generate(&database.url, &settings))?, "I005", "{}: {name}", server.backend);
        }
        let mut settings = Settings::default();
        settings.migration.table = hostile[0].to_owned();
        let outcome = cases::generate(&database.url, &settings)?;
        assert_eq!(tables(&outcome), ["a"], "{}", server.backend);
    }
    Ok(())
}

fn tables(outcome: &Outcome) -> Vec<&str> {
    let tables = outcome.catalog.schemas.iter().flat_map(|schema| &schema.tables);
    tables.map(|table| table.name.as_str()).collect()
}

/// One transaction that exchanges all tables for others.
fn exchange(old: &str, new: &str) -> String {
    let mut sql = "BEGIN;".to_owned();
    for number in 0..TABLES {
        let _ =
            write!(sql, "CREATE TABLE {new}_{number} (id int PRIMARY KEY, code varchar(9) UNIQUE CHECK (code <> ''));");
        let _ = write!(sql, "DROP TABLE IF EXISTS {old}_{number};");
    }
    sql + "COMMIT"
}

/// When to stop, and for how many milliseconds to rest after each exchange: longer after each reading that failed, so that
/// some succeed on a machine of any speed.
#[derive(Default)]
struct Pace {
    stop: AtomicBool,
    rest: AtomicU64,
}

/// Exchanges the tables until told to stop.
fn alter(database: &Database, pace: &Pace) -> Result<()> {
    let (mut old, mut new) = ("one", "two");
    while !pace.stop.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(pace.rest.load(Ordering::Relaxed)));
        match database.execute(&exchange(old, new)) {
            Ok(()) => (old, new) = (new, old),
            // Where readers are in the way, SQLite refuses it whole.
            Err(error) => ensure!(database.backend == Backend::Sqlite, "{error:#}"),
        }
    }
    Ok(())
}

#[test]
fn a_schema_that_others_alter_is_read_whole_or_not_at_all() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::MySql) {
        let database = server.database("altered")?;
        database.execute(&exchange("two", "one"))?;
        let pace = Pace::default();
        let read = || -> Result<usize> {
            let mut whole = 0;
            for _ in 0..READS {
                // What cannot be read is an error, with which nothing is written.
                let Ok(outcome) = cases::generate(&database.url, &Settings::default()) else {
                    let rest = pace.rest.load(Ordering::Relaxed);
                    pace.rest.store((2 * rest).clamp(1, 5_000), Ordering::Relaxed);
                    continue;
                };
                pace.rest.store(0, Ordering::Relaxed);
                let names = tables(&outcome);
                let kind = names.first().context("some table")?.split('_').next().unwrap_or_default().to_owned();
                ensure!(names.len() == TABLES && names.iter().all(|name| name.starts_with(&kind)), "{names:?}");
                let keys = outcome.catalog.schemas.iter().flat_map(|schema| &schema.tables);
                ensure!(
                    keys.into_iter().all(|table| table.primary_key.is_some() && table.checks.len() == 1),
                    "a key is lost"
                );
                whole += 1;
            }
            Ok(whole)
        };
        let (read, altered) = thread::scope(|scope| {
            let writer = scope.spawn(|| alter(&database, &pace));
            let read = read();
            pace.stop.store(true, Ordering::Relaxed);
            (read, writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        altered?;
        ensure!(read? > 0, "{}: not one reading succeeded", server.backend);
    }
    Ok(())
}
