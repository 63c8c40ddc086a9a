//! The statements on information_schema and the rows they return, as the server spells them.
//!
//! Every text is cast to CHAR in the statements, because MySQL 8 returns some as bytes.

use super::{Flavor, types};
use crate::database::Session;
use anyhow::{Context, Result};
use sqlx::FromRow;
use sqlx::mysql::MySqlRow;
use std::collections::BTreeMap;

/// The schema and name of a table or view.
pub(super) type Name<'a> = (&'a str, &'a str);

/// A row of `schemas.sql`.
#[derive(FromRow)]
pub(super) struct SchemaRow {
    pub(super) version: String,
    pub(super) current_schema: Option<String>,
    pub(super) name: String,
}

/// A row of `objects.sql`.
#[derive(Default, FromRow)]
pub(super) struct ObjectRow {
    pub(super) owner_schema: String,
    /// The table or view that it is or belongs to; empty for what belongs to none.
    pub(super) owner: String,
    pub(super) kind: String,
    /// The name of what belongs to a table; empty for the table itself.
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) comment: String,
    pub(super) definition: Option<String>,
}

/// A row of `columns.sql`.
#[derive(Default, FromRow)]
pub(super) struct ColumnRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) default_text: Option<String>,
    pub(super) is_nullable: bool,
    pub(super) type_name: String,
    pub(super) column_type: String,
    pub(super) collation: Option<String>,
    pub(super) extra: String,
    pub(super) comment: String,
    pub(super) generation: Option<String>,
}

/// A row of `indexes_mysql.sql` or `indexes_mariadb.sql`.
#[derive(Default, FromRow)]
pub(super) struct IndexRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) index_name: String,
    pub(super) is_unique: bool,
    pub(super) column_name: Option<String>,
    pub(super) descending: bool,
    pub(super) prefix: Option<i64>,
    pub(super) method: String,
    pub(super) expression: Option<String>,
}

/// A row of `foreign_keys.sql`.
#[derive(FromRow)]
pub(super) struct ForeignKeyRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) column_name: String,
    pub(super) target_schema: String,
    pub(super) target: String,
    pub(super) target_column: String,
}

/// A row of `actions.sql`.
#[derive(FromRow)]
pub(super) struct ActionRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// A row of `checks_mysql.sql` or `checks_mariadb.sql`.
#[derive(FromRow)]
pub(super) struct CheckRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) expression: String,
    /// MySQL can keep a check without enforcing it.
    pub(super) is_enforced: bool,
}

/// A row of `routines.sql`: a routine at place -1, what a function returns at place 0, or a parameter.
#[derive(Default, FromRow)]
pub(super) struct RoutineRow {
    pub(super) owner_schema: String,
    pub(super) owner: String,
    pub(super) kind: String,
    pub(super) place: i64,
    pub(super) mode: Option<String>,
    pub(super) name: Option<String>,
    pub(super) type_name: String,
    pub(super) column_type: String,
    pub(super) comment: String,
}

/// What the statements return.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) objects: Vec<ObjectRow>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) foreign_keys: Vec<ForeignKeyRow>,
    pub(super) actions: Vec<ActionRow>,
    pub(super) checks: Vec<CheckRow>,
    pub(super) routines: Vec<RoutineRow>,
}

impl Rows {
    /// Sends the statements, one after another.
    pub(super) async fn read(session: &mut Session, flavor: Flavor, schemas: &[String]) -> Result<Self> {
        let (indexes, checks) = match flavor {
            Flavor::MySql => (include_str!("indexes_mysql.sql"), include_str!("checks_mysql.sql")),
            Flavor::MariaDb => (include_str!("indexes_mariadb.sql"), include_str!("checks_mariadb.sql")),
        };
        let mut statements = Statements { session, schemas: serde_json::to_string(schemas)? };
        let mut rows = Self {
            objects: statements.rows("tables", include_str!("objects.sql")).await?,
            columns: statements.rows("columns", include_str!("columns.sql")).await?,
            indexes: statements.rows("indexes", indexes).await?,
            foreign_keys: statements.rows("foreign keys", include_str!("foreign_keys.sql")).await?,
            actions: statements.rows("referential actions", include_str!("actions.sql")).await?,
            checks: statements.rows("check constraints", checks).await?,
            routines: statements.rows("routines", include_str!("routines.sql")).await?,
        };
        if flavor == Flavor::MySql {
            rows.expressions().for_each(types::unescape);
        }
        Ok(rows)
    }

    /// The expressions, which MySQL escapes once more where it lists them: `_utf8mb4\'a\'`.
    fn expressions(&mut self) -> impl Iterator<Item = &mut String> {
        let columns = self.columns.iter_mut().flat_map(|row| {
            let default = row.default_text.as_mut().filter(|_| row.extra.contains("DEFAULT_GENERATED"));
            default.into_iter().chain(&mut row.generation)
        });
        let indexes = self.indexes.iter_mut().filter_map(|row| row.expression.as_mut());
        columns.chain(indexes).chain(self.checks.iter_mut().map(|row| &mut row.expression))
    }

    /// The tables and views.
    pub(super) fn tables(&self) -> impl Iterator<Item = &ObjectRow> {
        const TABLES: [&str; 3] = ["BASE TABLE", "SYSTEM VERSIONED", "VIEW"];
        self.objects.iter().filter(|row| TABLES.contains(&row.kind.as_str()))
    }

    /// The rows by the table or view they belong to.
    pub(super) fn groups(&self) -> Groups<'_> {
        Groups {
            columns: grouped(&self.columns),
            indexes: grouped(&self.indexes),
            foreign_keys: grouped(&self.foreign_keys),
            actions: grouped(&self.actions),
            checks: grouped(&self.checks),
            queries: grouped(self.objects.iter().filter(|row| row.kind == "QUERY")),
        }
    }
}

struct Statements<'s> {
    session: &'s mut Session,
    /// The schemas as a JSON array, which both servers can search.
    schemas: String,
}

impl Statements<'_> {
    async fn rows<Row>(&mut self, what: &str, sql: &'static str) -> Result<Vec<Row>>
    where
        Row: for<'r> FromRow<'r, MySqlRow> + Send + Unpin,
    {
        let count = sql.bytes().filter(|byte| *byte == b'?').count();
        let query = (0..count).fold(sqlx::query_as(sql), |query, _| query.bind(&self.schemas));
        self.session.mysql(query).await.with_context(|| format!("reading {what} from information_schema"))
    }
}

/// Rows by the schema and name of the table or view they belong to.
type ByOwner<'a, Row> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Row>>>;

/// All rows by the table or view they belong to.
pub(super) struct Groups<'a> {
    columns: ByOwner<'a, ColumnRow>,
    indexes: ByOwner<'a, IndexRow>,
    foreign_keys: ByOwner<'a, ForeignKeyRow>,
    actions: ByOwner<'a, ActionRow>,
    checks: ByOwner<'a, CheckRow>,
    queries: ByOwner<'a, ObjectRow>,
}

impl<'a> Groups<'a> {
    /// The columns, in declaration order.
    pub(super) fn columns_of(&self, name: Name) -> &[&'a ColumnRow] {
        of(&self.columns, name)
    }

    /// The column of that name, which the servers compare without regard to case.
    pub(super) fn column_name(&self, owner: Name, name: &str) -> String {
        let columns = self.columns_of(owner);
        let exact = columns.iter().find(|row| row.name == name);
        let found = exact.or_else(|| columns.iter().find(|row| row.name.to_lowercase() == name.to_lowercase()));
        found.map_or(name, |row| &row.name).to_owned()
    }

    /// The rows of each index.
    pub(super) fn indexes_of(&self, name: Name) -> Vec<&[&'a IndexRow]> {
        of(&self.indexes, name).chunk_by(|a, b| a.index_name == b.index_name).collect()
    }

    /// The rows of each foreign key.
    pub(super) fn foreign_keys_of(&self, name: Name) -> Vec<&[&'a ForeignKeyRow]> {
        of(&self.foreign_keys, name).chunk_by(|a, b| a.name == b.name).collect()
    }

    /// What a foreign key does on update and delete.
    pub(super) fn actions_of(&self, owner: Name, name: &str) -> Option<&'a ActionRow> {
        of(&self.actions, owner).iter().find(|row| row.name == name).copied()
    }

    /// The CHECK constraints.
    pub(super) fn checks_of(&self, name: Name) -> &[&'a CheckRow] {
        of(&self.checks, name)
    }

    /// The query of a view.
    pub(super) fn definition_of(&self, name: Name) -> Option<&'a str> {
        let queries = of(&self.queries, name);
        queries.first().and_then(|row| row.definition.as_deref())
    }
}

fn of<'g, 'a, Row>(groups: &'g ByOwner<'a, Row>, name: Name) -> &'g [&'a Row] {
    let tables = groups.get(name.0);
    tables.and_then(|tables| tables.get(name.1)).map(Vec::as_slice).unwrap_or_default()
}

/// A row that belongs to a table or view.
trait Owned {
    fn name(&self) -> Name<'_>;
}

macro_rules! owned {
    ($($row:ty),*) => {$(
        impl Owned for $row {
            fn name(&self) -> Name<'_> {
                (&self.owner_schema, &self.owner)
            }
        }
    )*};
}

owned!(ObjectRow, ColumnRow, IndexRow, ForeignKeyRow, ActionRow, CheckRow);

impl ObjectRow {
    /// The schema and name of the table or view that it is or belongs to.
    pub(super) fn table(&self) -> Name<'_> {
        (&self.owner_schema, &self.owner)
    }
}

/// The text, unless it is the empty one that stands for none.
pub(super) fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn grouped<'a, Row: Owned + 'a>(rows: impl IntoIterator<Item = &'a Row>) -> ByOwner<'a, Row> {
    let mut groups: ByOwner<Row> = BTreeMap::new();
    for row in rows {
        let (schema, name) = row.name();
        groups.entry(schema).or_default().entry(name).or_default().push(row);
    }
    groups
}

#[cfg(test)]
impl ObjectRow {
    /// A table of the schema `s`.
    pub(super) fn named(name: &str) -> Self {
        Self { owner_schema: "s".to_owned(), owner: name.to_owned(), ..Self::default() }
    }
}

#[cfg(test)]
impl ColumnRow {
    /// An enum column of a table of the schema `s`.
    pub(super) fn of_enum(owner: &str, name: &str, column_type: &str) -> Self {
        Self {
            owner_schema: "s".to_owned(),
            owner: owner.to_owned(),
            name: name.to_owned(),
            type_name: "enum".to_owned(),
            column_type: column_type.to_owned(),
            ..Self::default()
        }
    }
}
