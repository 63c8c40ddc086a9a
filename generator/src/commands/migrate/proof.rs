//! The proof of what turns one schema into another: in a scratch database that says the one, it is gone there and back.
//!
//! 1. What `up` says must make the other schema, all of what the catalog tells of it.
//! 2. What `down` says must make of that what there was before.
//! 3. Both are tried again with rows in all tables. What the rows do not stand is told, for it is the author who knows what
//!    becomes of them.
//!
//! Nothing is written here.

use super::super::edges;
use super::super::output::Output;
use super::trial::Trial;
use crate::alter::{self, Caution, Script, Side};
use crate::catalog::Texts;
use crate::diagnostic::Diagnostic;
use crate::history::History;
use crate::plan::{self, Action};
use crate::rows;
use crate::snapshot::Snapshot;
use anyhow::Result;

/// How many rows each table gets.
const ROWS: u64 = 3;

/// What a database says, in full.
pub(super) type State = (Snapshot, Texts);

/// The ways there and back.
pub(super) struct Found {
    pub(super) up: Script,
    pub(super) down: Script,
    /// What there is to say of them.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What the scratch database said after the way there.
    pub(super) made: Option<State>,
    /// The way that rows do not stand, `up` or `down`.
    pub(super) refused_by_rows: Option<&'static str>,
}

/// What is to be made of what.
#[derive(Clone, Copy)]
pub(super) struct Aim<'a> {
    /// What messages call it.
    pub(super) target: &'a str,
    pub(super) base: &'a State,
    pub(super) wanted: &'a State,
    /// Whether no database says the other schema, so that what follows from its facts is not known before it is made.
    pub(super) imagined: bool,
}

impl Found {
    /// Ways of which there is nothing to say.
    pub(super) fn of(up: Script, down: Script) -> Self {
        Self { up, down, diagnostics: Vec::new(), made: None, refused_by_rows: None }
    }

    /// What is sent on each way.
    pub(super) fn texts(&self) -> [Vec<String>; 2] {
        [&self.up, &self.down].map(|script| script.calls().into_iter().map(|(_, sql)| sql).collect())
    }
}

/// The ways there and back.
///
/// Errors: they do not lead there, or not back.
pub(super) async fn proved(trial: &Trial, aim: Aim<'_>, output: Output) -> Result<Found> {
    let Aim { target, base, wanted, imagined } = aim;
    let mut found = Found::of(script(base, wanted), script(wanted, base));
    let mut diagnostics = unsaid(&found.up, "up");
    diagnostics.extend(unsaid(&found.down, "down"));
    // What cannot be said is named before anything is tried.
    if !output.is_json() && !imagined {
        output.diagnostics(&diagnostics)?;
    }
    let is_unsaid = found.up.unsaid.iter().chain(&found.down.unsaid).next();
    if let Some(unsaid) = is_unsaid.filter(|_| imagined) {
        let reason = format!("no statement is known for {}: {}", unsaid.place, unsaid.reason);
        return Err(Diagnostic::mend_not_proved(target, &reason).into());
    }
    let mut unnamed = Vec::new();
    for (direction, script, end) in [("up", &found.up, wanted), ("down", &found.down, base)] {
        if let Err(refused) = trial.execute(&script.sent(rows::dialect(base.0.backend))).await? {
            return Err(Diagnostic::difference_refused(target, direction, (&refused.0, &refused.1)).into());
        }
        let now = trial.in_full().await?;
        let is_there = direction == "up";
        let differs = match imagined && is_there {
            true => difference(&now, &completed(end, &now))?,
            false => difference(&now, end)?,
        };
        if let Some((objects, diff)) = differs {
            return Err(Diagnostic::difference_not_made(target, direction, (&objects, &diff)).into());
        }
        if is_there {
            found.made = Some(now);
        }
        unnamed.extend(cautions(script, direction));
    }
    if let Some((direction, problem)) = among_rows(trial, base, [("up", &found.up), ("down", &found.down)]).await? {
        found.refused_by_rows = Some(direction);
        unnamed.push(problem);
    }
    if output.is_json() {
        diagnostics.extend(unnamed);
    } else {
        diagnostics = unnamed;
    }
    found.diagnostics = diagnostics;
    Ok(found)
}

/// A schema that no database has said, with what follows from its facts as the server says it: what comes out of views and
/// routines that are as they were.
fn completed(wanted: &State, now: &State) -> State {
    let mut wanted = wanted.clone();
    for schema in &mut wanted.0.catalog.schemas {
        let Some(there) = now.0.catalog.schema(&schema.name) else { continue };
        for view in &mut schema.views {
            let is_it = |own: &&crate::catalog::View| {
                (&own.name, &own.definition, &own.options, &own.comment, &own.indexes)
                    == (&view.name, &view.definition, &view.options, &view.comment, &view.indexes)
            };
            there.views.iter().find(is_it).into_iter().for_each(|own| own.clone_into(view));
        }
        for routine in &mut schema.routines {
            let is_it = |own: &&crate::catalog::Routine| {
                (&own.name, &own.signature, own.kind, &own.comment)
                    == (&routine.name, &routine.signature, routine.kind, &routine.comment)
            };
            there.routines.iter().find(is_it).into_iter().for_each(|own| own.clone_into(routine));
        }
    }
    wanted
}

/// What rows do not stand of the way there and back. The first thing is told, for it ends the way.
async fn among_rows(
    trial: &Trial,
    base: &State,
    ways: [(&'static str, &Script); 2],
) -> Result<Option<(&'static str, Diagnostic)>> {
    trial.contents(&trial.schema().await?, ROWS).await?;
    for (direction, script) in ways {
        if let Err(refused) = trial.execute(&script.sent(rows::dialect(base.0.backend))).await? {
            let place = script.statements.iter().find(|statement| statement.sql == refused.0);
            let place = place.and_then(|statement| statement.cautions.first()).map_or("", Caution::place);
            let problem = Diagnostic::difference_fails_on_rows(place, direction, (&refused.0, &refused.1));
            return Ok(Some((direction, problem)));
        }
    }
    Ok(None)
}

fn side(state: &State) -> Side<'_> {
    Side { catalog: &state.0.catalog, texts: &state.1 }
}

pub(super) fn script(from: &State, to: &State) -> Script {
    alter::script(rows::dialect(from.0.backend), side(from), side(to))
}

/// In what two states differ: the objects, and a diff.
pub(super) fn difference(one: &State, other: &State) -> Result<Option<(Vec<String>, String)>> {
    let bare = |state: &State| {
        let catalog = alter::comparable(rows::dialect(state.0.backend), &state.0.catalog);
        Snapshot::of_database(state.0.backend, catalog, History::default())
    };
    let plan = edges::difference(&bare(one), &bare(other))?;
    let differs = plan.changes.iter().filter(|change| change.action != Action::Keep);
    let mut objects: Vec<String> = differs.map(|change| object(&change.path)).collect();
    objects.extend(alter::other_texts(side(one), side(other)));
    objects.sort();
    objects.dedup();
    Ok((!objects.is_empty()).then(|| (objects, plan::diff(&plan))))
}

/// `table orders` of `schema/table/orders.toml`.
fn object(path: &str) -> String {
    let path = path.strip_prefix("schema/").unwrap_or(path);
    path.strip_suffix(".toml").unwrap_or(path).replacen('/', " ", 1)
}

pub(super) fn unsaid(script: &Script, direction: &str) -> Vec<Diagnostic> {
    let said = |unsaid: &alter::Unsaid| Diagnostic::difference_not_said(&unsaid.place, direction, &unsaid.reason);
    script.unsaid.iter().map(said).collect()
}

/// What to look out for in the statements.
fn cautions(script: &Script, direction: &str) -> Vec<Diagnostic> {
    let all = || script.statements.iter().flat_map(|statement| &statement.cautions);
    let lost = all().filter(|caution| matches!(caution, Caution::Loses(_)));
    let lost: Vec<String> = lost.map(|caution| caution.place().to_owned()).collect();
    let needy = all().filter(|caution| matches!(caution, Caution::NeedsValues(_)));
    let mut found: Vec<Diagnostic> =
        needy.map(|caution| Diagnostic::column_needs_values(caution.place(), direction)).collect();
    // What the way up makes goes on the way down, which surprises nobody.
    if direction == "up" && !lost.is_empty() {
        found.push(Diagnostic::difference_loses(&lost, direction));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alter::Statement;
    use crate::database::Backend;

    #[test]
    fn rebuilt_tables_are_one_text() {
        let statements = vec![Statement { sql: "SELECT 1".to_owned(), cautions: Vec::new() }];
        let whole = Script { statements, rebuilds: true, ..Script::default() };
        assert_eq!(
            whole.sent(rows::dialect(Backend::Sqlite)),
            ["PRAGMA foreign_keys = OFF;\nBEGIN;\nSELECT 1;\nCOMMIT;\nPRAGMA foreign_keys = ON;"]
        );
    }
}
