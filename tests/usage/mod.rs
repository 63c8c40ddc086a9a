//! Generated entities used on real databases: every row is read and written through them.
//!
//! Database A holds rows, B the same tables without any. What the entities read from A they write to B; then plain SQL,
//! which knows nothing of the entities, must find the same texts in both. `joins` follows the relations, `links` what
//! the relation modules find and load. Views are only read.
//!
//! Compiled twice: into the suite, for the goldens, and as a crate of its own for programs that the suite writes.

mod handle;
mod joins;
mod links;
mod plain;

pub use handle::{Entity, Given, Link, Of, Row, Whole, everything, far, found, models, rows};

use anyhow::{Context, Result, ensure};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Value};
use sea_scaffold::catalog::{Catalog, Column, Identity, QualifiedName, Table};
use sea_scaffold::database::Backend;
use std::time::Duration;

/// One generated tree, ready for use.
pub struct Used {
    /// The name of its module.
    pub name: &'static str,
    /// Its entities by the names of their modules.
    pub entities: &'static [(&'static str, &'static dyn Entity)],
    /// Its views likewise.
    pub views: &'static [(&'static str, &'static dyn Entity)],
    /// What its relation modules offer.
    pub links: &'static [Link],
}

/// The [`Used`] of the tree in the module `$root::$tree`, its entities by the wrapper `$of`.
#[macro_export]
macro_rules! used {
    ($of:ident $root:ident $tree:ident { $($entity:ident)* } { $($view:ident)* } { $($near:ident [$find:ident $load:ident])* }) => {
        $crate::usage::Used {
            name: stringify!($tree),
            entities: &[$((
                stringify!($entity),
                &$crate::usage::$of::<$root::$tree::entity::$entity::Entity>(std::marker::PhantomData),
            )),*],
            views: &[$((
                stringify!($view),
                &$crate::usage::Of::<$root::$tree::view::$view::Entity>(std::marker::PhantomData),
            )),*],
            links: &[$({
                use $root::$tree::entity::$near as near;
                $crate::usage::Link {
                    name: concat!(stringify!($near), ".", stringify!($find)),
                    near: &$crate::usage::Of::<near::Entity>(std::marker::PhantomData),
                    far: || $crate::usage::far(near::Model::$find),
                    find: |row| $crate::usage::found(row, near::Model::$find),
                    load: |rows, db| Box::pin(async move {
                        let rows = $crate::usage::models::<near::Model>(rows);
                        let query = $crate::usage::everything(near::Model::$find);
                        near::Entity::$load(&rows, query, db).await.map($crate::usage::rows)
                    }),
                }
            }),*],
        }
    };
}

/// The two databases of one tree, and what their catalog says.
pub struct Sides {
    a: DatabaseConnection,
    b: DatabaseConnection,
    catalog: Catalog,
    backend: Backend,
}

/// Uses all that a tree has, and returns what went wrong.
pub async fn check(used: &Used, sides: &Sides) -> Result<Vec<String>> {
    let mut failures = Vec::new();
    for (name, entity) in used.entities {
        let exercised = exercise(sides, *entity).await;
        failures.extend(exercised.err().map(|error| format!("{name}: {error:#}")));
    }
    for (name, view) in used.views {
        failures.extend(read(sides, *view).await.err().map(|error| format!("{name}: {error:#}")));
    }
    failures.extend(links::check(used, sides).await?);
    Ok(failures)
}

/// Reads every row of a table from A, writes it to B, compares, and follows the relations.
async fn exercise(sides: &Sides, entity: &dyn Entity) -> Result<()> {
    let name = sides.name(entity);
    let table = sides.table(&name)?;
    let shape = Shape { entity, table };
    let rows = read(sides, entity).await?;
    for row in &rows {
        let given = shape.given(row);
        let text = format!("{given:?}");
        let returned = entity.write(given, &sides.b).await.with_context(|| format!("inserting {text}"))?;
        if let Some(returned) = returned {
            let (sent, returned) = (shape.text(row), shape.text(&returned));
            ensure!(sent == returned, "the insert returned another row:\n  sent {sent}\n  returned {returned}");
        }
    }
    let back = fetch(&sides.b, entity, &entity.select()).await.context("reading back")?;
    let (sent, back) = (shape.texts(&rows), shape.texts(&back));
    ensure!(sent == back, "{}", difference(&sent, &back));
    let columns: Vec<&Column> = table.columns.iter().filter(|column| !numbered(column)).collect();
    let (a, b) =
        (plain::dump(sides, &sides.a, &name, &columns).await?, plain::dump(sides, &sides.b, &name, &columns).await?);
    ensure!(a == b, "plain SQL sees other rows: {}", difference(&a, &b));
    joins::check(sides, &name, entity).await
}

/// Reads every row of a table or view from A.
async fn read(sides: &Sides, entity: &dyn Entity) -> Result<Vec<Row>> {
    let rows = fetch(&sides.a, entity, &entity.select()).await.context("reading")?;
    let name = sides.name(entity);
    let count = plain::count(&sides.a, &plain::quoted(sides.backend, &name)).await?;
    ensure!(count == rows.len() as u64, "{} rows were read, there are {count}", rows.len());
    Ok(rows)
}

async fn fetch(db: &DatabaseConnection, entity: &dyn Entity, select: &SelectStatement) -> Result<Vec<Row>> {
    let rows = db.query_all(select).await?;
    Ok(rows.iter().map(|row| entity.decode(row)).collect::<Result<_, _>>()?)
}

/// An entity beside the facts of its table.
struct Shape<'a> {
    entity: &'a dyn Entity,
    table: &'a Table,
}

impl Shape<'_> {
    /// The row as a new one: every column that may be given a value is set.
    fn given(&self, row: &Row) -> Given {
        let facts = self.entity.columns().into_iter().map(|name| self.table.column(&name));
        let may = facts.map(|fact| fact.is_some_and(|fact| fact.generated.is_none() && !numbered(fact)));
        may.zip(self.entity.values(row)).map(|(may, value)| may.then_some(value)).collect()
    }

    /// The values of a row, but for numbers that the database gives out itself.
    fn text(&self, row: &Row) -> String {
        let values: Vec<(String, Value)> = self.entity.columns().into_iter().zip(self.entity.values(row)).collect();
        let given = values.iter().filter(|(column, _)| !self.table.column(column).is_some_and(numbered));
        format!("{:?}", given.collect::<Vec<_>>())
    }

    fn texts(&self, rows: &[Row]) -> String {
        let mut lines: Vec<String> = rows.iter().map(|row| self.text(row) + "\n").collect();
        lines.sort();
        lines.concat()
    }
}

/// Whether the database accepts no value of ours.
fn numbered(column: &Column) -> bool {
    column.identity == Some(Identity::Always)
}

/// The lines that only one of two sorted texts has.
fn difference(a: &str, b: &str) -> String {
    let only = |here: &str, there: &str, mark: &str| -> String {
        let other: Vec<&str> = there.lines().collect();
        here.lines().filter(|line| !other.contains(line)).map(|line| format!("\n{mark}{line}")).collect()
    };
    only(a, b, "A: ") + &only(b, a, "B: ")
}

impl Sides {
    /// Connects to both databases; B checks no foreign keys, for rows arrive in the order of the modules.
    pub async fn connect(a: &str, b: &str, catalog: Catalog) -> Result<Self> {
        let backend = Backend::of(a)?;
        let sides = Self { a: connect(a).await?, b: connect(b).await?, catalog, backend };
        sides.b.execute_unprepared(plain::without_foreign_keys(backend)).await?;
        Ok(sides)
    }

    fn name(&self, entity: &dyn Entity) -> QualifiedName {
        let default = self.catalog.schemas.iter().find(|schema| schema.is_default);
        let (schema, name) = entity.table();
        let schema = schema.or(default.map(|schema| schema.name.clone())).unwrap_or_default();
        QualifiedName { schema, name }
    }

    fn table(&self, name: &QualifiedName) -> Result<&Table> {
        let schema = self.catalog.schema(&name.schema).with_context(|| format!("no schema {}", name.schema))?;
        schema.tables.iter().find(|table| table.name == name.name).with_context(|| format!("no table {}", name.name))
    }
}

/// One connection: every statement goes through it, so that session settings hold.
async fn connect(url: &str) -> Result<DatabaseConnection> {
    let mut url = url.to_owned();
    if Backend::of(&url)? == Backend::MySql {
        // A statement that the cache forgets is closed by a message without an answer, and whatever is sent after one
        // waits 40 ms for the network.
        url += if url.contains('?') { "&" } else { "?" };
        url += "statement-cache-capacity=10000";
    }
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).connect_timeout(Duration::from_secs(10));
    Ok(sea_orm::Database::connect(options).await?)
}
