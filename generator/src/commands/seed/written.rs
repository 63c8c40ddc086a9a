//! The rows that the project keeps as code.

use super::super::arguments::SeedArguments;
use super::super::exit::Exit;
use super::super::migrate::guard;
use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::super::stages;
use crate::config::Config;
use crate::data::{self, DataFile, Entry, Work};
use crate::database::{Backend, Missing, Session, without_secrets};
use crate::diagnostic::{Diagnostic, printable};
use crate::rows;
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::fs;

/// What became of the rows of one table.
#[derive(Debug, Default, Serialize)]
struct Done {
    table: String,
    inserted: usize,
    updated: usize,
    unchanged: usize,
    deleted: usize,
}

/// Brings the database to what the files say, or says what that would do.
pub(super) async fn run(config: &Config, arguments: &SeedArguments, output: Output) -> Result<Exit> {
    let files = files(config)?;
    let profile = arguments.profile.as_deref();
    if let Some(profile) = profile.filter(|profile| !files.iter().any(|file| file.names(profile))) {
        let known: BTreeSet<String> = files.iter().flat_map(|file| file.profiles.iter().cloned()).collect();
        return Err(Diagnostic::no_such_profile(profile, &known.into_iter().collect::<Vec<_>>()).into());
    }
    let files: Vec<&DataFile> = files.iter().filter(|file| file.is_in(profile)).collect();
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Refuse)?;
    let deletes = files.iter().any(|file| file.mode == data::Mode::Sync);
    if deletes && !arguments.plan {
        guard::pass(&url, "seed", arguments.database_name.as_deref(), output)?;
    }
    phases.begin("introspect", "reading the schema");
    let seen = stages::seen_so_far(config, &url).await?;
    let dialect = rows::dialect(Backend::of(&url)?);
    let work = match data::work(&files, &seen.catalog, dialect) {
        Ok(work) => work,
        Err(problems) => {
            phases.finish();
            output.diagnostics(&problems)?;
            if output.is_json() {
                output.json(&json!({ "changed": false, "diagnostics": problems }))?;
            }
            return Ok(Exit::of_diagnostics(&problems));
        }
    };
    phases.begin("seed", "adding rows");
    let done = all((&url, arguments.plan), &work).await?;
    phases.finish();
    told(&done, arguments.plan, output)
}

fn told(done: &[Done], is_plan: bool, output: Output) -> Result<Exit> {
    let changed = done.iter().any(|done| done.inserted + done.updated + done.deleted > 0);
    if output.is_json() {
        output.json(&json!({ "changed": changed && !is_plan, "plan": is_plan, "tables": done }))?;
    }
    for Done { table, inserted, updated, unchanged, deleted } in done {
        let (table, rest) = (printable(table), format!("{unchanged} as they were"));
        output.line(&format!(
            "{table}: {inserted} inserted, {updated} updated, {deleted} deleted {FAINT}{rest}{FAINT:#}"
        ))?;
    }
    output.line(match (changed, is_plan) {
        (false, _) => "nothing changed",
        (true, true) => "this is a plan: nothing was changed",
        (true, false) => "done",
    })?;
    Ok(if changed && is_plan { Exit::Findings } else { Exit::Fine })
}

/// The files, by name.
fn files(config: &Config) -> Result<Vec<DataFile>> {
    let directory = config.root.join(&config.settings.seed.directory);
    let mut paths: Vec<_> = match fs::read_dir(&directory) {
        Ok(entries) => entries.collect::<Result<Vec<_>, _>>().context("reading the files of rows")?,
        Err(_) => Vec::new(),
    }
    .into_iter()
    .map(|entry| entry.path())
    .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
    .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Diagnostic::no_data(&stages::shown(config, &directory)).into());
    }
    let mut files = Vec::new();
    for path in paths {
        let text = stages::taken(config, &path)?.unwrap_or_default();
        files.push(DataFile::read(&stages::shown(config, &path), &text)?);
    }
    Ok(files)
}

/// All of the work in one transaction, which a plan takes back.
async fn all((url, is_plan): (&str, bool), work: &[Work]) -> Result<Vec<Done>> {
    let mut session = Session::open(url).await?;
    let done = async {
        if session.backend() == Backend::MySql {
            // A moment is written without its offset there.
            session.execute("SET time_zone = '+00:00'").await?;
        }
        session.execute(rows::begin(session.backend())).await?;
        let done = each(&mut session, work, url).await;
        let end = if is_plan || done.is_err() { "ROLLBACK" } else { "COMMIT" };
        let ended = session.execute(end).await;
        let done = done?;
        ended.map_err(|error| refused("COMMIT", &error, url))?;
        Ok(done)
    };
    let done = done.await;
    session.close().await;
    done
}

async fn each(session: &mut Session, work: &[Work], url: &str) -> Result<Vec<Done>> {
    let mut all = Vec::new();
    for work in work {
        let mut done = Done { table: work.table.clone(), ..Done::default() };
        for entry in &work.entries {
            row(session, entry, (&mut done, url)).await?;
        }
        for statement in work.advance.iter().filter(|_| done.inserted > 0) {
            execute(session, statement, (&work.table, url)).await?;
        }
        all.push(done);
    }
    // What refers to others goes before them.
    for (work, done) in work.iter().zip(&mut all).rev() {
        let Some(sweep) = &work.sweep else { continue };
        let count = session.texts(sweep.count.clone()).await.map_err(|error| refused(&work.table, &error, url))?;
        done.deleted = count.first().and_then(|count| count.parse().ok()).unwrap_or_default();
        if done.deleted > 0 {
            execute(session, &sweep.delete, (&work.table, url)).await?;
        }
    }
    Ok(all)
}

async fn row(session: &mut Session, entry: &Entry, (done, url): (&mut Done, &str)) -> Result<()> {
    let at = (entry.place.as_str(), url);
    for reference in &entry.references {
        let count = session.texts(reference.count.clone()).await.map_err(|error| refused(&entry.place, &error, url))?;
        if count != ["1"] {
            let count = count.first().map_or("0", String::as_str);
            return Err(Diagnostic::data_reference(&entry.place, (&reference.told, count)).into());
        }
    }
    let found = session.texts(entry.look.clone()).await.map_err(|error| refused(&entry.place, &error, url))?;
    match (found.first().map(String::as_str), &entry.update) {
        (None, _) => {
            execute(session, &entry.insert, at).await?;
            done.inserted += 1;
        }
        (Some("other"), Some(update)) => {
            execute(session, update, at).await?;
            done.updated += 1;
        }
        _ => done.unchanged += 1,
    }
    Ok(())
}

async fn execute(session: &mut Session, sql: &str, (place, url): (&str, &str)) -> Result<()> {
    session.execute(AssertSqlSafe(sql.to_owned())).await.map_err(|error| refused(place, &error, url))
}

fn refused(place: &str, error: &anyhow::Error, url: &str) -> anyhow::Error {
    Diagnostic::data_refused(place, &without_secrets(&format!("{error:#}"), url)).into()
}
