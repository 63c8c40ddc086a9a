//! Carts and what lies in them.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, carts(manager)).await?;
        for (name, column) in [("idx_carts_user", "user_id"), ("idx_carts_session", "session_id")] {
            manager.create_index(Index::create().name(name).table("carts").col(column).take()).await?;
        }
        portable::create_table(manager, cart_items(manager)).await?;
        for (name, column) in [("idx_cart_items_cart", "cart_id"), ("idx_cart_items_product", "product_id")] {
            manager.create_index(Index::create().name(name).table("cart_items").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("cart_items").take()).await?;
        manager.drop_table(Table::drop().table("carts").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A cart belongs to a user, or to a session of somebody who has not signed in.
fn carts(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("carts")
        .col(portable::id(manager))
        .col(integer_null("user_id"))
        .col(string_len_null("session_id", 255))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_carts_user")
                .from("carts", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .take()
}

/// A product lies in a cart once, with a quantity.
fn cart_items(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("cart_items")
        .col(portable::id(manager))
        .col(integer("cart_id"))
        .col(integer("product_id"))
        .col(integer("quantity").default(1))
        .col(decimal_len("price", 10, 2))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_cart_items_cart")
                .from("cart_items", "cart_id")
                .to("carts", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_cart_items_product")
                .from("cart_items", "product_id")
                .to("products", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .index(Index::create().name("uq_cart_items_cart_product").unique().col("cart_id").col("product_id"))
        .check(("chk_cart_items_quantity", Expr::col("quantity").gt(0)))
        .take()
}
