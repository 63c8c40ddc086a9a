//! Plain SQL over any table, spelled by hand per backend: what the generated code is judged by.

use super::Sides;
use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_scaffold::catalog::{Column, DataType, QualifiedName};
use sea_scaffold::database::Backend;

/// The statement after which a session does not check foreign keys.
pub(super) fn without_foreign_keys(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "SET session_replication_role = replica",
        Backend::MySql => "SET foreign_key_checks = 0",
        Backend::Sqlite => "PRAGMA foreign_keys = off",
    }
}

/// The number of rows of a FROM clause.
pub(super) async fn count(connection: &DatabaseConnection, from: &str) -> Result<u64> {
    let statement = Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) FROM {from}"));
    let row = connection.query_one_raw(statement).await?.context("COUNT has a row")?;
    Ok(u64::try_from(row.try_get_by_index::<i64>(0)?)?)
}

/// Every row as text, sorted: the database's own text of each value, NULL told from an empty one.
pub(super) async fn dump(
    sides: &Sides,
    connection: &DatabaseConnection,
    table: &QualifiedName,
    columns: &[&Column],
) -> Result<String> {
    let texts = columns.iter().map(|column| text(sides.backend, column));
    let texts = texts.collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {texts} FROM {}", quoted(sides.backend, table));
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let mut lines = Vec::new();
    for row in connection.query_all_raw(statement).await? {
        let mut line = String::new();
        for (index, column) in columns.iter().enumerate() {
            let value: Option<String> = row.try_get_by_index(index)?;
            line += &format!("{}={} ", column.name, value.unwrap_or_else(|| "NULL".to_owned()));
        }
        lines.push(line + "\n");
    }
    lines.sort();
    Ok(lines.concat())
}

/// A quoted name with its schema.
pub(super) fn quoted(backend: Backend, name: &QualifiedName) -> String {
    format!("{}.{}", identifier(backend, &name.schema), identifier(backend, &name.name))
}

/// A quoted identifier.
pub(super) fn identifier(backend: Backend, name: &str) -> String {
    let quote = if backend == Backend::MySql { "`" } else { "\"" };
    format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
}

/// The text of a column's value, the same for equal values: numbers without trailing zeros, documents parsed.
fn text(backend: Backend, column: &Column) -> String {
    let name = identifier(backend, &column.name);
    match (backend, &column.data_type) {
        (Backend::Postgres, DataType::Json) => format!("{name}::jsonb::text"),
        (Backend::Postgres, DataType::Decimal(_)) => format!("trim_scale({name})::text"),
        (Backend::Postgres, DataType::Array(element)) if **element == DataType::Json => {
            format!("{name}::jsonb[]::text")
        }
        (Backend::Postgres, _) => format!("{name}::text"),
        // An instant is the same in whatever form SQLite's text of it is: its own default's, or the driver's.
        (Backend::Sqlite, DataType::TimestampWithTimeZone) => {
            format!("QUOTE(COALESCE(strftime('%Y-%m-%d %H:%M:%f', {name}), {name}))")
        }
        // Through bytes, so that no character set is asked; a NULL stays one.
        (Backend::MySql, _) => format!("HEX(CAST({name} AS BINARY))"),
        (Backend::Sqlite, _) => format!("QUOTE({name})"),
    }
}
