//! The schema of a product catalogue: computed columns, search, statistics, policies, a log, and two changes of rows.

pub use sea_orm_migration::prelude::*;

#[rustfmt::skip]
pub mod blocks;
mod m20260401_000001_users_and_categories;
mod m20260401_000002_products;
mod m20260401_000003_orders_and_reviews;
mod m20260401_000004_search;
mod m20260401_000005_product_stats;
mod m20260401_000006_policies;
mod m20260401_000007_audit_log;
mod m20260401_000008_add_product_rating;
mod m20260401_000009_split_product_name;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260401_000001_users_and_categories::Migration),
            Box::new(m20260401_000002_products::Migration),
            Box::new(m20260401_000003_orders_and_reviews::Migration),
            Box::new(m20260401_000004_search::Migration),
            Box::new(m20260401_000005_product_stats::Migration),
            Box::new(m20260401_000006_policies::Migration),
            Box::new(m20260401_000007_audit_log::Migration),
            Box::new(m20260401_000008_add_product_rating::Migration),
            Box::new(m20260401_000009_split_product_name::Migration),
        ]
    }
}
