//! Roles, and who has which.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(roles(manager)).await?;
        manager.create_table(user_roles()).await?;
        blocks::index("idx_user_roles_role_id", "user_roles").column("role_id").create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("user_roles").take()).await?;
        manager.drop_table(Table::drop().table("roles").take()).await?;
        Ok(())
    }
}

fn roles(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("roles")
        .col(blocks::uuid_key("id", manager))
        .col(string_len_uniq("name", 50))
        .col(text_null("description"))
        .take()
}

fn user_roles() -> TableCreateStatement {
    let refers = |column: &'static str, table: &'static str| {
        ForeignKey::create()
            .name(format!("fk_user_roles_{table}"))
            .from("user_roles", column)
            .to(table, "id")
            .on_delete(ForeignKeyAction::Cascade)
            .take()
    };
    Table::create()
        .table("user_roles")
        .col(uuid("user_id"))
        .col(uuid("role_id"))
        .primary_key(Index::create().col("user_id").col("role_id"))
        .foreign_key(&mut refers("user_id", "users"))
        .foreign_key(&mut refers("role_id", "roles"))
        .take()
}
