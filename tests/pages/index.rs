//! An index on `notes`.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index().drop(manager).await
    }
}

/// Columns and expressions of the key in order; `unique`, `include` and `using` say more.
fn index() -> blocks::Index {
    blocks::index("idx_notes_note", "notes")
        .expression("lower(note)")
        .only("note IS NOT NULL")
}
