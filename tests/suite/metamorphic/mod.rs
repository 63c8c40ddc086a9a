//! The same schema in another place: whatever says nothing about the schema must not show in the code.
//!
//! `order` makes a schema's objects in other orders, `place` reads it from databases with other collations, time zones
//! and planners, `role` as a user who may only SELECT, `version` from a PostgreSQL three versions newer, and
//! `vendor` from MySQL beside MariaDB. What comes out must be the same, byte for byte: catalog, diagnostics and files.

mod order;
mod place;
mod role;
mod script;
pub(crate) mod vendor;
mod version;

use crate::cases::{self, Case};
use crate::fidelity::{self, Load};
use crate::golden::{Goldens, difference};
use crate::random;
use crate::servers::{Database, Server, word};
use anyhow::{Context, Result};
use sea_scaffold::catalog::{Catalog, Table};
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
    for name in REAL.iter().filter(|_| backend == Backend::Postgres) {
        let load = real(name).map(Load::Script);
        subjects.extend(load.map(|load| Subject { name: (*name).to_owned(), load, settings: Settings::default() }));
    }
    Ok(subjects)
}

/// The script of a real schema, when it is there.
fn real(name: &str) -> Option<String> {
    let path = fidelity::beside("schemas")?.join(name).join("schema.sql");
    Some(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// What `check` finds to be different, of all subjects.
fn differences<D: IntoIterator<Item = String> + Send>(
    subjects: &[Subject],
    check: impl Fn(&Subject) -> Result<D> + Sync,
) -> Goldens {
    let mut goldens = Goldens::default();
    for (subject, checked) in subjects.iter().zip(cases::parallel(subjects, check)) {
        match checked {
            Ok(different) => different.into_iter().for_each(|text| goldens.fail(text)),
            Err(error) => goldens.fail(format!("{}: {error:#}", subject.name)),
        }
    }
    goldens
}

/// What `text` says otherwise on two servers, of all subjects.
fn differences_between(
    subjects: &[Subject],
    [one, other]: [&'static Server; 2],
    text: impl Fn(&Subject, &'static Server) -> Result<String> + Sync,
) -> Goldens {
    differences(subjects, |subject| {
        let (one, other) = (text(subject, one)?, text(subject, other)?);
        Ok((one != other).then(|| difference(&subject.name, &one, &other)))
    })
}

fn table<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Table> {
    let mut tables = catalog.schemas.iter().flat_map(|schema| &schema.tables);
    tables.find(|table| table.name == name).with_context(|| format!("no table {name}"))
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
