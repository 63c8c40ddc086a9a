//! What each database calls its objects by itself, in one statement: what a rename leaves alone.
//!
//! PostgreSQL tells it anybody, MariaDB and MySQL those with the PROCESS privilege: to who cannot know, nothing is known,
//! and no rename is found.

use crate::database::{Backend, Session};
use crate::history::{Identities, Identity, Kind, Object, Proof};
use anyhow::{Context, Result};
use sqlx::FromRow;

/// A row of the `identities.sql` of each backend.
#[derive(FromRow)]
struct Row {
    /// What the number counts.
    class: String,
    number: i64,
    part: i64,
    kind: String,
    schema: String,
    owner: Option<String>,
    name: String,
    /// How far the database has counted what its numbers are worth by, where they are worth no more: see [`Proof`].
    counted: Option<i64>,
}

/// Reads the identities of all objects.
///
/// Errors: the connection broke.
pub async fn identities(session: &mut Session) -> Result<Identities> {
    let backend = session.backend();
    let rows: Result<Vec<Row>> = match backend {
        Backend::Postgres => session.postgres(sqlx::query_as(include_str!("postgres/identities.sql"))).await,
        Backend::Sqlite => session.sqlite(sqlx::query_as(include_str!("sqlite/identities.sql"))).await,
        Backend::MySql => mysql(session).await,
    };
    let rows = rows.with_context(|| format!("reading what {} calls its objects", session.place()))?;
    let counted = rows.iter().filter_map(|row| row.counted).max();
    let proof = match (backend, counted) {
        (Backend::Sqlite, counted) => Proof::Statements(counted.unwrap_or_default()),
        (Backend::MySql, Some(counted)) => Proof::InstantAlters(counted),
        (Backend::MySql | Backend::Postgres, _) => Proof::Enough,
    };
    let objects = rows.into_iter().filter_map(|row| {
        let kind = kind(&row.kind)?;
        let object = Object { kind, schema: Some(row.schema), of: row.owner, name: row.name };
        Some((Identity { class: row.class, number: row.number, part: row.part }, object))
    });
    Ok(Identities { objects: objects.collect(), proof })
}

/// MariaDB and MySQL list the same under other names; neither knows those of the other.
async fn mysql(session: &mut Session) -> Result<Vec<Row>> {
    for sql in [include_str!("mysql/identities_mariadb.sql"), include_str!("mysql/identities_mysql.sql")] {
        match session.mysql(sqlx::query_as(sql)).await {
            Err(error) if is_refused(&error) => {}
            answer => return answer,
        }
    }
    Ok(Vec::new())
}

/// Whether the server knows the answer and does not give it, or does not know the question.
fn is_refused(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<sqlx::Error>(), Some(sqlx::Error::Database(_)))
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "table" => Kind::Table,
        "view" => Kind::View,
        "enum" => Kind::Enum,
        "domain" => Kind::Domain,
        "composite" => Kind::Composite,
        "routine" => Kind::Routine,
        "column" => Kind::Column,
        "constraint" => Kind::Constraint,
        "index" => Kind::Index,
        "value" => Kind::Value,
        "attribute" => Kind::Attribute,
        _ => return None,
    })
}
