//! The orders: what they are there to show, on PostgreSQL.

use super::{on_postgres, texts};
use anyhow::{Context, Result, ensure};
use orders_entity::factory::{OrderFactory, ProductFactory, ResourceFactory, SettingFactory, UserFactory};
use orders_entity::prelude::*;
use sea_orm::prelude::Decimal;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

#[test]
fn the_log_says_who_changed_an_order_from_where() -> Result<()> {
    on_postgres::<orders_migration::Migrator>("orders_log", async |db| {
        let user = UserFactory::new().build(db).await?;
        let product = ProductFactory::new().price(Decimal::new(250, 2)).build(db).await?;
        let transaction = db.begin().await?;
        orders::sign(&transaction, user.id, "203.0.113.7").await?;
        let order = orders::place(&transaction, user.id, &[(&product, 3)]).await?;
        transaction.commit().await?;
        ensure!(order.total_amount == Decimal::new(750, 2) && order.status == "pending", "{order:?}");
        orders::set_status(db, order.id, "paid").await?;
        let history = orders::history(db, order.id).await?;
        let actions: Vec<&str> = history.iter().map(|entry| entry.action.as_str()).collect();
        ensure!(actions == ["INSERT", "UPDATE"], "{history:?}");
        ensure!(history[0].user_id == Some(user.id) && history[0].old_data.is_none(), "{:?}", history[0]);
        ensure!(history[0].ip_address.as_deref().is_some_and(|ip| ip.starts_with("203.0.113.7")), "{:?}", history[0]);
        let status = |data: &Option<serde_json::Value>| data.as_ref().map(|data| data["status"].clone());
        let changed = (status(&history[1].old_data), status(&history[1].new_data));
        ensure!(changed == (Some(json!("pending")), Some(json!("paid"))), "{changed:?}");
        ensure!(history[1].user_id.is_none(), "nobody signed");
        db.order().delete(order.id).await?;
        ensure!(orders::history(db, order.id).await?.last().context("an entry")?.action == "DELETE");
        Ok(())
    })
}

#[test]
fn an_order_is_placed_whole_or_not_at_all() -> Result<()> {
    on_postgres::<orders_migration::Migrator>("orders_whole", async |db| {
        let user = UserFactory::new().build(db).await?;
        let product = ProductFactory::new().build(db).await?;
        let transaction = db.begin().await?;
        ensure!(orders::place(&transaction, user.id, &[(&product, 1), (&product, 0)]).await.is_err(), "none of it");
        transaction.rollback().await?;
        ensure!(db.order().count().await? == 0 && db.order_item().count().await? == 0);
        Ok(())
    })
}

#[test]
fn the_database_notes_when_a_row_was_changed_whoever_does_it() -> Result<()> {
    on_postgres::<orders_migration::Migrator>("orders_times", async |db| {
        let old = "2020-01-01T00:00:00Z".parse::<sea_orm::prelude::DateTimeWithTimeZone>()?;
        let order = OrderFactory::new().updated_at(old).build(db).await?;
        ensure!(order.updated_at == old);
        db.execute_unprepared("UPDATE orders SET status = 'paid'").await?;
        ensure!(db.order().get(order.id).await?.updated_at > old);
        Ok(())
    })
}

#[test]
fn settings_are_found_by_what_they_hold_and_resources_go_softly() -> Result<()> {
    on_postgres::<orders_migration::Migrator>("orders_settings", async |db| {
        let dark = SettingFactory::new().preferences(json!({"theme": "dark", "mail": {"weekly": true}}));
        let dark = dark.build(db).await?;
        SettingFactory::new().preferences(json!({"theme": "light"})).build(db).await?;
        let found = orders::settings_with(db, json!({"mail": {"weekly": true}})).await?;
        ensure!(found.len() == 1 && found[0].id == dark.id, "{found:?}");
        let resource = ResourceFactory::new().build(db).await?;
        db.resource().delete(resource.id).await?;
        ensure!(db.resource().count().await? == 0 && db.resource().with_deleted().count().await? == 1);
        let index = "SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_settings_preferences'";
        ensure!(texts(db, index).await?[0].contains("USING gin"), "the index that the query is for");
        Ok(())
    })
}
