//! A check of `notes`, which is there.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// In no transaction, so that others read and write while PostgreSQL looks at the rows.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        check().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        check().drop(manager).await
    }
}

fn check() -> blocks::Check {
    blocks::check("chk_notes_note", "notes", "note <> ''")
}
