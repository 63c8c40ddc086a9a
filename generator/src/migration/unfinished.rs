//! The mark of a migration that the database would not take back as a whole: while it runs, and for as long as it stays
//! half done, a row of SeaORM's own table says so and counts its statements.
//!
//! The row is there for everyone who looks: SeaORM itself refuses to migrate a database in which a migration is recorded
//! that it does not know, and names it.

use super::applied::{Recorded, table};
use crate::config::Config;
use crate::database::{Backend, Session, unreadable};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where a migration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is applied.
    Up,
    /// It is taken back.
    Down,
}

impl Direction {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// What is said of a migration that went there.
    pub fn done(self) -> &'static str {
        match self {
            Self::Up => "applied",
            Self::Down => "taken back",
        }
    }
}

/// A migration that began and has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfinished {
    /// Its name.
    pub name: String,
    /// Where it went.
    pub direction: Direction,
    /// Whether it failed; otherwise it runs, or was killed.
    pub failed: bool,
    /// The number of statements of which it is known that they were sent. Of one that failed, the last may be what failed;
    /// one that was killed may have sent one more.
    pub sent: usize,
}

impl Unfinished {
    /// Reads a row; nothing where it is the name of a migration.
    pub(super) fn read(version: &str) -> Option<Self> {
        let (name, rest) = version.strip_suffix(" sent)")?.rsplit_once(" (")?;
        let (state, count) = rest.split_once(", ")?;
        let (direction, failed) = match state {
            "up begun" => (Direction::Up, false),
            "up failed" => (Direction::Up, true),
            "down begun" => (Direction::Down, false),
            "down failed" => (Direction::Down, true),
            _ => return None,
        };
        let sent = count.strip_suffix(" statements")?.parse().ok()?;
        Some(Self { name: name.to_owned(), direction, failed, sent })
    }

    /// What there is to say about it.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::migration_unfinished(&self.name, (self.direction.word(), self.failed), self.sent)
    }

    /// The row.
    fn version(&self) -> String {
        let state = if self.failed { "failed" } else { "begun" };
        format!("{} ({} {state}, {} statements sent)", self.name, self.direction.word(), self.sent)
    }

    /// Whether SeaORM has recorded its end, so that nothing but the mark is left.
    pub fn is_over(&self, applied: &[String]) -> bool {
        applied.contains(&self.name) == (self.direction == Direction::Up)
    }
}

/// The mark of a migration at work, or of one that is half done.
pub struct Mark {
    session: Session,
    table: String,
    now: Unfinished,
    /// What SQLite says of the changes of others, as it was when the mark was set.
    changes: Vec<String>,
}

impl Mark {
    /// Sets the mark.
    ///
    /// Errors: the database cannot be written.
    pub(super) async fn set(config: &Config, url: &str, (name, direction): (&str, Direction)) -> Result<Self> {
        let now = Unfinished { name: name.to_owned(), direction, failed: false, sent: 0 };
        let setting = async {
            let mut mark = Self::on(config, url, now).await?;
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            let Self { session, table, now, .. } = &mut mark;
            let row = quoted(session.backend(), &now.version());
            session
                .execute(sql(format!("INSERT INTO {table} (version, applied_at) VALUES ({row}, {seconds})")))
                .await?;
            // While the migration holds a lock, it is in a transaction of its own: what it did is not there yet.
            session
                .execute(match session.backend() {
                    Backend::Postgres => "SET lock_timeout = '1s'",
                    Backend::MySql => "SET lock_wait_timeout = 1, innodb_lock_wait_timeout = 1",
                    Backend::Sqlite => "PRAGMA busy_timeout = 0",
                })
                .await?;
            mark.changes = mark.changes().await?;
            Ok(mark)
        };
        setting.await.map_err(|error| unreadable(error, url).context(format!("noting that {name} begins")))
    }

    /// The mark that is there.
    ///
    /// Errors: there is no table of applied migrations.
    pub async fn on(config: &Config, url: &str, now: Unfinished) -> Result<Self> {
        let mut session = Session::open(url).await?;
        let table = table(&mut session, &config.settings.migration).await?;
        Ok(Self { session, table: table.context("there is no table of applied migrations")?, now, changes: Vec::new() })
    }

    /// What tells whether others have changed an SQLite database; nothing elsewhere.
    async fn changes(&mut self) -> Result<Vec<String>> {
        match self.session.backend() {
            Backend::Sqlite => {
                self.session.texts("SELECT CAST(data_version AS TEXT) FROM pragma_data_version".to_owned()).await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Whether a migration that failed has changed nothing: SQLite says so itself, where its driver does not tell every
    /// statement; elsewhere all statements are heard, and the first was refused.
    pub(super) async fn is_untouched(&mut self, sent: usize, refused: bool) -> bool {
        match self.session.backend() {
            Backend::Sqlite => self.changes().await.is_ok_and(|now| now == self.changes),
            _ => sent == 0 || (sent == 1 && refused),
        }
    }

    /// Notes how many statements were sent.
    pub async fn sent(&mut self, sent: usize) {
        let next = Unfinished { sent, ..self.now.clone() };
        self.turn_into(next).await;
    }

    /// Notes that the migration failed.
    pub async fn failed(&mut self, sent: usize) {
        let next = Unfinished { sent, failed: true, ..self.now.clone() };
        self.turn_into(next).await;
    }

    async fn turn_into(&mut self, next: Unfinished) {
        let Self { session, table, now, .. } = self;
        let [old, new] = [&*now, &next].map(|row| quoted(session.backend(), &row.version()));
        if session.execute(sql(format!("UPDATE {table} SET version = {new} WHERE version = {old}"))).await.is_ok() {
            *now = next;
        }
    }

    /// Takes the mark away, and with it records that the migration came to its end.
    pub async fn end(mut self) -> Result<()> {
        let Self { session, table, now, .. } = &mut self;
        let [row, name] = [&now.version(), &now.name].map(|text| quoted(session.backend(), text));
        let ended = session
            .execute(sql(match now.direction {
                Direction::Up => format!("UPDATE {table} SET version = {name} WHERE version = {row}"),
                Direction::Down => format!("DELETE FROM {table} WHERE version IN ({row}, {name})"),
            }))
            .await;
        self.session.close().await;
        ended
    }

    /// Takes the mark away.
    pub async fn clear(mut self) -> Result<()> {
        let row = quoted(self.session.backend(), &self.now.version());
        let cleared = self.session.execute(sql(format!("DELETE FROM {} WHERE version = {row}", self.table))).await;
        self.session.close().await;
        cleared
    }
}

/// Takes the mark of that migration away.
pub async fn clear(config: &Config, url: &str, unfinished: &Unfinished) -> Result<()> {
    let clearing = async { Mark::on(config, url, unfinished.clone()).await?.clear().await };
    clearing.await.map_err(|error| unreadable(error, url).context("taking the mark of a migration away"))
}

/// Takes away a mark that was left by a run that ended between SeaORM's record and its removal.
///
/// Errors: a migration is half done.
pub async fn settle(config: &Config, url: &str, recorded: &Recorded) -> Result<()> {
    match &recorded.unfinished {
        Some(unfinished) if unfinished.is_over(&recorded.applied) => clear(config, url, unfinished).await,
        Some(unfinished) => Err(unfinished.diagnostic().into()),
        None => Ok(()),
    }
}

/// A text as the database reads it.
fn quoted(backend: Backend, text: &str) -> String {
    let text = if backend == Backend::MySql { text.replace('\\', "\\\\") } else { text.to_owned() };
    format!("'{}'", text.replace('\'', "''"))
}

fn sql(text: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written_and_no_name_is_one() {
        for (direction, failed) in [(Direction::Up, false), (Direction::Down, true)] {
            let unfinished = Unfinished { name: "m1_a (b)".to_owned(), direction, failed, sent: 12 };
            assert_eq!(Unfinished::read(&unfinished.version()), Some(unfinished));
        }
        for name in
            ["m1", "m1 (up begun)", "m1 (up begun, many statements sent)", "m1 (sideways begun, 1 statements sent)"]
        {
            assert_eq!(Unfinished::read(name), None, "{name}");
        }
    }
}
