//! The schema of a blog: people with roles and sessions, what they write, and what happens, in parts by month.

pub use sea_orm_migration::prelude::*;

#[rustfmt::skip]
pub mod blocks;
mod m20260201_000001_users;
mod m20260201_000002_roles;
mod m20260201_000003_posts;
mod m20260201_000004_events;
mod m20260201_000005_comments_in_words;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260201_000001_users::Migration),
            Box::new(m20260201_000002_roles::Migration),
            Box::new(m20260201_000003_posts::Migration),
            Box::new(m20260201_000004_events::Migration),
            Box::new(m20260201_000005_comments_in_words::Migration),
        ]
    }
}
