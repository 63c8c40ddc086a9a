//! The people who buy and the people who run the shop.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, users(manager)).await?;
        for (name, column) in [("idx_users_email", "email"), ("idx_users_role", "role")] {
            manager.create_index(Index::create().name(name).table("users").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("users").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A role is free text, `Customer` unless said otherwise.
fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(portable::id(manager))
        .col(string_len_uniq("email", 255))
        .col(string_len("password_hash", 500))
        .col(string_len("first_name", 100))
        .col(string_len("last_name", 100))
        .col(string_len_null("phone", 20))
        .col(string_len("role", 50).default("Customer"))
        .col(boolean("email_verified").default(false))
        .col(boolean("is_active").default(true))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .take()
}
