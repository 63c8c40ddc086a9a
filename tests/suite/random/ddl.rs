//! A drawing as SQL: statements that its server accepts, in steps.
//!
//! The statements of one step depend on those of earlier steps alone, so that they can be run in any order.

use super::draw::{DATABASE, Drawn};
use super::types::quoted;
use sea_scaffold::catalog::{
    Action, Column, DataType, Deferral, ForeignKey, Identity, Index, IndexKey, Key, ObjectKind, QualifiedName, Schema,
    Table, TableKind, View,
};
use sea_scaffold::database::Backend;
use std::fmt::Write;

/// A statement and the step in which it is run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Statement {
    pub(crate) step: usize,
    pub(crate) sql: String,
}

const SCHEMAS: usize = 0;
const TYPES: usize = 1;
const DOMAINS: usize = 2;
const TABLES: usize = 3;
const PARTS: usize = 4;
const REFERENCES: usize = 5;
/// Views come last, each in a step of its own.
const VIEWS: usize = 6;

/// How a backend quotes names.
pub(crate) trait Quote {
    /// The name between quotes.
    fn quote(self, name: &str) -> String;
}

impl Quote for Backend {
    fn quote(self, name: &str) -> String {
        match self {
            Self::MySql => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
}

/// A name with its schema, where the backend has more than one.
pub(crate) fn qualified(backend: Backend, name: &QualifiedName) -> String {
    match backend {
        Backend::Postgres => format!("{}.{}", backend.quote(&name.schema), backend.quote(&name.name)),
        _ => backend.quote(&name.name),
    }
}

/// The whole drawing as a script.
pub(crate) fn script(drawn: &Drawn) -> String {
    statements(drawn).into_iter().map(|statement| statement.sql + ";\n").collect()
}

/// The statements, sorted by step.
pub(crate) fn statements(drawn: &Drawn) -> Vec<Statement> {
    let mut writer = Writer { backend: drawn.backend, views: &drawn.views, statements: Vec::new() };
    if drawn.backend == Backend::MySql {
        // Values that differ in case or accents alone are not alike to a binary collation.
        writer.add(SCHEMAS, "ALTER DATABASE COLLATE utf8mb4_bin".to_owned());
    }
    for schema in &drawn.catalog.schemas {
        writer.schema(schema);
    }
    writer.statements.sort_by_key(|statement| statement.step);
    writer.statements
}

struct Writer<'a> {
    backend: Backend,
    views: &'a [QualifiedName],
    statements: Vec<Statement>,
}

impl Writer<'_> {
    fn add(&mut self, step: usize, sql: String) {
        self.statements.push(Statement { step, sql });
    }

    fn name(&self, schema: &Schema, name: &str) -> String {
        qualified(self.backend, &QualifiedName { schema: schema.name.clone(), name: name.to_owned() })
    }

    fn names(&self, names: &[String]) -> String {
        names.iter().map(|name| self.backend.quote(name)).collect::<Vec<_>>().join(", ")
    }

    fn schema(&mut self, schema: &Schema) {
        if !schema.is_default && schema.name != DATABASE {
            self.add(SCHEMAS, format!("CREATE SCHEMA {}", self.backend.quote(&schema.name)));
        }
        for item in schema.enums.iter().filter(|item| item.owner.is_none()) {
            let values: Vec<String> = item.values.iter().map(|value| quoted(self.backend, value)).collect();
            let name = self.name(schema, &item.name);
            self.add(TYPES, format!("CREATE TYPE {name} AS ENUM ({})", values.join(", ")));
            self.comment("TYPE", &name, item.comment.as_deref());
        }
        for domain in &schema.domains {
            let not_null = if domain.nullable { "" } else { " NOT NULL" };
            self.add(
                DOMAINS,
                format!("CREATE DOMAIN {} AS {}{not_null}", self.name(schema, &domain.name), domain.raw_type),
            );
        }
        for table in &schema.tables {
            self.table(schema, table);
        }
        for view in &schema.views {
            self.view(schema, view);
        }
        for part in schema.objects.iter().filter(|object| object.kind == ObjectKind::Partition) {
            let (parent, bounds) = (part.table.as_deref().unwrap_or_default(), part.definition.as_deref());
            let (part, parent) = (self.name(schema, &part.name), self.name(schema, parent));
            self.add(PARTS, format!("CREATE TABLE {part} PARTITION OF {parent} {}", bounds.unwrap_or_default()));
        }
    }

    fn table(&mut self, schema: &Schema, table: &Table) {
        let name = self.name(schema, &table.name);
        let mut items: Vec<String> = table.columns.iter().map(|column| self.column(column)).collect();
        items.extend(table.primary_key.iter().map(|key| self.key("PRIMARY KEY", key)));
        items.extend(table.unique_keys.iter().map(|key| self.key("UNIQUE", key)));
        items.extend(
            table
                .checks
                .iter()
                .map(|check| format!("{}CHECK ({})", self.constraint(check.name.as_deref()), check.expression)),
        );
        for key in &table.foreign_keys {
            let constraint = self.foreign_key(key);
            match self.backend {
                Backend::Sqlite => items.push(constraint),
                _ => self.add(REFERENCES, format!("ALTER TABLE {name} ADD {constraint}")),
            }
        }
        let mut sql = format!("CREATE TABLE {name} (\n  {}\n)", items.join(",\n  "));
        if table.kind == TableKind::Partitioned {
            let first = table.primary_key.iter().flat_map(|key| &key.columns).next();
            let _ = write!(sql, " PARTITION BY HASH ({})", self.backend.quote(first.map_or("", String::as_str)));
        }
        if let (Backend::MySql, Some(comment)) = (self.backend, &table.comment) {
            let _ = write!(sql, " COMMENT {}", quoted(self.backend, comment));
        }
        self.add(TABLES, sql);
        for index in &table.indexes {
            self.index(&name, index);
        }
        self.comment("TABLE", &name, table.comment.as_deref());
        for column in &table.columns {
            let place = format!("{name}.{}", self.backend.quote(&column.name));
            self.comment("COLUMN", &place, column.comment.as_deref());
        }
    }

    fn column(&self, column: &Column) -> String {
        let mut sql = format!("{} {}", self.backend.quote(&column.name), self.column_type(column));
        if let Some(generated) = &column.generated {
            let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
            let _ = write!(sql, " GENERATED ALWAYS AS ({}) {stored}", generated.expression);
        }
        match (self.backend, column.identity) {
            (Backend::Postgres, Some(Identity::Always)) => sql.push_str(" GENERATED ALWAYS AS IDENTITY"),
            (Backend::Postgres, Some(Identity::ByDefault)) => sql.push_str(" GENERATED BY DEFAULT AS IDENTITY"),
            (Backend::MySql, Some(_)) => sql.push_str(" NOT NULL AUTO_INCREMENT"),
            _ if column.generated.is_some() => {}
            // Without the word, older servers make a timestamp NOT NULL.
            (Backend::MySql, _) if column.nullable => sql.push_str(" NULL"),
            _ if column.nullable => {}
            _ => sql.push_str(" NOT NULL"),
        }
        if let Some(default) = &column.default {
            let _ = write!(sql, " DEFAULT {}", default.raw);
        }
        if let (Backend::MySql, Some(comment)) = (self.backend, &column.comment) {
            let _ = write!(sql, " COMMENT {}", quoted(self.backend, comment));
        }
        sql
    }

    fn column_type<'a>(&self, column: &'a Column) -> &'a str {
        match (self.backend, &column.data_type) {
            // MariaDB lists what it makes of the word.
            (Backend::MySql, DataType::JsonBinary) => "json",
            _ => &column.raw_type,
        }
    }

    fn constraint(&self, name: Option<&str>) -> String {
        name.map_or_else(String::new, |name| format!("CONSTRAINT {} ", self.backend.quote(name)))
    }

    fn key(&self, words: &str, key: &Key) -> String {
        let name = self.constraint(key.name.as_deref());
        format!("{name}{words} ({}){}", self.names(&key.columns), deferral(key.deferral))
    }

    fn foreign_key(&self, key: &ForeignKey) -> String {
        let mut sql = format!(
            "{}FOREIGN KEY ({}) REFERENCES {} ({})",
            self.constraint(key.name.as_deref()),
            self.names(&key.columns),
            qualified(self.backend, &key.target),
            self.names(&key.target_columns),
        );
        for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
            let _ = write!(sql, " ON {event} {}", words(action));
        }
        sql + deferral(key.deferral)
    }

    fn index(&mut self, table: &str, index: &Index) {
        let unique = if index.unique { "UNIQUE " } else { "" };
        let parts = index.parts.iter().map(|part| {
            let mut text = match &part.key {
                IndexKey::Column(name) => self.backend.quote(name),
                IndexKey::Expression(expression) => expression.clone(),
            };
            let _ = part.prefix.map(|prefix| write!(text, "({prefix})"));
            if part.descending { text + " DESC" } else { text }
        });
        let parts = parts.collect::<Vec<_>>().join(", ");
        let postgres = self.backend == Backend::Postgres;
        let method = if postgres { format!(" USING {}", index.method) } else { String::new() };
        let mut sql = format!("CREATE {unique}INDEX {} ON {table}{method} ({parts})", self.backend.quote(&index.name));
        if !index.include.is_empty() {
            let _ = write!(sql, " INCLUDE ({})", self.names(&index.include));
        }
        if index.nulls_not_distinct {
            sql.push_str(" NULLS NOT DISTINCT");
        }
        if let Some(predicate) = &index.predicate {
            let _ = write!(sql, " WHERE {predicate}");
        }
        self.add(PARTS, sql);
    }

    fn view(&mut self, schema: &Schema, view: &View) {
        let name = self.name(schema, &view.name);
        let kind = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let is_view = |made: &QualifiedName| made.schema == schema.name && made.name == view.name;
        let place = self.views.iter().position(is_view).unwrap_or_default();
        self.add(VIEWS + place, format!("CREATE {kind} {name} AS {}", view.definition));
        self.comment(kind, &name, view.comment.as_deref());
    }

    fn comment(&mut self, kind: &str, name: &str, comment: Option<&str>) {
        if let (Backend::Postgres, Some(comment)) = (self.backend, comment) {
            let last = usize::MAX;
            self.add(last, format!("COMMENT ON {kind} {name} IS {}", quoted(self.backend, comment)));
        }
    }
}

fn deferral(deferral: Deferral) -> &'static str {
    match deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferral::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn words(action: Action) -> &'static str {
    match action {
        Action::NoAction => "NO ACTION",
        Action::Restrict => "RESTRICT",
        Action::Cascade => "CASCADE",
        Action::SetNull => "SET NULL",
        Action::SetDefault => "SET DEFAULT",
    }
}
