//! Products are found by words of their name and description.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        search_vector().create(manager).await?;
        by_words().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        by_words().drop(manager).await?;
        search_vector().drop(manager).await
    }
}

fn search_vector() -> blocks::OnlyPostgres<blocks::Generated> {
    let words = "setweight(to_tsvector('english', coalesce(name, '')), 'A') || \
                 setweight(to_tsvector('english', coalesce(description, '')), 'B')";
    blocks::only_postgres(
        "column \"products\".\"search_vector\"",
        blocks::generated("products", "search_vector", ("tsvector", words)),
    )
}

fn by_words() -> blocks::Index {
    blocks::index("idx_products_search", "products").column("search_vector").using("gin")
}
