//! `scaffold migrate new NAME --from-diff TARGET`: the migration that turns the migrated schema into another one.
//!
//! It is offered when it is proved. In a scratch database all migrations are applied, and then:
//!
//! 1. What `up` says must make the target, all of what the catalog tells of it.
//! 2. What `down` says must make of that what there was before.
//! 3. Both are tried again with rows in all tables. What the rows do not stand is told, for it is the author who knows what
//!    becomes of them.
//!
//! Where that fails nothing is written.

use super::super::diff;
use super::super::edges;
use super::super::exit::Exit;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use super::new::{self, Made};
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use crate::alter::{self, Caution, Script, Side};
use crate::catalog::Texts;
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::{Diagnostic, is_hidden};
use crate::history::History;
use crate::plan::{self, Action};
use crate::rows;
use crate::snapshot::Snapshot;
use anyhow::Result;
use askama::Template;
use serde_json::json;

/// How many rows each table gets.
const ROWS: u64 = 3;

/// What a database says, in full.
pub(super) type State = (Snapshot, Texts);

/// The ways there and back.
struct Found {
    up: Script,
    down: Script,
    diagnostics: Vec<Diagnostic>,
}

/// The text of the migration.
#[derive(Template)]
#[template(path = "migration/diff.rs.jinja")]
struct Page {
    title: String,
    backend: String,
    variant: &'static str,
    up: Vec<Call>,
    down: Vec<Call>,
}

/// What is sent at once.
struct Call {
    /// What to look out for, each in a line.
    remarks: Vec<String>,
    /// The SQL as a literal of Rust.
    literal: String,
}

/// Finds the statements, proves them, and writes the migration.
pub(super) async fn run(config: &Config, (name, target): (&str, &str), output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let standing = Standing::of(config, None, &mut phases).await?;
    let wanted = diff::in_full(config, target, output).await?;
    let url = stages::database_url(config, Missing::Create)?;
    let backend = Backend::of(&url)?;
    if wanted.0.backend != backend {
        let (old, new) = (backend.to_string(), wanted.0.backend.to_string());
        return Err(Diagnostic::states_of_two_databases(("migrations", &old), (target, &new)).into());
    }
    phases.begin("prove", "trying the difference in a scratch database");
    let found = on_scratch((config, &url), &standing, async |trial: &mut Trial| {
        for migration in &standing.all {
            trial.up(migration).await?;
        }
        proved(trial, target, (&wanted, output)).await
    })
    .await?;
    phases.finish();
    let Some(found) = found else {
        if output.is_json() {
            output.json(&json!({ "name": null, "up": [], "down": [], "diagnostics": [] }))?;
        }
        output.line(&format!("nothing differs: the migrations make what {target} says"))?;
        return Ok(Exit::Fine);
    };
    let made = new::write(config, (name, false), page(backend, target, &found)?, output).await?;
    told(&made, &found, output)?;
    Ok(Exit::Fine)
}

fn told(made: &Made, found: &Found, output: Output) -> Result<()> {
    if output.is_json() {
        let statements = |script: &Script| script.calls().into_iter().map(|(_, sql)| sql).collect::<Vec<_>>();
        let (up, down) = (statements(&found.up), statements(&found.down));
        let diagnostics = &found.diagnostics;
        output.json(&json!({ "migration": made, "up": up, "down": down, "diagnostics": diagnostics }))?;
    } else {
        output.diagnostics(&found.diagnostics)?;
    }
    made.tell(output)?;
    let (up, down) = (found.up.statements.len(), found.down.statements.len());
    output.line(&format!("proved   {up} statements up and {down} down, in a scratch database"))
}

/// The ways there and back, where something differs.
///
/// Errors: they do not lead there, or not back.
async fn proved(trial: &Trial, target: &str, (wanted, output): (&State, Output)) -> Result<Option<Found>> {
    let base = trial.in_full().await?;
    if difference(&base, wanted)?.is_none() {
        return Ok(None);
    }
    let up = script(&base, wanted);
    let down = script(wanted, &base);
    let mut diagnostics = unsaid(&up, "up");
    diagnostics.extend(unsaid(&down, "down"));
    // What cannot be said is named before anything is tried.
    if !output.is_json() {
        output.diagnostics(&diagnostics)?;
    }
    let mut unnamed = Vec::new();
    for (direction, script, end) in [("up", &up, wanted), ("down", &down, &base)] {
        if let Err(refused) = trial.execute(&script.sent(rows::dialect(base.0.backend))).await? {
            return Err(Diagnostic::difference_refused(target, direction, (&refused.0, &refused.1)).into());
        }
        if let Some((objects, diff)) = difference(&trial.in_full().await?, end)? {
            return Err(Diagnostic::difference_not_made(target, direction, (&objects, &diff)).into());
        }
        unnamed.extend(cautions(script, direction));
    }
    unnamed.extend(among_rows(trial, &base, [("up", &up), ("down", &down)]).await?);
    if output.is_json() {
        diagnostics.extend(unnamed);
    } else {
        diagnostics = unnamed;
    }
    Ok(Some(Found { up, down, diagnostics }))
}

/// What rows do not stand of the way there and back. The first thing is told, for it ends the way.
async fn among_rows(trial: &Trial, base: &State, ways: [(&str, &Script); 2]) -> Result<Option<Diagnostic>> {
    trial.contents(&trial.schema().await?, ROWS).await?;
    for (direction, script) in ways {
        if let Err(refused) = trial.execute(&script.sent(rows::dialect(base.0.backend))).await? {
            let place = script.statements.iter().find(|statement| statement.sql == refused.0);
            let place = place.and_then(|statement| statement.cautions.first()).map_or("", Caution::place);
            return Ok(Some(Diagnostic::difference_fails_on_rows(place, direction, (&refused.0, &refused.1))));
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
fn difference(one: &State, other: &State) -> Result<Option<(Vec<String>, String)>> {
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

fn page(backend: Backend, target: &str, found: &Found) -> Result<String> {
    let variant = match backend {
        Backend::Postgres => "Postgres",
        Backend::MySql => "MySql",
        Backend::Sqlite => "Sqlite",
    };
    let call = |(cautions, sql): (Vec<&Caution>, String)| Call {
        remarks: cautions.into_iter().map(remark).collect(),
        literal: literal(&sql),
    };
    let both = |script: &Script| script.calls().into_iter().map(call).collect();
    // A URL holds secrets, and a place that is nobody else's.
    let title = match Backend::of(target) {
        Ok(_) => "Makes the schema what another database says.".to_owned(),
        Err(_) => one_line(&format!("Makes the schema what `{target}` said.")),
    };
    let page = Page { title, backend: backend.to_string(), variant, up: both(&found.up), down: both(&found.down) };
    // askama takes the last line break of a template away.
    Ok(page.render()? + "\n")
}

fn remark(caution: &Caution) -> String {
    one_line(&match caution {
        Caution::Loses(place) => format!("Loses data: takes away what {place} holds."),
        Caution::Converts(place) => format!("Converts {place}: fails on values that its new type does not hold."),
        Caution::NeedsValues(place) => format!("Needs values: fails while rows have none for {place}."),
    })
}

/// A text as a comment can hold it.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => line.extend(c.escape_unicode()),
            false => line.push(c),
        }
    }
    line
}

/// A literal of Rust that can be read: raw, unless that cannot hold the text.
fn literal(sql: &str) -> String {
    if sql.chars().any(|c| is_hidden(c) && c != '\n') {
        return format!("\"{}\"", sql.escape_default());
    }
    let mut hashes = String::from(if sql.contains('"') { "#" } else { "" });
    while !hashes.is_empty() && sql.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{sql}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alter::Statement;

    fn script(sql: &str, caution: Option<Caution>) -> Script {
        let cautions = caution.into_iter().collect();
        Script { statements: vec![Statement { sql: sql.to_owned(), cautions }], ..Script::default() }
    }

    #[test]
    fn every_text_becomes_rust_that_says_it() {
        for sql in ["SELECT 1", "SELECT \"a\"\n", "r\"#\"##x", "a\rb", "x\u{202E}y", "\\", "ends with \""] {
            let parsed: syn::LitStr = syn::parse_str(&literal(sql)).unwrap();
            assert_eq!(parsed.value(), sql);
        }
    }

    #[test]
    fn a_page_is_rust_whatever_the_names_hold() {
        for backend in [Backend::Postgres, Backend::MySql, Backend::Sqlite] {
            let up = script("DROP TABLE \"a\nb\"", Some(Caution::Loses("a\nb */ \u{202E}".to_owned())));
            let found = Found { up, down: script("SELECT 1", None), diagnostics: Vec::new() };
            let text = page(backend, "main\n", &found).unwrap();
            assert!(syn::parse_file(&text).is_ok() && text.contains("// Loses data"), "{text}");
            let secret = page(backend, "postgres://a:secret@b/c", &found).unwrap();
            assert!(!secret.contains("secret"), "{secret}");
        }
    }

    #[test]
    fn rebuilt_tables_are_one_text() {
        let whole = Script { rebuilds: true, ..script("SELECT 1", None) };
        assert_eq!(
            whole.sent(rows::dialect(Backend::Sqlite)),
            ["PRAGMA foreign_keys = OFF;\nBEGIN;\nSELECT 1;\nCOMMIT;\nPRAGMA foreign_keys = ON;"]
        );
    }
}
