//! MySQL and MariaDB → [`Catalog`], from information_schema alone.
//!
//! Seven statements read any number of tables of any number of schemas; where the two servers differ in what they
//! list, the version chooses between two texts. There is no transaction around them: information_schema does not
//! take part in one. Names travel as one bound JSON array and are never spliced into a statement.

mod columns;
mod enums;
mod keys;
mod objects;
mod routines;
mod rows;
mod types;

use super::Answer;
use super::filter::Filters;
use crate::catalog::{Catalog, DataType, QualifiedName, Schema, Table, TableKind, View};
use crate::config::DatabaseSettings;
use crate::database::Session;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use columns::Owner;
use enums::Enums;
use rows::{ObjectRow, Rows, SchemaRow};
use std::collections::BTreeSet;

/// The two servers behind `mysql://`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flavor {
    MySql,
    MariaDb,
}

impl Flavor {
    fn of(version: &str) -> Self {
        if version.to_ascii_lowercase().contains("mariadb") { Self::MariaDb } else { Self::MySql }
    }
}

/// Reads the catalog.
pub(super) async fn read(
    session: &mut Session,
    settings: &DatabaseSettings,
    filters: &Filters,
    migration_table: &str,
) -> Result<Answer> {
    let known: Vec<SchemaRow> =
        session.mysql(sqlx::query_as(include_str!("schemas.sql"))).await.context("reading the list of schemas")?;
    let (schemas, missing) = wanted_schemas(&known, settings, session.place());
    let flavor = known.first().map_or(Flavor::MySql, |row| Flavor::of(&row.version));
    let rows = Rows::read(session, flavor, &schemas).await?;
    let default = known.first().and_then(|row| row.current_schema.as_deref());
    let beyond = columns::types_beyond(rows.columns.iter());
    let reading = Reading { rows: &rows, flavor, default, migration_table, filters, beyond };
    Ok(Answer { catalog: reading.catalog(&schemas)?, unmet: missing.or_else(|| reading.unmet(&schemas)) })
}

/// The schemas to read: those that were asked for, or the connection's own; and why one is not among them.
fn wanted_schemas(known: &[SchemaRow], settings: &DatabaseSettings, place: &str) -> (Vec<String>, Option<Diagnostic>) {
    if settings.schemas.is_empty() {
        let own = known.first().and_then(|row| row.current_schema.clone());
        let missing = own.is_none().then(|| Diagnostic::no_default_schema(place));
        return (own.into_iter().collect(), missing);
    }
    let names: Vec<String> = known.iter().map(|row| row.name.clone()).collect();
    let unknown = settings.schemas.iter().find(|schema| !names.contains(schema));
    let missing = unknown.map(|unknown| Diagnostic::unknown_schema(unknown, &names));
    let wanted: BTreeSet<String> = settings.schemas.iter().filter(|schema| names.contains(schema)).cloned().collect();
    (wanted.into_iter().collect(), missing)
}

/// All that is known while the rows become a catalog.
struct Reading<'a> {
    rows: &'a Rows,
    flavor: Flavor,
    default: Option<&'a str>,
    migration_table: &'a str,
    filters: &'a Filters,
    /// The types of which some column holds values that Rust's counterpart cannot.
    beyond: BTreeSet<&'a str>,
}

impl Reading<'_> {
    fn catalog(&self, schemas: &[String]) -> Result<Catalog> {
        let migrated = self.rows.tables().any(|row| row.owner == self.migration_table);
        let groups = self.rows.groups();
        let schemas: Vec<Schema> = schemas.iter().map(|schema| self.schema(schema, &groups)).collect::<Result<_>>()?;
        let tables = schemas.iter().flat_map(|schema| &schema.tables).flat_map(|table| &table.columns);
        let views = schemas.iter().flat_map(|schema| &schema.views).flat_map(|view| &view.columns);
        let times_are_spans = tables.chain(views).any(|column| column.data_type == DataType::Time);
        Ok(Catalog { schemas, migrated, times_are_spans, ..Catalog::default() })
    }

    /// What the filters ask for and is not there.
    fn unmet(&self, schemas: &[String]) -> Option<Diagnostic> {
        let found = self.rows.tables().filter(|row| row.owner != self.migration_table);
        let tables = self.filters.tables.check(schemas, &found.map(qualified).collect::<Vec<_>>());
        tables.and_then(|()| self.filters.routines.check_routines(&routines::found(&self.rows.routines))).err()
    }

    fn schema(&self, name: &str, groups: &rows::Groups) -> Result<Schema> {
        let is_kept = |table: &str| table != self.migration_table && self.filters.tables.keeps(name, table);
        let rows = self.rows.tables().filter(|row| row.owner_schema == name && is_kept(&row.owner));
        let (views, tables): (Vec<&ObjectRow>, Vec<&ObjectRow>) = rows.partition(|row| row.kind == "VIEW");
        let mut enums = Enums::of(name, &tables, &views, groups);
        let tables = tables.into_iter().map(|row| self.table(row, groups, &enums)).collect::<Result<_>>()?;
        let views = views.into_iter().map(|row| self.view(row, groups, &enums)).collect();
        let routines = routines::of_schema(name, &self.rows.routines, &enums, &self.filters.routines);
        let rows = self.rows.objects.iter().filter(|row| row.owner_schema == name);
        let objects = rows.filter_map(|row| objects::object(row, &self.rows.columns));
        let objects = objects.filter(|object| object.table.as_deref().is_none_or(is_kept)).collect();
        let is_default = self.default == Some(name);
        let (name, enums) = (name.to_owned(), enums.take());
        Ok(Schema { name, is_default, tables, views, enums, routines, objects, ..Schema::default() })
    }

    fn table(&self, row: &ObjectRow, groups: &rows::Groups, enums: &Enums) -> Result<Table> {
        let name = row.table();
        let checks = groups.checks_of(name);
        let owner = Owner { row, flavor: self.flavor, enums, checks, beyond: &self.beyond };
        let columns: Vec<_> = groups.columns_of(name).iter().map(|column| owner.column(column)).collect();
        let indexes = groups.indexes_of(name);
        let foreign_keys = keys::foreign_keys(name, groups)?;
        Ok(Table {
            name: row.owner.clone(),
            kind: TableKind::Base,
            comment: rows::said(&row.comment),
            columns,
            primary_key: keys::primary_key(&indexes),
            unique_keys: keys::unique_keys(&indexes),
            indexes: keys::indexes(&indexes, &foreign_keys),
            foreign_keys,
            checks: keys::checks(checks),
            ..Table::default()
        })
    }

    /// A view that refers to something that is gone has no columns in information_schema, and so none here.
    fn view(&self, row: &ObjectRow, groups: &rows::Groups, enums: &Enums) -> View {
        let owner = Owner { row, flavor: self.flavor, enums, checks: &[], beyond: &self.beyond };
        View {
            name: row.owner.clone(),
            materialized: false,
            // The comment of a view is the word VIEW, or an error.
            comment: None,
            columns: groups.columns_of(row.table()).iter().map(|column| owner.view_column(column)).collect(),
            definition: groups.definition_of(row.table()).unwrap_or_default().to_owned(),
            ..View::default()
        }
    }
}

fn qualified(row: &ObjectRow) -> QualifiedName {
    QualifiedName { schema: row.owner_schema.clone(), name: row.owner.clone() }
}
