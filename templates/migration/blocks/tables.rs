//! What sea-query cannot do to a table: checks on one that is there, computed columns, comments, parts.

use super::{Block, Redefined, Rows, Sql, Step, lacks, literal, quote};
use sea_orm_migration::prelude::{
    MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder, TableCreateStatement,
};
use sea_orm_migration::sea_orm::DbBackend;

/// A check of a table.
#[derive(Clone, Debug)]
pub struct Check {
    name: String,
    table: String,
    condition: Sql,
    rows: Rows,
}

/// What must hold for each row of a table that is there. It fails where a row breaks it.
///
/// PostgreSQL looks at the rows after the check is there, while others write: in a migration without a transaction, so that
/// `use_transaction` is `Some(false)`, nobody waits. In a transaction nobody could read the table meanwhile; there it takes
/// two migrations, [`for_new_rows`](Check::for_new_rows) and [`for_old_rows`](Check::for_old_rows).
pub fn check(name: &str, table: &str, condition: impl Into<Sql>) -> Check {
    Check {
        name: name.to_owned(),
        table: table.to_owned(),
        condition: condition.into(),
        rows: Rows::All,
    }
}

impl Check {
    /// The first half, on PostgreSQL: what is written from now on keeps to it. Elsewhere there are no halves, and the second is
    /// all of it.
    #[must_use]
    pub fn for_new_rows(self) -> Self {
        Self {
            rows: Rows::New,
            ..self
        }
    }

    /// The second half, in a later migration: it holds for the rows that were there as well.
    #[must_use]
    pub fn for_old_rows(self) -> Self {
        Self {
            rows: Rows::Old,
            ..self
        }
    }
}

impl Block for Check {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let (table, name) = (quote(backend, &self.table), quote(backend, &self.name));
        let condition = self.condition.of(backend);
        let add = format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})");
        if backend == DbBackend::Postgres {
            let add = Step::Run(format!("{add} NOT VALID"));
            let validate = Step::Run(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"));
            return self.rows.of(add, vec![validate]);
        }
        let change = Redefined::Check(self.name.clone(), condition.to_owned());
        let step = match backend {
            DbBackend::Sqlite => Step::Redefine {
                table: self.table.clone(),
                change,
            },
            _ => Step::Run(add),
        };
        self.rows.whole(step)
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let (table, name) = (quote(backend, &self.table), quote(backend, &self.name));
        let condition = self.condition.of(backend);
        let drop = Step::Run(format!("ALTER TABLE {table} DROP CONSTRAINT {name}"));
        match (backend, self.rows) {
            (DbBackend::Postgres, Rows::Old) => {
                let add = format!(
                    "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID"
                );
                vec![drop, Step::Run(add)]
            }
            (DbBackend::Postgres, _) => vec![drop],
            (DbBackend::Sqlite, _) => {
                let change = Redefined::NoCheck(self.name.clone(), condition.to_owned());
                self.rows.whole(Step::Redefine {
                    table: self.table.clone(),
                    change,
                })
            }
            _ => self.rows.whole(drop),
        }
    }
}

/// A column that the database computes.
#[derive(Clone, Debug)]
pub struct Generated {
    table: String,
    column: String,
    ty: Sql,
    expression: Sql,
}

/// A new column of that type, computed from others of its row and stored.
///
/// SQLite cannot add one that is stored, and computes it whenever it is read.
pub fn generated(
    table: &str,
    column: &str,
    (ty, expression): (impl Into<Sql>, impl Into<Sql>),
) -> Generated {
    Generated {
        table: table.to_owned(),
        column: column.to_owned(),
        ty: ty.into(),
        expression: expression.into(),
    }
}

impl Block for Generated {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let (table, column) = (quote(backend, &self.table), quote(backend, &self.column));
        let (ty, expression) = (self.ty.of(backend), self.expression.of(backend));
        let kind = if backend == DbBackend::Sqlite {
            "VIRTUAL"
        } else {
            "STORED"
        };
        let what = format!(
            "stored values of \"{}\".\"{}\", now computed when read",
            self.table, self.column
        );
        let less = (backend == DbBackend::Sqlite)
            .then(|| lacks(backend, &what, "new columns that are stored"));
        let add = format!(
            "ALTER TABLE {table} ADD COLUMN {column} {ty} GENERATED ALWAYS AS ({expression}) {kind}"
        );
        less.into_iter().chain([Step::Run(add)]).collect()
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let (table, column) = (quote(backend, &self.table), quote(backend, &self.column));
        vec![Step::Run(format!(
            "ALTER TABLE {table} DROP COLUMN {column}"
        ))]
    }
}

/// What a table or a column is for.
#[derive(Clone, Debug)]
pub struct Comment {
    table: String,
    column: Option<String>,
    text: String,
    before: String,
}

/// What a table is for, or a [`column`](Comment::column) of it.
pub fn comment(table: &str, text: &str) -> Comment {
    Comment {
        table: table.to_owned(),
        column: None,
        text: text.to_owned(),
        before: String::new(),
    }
}

impl Comment {
    /// The comment is about this column.
    #[must_use]
    pub fn column(self, name: &str) -> Self {
        Self {
            column: Some(name.to_owned()),
            ..self
        }
    }

    /// There was a comment before, which comes back when the migration is taken back.
    #[must_use]
    pub fn instead_of(self, text: &str) -> Self {
        Self {
            before: text.to_owned(),
            ..self
        }
    }

    fn say(&self, backend: DbBackend, text: &str) -> Step {
        let table = quote(backend, &self.table);
        let words = if text.is_empty() {
            "NULL".to_owned()
        } else {
            literal(backend, text)
        };
        match (backend, &self.column) {
            (DbBackend::MySql, None) => Step::Run(format!(
                "ALTER TABLE {table} COMMENT = {}",
                literal(backend, text)
            )),
            (DbBackend::MySql, Some(column)) => {
                let change = Redefined::Comment(column.clone(), text.to_owned());
                Step::Redefine {
                    table: self.table.clone(),
                    change,
                }
            }
            (_, None) => Step::Run(format!("COMMENT ON TABLE {table} IS {words}")),
            (_, Some(column)) => Step::Run(format!(
                "COMMENT ON COLUMN {table}.{} IS {words}",
                quote(backend, column)
            )),
        }
    }
}

impl Block for Comment {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Sqlite {
            return vec![self.say(backend, &self.text)];
        }
        let column = self
            .column
            .as_ref()
            .map_or(String::new(), |column| format!(".\"{column}\""));
        vec![lacks(
            backend,
            &format!("comment on \"{}\"{column}", self.table),
            "comments",
        )]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if backend == DbBackend::Sqlite {
            Vec::new()
        } else {
            vec![self.say(backend, &self.before)]
        }
    }
}

/// A table in parts.
#[derive(Clone, Debug)]
pub struct Partitioned {
    table: TableCreateStatement,
    name: String,
    by: String,
}

/// A table whose rows lie in [`partition`]s: `partitioned(table, "events", "RANGE (occurred_at)")`. Its primary key has to hold
/// what it is parted by. Where there are no partitions it is one table.
pub fn partitioned(table: TableCreateStatement, name: &str, by: &str) -> Partitioned {
    Partitioned {
        table,
        name: name.to_owned(),
        by: by.to_owned(),
    }
}

impl Block for Partitioned {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let whole = match backend {
            DbBackend::MySql => self.table.to_string(MysqlQueryBuilder),
            DbBackend::Sqlite => self.table.to_string(SqliteQueryBuilder),
            _ => {
                return vec![Step::Run(format!(
                    "{} PARTITION BY {}",
                    self.table.to_string(PostgresQueryBuilder),
                    self.by
                ))];
            }
        };
        vec![
            no_parts(
                backend,
                &format!("parts of \"{}\", now one table", self.name),
            ),
            Step::Run(whole),
        ]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        vec![Step::Run(format!(
            "DROP TABLE {}",
            quote(backend, &self.name)
        ))]
    }
}

/// MariaDB has partitions, but neither foreign keys nor keys of their own with them.
fn no_parts(backend: DbBackend, what: &str) -> Step {
    lacks(backend, what, "partitions with keys")
}

/// A part of a table.
#[derive(Clone, Debug)]
pub struct Partition {
    name: String,
    of: String,
    bound: String,
}

/// A part of a [`partitioned`] table: `partition("events_2024_01", "events", "FROM ('2024-01-01') TO ('2024-02-01')")`, or `"DEFAULT"`
/// for the rows that no other part takes.
///
/// Its rows go with it when it is dropped.
pub fn partition(name: &str, of: &str, bound: &str) -> Partition {
    Partition {
        name: name.to_owned(),
        of: of.to_owned(),
        bound: bound.to_owned(),
    }
}

impl Block for Partition {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return vec![no_parts(
                backend,
                &format!("part \"{}\" of \"{}\"", self.name, self.of),
            )];
        }
        let bound = if self.bound == "DEFAULT" {
            "DEFAULT".to_owned()
        } else {
            format!("FOR VALUES {}", self.bound)
        };
        let (name, of) = (quote(backend, &self.name), quote(backend, &self.of));
        vec![Step::Run(format!(
            "CREATE TABLE {name} PARTITION OF {of} {bound}"
        ))]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let text = format!("DROP TABLE {}", quote(backend, &self.name));
        if backend == DbBackend::Postgres {
            vec![Step::Run(text)]
        } else {
            Vec::new()
        }
    }
}
