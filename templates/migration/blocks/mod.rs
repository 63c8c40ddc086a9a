//! Building blocks for migrations, where sea-query stops: each is a value that says what is to be there.
//!
//! `create` makes it and `drop` takes it away again, so that one function of a migration serves its `up` and its `down`:
//!
//! ```ignore
//! use crate::blocks::{self, Block};
//!
//! fn rated() -> blocks::Index {
//!     blocks::index("idx_products_rating", "products").column("rating").only("deleted_at IS NULL")
//! }
//!
//! async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
//!     rated().create(manager).await
//! }
//!
//! async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
//!     rated().drop(manager).await
//! }
//! ```
//!
//! | block | what it is |
//! |---|---|
//! | [`check`], [`not_null`] | rules for a table that is there, in steps that do not hold it up; see below |
//! | [`generated`] | a column that the database computes |
//! | [`index`] | partial, over expressions, covering, by GIN and the like |
//! | [`view`], [`materialized_view`] | queries with a name; also another text for a view that is there |
//! | [`function`], [`trigger`] | code in the database; on PostgreSQL a trigger brings its function |
//! | [`updated_at`], [`audit`] | triggers for the time of the last change, and for a log of rows before and after |
//! | [`comment`] | what a table or a column is for |
//! | [`domain`] | a type with rules of its own |
//! | [`uuid_key`] | a primary key that the database makes up |
//! | [`row_level_security`], [`policy`] | which rows a role may see and change |
//! | [`partitioned`], [`partition`] | a table in parts |
//! | [`backfill`] | new values for many rows, some at a time; [`not_null`] comes after it |
//! | [`raw`], [`only_postgres`], [`left_out`] | everything else |
//!
//! - A name is quoted; `schema.name` is one in a schema. SQL text is taken as it is: it comes from you.
//! - Where databases need different words, [`sql`] holds them: `sql("now()").on_sqlite("CURRENT_TIMESTAMP")`.
//! - What a kind of database has not is left out there, and said: as a statement that does nothing, `SELECT 1 /* scaffold:
//!   left out: … */`, so that `scaffold migrate` lists it and every log has it.
//!
//! # Rules for rows that are there
//!
//! On PostgreSQL a rule is made in a moment, and the rows are looked at while others read and write, unless both are in one
//! transaction: the lock of the first would be held over the second. SeaORM runs a migration there in a transaction unless
//! it says no, so that a [`check`] or a [`not_null`] goes into a migration that does:
//!
//! ```ignore
//! fn use_transaction(&self) -> Option<bool> {
//!     Some(false)
//! }
//! ```
//!
//! Where it stops half way, because a row breaks the rule, new rows keep to it already: put the old ones right, and
//! `scaffold migrate repair --finish` does the rest. Or it goes into two migrations, each in a transaction:
//! `rated().for_new_rows()` in one and `rated().for_old_rows()` in the next, with a [`backfill`] between them where one is due.
//!
//! This file and those beside it are yours: change them as you like, nothing will overwrite them.

mod code;
mod indexes;
mod rewrite;
mod rows;
mod security;
mod tables;
mod views;

pub use code::{Audit, Event, Function, Trigger, audit, function, trigger, updated_at};
pub use indexes::{Index, index};
pub use rows::{Backfill, NotNull, backfill, not_null};
pub use security::{Domain, Policy, RowLevelSecurity, domain, policy, row_level_security};
pub use tables::{
    Check, Comment, Generated, Partition, Partitioned, check, comment, generated, partition,
    partitioned,
};
pub use views::{MaterializedView, View, materialized_view, view};

use sea_orm_migration::prelude::{Alias, ColumnDef, ConnectionTrait, DbErr, Expr, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;

/// Something that a migration makes and takes away again.
pub trait Block: Sync {
    /// What makes it on that kind of database.
    fn creates(&self, backend: DbBackend) -> Vec<Step>;

    /// What takes it away.
    fn drops(&self, backend: DbBackend) -> Vec<Step>;

    /// Makes it.
    fn create(
        &self,
        manager: &SchemaManager<'_>,
    ) -> impl Future<Output = Result<(), DbErr>> + Send {
        run(manager, self.creates(manager.get_database_backend()))
    }

    /// Takes it away.
    fn drop(&self, manager: &SchemaManager<'_>) -> impl Future<Output = Result<(), DbErr>> + Send {
        run(manager, self.drops(manager.get_database_backend()))
    }
}

/// A part of what a block does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A statement.
    Run(String),
    /// What this kind of database has not.
    LeftOut(String),
    /// A table is to be defined otherwise, where no statement does that.
    Redefine {
        /// The table.
        table: String,
        /// How.
        change: Redefined,
    },
}

/// How a table is to be defined otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redefined {
    /// With one more check: its name and what must hold.
    Check(String, String),
    /// Without that check.
    NoCheck(String, String),
    /// With a column that is never NULL.
    NotNull(String),
    /// With a column that may be NULL.
    Nullable(String),
    /// With another comment of a column.
    Comment(String, String),
}

/// Which rows a rule is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// All.
    All,
    /// Those that are written from now on.
    New,
    /// Those that were there, after [`Rows::New`].
    Old,
}

impl Rows {
    /// Of the two halves of a rule those that are due.
    fn of(self, new: Step, mut old: Vec<Step>) -> Vec<Step> {
        match self {
            Self::All => {
                old.insert(0, new);
                old
            }
            Self::New => vec![new],
            Self::Old => old,
        }
    }

    /// The step of a database that knows no halves: it comes with the second.
    fn whole(self, step: Step) -> Vec<Step> {
        if self == Self::New {
            Vec::new()
        } else {
            vec![step]
        }
    }
}

/// SQL text, perhaps in other words for each kind of database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sql {
    postgres: String,
    mysql: Option<String>,
    sqlite: Option<String>,
}

/// SQL text, for all databases unless told otherwise.
pub fn sql(text: &str) -> Sql {
    Sql {
        postgres: text.to_owned(),
        mysql: None,
        sqlite: None,
    }
}

impl Sql {
    /// What MySQL and MariaDB are told instead.
    #[must_use]
    pub fn on_mysql(self, text: &str) -> Self {
        Self {
            mysql: Some(text.to_owned()),
            ..self
        }
    }

    /// What SQLite is told instead.
    #[must_use]
    pub fn on_sqlite(self, text: &str) -> Self {
        Self {
            sqlite: Some(text.to_owned()),
            ..self
        }
    }

    /// The text for that kind of database.
    pub fn of(&self, backend: DbBackend) -> &str {
        let own = match backend {
            DbBackend::MySql => self.mysql.as_deref(),
            DbBackend::Sqlite => self.sqlite.as_deref(),
            _ => None,
        };
        own.unwrap_or(&self.postgres)
    }
}

impl From<&str> for Sql {
    fn from(text: &str) -> Self {
        sql(text)
    }
}

/// A random UUID as SeaORM stores them: a value for a key that nothing else fills.
pub fn random_uuid() -> Sql {
    sql("gen_random_uuid()")
        .on_mysql("UNHEX(REPLACE(UUID(), '-', ''))")
        .on_sqlite("randomblob(16)")
}

/// The primary key of that name: a UUID that the database makes up where none is given.
pub fn uuid_key(name: &str, manager: &SchemaManager<'_>) -> ColumnDef {
    let value = random_uuid().of(manager.get_database_backend()).to_owned();
    ColumnDef::new(Alias::new(name))
        .uuid()
        .not_null()
        .primary_key()
        .default(Expr::cust(value))
        .take()
}

/// Two statements of your own: what makes something, and what takes it away.
#[derive(Clone, Debug)]
pub struct Raw {
    create: Sql,
    drop: Sql,
}

/// A block of two statements of your own: what makes something, and what takes it away.
pub fn raw(create: impl Into<Sql>, drop: impl Into<Sql>) -> Raw {
    Raw {
        create: create.into(),
        drop: drop.into(),
    }
}

impl Block for Raw {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        vec![Step::Run(self.create.of(backend).to_owned())]
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        vec![Step::Run(self.drop.of(backend).to_owned())]
    }
}

/// A block that only PostgreSQL gets.
#[derive(Clone, Debug)]
pub struct OnlyPostgres<B> {
    what: String,
    block: B,
}

/// The block where the database is PostgreSQL; elsewhere it is said that this is left out.
pub fn only_postgres<B: Block>(what: &str, block: B) -> OnlyPostgres<B> {
    OnlyPostgres {
        what: what.to_owned(),
        block,
    }
}

impl<B: Block> Block for OnlyPostgres<B> {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        match backend {
            DbBackend::Postgres => self.block.creates(backend),
            _ => vec![Step::LeftOut(format!("{}: only on PostgreSQL", self.what))],
        }
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        if backend == DbBackend::Postgres {
            self.block.drops(backend)
        } else {
            Vec::new()
        }
    }
}

async fn run(manager: &SchemaManager<'_>, steps: Vec<Step>) -> Result<(), DbErr> {
    for step in steps {
        match step {
            Step::Run(statement) => execute(manager, &statement).await?,
            Step::LeftOut(what) => execute(manager, &nothing_but(&what)).await?,
            Step::Redefine { table, change } => rewrite::redefine(manager, &table, &change).await?,
        }
    }
    Ok(())
}

async fn execute(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    manager
        .get_connection()
        .execute_unprepared(statement)
        .await
        .map(|_| ())
}

/// Says that this is left out on this kind of database, where a migration of yours decides so.
pub async fn left_out(manager: &SchemaManager<'_>, what: &str) -> Result<(), DbErr> {
    run(manager, vec![Step::LeftOut(what.to_owned())]).await
}

/// A statement that does nothing and says what is left out. What a name holds cannot end the comment.
fn nothing_but(what: &str) -> String {
    let what: String = what
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!(
        "SELECT 1 /* scaffold: left out: {} */",
        what.replace("*/", "* /").replace("/*", "/ *")
    )
}

/// What is left out because that kind of database has no such thing.
fn lacks(backend: DbBackend, what: &str, feature: &str) -> Step {
    let database = match backend {
        DbBackend::MySql => "MySQL and MariaDB",
        DbBackend::Sqlite => "SQLite",
        _ => "PostgreSQL",
    };
    Step::LeftOut(format!("{what}: no {feature} on {database}"))
}

/// The name as an identifier, with its schema where it has one.
fn quote(backend: DbBackend, name: &str) -> String {
    let mark = if backend == DbBackend::MySql {
        '`'
    } else {
        '"'
    };
    let part = |part: &str| {
        format!(
            "{mark}{}{mark}",
            part.replace(mark, &format!("{mark}{mark}"))
        )
    };
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// The names as identifiers with commas between them.
fn quote_all(backend: DbBackend, names: &[String]) -> String {
    names
        .iter()
        .map(|name| quote(backend, name))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The text as a string of SQL.
fn literal(backend: DbBackend, text: &str) -> String {
    let text = text.replace('\'', "''");
    let text = if backend == DbBackend::MySql {
        text.replace('\\', "\\\\")
    } else {
        text
    };
    format!("'{text}'")
}

/// The name of what lies in the schema of that table.
fn beside(table: &str, name: &str) -> String {
    match table.rsplit_once('.') {
        Some((schema, _)) if !name.contains('.') => format!("{schema}.{name}"),
        _ => name.to_owned(),
    }
}

/// The name of a table without its schema.
fn bare(table: &str) -> &str {
    table.rsplit_once('.').map_or(table, |(_, name)| name)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
