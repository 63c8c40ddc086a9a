//! `scaffold seed`: the rows that the project keeps as code, or made-up ones in great numbers.
//!
//! Rows as code all go into the database in one transaction, or none of them do.

mod made_up;
mod written;

use super::arguments::SeedArguments;
use super::exit::Exit;
use super::interrupt;
use super::output::Output;
use crate::config::Config;
use crate::database::{Backend, Session};
use anyhow::Result;
use sqlx::AssertSqlSafe;

/// Does what is asked for.
pub(super) async fn run(config: &Config, arguments: &SeedArguments, output: Output) -> Result<Exit> {
    interrupt::ends(async {
        match arguments.rows {
            Some(rows) => made_up::run(config, (arguments, rows), output).await,
            None => written::run(config, arguments, output).await,
        }
    })
    .await
}

/// The texts that a statement selects.
async fn texts(session: &mut Session, sql: &str) -> Result<Vec<String>> {
    let sql = AssertSqlSafe(sql.to_owned());
    let rows: Vec<(String,)> = match session.backend() {
        Backend::Postgres => session.postgres(sqlx::query_as(sql)).await?,
        Backend::MySql => session.mysql(sqlx::query_as(sql)).await?,
        Backend::Sqlite => session.sqlite(sqlx::query_as(sql)).await?,
    };
    Ok(rows.into_iter().map(|(text,)| text).collect())
}
