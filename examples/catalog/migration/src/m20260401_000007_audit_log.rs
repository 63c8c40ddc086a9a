//! What was changed in products, by whom, with the rows before and after.

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
    Table::create()
        .table("audit_log")
        .col(blocks::uuid_key("id", manager))
        .col(string_len("table_name", 100))
        .col(uuid("record_id"))
        .col(string_len("action", 10))
        .col(json_binary_null("old_values"))
        .col(json_binary_null("new_values"))
        .col(uuid("changed_by"))
        .col(timestamp_with_time_zone_default_now("changed_at"))
        .take()
}

fn indexes() -> [blocks::Index; 2] {
    [
        blocks::index("idx_audit_log_table_record", "audit_log").column("table_name").column("record_id"),
        blocks::index("idx_audit_log_changed_at", "audit_log").column("changed_at"),
    ]
}

/// A product that nobody has changed yet was changed last by who made it.
fn audit() -> blocks::Audit {
    blocks::audit("products", "audit_log")
        .columns(&["name", "price", "currency", "stock_quantity", "sku", "is_active", "deleted_at"])
        .rows("old_values", "new_values")
        .fill("changed_by", "coalesce({row}.updated_by, {row}.created_by)")
}
