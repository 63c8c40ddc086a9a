//! `scaffold doctor`: what is missing is named, and what a server says of its use is found where it is so and nowhere else.

use super::from_diff::LIBRARY;
use super::place::{Outcome, Place, outcome};
use crate::servers::{self, Database, Server};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use sea_scaffold::database::Backend;
use sea_scaffold::doctor;
use serde_json::Value;
use std::thread;
use std::time::Duration;

/// A database in which everything is wrong that the checks look for, and beside each something that is alike and fine.
const POSTGRES: &[&str] = &[
    "CREATE TABLE parents (id serial PRIMARY KEY)",
    "CREATE TABLE children (id serial PRIMARY KEY, parent_id int REFERENCES parents, other_id int REFERENCES parents, note int)",
    "CREATE INDEX children_other ON children (other_id)",
    "CREATE INDEX children_unused ON children (note)",
    "CREATE TABLE used_up (id serial PRIMARY KEY)",
    "SELECT setval('used_up_id_seq', 2000000000)",
    "CREATE TABLE wide (id bigserial PRIMARY KEY)",
    "SELECT setval('wide_id_seq', 2000000000)",
    "CREATE TABLE dead (id int) WITH (autovacuum_enabled = false)",
    "INSERT INTO parents SELECT FROM generate_series(1, 10)",
    "INSERT INTO children (parent_id, other_id, note) SELECT 1, 1, i FROM generate_series(1, 15000) i",
    "INSERT INTO dead SELECT i FROM generate_series(1, 12000) i",
    "DELETE FROM dead WHERE id > 100",
    "DO $$ BEGIN FOR i IN 1..120 LOOP PERFORM count(*) FROM children; END LOOP; END $$",
];

const MYSQL: &[&str] = &[
    "CREATE TABLE used_up (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 2000000000",
    "CREATE TABLE wide (id bigint PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 2000000000",
    "CREATE TABLE tall (id int unsigned PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 2000000000",
];

/// The same for a MariaDB that counts the use of tables and indexes.
const COUNTED: &[&str] = &[
    "CREATE TABLE big (id int PRIMARY KEY AUTO_INCREMENT, used int, other int, note text, parent_id int, \
     INDEX big_used (used), INDEX `big``unused` (note(7), other DESC), \
     CONSTRAINT big_parent FOREIGN KEY (parent_id) REFERENCES big (id))",
    "CREATE TABLE small (id int, note int, INDEX small_unused (note))",
    "INSERT INTO big (used, other, note) SELECT seq, seq, seq FROM seq_1_to_15000",
    "INSERT INTO small VALUES (1, 1)",
    "ANALYZE TABLE big",
    "BEGIN NOT ATOMIC FOR i IN 1..130 DO SELECT MAX(note) INTO @note FROM big; SELECT MAX(id) INTO @note FROM big WHERE used = i; \
     END FOR; END",
    "BEGIN NOT ATOMIC FOR i IN 1..50 DO SELECT MAX(id) INTO @note FROM small; END FOR; END",
];

const SQLITE: &[&str] = &[
    "PRAGMA foreign_keys = OFF",
    "CREATE TABLE parents (id integer PRIMARY KEY)",
    "CREATE TABLE children (id integer PRIMARY KEY, parent_id integer REFERENCES parents)",
    "CREATE INDEX children_parent ON children (parent_id)",
    "INSERT INTO parents VALUES (1)",
    "INSERT INTO children VALUES (1, 1), (2, 7), (3, NULL)",
];

/// The check and the object of each finding that is to be there.
fn expected(backend: Backend) -> &'static [(&'static str, &'static str)] {
    match backend {
        Backend::Postgres => &[
            ("stats/sequence", "public.used_up_id_seq"),
            ("stats/missing-index", "children (parent_id)"),
            ("stats/sequential-scan", "public.children"),
            ("stats/unused-index", "public.children_unused"),
            ("stats/bloat", "public.dead"),
        ],
        Backend::MySql => &[("stats/sequence", "used_up.id")],
        Backend::Sqlite => &[
            ("stats/broken-reference", "children"),
            ("stats/statistics", "main"),
            ("stats/connections", "journal_mode"),
        ],
    }
}

fn made(server: &'static Server) -> Result<(Place, Database)> {
    made_of(
        server,
        match server.backend {
            Backend::Postgres => POSTGRES,
            Backend::MySql => MYSQL,
            Backend::Sqlite => SQLITE,
        },
    )
}

fn made_of(server: &'static Server, statements: &[&str]) -> Result<(Place, Database)> {
    let (place, database) = (Place::scripted()?, server.database("doctor")?);
    place.write("scaffold.toml", "")?;
    servers::wait(|| async {
        let tx = database.connect().await?;
        for statement in statements {
            tx.execute_unprepared(statement).await?;
        }
        anyhow::Ok(())
    })?;
    Ok((place, database))
}

fn stats(place: &Place, database: &Database) -> Result<(Outcome, Value)> {
    let run = place.run_on(&database.url, &["doctor", "--stats", "--format", "json"])?;
    let json = run.json()?;
    Ok((run, json))
}

/// The findings of some checks as pairs.
fn found(json: &Value) -> Vec<(String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    findings.iter().map(|finding| (text(finding, "check"), text(finding, "place"))).collect()
}

#[test]
fn what_a_server_says_of_its_use_is_found_and_what_mends_it_does() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = made(server)?;
        let wanted: Vec<(String, String)> =
            expected(server.backend).iter().map(|(check, place)| ((*check).to_owned(), (*place).to_owned())).collect();
        // A server takes a moment to add up what its sessions did.
        let mut seen = Vec::new();
        for _ in 0..50 {
            let (run, json) = stats(&place, &database)?;
            ensure!(json["unasked"].as_array().is_some_and(Vec::is_empty), "{json:#}");
            ensure!(json["asked"] == doctor::checks(server.backend).len(), "{json:#}");
            // The rest is of servers that are busy with other tests.
            let of_database = |(check, _): &(String, String)| wanted.iter().any(|(wanted, _)| wanted == check);
            seen = found(&json).into_iter().filter(of_database).collect();
            ensure!(run.code == i32::from(json["findings"].as_array().is_some_and(|findings| !findings.is_empty())));
            if seen == wanted {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        ensure!(seen == wanted, "{}: {seen:#?}", server.backend);
        let said = place.run_on(&database.url, &["doctor", "--stats"])?;
        said.says(&[wanted[0].0.as_str(), "SELECT ", "questions, "])?;
        // Each statement does what it says, and what takes it back does too.
        let (_, json) = stats(&place, &database)?;
        for finding in json["findings"].as_array().context("findings")? {
            let is_of_server = finding["check"] == "stats/connections";
            for statement in [&finding["up"], &finding["down"]].into_iter().filter_map(Value::as_str) {
                if !is_of_server {
                    database.execute(statement).with_context(|| statement.to_owned())?;
                }
            }
        }
    }
    Ok(())
}

/// What MariaDB tells only where it counts, which it does not by itself.
#[test]
fn a_server_that_counts_tells_which_indexes_are_used_and_what_is_read_whole() -> Result<()> {
    let Some(server) = servers::counting_mariadb() else { return Ok(()) };
    let (place, database) = made_of(server, COUNTED)?;
    let (_, json) = stats(&place, &database)?;
    let wanted = [("stats/sequential-scan", "big"), ("stats/unused-index", "big.big`unused")];
    let wanted = wanted.map(|(check, place)| (check.to_owned(), place.to_owned()));
    ensure!(json["unasked"].as_array().is_some_and(Vec::is_empty) && found(&json) == wanted, "{json:#}");
    let definition = || {
        servers::wait(|| async {
            let db = database.connect().await?;
            let show = Statement::from_string(db.get_database_backend(), "SHOW CREATE TABLE big");
            let row = db.query_one_raw(show).await?.context("a table")?;
            anyhow::Ok(row.try_get_by_index::<String>(1)?)
        })
    };
    let before = definition()?;
    let unused = &json["findings"][1];
    let [up, down] = [&unused["up"], &unused["down"]].map(|sql| sql.as_str().unwrap_or_default());
    database.execute(up)?;
    ensure!(!definition()?.contains("unused"), "{up}");
    database.execute(down)?;
    // A table lists an index that came later behind the others.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort();
        lines
    };
    ensure!(sorted(&definition()?) == sorted(&before), "{down}: {} {before}", definition()?);
    Ok(())
}

#[test]
fn a_lock_that_somebody_waits_for_is_told_with_both() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = (Place::scripted()?, server.database("waits")?);
        place.write("scaffold.toml", "")?;
        database.execute("CREATE TABLE counts (id int PRIMARY KEY, n int)")?;
        database.execute("INSERT INTO counts VALUES (1, 1)")?;
        let said = servers::wait(|| async {
            let (holder, waiter) = (database.connect().await?, database.connect().await?);
            let held = holder.begin().await?;
            held.execute_unprepared("UPDATE counts SET n = 2 WHERE id = 1").await?;
            let waiting = waiter.execute_unprepared("UPDATE counts SET n = 3 WHERE id = 1");
            let looking = async {
                tokio::time::sleep(Duration::from_secs(4)).await;
                let run = place.run_on(&database.url, &["doctor", "--stats"]);
                held.commit().await?;
                anyhow::Ok(run?)
            };
            let (done, said) = tokio::join!(waiting, looking);
            done?;
            said
        })?;
        said.ends_with_code(1)?.says(&["stats/long-lock"])?;
        let word = if server.backend == Backend::Postgres {
            "has waited for a lock for"
        } else {
            "has had a transaction open for"
        };
        said.says(&[word])?;
    }
    Ok(())
}

#[test]
fn what_the_other_commands_need_is_named() -> Result<()> {
    let place = Place::synced()?;
    for server in servers::databases() {
        let database = server.database("needs")?;
        database.execute("CREATE TABLE there (id integer)")?;
        let run = place.run_on(&database.url, &["doctor"])?;
        run.ends_with_code(0)?.says(&[
            "ok       database  ",
            "scratch database",
            "11 in a crate",
            "entity/schema is of SQLite",
        ])?;
        let mut without = place.scaffold(&["doctor", "--format", "json"]);
        without.env("DATABASE_URL", &database.url).env("PATH", place.path("")).env("NO_LIBRARY", "1");
        let run = outcome(&mut without)?;
        let json = run.ends_with_code(1)?.json()?;
        let fine = |name: &str| {
            let needs = json["needs"].as_array().map(Vec::as_slice).unwrap_or_default();
            needs.iter().find(|need| need["name"] == name).is_some_and(|need| need["fine"] == true)
        };
        ensure!(fine("database") && !fine("migrations"), "{json:#}");
        ensure!(fine("backup") == (server.backend == Backend::Sqlite), "{json:#}");
    }
    place
        .run_on("postgres://nobody@127.0.0.1:1/x", &["doctor"])?
        .ends_with_code(1)?
        .says(&["missing  database", "D001"])?;
    Ok(())
}

#[test]
fn a_migration_is_written_that_mends_what_one_can_and_is_tried() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("remedy")?);
        let (statements, change) = match server.backend {
            Backend::Postgres => (POSTGRES, "ALTER TABLE used_up ALTER COLUMN id TYPE bigint"),
            Backend::MySql => (MYSQL, "ALTER TABLE `used_up` MODIFY COLUMN `id` BIGINT NOT NULL AUTO_INCREMENT"),
            Backend::Sqlite => (&SQLITE[1..4], ""),
        };
        // Procedural code has semicolons of its own, and what it reads is counted in the test before.
        let schema: Vec<&str> = statements.iter().copied().filter(|statement| !statement.starts_with("DO")).collect();
        place.migration("m1_all", &schema.join(";\n"))?;
        place.write("migration/src/lib.rs", LIBRARY)?;
        place.run_on(&database.url, &["migrate", "up"])?.ends_with_code(0)?;
        let before = place.read("migration/src/lib.rs")?;
        let run = place.run_on(&database.url, &["doctor", "--stats", "--write", "mend_it"])?;
        run.ends_with_code(1)?;
        if server.backend == Backend::Sqlite {
            run.says(&["no migration mends any of it"])?;
            ensure!(before == place.read("migration/src/lib.rs")?, "something was written");
            continue;
        }
        let name = run.stdout.lines().find_map(|line| line.strip_prefix("created  ")).context("a file")?;
        let text = place.read(name)?;
        ensure!(text.contains(change) && text.contains("stats/sequence at "), "{text}");
        ensure!(syn::parse_file(&text).is_ok() && place.read("migration/src/lib.rs")?.contains("_mend_it"));
        // What the migrations do not make cannot be mended by one.
        let json = place.run_on(&database.url, &["doctor", "--stats", "--write", "MEND", "--format", "json"])?;
        ensure!(json.code != 0, "a name that is none");
        place.migration("m1_all", "SELECT 1")?;
        let refused = place.run_on(&database.url, &["doctor", "--stats", "--write", "again"])?;
        refused.ends_with_code(4)?.says(&["error[M061]: again", "used_up"])?;
    }
    Ok(())
}
