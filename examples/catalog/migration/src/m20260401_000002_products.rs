//! Products: who made and changed one is known, whether it is in stock is computed, and it goes softly.

use crate::blocks::{self, Block};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(products(manager)).await?;
        if is_mysql(manager) {
            let what = "NOT NULL of products.in_stock: not for computed columns on MySQL and MariaDB";
            blocks::left_out(manager, what).await?;
        }
        for index in indexes() {
            index.create(manager).await?;
        }
        blocks::updated_at("products", "updated_at").create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blocks::updated_at("products", "updated_at").drop(manager).await?;
        manager.drop_table(Table::drop().table("products").take()).await
    }
}

fn products(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("products")
        .col(blocks::uuid_key("id", manager))
        .col(string_len("name", 200))
        .col(text_null("description"))
        .col(decimal_len("price", 10, 2))
        .col(string_len("currency", 3).default("USD"))
        .col(string_len_null("image_url", 500))
        .col(integer("stock_quantity").default(0))
        .col(string_len_null("sku", 100).unique_key())
        .col(boolean("is_active").default(true))
        .col(uuid("category_id"))
        .col(uuid("created_by"))
        .col(uuid_null("updated_by"))
        .col(timestamp_with_time_zone_default_now("created_at"))
        .col(timestamp_with_time_zone_default_now("updated_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(in_stock(manager))
        .check(("chk_products_price_positive", Expr::col("price").gte(0)))
        .check(("chk_products_price_max", Expr::col("price").lte(999_999)))
        .check(("chk_products_stock_positive", Expr::col("stock_quantity").gte(0)))
        .foreign_key(&mut refers("category", "category_id", ("categories", ForeignKeyAction::Restrict)))
        .foreign_key(&mut refers("created_by", "created_by", ("users", ForeignKeyAction::Restrict)))
        .foreign_key(&mut refers("updated_by", "updated_by", ("users", ForeignKeyAction::SetNull)))
        .take()
}

/// MySQL and MariaDB take a rule for a computed column in other places than sea-query writes it to.
fn in_stock(manager: &SchemaManager) -> ColumnDef {
    let mut column = ColumnDef::new("in_stock").boolean().generated(Expr::col("stock_quantity").gt(0), true).take();
    if !is_mysql(manager) {
        column.not_null();
    }
    column
}

fn is_mysql(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm::DbBackend::MySql
}

fn refers(
    name: &str,
    column: &'static str,
    (table, gone): (&'static str, ForeignKeyAction),
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_products_{name}"))
        .from("products", column)
        .to(table, "id")
        .on_delete(gone)
        .on_update(ForeignKeyAction::Cascade)
        .take()
}

/// Nearly all queries are about products that are there and for sale.
fn indexes() -> [blocks::Index; 10] {
    let for_sale = "deleted_at IS NULL AND is_active";
    [
        blocks::index("idx_products_name", "products").column("name"),
        blocks::index("idx_products_price", "products").column("price"),
        blocks::index("idx_products_category_price", "products")
            .column("category_id")
            .column("price")
            .include(&["name"]),
        blocks::index("idx_products_active", "products").column("is_active"),
        blocks::index("idx_products_created_at", "products").column("created_at"),
        blocks::index("idx_products_created_by", "products").column("created_by"),
        blocks::index("idx_products_updated_by", "products").column("updated_by"),
        blocks::index("idx_products_active_price", "products").column("price").only(for_sale),
        blocks::index("idx_products_category_price_stock", "products")
            .column("category_id")
            .column("price")
            .column("stock_quantity")
            .only(for_sale),
        blocks::index("idx_products_out_of_stock", "products")
            .column("id")
            .column("name")
            .only("stock_quantity = 0 AND deleted_at IS NULL"),
    ]
}
