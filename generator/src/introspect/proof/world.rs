//! The tables and views that a definition can name, and how the backend compares names.
//!
//! What is believed of a table:
//!
//! 1. A NOT NULL of an ordinary or partitioned table holds. That of a foreign or virtual table is a promise of
//!    someone else, and that of a virtual generated column is not kept by every server; neither proves anything.
//! 2. A key proves that its columns identify a row only when all of them are NOT NULL.
//! 3. A column holds values of the kind that it is declared as. (SQLite would take others; the entity would not.)
//!
//! How names are found:
//!
//! 4. PostgreSQL's definitions qualify every table but those of `pg_catalog`, MySQL's every one. A table that is not
//!    in the catalog proves nothing.
//! 5. SQLite compares names without regard to ASCII case, MySQL so those of columns.

use super::fact::{Column, Fact, Kind, Rows};
use crate::catalog::{self, Catalog, ColumnRef, QualifiedName, RoutineKind, Table, TableKind};
use crate::database::Backend;
use sqlparser::ast::{Ident, ObjectName};
use std::collections::{HashMap, HashSet};

/// The only schema of SQLite that a view can name.
const MAIN: &str = "main";

/// The schema of PostgreSQL's own tables and functions.
const SERVER: &str = "pg_catalog";

/// Everything that a definition can name.
pub(super) struct World<'a> {
    pub(super) backend: Backend,
    /// By the names as they are compared, each with its own.
    tables: HashMap<QualifiedName, (QualifiedName, &'a Table)>,
    views: HashMap<QualifiedName, Rows>,
    functions: HashSet<QualifiedName>,
}

impl<'a> World<'a> {
    /// The tables of the catalog, and no view yet.
    pub(super) fn new(catalog: &'a Catalog, backend: Backend) -> Self {
        let mut world = Self { backend, tables: HashMap::new(), views: HashMap::new(), functions: HashSet::new() };
        for schema in &catalog.schemas {
            for table in &schema.tables {
                let own = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
                world.tables.insert(world.stored_name(&schema.name, &table.name), (own, table));
            }
            for routine in schema.routines.iter().filter(|routine| routine.kind == RoutineKind::Function) {
                world.functions.insert(world.stored_name(&schema.name, &routine.name));
            }
        }
        world
    }

    /// Adds what is proved of a view.
    pub(super) fn add(&mut self, name: QualifiedName, rows: Rows) {
        self.views.insert(name, rows);
    }

    /// What is known of a table or view.
    pub(super) fn rows(&self, name: &ObjectName) -> Option<Rows> {
        let name = self.name_of(name)?;
        let table = || self.tables.get(&name).map(|(own, table)| self.rows_of(own, table));
        self.views.get(&name).cloned().or_else(table)
    }

    /// Whether the name is that of a function that the catalog knows and that is no aggregate.
    pub(super) fn is_function(&self, name: &ObjectName) -> bool {
        self.name_of(name).is_some_and(|name| self.functions.contains(&name))
    }

    /// The table or view that a name in a definition means, by rule 4.
    pub(super) fn name_of(&self, name: &ObjectName) -> Option<QualifiedName> {
        let parts = name.0.iter().map(|part| part.as_ident()).collect::<Option<Vec<&Ident>>>()?;
        match (parts.as_slice(), self.backend) {
            ([schema, name], _) => Some(self.stored_name(&schema.value, &name.value)),
            ([name], Backend::Sqlite) => Some(self.stored_name(MAIN, &name.value)),
            ([name], Backend::Postgres) => Some(self.stored_name(SERVER, &name.value)),
            _ => None,
        }
    }

    /// The name of a table as names are compared.
    pub(super) fn stored_name(&self, schema: &str, name: &str) -> QualifiedName {
        QualifiedName { schema: self.table_name(schema), name: self.table_name(name) }
    }

    /// The name of a schema, a table or an alias as names are compared, by rule 5.
    pub(super) fn table_name(&self, name: &str) -> String {
        match self.backend {
            Backend::Postgres | Backend::MySql => name.to_owned(),
            Backend::Sqlite => name.to_ascii_lowercase(),
        }
    }

    /// The name of a column as names are compared, by rule 5.
    pub(super) fn column_name(&self, name: &str) -> String {
        match self.backend {
            Backend::Postgres => name.to_owned(),
            Backend::MySql => name.to_lowercase(),
            Backend::Sqlite => name.to_ascii_lowercase(),
        }
    }

    fn rows_of(&self, table_name: &QualifiedName, table: &Table) -> Rows {
        let kept = matches!(table.kind, TableKind::Base | TableKind::Partitioned);
        let column = |column: &catalog::Column| {
            let stored = column.generated.as_ref().is_none_or(|generated| generated.stored);
            let kind = Kind::of_column(&column.data_type, self.backend);
            Column {
                name: self.column_name(&column.name),
                fact: Fact::new(kept && stored && !column.nullable, kind),
                origin: Some(ColumnRef { table: table_name.clone(), column: column.name.clone() }),
            }
        };
        let columns: Vec<Column> = table.columns.iter().map(column).collect();
        let position = |name: &&str| table.columns.iter().position(|column| column.name == *name);
        let keys = table.unique_column_sets().into_iter();
        let keys = keys.filter_map(|key| key.iter().map(position).collect::<Option<Vec<usize>>>());
        let keys = keys.filter(|key| key.iter().all(|&idx| columns[idx].fact.not_null)).collect();
        Rows { columns, keys }
    }
}
