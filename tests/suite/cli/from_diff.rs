//! `scaffold migrate new NAME --from-diff TARGET`, on the databases that are there.

use super::place::{Outcome, Place, outcome};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;

pub(super) const LIBRARY: &str = "\
pub use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![]
    }
}
";

const USERS: &str = "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT NULL)";

/// What the schema is to become: a column, a table, an index and a foreign key more.
const TARGET: [&str; 3] = [
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT NULL, note varchar(40) DEFAULT 'it''s \"new\"')",
    "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL, CONSTRAINT orders_user FOREIGN KEY (user_id) \
     REFERENCES users (id) ON DELETE CASCADE)",
    "CREATE INDEX orders_user_id ON orders (user_id)",
];

/// A project with one migration, and a library to which more can be added.
fn users() -> Result<Place> {
    let place = Place::scripted()?;
    place.write("migration/src/lib.rs", LIBRARY)?;
    place.migration("m1_users", USERS)?;
    place.migration("m1_users.down", "DROP TABLE users")?;
    Ok(place)
}

fn run(place: &Place, url: &str, arguments: &[&str]) -> Result<Outcome> {
    outcome(place.scaffold(&["migrate"]).args(arguments).env("DATABASE_URL", url))
}

/// The migrations that were written, by their texts.
fn written(place: &Place) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(place.path("migration/src"))? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name != "lib.rs") {
            texts.push(fs::read_to_string(path)?);
        }
    }
    Ok(texts)
}

#[test]
fn a_migration_is_written_that_makes_another_database_of_this_one_and_is_proved() -> Result<()> {
    for server in servers::databases() {
        let (place, database, target) = (users()?, server.database("from")?, server.database("target")?);
        TARGET.iter().try_for_each(|sql| target.execute(sql))?;
        let new = |name: &str, more: &[&str]| {
            run(&place, &database.url, &[&["new", name, "--from-diff", &target.url], more].concat())
        };
        let said = new("add_orders", &[])?;
        said.ends_with_code(0)?.says(&[
            "created  migration/src/m2",
            "_add_orders.rs",
            "proved ",
            "in a scratch database",
        ])?;
        let texts = written(&place)?;
        let [text] = texts.as_slice() else { anyhow::bail!("{texts:?}") };
        ensure!(syn::parse_file(text).is_ok(), "{text}");
        let backend = server.backend.to_string();
        for part in
            [&format!("spelled for {backend}"), "CREATE TABLE", "it''s \"new\"", "orders_user_id", "async fn down"]
        {
            ensure!(text.contains(part), "{part}: {text}");
        }
        ensure!(!text.contains("S3cr3t"), "{text}");
        ensure!(place.read("migration/src/lib.rs")?.contains("_add_orders::Migration"), "it is not listed");
        // What it says is what it takes: run as a migration, nothing is left to be done, and it can be taken back.
        let json = new("again", &["--format", "json"])?.json()?;
        let statements = |way: &str| -> Result<String> {
            let all = json[way].as_array().context("the statements")?.iter().filter_map(|sql| sql.as_str());
            Ok(all.collect::<Vec<_>>().join(";\n"))
        };
        place.migration("m2_orders", &statements("up")?)?;
        place.migration("m2_orders.down", &statements("down")?)?;
        new("nothing", &[])?.ends_with_code(0)?.says(&["nothing differs"])?;
        ensure!(written(&place)?.len() == 2, "something was written where nothing differs");
        run(&place, &database.url, &["verify", "m2_orders"])?.ends_with_code(0)?;
    }
    Ok(())
}

#[test]
fn what_goes_wrong_among_rows_is_told_and_what_cannot_be_said_is_not_written() -> Result<()> {
    for server in servers::databases() {
        let (place, database, target) = (users()?, server.database("from")?, server.database("target")?);
        target.execute("CREATE TABLE users (id integer PRIMARY KEY, email varchar(20) NOT NULL)")?;
        let arguments = ["new", "rename_name", "--from-diff", &target.url];
        let said = run(&place, &database.url, &arguments)?;
        // MySQL gives rows a value of its own.
        let rows = if server.backend == Backend::MySql { &["M064"][..] } else { &["M063", "M064"] };
        said.ends_with_code(0)?.says(&["M065", "users.name"])?.says(rows)?;
        let texts = written(&place)?;
        ensure!(
            texts.iter().any(|text| text.contains("// Loses data") && text.contains("// Needs values")),
            "{texts:?}"
        );
        if server.backend == Backend::Postgres {
            target.execute("CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer)")?;
            let json = run(&place, &database.url, &[&arguments[..], &["--format", "json"]].concat())?.json()?;
            ensure!(json["up"].to_string().contains("CREATE AGGREGATE public.total"), "{json}");
            // One whose functions are written in C.
            target.execute("CREATE TYPE shape")?;
            let before = place.snapshot()?;
            let said = run(&place, &database.url, &arguments)?;
            said.ends_with_code(4)?.says(&["M062", "base type shape", "written in C", "M060"])?;
            place.is_as_in(&before)?;
        }
    }
    Ok(())
}

#[test]
fn who_sees_which_rows_is_a_fact_that_is_made_and_missed() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let (place, database, target) = (users()?, server.database("from")?, server.database("target")?);
    place.migration(
        "m2_own",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (id = 1)",
    )?;
    place.migration("m2_own.down", "DROP POLICY own ON users")?;
    run(&place, &database.url, &["verify", "m2_own"])?.ends_with_code(1)?.says(&["M022", "+row_security = true"])?;
    target.execute(USERS)?;
    target.execute("ALTER TABLE users FORCE ROW LEVEL SECURITY")?;
    target.execute("CREATE VIEW names WITH (security_barrier) AS SELECT name FROM users")?;
    target.execute(
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'",
    )?;
    let said = run(&place, &database.url, &["new", "secure", "--from-diff", &target.url, "--format", "json"])?;
    let (json, up) =
        (said.json()?, ["DISABLE ROW LEVEL", "FORCE ROW LEVEL", "WITH (security_barrier=true)", "DEFINER"]);
    let (said, down) = (json["up"].to_string(), json["down"].to_string());
    ensure!(up.iter().all(|part| said.contains(part)), "{said}");
    ensure!(["ENABLE ROW LEVEL", "NO FORCE ROW LEVEL"].iter().all(|part| down.contains(part)), "{down}");
    Ok(())
}
