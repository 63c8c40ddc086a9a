//! MySQL and MariaDB: `mariadb-dump` or `mysqldump` in one transaction, and the client that executes what they print.
//!
//! Each server is asked with its own tools where they are there: those of the other do not know all of its columns.
//!
//! Nobody but the tool knows at which moment it looks, so the rows are counted before and after; of a table with other
//! numbers it cannot be said how many rows it has in the dump. The system has no transaction around definitions either.

use super::tool::Tool;
use super::{Dumped, Rows, client, rows};
use crate::database::{Session, unreadable};
use anyhow::{Context, Result};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use tempfile::NamedTempFile;
use tokio::process::Command;

/// What writes a dump: MariaDB's own, and MySQL's.
pub(super) const DUMPS: [&str; 2] = ["mariadb-dump", "mysqldump"];

/// What executes one: MariaDB's own, and MySQL's.
pub(super) const CLIENTS: [&str; 2] = ["mariadb", "mysql"];

/// Tables with rows of their own.
pub(super) const TABLES: &str = "SELECT CAST(CONCAT('`', REPLACE(table_name, '`', '``'), '`') AS CHAR) \
    FROM information_schema.tables WHERE table_schema = DATABASE() \
    AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')";

/// What is told to the tool: one moment for all tables, what else there is beside them, bytes as digits, nothing of the time.
const FLAGS: [&str; 8] = [
    "--single-transaction",
    "--quick",
    "--routines",
    "--events",
    "--triggers",
    "--hex-blob",
    "--no-tablespaces",
    "--default-character-set=utf8mb4",
];

pub(super) async fn dump(url: &str, file: &Path) -> Result<Dumped> {
    let tool = Tool::find(&own(url, DUMPS).await?).await?;
    let before = rows(url).await?;
    let (mut command, name, _options) = command(&tool, url)?;
    if !tool.version.contains("MariaDB") {
        // Which transactions there were is a matter of the server, and to set it one of its administrators.
        command.arg("--set-gtid-purged=OFF");
    }
    command.args(FLAGS).arg("--skip-dump-date").arg(format!("--result-file={}", file.display())).arg("--").arg(name);
    tool.run(command, url).await?;
    let after = rows(url).await?;
    let moved = moved(&before, &after);
    let rows = after.into_iter().filter(|(table, _)| !moved.contains(table)).collect();
    Ok(Dumped { tool: tool.version.clone(), rows, moved })
}

/// The tools, those of the server's own kind first.
async fn own(url: &str, mut tools: [&'static str; 2]) -> Result<[&'static str; 2]> {
    let mut session = Session::open(url).await?;
    let version = session.mysql(sqlx::query_as::<_, (String,)>("SELECT VERSION()")).await;
    session.close().await;
    if version.map_err(|error| unreadable(error, url))?.iter().all(|(version,)| !version.contains("MariaDB")) {
        tools.reverse();
    }
    Ok(tools)
}

/// The tables that do not have one number of rows in both.
fn moved(before: &Rows, after: &Rows) -> Vec<String> {
    let tables = before.keys().chain(after.keys().filter(|table| !before.contains_key(*table)));
    tables.filter(|table| before.get(*table) != after.get(*table)).cloned().collect()
}

pub(super) async fn load(url: &str, file: &Path) -> Result<()> {
    let tool = Tool::find(&own(url, CLIENTS).await?).await?;
    let (mut command, name, _options) = command(&tool, url)?;
    let script = File::open(file).with_context(|| format!("reading {}", file.display()))?;
    command.args(["--default-character-set=utf8mb4", "--batch", "--"]).arg(name).stdin(Stdio::from(script));
    tool.run(command, url).await
}

pub(super) async fn replace(url: &str, file: &Path) -> Result<()> {
    let mut session = Session::open(url).await?;
    let emptied = session.empty(&[]).await;
    session.close().await;
    emptied.map_err(|error| unreadable(error, url).context("emptying the database"))?;
    load(url, file).await
}

/// A command that knows where the database is, the database's name, and the file that says so and has to stay meanwhile.
fn command(tool: &Tool, url: &str) -> Result<(Command, String, NamedTempFile)> {
    let (name, options) = client::mysql(url, tool.version.contains("MariaDB"))?;
    let mut file = NamedTempFile::new().context("writing the options of the client")?;
    file.write_all(options.as_bytes())?;
    let mut command = tool.command();
    // No other option may stand before it.
    command.arg(format!("--defaults-extra-file={}", file.path().display()));
    Ok((command, name, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_with_other_numbers_are_named() {
        let rows = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        assert_eq!(
            moved(&rows(&[("a", 1), ("b", 2), ("c", 3)]), &rows(&[("a", 1), ("b", 3), ("d", 0)])),
            ["b", "c", "d"]
        );
        assert_eq!(moved(&rows(&[("a", 1)]), &rows(&[("a", 1)])), [""; 0]);
    }
}
