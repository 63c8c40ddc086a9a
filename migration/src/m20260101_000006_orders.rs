//! Orders and their items.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, orders(manager)).await?;
        for (name, column) in [
            ("idx_orders_user", "user_id"),
            ("idx_orders_number", "order_number"),
            ("idx_orders_status", "status"),
            ("idx_orders_created", "created_at"),
        ] {
            manager.create_index(Index::create().name(name).table("orders").col(column).take()).await?;
        }
        portable::create_table(manager, order_items(manager)).await?;
        for (name, column) in [("idx_order_items_order", "order_id"), ("idx_order_items_product", "product_id")] {
            manager.create_index(Index::create().name(name).table("order_items").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("order_items").take()).await?;
        manager.drop_table(Table::drop().table("orders").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATUSES: [&str; 6] = ["Pending", "Processing", "Shipped", "Delivered", "Cancelled", "Refunded"];

/// An order keeps its own copy of both addresses; a user who has ordered cannot be deleted.
fn orders(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(portable::id(manager))
        .col(string_len_uniq("order_number", 50))
        .col(integer("user_id"))
        .col(string_len("status", 50).default("Pending"))
        .col(decimal_len("subtotal", 10, 2))
        .col(decimal_len("tax_amount", 10, 2).default(0))
        .col(decimal_len("shipping_cost", 10, 2).default(0))
        .col(decimal_len("discount_amount", 10, 2).default(0))
        .col(decimal_len("total_amount", 10, 2))
        .col(string_len("shipping_first_name", 100))
        .col(string_len("shipping_last_name", 100))
        .col(string_len("shipping_address1", 255))
        .col(string_len_null("shipping_address2", 255))
        .col(string_len("shipping_city", 100))
        .col(string_len_null("shipping_state", 100))
        .col(string_len("shipping_postal_code", 20))
        .col(string_len("shipping_country", 100))
        .col(string_len_null("shipping_phone", 20))
        .col(string_len("billing_first_name", 100))
        .col(string_len("billing_last_name", 100))
        .col(string_len("billing_address1", 255))
        .col(string_len_null("billing_address2", 255))
        .col(string_len("billing_city", 100))
        .col(string_len_null("billing_state", 100))
        .col(string_len("billing_postal_code", 20))
        .col(string_len("billing_country", 100))
        .col(text_null("notes"))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_orders_user")
                .from("orders", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Restrict)
                .on_update(ForeignKeyAction::NoAction),
        )
        .check(("chk_orders_status", Expr::col("status").is_in(STATUSES)))
        .take()
}

/// An item keeps the name and price the product had when it was sold.
fn order_items(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("order_items")
        .col(portable::id(manager))
        .col(integer("order_id"))
        .col(integer("product_id"))
        .col(string_len("product_name", 200))
        .col(string_len_null("sku", 100))
        .col(integer("quantity"))
        .col(decimal_len("unit_price", 10, 2))
        .col(decimal_len("total_price", 10, 2))
        .col(date_time_default_now("created_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_order_items_order")
                .from("order_items", "order_id")
                .to("orders", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_order_items_product")
                .from("order_items", "product_id")
                .to("products", "id")
                .on_delete(ForeignKeyAction::Restrict)
                .on_update(ForeignKeyAction::NoAction),
        )
        .check(("chk_order_items_quantity", Expr::col("quantity").gt(0)))
        .take()
}
