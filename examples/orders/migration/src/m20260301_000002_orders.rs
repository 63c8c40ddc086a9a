//! Products, orders and their items.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(products(manager)).await?;
        manager.create_table(orders(manager)).await?;
        manager.create_table(order_items(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        blocks::updated_at("orders", "updated_at").create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blocks::updated_at("orders", "updated_at").drop(manager).await?;
        manager.drop_table(Table::drop().table("order_items").take()).await?;
        manager.drop_table(Table::drop().table("orders").take()).await?;
        manager.drop_table(Table::drop().table("products").take()).await?;
        Ok(())
    }
}

fn products(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("products")
        .col(blocks::uuid_key("id", manager))
        .col(string_len("name", 255))
        .col(decimal_len("price", 10, 2))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .take()
}

fn orders(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("user_id"))
        .col(string_len("status", 50).default("pending"))
        .col(decimal_len("total_amount", 10, 2))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_orders_user")
                .from("orders", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn order_items(manager: &SchemaManager) -> TableCreateStatement {
    let refers = |column: &'static str, table: &'static str, gone: ForeignKeyAction| {
        let name = format!("fk_order_items_{table}");
        ForeignKey::create().name(name).from("order_items", column).to(table, "id").on_delete(gone).take()
    };
    Table::create()
        .table("order_items")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("order_id"))
        .col(uuid("product_id"))
        .col(integer("quantity"))
        .col(decimal_len("unit_price", 10, 2))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .check(("chk_order_items_quantity", Expr::col("quantity").gt(0)))
        .foreign_key(&mut refers("order_id", "orders", ForeignKeyAction::Cascade))
        .foreign_key(&mut refers("product_id", "products", ForeignKeyAction::Restrict))
        .index(Index::create().unique().name("order_items_order_product").col("order_id").col("product_id"))
        .take()
}

fn indexes() -> [blocks::Index; 5] {
    [
        blocks::index("idx_orders_user_id", "orders").column("user_id"),
        blocks::index("idx_orders_status", "orders").column("status"),
        blocks::index("idx_orders_created_at", "orders").descending("created_at"),
        blocks::index("idx_order_items_order_id", "order_items").column("order_id"),
        blocks::index("idx_order_items_product_id", "order_items").column("product_id"),
    ]
}
