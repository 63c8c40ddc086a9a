//! SQLite → [`Catalog`]: table-valued pragmas for the facts, the stored CREATE texts for what pragmas do not tell.
//!
//! Names travel as joined or bound values and are never spliced into a statement. Seven statements read any number
//! of tables in one read transaction. Only where a view or a virtual table cannot be resolved are those asked one
//! by one, so that the broken one is found: it stays in the catalog without columns.

mod declared;
mod objects;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod views;

use super::Answer;
use super::default::is_beyond;
use super::filter::{Filter, Filters};
use crate::catalog::{Catalog, DataType, QualifiedName, Schema};
use crate::config::{DatabaseSettings, SqliteInteger};
use crate::database::Session;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use declared::Speller;
use sqlx::FromRow;
use std::collections::BTreeMap;

/// The only schema; attached databases belong to a connection and not to the database.
const SCHEMA: &str = "main";

/// Reads the catalog.
pub(super) async fn read(
    session: &mut Session,
    settings: &DatabaseSettings,
    filters: &Filters,
    migration_table: &str,
) -> Result<Answer> {
    if let Some(unknown) = settings.schemas.iter().find(|schema| *schema != SCHEMA) {
        return Err(Diagnostic::unknown_schema(unknown, &[SCHEMA.to_owned()]).into());
    }
    session.execute("BEGIN").await?;
    let facts = Facts::read(session).await;
    // The transaction has only read, so this ends it well after an error too.
    session.execute("COMMIT").await?;
    let facts = facts?;
    let mut catalog = facts.catalog(&filters.tables, migration_table);
    settle_integers(&mut catalog, settings.sqlite_integer);
    settle_moments(&mut catalog);
    Ok(Answer { catalog, unmet: facts.unmet(filters, migration_table) })
}

/// SeaORM's migrations spell integers of any width `integer`: the configuration may know better than the assumption
/// that they are of the width they are called.
fn settle_integers(catalog: &mut Catalog, configured: Option<SqliteInteger>) {
    // A view passes on what the column is declared as.
    let columns = catalog.schemas.iter_mut().flat_map(|schema| {
        let tables = schema.tables.iter_mut().flat_map(|table| &mut table.columns);
        tables.chain(schema.views.iter_mut().flat_map(|view| &mut view.columns))
    });
    let mut ambiguous = columns.filter(|column| column.raw_type.eq_ignore_ascii_case("integer"));
    match configured {
        None => catalog.assumed_integers = catalog.migrated && ambiguous.next().is_some(),
        Some(SqliteInteger::I32) => ambiguous.for_each(|column| column.data_type = DataType::Integer),
        Some(SqliteInteger::I64) => ambiguous.for_each(|column| column.data_type = DataType::BigInteger),
    }
}

/// A column whose default is a moment that is none to Rust holds something else: text where it is a date of zeros, and
/// text or numbers where it is a number, as `DEFAULT 0` says for no moment. So does what a view may pass on of it.
fn settle_moments(catalog: &mut Catalog) {
    let mut beyond = BTreeMap::new();
    for column in catalog.schemas.iter_mut().flat_map(|schema| &mut schema.tables).flat_map(|table| &mut table.columns)
    {
        let Some(default) = &column.default else { continue };
        if is_beyond(&default.raw, &column.data_type) {
            column.data_type = DataType::Text;
        } else if is_moment(&column.data_type) && default.raw.parse::<f64>().is_ok() {
            column.data_type = DataType::Any;
        } else {
            continue;
        }
        beyond.insert(column.raw_type.clone(), column.data_type.clone());
    }
    let views = catalog.schemas.iter_mut().flat_map(|schema| &mut schema.views);
    for column in views.flat_map(|view| &mut view.columns) {
        if let Some(data_type) = beyond.get(&column.raw_type) {
            column.data_type = data_type.clone();
        }
    }
}

fn is_moment(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Date | DataType::DateTime | DataType::TimestampWithTimeZone)
}

/// What the statements return.
#[derive(Default)]
struct Facts {
    objects: Vec<ObjectRow>,
    columns: Vec<ColumnRow>,
    foreign_keys: Vec<ForeignKeyRow>,
    indexes: Vec<IndexRow>,
}

/// A row of `objects.sql`.
#[derive(FromRow)]
struct ObjectRow {
    /// `table`, `virtual`, `shadow`, `view`, `index` or `trigger`.
    kind: String,
    name: String,
    /// The table of an index or trigger.
    owner: String,
    text: String,
}

/// A row of `columns.sql`.
#[derive(FromRow)]
struct ColumnRow {
    owner: String,
    name: String,
    declared: String,
    not_null: bool,
    default_text: Option<String>,
    key_position: i64,
    /// 0 for an ordinary column, 1 for a hidden one, 2 and 3 for a generated one, virtual and stored.
    hidden: i64,
}

/// A row of `foreign_keys.sql`.
#[derive(FromRow)]
struct ForeignKeyRow {
    owner: String,
    id: i64,
    target: String,
    source_column: String,
    /// Absent where the reference names no columns and so means the primary key.
    target_column: Option<String>,
    on_update: String,
    on_delete: String,
}

/// A row of `indexes.sql`.
#[derive(FromRow)]
struct IndexRow {
    owner: String,
    index_name: String,
    is_unique: bool,
    origin: String,
    is_partial: bool,
    /// -2 for an expression, -1 for the row's number.
    cid: i64,
    column_name: Option<String>,
    descending: bool,
    collation: String,
}

impl Facts {
    async fn read(session: &mut Session) -> Result<Self> {
        let reading = || "reading the schema of the SQLite database";
        let objects = sqlx::query_as(include_str!("objects.sql"));
        let objects: Vec<ObjectRow> = session.sqlite(objects).await.with_context(reading)?;
        let columns = sqlx::query_as(include_str!("columns.sql")).bind(true);
        let mut columns: Vec<ColumnRow> = session.sqlite(columns).await.with_context(reading)?;
        columns.extend(derived_columns(session, &objects).await.with_context(reading)?);
        let foreign_keys = sqlx::query_as(include_str!("foreign_keys.sql"));
        let foreign_keys = session.sqlite(foreign_keys).await.with_context(reading)?;
        let indexes = session.sqlite(sqlx::query_as(include_str!("indexes.sql"))).await.with_context(reading)?;
        Ok(Self { objects, columns, foreign_keys, indexes })
    }

    /// What the filters ask for and is not there.
    fn unmet(&self, filters: &Filters, migration_table: &str) -> Option<Diagnostic> {
        let found = self.relations().filter(|row| !row.name.eq_ignore_ascii_case(migration_table));
        let found: Vec<_> =
            found.map(|row| QualifiedName { schema: SCHEMA.to_owned(), name: row.name.clone() }).collect();
        let routines = filters.routines.check_routines(&[]);
        routines.and_then(|()| filters.tables.check(&[SCHEMA.to_owned()], &found)).err()
    }

    fn catalog(&self, filter: &Filter, migration_table: &str) -> Catalog {
        let is_own = |name: &str| name.eq_ignore_ascii_case(migration_table);
        let migrated = self.relations().any(|row| is_own(&row.name));
        let speller = if migrated { Speller::SeaQuery } else { Speller::Unknown };
        let mut tables = tables::build(self, speller);
        let mut views = views::build(self, speller);
        let mut objects = objects::build(self);
        // Filtered last, because a foreign key may imply the primary key of a table that is left out.
        tables.retain(|table| !is_own(&table.name) && filter.keeps(SCHEMA, &table.name));
        views.retain(|view| filter.keeps(SCHEMA, &view.name));
        let is_kept = |name: &str| !is_own(name) && filter.keeps(SCHEMA, name);
        objects.retain(|object| object.table.as_deref().is_none_or(is_kept));
        let name = SCHEMA.to_owned();
        let schema = Schema { name, is_default: true, tables, views, objects, ..Schema::default() };
        Catalog { schemas: vec![schema], migrated, ..Catalog::default() }
    }

    /// Tables, virtual tables and views.
    fn relations(&self) -> impl Iterator<Item = &ObjectRow> {
        self.objects.iter().filter(|row| matches!(row.kind.as_str(), "table" | "virtual" | "view"))
    }

    /// The stored texts of one kind of object by name.
    fn texts(&self, kind: &str) -> BTreeMap<&str, &str> {
        let objects = self.objects.iter().filter(|row| row.kind == kind);
        objects.map(|row| (row.name.as_str(), row.text.as_str())).collect()
    }

    /// The columns of each table and view by its name.
    fn columns_by_owner(&self) -> BTreeMap<&str, Vec<&ColumnRow>> {
        grouped(&self.columns, |row| &row.owner)
    }
}

/// The columns of views and virtual tables, without those of the broken ones.
async fn derived_columns(session: &mut Session, objects: &[ObjectRow]) -> Result<Vec<ColumnRow>> {
    let all = sqlx::query_as(include_str!("columns.sql")).bind(false);
    match session.sqlite(all).await {
        Err(error) if is_broken_object(&error) => {}
        all => return all,
    }
    let mut columns = Vec::new();
    for row in objects.iter().filter(|row| matches!(row.kind.as_str(), "view" | "virtual")) {
        let one = sqlx::query_as(include_str!("columns_of_one.sql")).bind(&row.name);
        match session.sqlite(one).await {
            Ok(rows) => columns.extend::<Vec<ColumnRow>>(rows),
            Err(error) if is_broken_object(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(columns)
}

/// Whether SQLite refused because of what the schema says, and not because the file could not be read.
fn is_broken_object(error: &anyhow::Error) -> bool {
    const SQLITE_ERROR: &str = "1";
    let error = error.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
    error.is_some_and(|error| error.code().as_deref() == Some(SQLITE_ERROR))
}

/// `rows` by `key`, in their order within each.
fn grouped<'a, Row>(rows: &'a [Row], key: impl Fn(&'a Row) -> &'a str) -> BTreeMap<&'a str, Vec<&'a Row>> {
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups
}
