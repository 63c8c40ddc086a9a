//! The schema of a shop's orders: times that triggers note, documents, and a log of what was changed.

pub use sea_orm_migration::prelude::*;

#[rustfmt::skip]
pub mod blocks;
mod m20260301_000001_users;
mod m20260301_000002_orders;
mod m20260301_000003_documents;
mod m20260301_000004_audit_log;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260301_000001_users::Migration),
            Box::new(m20260301_000002_orders::Migration),
            Box::new(m20260301_000003_documents::Migration),
            Box::new(m20260301_000004_audit_log::Migration),
        ]
    }
}
