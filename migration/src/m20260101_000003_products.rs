//! What the shop sells, with its price and its stock.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, products(manager)).await?;
        for (name, column) in [
            ("idx_products_name", "name"),
            ("idx_products_sku", "sku"),
            ("idx_products_category", "category_id"),
            ("idx_products_price", "price"),
        ] {
            manager.create_index(Index::create().name(name).table("products").col(column).take()).await?;
        }
        let featured = Index::create().name("idx_products_featured").table("products").col("is_featured").take();
        portable::create_partial_index(manager, featured, Expr::col("is_featured").eq(true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("products").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A price before discount is never below the price; a product outlives its category.
fn products(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("products")
        .col(portable::id(manager))
        .col(string_len("name", 200))
        .col(text_null("description"))
        .col(string_len_null("sku", 100).unique_key())
        .col(decimal_len("price", 10, 2))
        .col(decimal_len_null("compare_price", 10, 2))
        .col(decimal_len_null("cost_price", 10, 2))
        .col(integer("stock_quantity").default(0))
        .col(integer_null("category_id"))
        .col(string_len_null("brand", 100))
        .col(decimal_len_null("weight", 8, 2))
        .col(json_binary_null("dimensions"))
        .col(string_len_null("image_url", 500))
        .col(json_binary_null("images"))
        .col(string_len_null("meta_title", 200))
        .col(text_null("meta_description"))
        .col(boolean("is_featured").default(false))
        .col(boolean("is_active").default(true))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_products_category")
                .from("products", "category_id")
                .to("categories", "id")
                .on_delete(ForeignKeyAction::SetNull)
                .on_update(ForeignKeyAction::NoAction),
        )
        .check(("chk_products_price", Expr::col("price").gte(0)))
        .check(("chk_products_compare_price", Expr::col("compare_price").gte(Expr::col("price"))))
        .check(("chk_products_stock_quantity", Expr::col("stock_quantity").gte(0)))
        .take()
}
