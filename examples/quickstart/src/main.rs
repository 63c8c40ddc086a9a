//! Runs the quickstart on the database that `DATABASE_URL` names, by default the shop's embedded one.

use entity::order_summary_view;
use entity::prelude::*;
use quickstart::{place_order, products, stock};
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};
use std::io::{Write, stdout};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://shop.db".to_owned());
    let db = Database::connect(url).await?;
    let mut out = stdout().lock();

    // The seed data has one user; a number that is not taken yet makes the program repeatable.
    let number = Order::find().order_by_desc(entity::order::Column::Id).one(&db).await?.map_or(0, |order| order.id) + 1;
    let customer = User::find().one(&db).await?.ok_or_else(|| anyhow::format_err!("run `cargo run -- sync` first"))?;
    let stocked = stock(&db, &format!("quickstart-{number}"), 5).await?;
    let lines: Vec<_> = stocked.iter().take(2).map(|product| (product, 3)).collect();
    let order = place_order(&db, &customer, &format!("Q-{number}"), &lines).await?;

    writeln!(out, "order {} for {}: {:.2}", order.order_number, customer.email, order.total_amount)?;
    for item in order.find_order_items().all(&db).await? {
        writeln!(out, "  {} x {} = {:.2}", item.quantity, item.product_name, item.total_price)?;
    }
    for (product, category) in products(&db, 0, 10).await? {
        let category = category.map(|category| category.name).unwrap_or_default();
        writeln!(out, "{} at {:.2} in {category}", product.name, product.price)?;
    }
    let summary = OrderSummaryView::find().filter(order_summary_view::Column::Id.eq(order.id)).one(&db).await?;
    writeln!(out, "items in the order: {}", summary.and_then(|row| row.total_quantity).unwrap_or_default())?;
    Ok(())
}
