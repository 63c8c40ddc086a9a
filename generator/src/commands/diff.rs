//! `scaffold diff`: what changed between two states of the schema, and what that means for users of the entity crate.

use super::apply;
use super::arguments::{DiffArguments, DiffFormat};
use super::exit::Exit;
use super::git;
use super::output::{ADDED, FAINT, Output, REMOVED, STRONG};
use super::phases::Phases;
use super::stages;
use crate::catalog::Texts;
use crate::config::Config;
use crate::database::{self, Backend, Missing};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Change, Changes, Impact};
use crate::snapshot::{self, Snapshot};
use anyhow::Result;

/// Prints what changed from one state to the other. Ends with 1 when anything did, as diff does.
pub(super) async fn run(config: &Config, arguments: &DiffArguments, output: Output) -> Result<Exit> {
    let before = state(config, &arguments.before, output).await?;
    let after = state(config, &arguments.after, output).await?;
    if before.backend != after.backend {
        let (old, new) = (before.backend.to_string(), after.backend.to_string());
        return Err(Diagnostic::states_of_two_databases((&arguments.before, &old), (&arguments.after, &new)).into());
    }
    let models = [&before, &after].map(|seen| stages::decided(config, seen));
    let changes = diff::changes(stages::state(&before, &models[0]), stages::state(&after, &models[1]));
    match arguments.report {
        Some(DiffFormat::Markdown) => output.data(&diff::markdown(&changes))?,
        Some(DiffFormat::Github) => output.data(&diff::github(&changes))?,
        None if output.is_json() => output.json(&changes)?,
        None => output.data(&human(&changes))?,
    }
    Ok(if changes.changes.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// The state that a word names, told as the project file tells it.
async fn state(config: &Config, word: &str, output: Output) -> Result<Snapshot> {
    let mut phases = Phases::new(output);
    let seen = match word {
        "database" => {
            stages::seen(config, &stages::database_url(config, Missing::Refuse)?, apply::known(config)?).await?
        }
        "migrations" => apply::from_nothing(config, &mut phases).await?,
        "schema" => return stages::seen_last(config, output),
        url if is_url(url) => {
            stages::seen_so_far(config, &database::resolve(url, &config.root, Missing::Refuse)?).await?
        }
        revision => return committed(config, revision, output),
    };
    let texts = seen.files()?.into_iter().map(|file| (file.path, file.text)).collect();
    stages::understood(&texts, output)
}

/// A state in full: its facts, as the project file tells them, and where a database is asked also what that says in words of
/// its own.
pub(super) async fn in_full(config: &Config, word: &str, output: Output) -> Result<(Snapshot, Texts)> {
    match word {
        "database" => stages::seen_in_full(config, &stages::database_url(config, Missing::Refuse)?).await,
        url if is_url(url) => {
            stages::seen_in_full(config, &database::resolve(url, &config.root, Missing::Refuse)?).await
        }
        _ => Ok((state(config, word, output).await?.without_orphans(), Texts::default())),
    }
}

/// Whether a word is the URL of a database.
fn is_url(word: &str) -> bool {
    Backend::of(word).is_ok()
}

/// What the project file said in a revision.
pub(super) fn committed(config: &Config, revision: &str, output: Output) -> Result<Snapshot> {
    let texts = git::texts(&config.entity_directory(), revision, snapshot::FOLDER)?;
    stages::understood(&texts, output)
}

/// The changes for people, and the verdict.
fn human(changes: &Changes) -> String {
    if changes.changes.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let lines: String = lines(changes).into_iter().map(|line| line + "\n").collect();
    format!("{lines}{STRONG}version{STRONG:#}   {} change\n", changes.verdict)
}

/// A line for each change, the gravest first.
pub(super) fn lines(changes: &Changes) -> Vec<String> {
    let style = |impact| match impact {
        Impact::Breaking => REMOVED,
        Impact::Additive => ADDED,
        Impact::DocOnly => FAINT,
    };
    let mut sorted: Vec<&Change> = changes.changes.iter().collect();
    sorted.sort_by_key(|change| std::cmp::Reverse(change.impact));
    let line = |change: &Change| {
        let (impact, style) = (change.impact, style(change.impact));
        format!("{style}{impact:<9}{style:#} {}", diff::line(change))
    };
    sorted.into_iter().map(line).collect()
}
