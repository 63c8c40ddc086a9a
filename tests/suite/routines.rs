//! Every generated function that calls a routine, called: it must give what the same call in plain SQL gives.
//!
//! Scalars are read again through a statement spelled here; rows and sets are compared with what the case's rows make
//! of them. Goldens that are being rewritten are not there to be called.

mod mysql;
mod portable;
mod postgres;

use crate::cases;
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement, TryGetable};
use sea_scaffold::database::Backend;
use std::fmt::Debug;
use std::future::Future;

/// A database with the schema and the rows of a case, and a connection to it, where there is such a server.
struct Place {
    db: DatabaseConnection,
    _database: Database,
}

/// Runs a test on a fresh database of the case; on a machine without the server it does nothing.
fn on<F: Future<Output = Result<()>>>(
    case: &str,
    backend: Backend,
    test: impl FnOnce(Place) -> F + Send,
) -> Result<()> {
    let case = cases::all().into_iter().find(|known| known.name == case).context("there is such a case")?;
    let Some(database) = case.database(backend)? else { return Ok(()) };
    case.fill(&database)?;
    servers::wait(|| async move {
        let db = database.connect().await?;
        test(Place { db, _database: database }).await
    })
}

impl Place {
    /// The first column of a statement's rows.
    async fn plain<T: TryGetable>(&self, sql: &str) -> Result<Vec<Option<T>>> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.with_context(|| sql.to_owned())?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }

    /// Fails unless a call gave the value that the statement gives.
    async fn same<T: TryGetable + Debug + PartialEq>(&self, called: Result<Option<T>, DbErr>, sql: &str) -> Result<()> {
        let called = called.with_context(|| format!("called instead of {sql}"))?;
        let plain = self.plain::<T>(sql).await?;
        ensure!(plain == [called], "{sql} gives {plain:?}");
        Ok(())
    }
}
