//! A migration of statements that somebody else has found, up and down: written when a scratch database in which all
//! migrations are applied has gone there and back by them, and says afterwards what it said before.

use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::new::{self, Made};
use super::page::page;
use super::proof::{self, Found};
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use crate::alter::{Script, Statement};
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::Diagnostic;
use anyhow::Result;

/// What a migration is to do.
pub(in crate::commands) struct Wanted<'a> {
    /// Its name.
    pub(in crate::commands) name: &'a str,
    /// What it does.
    pub(in crate::commands) title: &'a str,
    /// Why, each in a line.
    pub(in crate::commands) notes: &'a [String],
    /// Its statements, each with what takes it back.
    pub(in crate::commands) ways: &'a [(&'a str, &'a str)],
}

/// Tries the statements and writes the migration.
///
/// Errors: a migration fails, a statement is refused, or the way back leaves a trace; nothing is written then.
pub(in crate::commands) async fn written(
    config: &Config,
    wanted: Wanted<'_>,
    (phases, output): (&mut Phases, Output),
) -> Result<Made> {
    let config = &stages::whole(config);
    let standing = Standing::of(config, None, phases).await?;
    let url = stages::database_url(config, Missing::Create)?;
    let Wanted { name, title, notes, ways } = wanted;
    let found = Found::of(script(ways.iter().map(|(up, _)| *up)), script(ways.iter().rev().map(|(_, down)| *down)));
    phases.begin("prove", "trying the statements in a scratch database");
    on_scratch((config, &url), &standing, async |trial: &mut Trial| {
        trial.up_all(&standing.all).await?;
        let before = trial.in_full().await?;
        let [up, down] = found.texts();
        for (direction, statements) in [("up", up), ("down", down)] {
            if let Err(refused) = trial.execute(&statements).await? {
                return Err(Diagnostic::difference_refused(name, direction, (&refused.0, &refused.1)).into());
            }
        }
        match proof::difference(&before, &trial.in_full().await?)? {
            None => Ok(()),
            Some((objects, diff)) => Err(Diagnostic::difference_not_made(name, "down", (&objects, &diff)).into()),
        }
    })
    .await?;
    let text = page(Backend::of(&url)?, (title, notes), &found)?;
    new::write(config, (name, false), text, output).await
}

fn script<'a>(statements: impl Iterator<Item = &'a str>) -> Script {
    let statements = statements.map(|sql| Statement { sql: sql.to_owned(), cautions: Vec::new() });
    Script { statements: statements.collect(), ..Script::default() }
}
