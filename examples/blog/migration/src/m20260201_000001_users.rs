//! Users and their sessions.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users(manager)).await?;
        manager.create_table(sessions(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sessions").take()).await?;
        manager.drop_table(Table::drop().table("users").take()).await?;
        Ok(())
    }
}

fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("email", 255))
        .col(string_len_null("username", 50).unique_key())
        .col(string_len("password_hash", 255))
        .col(string_len("role", 20).default("user"))
        .col(string_len("status", 20).default("active"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .check(("chk_users_status", Expr::col("status").is_in(["active", "suspended", "closed"])))
        .take()
}

fn sessions(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("user_id"))
        .col(string_len_uniq("token", 255))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_sessions_user")
                .from("sessions", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// Most users are active, and most that look for users look for those.
fn indexes() -> [blocks::Index; 5] {
    [
        blocks::index("idx_users_email", "users").column("email"),
        blocks::index("idx_users_status", "users").column("status"),
        blocks::index("idx_users_active", "users").column("status").only("status = 'active'"),
        blocks::index("idx_sessions_token", "sessions").column("token"),
        blocks::index("idx_sessions_user_id", "sessions").column("user_id"),
    ]
}
