//! Random schemas through real servers: what was drawn is what is read, and becomes Rust.
//!
//! The drawing is the oracle: a server that is given its SQL must be read to have every type, key, target, uniqueness
//! and nullability that it has, and nothing besides.

use super::draw::{DATABASE, Drawn, draw};
use super::sketch::Sketch;
use super::{attempt, ddl, facts, items, process, seeds};
use crate::cases::{self, BACKENDS, Outcome};
use crate::golden::difference;
use crate::servers::{self, Database, word};
use anyhow::{Context, Result, ensure};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;

/// One in so many of all cases is tried on servers.
const SHARE: u64 = 500;

/// How often a failing schema is made smaller, each time on a database of its own.
const SHRINKS: u32 = 100;

/// A random schema, and what the generator made of the database that holds it.
pub(crate) struct Loaded {
    pub(crate) drawn: Drawn,
    pub(crate) outcome: Outcome,
    pub(crate) database: Database,
}

/// The settings that read every schema of the drawing.
pub(crate) fn settings(drawn: &Drawn) -> Settings {
    let mut settings = Settings::default();
    if drawn.backend == Backend::Postgres {
        settings.database.schemas = drawn.catalog.schemas.iter().map(|schema| schema.name.clone()).collect();
    }
    settings
}

/// Makes a database of the drawing and generates from it; `None` without such a server.
pub(crate) fn load(drawn: Drawn, name: &str) -> Result<Option<Loaded>> {
    let Some(server) = servers::database(drawn.backend) else { return Ok(None) };
    let database = server.database(name)?;
    database.execute(&ddl::script(&drawn)).context("the server refuses the schema")?;
    let outcome = cases::generate(&database.url, &settings(&drawn))?;
    Ok(Some(Loaded { drawn, outcome, database }))
}

fn check(seed: u64, sketch: &Sketch, backend: Backend) -> Result<()> {
    let Some(loaded) = load(draw(sketch, backend), &format!("random_{seed}"))? else { return Ok(()) };
    let Loaded { drawn, .. } = &loaded;
    let read = unnamed(&loaded.outcome.catalog, &loaded.database)?;
    let (drawn_facts, read_facts) = (lines(&drawn.catalog), lines(&read));
    ensure!(drawn_facts == read_facts, difference("drawn", &drawn_facts, &read_facts));
    let unsound = facts::unsound(&drawn.catalog, &read);
    ensure!(unsound.is_empty(), "these columns of views can be NULL: {unsound:?}");
    items::check(&loaded.outcome.files).map_err(anyhow::Error::msg)
}

/// The catalog with the name that drawings have for a MySQL database.
fn unnamed(catalog: &Catalog, database: &Database) -> Result<Catalog> {
    let text = serde_json::to_string(catalog)?;
    Ok(serde_json::from_str(&text.replace(&database.name, DATABASE))?)
}

fn lines(catalog: &Catalog) -> String {
    facts::facts(catalog).into_iter().map(|line| line + "\n").collect()
}

#[test]
fn random_schemas_are_read_as_they_were_drawn() {
    let tries: Vec<(u64, Backend)> =
        seeds(SHARE).into_iter().flat_map(|seed| BACKENDS.map(|backend| (seed, backend))).collect();
    let tried = cases::parallel(&tries, |&(seed, backend)| {
        let test = |sketch: &Sketch| check(seed, sketch, backend).map_err(|error| format!("{error:#}"));
        let show = |sketch: &Sketch| ddl::script(&draw(sketch, backend));
        attempt(seed, SHRINKS, test, show).map_err(|reason| format!("{}: {reason}", word(backend)))
    });
    process::none(tried.into_iter().filter_map(Result::err).collect());
}
