//! Rows for every table: `seed` proposes, the database judges.

use crate::catalog::{Catalog, QualifiedName};
use crate::database::{Backend, Session};
use crate::seed::{Checking, Dialect, Options, Seeder};
use anyhow::Result;
use sqlx::AssertSqlSafe;

/// How many rows are tried before a table is left as it is.
const TRIED: u64 = 3;

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The number of rows.
    pub rows: u64,
    /// The tables that accepted none.
    pub refused: Vec<QualifiedName>,
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
/// Errors: the database cannot be reached any more. A row that it refuses is none.
pub async fn fill(session: &mut Session, catalog: &Catalog, rows: u64) -> Result<Filled> {
    let backend = session.backend();
    let options = Options { rows, seed: 1, dialect: dialect(backend), checking: Checking::On };
    let mut seeder = Seeder::new(catalog, options);
    // Where rows refer to rows that come later, all is one transaction.
    let ahead = seeder.tables().iter().any(|table| seeder.looks_ahead(*table));
    if ahead {
        execute(session, begin(backend)).await?;
    }
    let mut filled = Filled::default();
    for table in seeder.tables().to_vec() {
        let accepted = fill_table((session, rows), &mut seeder, table).await;
        filled.rows += accepted;
        filled.refused.extend(seeder.name(table).filter(|_| accepted == 0).cloned());
    }
    let later: Vec<String> = seeder.later().chain(seeder.finish()).collect();
    for statement in &later {
        judged(session, statement).await;
    }
    if ahead && execute(session, "COMMIT").await.is_err() {
        execute(session, "ROLLBACK").await?;
        return Ok(Filled { rows: 0, ..filled });
    }
    Ok(filled)
}

fn begin(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "BEGIN; SET CONSTRAINTS ALL DEFERRED",
        Backend::MySql => "BEGIN",
        Backend::Sqlite => "BEGIN; PRAGMA defer_foreign_keys = on",
    }
}

/// How many rows the table accepted.
async fn fill_table((session, rows): (&mut Session, u64), seeder: &mut Seeder, table: usize) -> u64 {
    let mut accepted = 0;
    for index in 0..rows {
        if accepted == 0 && index == TRIED {
            break;
        }
        let mut attempt = 0;
        while let Some(row) = seeder.row(table, index, attempt) {
            attempt += 1;
            let statement = seeder.insert(std::slice::from_ref(&row)).concat();
            if judged(session, &statement).await {
                seeder.accept(&row);
                accepted += 1;
                break;
            }
        }
    }
    accepted
}

/// Whether the database executes a statement. One that it refuses takes nothing else with it.
async fn judged(session: &mut Session, statement: &str) -> bool {
    // Outside a transaction some servers know no savepoints, and need none.
    let _ = execute(session, "SAVEPOINT row_of_scaffold").await;
    let is_fine = execute(session, statement).await.is_ok();
    if !is_fine {
        let _ = execute(session, "ROLLBACK TO SAVEPOINT row_of_scaffold").await;
    }
    let _ = execute(session, "RELEASE SAVEPOINT row_of_scaffold").await;
    is_fine
}

async fn execute(session: &mut Session, statement: &str) -> Result<()> {
    // What is no constant was written by `seed`, which quotes all that is not its own.
    session.execute(AssertSqlSafe(statement.to_owned())).await
}
