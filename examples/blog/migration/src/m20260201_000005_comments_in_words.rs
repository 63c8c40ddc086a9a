//! Says what the tables are for.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for comment in comments() {
            comment.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for comment in comments() {
            comment.drop(manager).await?;
        }
        Ok(())
    }
}

fn comments() -> [blocks::Comment; 4] {
    [
        blocks::comment("posts", "What users write. A deleted post stays until somebody purges it."),
        blocks::comment("posts", "Counts changes, so that nobody overwrites what somebody else has written.")
            .column("version"),
        blocks::comment("sessions", "A device that a user is signed in with."),
        blocks::comment(
            "events",
            "What happened, for statistics; a part is dropped when nobody asks for its month any more.",
        ),
    ]
}
