//! Scratch databases: a fresh, empty one beside the one a URL names, removed when its user is done.
//!
//! The named database itself is only connected to, never changed.

use super::url::{database_name, of_file, with_database};
use super::{Backend, Session, masked, without_secrets};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::str::FromStr;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;
use url::Url;

/// What the name of every scratch database begins with.
pub const SCRATCH_PREFIX: &str = "scaffold_scratch_";

/// How often a copy is tried, and how long it takes until it is tried again.
const TRIES: u32 = 200;
const MOMENT: Duration = Duration::from_millis(50);

/// An empty database that exists until [`Scratch::drop`].
pub struct Scratch {
    /// The URL of the scratch database.
    pub url: String,
    /// The name of the database in `url`; empty for SQLite.
    pub name: String,
    /// The name of the database beside which it stands; empty for SQLite.
    pub beside: String,
    place: Place,
}

enum Place {
    /// A file in a directory that disappears with this value.
    File(TempDir),
    /// A database on the server with this URL.
    Server(String),
}

impl Scratch {
    /// Creates an empty database on the server of `url`, or an SQLite file in the directory for temporary files.
    pub async fn create(url: &str) -> Result<Self> {
        let backend = Backend::of(url)?;
        if backend == Backend::Sqlite {
            return Self::file();
        }
        let url = &super::url::mysql(url);
        let parsed =
            Url::parse(url).map_err(|error| Diagnostic::url_not_understood(&masked(url), &error.to_string()))?;
        let name = new_name();
        let mut session = Session::open(url).await?;
        let created = session.execute(AssertSqlSafe(create_statement(backend, &name))).await;
        session.close().await;
        created.map_err(|error| refused(error, url))?;
        Ok(Self {
            url: with_database(&parsed, &name).to_string(),
            beside: database_name(&parsed),
            name,
            place: Place::Server(url.clone()),
        })
    }

    /// Creates a database that holds what another scratch database does, to which nobody is connected.
    ///
    /// None where the system has no way to copy one: on MySQL.
    pub async fn copy(&self) -> Result<Option<Self>> {
        match &self.place {
            Place::File(_) => {
                let copy = Self::file()?;
                let [from, to] = [self, &copy].map(|scratch| SqliteConnectOptions::from_str(&scratch.url));
                let (from, to) = (from?, to?);
                // Before its first migration there is no file.
                if from.get_filename().exists() {
                    fs::copy(from.get_filename(), to.get_filename()).context("copying the scratch database")?;
                }
                Ok(Some(copy))
            }
            Place::Server(url) if Backend::of(url)? == Backend::Postgres => {
                let name = new_name();
                let statement = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{}\"", self.name);
                let mut session = Session::open(url).await?;
                let created = patiently(&mut session, &statement).await;
                session.close().await;
                created.map_err(|error| refused(error, url))?;
                let parsed = Url::parse(&self.url)?;
                let (beside, place) = (self.beside.clone(), Place::Server(url.clone()));
                Ok(Some(Self { url: with_database(&parsed, &name).to_string(), beside, name, place }))
            }
            Place::Server(_) => Ok(None),
        }
    }

    fn file() -> Result<Self> {
        let directory =
            tempfile::Builder::new().prefix("scaffold-").tempdir().context("creating a scratch database")?;
        let path = directory.path().join("scratch.db");
        let url = of_file(path.to_str().context("the directory for temporary files is not UTF-8")?, "mode=rwc");
        Ok(Self { url, name: String::new(), beside: String::new(), place: Place::File(directory) })
    }

    /// Whether the scratch database is also a schema, as on MySQL, with [`Scratch::name`] for its name.
    pub fn is_schema(&self) -> bool {
        self.url.starts_with("mysql:")
    }

    /// Removes the database.
    pub async fn drop(self) -> Result<()> {
        match self.place {
            Place::File(directory) => directory.close().context("removing the scratch database"),
            Place::Server(url) => {
                let mut session = Session::open(&url).await?;
                let statement = drop_statement(session.backend(), &self.name);
                let dropped = session.execute(AssertSqlSafe(statement)).await;
                session.close().await;
                dropped.with_context(|| format!("removing the scratch database {}", self.name))
            }
        }
    }
}

/// Sixty-four random bits keep runs on one server apart; nothing of the user's goes into the name.
fn new_name() -> String {
    format!("{SCRATCH_PREFIX}{:016x}", RandomState::new().build_hasher().finish())
}

/// Copies a database as soon as the server has noticed that those who were connected to it are gone.
async fn patiently(session: &mut Session, statement: &str) -> Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        match session.execute(AssertSqlSafe(statement.to_owned())).await {
            Err(error) if tries < TRIES && is_in_use(&error) => sleep(MOMENT).await,
            done => return done,
        }
    }
}

/// PostgreSQL says object_in_use.
fn is_in_use(error: &anyhow::Error) -> bool {
    let database = error.chain().find_map(|cause| cause.downcast_ref::<sqlx::Error>()?.as_database_error());
    database.is_some_and(|error| error.code().as_deref() == Some("55006"))
}

/// `name` is made of letters, digits and `_`.
fn create_statement(backend: Backend, name: &str) -> String {
    match backend {
        // template0 is empty on every server; template1 may hold what an administrator put there.
        Backend::Postgres => format!("CREATE DATABASE \"{name}\" TEMPLATE template0"),
        Backend::MySql | Backend::Sqlite => format!("CREATE DATABASE `{name}`"),
    }
}

fn drop_statement(backend: Backend, name: &str) -> String {
    match backend {
        // A migration that died may have left its connection behind.
        Backend::Postgres => format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"),
        Backend::MySql | Backend::Sqlite => format!("DROP DATABASE IF EXISTS `{name}`"),
    }
}

fn refused(error: anyhow::Error, url: &str) -> anyhow::Error {
    let Some(database) = error.chain().find_map(|cause| cause.downcast_ref::<sqlx::Error>()?.as_database_error())
    else {
        return error;
    };
    let reason = without_secrets(database.message(), url);
    // PostgreSQL says insufficient_privilege; MySQL says ER_DBACCESS_DENIED_ERROR under the class of syntax errors.
    let denied = matches!(database.code().as_deref(), Some("42501"))
        || database.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>().is_some_and(|error| error.number() == 1044);
    let place = masked(url);
    match denied {
        true => Diagnostic::scratch_not_allowed(&place, &reason).into(),
        false => Diagnostic::scratch_failed(&place, &reason).into(),
    }
}
