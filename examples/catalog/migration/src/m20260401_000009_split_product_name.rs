//! The name of a product is split into brand and model. Some rows at a time: others read and write meanwhile.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// In no transaction, so that others read and write while PostgreSQL looks at the rows.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["brand", "model"] {
            let column = string_len_null(column, 200);
            manager.alter_table(Table::alter().table("products").add_column(column).take()).await?;
        }
        split().run(manager).await?;
        for column in ["brand", "model"] {
            blocks::not_null("products", column).create(manager).await?;
        }
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        joined().run(manager).await?;
        for index in indexes() {
            index.drop(manager).await?;
        }
        for column in ["model", "brand"] {
            manager.alter_table(Table::alter().table("products").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

/// The first word is the brand, and the rest the model; a name of one word is both. Either may be as long as the name.
fn split() -> blocks::Backfill {
    let brand = blocks::sql("split_part(name, ' ', 1)")
        .on_mysql("substring_index(name, ' ', 1)")
        .on_sqlite("substr(name, 1, instr(name || ' ', ' ') - 1)");
    let model =
        blocks::sql("CASE WHEN name LIKE '% %' THEN substring(name FROM position(' ' IN name) + 1) ELSE name END")
            .on_sqlite("CASE WHEN name LIKE '% %' THEN substr(name, instr(name, ' ') + 1) ELSE name END");
    blocks::backfill("products").set("brand", brand).set("model", model).rows("brand IS NULL").batch(500)
}

/// The way back: a name of one word is not said twice.
fn joined() -> blocks::Backfill {
    let both = blocks::sql("brand || ' ' || model").on_mysql("concat(brand, ' ', model)");
    blocks::backfill("products").set("name", both).rows("name LIKE '% %'").batch(500)
}

fn indexes() -> [blocks::Index; 2] {
    [
        blocks::index("idx_products_brand", "products").column("brand").concurrently(),
        blocks::index("idx_products_model", "products").column("model").concurrently(),
    ]
}
