//! Rows for every table: `seed` proposes, the database judges.

use crate::catalog::{Catalog, QualifiedName};
use crate::database::{Backend, Session};
use crate::seed::{Checking, Dialect, Options, Seeder};
use anyhow::{Context, Result};
use sqlx::AssertSqlSafe;

/// How many rows are tried before a table is left as it is.
pub(super) const TRIED: u64 = 3;

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The number of rows.
    pub rows: u64,
    /// The tables that accepted none, and why the last was refused.
    pub refused: Vec<(QualifiedName, String)>,
    /// Why the database took none of the rows in the end, where it did not.
    pub undone: Option<String>,
}

/// The spelling that a backend wants.
pub fn dialect(backend: Backend) -> Dialect {
    match backend {
        Backend::Postgres => Dialect::Postgres,
        Backend::MySql => Dialect::MySql,
        Backend::Sqlite => Dialect::Sqlite,
    }
}

/// Puts up to `rows` rows into every table of the catalog; which ones, depends on nothing but that.
///
/// Where tables refer to each other in a circle, so that no program could add the first row, all is added as by a dump, if
/// the role may do that, and the session goes on without checking foreign keys.
///
/// Errors: the database cannot be reached any more. A row that it refuses is none.
pub async fn fill(session: &mut Session, catalog: &Catalog, rows: u64) -> Result<Filled> {
    let options = Options { rows, seed: 1, dialect: dialect(session.backend()), checking: Checking::On };
    let (mut seeder, ahead) = begun(session, catalog, options).await?;
    let mut filled = Filled::default();
    for table in seeder.tables().to_vec() {
        let (accepted, reason) = fill_table((session, rows), &mut seeder, table).await;
        filled.rows += accepted;
        let name = seeder.name(table).filter(|_| accepted == 0);
        filled.refused.extend(name.map(|name| (name.clone(), reason)));
    }
    for statement in seeder.later().collect::<Vec<_>>() {
        // Which of the rows may refer to which is for the database to say.
        let _ = judged(session, &statement).await;
    }
    for statement in seeder.finish() {
        judged(session, &statement).await.with_context(|| statement.clone())?;
    }
    if ahead && let Err(error) = execute(session, "COMMIT").await {
        execute(session, "ROLLBACK").await?;
        return Ok(Filled { rows: 0, undone: Some(format!("{error:#}")), ..filled });
    }
    Ok(filled)
}

/// What makes the rows, and whether they are all made in one transaction, which is begun then: where rows refer to rows that
/// come later.
pub(super) async fn begun(session: &mut Session, catalog: &Catalog, options: Options) -> Result<(Seeder, bool)> {
    let backend = session.backend();
    let mut seeder = Seeder::new(catalog, options);
    if !seeder.diagnostics().is_empty() && execute(session, unchecked(backend)).await.is_ok() {
        seeder = Seeder::new(catalog, Options { checking: Checking::Off, ..options });
    }
    let ahead = seeder.tables().iter().any(|table| seeder.looks_ahead(*table));
    if ahead {
        execute(session, begin(backend)).await?;
    }
    Ok((seeder, ahead))
}

/// The statement after which a session does not check foreign keys.
pub fn unchecked(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "SET session_replication_role = replica",
        Backend::MySql => "SET foreign_key_checks = 0",
        Backend::Sqlite => "PRAGMA foreign_keys = off",
    }
}

/// The statement that begins a transaction in which rows may refer to rows that come later.
pub fn begin(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "BEGIN; SET CONSTRAINTS ALL DEFERRED",
        Backend::MySql => "BEGIN",
        Backend::Sqlite => "BEGIN; PRAGMA defer_foreign_keys = on",
    }
}

/// How many rows the table accepted, and why it did not accept the last that it refused.
async fn fill_table((session, rows): (&mut Session, u64), seeder: &mut Seeder, table: usize) -> (u64, String) {
    let (mut accepted, mut reason) = (0, "what it refers to has no rows".to_owned());
    for index in 0..rows {
        if accepted == 0 && index == TRIED {
            break;
        }
        match add(session, seeder, (table, index)).await {
            Ok(()) => accepted += 1,
            Err(refused) => reason = refused.unwrap_or(reason),
        }
    }
    (accepted, reason)
}

/// Adds the row with that number, in as many attempts as it takes; otherwise says why the last one was refused.
pub(super) async fn add(
    session: &mut Session,
    seeder: &mut Seeder,
    (table, index): (usize, u64),
) -> Result<(), Option<String>> {
    let (mut attempt, mut reason) = (0, None);
    while let Some(row) = seeder.row(table, index, attempt) {
        attempt += 1;
        match judged(session, &seeder.insert(std::slice::from_ref(&row)).concat()).await {
            Ok(()) => {
                seeder.accept(&row);
                return Ok(());
            }
            Err(error) => reason = Some(format!("{error:#}")),
        }
    }
    Err(reason)
}

/// Executes a statement. One that the database refuses takes nothing else with it.
pub(super) async fn judged(session: &mut Session, statement: &str) -> Result<()> {
    // Outside a transaction some servers know no savepoints, and need none.
    let _ = execute(session, "SAVEPOINT row_of_scaffold").await;
    let judged = execute(session, statement).await;
    if judged.is_err() {
        let _ = execute(session, "ROLLBACK TO SAVEPOINT row_of_scaffold").await;
    }
    let _ = execute(session, "RELEASE SAVEPOINT row_of_scaffold").await;
    judged
}

pub(super) async fn execute(session: &mut Session, statement: &str) -> Result<()> {
    // What is no constant was written by `seed`, which quotes all that is not its own.
    session.execute(AssertSqlSafe(statement.to_owned())).await
}
