//! Users and their orders.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users(manager)).await?;
        manager.create_table(orders(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("orders").take()).await?;
        manager.drop_table(Table::drop().table("users").take()).await?;
        Ok(())
    }
}

/// A 64-bit number that the database counts up: `bigserial` on PostgreSQL.
fn id(manager: &SchemaManager) -> ColumnDef {
    match manager.get_database_backend() {
        sea_orm::DbBackend::Postgres => custom("id", "bigserial").primary_key().take(),
        _ => big_pk_auto("id"),
    }
}

fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(id(manager))
        .col(string_len_uniq("email", 255))
        .col(string_len("name", 100))
        .col(string_len("password_hash", 255))
        .col(boolean("is_active").default(true))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .take()
}

fn orders(manager: &SchemaManager) -> TableCreateStatement {
    let words = ["pending", "paid", "shipped", "delivered", "cancelled"];
    Table::create()
        .table("orders")
        .col(id(manager))
        .col(big_integer("user_id"))
        .col(string_len("status", 20))
        .col(decimal_len("total_amount", 10, 2))
        .col(date_time_default_now("created_at"))
        .check(("chk_orders_status", Expr::col("status").is_in(words)))
        .check(("chk_orders_total_amount", Expr::col("total_amount").gt(0)))
        .foreign_key(
            ForeignKey::create()
                .name("fk_orders_user")
                .from("orders", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn indexes() -> [blocks::Index; 5] {
    [
        blocks::index("idx_users_email", "users").column("email"),
        blocks::index("idx_users_created_at", "users").descending("created_at"),
        blocks::index("idx_orders_user_id", "orders").column("user_id"),
        blocks::index("idx_orders_status_created", "orders").column("status").descending("created_at"),
        blocks::index("idx_orders_created_at", "orders").descending("created_at"),
    ]
}
