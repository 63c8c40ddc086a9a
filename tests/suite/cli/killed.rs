//! Migrations that are killed: whichever statement of whichever migration of the examples is the last, what is left can be
//! done, and ends in the same schema with as many rows.
//!
//! What the migrations tell each database becomes migrations of SQL files, in which a process can die between two
//! statements. A part of the places is tried in every run, and all of them with `--ignored`.

use super::examples::EXAMPLES;
use super::migrate::migrate;
use super::place::Place;
use crate::cases;
use crate::servers::{self, Database, Server};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sea_scaffold::rows;
use std::collections::BTreeMap;

/// One in how many places is tried in every run.
const SHARE: usize = 12;

/// A migration as it is told to a database.
struct Script {
    name: String,
    statements: Vec<String>,
    /// Whether it says that it wants no transaction.
    without: bool,
}

/// The migrations of an example, and what they make.
struct Example {
    name: &'static str,
    server: &'static Server,
    scripts: Vec<Script>,
    made: Made,
}

/// What is there in the end: the catalog, and how many rows each table has.
type Made = (Catalog, BTreeMap<String, i64>);

/// Before which statement of which migration a process dies.
type Point = (usize, usize);

impl Example {
    fn of(name: &'static str, server: &'static Server) -> Result<Self> {
        let (place, database) = (Place::example(name)?, server.database(name)?);
        let said = migrate(&place, &database.url, (&["sql", "--all", "--format", "json"], 0))?.json()?;
        let scripts = said["migrations"].as_array().context("a list")?.iter().map(|script| {
            let name = script["name"].as_str().context("a name")?.to_owned();
            let source = place.read(&format!("migration/src/{name}.rs"))?;
            let statements = script["statements"].as_array().context("a list")?.iter();
            let statements = statements.map(|text| Ok(text.as_str().context("a text")?.replace(";\n", "; \n")));
            Ok(Script { name, statements: statements.collect::<Result<_>>()?, without: source.contains("Some(false)") })
        });
        let scripts = scripts.collect::<Result<_>>()?;
        migrate(&place, &database.url, (&["up"], 0))?;
        Ok(Self { name, server, scripts, made: made(&database)? })
    }

    /// All places at which something else is left to do. What is taken back as a whole is the same wherever it ends.
    fn points(&self) -> Vec<Point> {
        let points = self.scripts.iter().enumerate().flat_map(|(number, script)| {
            let whole = self.server.backend == Backend::Postgres && !script.without;
            let last = script.statements.len();
            (0..=last).filter(move |&place| !whole || [0, last / 2, last].contains(&place)).map(move |at| (number, at))
        });
        points.collect()
    }

    fn write(&self, place: &Place, death: Option<Point>) -> Result<()> {
        for (number, script) in self.scripts.iter().enumerate() {
            let mut lines = script.statements.clone();
            if let Some((_, at)) = death.filter(|(migration, _)| *migration == number) {
                lines.insert(at, "-- die".to_owned());
            }
            let head = if script.without { "-- without a transaction;\n" } else { "" };
            place.migration(&script.name, &format!("{head}{}", lines.join(";\n")))?;
        }
        Ok(())
    }

    fn try_at(&self, point: Point) -> Result<()> {
        let (place, database) = (Place::scripted()?, self.server.database("killed")?);
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        self.write(&place, Some(point))?;
        run(&["up"], 4)?.says(&["error[M016]: ", &self.scripts[point.0].name])?;
        self.write(&place, None)?;
        let again = place.run_on(&database.url, &["migrate", "up"])?;
        if again.code != 0 {
            again.says(&["M070", "scaffold migrate repair"])?;
            let repair = place.run_on(&database.url, &["migrate", "repair", "--finish"])?;
            if repair.code != 0 {
                // A statement that changes no schema: whether it got there, only somebody who looks can say.
                let from = (point.1 + 1).to_string();
                repair.says(&["M072", &format!("--from {from} if not")])?;
                run(&["repair", "--finish", "--from", &from], 0)?;
            }
            run(&["up"], 0)?;
        }
        run(&["status"], 0)?;
        let there = made(&database)?;
        ensure!(there.1 == self.made.1, "rows: {:?} instead of {:?}", there.1, self.made.1);
        ensure!(there.0 == self.made.0, "another schema");
        Ok(())
    }
}

/// What is there, as if every database had the same name.
fn made(database: &Database) -> Result<Made> {
    let catalog = cases::generate(&database.url, &Settings::default())?.catalog;
    let text = serde_json::to_string(&catalog)?.replace(&database.name, "db");
    let catalog: Catalog = serde_json::from_str(&text)?;
    let tables: Vec<&str> =
        catalog.schemas.iter().flat_map(|schema| &schema.tables).map(|table| &*table.name).collect();
    let rows = servers::wait(|| async {
        let (db, mut counts) = (database.connect().await?, BTreeMap::new());
        for table in tables {
            let quoted = rows::dialect(database.backend).name(table);
            let count =
                Statement::from_string(db.get_database_backend(), format!("SELECT count(*) AS n FROM {quoted}"));
            let row = db.query_one_raw(count).await?.context("a count")?;
            counts.insert(table.to_owned(), row.try_get::<i64>("", "n")?);
        }
        Ok::<_, anyhow::Error>(counts)
    })?;
    Ok((catalog, rows))
}

/// Tries one in `share` of all places, the same ones in every run.
fn test(share: usize) -> Result<()> {
    let pairs = servers::databases().iter().flat_map(|server| EXAMPLES.map(|name| (name, server)));
    let examples = pairs.map(|(name, server)| Example::of(name, server)).collect::<Result<Vec<_>>>()?;
    let points: Vec<(&Example, Point)> =
        examples.iter().flat_map(|example| example.points().into_iter().map(move |point| (example, point))).collect();
    ensure!(points.len() > 100, "{} places alone", points.len());
    let chosen: Vec<(&Example, Point)> = points.into_iter().step_by(share).collect();
    let faults = cases::parallel(&chosen, |(example, (migration, at))| {
        let said = example.try_at((*migration, *at)).err()?;
        let name = &example.scripts[*migration].name;
        Some(format!("{} on {}: {name} before its statement {at}: {said:#}", example.name, example.server.backend))
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    ensure!(faults.is_empty(), "{} of {} places:\n{}", faults.len(), chosen.len(), faults.join("\n"));
    Ok(())
}

#[test]
fn a_migration_of_an_example_that_is_killed_is_finished() -> Result<()> {
    test(SHARE)
}

#[test]
#[ignore = "takes half an hour: ask for it with --ignored"]
fn a_migration_of_an_example_that_is_killed_anywhere_is_finished() -> Result<()> {
    test(1)
}
