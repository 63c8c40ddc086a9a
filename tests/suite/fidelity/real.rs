//! Real schemas of public projects, kept beside the workspace: all of them compile and are used.
//!
//! They are no part of the workspace: they lie in the folder `shared` beside it, or where `SCAFFOLD_TEST_SHARED` says.
//! Where they are not there, the tests say so aloud and pass. `SCAFFOLD_TEST_ONLY` names those to look at alone.
//! `SCAFFOLD_TEST_SCRIPTS` is a folder of further ones that nothing is known of, each called after its database:
//! `shop.postgres.sql`, `shop.mysql.sql`, `shop.sqlite.sql`. A first line `-- schemas: public, sales` names what to read.

use super::{Load, Report, Subject, is_chosen, reports};
use crate::cases::BACKENDS;
use crate::golden;
use crate::servers::word;
use anyhow::{Context, Result};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// A schema, and what is known of it.
pub(super) struct Real {
    pub(super) name: &'static str,
    backend: Backend,
    /// The PostgreSQL schemas to read, where the default one is not enough.
    schemas: &'static [&'static str],
    /// What is written otherwise for servers that are older than the schema.
    older: &'static [(&'static str, &'static str)],
    /// How many statements the servers of Debian 12 refuse: for want of an extension, or of rows in the script.
    refused: usize,
    /// The number of entities and of views.
    made: (usize, usize),
    /// The tables that can have no row.
    empty: &'static [&'static str],
    /// The modules of what is made to fail whoever reads it.
    unreadable: &'static [&'static str],
}

const fn postgres(name: &'static str, made: (usize, usize)) -> Real {
    Real { name, backend: Backend::Postgres, schemas: &[], older: &[], refused: 0, made, empty: &[], unreadable: &[] }
}

const fn other(name: &'static str, backend: Backend, made: (usize, usize)) -> Real {
    Real { backend, ..postgres(name, made) }
}

pub(super) const REAL: &[Real] = &[
    Real {
        schemas: &["humanresources", "person", "production", "purchasing", "sales", "hr", "pe", "pr", "pu", "sa"],
        refused: 1,
        ..postgres("adventureworks", (68, 89))
    },
    postgres("chinook_pg", (11, 0)),
    postgres("cratesio", (35, 1)),
    postgres("danbooru", (66, 2)),
    postgres("dolphin_pg", (70, 0)),
    postgres("guacamole_pg", (23, 0)),
    Real {
        // A trigger inserts into a table that the script does not make.
        empty: &["v1_concurrency_slot"],
        ..postgres("hatchet", (132, 0))
    },
    Real {
        older: &[("uuidv7()", "gen_random_uuid()"), ("VIRTUAL", "STORED")],
        refused: 8,
        ..postgres("pagila", (15, 8))
    },
    Real {
        schemas: &["public", "postgrest", "private", "test", "v1", "v2", "SPECIAL \"@/\\#~_-", "تست"],
        refused: 16,
        // Triggers: one asks for a role that the script does not make, one for a setting that a web server would make,
        // and one inserts into its own table without end.
        empty: &["auth", "authors_only", "infinite_inserts"],
        // A file that is not there, two rules without end, a subquery of two rows, and XML that is none.
        unreadable: &[
            "test_projects_dump",
            "test_infinite_recursion",
            "test_self_recursive_view",
            "test_bad_subquery",
            "test_xml",
        ],
        ..postgres("postgrest_fixture", (223, 83))
    },
    postgres("quartz", (11, 0)),
    postgres("travis", (79, 0)),
    postgres("umami", (17, 0)),
    other("chinook_mysql", Backend::MySql, (11, 0)),
    other("guacamole_mysql", Backend::MySql, (23, 0)),
    other("ispyb_mysql", Backend::MySql, (203, 0)),
    other("sakila_mysql", Backend::MySql, (16, 7)),
    other("chinook_sqlite", Backend::Sqlite, (11, 0)),
    other("sakila_sqlite", Backend::Sqlite, (16, 5)),
    other("temporal_sqlite", Backend::Sqlite, (40, 0)),
];

/// A folder of the collection beside the workspace; none, said aloud, where there is no such collection.
pub(crate) fn beside(folder: &str) -> Option<PathBuf> {
    let shared = match env::var_os("SCAFFOLD_TEST_SHARED") {
        Some(place) => PathBuf::from(place),
        None => golden::package().ancestors().nth(2)?.join("shared"),
    };
    let place = shared.join(folder);
    if place.is_dir() {
        return Some(place);
    }
    // Written past the test runner's capture, as for a missing server.
    let _ = io::stderr().write_all(format!("\n{} IS NOT THERE, ITS TESTS ARE SKIPPED\n", place.display()).as_bytes());
    None
}

pub(super) fn subject(place: &std::path::Path, real: &Real) -> Result<Subject> {
    let path = place.join(real.name).join("schema.sql");
    let mut text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    for (new, old) in real.older {
        text = text.replace(new, old);
    }
    let mut settings = Settings::default();
    settings.database.schemas = real.schemas.iter().map(ToString::to_string).collect();
    Ok(Subject { name: real.name.to_owned(), backend: real.backend, load: Load::Script(text), settings })
}

/// What is not as it was known to be.
fn surprises(real: &Real, report: &Report) -> Vec<String> {
    let is_of = |failure: &str, module: &str| failure.starts_with(&format!("{module}: reading: "));
    let is_known = |failure: &&String| real.unreadable.iter().any(|module| is_of(failure, module));
    let mut surprises: Vec<String> = report.failures.iter().filter(|failure| !is_known(failure)).cloned().collect();
    for module in real.unreadable.iter().filter(|module| !report.failures.iter().any(|text| is_of(text, module))) {
        surprises.push(format!("{module} can be read"));
    }
    if report.refused.len() > real.refused {
        surprises.push(format!("the server refuses {} statements: {:#?}", report.refused.len(), report.refused));
    }
    if (report.entities, report.views) != real.made {
        surprises.push(format!("{} entities and {} views", report.entities, report.views));
    }
    for (table, reason) in report.empty.iter().filter(|(table, _)| !real.empty.contains(&table.as_str())) {
        surprises.push(format!("no row for {table}: {reason}"));
    }
    let is_empty = |table: &&&str| report.empty.iter().any(|(name, _)| name == *table);
    for table in real.empty.iter().filter(|table| !is_empty(table)) {
        surprises.push(format!("there are rows for {table}"));
    }
    surprises.into_iter().map(|text| format!("{}: {text}", real.name)).collect()
}

#[test]
fn real_schemas_compile_and_are_used() -> Result<()> {
    let Some(place) = beside("schemas") else { return Ok(()) };
    let subjects =
        REAL.iter().filter(|real| is_chosen(real.name)).map(|real| subject(&place, real)).collect::<Result<_>>()?;
    let reports = reports(subjects);
    let mut failures = Vec::new();
    for report in &reports {
        tell(report);
        let Report { name, .. } = report;
        let real = REAL.iter().find(|real| real.name == *name).context("a schema that is known")?;
        failures.extend(surprises(real, report));
    }
    assert!(failures.is_empty(), "{} surprises\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

fn tell(report: &Report) {
    let Report { name, entities, views, rows, .. } = report;
    let (empty, refused, said) = (report.empty.len(), report.refused.len(), report.said.len());
    eprintln!("{name}: {entities} entities, {views} views, {rows} rows, {empty} tables empty");
    eprintln!("  {refused} statements refused, {said} diagnostics");
}

#[test]
fn schemas_of_a_folder_compile_and_are_used() -> Result<()> {
    let Some(folder) = env::var_os("SCAFFOLD_TEST_SCRIPTS").map(PathBuf::from) else {
        let _ = io::stderr().write_all(b"\nSCAFFOLD_TEST_SCRIPTS NAMES NO FOLDER, SO NO SCHEMA OF ONE IS TRIED\n");
        return Ok(());
    };
    let mut subjects = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let called = path.file_name().and_then(|name| name.to_str()).context("a name in UTF-8")?;
        let backend = BACKENDS.into_iter().find(|backend| called.ends_with(&format!(".{}.sql", word(*backend))));
        let backend = backend.with_context(|| format!("{called} does not say which database it is for"))?;
        let name = called.trim_end_matches(".sql").replace(['.', '-'], "_");
        if is_chosen(&name) {
            let text = fs::read_to_string(&path)?;
            let schemas = text.lines().next().and_then(|line| line.strip_prefix("-- schemas: "));
            let mut settings = Settings::default();
            settings.database.schemas =
                schemas.into_iter().flat_map(|names| names.split(", ")).map(str::to_owned).collect();
            subjects.push(Subject { name, backend, load: Load::Script(text), settings });
        }
    }
    let reports = reports(subjects);
    for report in &reports {
        tell(report);
        report.refused.iter().for_each(|reason| eprintln!("  refused: {reason}"));
        report.empty.iter().for_each(|(table, reason)| eprintln!("  no row for {table}: {reason}"));
        report.failures.iter().for_each(|text| eprintln!("  FAILED: {text}"));
    }
    let failed = reports.iter().filter(|report| !report.failures.is_empty()).count();
    assert!(failed == 0, "{failed} schemas fail");
    Ok(())
}
