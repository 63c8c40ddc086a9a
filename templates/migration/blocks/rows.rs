//! New values for rows that are there, some at a time, and what may be asked of them then.

use super::{Block, Redefined, Rows, Sql, Step, bare, execute, literal, quote};
use sea_orm_migration::prelude::{ConnectionTrait, DbErr, SchemaManager};
use sea_orm_migration::sea_orm::{DbBackend, Statement};

/// That a column is never NULL.
#[derive(Clone, Debug)]
pub struct NotNull {
    table: String,
    column: String,
    rows: Rows,
}

/// A column that is there is never NULL from now on. It fails where it is; [`backfill`] comes before.
///
/// PostgreSQL looks at the rows while others write, and needs not look again: in a migration without a transaction, so that
/// `use_transaction` is `Some(false)`, nobody waits for longer than a moment. In a transaction nobody could read the table
/// meanwhile; there it takes two migrations, [`for_new_rows`](NotNull::for_new_rows) and
/// [`for_old_rows`](NotNull::for_old_rows).
pub fn not_null(table: &str, column: &str) -> NotNull {
    NotNull {
        table: table.to_owned(),
        column: column.to_owned(),
        rows: Rows::All,
    }
}

impl NotNull {
    /// The first half, on PostgreSQL: nobody writes NULL from now on. Elsewhere there are no halves, and the second is all of it.
    #[must_use]
    pub fn for_new_rows(self) -> Self {
        Self {
            rows: Rows::New,
            ..self
        }
    }

    /// The second half, in a later migration: the rows that were there have no NULL either, and the column says so.
    #[must_use]
    pub fn for_old_rows(self) -> Self {
        Self {
            rows: Rows::Old,
            ..self
        }
    }
}

impl Block for NotNull {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return self.rows.whole(Step::Redefine {
                table: self.table.clone(),
                change: Redefined::NotNull(self.column.clone()),
            });
        }
        let (table, column) = (quote(backend, &self.table), quote(backend, &self.column));
        let proof = quote(backend, &format!("{}_is_there", self.column));
        let alter = |what: String| Step::Run(format!("ALTER TABLE {table} {what}"));
        self.rows.of(
            alter(format!(
                "ADD CONSTRAINT {proof} CHECK ({column} IS NOT NULL) NOT VALID"
            )),
            vec![
                alter(format!("VALIDATE CONSTRAINT {proof}")),
                alter(format!("ALTER COLUMN {column} SET NOT NULL")),
                alter(format!("DROP CONSTRAINT {proof}")),
            ],
        )
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if backend != DbBackend::Postgres {
            return self.rows.whole(Step::Redefine {
                table: self.table.clone(),
                change: Redefined::Nullable(self.column.clone()),
            });
        }
        let (table, column) = (quote(backend, &self.table), quote(backend, &self.column));
        let proof = quote(backend, &format!("{}_is_there", self.column));
        let alter = |what: String| Step::Run(format!("ALTER TABLE {table} {what}"));
        let nullable = alter(format!("ALTER COLUMN {column} DROP NOT NULL"));
        match self.rows {
            Rows::All => vec![nullable],
            Rows::New => vec![alter(format!("DROP CONSTRAINT {proof}"))],
            Rows::Old => {
                let add = format!("ADD CONSTRAINT {proof} CHECK ({column} IS NOT NULL) NOT VALID");
                vec![nullable, alter(add)]
            }
        }
    }
}

/// New values for rows, some at a time.
#[derive(Clone, Debug)]
pub struct Backfill {
    table: String,
    key: String,
    values: Vec<(String, Sql)>,
    rows: Option<Sql>,
    batch: u32,
}

/// New values for the rows of a table, a thousand at a time in the order of their key, `id`.
///
/// What is done is not done again, where [`rows`](Backfill::rows) says what is to be done: so it can be run anew after it
/// was stopped. Where the migration has no transaction, so that `use_transaction` is `Some(false)`, nobody waits for more than
/// one batch. It is the same way back: another backfill.
pub fn backfill(table: &str) -> Backfill {
    Backfill {
        table: table.to_owned(),
        key: "id".to_owned(),
        values: Vec::new(),
        rows: None,
        batch: 1_000,
    }
}

impl Backfill {
    /// The column gets what this computes from its row.
    #[must_use]
    pub fn set(mut self, column: &str, value: impl Into<Sql>) -> Self {
        self.values.push((column.to_owned(), value.into()));
        self
    }

    /// Only rows for which this is true.
    #[must_use]
    pub fn rows(self, condition: impl Into<Sql>) -> Self {
        Self {
            rows: Some(condition.into()),
            ..self
        }
    }

    /// The column by which it goes through the table, which has an index and is never NULL; on SQLite it is the rowid.
    #[must_use]
    pub fn by(self, key: &str) -> Self {
        Self {
            key: key.to_owned(),
            ..self
        }
    }

    /// How many rows there are in a batch.
    #[must_use]
    pub fn batch(self, rows: u32) -> Self {
        Self {
            batch: rows.max(1),
            ..self
        }
    }

    /// Fills the rows.
    pub async fn run(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        if self.values.is_empty() {
            return Ok(());
        }
        let backend = manager.get_database_backend();
        let key = Key::of(manager, self).await?;
        let values = self
            .values
            .iter()
            .map(|(column, value)| format!("{} = {}", quote(backend, column), value.of(backend)));
        let values = values.collect::<Vec<_>>().join(", ");
        let rows = self
            .rows
            .as_ref()
            .map_or(String::new(), |rows| format!(" AND ({})", rows.of(backend)));
        let mut done = None;
        while let Some(end) = key
            .end_of_batch(manager, self.batch, done.as_deref())
            .await?
        {
            let (table, column) = (&key.table, &key.column);
            let after = done.map_or(String::new(), |done| format!("{column} > {done} AND "));
            execute(
                manager,
                &format!("UPDATE {table} SET {values} WHERE {after}{column} <= {end}{rows}"),
            )
            .await?;
            done = Some(end);
        }
        Ok(())
    }
}

/// The key of a table, and how its values are written in SQL.
struct Key {
    table: String,
    column: String,
    is_binary: bool,
}

impl Key {
    async fn of(manager: &SchemaManager<'_>, backfill: &Backfill) -> Result<Self, DbErr> {
        let backend = manager.get_database_backend();
        let (table, column) = (
            quote(backend, &backfill.table),
            quote(backend, &backfill.key),
        );
        match backend {
            DbBackend::Sqlite => Ok(Self {
                table,
                column: "rowid".to_owned(),
                is_binary: false,
            }),
            DbBackend::MySql => {
                let types = format!(
                    "SELECT CAST(data_type AS CHAR) FROM information_schema.columns \
                     WHERE table_schema = DATABASE() AND table_name = {} AND column_name = {}",
                    literal(backend, bare(&backfill.table)),
                    literal(backend, &backfill.key)
                );
                let ty = text(manager, types).await?.unwrap_or_default();
                Ok(Self {
                    table,
                    column,
                    is_binary: ty.to_lowercase().contains("binary"),
                })
            }
            _ => Ok(Self {
                table,
                column,
                is_binary: false,
            }),
        }
    }

    /// The last key of the next batch, as SQL.
    async fn end_of_batch(
        &self,
        manager: &SchemaManager<'_>,
        batch: u32,
        done: Option<&str>,
    ) -> Result<Option<String>, DbErr> {
        let Self {
            table,
            column,
            is_binary,
        } = self;
        let after = done.map_or(String::new(), |done| format!(" WHERE {column} > {done}"));
        let keys =
            format!("SELECT {column} AS at FROM {table}{after} ORDER BY {column} LIMIT {batch}");
        let (backend, ty) = match manager.get_database_backend() {
            DbBackend::MySql => (DbBackend::MySql, "CHAR"),
            other => (other, "TEXT"),
        };
        let at = if *is_binary {
            "HEX(at)".to_owned()
        } else {
            format!("CAST(at AS {ty})")
        };
        let last = text(
            manager,
            format!("SELECT {at} FROM ({keys}) batch ORDER BY batch.at DESC LIMIT 1"),
        )
        .await?;
        Ok(last.map(|last| match (backend, is_binary) {
            (_, true) => format!("x'{last}'"),
            (DbBackend::Sqlite, false) => last,
            (_, false) => literal(backend, &last),
        }))
    }
}

/// What the first row of a query says.
pub(super) async fn text(
    manager: &SchemaManager<'_>,
    query: String,
) -> Result<Option<String>, DbErr> {
    let statement = Statement::from_string(manager.get_database_backend(), query);
    let row = manager.get_connection().query_one_raw(statement).await?;
    row.map(|row| row.try_get_by_index::<String>(0)).transpose()
}
