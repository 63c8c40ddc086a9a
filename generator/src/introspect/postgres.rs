//! PostgreSQL → [`Catalog`], from `pg_catalog` by object identifier, never by bare name.
//!
//! Seven statements whatever the number of tables: one read-only transaction, so that a database being altered
//! gives one consistent answer; no privilege but USAGE on the schemas; no prepared statement left behind. The
//! `.sql` files beside this one list rows, `assemble` joins them; nothing is decided about generated code.

mod assemble;
mod columns;
mod keys;
mod objects;
mod routines;
mod rows;
mod types;

use super::Answer;
use super::filter::Filters;
use crate::catalog::QualifiedName;
use crate::config::DatabaseSettings;
use crate::database::Session;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result, ensure};
use assemble::Request;
use rows::{Rows, SessionRow};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

/// How often a reading is tried while others alter the database under it.
const ATTEMPTS: u32 = 5;

/// Reads the schemas that `settings` name, or the connection's current one.
pub(super) async fn read(
    session: &mut Session,
    settings: &DatabaseSettings,
    filters: &Filters,
    migration_table: &str,
) -> Result<Answer> {
    let mut attempt = 1;
    loop {
        let read = read_snapshot(session, settings, filters, migration_table).await;
        let ended = session.execute(if read.is_ok() { "COMMIT" } else { "ROLLBACK" }).await;
        match read {
            Ok(answer) => return ended.map(|()| answer),
            Err(error) => match disturbance(&error) {
                None => return Err(error),
                Some(_) if attempt < ATTEMPTS && ended.is_ok() => attempt += 1,
                Some(reason) => return Err(Diagnostic::catalog_altered(session.place(), &reason).into()),
            },
        }
    }
}

/// The catalog as one transaction sees it, which stays open.
async fn read_snapshot(
    session: &mut Session,
    settings: &DatabaseSettings,
    filters: &Filters,
    migration_table: &str,
) -> Result<Answer> {
    let context = session.postgres_script(include_str!("postgres/session.sql")).await;
    let context: Vec<SessionRow> = context.with_context(|| format!("reading the catalog of {}", session.place()))?;
    let context = context.into_iter().next().context("the server does not describe the session")?;
    let (schemas, missing) = asked_schemas(settings, &context, session.place());

    let default_schema = context.current_schema.as_deref();
    let home = default_schema.filter(|default| schemas.iter().any(|schema| schema == default));
    let home = home.or(schemas.first().map(String::as_str)).unwrap_or_default();
    let asked = Bound::Schemas(&schemas);
    let objects = Bound::Objects { schemas: &schemas, migration_table, home };
    let rows = Rows {
        columns: rows(session, include_str!("postgres/columns.sql"), asked).await?,
        types: rows(session, include_str!("postgres/types.sql"), Bound::Nothing).await?,
        constraints: rows(session, include_str!("postgres/constraints.sql"), asked).await?,
        indexes: rows(session, include_str!("postgres/indexes.sql"), asked).await?,
        routines: rows(session, include_str!("postgres/routines.sql"), asked).await?,
        // Last, for to spell a view is to lock it and its tables until the transaction ends.
        objects: rows(session, include_str!("postgres/objects.sql"), objects).await?,
    };
    ensure!(!rows.are_torn(), Torn);
    let found = rows.objects.iter().filter(|row| row.is_relation() && row.name != migration_table);
    let found = found.map(|row| QualifiedName { schema: row.schema.clone(), name: row.name.clone() });
    let tables = filters.tables.check(&schemas, &found.collect::<Vec<_>>());
    let found = rows.routines.iter();
    let found = found.map(|row| QualifiedName { schema: row.schema.clone(), name: row.name.clone() });
    let routines = filters.routines.check_routines(&found.collect::<Vec<_>>());
    let catalog = assemble::catalog(rows, &Request { schemas: &schemas, default_schema, filters, migration_table });
    Ok(Answer { catalog, unmet: missing.or(tables.err()).or(routines.err()) })
}

/// The schemas to read, each once, in order; and why one that is asked for is not among them: it does not exist or is
/// hidden, or none was named and the connection has no current one.
fn asked_schemas(settings: &DatabaseSettings, context: &SessionRow, place: &str) -> (Vec<String>, Option<Diagnostic>) {
    let mut asked: BTreeSet<String> = settings.schemas.iter().cloned().collect();
    if asked.is_empty() {
        asked.extend(context.current_schema.clone());
    }
    if asked.is_empty() {
        return (Vec::new(), Some(Diagnostic::no_default_schema(place)));
    }
    let missing = asked.iter().find(|schema| context.hidden.contains(schema) || !context.usable.contains(schema));
    let missing = missing.map(|schema| match context.hidden.contains(schema) {
        true => Diagnostic::hidden_schema(schema),
        false => Diagnostic::unknown_schema(schema, &context.usable),
    });
    (asked.into_iter().filter(|schema| context.usable.contains(schema)).collect(), missing)
}

/// What a statement is given.
#[derive(Clone, Copy)]
enum Bound<'a> {
    Nothing,
    Schemas(&'a [String]),
    /// With the schema that takes what belongs to the whole database.
    Objects {
        schemas: &'a [String],
        migration_table: &'a str,
        home: &'a str,
    },
}

async fn rows<T>(session: &mut Session, sql: &'static str, bound: Bound<'_>) -> Result<Vec<T>>
where
    T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let query = sqlx::query_as(sql);
    let query = match bound {
        Bound::Nothing => query,
        Bound::Schemas(schemas) => query.bind(schemas),
        Bound::Objects { schemas, migration_table, home } => query.bind(schemas).bind(migration_table).bind(home),
    };
    let place = session.place().to_owned();
    session.postgres(query).await.with_context(|| format!("reading the catalog of {place}"))
}

/// The server's words, when the reading failed because others alter the schema: the functions that spell
/// definitions look at the present, not at the snapshot, and wait for whoever holds a lock.
fn disturbance(error: &anyhow::Error) -> Option<String> {
    if let Some(torn) = error.downcast_ref::<Torn>() {
        return Some(torn.to_string());
    }
    let Some(sqlx::Error::Database(error)) = error.downcast_ref::<sqlx::Error>() else {
        return None;
    };
    let code = error.code()?;
    DISTURBANCES.contains(&code.as_ref()).then(|| error.message().to_owned())
}

/// An expression is there in the snapshot, and what it belongs to is gone.
#[derive(Debug)]
struct Torn;

impl fmt::Display for Torn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table was dropped while it was read")
    }
}

impl Error for Torn {}

/// Cache lookup failed; undefined table, column, object, function; lock not available; deadlock.
const DISTURBANCES: [&str; 7] = ["XX000", "42P01", "42703", "42704", "42883", "55P03", "40P01"];
