//! The function `notes`.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        function().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        function().drop(manager).await
    }
}

fn function() -> blocks::Function {
    let body = blocks::sql("SELECT number + 1").on_mysql("RETURN number + 1");
    blocks::function("notes", ("number integer", "integer"), body).language("sql IMMUTABLE")
}
