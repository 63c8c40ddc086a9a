//! The shop, which is this repository's own example: its migrations, its committed entity crate and the quickstart,
//! each on every database.

use crate::cases;
use crate::golden::difference;
use crate::servers::{self, Database, wait, word};
use anyhow::{Context, Result, ensure};
use migration::{Migrator, MigratorTrait};
use sea_orm::{EntityTrait, PaginatorTrait};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use std::path::Path;

pub(crate) fn migrated(server: &'static servers::Server) -> Result<Database> {
    let database = server.database("shop")?;
    wait(|| async { Migrator::up(&database.connect().await?, None).await.context("up") })?;
    Ok(database)
}

fn catalog(database: &Database) -> Result<Catalog> {
    Ok(cases::generate(&database.url, &Settings::default())?.catalog)
}

#[test]
fn the_entity_crate_is_what_every_database_gives() -> Result<()> {
    let entity = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity");
    for server in servers::databases() {
        let database = migrated(server)?;
        let outcome = cases::generate(&database.url, &Settings::default())?;
        // SQLite alone cannot tell how wide the migrations' integers are, and says so.
        let said: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        let expected: &[&str] = if server.backend == Backend::Sqlite { &["G060"] } else { &[] };
        ensure!(said == expected, "{}: {:#?}", server.backend, outcome.diagnostics);
        for file in outcome.files.iter().filter(|file| file.path.starts_with("src/generated/")) {
            let committed = std::fs::read_to_string(entity.join(&file.path)).with_context(|| file.path.clone())?;
            let place = format!("{} on {}; run `cargo run -- sync`", file.path, server.backend);
            ensure!(committed == file.text, "{}", difference(&place, &committed, &file.text));
        }
    }
    Ok(())
}

#[test]
fn every_migration_can_be_taken_back_without_a_trace() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("steps")?;
        let step = |down: bool| {
            wait(|| async {
                let db = database.connect().await?;
                let done = if down { Migrator::down(&db, Some(1)).await } else { Migrator::up(&db, Some(1)).await };
                anyhow::Ok(done?)
            })
        };
        // One step, so that there is something to read: an empty database is an error of its own.
        step(false)?;
        for number in 1..Migrator::migrations().len() {
            let before = catalog(&database)?;
            step(false).with_context(|| format!("{}: migration {number} up", word(server.backend)))?;
            let after = catalog(&database)?;
            step(true).with_context(|| format!("{}: migration {number} down", word(server.backend)))?;
            ensure!(catalog(&database)? == before, "{}: migration {number} leaves something behind", server.backend);
            step(false)?;
            ensure!(catalog(&database)? == after, "{}: migration {number} is not the same again", server.backend);
        }
    }
    Ok(())
}

#[test]
fn the_quickstart_runs() -> Result<()> {
    for server in servers::databases() {
        let database = migrated(server)?;
        wait(|| async { quickstart(&database).await }).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

async fn quickstart(database: &Database) -> Result<()> {
    use entity::prelude::{Order, OrderItem, OrderSummaryView, User};
    let db = database.connect().await?;
    let customer = User::find().one(&db).await?.context("the seed data has a user")?;
    let stocked = quickstart::stock(&db, "books", 5).await?;
    let order = quickstart::place_order(&db, &customer, "Q-1", &[(&stocked[0], 2), (&stocked[2], 1)]).await?;
    ensure!(order.total_amount == sea_orm::prelude::Decimal::new(500, 2), "{}", order.total_amount);
    ensure!(order.status == entity::enums::OrderStatus::Pending, "the default of the column");

    let items = order.find_order_items().all(&db).await?;
    ensure!(items.iter().map(|item| item.quantity).collect::<Vec<_>>() == [2, 1], "{items:?}");
    let pages = [quickstart::products(&db, 0, 3).await?, quickstart::products(&db, 1, 3).await?];
    let names: Vec<&str> = pages.iter().flatten().map(|(product, _)| product.name.as_str()).collect();
    ensure!(names == ["Product 01", "Product 02", "Product 03", "Product 04", "Product 05"], "{names:?}");
    let in_books = |listed: &quickstart::Listed| listed.1.as_ref().is_some_and(|category| category.slug == "books");
    ensure!(pages.iter().flatten().all(in_books), "every product is listed with its category");
    let summary = OrderSummaryView::find_by_id(order.id).one(&db).await?.context("the order is in the view")?;
    ensure!(summary.total_quantity == Some(3) && summary.total_items == 2, "{summary:?}");

    // An order that fails half-way leaves nothing: the second item's product does not exist.
    let ghost = entity::product::Model { id: 999_999, ..stocked[1].clone() };
    let failed = quickstart::place_order(&db, &customer, "Q-2", &[(&stocked[0], 1), (&ghost, 1)]).await;
    ensure!(failed.is_err(), "a product that does not exist cannot be ordered");
    ensure!(Order::find().count(&db).await? == 1 && OrderItem::find().count(&db).await? == 2, "nothing is left of it");
    Ok(())
}
