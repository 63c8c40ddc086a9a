//! The tree of categories that products are filed under.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, categories(manager)).await?;
        for (name, column) in [("idx_categories_parent", "parent_category_id"), ("idx_categories_slug", "slug")] {
            manager.create_index(Index::create().name(name).table("categories").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("categories").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A category without a parent is a root; when a parent goes, its children become roots.
fn categories(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("categories")
        .col(portable::id(manager))
        .col(string_len("name", 100))
        .col(text_null("description"))
        .col(integer_null("parent_category_id"))
        .col(string_len_uniq("slug", 150))
        .col(string_len_null("image_url", 500))
        .col(integer_null("sort_order").default(0))
        .col(boolean("is_active").default(true))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_categories_parent")
                .from("categories", "parent_category_id")
                .to("categories", "id")
                .on_delete(ForeignKeyAction::SetNull)
                .on_update(ForeignKeyAction::NoAction),
        )
        .take()
}
