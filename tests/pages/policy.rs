//! Which rows of `notes` may be seen and changed, by whoever does not own the table.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blocks::row_level_security("notes").create(manager).await?;
        policy().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        policy().drop(manager).await?;
        blocks::row_level_security("notes").drop(manager).await
    }
}

/// The app says in each transaction who is at work: `SET LOCAL app.user_id = 7`.
fn policy() -> blocks::Policy {
    blocks::policy("own_notes", "notes")
        .using("user_id = nullif(current_setting('app.user_id', true), '')::integer")
}
