//! What is ordered, and what people think of it.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(orders(manager)).await?;
        manager.create_table(order_items(manager)).await?;
        manager.create_table(reviews(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("reviews").take()).await?;
        manager.drop_table(Table::drop().table("order_items").take()).await?;
        manager.drop_table(Table::drop().table("orders").take()).await?;
        Ok(())
    }
}

fn orders(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("order_number", 50))
        .col(uuid("user_id"))
        .col(string_len("status", 50))
        .col(decimal_len("subtotal", 10, 2))
        .col(decimal_len("tax", 10, 2))
        .col(decimal_len("total", 10, 2))
        .col(string_len("currency", 3).default("USD"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .foreign_key(&mut refers(("orders", "user_id"), ("users", ForeignKeyAction::Restrict)))
        .take()
}

fn order_items(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("order_items")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("order_id"))
        .col(uuid("product_id"))
        .col(integer("quantity"))
        .col(decimal_len("unit_price", 10, 2))
        .col(decimal_len("subtotal", 10, 2))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .foreign_key(&mut refers(("order_items", "order_id"), ("orders", ForeignKeyAction::Cascade)))
        .foreign_key(&mut refers(("order_items", "product_id"), ("products", ForeignKeyAction::Restrict)))
        .take()
}

fn reviews(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("reviews")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("product_id"))
        .col(uuid("user_id"))
        .col(integer("rating"))
        .col(text_null("comment"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .check(("chk_reviews_rating", Expr::col("rating").between(1, 5)))
        .foreign_key(&mut refers(("reviews", "product_id"), ("products", ForeignKeyAction::Cascade)))
        .foreign_key(&mut refers(("reviews", "user_id"), ("users", ForeignKeyAction::Cascade)))
        .take()
}

fn refers(
    (from, column): (&'static str, &'static str),
    (to, gone): (&'static str, ForeignKeyAction),
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{from}_{column}"))
        .from(from, column)
        .to(to, "id")
        .on_delete(gone)
        .on_update(ForeignKeyAction::Cascade)
        .take()
}

fn indexes() -> [blocks::Index; 7] {
    [
        blocks::index("idx_orders_user_id", "orders").column("user_id"),
        blocks::index("idx_orders_status", "orders").column("status"),
        blocks::index("idx_orders_created_at", "orders").column("created_at"),
        blocks::index("idx_order_items_order_id", "order_items").column("order_id"),
        blocks::index("idx_order_items_product_id", "order_items").column("product_id"),
        blocks::index("idx_reviews_product_id", "reviews").column("product_id"),
        blocks::index("idx_reviews_user_id", "reviews").column("user_id"),
    ]
}
