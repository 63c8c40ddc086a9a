//! What a live database says of its own use: the server's statistics, asked by queries that anybody can ask again.
//!
//! A check is a query, in a file of its own below the directory of its backend. Each row that it gives is a finding: the
//! object, what is the case, and where statements mend it, those and what takes them back.

use crate::database::{Backend, Session};
use anyhow::Result;
use serde::Serialize;
use sqlx::SqlStr;

/// A question to the server.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// The query.
    pub query: &'static str,
}

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// The object.
    pub place: String,
    /// What is the case.
    pub message: String,
    /// The statement that mends it, where one does.
    pub up: Option<String>,
    /// What takes that back, where anything does.
    pub down: Option<String>,
    /// The query behind it.
    pub query: &'static str,
}

impl Finding {
    /// The statements of a migration that would mend it, there and back.
    ///
    /// None where there is no way back, or where the server or the database itself is to be changed: a migration runs in any.
    pub fn ways(&self) -> Option<(&str, &str)> {
        let is_of_schema = self.check != "stats/connections";
        self.up.as_deref().zip(self.down.as_deref()).filter(|_| is_of_schema)
    }
}

/// What could not be asked, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unasked {
    /// The name of the check.
    pub check: &'static str,
    /// What the server said.
    pub reason: String,
}

/// All that is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Health {
    /// How many questions were asked.
    pub asked: usize,
    /// The answers, by check.
    pub findings: Vec<Finding>,
    /// The checks that the server refuses, for want of rights for example.
    pub unasked: Vec<Unasked>,
}

macro_rules! checks {
    ($backend:literal: $($name:literal $file:literal,)*) => {
        &[$(Check { name: concat!("stats/", $name), query: include_str!(concat!($backend, "/", $file, ".sql")) },)*]
    };
}

const POSTGRES: &[Check] = checks!("postgres":
    "long-lock" "long_lock",
    "sequence" "sequence",
    "missing-index" "missing_index",
    "sequential-scan" "sequential_scan",
    "unused-index" "unused_index",
    "bloat" "bloat",
    "statistics" "statistics",
    "connections" "connections",
);

const MYSQL: &[Check] = checks!("mysql":
    "long-lock" "long_lock",
    "sequence" "sequence",
    "sequential-scan" "sequential_scan",
    "unused-index" "unused_index",
    "unseen" "unseen",
    "bloat" "bloat",
    "connections" "connections",
);

const SQLITE: &[Check] = checks!("sqlite":
    "broken-reference" "broken_reference",
    "bloat" "bloat",
    "statistics" "statistics",
    "connections" "connections",
);

/// A row: the object, what is the case, and the statements there and back.
type Row = (String, String, Option<String>, Option<String>);

/// The questions to a kind of database, the most urgent first.
pub fn checks(backend: Backend) -> &'static [Check] {
    match backend {
        Backend::Postgres => POSTGRES,
        Backend::MySql => MYSQL,
        Backend::Sqlite => SQLITE,
    }
}

/// Asks all of them. What one is refused is told, and the others are asked.
///
/// Errors: the database cannot be reached any more.
pub async fn health(session: &mut Session) -> Result<Health> {
    let mut health = Health::default();
    for check in checks(session.backend()) {
        match ask(session, check.query).await {
            Ok(rows) => {
                health.asked += 1;
                health.findings.extend(rows.into_iter().map(|(place, message, up, down)| Finding {
                    check: check.name,
                    place,
                    message,
                    up,
                    down,
                    query: check.query,
                }));
            }
            Err(error) => {
                match error.chain().find_map(|cause| cause.downcast_ref::<sqlx::Error>()?.as_database_error()) {
                    Some(refused) => {
                        let reason = refused.message().to_owned();
                        health.unasked.push(Unasked { check: check.name, reason });
                    }
                    None => return Err(error),
                }
            }
        }
    }
    Ok(health)
}

async fn ask(session: &mut Session, query: &'static str) -> Result<Vec<Row>> {
    let query = SqlStr::from_static(query);
    match session.backend() {
        Backend::Postgres => session.postgres(sqlx::query_as(query)).await,
        Backend::MySql => session.mysql(sqlx::query_as(query)).await,
        Backend::Sqlite => session.sqlite(sqlx::query_as(query)).await,
    }
}
