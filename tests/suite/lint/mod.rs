//! The rules of `scaffold lint`, judged by the servers: whether an index finds the rows of a foreign key, and whether one
//! index does all that another does, is for the planner to say.
//!
//! Each case is a table that the rules see, and the same keys and indexes on a table with rows that the planner sees.

mod coverage;
mod migrations;
mod real;
mod redundant;
mod redundant_mysql;

use crate::servers::{self, Database};
use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_scaffold::config::{DatabaseSettings, Settings};
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::introspect::introspect;
use sea_scaffold::lint::{self, Baseline, Finding, Server, Subject, System};

/// Rows for the planner: `a` tells each apart, `m` and `n` only together do, `x` is like `a`, and none is in the order of the
/// rows. `v` is a text like `a`, and `tags` hold few elements.
const ROWS: &str =
    "CREATE TABLE oracle (a int, m int, n int, x int, v text, tags int[], deleted_at timestamptz, filler text);
INSERT INTO oracle
SELECT p, p / 64, p % 64, (p::bigint * 3571) % 4093, md5(p::text), ARRAY[p % 400, p % 397], NULL, repeat('x', 200)
FROM (SELECT (i::bigint * 1009 % 4093)::int AS p FROM generate_series(1, 4000) AS i) AS rows;
";

/// What is found of a database by rules that say nothing of settings.
fn findings(database: &Database) -> Result<Vec<Finding>> {
    findings_with(database, &Settings::default())
}

fn findings_with(database: &Database, settings: &Settings) -> Result<Vec<Finding>> {
    let catalog = servers::wait(|| async {
        let mut session = Session::open(&database.url).await?;
        let catalog = introspect(&mut session, &DatabaseSettings::default(), "seaql_migrations").await;
        session.close().await;
        catalog
    })?;
    let system = match database.backend {
        Backend::Postgres => System::Postgres,
        Backend::MySql => System::MariaDb,
        Backend::Sqlite => System::Sqlite,
    };
    let server = Server { system, version: None };
    let subject = Subject { catalog: &catalog, committed: None, server, settings };
    let report = lint::lint(&subject, &Baseline::default());
    Ok(report.map_err(|mut problems| problems.remove(0))?.findings)
}

/// All rows of one text column.
async fn texts(connection: &DatabaseConnection, sql: &str, column: &str) -> Result<Vec<String>> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.with_context(|| sql.to_owned())?;
    Ok(rows.iter().map(|row| row.try_get("", column)).collect::<Result<_, _>>()?)
}

/// The plan of a statement, as PostgreSQL explains it.
async fn plan(connection: &DatabaseConnection, sql: &str) -> Result<serde_json::Value> {
    let sql = format!("EXPLAIN (FORMAT JSON) {sql}");
    let statement = Statement::from_string(connection.get_database_backend(), &sql);
    let row = connection.query_one_raw(statement).await.with_context(|| sql.clone())?.context("a plan is a row")?;
    let plans: serde_json::Value = row.try_get_by_index(0)?;
    Ok(plans[0]["Plan"].clone())
}
