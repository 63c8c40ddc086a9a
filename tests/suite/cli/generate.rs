//! `scaffold generate`: a crate from a database as it is, with nothing but a URL and a directory.

use super::place::{Place, outcome};
use crate::servers;
use anyhow::{Context, Result, bail, ensure};
use sea_scaffold::database::Backend;
use std::fs;
use std::process::Command;

const BOOKS: &str = "CREATE TABLE authors (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE);\
    CREATE TABLE books (id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(200) NOT NULL, author_id INTEGER NOT NULL, \
    price DECIMAL(10, 2), CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES authors (id))";

#[test]
fn a_url_and_a_directory_are_enough() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::empty()?, server.database("generate")?);
        database.execute(BOOKS)?;
        let arguments = ["generate", "--database-url", &database.url, "--output", "crates/entity"];
        let run = outcome(place.scaffold(&arguments).env_remove("DATABASE_URL"))?;
        run.ends_with_code(0)?.says(&["tables 2, views 0, enums 0, relations 2", "in "])?;
        for file in ["Cargo.toml", "src/lib.rs", "src/generated/mod.rs", "src/generated/entity/book.rs"] {
            ensure!(place.path("crates/entity").join(file).is_file(), "{}: {file} is missing", server.backend);
        }
        let author = place.read("crates/entity/src/generated/relation/book.rs")?;
        ensure!(author.contains("author"), "{author}");
        let before = place.snapshot()?;
        outcome(place.scaffold(&arguments).env_remove("DATABASE_URL"))?.says(&["nothing changed"])?;
        place.is_as_in(&before)?;
        let left: Vec<_> =
            fs::read_dir(place.path(""))?.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
        ensure!(left == ["crates"], "nothing but the output is written: {left:?}");
    }
    Ok(())
}

#[test]
fn what_acts_without_code_is_said_in_one_line() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let (place, database) = (Place::empty()?, server.database("left_out")?);
    database.execute(BOOKS)?;
    let generate = ["generate", "--output", "entity"];
    let quiet = place.run_on(&database.url, &generate)?;
    ensure!(!quiet.stdout.contains("left out"), "indexes and checks are not worth a word: {}", quiet.stdout);
    let trigger = "CREATE TRIGGER trimmed AFTER INSERT ON books BEGIN UPDATE books SET title = trim(title); END";
    database.execute(trigger)?;
    let run = place.run_on(&database.url, &generate)?;
    run.ends_with_code(0)?.says(&["left out    triggers 1: scaffold inspect --stage ledger says why\n"])?;
    let report = place.run_on(&database.url, &[&generate[..], &["--format", "json"]].concat())?.json()?;
    ensure!(report["left_out"] == serde_json::json!({ "trigger": 1 }), "{report:#}");
    let ledger = place.run_on(&database.url, &["inspect", "--stage", "ledger", "--only", "trimmed"])?.json()?;
    let [entry] = ledger["entries"].as_array().map(Vec::as_slice).unwrap_or_default() else { bail!("{ledger:#}") };
    ensure!(entry["fate"] == "not_generated" && entry["reason"].is_string() && entry["help"].is_string(), "{entry:#}");
    Ok(())
}

#[test]
fn a_crate_from_before_streams_is_told_what_it_needs() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let (place, database) = (Place::empty()?, server.database("streams")?);
    database.execute(BOOKS)?;
    let generate = ["generate", "--output", "entity"];
    let new = place.run_on(&database.url, &generate)?.ends_with_code(0)?.both();
    ensure!(!new.contains("G091") && place.read("entity/Cargo.toml")?.contains("futures-core"), "{new}");
    let old = place.read("entity/Cargo.toml")?.replace("futures-core = \"0.3\"\n", "");
    place.write("entity/Cargo.toml", &old)?;
    let said = place.run_on(&database.url, &generate)?.ends_with_code(0)?.both();
    ensure!(said.contains("G091") && said.contains("futures-core = \"0.3\""), "{said}");
    place.write("scaffold.toml", "[entity]\nrepositories = false\n")?;
    let without = place.run_on(&database.url, &generate)?.ends_with_code(0)?.both();
    ensure!(!without.contains("G091"), "{without}");
    Ok(())
}

#[test]
fn a_name_cannot_speak_to_the_terminal() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let (place, database) = (Place::empty()?, server.database("terminal")?);
    database.execute("CREATE TABLE \"\u{1b}[31mred\u{202e}\" (id INTEGER PRIMARY KEY, \"\u{7}\" TEXT)")?;
    let run = place.run_on(&database.url, &["generate", "--output", "entity"])?;
    run.ends_with_code(0)?.says(&["G002", "\\u{1b}[31mred\\u{202e}", "\\u{7}"])?;
    ensure!(!run.both().contains(['\u{1b}', '\u{202e}', '\u{7}']), "{run:?}");
    Ok(())
}

#[test]
fn the_crate_compiles_by_itself() -> Result<()> {
    let server = servers::database(Backend::Postgres).or_else(|| servers::database(Backend::Sqlite));
    let database = server.context("SQLite is always there")?.database("generate")?;
    database.execute(BOOKS)?;
    let place = Place::empty()?;
    place.run_on(&database.url, &["generate", "--output", "entity"])?.ends_with_code(0)?;
    let mut check = super::workspace::cargo(&place, "entity");
    check.args(["check", "--quiet"]);
    let run = super::workspace::built(&mut check)?;
    ensure!(run.code == 0 && run.stderr.is_empty(), "{}", run.both());
    Ok(())
}

#[test]
fn it_does_not_migrate_and_needs_no_migration_crate() -> Result<()> {
    let place = Place::synced()?;
    outcome(Command::new("rm").arg("-r").arg(place.path("migration")).arg(place.path("entity")))?.ends_with_code(0)?;
    let run = place.run(&["generate"])?;
    run.ends_with_code(0)?.says(&["tables 11, views 2"])?;
    ensure!(!run.stdout.contains("migrations"), "{}", run.stdout);
    let report = place.run(&["generate", "--format", "json"])?.json()?;
    ensure!(report["migrations"].is_null() && report["changed"] == false, "{report:#}");
    Ok(())
}
