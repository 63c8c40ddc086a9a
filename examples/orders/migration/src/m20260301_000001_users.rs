//! Users. Whoever changes one, the database notes when.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users(manager)).await?;
        blocks::updated_at("users", "updated_at").create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blocks::updated_at("users", "updated_at").drop(manager).await?;
        manager.drop_table(Table::drop().table("users").take()).await
    }
}

fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("email", 255))
        .col(string_len("password_hash", 255))
        .col(string_len("full_name", 255))
        .col(text_null("avatar_url"))
        .col(string_len("role", 50).default("user"))
        .col(boolean("is_active").default(true))
        .col(timestamp_with_time_zone_null("email_verified_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .take()
}
