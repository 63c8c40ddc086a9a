//! Users, and categories within categories.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users(manager)).await?;
        manager.create_table(categories(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("categories").take()).await?;
        manager.drop_table(Table::drop().table("users").take()).await?;
        Ok(())
    }
}

fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("email", 255))
        .col(string_len("password_hash", 255))
        .col(string_len("first_name", 100))
        .col(string_len("last_name", 100))
        .col(string_len("role", 50).default("user"))
        .col(boolean("is_active").default(true))
        .col(boolean("email_verified").default(false))
        .col(timestamp_with_time_zone_null("last_login_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .take()
}

fn categories(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("categories")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("name", 100))
        .col(string_len_uniq("slug", 100))
        .col(text_null("description"))
        .col(uuid_null("parent_id"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_categories_parent")
                .from("categories", "parent_id")
                .to("categories", "id")
                .on_delete(ForeignKeyAction::Restrict)
                .on_update(ForeignKeyAction::Cascade),
        )
        .take()
}

fn indexes() -> [blocks::Index; 4] {
    [
        blocks::index("idx_users_role", "users").column("role"),
        blocks::index("idx_users_active", "users").column("is_active"),
        blocks::index("idx_users_email_lower", "users").expression("lower(email)").unique(),
        blocks::index("idx_categories_parent_id", "categories").column("parent_id"),
    ]
}
