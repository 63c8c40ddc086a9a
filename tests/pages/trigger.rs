//! A trigger on `notes`.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        trigger().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        trigger().drop(manager).await
    }
}

/// For the two that most schemas have see `blocks::updated_at` and `blocks::audit`.
fn trigger() -> blocks::Trigger {
    let body = blocks::sql("NEW.note = trim(NEW.note); RETURN NEW;")
        .on_mysql("SET NEW.note = trim(NEW.note)")
        .on_sqlite("UPDATE notes SET note = trim(NEW.note) WHERE rowid = NEW.rowid");
    blocks::trigger("trim_notes_note", "notes", body).before(&[blocks::Event::Insert])
}
