//! The schema of accounts: users and their orders, first whole, later in parts by quarter.

pub use sea_orm_migration::prelude::*;

#[rustfmt::skip]
pub mod blocks;
mod m20260501_000001_users_and_orders;
mod m20260501_000002_user_role;
mod m20260501_000003_orders_by_quarter;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260501_000001_users_and_orders::Migration),
            Box::new(m20260501_000002_user_role::Migration),
            Box::new(m20260501_000003_orders_by_quarter::Migration),
        ]
    }
}
