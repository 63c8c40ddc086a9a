//! Products have a rating, from 0 to 5, and know how many reviews it is of.

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
        for column in [decimal_len("rating", 3, 2).default(0).take(), integer("review_count").default(0).take()] {
            manager.alter_table(Table::alter().table("products").add_column(column).take()).await?;
        }
        range().create(manager).await?;
        by_rating().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        by_rating().drop(manager).await?;
        range().drop(manager).await?;
        for column in ["review_count", "rating"] {
            manager.alter_table(Table::alter().table("products").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

fn range() -> blocks::Check {
    blocks::check("chk_products_rating_range", "products", "rating >= 0 AND rating <= 5")
}

fn by_rating() -> blocks::Index {
    blocks::index("idx_products_rating", "products").column("rating").only("deleted_at IS NULL").concurrently()
}
