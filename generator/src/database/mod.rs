//! Connections: which backend a URL names, how to connect in bounded time, and how to say so without secrets.
//!
//! A [`Session`] is one connection, read one statement after another; it counts its statements. Nothing here
//! knows about catalogs. No statement is left prepared on the server, so a transaction pooler can sit between.

mod empty;
mod scratch;
mod url;

pub use scratch::{SCRATCH_PREFIX, Scratch};
pub use url::{Missing, Whereabouts, masked, resolve, whereabouts, without_secrets};

use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sqlx::mysql::{MySqlArguments, MySqlRow};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::QueryAs;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, FromRow, SqlSafeStr};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How long connecting may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The supported database systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// PostgreSQL 13 and later.
    Postgres,
    /// MySQL 8 and MariaDB 10.11 and later.
    MySql,
    /// SQLite 3.
    Sqlite,
}

impl Backend {
    /// The backend that a URL's scheme names.
    pub fn of(url: &str) -> Result<Self, Diagnostic> {
        Self::of_scheme(url).ok_or_else(|| Diagnostic::unknown_backend(&masked(url)))
    }

    fn of_scheme(url: &str) -> Option<Self> {
        match url.split(':').next().unwrap_or_default() {
            "postgres" | "postgresql" => Some(Self::Postgres),
            "mysql" | "mariadb" => Some(Self::MySql),
            "sqlite" => Some(Self::Sqlite),
            _ => None,
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// One open connection that counts the statements it sends.
pub struct Session {
    link: Link,
    place: String,
    statements: u32,
}

enum Link {
    Postgres(sqlx::PgConnection),
    MySql(sqlx::MySqlConnection),
    Sqlite(sqlx::SqliteConnection),
}

impl Session {
    /// Connects within [`CONNECT_TIMEOUT`]. The error names host, port and database, never the password.
    pub async fn open(url: &str) -> Result<Self> {
        let backend = Backend::of(url)?;
        let place = masked(url);
        let opening = async {
            Ok::<_, sqlx::Error>(match backend {
                Backend::Postgres => {
                    let options = sqlx::postgres::PgConnectOptions::from_str(url)?;
                    // Poolers refuse start-up parameters that they do not track.
                    let options = options.extra_float_digits(None);
                    let options = options.application_name("scaffold").disable_statement_logging();
                    Link::Postgres(options.connect().await?)
                }
                Backend::MySql => {
                    let options = sqlx::mysql::MySqlConnectOptions::from_str(&url::mysql(url))?;
                    Link::MySql(options.disable_statement_logging().connect().await?)
                }
                Backend::Sqlite => {
                    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?;
                    Link::Sqlite(options.disable_statement_logging().connect().await?)
                }
            })
        };
        match tokio::time::timeout(CONNECT_TIMEOUT, opening).await {
            Ok(Ok(link)) => Ok(Self { link, place, statements: 0 }),
            Ok(Err(error)) => Err(Diagnostic::cannot_connect(&place, &without_secrets(&reason(&error), url)).into()),
            Err(_) => Err(Diagnostic::connect_timeout(&place, CONNECT_TIMEOUT.as_secs()).into()),
        }
    }

    /// The backend at the other end.
    pub fn backend(&self) -> Backend {
        match self.link {
            Link::Postgres(_) => Backend::Postgres,
            Link::MySql(_) => Backend::MySql,
            Link::Sqlite(_) => Backend::Sqlite,
        }
    }

    /// The masked URL, for messages.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What the server says of its version: `15.4 (Debian …)`, `10.11.6-MariaDB`, `3.46.1`.
    pub async fn version(&mut self) -> Result<String> {
        self.statements += 1;
        let sql = match self.backend() {
            Backend::Postgres => "SELECT current_setting('server_version')",
            Backend::MySql => "SELECT VERSION()",
            Backend::Sqlite => "SELECT sqlite_version()",
        };
        Ok(match &mut self.link {
            Link::Postgres(link) => sqlx::query_scalar(sql).persistent(false).fetch_one(link).await?,
            Link::MySql(link) => sqlx::query_scalar(sql).persistent(false).fetch_one(link).await?,
            Link::Sqlite(link) => sqlx::query_scalar(sql).fetch_one(link).await?,
        })
    }

    /// How many statements were sent since the connection was opened; a script that is sent at once is one.
    pub fn statements(&self) -> u32 {
        self.statements
    }

    /// Sends statements that return no rows and bind nothing, over the simple protocol.
    pub async fn execute(&mut self, sql: impl SqlSafeStr + Send) -> Result<()> {
        self.statements += 1;
        let sent = match &mut self.link {
            Link::Postgres(link) => sqlx::raw_sql(sql).execute(link).await.map(drop),
            Link::MySql(link) => sqlx::raw_sql(sql).execute(link).await.map(drop),
            Link::Sqlite(link) => sqlx::raw_sql(sql).execute(link).await.map(drop),
        };
        sent.with_context(|| format!("executing a statement on {}", self.place))
    }

    /// Runs a SELECT on PostgreSQL without leaving a prepared statement behind.
    pub async fn postgres<T>(&mut self, query: QueryAs<'_, sqlx::Postgres, T, PgArguments>) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        self.statements += 1;
        match &mut self.link {
            Link::Postgres(link) => Ok(query.persistent(false).fetch_all(link).await?),
            _ => Err(wrong_backend(Backend::Postgres)),
        }
    }

    /// Sends a script to PostgreSQL at once, over the simple protocol, and returns the rows of its SELECT.
    pub async fn postgres_script<T>(&mut self, sql: impl SqlSafeStr + Send) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, PgRow>,
    {
        self.statements += 1;
        match &mut self.link {
            Link::Postgres(link) => {
                let rows = sqlx::raw_sql(sql).fetch_all(link).await?;
                Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
            }
            _ => Err(wrong_backend(Backend::Postgres)),
        }
    }

    /// Runs a SELECT on MySQL or MariaDB without leaving a prepared statement behind.
    pub async fn mysql<T>(&mut self, query: QueryAs<'_, sqlx::MySql, T, MySqlArguments>) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, MySqlRow> + Send + Unpin,
    {
        self.statements += 1;
        match &mut self.link {
            Link::MySql(link) => Ok(query.persistent(false).fetch_all(link).await?),
            _ => Err(wrong_backend(Backend::MySql)),
        }
    }

    /// Runs a SELECT on SQLite.
    pub async fn sqlite<T>(&mut self, query: QueryAs<'_, sqlx::Sqlite, T, SqliteArguments>) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        self.statements += 1;
        match &mut self.link {
            Link::Sqlite(link) => Ok(query.persistent(false).fetch_all(link).await?),
            _ => Err(wrong_backend(Backend::Sqlite)),
        }
    }

    /// The texts that a statement selects, in whatever language the backend speaks. The statement must be safe as it is.
    pub async fn texts(&mut self, sql: String) -> Result<Vec<String>> {
        let query = AssertSqlSafe(sql);
        let rows: Vec<(String,)> = match self.backend() {
            Backend::Postgres => self.postgres(sqlx::query_as(query)).await?,
            Backend::MySql => self.mysql(sqlx::query_as(query)).await?,
            Backend::Sqlite => self.sqlite(sqlx::query_as(query)).await?,
        };
        Ok(rows.into_iter().map(|(text,)| text).collect())
    }

    /// Says goodbye to the server.
    pub async fn close(self) {
        // A server that is already gone is as closed as it gets.
        let _ = match self.link {
            Link::Postgres(link) => link.close().await,
            Link::MySql(link) => link.close().await,
            Link::Sqlite(link) => link.close().await,
        };
    }
}

/// What the server of the database at `url` says of its version.
pub async fn version(url: &str) -> Result<String> {
    let mut session = Session::open(url).await?;
    let version = session.version().await;
    session.close().await;
    version.map_err(|error| unreadable(error, url))
}

/// An error of a driver that ended the reading of the database at `url`, as a diagnostic; any other one as it is.
pub fn unreadable(error: anyhow::Error, url: &str) -> anyhow::Error {
    if error.downcast_ref::<Diagnostic>().is_some() {
        return error;
    }
    match error.chain().find_map(|cause| cause.downcast_ref::<sqlx::Error>()) {
        Some(driver) => Diagnostic::cannot_read(&masked(url), &without_secrets(&reason(driver), url)).into(),
        None => error,
    }
}

/// What a driver says, in the server's own words where there are any.
fn reason(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

fn wrong_backend(wanted: Backend) -> anyhow::Error {
    anyhow::format_err!("a {wanted} statement was sent to another database system")
}
