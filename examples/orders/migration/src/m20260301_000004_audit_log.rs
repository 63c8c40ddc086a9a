//! What was changed in orders: by whom, from where, and the rows before and after.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_log(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        audit().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        audit().drop(manager).await?;
        manager.drop_table(Table::drop().table("audit_log").take()).await
    }
}

fn audit_log(manager: &SchemaManager) -> TableCreateStatement {
    let postgres = manager.get_database_backend() == sea_orm::DbBackend::Postgres;
    let address = if postgres { custom_null("ip_address", "inet") } else { string_len_null("ip_address", 45) };
    Table::create()
        .table("audit_log")
        .col(blocks::uuid_key("id", manager))
        .col(string_len("table_name", 100))
        .col(uuid("record_id"))
        .col(string_len("action", 20))
        .col(json_binary_null("old_data"))
        .col(json_binary_null("new_data"))
        .col(uuid_null("user_id"))
        .col(address)
        .col(timestamp_with_time_zone_default_now("created_at"))
        .foreign_key(ForeignKey::create().name("fk_audit_log_user").from("audit_log", "user_id").to("users", "id"))
        .take()
}

fn indexes() -> [blocks::Index; 3] {
    [
        blocks::index("idx_audit_log_table_record", "audit_log").column("table_name").column("record_id"),
        blocks::index("idx_audit_log_created_at", "audit_log").descending("created_at"),
        blocks::index("idx_audit_log_user_id", "audit_log").column("user_id"),
    ]
}

/// The app says in each transaction who is at work and from where: `SET LOCAL app.user_id = …`.
fn audit() -> blocks::Audit {
    let user =
        blocks::sql("nullif(current_setting('app.user_id', true), '')::uuid").on_mysql("@user_id").on_sqlite("NULL");
    let address = blocks::sql("nullif(current_setting('app.ip_address', true), '')::inet")
        .on_mysql("@ip_address")
        .on_sqlite("NULL");
    blocks::audit("orders", "audit_log")
        .columns(&["status", "total_amount", "created_at", "updated_at"])
        .fill("user_id", user)
        .fill("ip_address", address)
}
