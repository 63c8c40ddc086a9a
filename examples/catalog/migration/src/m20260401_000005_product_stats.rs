//! How products sell and what they are worth to people: computed now and then on PostgreSQL, each time elsewhere.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        product_stats().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        product_stats().drop(manager).await
    }
}

/// Orders and reviews are counted apart: joined to one product both, each would count the other's rows again.
fn product_stats() -> blocks::MaterializedView {
    let select = "SELECT p.id, p.name, count(i.id) AS total_orders, coalesce(sum(i.quantity), 0) AS total_quantity_sold, \
                  (SELECT avg(r.rating) FROM reviews r WHERE r.product_id = p.id) AS avg_rating, \
                  (SELECT count(*) FROM reviews r WHERE r.product_id = p.id) AS review_count \
                  FROM products p LEFT JOIN order_items i ON i.product_id = p.id \
                  WHERE p.deleted_at IS NULL GROUP BY p.id, p.name";
    let by_id = blocks::index("idx_product_stats_id", "product_stats").column("id").unique();
    blocks::materialized_view("product_stats", select).index(by_id).or_view()
}
