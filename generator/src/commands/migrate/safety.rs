//! A backup before migrations take something away: where it is asked for, and offered where somebody at a terminal runs them on
//! a database that is neither on this machine nor a scratch one.

use super::super::backup::{self as backing_up, Rehearsal};
use super::super::output::Output;
use super::super::phases::Phases;
use super::arguments::SafetyArguments;
use super::guard;
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use crate::backup;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::masked;
use crate::diagnostic::{Diagnostic, printable};
use anyhow::Result;
use std::collections::BTreeSet;

/// How much of what is taken away is named.
const NAMED: usize = 6;

/// What is about to be done to a database.
pub(super) struct Deed<'a> {
    /// The verb.
    pub(super) verb: &'a str,
    /// The migrations that are applied by it, where it is not its very purpose to take something away.
    pub(super) up: Option<&'a [String]>,
}

/// Takes a backup where one is wanted.
///
/// Errors: it cannot be made, or the person at the terminal wants none of all this. Nothing was done by then.
pub(super) async fn before(
    place: (&Config, &str),
    (deed, arguments): (Deed<'_>, &SafetyArguments),
    standing: &Standing,
    (phases, output): (&mut Phases, Output),
) -> Result<()> {
    let (_, url) = place;
    let is_wanted = arguments.backup || {
        let is_asked = !guard::is_near(url) && output.asks() && backup::has_rows(url).await?;
        is_asked && is_accepted(place, deed, standing, (phases, output)).await?
    };
    if is_wanted {
        let taken = backing_up::taken(place, None, Rehearsal::Made, phases).await?;
        phases.aside(|| output.line(&format!("backed up {}", taken.told())))?;
    }
    Ok(())
}

/// Whether the person at the terminal wants a backup first.
async fn is_accepted(
    (config, url): (&Config, &str),
    Deed { verb, up }: Deed<'_>,
    standing: &Standing,
    (phases, output): (&mut Phases, Output),
) -> Result<bool> {
    let takes = match up {
        None => "data".to_owned(),
        Some(names) => {
            phases.begin("try", "looking what the migrations take away");
            let taken =
                on_scratch((config, url), standing, async |trial: &mut Trial| taken(trial, standing, names).await);
            match taken.await {
                Ok(taken) if taken.is_empty() => return Ok(false),
                Ok(taken) => some(&taken),
                // Where it cannot be tried, it may be anything.
                Err(error) => format!("what could not be found out ({error})"),
            }
        }
    };
    let place = masked(url);
    let question = format!("{verb} takes away from {place}: {}; back it up first? [Y/n/q] ", printable(&takes));
    let answer = phases.aside(|| output.ask(&question))?.unwrap_or_default().to_ascii_lowercase();
    match answer.as_str() {
        "" | "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err(Diagnostic::interrupted().into()),
    }
}

/// What migrations take away: columns that have another name or none afterwards, and statements that take rows.
async fn taken(trial: &mut Trial, standing: &Standing, names: &[String]) -> Result<Vec<String>> {
    trial.up_all(standing.all.iter().filter(|name| standing.applied.contains(name))).await?;
    let before = columns(&trial.schema().await?.catalog);
    let mut said = Vec::new();
    for name in names {
        said.extend(trial.up(name).await?);
    }
    let after = columns(&trial.schema().await?.catalog);
    let statements = said.into_iter().filter(|statement| takes_rows(statement));
    Ok(before.difference(&after).cloned().chain(statements).collect())
}

fn columns(catalog: &Catalog) -> BTreeSet<String> {
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    let columns = tables.flat_map(|(schema, table)| {
        let place = crate::model::place(schema, &table.name);
        table.columns.iter().map(move |column| format!("{place}.{}", column.name))
    });
    columns.collect()
}

fn takes_rows(statement: &str) -> bool {
    let first = statement.split_whitespace().next().unwrap_or_default();
    ["DELETE", "TRUNCATE"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

fn some(taken: &[String]) -> String {
    let named = taken.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match taken.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_named_up_to_a_number() {
        let taken: Vec<String> = (0..8).map(|number| format!("t.c{number}")).collect();
        assert_eq!(some(&taken), "t.c0, t.c1, t.c2, t.c3, t.c4, t.c5 and 2 more");
        assert_eq!(some(&taken[..1]), "t.c0");
        assert!(takes_rows("  delete from orders"));
        assert!(!takes_rows("UPDATE orders SET note = 'delete'"));
    }
}
