//! The workspaces under `examples/`: their migrations on every database, their committed entity crates, and the code that
//! uses them.

mod accounts;
mod blocks;
mod blog;
mod catalog;
mod orders;
mod pages;

use crate::servers::{self, Database, wait};
use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;
use sea_scaffold::database::Backend;

/// Runs a test on PostgreSQL with all migrations.
fn on_postgres<M: MigratorTrait>(
    name: &str,
    test: impl AsyncFnOnce(&DatabaseConnection) -> Result<()> + Send,
) -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let database = server.database(name)?;
    with::<M>(&database, None, test)
}

/// Runs a test with the first so many migrations, or with all.
fn with<M: MigratorTrait>(
    database: &Database,
    count: Option<u32>,
    test: impl AsyncFnOnce(&DatabaseConnection) -> Result<()> + Send,
) -> Result<()> {
    wait(|| async {
        let db = database.connect().await?;
        M::up(&db, count).await.context("up")?;
        test(&db).await
    })
    .with_context(|| format!("on {}", database.backend))
}

/// What a query says, a text for each row.
async fn texts(db: &impl ConnectionTrait, query: &str) -> Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}
