//! `examples/shop-api` over HTTP, on PostgreSQL and SQLite, and its page in a browser.
//!
//! Every request and every answer is held against the service's own OpenAPI document. MySQL is left out: its `datetime`
//! keeps whole seconds, which are too coarse for ETags.

pub(crate) mod browser;
mod client;
mod document;
mod orders;
mod page;
mod problems;
mod products;
mod reviews;
mod source;

use crate::cli::program;
use crate::servers::{self, Database, Server, wait};
use anyhow::{Context, Result, ensure};
use client::{Answer, Client};
use entity::prelude::*;
use entity::repository::Set;
use entity::{product, user};
use migration::{Migrator, MigratorTrait};
use sea_orm::prelude::Decimal;
use sea_orm::{ConnectOptions, DatabaseConnection};
use sea_scaffold::database::Backend;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;

/// The service on a database of its own.
struct Shop {
    client: Client,
    db: DatabaseConnection,
    backend: Backend,
    sent: Arc<AtomicUsize>,
    _database: Database,
}

impl Shop {
    async fn open(server: &'static Server) -> Result<Self> {
        let database = server.database("shop_api")?;
        let options = ConnectOptions::new(&database.url).sqlx_logging(false).to_owned();
        let mut db = sea_orm::Database::connect(options).await?;
        Migrator::up(&db, None).await?;
        let sent = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&sent);
        db.set_metric_callback(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(shop_api::serve(listener, db.clone()));
        let client = Client::of(address).await?;
        Ok(Self { client, db, backend: server.backend, sent, _database: database })
    }

    /// Asks without a body.
    async fn get(&self, path: &str) -> Result<Answer> {
        self.client.ask(&format!("GET {path}"), None, None).await
    }

    /// Asks with a body.
    async fn post(&self, path: &str, body: Json) -> Result<Answer> {
        self.client.ask(&format!("POST {path}"), None, Some(body)).await
    }

    /// Changes what is in the state of that tag.
    async fn patch(&self, path: &str, etag: &str, body: Json) -> Result<Answer> {
        self.client.ask(&format!("PATCH {path}"), Some(etag), Some(body)).await
    }

    /// How many statements were sent since it was asked last.
    fn statements(&self) -> usize {
        self.sent.swap(0, Ordering::Relaxed)
    }

    /// Puts so many products in: number 7 costs 7.50 and is called `Product 07`; every fifth is out of stock.
    async fn stock(&self, count: i32) -> Result<()> {
        let rows = (1..=count).map(|number| {
            let price = Decimal::new(i64::from(number) * 100 + 50, 2);
            NewProduct { name: format!("Product {number:02}"), price }.with(product::ActiveModel {
                sku: Set(Some(format!("SKU-{number:02}"))),
                stock_quantity: Set(number % 5),
                category_id: Set((number % 3 == 0).then_some(1)),
                is_active: Set(number % 4 != 0),
                ..Default::default()
            })
        });
        ensure!(self.db.product().create_many(rows).await? == count as u64);
        Ok(())
    }

    async fn user(&self, email: &str) -> Result<user::Model> {
        let email = email.to_owned();
        let (first_name, last_name) = ("Ada".to_owned(), "Lovelace".to_owned());
        Ok(self.db.user().create(NewUser { email, password_hash: String::new(), first_name, last_name }).await?)
    }
}

/// Runs a test on each of the databases, with a service of its own.
fn everywhere(test: impl AsyncFn(&Shop) -> Result<()> + Sync) -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::MySql) {
        let run = || async { test(&Shop::open(server).await?).await };
        wait(run).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

/// The list of a page.
fn items(page: &Json) -> Result<&Vec<Json>> {
    page["items"].as_array().with_context(|| format!("a page: {page}"))
}

/// One member of each item of a page.
fn each<'a>(page: &'a Json, member: &str) -> Result<Vec<&'a str>> {
    items(page)?.iter().map(|item| item[member].as_str().with_context(|| format!("{member}: {item}"))).collect()
}

#[test]
fn the_document_speaks_of_every_route_and_of_the_enums_of_the_schema() -> Result<()> {
    everywhere(async |shop| {
        let document = shop.get("/openapi.json").await?.is(200)?.body;
        let (mut routes, mut names) = (Vec::new(), BTreeSet::new());
        for (path, operations) in document["paths"].as_object().context("paths")? {
            for (method, operation) in operations.as_object().context("operations")? {
                routes.push(format!("{method} {path}"));
                ensure!(names.insert(operation["operationId"].to_string()), "two have one id: {operation}");
                let responses = operation["responses"].as_object().context("responses")?;
                ensure!(responses.values().all(|response| response["description"].is_string()), "{operation}");
            }
        }
        routes.sort_unstable();
        let expected = [
            "delete /products/{id}",
            "get /categories",
            "get /categories/{slug}",
            "get /orders",
            "get /orders/{id}",
            "get /products",
            "get /products/{id}",
            "get /products/{id}/reviews",
            "patch /orders/{id}",
            "patch /products/{id}",
            "post /orders",
            "post /products",
            "put /products/{id}/reviews/{user_id}",
        ];
        ensure!(routes == expected, "{routes:#?}");
        let status = &document["components"]["schemas"]["OrderBody"]["properties"]["status"]["enum"];
        let known = serde_json::json!(["Pending", "Processing", "Shipped", "Delivered", "Cancelled", "Refunded"]);
        ensure!(*status == known, "{status}");
        Ok(())
    })
}

#[test]
fn the_program_migrates_and_says_where_it_listens() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let database = server.database("program")?;
    let mut command = Command::new(program("shop-api"));
    command.env("DATABASE_URL", &database.url).env("SHOP_ADDRESS", "127.0.0.1:0").stdout(Stdio::piped());
    let mut running = command.spawn()?;
    let mut said = String::new();
    BufReader::new(running.stdout.take().context("a pipe")?).read_line(&mut said)?;
    let asked = wait(|| async {
        let address = said.trim_start_matches("http://").split(' ').next().unwrap_or_default();
        let client = Client::of(address.parse().with_context(|| said.clone())?).await?;
        client.ask("GET /categories", None, None).await?.is(200)
    });
    running.kill()?;
    running.wait()?;
    let names: Vec<Json> = asked?.body.as_array().context("a list")?.iter().map(|each| each["slug"].clone()).collect();
    ensure!(names == ["clothing", "electronics"], "{names:?}");
    Ok(())
}
