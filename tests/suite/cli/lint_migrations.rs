//! `scaffold lint --migrations`: which migrations are looked at, what is printed, how it ends, and what lets findings pass.

use super::migrate::migrate;
use super::place::{Outcome, Place};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use serde_json::Value;

/// A table with an index, and two migrations that change it.
fn three() -> Result<Place> {
    let place = Place::scripted()?;
    place.migration("m1_users", "CREATE TABLE users (id integer PRIMARY KEY, email varchar(80), note text)")?;
    place.migration("m2_email", "CREATE UNIQUE INDEX uq_users_email ON users (email)")?;
    place.migration(
        "m3_channel",
        "ALTER TABLE users ADD COLUMN channel varchar(20) NOT NULL;\nUPDATE users SET note = ''",
    )?;
    Ok(place)
}

fn found(run: &Outcome) -> Result<Vec<(String, String)>> {
    let report: Value = serde_json::from_str(&run.stdout).with_context(|| run.both())?;
    let findings = report["findings"].as_array().context("a list")?.iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(findings.map(|finding| (text(&finding["rule"]), text(&finding["place"]))).collect())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(rule, place)| ((*rule).to_owned(), (*place).to_owned())).collect()
}

#[test]
fn migrations_that_are_pending_are_looked_at_with_what_is_there() -> Result<()> {
    let place = three()?;
    let lint = |arguments: &[&str]| place.run(&[&["lint", "--migrations"], arguments].concat());
    lint(&[])?.ends_with_code(0)?.says(&["3 migrations: 0 errors, 0 warnings, 0 notes"])?;
    ensure!(!place.path("shop.db").exists(), "a database was made");
    migrate(&place, "sqlite://shop.db?mode=rwc", (&["up", "-n", "2"], 0))?;
    let before = place.snapshot()?;
    lint(&[])?.ends_with_code(1)?.says(&[
        "m3_channel\n  error users.channel is NOT NULL without a default  data/not-null-no-default\n",
        "        statement 1: ALTER TABLE users ADD COLUMN channel varchar(20) NOT NULL\n",
        "        it fails as soon as the table has a row\n",
        "        help: give it a default",
        "  warn  users writes every row of users in one statement  data/unbounded-backfill\n        statement 2: UPDATE",
        "1 migration: 1 error, 1 warning, 0 notes",
        "scaffold explain data/not-null-no-default says more",
    ])?;
    place.is_as_in(&before)?;
    let channel = ("data/not-null-no-default", "m3_channel.users.channel");
    let backfill = ("data/unbounded-backfill", "m3_channel.users");
    let unique = ("data/unique-would-fail", "m2_email.users.uq_users_email");
    let json = |arguments: &[&str]| -> Result<_> {
        let run = lint(&[arguments, &["--format", "json"]].concat())?;
        Ok((run.code, found(&run)?))
    };
    ensure!(json(&[])? == (1, pairs(&[channel, backfill])));
    ensure!(json(&["--all"])? == (1, pairs(&[unique, channel, backfill])));
    ensure!(json(&["m2"])? == (0, pairs(&[unique])));
    ensure!(json(&["m2", "--deny", "warn"])? == (1, pairs(&[unique])));
    lint(&["m7"])?.ends_with_code(2)?.says(&["M030"])?;
    lint(&["m2", "--all"])?.ends_with_code(2)?;
    place.run(&["lint", "m2"])?.ends_with_code(2)?;
    lint(&["--offline"])?.ends_with_code(2)?;
    Ok(())
}

#[test]
fn a_migration_says_itself_what_it_may() -> Result<()> {
    let place = three()?;
    let lint = |arguments: &[&str]| place.run(&[&["lint", "--migrations", "--all"], arguments].concat());
    place.migration(
        "m3_channel",
        "ALTER TABLE users ADD COLUMN channel varchar(20) NOT NULL /* scaffold:ignore data/not-null-no-default: no rows yet */;\n\
         -- scaffold:ignore data/unbounded-backfill: nor here\nUPDATE users SET note = ''",
    )?;
    lint(&[])?.ends_with_code(0)?.says(&["0 errors, 1 warning, 0 notes, 2 ignored"])?;
    let ignore = "[[lint.ignore]]\nrule = 'data/unique-would-fail'\nobject = 'm2_email'\nreason = 'looked'\n";
    place.write("scaffold.toml", &format!("{ignore}{}", ignore.replace("m2_email", "m1_users")))?;
    lint(&["--deny", "info"])?
        .ends_with_code(1)?
        .says(&["data/unique-would-fail at m1_users lets nothing pass", "3 ignored"])?;
    place.run(&["lint", "--migrations", "m3", "--deny", "info"])?.ends_with_code(0)?;
    place.write("scaffold.toml", ignore)?;
    lint(&["--deny", "info"])?.ends_with_code(0)?;
    place.migration("m3_channel", "DELETE FROM users /* scaffold:ignore data/truncate: */")?;
    lint(&[])?.ends_with_code(0)?.says(&["a comment ignores data/truncate and does not say why"])?;
    Ok(())
}

#[test]
fn what_is_known_of_migrations_and_of_the_schema_is_kept_apart() -> Result<()> {
    let place = three()?;
    migrate(&place, "sqlite://shop.db?mode=rwc", (&["up", "-n", "1"], 0))?;
    place.write("scaffold-lint.toml", "[[known]]\nrule = \"pk/missing\"\nobject = \"visits\"\nreason = \"a log\"\n")?;
    let lint = |arguments: &[&str]| place.run(&[&["lint", "--migrations"], arguments].concat());
    lint(&["--all", "--write-baseline"])?.ends_with_code(0)?.says(&["3 findings are known now"])?;
    let known = place.read("scaffold-lint.toml")?;
    ensure!(known.matches("[[known]]").count() == 4 && known.contains("a log"), "{known}");
    lint(&["--all"])?.ends_with_code(0)?.says(&["0 errors, 0 warnings, 0 notes, 3 known"])?;
    place.migration("m2_email", "SELECT 1")?;
    lint(&["m3"])?.ends_with_code(0)?.says(&["0 warnings, 0 notes, 2 known"])?;
    lint(&["--all"])?
        .ends_with_code(0)?
        .says(&["data/unique-would-fail at m2_email.users.uq_users_email is put right"])?;
    place.run(&["lint"])?.ends_with_code(0)?.says(&["pk/missing at visits is put right", "1 warning"])?;
    place.run(&["lint", "--write-baseline"])?.ends_with_code(0)?;
    let known = place.read("scaffold-lint.toml")?;
    ensure!(known.matches("[[known]]").count() == 3 && !known.contains("a log"), "{known}");
    Ok(())
}

#[test]
fn findings_are_at_the_file_of_their_migration() -> Result<()> {
    let place = three()?;
    place.write("migration/src/m2/mod.rs", "// fn name(&self) -> &str { \"m2_email\" }")?;
    let run = place.run(&["lint", "--migrations", "--all", "--report", "github"])?;
    let lines: Vec<&str> = run.ends_with_code(1)?.stdout.lines().collect();
    ensure!(lines.len() == 3, "{}", run.stdout);
    let start =
        "::error file=migration/sql/m3_channel.sql,title=data/not-null-no-default%3A m3_channel.users.channel::is NOT";
    ensure!(lines[1].starts_with(start), "{}", run.stdout);
    let run = place.run(&["lint", "--migrations", "--all", "--report", "sarif"])?;
    let log: Value = serde_json::from_str(&run.stdout)?;
    super::lint::is_sarif(&log)?;
    let results = log["runs"][0]["results"].as_array().context("results")?;
    let uris: Vec<_> = results
        .iter()
        .map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str())
        .collect();
    let channel = Some("migration/sql/m3_channel.sql");
    ensure!(uris == [Some("migration/sql/m2_email.sql"), channel, channel], "{uris:?}");
    Ok(())
}

#[test]
fn the_server_is_asked_and_why_it_refused_is_told() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let (place, database) = (Place::scripted()?, server.database("lint_migrations")?);
    let run = |arguments: &[&str]| place.run_on(&database.url, &[&["lint", "--migrations"], arguments].concat());
    place.migration("m1_users", "CREATE FUNCTION five() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 5; END';\nCREATE TABLE users (id integer PRIMARY KEY, note text, at timestamptz);\nCREATE VIEW notes AS SELECT note FROM users")?;
    place.migration("m2_number", "ALTER TABLE users ADD COLUMN a int DEFAULT five()")?;
    place.migration("m3_note", "ALTER TABLE users DROP COLUMN note CASCADE")?;
    place.migration("m4_index", "CREATE INDEX CONCURRENTLY idx_users_at ON users (at)")?;
    place.migration("m5_late", "DROP TABLE users")?;
    let said = run(&["--all"])?;
    said.ends_with_code(4)?.says(&[
        "users.a gets five() in every row, so that all are written anew",
        "CASCADE takes along view notes",
        "  error idx_users_at CREATE INDEX CONCURRENTLY cannot run in a transaction, and the migration is one",
        "M015",
    ])?;
    ensure!(!said.both().contains("m5_late"), "none behind it was looked at: {}", said.both());
    place.migration("m4_index", "-- without a transaction;\nCREATE INDEX CONCURRENTLY idx_users_at ON users (at)")?;
    let json = run(&["--all", "--format", "json"])?.ends_with_code(0)?.json()?;
    let locks = |migration: &str| {
        let mut costs = json["costs"].as_array().into_iter().flatten();
        costs.find(|cost| cost["migration"] == migration).map(|cost| cost["locks"][0].clone()).unwrap_or_default()
    };
    ensure!(locks("m2_number")["lock"] == "access_exclusive" && locks("m2_number")["rewrites"] == true, "{json}");
    ensure!(locks("m4_index")["lock"] == "share_update_exclusive", "{json}");
    ensure!(locks("m1_users").is_null(), "{json}");
    // Without a limit a lock is waited for.
    place.write("scaffold.toml", "[migration]\nlock_timeout = 'off'\nstatement_timeout = 'off'\n")?;
    run(&["m2"])?
        .ends_with_code(0)?
        .says(&["users waits for the ACCESS EXCLUSIVE lock on users as long as it takes"])?;
    Ok(())
}

#[test]
fn each_change_of_a_mariadb_is_committed() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let (place, database) = (three()?, server.database("lint_migrations")?);
    place.migration("m4_two", "ALTER TABLE users DROP COLUMN note;\nCREATE INDEX i ON users (channel)")?;
    let run = place.run_on(&database.url, &["lint", "--migrations", "m4"])?;
    run.ends_with_code(0)?.says(&[
        "users.note the values of the column go  data/drop-column",
        "statements when this fails, statement 1 stays done and the migration is not recorded  tx/mysql-partial",
    ])?;
    let run = place.run_on(&database.url, &["lint", "--migrations", "m3"])?;
    run.ends_with_code(1)?.says(&["so that the server makes up its values"])?;
    Ok(())
}

/// What a migration's source says of it, and what the database leaves undone.
#[test]
fn the_source_is_looked_at_and_what_a_database_ignores_is_told() -> Result<()> {
    let place = three()?;
    let source = "use entity::user;\nuse sea_orm_migration::prelude::*;\npub struct Migration;\n\
                  #[async_trait::async_trait]\nimpl MigrationTrait for Migration {\n    \
                  async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n        \
                  manager.get_connection().execute_unprepared(\"\").await.map(drop)\n    }\n\n    \
                  async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {\n        Ok(())\n    }\n}\n";
    place.write("migration/src/m2_email.rs", source)?;
    place.migration("m4_left", "SELECT 1 /* scaffold: left out: policy \"own\": no policies on SQLite */")?;
    let told = found(&place.run(&["lint", "--migrations", "m2", "m4", "--format", "json"])?)?;
    for wanted in [
        ("history/uses-entities", "m2_email.entities"),
        ("down/missing", "m2_email.down"),
        ("portability/ignored", "m4_left.policy \"own\": no policies on SQLite"),
    ] {
        ensure!(told.contains(&pairs(&[wanted])[0]), "{wanted:?}: {told:?}");
    }
    place.write("migration/src/m2_email.rs", &source.replace("use entity::user;\n", "").replace("Ok(())", "todo()"))?;
    let told = found(&place.run(&["lint", "--migrations", "m2", "--format", "json"])?)?;
    ensure!(told.iter().all(|(rule, _)| rule.starts_with("data/")), "{told:?}");
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let database = server.database("ignored")?;
    let create = "CREATE TABLE old (id integer PRIMARY KEY) ENGINE = MyISAM";
    place.migration("m5_old", create)?;
    place.migration(
        "m6_refer",
        "ALTER TABLE old ADD COLUMN boss_id integer REFERENCES users (id);\n\
         ALTER TABLE users ADD COLUMN boss_id integer, ADD FOREIGN KEY (boss_id) REFERENCES users (id)",
    )?;
    let run = place.run_on(&database.url, &["lint", "--migrations", "m6", "--format", "json"])?;
    let ignored: Vec<_> = found(&run)?.into_iter().filter(|(rule, _)| rule == "portability/ignored").collect();
    ensure!(ignored == pairs(&[("portability/ignored", "m6_refer.old.boss_id")]), "{ignored:?}");
    Ok(())
}

/// What building blocks make of checks and NOT NULL is what the rules ask for, and a table that is put together anew is not lost.
/// A migration without a transaction is told that it cannot simply be run again.
#[test]
fn the_examples_do_as_the_rules_say() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    for (name, held) in
        [("blog", ""), ("catalog", "m20260401_000004_search.products"), ("accounts", ""), ("orders", "")]
    {
        let (place, database) = (Place::example(name)?, server.database("lint_examples")?);
        let run = place.run_on(&database.url, &["lint", "--migrations", "--all", "--format", "json"])?;
        let found = found(run.ends_with_code(0)?)?;
        let is_meant = |rule: &str| {
            let of_search = ["lock/held-while-working", "lock/index-not-concurrent", "rewrite/volatile-default"];
            // The table that is put together anew leaves, and with it the foreign key to users.
            of_search.contains(&rule) || rule == "idempotence" || (name, rule) == ("accounts", "lock/two-tables")
        };
        ensure!(found.iter().all(|(rule, _)| is_meant(rule)), "{name}: {found:?}");
        let working = found.iter().filter(|(rule, _)| rule == "lock/held-while-working");
        let working: Vec<&str> = working.map(|(_, place)| place.as_str()).collect();
        ensure!(working == [held].into_iter().filter(|held| !held.is_empty()).collect::<Vec<_>>(), "{name}: {found:?}");
    }
    Ok(())
}
