//! Coupons that lower the price of an order.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, coupons(manager)).await?;
        manager.create_index(Index::create().name("idx_coupons_code").table("coupons").col("code").take()).await?;
        let active = Index::create().name("idx_coupons_active").table("coupons").col("is_active").take();
        portable::create_partial_index(manager, active, Expr::col("is_active").eq(true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("coupons").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const DISCOUNT_TYPES: [&str; 2] = ["Percentage", "Fixed"];

/// A coupon without `max_uses` may be used any number of times.
fn coupons(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("coupons")
        .col(portable::id(manager))
        .col(string_len_uniq("code", 50))
        .col(text_null("description"))
        .col(string_len("discount_type", 20))
        .col(decimal_len("discount_value", 10, 2))
        .col(decimal_len_null("min_order_amount", 10, 2))
        .col(integer_null("max_uses"))
        .col(integer("used_count").default(0))
        .col(date_time("valid_from"))
        .col(date_time("valid_until"))
        .col(boolean("is_active").default(true))
        .col(date_time_default_now("created_at"))
        .check(("chk_coupons_discount_type", Expr::col("discount_type").is_in(DISCOUNT_TYPES)))
        .take()
}
