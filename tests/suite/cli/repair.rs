//! `scaffold migrate repair` and `baseline`: migrations that stopped half way, and databases that nobody migrated.

use super::migrate::migrate;
use super::place::{Place, outcome, program};
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;
use std::process::Command;

/// What the migration under test does: two of its statements change nothing that a schema tells.
const STATEMENTS: [&str; 5] = [
    "CREATE TABLE orders (id integer PRIMARY KEY, status varchar(20))",
    "INSERT INTO orders (id, status) VALUES (1, 'new')",
    "CREATE INDEX orders_status ON orders (status)",
    "ALTER TABLE orders ADD COLUMN total integer",
    "UPDATE orders SET total = 10 * id",
];

/// A project with a migration that is fine, and the one under test with a line before its statement `before`.
fn project(before: usize, line: &str) -> Result<Place> {
    let place = Place::scripted()?;
    place.migration("m1_users", "CREATE TABLE users (id integer PRIMARY KEY)")?;
    place.migration("m1_users.down", "DROP TABLE users")?;
    write(&place, before, line)?;
    Ok(place)
}

fn write(place: &Place, before: usize, line: &str) -> Result<()> {
    let mut lines = STATEMENTS.to_vec();
    if !line.is_empty() {
        lines.insert(before, line);
    }
    place.migration("m2_orders", &format!("-- without a transaction;\n{}", lines.join(";\n")))
}

/// Whether all that the migrations do is done, once.
fn is_done(place: &Place, database: &Database) -> Result<()> {
    migrate(place, &database.url, (&["status"], 0))?.says(&["2 applied, 0 pending"])?;
    let rows = servers::wait(|| async {
        let db = database.connect().await?;
        let select = "SELECT id, total FROM orders WHERE status = 'new' AND total = 10";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), select)).await?;
        Ok::<_, anyhow::Error>(rows)
    })?;
    ensure!(rows.len() == 1, "{} rows", rows.len());
    database.execute("DROP INDEX orders_status").or_else(|_| database.execute("DROP INDEX orders_status ON orders"))
}

#[test]
fn a_migration_that_is_killed_at_any_statement_is_finished_from_there() -> Result<()> {
    for server in servers::databases().iter().chain(servers::vendor_mysql()) {
        for done in 0..=STATEMENTS.len() {
            let (place, database) = (project(done, "-- die")?, server.database("killed")?);
            if database.backend != Backend::MySql && ![0, 3, 5].contains(&done) {
                continue;
            }
            let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
            run(&["up"], 4)?.says(&["applied     m1_users", "error[M016]: m2_orders: "])?;
            run(&["status"], 1)?.says(&["1 applied, 1 pending", "M070", "m2_orders"])?;
            run(&["up"], 4)?.says(&["M070", "scaffold migrate repair"])?;
            run(&["down"], 4)?.says(&["M070"])?;
            write(&place, 0, "")?;
            let looked = run(&["repair"], 1)?;
            // Whether a statement got there that changes no schema, only somebody who looks can say.
            let next = STATEMENTS.get(done).copied().unwrap_or_default();
            if next.starts_with("INSERT") || next.starts_with("UPDATE") {
                looked.says(&[&format!("unknown{:>5}  {next}", done + 1), "M072"])?;
                run(&["repair", "--finish"], 4)?.says(&["M072", &format!("--from {} if not", done + 1)])?;
                run(&["repair", "--finish", "--from", "9"], 2)?.says(&["M035"])?;
                run(&["repair", "--finish", "--from", &(done + 1).to_string()], 0)?;
            } else {
                if !next.is_empty() {
                    looked.says(&[&format!("left   {:>5}  {next}", done + 1), "repair --finish"])?;
                }
                run(&["repair", "--finish"], 0)?.says(&["applied     m2_orders"])?;
            }
            is_done(&place, &database)?;
            run(&["repair"], 0)?.says(&["nothing is half done"])?;
        }
    }
    Ok(())
}

#[test]
fn a_migration_that_fails_half_way_is_mended_and_finished() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let (place, database) = (project(2, "CREATE INDEX nonsense ON nowhere (id)")?, server.database("failed")?);
    let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
    run(&["up"], 4)?.says(&["error[M015]", "its 3rd: CREATE INDEX nonsense", "scaffold migrate repair"])?;
    // SeaORM's own program sees it too.
    let seaorm = Command::new(program("scripts"))
        .arg("up")
        .current_dir(place.path(""))
        .env("DATABASE_URL", &database.url)
        .output()?;
    let said = format!("{}{}", String::from_utf8_lossy(&seaorm.stdout), String::from_utf8_lossy(&seaorm.stderr));
    ensure!(said.contains("'m2_orders (up failed, 3 statements sent)' is missing"), "{said}");
    outcome(place.scaffold(&["sync"]).env("DATABASE_URL", &database.url))?.ends_with_code(4)?.says(&["M070"])?;
    write(&place, 0, "")?;
    run(&["repair", "--pending"], 4)?.says(&["error[M074]: m2_orders: ", "before", "orders"])?;
    run(&["repair", "--applied"], 4)?.says(&["M074", "after"])?;
    let looked = run(&["repair", "--format", "json"], 1)?.json()?;
    ensure!(looked["statements"][1]["state"] == "done" && looked["statements"][2]["state"] == "left", "{looked}");
    run(&["repair", "--finish"], 0)?.says(&["3 of 5 statements"])?;
    is_done(&place, &database)?;
    // Taken back by hand after that failed as well.
    place.migration("m2_orders.down", "ALTER TABLE orders DROP COLUMN total;\nDROP TABLE nowhere")?;
    run(&["down"], 4)?.says(&["M015"])?;
    run(&["status"], 1)?.says(&["2 applied", "its `down` failed at or after statement 2"])?;
    database.execute("CREATE TABLE mistake (id integer)")?;
    run(&["repair"], 4)?.says(&["M0"])?;
    database.execute("DROP TABLE mistake")?;
    database.execute("DROP TABLE orders")?;
    place.migration("m2_orders.down", "ALTER TABLE orders DROP COLUMN total;\nDROP TABLE orders")?;
    run(&["repair", "--pending"], 0)?.says(&["m2_orders is pending"])?;
    run(&["status"], 1)?.says(&["1 applied, 1 pending"])?;
    Ok(())
}

/// A text with several statements, of which MySQL and SQLite do one after the other, and PostgreSQL all or none. What is told to
/// the connection holds for what is left of it.
#[test]
fn a_text_of_several_statements_is_finished_from_where_it_stopped() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("texts")?);
        let users = "CREATE TABLE users (id integer PRIMARY KEY);\nINSERT INTO users VALUES (1)";
        place.migration("m1_users", users)?;
        let (off, on) = match server.backend {
            Backend::MySql => ("SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
            Backend::Sqlite => ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
            Backend::Postgres => ("ALTER TABLE orders DROP CONSTRAINT f", "CREATE TABLE late (id integer)"),
        };
        let write = |bad: &str| {
            place.migration(
                "m2_orders",
                &format!(
                    "-- without a transaction;\nCREATE TABLE orders (id integer PRIMARY KEY, user_id integer, \
                     CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id));\nINSERT INTO orders VALUES (1, 1);\n\
                     {off}; ALTER TABLE orders ADD COLUMN total integer; {bad}DROP TABLE users; \
                     CREATE TABLE users (id integer PRIMARY KEY, name varchar(9)); {on}"
                ),
            )
        };
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        write("CREATE INDEX nonsense ON nowhere (id); ")?;
        run(&["up"], 4)?.says(&["error[M015]", "scaffold migrate repair"])?;
        write("")?;
        let looked = run(&["repair"], 1)?;
        match server.backend {
            Backend::Postgres => {
                looked.says(&["done       2  INSERT", "left       3  ALTER TABLE orders DROP CONSTRAINT f; ALTER"])?;
                run(&["repair", "--finish"], 0)?.says(&["with 1 of 3 statements"])?;
            }
            _ => {
                looked.says(&[
                    "it sends 3 texts with 7 statements, which the database does one by one",
                    "done       4  ALTER TABLE orders ADD COLUMN total integer",
                    "left       5  DROP TABLE users",
                ])?;
                // What stands in the way once more is found again in the same numbers.
                database.execute("ALTER TABLE orders DROP COLUMN total")?;
                run(&["repair", "--finish", "--from", "6"], 4)?.says(&["statement 6 failed", "CREATE TABLE users"])?;
                run(&["repair"], 1)?.says(&["done       2  INSERT", "left       3  "])?;
                run(&["repair", "--finish"], 0)?.says(&["with 5 of 7 statements"])?;
            }
        }
        run(&["status"], 0)?.says(&["2 applied, 0 pending"])?;
        database.execute("INSERT INTO users (id, name) VALUES (2, 'Ada'), (1, 'Bea')")?;
        database.execute("UPDATE orders SET total = 1")?;
    }
    Ok(())
}

#[test]
fn what_is_done_of_a_migration_is_taken_back() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (project(4, "-- die")?, server.database("undo")?);
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        run(&["up"], 4)?.says(&["M016"])?;
        write(&place, 0, "")?;
        run(&["repair", "--undo"], 0)?.says(&["DROP TABLE", "orders", "m2_orders is pending again"])?;
        run(&["status"], 1)?.says(&["1 applied, 1 pending\n"])?;
        run(&["up"], 0)?.says(&["applied     m2_orders"])?;
        is_done(&place, &database)?;
    }
    Ok(())
}

#[test]
fn what_failed_before_it_changed_anything_leaves_no_mark() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (project(0, "CREATE TABLE nonsense (")?, server.database("first")?);
        migrate(&place, &database.url, (&["up"], 4))?.says(&["M015"])?;
        write(&place, 0, "")?;
        migrate(&place, &database.url, (&["up"], 0))?.says(&["applied     m2_orders"])?;
        is_done(&place, &database)?;
    }
    Ok(())
}

#[test]
fn what_failed_after_its_first_statement_is_half_done() -> Result<()> {
    for server in servers::databases() {
        for line in ["CREATE TABLE nonsense (", "-- give up"] {
            let (place, database) = (project(1, line)?, server.database("second")?);
            let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
            run(&["up"], 4)?.says(&["M015", "scaffold migrate repair"])?;
            run(&["status"], 1)?.says(&["M070", "m2_orders"])?;
            write(&place, 0, "")?;
            run(&["repair", "--finish", "--from", "2"], 0)?.says(&["applied     m2_orders"])?;
            is_done(&place, &database)?;
        }
    }
    Ok(())
}

#[test]
fn a_database_that_has_the_schema_is_recorded_as_migrated() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (project(0, "")?, server.database("baseline")?);
        place.migration("m3_notes", "CREATE TABLE notes (id integer PRIMARY KEY)")?;
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        database.execute("CREATE TABLE users (id integer PRIMARY KEY)")?;
        run(&["baseline", "--to", "m2"], 4)?.says(&["error[M075]", "orders", "after m2_orders"])?;
        run(&["status"], 1)?.says(&["0 applied"])?;
        for statement in STATEMENTS.iter().filter(|statement| !statement.starts_with("INSERT")) {
            database.execute(statement)?;
        }
        run(&["baseline"], 0)?.says(&["recorded    m1_users\nrecorded    m2_orders\n2 recorded, 1 pending"])?;
        run(&["baseline"], 0)?.says(&["nothing changed: 0 recorded, 1 pending"])?;
        run(&["up"], 0)?.says(&["applied     m3_notes", "3 applied, 0 pending"])?;
        database.execute("DROP TABLE notes").context("it is there")?;
        run(&["baseline"], 0)?.says(&["nothing changed"])?;
    }
    Ok(())
}
