//! `scaffold migrate repair`: how far a half-done migration came, told by the schema that is there, and what is left of it.
//!
//! In a scratch database the migration is run statement by statement; the one after which the schema is what it is in the
//! named database is where it stopped. Nothing is changed unless that is asked for.
//!
//! A text may hold several statements, which MySQL and SQLite do one by one: it is cut where that makes the same schema as the
//! text as a whole, and is one step otherwise. PostgreSQL does all of a text or nothing. What a migration has told its connection
//! (`SET`, `PRAGMA`) is told again before what is left is run.

use super::super::edges;
use super::super::exit::Exit;
use super::super::lint;
use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::super::stages;
use super::arguments::RepairArguments;
use super::guard;
use super::proof::{self, State};
use super::standing::Standing;
use super::trial::{self, Trial, on_scratch};
use crate::config::Config;
use crate::database::{Backend, Missing, Session, without_secrets};
use crate::diagnostic::{Diagnostic, printable};
use crate::lint::System;
use crate::lint::migration::{Part, parts};
use crate::migration::{self, Direction, Mark, Unfinished};
use crate::rows;
use crate::snapshot::Snapshot;
use anyhow::Result;
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::ops::RangeInclusive;

/// What a migration says, and the schema before the first statement and after each.
struct Way {
    statements: Vec<String>,
    /// Which of them are settings of the connection.
    settings: Vec<bool>,
    /// After how many statements each of the texts that it sends is done.
    ends: Vec<usize>,
    /// Where it begins, in full.
    before: State,
    schemas: Vec<Snapshot>,
}

/// Looks, and mends what it is asked to.
pub(super) async fn run(config: &Config, arguments: &RepairArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let config = stages::whole(config);
    let url = stages::database_url(&config, Missing::Refuse)?;
    let mut standing = Standing::held(&config, &url, &mut phases).await?;
    standing.refuse_missing()?;
    let config = standing.with_table(&config);
    let exit = match standing.unfinished.clone() {
        None => {
            phases.finish();
            told(output, None, "nothing is half done")
        }
        Some(over) if over.is_over(&standing.applied) => {
            migration::clear(&config, &url, &over).await?;
            phases.finish();
            told(output, Some(&over), &format!("{} had ended: its mark is gone", printable(&over.name)))
        }
        Some(unfinished) => {
            let place = (&config, url.as_str());
            half_done(place, (&standing, &unfinished), arguments, (phases, output)).await
        }
    };
    standing.unlock().await;
    exit
}

/// Says how it ended, where nothing was left to do.
fn told(output: Output, unfinished: Option<&Unfinished>, line: &str) -> Result<Exit> {
    if output.is_json() {
        output.json(&json!({ "changed": unfinished.is_some(), "unfinished": null }))?;
    }
    output.line(line)?;
    Ok(Exit::Fine)
}

async fn half_done(
    (config, url): (&Config, &str),
    (standing, unfinished): (&Standing, &Unfinished),
    arguments: &RepairArguments,
    (mut phases, output): (Phases, Output),
) -> Result<Exit> {
    phases.begin("migrate", "running the migrations in a scratch database");
    let way = way((config, url), standing, unfinished).await?;
    let live = trial::schema(config, url).await?;
    if arguments.applied || arguments.pending {
        phases.finish();
        return by_hand((config, url), (unfinished, arguments.applied), (&way, &live), output).await;
    }
    if arguments.undo {
        guard::pass(url, "repair --undo", arguments.database_name.as_deref(), output)?;
        phases.begin("undo", "taking back what is done");
        let ran = undo((config, url), unfinished, &way).await?;
        phases.finish();
        return undone(unfinished, &ran, output);
    }
    let name = &unfinished.name;
    let done = match arguments.from {
        Some(number) if number == 0 || number > way.statements.len() + 1 => {
            return Err(Diagnostic::no_such_statement(name, (number, way.statements.len())).into());
        }
        Some(number) => Ok(number - 1),
        None => found(unfinished, &way, &live)?,
    };
    if !arguments.finish {
        phases.finish();
        way.tell((unfinished, standing), done.as_ref(), output)?;
        return Ok(Exit::Findings);
    }
    let done = done?;
    phases.begin("finish", "running what is left");
    finish((config, url), unfinished, (&way, done)).await?;
    phases.finish();
    let ran = way.statements.len() - done;
    if output.is_json() {
        output.json(&json!({ "changed": true, "finished": unfinished, "statements": &way.statements[done..] }))?;
    }
    let word = unfinished.direction.done();
    output.line(&format!("{word:<12}{} {FAINT}with {ran} of {} statements{FAINT:#}", printable(name), ran + done))?;
    Ok(Exit::Fine)
}

/// The statements of each text that a migration sends.
type Texts = Vec<Vec<Part>>;

/// What the migration does where nothing is in its way.
async fn way(place: (&Config, &str), standing: &Standing, unfinished: &Unfinished) -> Result<Way> {
    let (said, end, scratch) = on_scratch(place, standing, async |trial: &mut Trial| {
        before(trial, standing).await?;
        let said = trial.step(&unfinished.name, unfinished.direction).await?;
        Ok((said, trial.schema().await?, trial.name().to_owned()))
    })
    .await?;
    let system = lint::server(Backend::of(place.1)?, None, None).system;
    let texts: Texts = said.iter().map(|text| parts(text, system)).collect();
    let whole = |(text, parts): (&String, &Vec<Part>)| {
        let setting = !parts.is_empty() && parts.iter().all(|part| part.setting);
        vec![Part { sql: text.clone(), setting }]
    };
    let wholes: Texts = said.iter().zip(&texts).map(whole).collect();
    if system != System::Postgres {
        // One that is nothing but a comment is a text all the same.
        let cut = texts.into_iter().zip(&wholes);
        let cut = cut.map(|(parts, whole)| if parts.is_empty() { whole.clone() } else { parts }).collect();
        if let Ok(way) = along(place, standing, (cut, &scratch)).await?
            && edges::difference(way.schemas.last().unwrap_or(&end), &end)?.is_unchanged()
        {
            return Ok(way);
        }
    }
    along(place, standing, (wholes, &scratch)).await?
}

/// Applies what is applied in the named database, in which SeaORM has its table.
async fn before(trial: &mut Trial, standing: &Standing) -> Result<()> {
    trial.up_all(standing.all.iter().filter(|other| standing.applied.contains(other))).await?;
    trial.install().await
}

/// Runs the statements of the texts, which were said in the scratch database of that name, one by one. The inner error is that
/// the database refuses one.
async fn along(place: (&Config, &str), standing: &Standing, (texts, scratch): (Texts, &str)) -> Result<Result<Way>> {
    on_scratch(place, standing, async |trial: &mut Trial| {
        before(trial, standing).await?;
        let mut way = Way {
            statements: Vec::new(),
            settings: Vec::new(),
            ends: Vec::new(),
            before: trial.in_full().await?,
            schemas: vec![trial.schema().await?],
        };
        let mut session = trial.session().await?;
        for text in texts {
            for Part { sql, setting } in text {
                let here = if scratch.is_empty() { sql } else { sql.replace(scratch, trial.name()) };
                if let Err(error) = session.execute(AssertSqlSafe(here.clone())).await {
                    session.close().await;
                    return Ok(Err(error));
                }
                way.schemas.push(trial.schema().await?);
                way.statements.extend(trial.shown(vec![here]));
                way.settings.push(setting);
            }
            way.ends.push(way.statements.len());
        }
        session.close().await;
        Ok(Ok(way))
    })
    .await
}

/// How many statements are done; or that the schema does not tell, of several numbers, which.
///
/// Errors: the schema is what it is after none of them.
fn found(unfinished: &Unfinished, way: &Way, live: &Snapshot) -> Result<Result<usize, Diagnostic>> {
    let mut same = Vec::new();
    for (done, schema) in way.schemas.iter().enumerate() {
        if edges::difference(schema, live)?.is_unchanged() {
            same.push(done);
        }
    }
    let likely = way.likely(unfinished);
    let among: Vec<usize> = same.iter().copied().filter(|done| likely.contains(done)).collect();
    match if among.is_empty() { same } else { among }.as_slice() {
        [] => {
            let nearest = *likely.start();
            let diff = edges::diff(&way.schemas[nearest], live)?.unwrap_or_default();
            Err(Diagnostic::half_done_elsewhere(&unfinished.name, (nearest, &diff)).into())
        }
        [done] => Ok(Ok(*done)),
        // What is told to the connection is told again anyway.
        [first, .., last] if way.settings[*first..*last].iter().all(|is_setting| *is_setting) => Ok(Ok(*first)),
        several => Ok(Err(Diagnostic::half_done_somewhere(&unfinished.name, several))),
    }
}

/// Runs the statements after the first `done`, and records the migration.
async fn finish((config, url): (&Config, &str), unfinished: &Unfinished, (way, done): (&Way, usize)) -> Result<()> {
    let name = &unfinished.name;
    let mut mark = Mark::on(config, url, unfinished.clone()).await?;
    let mut session = session(config, url).await?;
    for (setting, _) in way.statements.iter().zip(&way.settings).take(done).filter(|(_, is_setting)| **is_setting) {
        session.execute(AssertSqlSafe(setting.clone())).await?;
    }
    for (place, statement) in way.statements.iter().enumerate().skip(done) {
        if let Err(error) = session.execute(AssertSqlSafe(statement.clone())).await {
            mark.failed(way.texts(place) + 1).await;
            let reason = without_secrets(&format!("{error:#}"), url);
            return Err(Diagnostic::repair_failed(name, (place + 1, statement), &reason).into());
        }
        mark.sent(way.texts(place + 1)).await;
    }
    session.close().await;
    ends_like(way, (unfinished, way.schemas.len() - 1), &trial::schema(config, url).await?)?;
    mark.end().await
}

/// Turns the schema that is there into the one before the migration, and takes the mark away. Gives back the statements.
///
/// Errors: there is something that no statement is known for, or that the database refuses.
async fn undo((config, url): (&Config, &str), unfinished: &Unfinished, way: &Way) -> Result<Vec<String>> {
    let name = &unfinished.name;
    let there = stages::seen_in_full(config, url).await?;
    let script = proof::script(&there, &way.before);
    if let Some(problem) = proof::unsaid(&script, "undo").into_iter().next() {
        return Err(problem.into());
    }
    let statements = script.sent(rows::dialect(way.before.0.backend));
    let mut session = session(config, url).await?;
    for (place, statement) in statements.iter().enumerate() {
        if let Err(error) = session.execute(AssertSqlSafe(statement.clone())).await {
            let reason = without_secrets(&format!("{error:#}"), url);
            return Err(Diagnostic::repair_failed(name, (place + 1, statement), &reason).into());
        }
    }
    session.close().await;
    ends_like(way, (unfinished, 0), &trial::schema(config, url).await?)?;
    migration::clear(config, url, unfinished).await?;
    Ok(statements)
}

fn undone(unfinished: &Unfinished, statements: &[String], output: Output) -> Result<Exit> {
    if output.is_json() {
        output.json(&json!({ "changed": true, "undone": unfinished, "statements": statements }))?;
    }
    statements.iter().try_for_each(|statement| output.line(&format!("run     {}", printable(statement))))?;
    let state = if unfinished.direction == Direction::Up { "pending" } else { "applied" };
    output.line(&format!("{} is {state} again", printable(&unfinished.name)))?;
    Ok(Exit::Fine)
}

/// Errors: the schema is not what it is after so many statements.
fn ends_like(way: &Way, (unfinished, done): (&Unfinished, usize), live: &Snapshot) -> Result<()> {
    let end = if done == 0 { "before" } else { "after" };
    match edges::diff(&way.schemas[done], live)? {
        Some(diff) => Err(Diagnostic::not_as_migrated(&unfinished.name, (end, &diff)).into()),
        None => Ok(()),
    }
}

/// Records what somebody has done by hand, if the schema bears it out.
async fn by_hand(
    (config, url): (&Config, &str),
    (unfinished, applied): (&Unfinished, bool),
    (way, live): (&Way, &Snapshot),
    output: Output,
) -> Result<Exit> {
    let is_end = applied == (unfinished.direction == Direction::Up);
    ends_like(way, (unfinished, if is_end { way.statements.len() } else { 0 }), live)?;
    match is_end {
        true => Mark::on(config, url, unfinished.clone()).await?.end().await?,
        false => migration::clear(config, url, unfinished).await?,
    }
    let state = if applied { "applied" } else { "pending" };
    if output.is_json() {
        output.json(&json!({ "changed": true, "name": unfinished.name, "state": state }))?;
    }
    output.line(&format!("{} is {state}", printable(&unfinished.name)))?;
    Ok(Exit::Fine)
}

/// A session in which statements mean what they mean to a migration.
pub(super) async fn session(config: &Config, url: &str) -> Result<Session> {
    let mut session = Session::open(url).await?;
    if let Some(schema) = config.settings.migration.schema.as_ref().filter(|_| url.starts_with("postgres")) {
        session.execute(AssertSqlSafe(format!("SET search_path = \"{}\"", schema.replace('"', "\"\"")))).await?;
    }
    Ok(session)
}

impl Way {
    /// How many texts are done when so many statements are.
    fn texts(&self, statements: usize) -> usize {
        self.ends.iter().filter(|end| **end <= statements).count()
    }

    /// How many statements are done when so many texts are.
    fn statements(&self, texts: usize) -> usize {
        let last = texts.min(self.ends.len()).checked_sub(1);
        last.and_then(|last| self.ends.get(last)).copied().unwrap_or_default()
    }

    /// The numbers of statements that may be done: the last text that was sent may be what failed, and one more may have been
    /// sent before it was killed.
    fn likely(&self, unfinished: &Unfinished) -> RangeInclusive<usize> {
        let (first, last) = match unfinished.failed {
            true => (unfinished.sent.saturating_sub(1), unfinished.sent),
            false => (unfinished.sent, unfinished.sent + 1),
        };
        self.statements(first)..=self.statements(last)
    }

    /// Lists the statements and how they stand.
    fn tell(
        &self,
        (unfinished, standing): (&Unfinished, &Standing),
        done: Result<&usize, &Diagnostic>,
        output: Output,
    ) -> Result<()> {
        let (first, last) = match done {
            Ok(done) => (*done, *done),
            Err(_) => self.likely(unfinished).into_inner(),
        };
        let states = (0..self.statements.len()).map(|place| match place {
            place if place < first => "done",
            place if place < last => "unknown",
            _ => "left",
        });
        let numbered = self.statements.iter().zip(states).enumerate();
        if output.is_json() {
            let statements: Vec<_> = numbered
                .map(|(place, (sql, state))| json!({ "number": place + 1, "state": state, "sql": sql }))
                .collect();
            return output.json(&json!({ "changed": false, "unfinished": unfinished, "statements": statements,
                "table": standing.table, "diagnostic": done.err() }));
        }
        output.line(&format!(
            "{} is half done on its way {}",
            printable(&unfinished.name),
            unfinished.direction.word()
        ))?;
        if self.ends.len() < self.statements.len() {
            let (texts, count) = (self.ends.len(), self.statements.len());
            output
                .line(&format!("it sends {texts} texts with {count} statements, which the database does one by one"))?;
        }
        for (place, (sql, state)) in numbered {
            output.line(&format!("{state:<8}{:>4}  {}", place + 1, printable(sql)))?;
        }
        match done {
            Ok(_) => output.line(
                "\nto run what is left and record it: scaffold migrate repair --finish\nto take back what is done: \
                    scaffold migrate repair --undo",
            ),
            Err(diagnostic) => output.diagnostics(std::slice::from_ref(diagnostic)),
        }
    }
}
