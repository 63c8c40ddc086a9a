//! Users have a role. Programs that know nothing of it go on: it has a default, and every row gets it.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// In no transaction, so that others read and write while PostgreSQL looks at the rows.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let role = string_len_null("role", 20).default("user").take();
        manager.alter_table(Table::alter().table("users").add_column(role).take()).await?;
        blocks::backfill("users").set("role", "'user'").rows("role IS NULL").run(manager).await?;
        blocks::not_null("users", "role").create(manager).await?;
        known().create(manager).await?;
        by_role().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        by_role().drop(manager).await?;
        known().drop(manager).await?;
        manager.alter_table(Table::alter().table("users").drop_column("role").take()).await
    }
}

fn by_role() -> blocks::Index {
    blocks::index("idx_users_role", "users").column("role").concurrently()
}

fn known() -> blocks::Check {
    blocks::check("chk_users_role", "users", "role IN ('user', 'admin')")
}
