//! What a database does for a statement, as it tells itself.

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::future::Future;

/// How the database answers a statement: on PostgreSQL with what that took where the statement only reads.
pub(super) async fn told(db: &impl ConnectionTrait, statement: &Statement) -> Result<String> {
    let explain = match db.get_database_backend() {
        DbBackend::Sqlite => "EXPLAIN QUERY PLAN",
        DbBackend::Postgres if statement.sql.starts_with("SELECT") => "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)",
        _ => "EXPLAIN",
    };
    Ok(lines(db, &format!("{explain} {statement}")).await?.join("\n"))
}

/// How many pages PostgreSQL has read by a plan that it carried out.
pub(super) fn buffers(plan: &str) -> i64 {
    let buffers = plan.split("Buffers: shared ").nth(1).and_then(|rest| rest.lines().next());
    let counts = buffers.into_iter().flat_map(|text| text.split(' ')).filter_map(|part| part.split_once('='));
    counts.filter_map(|(_, count)| count.parse::<i64>().ok()).sum()
}

/// How many rows MySQL reads for the session while some work is done. To ask reads rows, too.
pub(super) async fn handled<T>(db: &impl ConnectionTrait, work: impl Future<Output = Result<T>>) -> Result<(T, i64)> {
    let (first, second) = (counted(db).await?, counted(db).await?);
    let answer = work.await?;
    Ok((answer, counted(db).await? - second - (second - first)))
}

async fn counted(db: &impl ConnectionTrait) -> Result<i64> {
    let counts = lines(db, "SHOW SESSION STATUS LIKE 'Handler_read%'").await?;
    Ok(counts.iter().filter_map(|count| count.parse::<i64>().ok()).sum())
}

/// The last text column of every row.
async fn lines(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.with_context(|| sql.to_owned())?;
    rows.iter().map(|row| Ok(row.try_get_by_index(row.column_names().len() - 1)?)).collect()
}
