//! What goes softly, and settings of any shape.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(resources(manager)).await?;
        manager.create_table(settings(manager)).await?;
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("settings").take()).await?;
        manager.drop_table(Table::drop().table("resources").take()).await?;
        Ok(())
    }
}

fn resources(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("resources")
        .col(blocks::uuid_key("id", manager))
        .col(string_len("name", 255))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .take()
}

/// MySQL and MariaDB take a document as a default where it is an expression.
fn settings(manager: &SchemaManager) -> TableCreateStatement {
    let empty = blocks::sql("'{}'").on_mysql("('{}')");
    let empty = Expr::cust(empty.of(manager.get_database_backend()).to_owned());
    Table::create()
        .table("settings")
        .col(blocks::uuid_key("id", manager))
        .col(uuid("user_id"))
        .col(json_binary("preferences").default(empty))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_settings_user")
                .from("settings", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn indexes() -> [blocks::Index; 3] {
    [
        blocks::index("idx_resources_active", "resources").column("id").only("deleted_at IS NULL"),
        blocks::index("idx_settings_user_id", "settings").column("user_id"),
        blocks::index("idx_settings_preferences", "settings").column("preferences").using("gin"),
    ]
}
