//! Random views, over the tables and over each other: whatever is proved of them has to be so on the server.
//!
//! `SCAFFOLD_TEST_SEED` starts the dice elsewhere, `SCAFFOLD_TEST_VIEWS` makes another number of views. Both are said
//! when a proof is wrong, which gives the same views again.

use super::query::{Dice, Relation, Writer, tables};
use super::{TABLES, catalog, row, shown, wrong};
use crate::cases::BACKENDS;
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_scaffold::database::Backend;
use std::env;

fn setting(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// How many views may lie on each other, and how many rows one may have, so that no server has to think for long.
const LIMITS: (usize, i64) = (3, 40);

/// Makes views until there are `count`; those that the server does not understand, or finds too many rows in, are left
/// out.
async fn make(connection: &DatabaseConnection, backend: Backend, (seed, count): (u64, u64)) -> Result<u64> {
    let mut relations = tables();
    let mut dice = Dice(seed);
    let mut made = 0;
    for number in 0..6 * count {
        let mut writer = Writer { dice: &mut dice, backend, relations: &relations, aliases: 0, height: 0 };
        let (query, kinds) = writer.query(2);
        let height = writer.height + 1;
        let name = format!("v{number}");
        if connection.execute_unprepared(&format!("CREATE VIEW {name} AS {query}")).await.is_err() {
            continue;
        }
        let rows = row(connection, format!("SELECT COUNT(*) FROM {name}")).await;
        let rows: Option<i64> = rows.ok().and_then(|row| row.try_get_by_index(0).ok());
        match rows {
            Some(rows) if rows <= LIMITS.1 => {
                made += 1;
                let columns = kinds.into_iter().enumerate().map(|(idx, kind)| (format!("c{idx}"), kind)).collect();
                relations.extend((height < LIMITS.0).then_some(Relation { name, columns, height }));
            }
            _ => {
                connection.execute_unprepared(&format!("DROP VIEW {name}")).await?;
            }
        }
        if made == count {
            break;
        }
    }
    Ok(made)
}

async fn judge(database: &Database, backend: Backend, dice: (u64, u64)) -> Result<Vec<String>> {
    let connection = database.connect().await?;
    connection.execute_unprepared(patience(backend)).await?;
    let made = make(&connection, backend, dice).await?;
    ensure!(made == dice.1, "only {made} of the views mean anything to {backend}");
    let catalog = catalog(database).await?;
    let (mut failures, mut columns, mut proved) = (Vec::new(), 0, 0);
    for view in catalog.schemas.iter().flat_map(|schema| &schema.views) {
        // What overflows on the way says nothing about NULL.
        let Ok(shown) = shown(&connection, backend, view).await else { continue };
        columns += view.columns.len();
        proved += view.columns.iter().filter(|column| !column.nullable).count();
        let unread = view.unread.iter().map(|reason| format!("not understood: {reason}"));
        let found = wrong(view, &shown).into_iter().chain(unread);
        failures.extend(found.map(|failure| format!("{}: {failure}\n    {}", view.name, view.definition)));
    }
    ensure!(proved * 100 > columns * 15, "{proved} of {columns} columns are proved on {backend}: too few to show much");
    Ok(failures)
}

/// A statement that makes the server give up on what takes it too long.
fn patience(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "SET statement_timeout = '1s'; SET jit = off",
        Backend::MySql => {
            "/*M! SET SESSION max_statement_time = 1 */ /*!50708 SET SESSION max_execution_time = 1000 */"
        }
        Backend::Sqlite => "SELECT 1",
    }
}

fn check(backend: Backend) -> Result<()> {
    let Some(server) = servers::database(backend) else { return Ok(()) };
    let database = server.database("random_views")?;
    database.execute(TABLES)?;
    let dice = (setting("SCAFFOLD_TEST_SEED", 1), setting("SCAFFOLD_TEST_VIEWS", 150));
    let failures = servers::wait(|| async { judge(&database, backend, dice).await.context("random views") })?;
    let (seed, views) = dice;
    let again = format!("SCAFFOLD_TEST_SEED={seed} SCAFFOLD_TEST_VIEWS={views}");
    ensure!(failures.is_empty(), "{} failures on {backend} ({again})\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

#[test]
fn random_views_of_postgres_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[0])
}

#[test]
fn random_views_of_mysql_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[1])
}

#[test]
fn random_views_of_sqlite_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[2])
}
