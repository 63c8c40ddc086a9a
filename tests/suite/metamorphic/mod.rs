//! The same schema in another place: whatever says nothing about the schema must not show in the code.
//!
//! `order` makes a schema's objects in other orders, `place` reads it from databases with other collations, time zones
//! and planners, `role` as a user who may only SELECT, and `version` from a PostgreSQL three versions newer. What comes
//! out must be the same, byte for byte: catalog, diagnostics and files.

mod order;
mod place;
mod role;
mod script;
pub(crate) mod vendor;
mod version;

use crate::cases::{self, Case};
use crate::fidelity::{self, Load};
use crate::random;
use crate::servers::{Database, Server, word};
use anyhow::{Context, Result};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use std::fs;

/// How many random schemas are tried on each backend, one half of them hostile.
const RANDOM: u64 = 12;

/// Real schemas beside the workspace that one database can hold, and the schemas to read of them.
const REAL: &[&str] = &["chinook_pg", "danbooru", "guacamole_pg", "hatchet", "quartz", "travis", "umami"];

/// A schema to be read in several places.
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) load: Load,
    settings: Settings,
}

impl Subject {
    /// A database of that server with the schema in it.
    fn database(&self, server: &'static Server, options: &str) -> Result<Database> {
        let database = server.database_with(&self.name, options)?;
        fidelity::load(&database, &self.load).with_context(|| format!("loading {}", self.name))?;
        Ok(database)
    }
}

/// The schemas that are tried on a backend: the cases, random ones, and real ones where they are there.
fn subjects(backend: Backend) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    for case in cases::all() {
        if let Some(text) = script(&case, backend) {
            subjects.push(Subject { name: case.name.clone(), load: Load::Sql(text), settings: case.settings()? });
        }
    }
    for seed in 0..RANDOM {
        let example = random::example(seed, backend);
        let text = example.statements.into_iter().map(|statement| statement.sql + ";\n").collect();
        subjects.push(Subject { name: format!("random_{seed}"), load: Load::Sql(text), settings: example.settings });
    }
    if let (Backend::Postgres, Some(place)) = (backend, fidelity::beside("schemas")) {
        for name in REAL {
            let path = place.join(name).join("schema.sql");
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let settings = Settings::default();
            subjects.push(Subject { name: (*name).to_owned(), load: Load::Script(text), settings });
        }
    }
    Ok(subjects)
}

/// The script of a case for a backend.
fn script(case: &Case, backend: Backend) -> Option<String> {
    let file = case.file(&format!("{}.sql", word(backend)));
    case.backends().contains(&backend).then(|| fs::read_to_string(file).ok()).flatten()
}

/// Everything that comes out of a database.
fn text(url: &str, settings: &Settings) -> Result<String> {
    cases::generate(url, settings)?.text()
}
