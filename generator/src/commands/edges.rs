//! The edges between migrations, project file, code, documentation and database, and which of them is broken.
//!
//! Each end is made from the one before: the project file from the migrations, code and documentation from the project
//! file. A crate
//! that is not up to date broke somewhere, and what is to be done depends on where.

use super::check::Source;
use super::stages::{self, Last};
use crate::config::Config;
use crate::disk;
use crate::plan::{self, Action, Change, Entry, Overwrite, Plan, Tree, manifest};
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde::Serialize;
use std::fmt;

const MIGRATIONS: &str = "migrations";
const PROJECT_FILE: &str = "entity/schema";
const CODE: &str = "code";
const DATABASE: &str = "database";
const DOCUMENTATION: &str = "documentation";

/// How many paths are listed for people; programs get all of them.
const LISTED: usize = 5;

/// An end that is not what the other makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Edge {
    from: &'static str,
    to: &'static str,
    /// The files that differ.
    files: Vec<String>,
}

impl Edge {
    /// Nothing where no file differs.
    fn of(from: &'static str, to: &'static str, files: Vec<String>) -> Option<Self> {
        (!files.is_empty()).then_some(Self { from, to, files })
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = self.files.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
        write!(f, "broken      {} → {}: {listed}", self.from, self.to)?;
        match self.files.len().checked_sub(LISTED) {
            Some(more) if more > 0 => write!(f, " and {more} more"),
            _ => Ok(()),
        }
    }
}

/// The broken edges on the way from a source to the code, in view of what a sync from it would do.
pub(super) fn broken(
    config: &Config,
    (source, seen): (Source, &Snapshot),
    last: &Last,
    plan: &Plan,
) -> Result<Vec<Edge>> {
    if plan.is_unchanged() {
        return Ok(Vec::new());
    }
    let (facts, made): (Vec<String>, Vec<String>) = differing(plan).partition(|path| is_fact(path));
    let is_page = |path: &String| is_documentation(config, path);
    let edges = |from, made: Vec<String>| {
        let (pages, mut code): (Vec<String>, Vec<String>) = made.into_iter().partition(is_page);
        if !pages.is_empty() && code == [manifest::MANIFEST] {
            // The list of files differs because of the pages, and the code does not.
            code.clear();
        }
        [Edge::of(from, CODE, code), Edge::of(from, DOCUMENTATION, pages)]
    };
    if source == Source::ProjectFile {
        return Ok(edges(PROJECT_FILE, [facts, made].concat()).into_iter().flatten().collect());
    }
    let first = Edge::of(MIGRATIONS, PROJECT_FILE, facts);
    let others = match last {
        Ok(last) if last.backend == seen.backend => {
            let made = differing(&committed(config, last)?).filter(|path| !is_fact(path)).collect();
            edges(PROJECT_FILE, made)
        }
        _ => edges(MIGRATIONS, made),
    };
    Ok([first].into_iter().chain(others).flatten().collect())
}

/// The edge between what the migrations make and what the named database holds, and the difference as a diff.
pub(super) fn database(made: &Snapshot, live: &Snapshot) -> Result<Option<(Edge, String)>> {
    let plan = difference(made, live)?;
    Ok(Edge::of(MIGRATIONS, DATABASE, differing(&plan).collect()).map(|edge| (edge, plan::diff(&plan))))
}

/// What would change in a project file that says `old`, so that it says `new`.
pub(super) fn difference(old: &Snapshot, new: &Snapshot) -> Result<Plan> {
    let there = old.files()?.into_iter().map(|file| (file.path, Entry::Text(file.text))).collect();
    let plan = plan::plan(&new.files()?, &Tree { entries: there }, Overwrite::Force);
    Ok(Plan { changes: plan.changes.into_iter().filter(|change| is_fact(&change.path)).collect() })
}

/// What differs between two schemas, as a diff of what is written down of them.
pub(super) fn diff(old: &Snapshot, new: &Snapshot) -> Result<Option<String>> {
    let plan = difference(old, new)?;
    Ok((!plan.is_unchanged()).then(|| plan::diff(&plan)))
}

/// What would happen to the crate if it were made from the project file as it is.
fn committed(config: &Config, last: &Snapshot) -> Result<Plan> {
    let (model, _) = stages::model(config, last)?;
    let files = stages::files(config, &model, last, &stages::templates(config)?.0)?;
    Ok(plan::plan(&files, &disk::read(&config.entity_directory(), &files)?, Overwrite::Refuse))
}

fn differing(plan: &Plan) -> impl Iterator<Item = String> {
    plan.changes.iter().filter(|change| change.action != Action::Keep).map(|Change { path, .. }| path.clone())
}

/// Whether a file is part of the documentation.
pub(super) fn is_documentation(config: &Config, path: &str) -> bool {
    let within = |directory: &String| path.strip_prefix(directory.as_str()).is_some_and(|rest| rest.starts_with('/'));
    config.settings.docs.directory.as_ref().is_some_and(within)
}

/// Whether a file says what the schema is.
fn is_fact(path: &str) -> bool {
    manifest::is_fact(path) && path.ends_with(".toml")
}
