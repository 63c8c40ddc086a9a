//! Hostile schemas: what becomes of each is stated exactly.
//!
//! Those in `hostile/` are the suite's own; more lie beside the workspace, as the real ones do, and are looked at where
//! they are there. Each is generated, compiled and used, and every object of it is in the ledger. What is said of it is
//! part of what must come out: the codes, and the object that each is about. Where nothing is stated, nothing may be
//! said.

mod expected;

use super::real::beside;
use super::{Load, Report, Subject, is_chosen, reports};
use crate::stability::meanings;
use crate::{cases, golden, servers};
use anyhow::{Context, Result, ensure};
use expected::{BESIDE, OWN};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A schema, and what must become of it.
struct Hostile {
    /// Its file, without the ending.
    file: &'static str,
    backend: Backend,
    /// The number of entities and of views.
    made: (usize, usize),
    /// What must be said, `code place`, in order.
    said: &'static [&'static str],
    /// The tables that are given no row, because no row that the row maker proposes fits all their keys.
    empty: &'static [&'static str],
}

/// The folders beside the workspace that they are in, each read without those below it.
const FOLDERS: [&str; 3] = ["nasty", "nasty/other", "torture"];

/// As many columns as PostgreSQL lets a table have.
const COLUMNS: usize = 1600;

/// The expectation as it stands in the table, from what came out.
fn line(report: &Report, backend: Backend) -> String {
    let said: Vec<String> = report.said.iter().map(|said| format!("{} {}", said.code, said.place)).collect();
    format!("{} on {backend}: {:?}, said {said:?}", report.name, (report.entities, report.views))
}

/// The same, from the table.
fn stated(hostile: &Hostile) -> String {
    let Hostile { file, backend, made, said, .. } = hostile;
    format!("{file} on {backend}: {made:?}, said {said:?}")
}

/// The files of a folder, without their ending.
fn files(place: &Path) -> Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(place).with_context(|| place.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "sql") {
            files.insert(path.file_stem().context("a file has a name")?.to_string_lossy().into_owned());
        }
    }
    Ok(files)
}

/// The schemas of a folder that the table knows. Each file must be known.
fn subjects(place: &Path, table: &[Hostile]) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    for file in files(place)? {
        let hostile = table.iter().find(|hostile| hostile.file == file);
        let Hostile { backend, .. } = hostile.with_context(|| format!("{file}: what becomes of it is not stated"))?;
        let text = fs::read_to_string(place.join(&file).with_extension("sql"))?;
        // A script that makes its own database is one for the client, which leaves that out.
        let load = if text.contains("create database") { Load::Script(text) } else { Load::Sql(text) };
        if is_chosen(&file) {
            subjects.push(Subject { name: file, backend: *backend, load, settings: Settings::default() });
        }
    }
    Ok(subjects)
}

/// Checks the subjects against the table.
fn check(subjects: Vec<Subject>, table: &[Hostile]) {
    let mut failures = Vec::new();
    for report in reports(subjects) {
        let Some(hostile) = table.iter().find(|hostile| hostile.file == report.name) else { continue };
        let faults = report.failures.iter().chain(&report.refused);
        failures.extend(faults.map(|text| format!("{}: {text}", report.name)));
        let (stated, line) = (stated(hostile), line(&report, hostile.backend));
        if stated != line {
            failures.push(format!("stated {stated}\ncame   {line}"));
        }
        let empty = report.empty.iter().filter(|(table, _)| !hostile.empty.contains(&table.as_str()));
        failures.extend(empty.map(|(table, reason)| format!("{}: no row for {table}: {reason}", report.name)));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn hostile_schemas_become_what_is_stated() -> Result<()> {
    let place = golden::package().join("suite/fidelity/hostile");
    let subjects = subjects(&place, OWN)?;
    check(subjects, OWN);
    Ok(())
}

#[test]
fn hostile_schemas_beside_the_workspace_become_what_is_stated() -> Result<()> {
    let places: Vec<_> = FOLDERS.into_iter().filter_map(beside).collect();
    let mut all = Vec::new();
    for place in &places {
        all.extend(subjects(place, BESIDE)?);
    }
    let missing = |hostile: &&Hostile| !all.iter().any(|subject| subject.name == hostile.file);
    if places.len() == FOLDERS.len() && env::var_os("SCAFFOLD_TEST_ONLY").is_none() {
        let missing: Vec<&str> = BESIDE.iter().filter(missing).map(|hostile| hostile.file).collect();
        ensure!(missing.is_empty(), "these are stated and not there: {missing:?}");
    }
    check(all, BESIDE);
    Ok(())
}

#[test]
fn the_widest_table_is_used() {
    let mut sql = "CREATE TABLE wide (id integer PRIMARY KEY".to_owned();
    for number in 1..COLUMNS {
        let _ = write!(sql, ", c{number} smallint");
    }
    let load = Load::Sql(sql + ")");
    let subject = Subject { name: "wide".to_owned(), backend: Backend::Postgres, load, settings: Settings::default() };
    let wide = Hostile { file: "wide", backend: Backend::Postgres, made: (1, 0), said: &[], empty: &[] };
    check(vec![subject], &[wide]);
}

#[test]
fn a_key_that_is_added_moves_no_name() -> Result<()> {
    let (Some(server), Some(place)) = (servers::database(Backend::Postgres), beside("nasty/other")) else {
        return Ok(());
    };
    let text = fs::read_to_string(place.join("pg-name-stability.sql"))?;
    let (before, after) = text.split_at(text.find("alter table").context("a statement that is added")?);
    let database = server.database("added_key")?;
    database.execute(before)?;
    let old = meanings(&cases::generate(&database.url, &Settings::default())?.model);
    database.execute(after)?;
    let new = meanings(&cases::generate(&database.url, &Settings::default())?.model);
    let moved: Vec<_> = old.iter().filter(|(name, meaning)| new.get(*name) != Some(meaning)).collect();
    ensure!(moved.is_empty() && new.len() > old.len(), "{moved:?}");
    Ok(())
}
