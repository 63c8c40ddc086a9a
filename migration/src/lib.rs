//! The shop's schema as SeaORM migrations, one file per step, for PostgreSQL, SQLite and MySQL or MariaDB.
//!
//! Each migration is applied whole or not at all where the database can roll back a schema change, and its `down` leaves
//! nothing behind. What a backend cannot say is decided in `portable`, never in a migration.

pub use sea_orm_migration::prelude::*;

mod m20260101_000001_users;
mod m20260101_000002_categories;
mod m20260101_000003_products;
mod m20260101_000004_product_attributes;
mod m20260101_000005_carts;
mod m20260101_000006_orders;
mod m20260101_000007_payments;
mod m20260101_000008_product_reviews;
mod m20260101_000009_coupons;
mod m20260101_000010_views;
mod m20260101_000011_seed_data;
mod portable;
#[cfg(test)]
mod tests;

/// All migrations of the shop, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260101_000001_users::Migration),
            Box::new(m20260101_000002_categories::Migration),
            Box::new(m20260101_000003_products::Migration),
            Box::new(m20260101_000004_product_attributes::Migration),
            Box::new(m20260101_000005_carts::Migration),
            Box::new(m20260101_000006_orders::Migration),
            Box::new(m20260101_000007_payments::Migration),
            Box::new(m20260101_000008_product_reviews::Migration),
            Box::new(m20260101_000009_coupons::Migration),
            Box::new(m20260101_000010_views::Migration),
            Box::new(m20260101_000011_seed_data::Migration),
        ]
    }
}
