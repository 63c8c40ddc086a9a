//! The generated data layer at work: the shop's repositories on every database, on a connection and in a transaction.
//!
//! What must come out is asked of the database in plain SQL, never of the repositories themselves.

#[cfg(not(blessing))]
mod cheap;
mod errors;
#[cfg(not(blessing))]
mod factory;
#[cfg(not(blessing))]
mod graph;
#[cfg(not(blessing))]
mod hooks;
#[cfg(not(blessing))]
mod kept;
mod pages;
#[cfg(not(blessing))]
mod partial;
mod plan;
mod read;
mod seek;
#[cfg(not(blessing))]
mod session;
mod write;

#[cfg(not(blessing))]
use crate::cases;
use crate::servers::{self, Database, Server, wait};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::repository::{Connect, Connection, Set};
use entity::{category, product};
use migration::{Migrator, MigratorTrait};
use sea_orm::prelude::Decimal;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};
use std::future::Future;
use std::sync::{Arc, Mutex};

/// Every statement that a database is sent.
struct Sent(Arc<Mutex<Vec<Statement>>>);

impl Sent {
    /// Listens to a connection.
    fn over(db: &mut DatabaseConnection) -> Self {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&sent);
        db.set_metric_callback(move |info| log.lock().expect("no test panics here").push(info.statement.clone()));
        Self(sent)
    }

    /// The statements since it was asked last.
    fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.0.lock().expect("no test panics here"))
    }
}

/// The shop's database with its seed data, and what it is sent.
struct Shop {
    db: DatabaseConnection,
    sent: Sent,
    database: Database,
}

impl Shop {
    async fn open(server: &'static Server) -> Result<Self> {
        let database = server.database("repository")?;
        let mut db = database.connect().await?;
        Migrator::up(&db, None).await?;
        let sent = Sent::over(&mut db);
        Ok(Self { db, sent, database })
    }

    /// What `work` answers, and how many statements it sends.
    async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, usize) {
        self.take();
        let answer = work.await;
        (answer, self.take().len())
    }

    /// The statements since it was asked last.
    fn take(&self) -> Vec<Statement> {
        self.sent.take()
    }
}

/// Runs a test on every database twice, each time on tables of its own: on a connection, and in a transaction that is
/// taken back and must leave nothing.
fn everywhere(test: impl AsyncFn(&Shop, Connection<'_>) -> Result<()> + Sync) -> Result<()> {
    const ROWS: &str = "SELECT (SELECT COUNT(*) FROM products) + (SELECT COUNT(*) FROM categories)";
    for server in servers::databases().iter().chain(servers::vendor_mysql()) {
        let outside = || async {
            let shop = Shop::open(server).await?;
            test(&shop, shop.db.connection()).await
        };
        wait(outside).with_context(|| format!("on {}", server.backend))?;
        let inside = || async {
            let shop = Shop::open(server).await?;
            let before = count(shop.db.connection(), ROWS).await?;
            let transaction = shop.db.begin().await?;
            test(&shop, transaction.connection()).await?;
            transaction.rollback().await?;
            ensure!(count(shop.db.connection(), ROWS).await? == before, "the transaction left something");
            Ok(())
        };
        wait(inside).with_context(|| format!("on {} in a transaction", server.backend))?;
    }
    Ok(())
}

/// Runs a test on the tables of a case, on every database that the case speaks of.
#[cfg(not(blessing))]
fn on_case(name: &str, test: impl AsyncFn(&DatabaseConnection) -> Result<()> + Sync) -> Result<()> {
    let cases = cases::all();
    let case = cases.iter().find(|case| case.name == name).context("the case")?;
    for server in servers::databases().iter().filter(|server| case.backends().contains(&server.backend)) {
        let database = case.database(server.backend)?.context("a database")?;
        let run = || async { test(&database.connect().await?).await };
        wait(run).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

/// The one number of a query on any connection.
#[cfg(not(blessing))]
async fn number(db: &impl ConnectionTrait, sql: &str) -> Result<i64> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?.context("one row")?;
    Ok(row.try_get_by_index(0)?)
}

/// The first column of every row.
async fn ids(on: Connection<'_>, sql: &str) -> Result<Vec<i32>> {
    let statement = Statement::from_string(on.backend(), sql);
    let rows = on.executor().query_all_raw(statement).await.with_context(|| sql.to_owned())?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The one number of a query.
async fn count(on: Connection<'_>, sql: &str) -> Result<i64> {
    let statement = Statement::from_string(on.backend(), sql);
    let row = on.executor().query_one_raw(statement).await.with_context(|| sql.to_owned())?;
    Ok(row.context("one row")?.try_get_by_index(0)?)
}

async fn category(on: Connection<'_>, slug: &str) -> Result<category::Model> {
    let new = NewCategory { name: slug.to_uppercase(), slug: slug.to_owned() };
    Ok(on.category().create(new).await?)
}

/// Product number `number`; every other has no brand.
fn numbered(number: i32) -> product::ActiveModel {
    let cents = i64::from(number % 97) * 100;
    let new = NewProduct { name: format!("Product {number:05}"), price: Decimal::new(cents, 2) };
    new.with(product::ActiveModel {
        brand: Set((number % 2 == 0).then(|| format!("Brand {:02}", number % 34))),
        stock_quantity: Set(number % 7),
        ..Default::default()
    })
}

/// Puts so many products in.
async fn stock(on: Connection<'_>, count: i32) -> Result<u64> {
    Ok(on.product().create_many((0..count).map(numbered)).await?)
}
