//! Runs the shop on the database that `DATABASE_URL` names and at the address that `SHOP_ADDRESS` names, by default
//! 127.0.0.1:3000. Migrations that are pending are applied first.

use anyhow::Context;
use migration::{Migrator, MigratorTrait};
use sea_orm::Database;
use std::env;
use std::io::{Write, stdout};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://shop.db?mode=rwc".to_owned());
    let address = env::var("SHOP_ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let db = Database::connect(url).await.context("connecting to DATABASE_URL")?;
    Migrator::up(&db, None).await.context("applying migrations")?;
    let listener = TcpListener::bind(&address).await.with_context(|| format!("listening on {address}"))?;
    writeln!(stdout(), "http://{} (its document: /openapi.json)", listener.local_addr()?)?;
    Ok(shop_api::serve(listener, db).await?)
}
