//! What users think of products.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, product_reviews(manager)).await?;
        for (name, column) in [("idx_reviews_product", "product_id"), ("idx_reviews_user", "user_id")] {
            manager.create_index(Index::create().name(name).table("product_reviews").col(column).take()).await?;
        }
        let approved = Index::create().name("idx_reviews_approved").table("product_reviews").col("is_approved").take();
        portable::create_partial_index(manager, approved, Expr::col("is_approved").eq(true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("product_reviews").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A user reviews a product once; a review is hidden until it is approved.
fn product_reviews(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("product_reviews")
        .col(portable::id(manager))
        .col(integer("product_id"))
        .col(integer("user_id"))
        .col(integer("rating"))
        .col(string_len_null("title", 200))
        .col(text_null("comment"))
        .col(boolean("is_verified_purchase").default(false))
        .col(boolean("is_approved").default(false))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_reviews_product")
                .from("product_reviews", "product_id")
                .to("products", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_reviews_user")
                .from("product_reviews", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade)
                .on_update(ForeignKeyAction::NoAction),
        )
        .index(Index::create().name("uq_reviews_user_product").unique().col("user_id").col("product_id"))
        .check(("chk_product_reviews_rating", Expr::col("rating").between(1, 5)))
        .take()
}
