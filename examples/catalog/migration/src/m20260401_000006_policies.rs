//! Whoever is not the owner of the table sees products that are for sale, and changes its own.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blocks::row_level_security("products").create(manager).await?;
        for policy in policies() {
            policy.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for policy in policies() {
            policy.drop(manager).await?;
        }
        blocks::row_level_security("products").drop(manager).await
    }
}

/// The app says in each transaction who is at work: `SET LOCAL app.user_id = …`.
const OWN: &str = "created_by = nullif(current_setting('app.user_id', true), '')::uuid";

fn policies() -> [blocks::Policy; 3] {
    [
        blocks::policy("product_select_policy", "products").command("SELECT").using("is_active AND deleted_at IS NULL"),
        blocks::policy("product_insert_policy", "products").command("INSERT").with_check(OWN),
        blocks::policy("product_update_policy", "products").command("UPDATE").using(OWN),
    ]
}
