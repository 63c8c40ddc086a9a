//! What is proved of views, judged by the servers: no column that is called NOT NULL may give NULL.
//!
//! The `.sql` files beside this one make tables with awkward rows and views over them, whose columns say by their
//! names what is asked: `sure…` has to be proved, so that proving nothing is no way to pass; `null…` has to be NULL in
//! some row, so that the rows are known to tell a wrong proof. `random` asks the same of views that nobody thought of.

mod query;
mod random;

use crate::cases::BACKENDS;
use crate::servers::{self, Database, word};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_scaffold::catalog::{Catalog, View};
use sea_scaffold::config::DatabaseSettings;
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::introspect::introspect;

/// The tables and their rows.
const TABLES: &str = include_str!("tables.sql");

/// A view as the server shows it.
struct Shown {
    rows: i64,
    /// How many rows have NULL, by column.
    nulls: Vec<i64>,
    /// How many different values the proved key has.
    keys: i64,
}

fn views_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => include_str!("postgres.sql"),
        Backend::MySql => include_str!("mysql.sql"),
        Backend::Sqlite => include_str!("sqlite.sql"),
    }
}

async fn catalog(database: &Database) -> Result<Catalog> {
    let mut session = Session::open(&database.url).await?;
    let catalog = introspect(&mut session, &DatabaseSettings::default(), "seaql_migrations").await;
    session.close().await;
    catalog
}

/// A quoted name.
fn quoted(backend: Backend, name: &str) -> String {
    let quote = if backend == Backend::MySql { "`" } else { "\"" };
    format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
}

async fn shown(connection: &DatabaseConnection, backend: Backend, view: &View) -> Result<Shown> {
    let name = quoted(backend, &view.name);
    let columns = view.columns.iter().map(|column| format!(", COUNT(*) - COUNT({})", quoted(backend, &column.name)));
    let counts = format!("SELECT COUNT(*){} FROM {name}", columns.collect::<String>());
    let key: Vec<String> = view.key.iter().map(|column| quoted(backend, column)).collect();
    let key = if key.is_empty() { "1".to_owned() } else { key.join(", ") };
    let keys = format!("SELECT COUNT(*) FROM (SELECT DISTINCT {key} FROM {name}) AS k");
    let counts = row(connection, counts).await?;
    let nulls = (1..=view.columns.len()).map(|index| counts.try_get_by_index(index));
    Ok(Shown {
        rows: counts.try_get_by_index(0)?,
        nulls: nulls.collect::<Result<_, _>>()?,
        keys: row(connection, keys).await?.try_get_by_index(0)?,
    })
}

async fn row(connection: &DatabaseConnection, sql: String) -> Result<sea_orm::QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await?.context("a count has a row")
}

/// What is wrong with the proofs of a view: columns that are NULL all the same, and a key that repeats.
fn wrong(view: &View, shown: &Shown) -> Vec<String> {
    let columns = view.columns.iter().zip(&shown.nulls).filter(|(column, nulls)| !column.nullable && **nulls > 0);
    let mut wrong: Vec<String> =
        columns.map(|(column, nulls)| format!("{} is NULL in {nulls} of {} rows", column.name, shown.rows)).collect();
    if !view.key.is_empty() && shown.keys != shown.rows {
        wrong.push(format!("the key {:?} has {} values in {} rows", view.key, shown.keys, shown.rows));
    }
    wrong
}

/// What the names of the columns ask for and do not get.
fn missing(view: &View, shown: &Shown) -> Vec<String> {
    let mut missing = Vec::new();
    for (column, nulls) in view.columns.iter().zip(&shown.nulls) {
        if column.name.starts_with("sure") && column.nullable {
            missing.push(format!("{} is not proved", column.name));
        }
        if column.name.starts_with("null") && *nulls == 0 {
            missing.push(format!("{} is never NULL, so its rows show nothing", column.name));
        }
    }
    if shown.rows == 0 {
        missing.push("no rows".to_owned());
    }
    missing
}

fn check(backend: Backend) -> Result<()> {
    let Some(server) = servers::database(backend) else { return Ok(()) };
    let database = server.database("proof")?;
    for script in [TABLES, include_str!("views.sql"), views_of(backend)] {
        database.execute(script)?;
    }
    let failures = servers::wait(|| async {
        let connection = database.connect().await?;
        let catalog = catalog(&database).await?;
        let views: Vec<&View> = catalog.schemas.iter().flat_map(|schema| &schema.views).collect();
        ensure!(views.len() > 40, "only {} views were read", views.len());
        let mut failures = Vec::new();
        for view in views {
            let shown = shown(&connection, backend, view).await.with_context(|| view.name.clone())?;
            let found = wrong(view, &shown).into_iter().chain(missing(view, &shown));
            failures.extend(found.map(|failure| {
                let unread = view.unread.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                format!("{}.{}: {failure}{unread}\n    {}", word(backend), view.name, view.definition)
            }));
        }
        Ok(failures)
    })?;
    ensure!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

#[test]
fn views_of_postgres_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[0])
}

#[test]
fn views_of_mysql_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[1])
}

#[test]
fn views_of_sqlite_are_null_only_where_they_may_be() -> Result<()> {
    check(BACKENDS[2])
}
