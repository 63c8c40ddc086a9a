//! Backups: what a database holds at one moment, in files from which it can be made again.
//!
//! Each system's own tools make and read the data: `pg_dump` and `pg_restore`, `mariadb-dump` and `mariadb`, and the online
//! backup of SQLite. What was in it is counted by us, at the same moment where the system has a way to say which that is;
//! whoever restores it counts again.
//!
//! A backup is a directory: the data, a [`Record`] of what it is, and the schema as the project file tells it. Secrets reach
//! the tools in their environment or in a file that only their user may read, and never among the arguments.

mod client;
mod directory;
mod mysql;
mod postgres;
mod record;
mod sqlite;
mod tool;

pub use directory::{Making, place_in};
pub use record::{Data, Record};

use crate::database::{Backend, Session, unreadable};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

/// How many rows each table has, by its name as SQL writes it.
pub type Rows = BTreeMap<String, u64>;

/// What a tool wrote down of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dumped {
    /// What made it, in its own words.
    pub tool: String,
    /// What it holds.
    pub rows: Rows,
    /// The tables whose rows changed in number meanwhile, where the system cannot say at which moment the tool looked.
    pub moved: Vec<String>,
}

/// Whether what is restored belongs to whom it belonged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// Owners and grants are as they were; the roles must be there.
    Kept,
    /// All is owned by who restores it, and granted to nobody.
    Dropped,
}

/// What the file with the data is called.
pub fn data_file(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "data.dump",
        Backend::MySql => "data.sql",
        Backend::Sqlite => "data.db",
    }
}

/// Writes the data of the database at `url` into a new file.
///
/// Errors: there is no such tool, or it is too old for the server or fails; the database cannot be read.
pub async fn dump(url: &str, file: &Path) -> Result<Dumped> {
    match Backend::of(url)? {
        Backend::Postgres => postgres::dump(url, file).await,
        Backend::MySql => mysql::dump(url, file).await,
        Backend::Sqlite => sqlite::dump(url, file).await,
    }
}

/// Puts the data of a file into the database at `url`, in which nothing is; nothing is left to roles.
///
/// Errors: as of [`dump`]; what was done by then is left there.
pub async fn load(url: &str, file: &Path, roles: Roles) -> Result<()> {
    match Backend::of(url)? {
        Backend::Postgres => postgres::load(url, file, roles).await,
        Backend::MySql => mysql::load(url, file).await,
        Backend::Sqlite => sqlite::load(url, file).await,
    }
}

/// Puts the data of a file in the place of all that the database at `url` holds.
///
/// Errors: as of [`dump`]. On PostgreSQL and SQLite all is then as it was; on MySQL, what was done by then is left.
pub async fn replace(url: &str, file: &Path, roles: Roles) -> Result<()> {
    match Backend::of(url)? {
        Backend::Postgres => postgres::replace(url, file, roles).await,
        Backend::MySql => mysql::replace(url, file).await,
        Backend::Sqlite => sqlite::load(url, file).await,
    }
}

/// What would make and restore a backup of the database at `url`, in its own words.
///
/// Errors: a program is missing.
pub async fn tools(url: &str) -> Result<Vec<String>> {
    let names: &[&[&'static str]] = match Backend::of(url)? {
        Backend::Postgres => &[&["pg_dump"], &["pg_restore"], &["psql"]],
        Backend::MySql => &[&mysql::DUMPS, &mysql::CLIENTS],
        Backend::Sqlite => return Ok(vec![sqlite::version()]),
    };
    let mut tools = Vec::new();
    for names in names {
        tools.push(tool::Tool::find(names).await?.version);
    }
    Ok(tools)
}

/// Whether there is a table in the database at `url`.
pub async fn has_tables(url: &str) -> Result<bool> {
    looked(url, async |session| Ok(!tables(session).await?.is_empty())).await
}

/// Whether there is a row in the database at `url`. None is counted.
pub async fn has_rows(url: &str) -> Result<bool> {
    looked(url, async |session| {
        for table in tables(session).await? {
            if !session.texts(format!("SELECT '' FROM {table} LIMIT 1")).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    })
    .await
}

/// How many rows each table of the database at `url` has.
pub async fn rows(url: &str) -> Result<Rows> {
    looked(url, async |session| count(session).await).await
}

/// What a look at the database at `url` tells.
async fn looked<T>(url: &str, look: impl AsyncFnOnce(&mut Session) -> Result<T>) -> Result<T> {
    let mut session = Session::open(url).await?;
    let seen = look(&mut session).await;
    session.close().await;
    seen.map_err(|error| unreadable(error, url))
}

/// The tables that a backup holds, as they stand behind FROM, by other ways than the rest of the program looks at them: what
/// belongs to an extension or is made by the database itself is not among them.
async fn tables(session: &mut Session) -> Result<Vec<String>> {
    let tables = match session.backend() {
        Backend::Postgres => postgres::TABLES,
        Backend::MySql => mysql::TABLES,
        Backend::Sqlite => sqlite::TABLES,
    };
    session.texts(tables.to_owned()).await
}

async fn count(session: &mut Session) -> Result<Rows> {
    let text = if session.backend() == Backend::MySql { "char" } else { "text" };
    let mut rows = Rows::new();
    for table in tables(session).await? {
        let count = session.texts(format!("SELECT CAST(count(*) AS {text}) FROM {table}")).await?;
        let name = table.strip_prefix("ONLY ").unwrap_or(&table).to_owned();
        rows.insert(name, count.first().map_or(Ok(0), |count| count.parse())?);
    }
    Ok(rows)
}
