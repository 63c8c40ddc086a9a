//! `scaffold migrate verify`: what goes wrong on the way up, down and up again is named, and nothing else is.

use super::migrate::{ensure_fails, migrate};
use super::place::{Place, outcome, program};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;

#[test]
fn verify_tells_what_goes_wrong_on_the_way_down_and_up() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("verify")?);
        let migrations: [(&str, &str, Option<&str>); 9] = [
            (
                "m1_users",
                "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT NULL)",
                Some("DROP TABLE users"),
            ),
            ("m2_note", "ALTER TABLE users ADD COLUMN note varchar(40)", Some("ALTER TABLE users DROP COLUMN note")),
            (
                "m3_trace",
                "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE INDEX i ON users (name)",
                Some("DROP TABLE a"),
            ),
            ("m4_no_way_back", "CREATE TABLE b (id integer PRIMARY KEY, word varchar(9))", None),
            ("m5_loss", "ALTER TABLE b DROP COLUMN word", Some("ALTER TABLE b ADD COLUMN word varchar(9)")),
            ("m6_not_again", "CREATE TABLE c (id integer PRIMARY KEY)", Some("SELECT 1")),
            ("m7_rows", "CREATE UNIQUE INDEX one_word ON b ((1))", Some("DROP INDEX one_word")),
            ("m8_fine", "CREATE TABLE d (id integer PRIMARY KEY)", Some("DROP TABLE d")),
            ("m9_too_much", "SELECT 1", Some("DROP TABLE d")),
        ];
        for (name, up, down) in migrations {
            // MySQL knows no index over a constant, and an index only with its table.
            let is_mysql = server.backend == Backend::MySql;
            let up = if is_mysql && name == "m7_rows" { "ALTER TABLE b ADD CONSTRAINT few CHECK (id < 0)" } else { up };
            place.migration(name, up)?;
            let down =
                down.map(|down| if is_mysql && name == "m7_rows" { "ALTER TABLE b DROP CONSTRAINT few" } else { down });
            down.map_or(Ok(()), |down| place.migration(&format!("{name}.down"), down))?;
        }
        let json = migrate(&place, &database.url, (&["verify", "--format", "json"], 1))?.json()?;
        let verdicts = json["migrations"].as_array().context("the verdicts")?.iter().map(|verdict| {
            let codes: Vec<&str> = verdict["diagnostics"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|said| said["code"].as_str())
                .collect();
            format!("{} {} {}", verdict["name"].as_str().unwrap_or_default(), codes.join(" "), verdict["loses"])
        });
        let expected = [
            "m1_users  []",
            "m2_note  []",
            // The index stands in the way of the second time, too.
            "m3_trace M022 M024 []",
            "m4_no_way_back M021 []",
            "m5_loss M023 [\"b.word\"]",
            "m6_not_again M022 M024 []",
            "m7_rows M020 []",
            "m8_fine  []",
            "m9_too_much M022 M023 M026 [\"d.id\"]",
        ];
        let verdicts: Vec<String> = verdicts.collect();
        ensure!(verdicts == expected, "{}: {verdicts:#?}", server.backend);
        ensure_fails(&database, "SELECT * FROM users")?;
        let said = migrate(&place, &database.url, (&["verify", "trace", "m8"], 1))?;
        said.says(&[
            "failed    m3_trace",
            "error[M022]",
            "does not leave the schema as it was",
            "verified  m8_fine",
            "1 failed",
        ])?;
    }
    Ok(())
}

/// Where no database can be copied, one goes along as long as nothing is found: each run is counted in the named database.
#[test]
fn a_migration_runs_no_oftener_than_it_has_to_where_nothing_is_copied() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let (place, database) = (Place::scripted()?, server.database("counted")?);
    database.execute("CREATE TABLE counted (name varchar(20))")?;
    let write = |name: &str, up: &str, down: &str| {
        let count = format!("INSERT INTO {}.counted VALUES ('{name}')", database.name);
        place.migration(name, &format!("{count};\n{up}"))?;
        place.migration(&format!("{name}.down"), down)
    };
    let count = || {
        servers::wait(|| async {
            let db = database.connect().await?;
            let select = "SELECT CONCAT(name, ' ', COUNT(*)) AS n FROM counted GROUP BY name ORDER BY name";
            let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), select)).await?;
            rows.iter().map(|row| Ok(row.try_get::<String>("", "n")?)).collect::<Result<Vec<_>>>()
        })
    };
    for name in ["m1", "m2", "m3", "m4", "m5", "m6"] {
        write(name, &format!("CREATE TABLE {name} (id integer, note varchar(9))"), &format!("DROP TABLE {name}"))?;
    }
    migrate(&place, &database.url, (&["verify"], 0))?.says(&["6 verified, 0 failed"])?;
    ensure!(count()? == ["m1 2", "m2 2", "m3 2", "m4 2", "m5 2", "m6 2"], "{:?}", count()?);
    database.execute("DELETE FROM counted")?;
    // Rows that stay behind are no fault, but they are not what the next one would have met; nor is what failed.
    write("m3", "INSERT INTO m1 VALUES (1, 'm3')", "SELECT 1")?;
    write("m5", "ALTER TABLE m1 ADD INDEX i5 (note)", "ALTER TABLE m1 DROP INDEX nonsense")?;
    migrate(&place, &database.url, (&["verify"], 0))?.says(&[
        "verified  m3",
        "warning[M021]",
        "6 verified, 0 failed",
    ])?;
    // The first goes along three times, and is there for each of the two that are judged apart.
    ensure!(count()?[0] == "m1 6", "{:?}", count()?);
    ensure!(count()?[5] == "m6 2", "{:?}", count()?);
    Ok(())
}

#[test]
fn a_grant_that_stays_behind_is_a_trace() -> Result<()> {
    const FUNCTION: &str = "CREATE FUNCTION twice(n integer) RETURNS integer DETERMINISTIC RETURN 2 * n";
    for (backend, make, drop, (right, to), trace) in [
        (
            Backend::Postgres,
            "CREATE TABLE users (id integer PRIMARY KEY)",
            "DROP TABLE users",
            ("SELECT ON users", "PUBLIC"),
            "+users: SELECT to PUBLIC",
        ),
        (
            Backend::MySql,
            FUNCTION,
            "DROP FUNCTION twice",
            ("EXECUTE ON FUNCTION twice", "CURRENT_USER"),
            "+function twice: Execute to '",
        ),
    ] {
        let Some(server) = servers::database(backend) else { continue };
        let (place, database) = (Place::scripted()?, server.database("grants")?);
        place.migration("m1_make", make)?;
        place.migration("m1_make.down", drop)?;
        place.migration("m2_grant", &format!("GRANT {right} TO {to}"))?;
        place.migration("m2_grant.down", "SELECT 1")?;
        migrate(&place, &database.url, (&["verify"], 1))?.says(&["M022", trace, "2 verified, 1 failed"])?;
        place.migration("m2_grant.down", &format!("REVOKE {right} FROM {to}"))?;
        migrate(&place, &database.url, (&["verify"], 0))?.says(&["2 verified, 0 failed"])?;
    }
    Ok(())
}

#[test]
fn the_shop_s_migrations_go_up_and_down_among_rows() -> Result<()> {
    let place = Place::shop()?;
    let run = outcome(place.scaffold(&["migrate", "verify"]).env("PROGRAM", program("runner")))?;
    run.ends_with_code(0)?.says(&["verified  m20260101_000011_seed_data", "11 verified, 0 failed"])?;
    ensure!(!place.path("shop.db").exists(), "a database was made");
    Ok(())
}
