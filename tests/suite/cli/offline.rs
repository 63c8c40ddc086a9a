//! `--offline`: from the project file to code, without a database, and what a merge of two branches leaves behind.

use super::place::{Outcome, Place, outcome};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;

/// A run in which any attempt to ask a database or to run a migration would fail.
pub(super) fn alone(place: &Place, arguments: &[&str]) -> Result<Outcome> {
    outcome(place.scaffold(arguments).env_remove("DATABASE_URL").env("PROGRAM", "/bin/false"))
}

/// A project with the entity crate of this schema.
pub(super) fn generated(schema: &[&str]) -> Result<Place> {
    let place = Place::empty()?;
    let database = servers::database(Backend::Sqlite).context("SQLite is always there")?.database("offline")?;
    schema.iter().try_for_each(|sql| database.execute(sql))?;
    place.run_on(&database.url, &["generate", "--output", "entity"])?.ends_with_code(0)?;
    Ok(place)
}

#[test]
fn code_is_made_without_a_database() -> Result<()> {
    let place = Place::synced()?;
    let expected = place.entity();
    fs::remove_file(place.path("shop.db"))?;
    fs::remove_dir_all(place.path("entity/src/generated"))?;
    alone(&place, &["check", "--offline"])?.ends_with_code(1)?.says(&["not what entity/schema makes"])?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?.says(&["tables 11, views 2, enums 3", "created 9"])?;
    ensure!(place.entity() == expected, "another crate");
    let before = place.snapshot()?;
    alone(&place, &["sync", "--offline"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    alone(&place, &["check", "--offline"])?.ends_with_code(0)?.says(&["is what entity/schema makes"])?;
    place.is_as_in(&before)
}

#[test]
fn without_a_project_file_nothing_is_known() -> Result<()> {
    let place = Place::synced()?;
    fs::remove_dir_all(place.path("entity/schema"))?;
    let before = place.snapshot()?;
    for verb in ["sync", "check"] {
        alone(&place, &[verb, "--offline"])?.ends_with_code(1)?.says(&["P001", "run `scaffold sync` once"])?;
    }
    place.is_as_in(&before)
}

#[test]
fn everything_wrong_with_the_project_file_is_told_and_a_sync_puts_it_right() -> Result<()> {
    let place = Place::synced()?;
    let expected = place.entity();
    let (carts, users) = ("entity/schema/table/carts.toml", "entity/schema/table/users.toml");
    place.write(carts, &place.read(carts)?.replace("nullable = true", "nullable = \"perhaps\""))?;
    place.write(users, "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n")?;
    let before = place.snapshot()?;
    let run = alone(&place, &["sync", "--offline"])?;
    run.ends_with_code(1)?.says(&["P002", "schema/table/carts.toml", "perhaps", "P003", "schema/table/users.toml"])?;
    place.is_as_in(&before)?;
    place.run(&["sync"])?.ends_with_code(1)?.says(&["F001", "schema/table/carts.toml"])?;
    place.is_as_in(&before)?;
    place.run(&["sync", "--force"])?.ends_with_code(0)?;
    ensure!(place.entity() == expected, "another crate");
    Ok(())
}

#[test]
fn a_crate_from_another_database_is_compared_without_its_facts() -> Result<()> {
    let place = Place::synced()?;
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("check")?;
        let run = place.run_on(&database.url, &["check"])?;
        run.ends_with_code(0)?.says(&["P005", "SQLite", &server.backend.to_string(), "is what the migrations make"])?;
    }
    Ok(())
}

#[test]
fn branches_that_change_one_table_meet_in_its_file_and_the_code_follows() -> Result<()> {
    let base = "CREATE TABLE parts (id INTEGER PRIMARY KEY, name text NOT NULL, size integer NOT NULL);
        CREATE INDEX by_name ON parts (name)";
    let (ours, theirs) = ("CREATE INDEX by_size ON parts (size)", "ALTER TABLE parts ADD COLUMN colour text");
    let more = "CREATE TABLE boxes (id INTEGER PRIMARY KEY, part_id integer REFERENCES parts (id))";
    let place = generated(&[base])?;
    let commit = |message: &str| place.git(&["add", "-A"]).and(place.git(&["commit", "-qm", message]));
    place.git(&["init", "-q"])?.ends_with_code(0)?;
    commit("base")?.ends_with_code(0)?;
    for (branch, schema) in [("ours", vec![base, ours]), ("theirs", vec![base, theirs, more])] {
        place.git(&["checkout", "-q", "-b", branch, "main"])?.ends_with_code(0)?;
        let changed = generated(&schema)?;
        for (path, text) in changed.entity() {
            place.write(&format!("entity/{path}"), &text)?;
        }
        commit(branch)?.ends_with_code(0)?;
    }
    place.git(&["merge", "-q", "ours"])?.ends_with_code(1)?.says(&["schema/table/parts.toml"])?;
    let run = alone(&place, &["sync", "--offline"])?;
    run.ends_with_code(0)?.says(&["schema/table/parts.toml", "src/generated/repository/part.rs"])?;
    is_made_of(&place, &[base, ours, theirs, more])
}

/// Fails unless the crate is that of the schema.
pub(super) fn is_made_of(place: &Place, schema: &[&str]) -> Result<()> {
    let (merged, expected) = (place.entity(), generated(schema)?.entity());
    let differ = expected.keys().chain(merged.keys()).find(|path| merged.get(*path) != expected.get(*path));
    if let Some(path) = differ {
        let text = merged.get(path).with_context(|| format!("{path} is missing"))?;
        anyhow::bail!("{path} is not what the merged schema gives:\n{text}");
    }
    Ok(())
}
