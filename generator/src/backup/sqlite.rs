//! SQLite: its online backup, which copies page by page whatever others do meanwhile, and back the same way.

use super::{Dumped, Rows};
use crate::database::masked;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use sqlx::sqlite::SqliteConnectOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use tokio::task;

/// Tables with rows of their own, those behind virtual ones among them.
pub(super) const TABLES: &str = "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_list \
    WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// How long another connection may keep a lock.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn dump(url: &str, file: &Path) -> Result<Dumped> {
    let (from, to, place) = (path(url)?, file.to_owned(), masked(url));
    task::spawn_blocking(move || {
        let source = open(&from)?;
        // One transaction of one connection: what is counted is what is copied.
        source.execute_batch("BEGIN").context("reading the database")?;
        let rows = count(&source)?;
        let mut target = Connection::open(&to)?;
        copy(&source, &mut target, &place)?;
        let sound: String = target.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        match sound.as_str() {
            "ok" => Ok(Dumped { tool: version(), rows, moved: Vec::new() }),
            reason => Err(Diagnostic::tool_failed("SQLite's integrity check of the copy", reason).into()),
        }
    })
    .await?
}

/// Copies over whatever is there: others that have the file open see the new pages with their next statement.
pub(super) async fn load(url: &str, file: &Path) -> Result<()> {
    let (from, to, place) = (file.to_owned(), path(url)?, masked(url));
    task::spawn_blocking(move || {
        let source = Connection::open_with_flags(&from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut target = open(&to)?;
        copy(&source, &mut target, &place)
    })
    .await?
}

/// What copies the pages.
pub(super) fn version() -> String {
    format!("SQLite {}", rusqlite::version())
}

/// All pages at once, so that nobody changes any between two of them.
fn copy(source: &Connection, target: &mut Connection, place: &str) -> Result<()> {
    let waited = std::iter::repeat_n(Duration::from_millis(50), 100);
    for pause in waited {
        let step = Backup::new(source, target)?.step(-1)?;
        match step {
            StepResult::Done => return Ok(()),
            // Whoever holds the lock has not asked this connection to wait.
            StepResult::Busy | StepResult::Locked => std::thread::sleep(pause),
            _ => anyhow::bail!("a backup of all pages ended before the last one"),
        }
    }
    Err(Diagnostic::sqlite_busy(place, PATIENCE.as_secs()).into())
}

fn open(path: &Path) -> Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
            .with_context(|| format!("opening {}", path.display()))?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

fn count(connection: &Connection) -> Result<Rows> {
    let mut statement = connection.prepare(TABLES)?;
    let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let counted = tables.into_iter().map(|table| {
        let count = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))?;
        Ok((table, u64::try_from(count)?))
    });
    counted.collect()
}

fn path(url: &str) -> Result<PathBuf> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}
