//! The variants of a product, such as its colours and sizes.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, product_attributes(manager)).await?;
        manager
            .create_index(
                Index::create()
                    .name("idx_product_attributes_product")
                    .table("product_attributes")
                    .col("product_id")
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("product_attributes").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The modifier is added to the price of the product.
fn product_attributes(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("product_attributes")
        .col(portable::id(manager))
        .col(integer("product_id"))
        .col(string_len("attribute_name", 50))
        .col(string_len("attribute_value", 100))
        .col(decimal_len_null("price_modifier", 10, 2).default(0))
        .foreign_key(
            ForeignKey::create()
                .name("fk_product_attributes_product")
                .from("product_attributes", "product_id")
                .to("products", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .take()
}
