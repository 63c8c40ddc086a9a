//! The two views that the shop's staff read: the state of the stock and the state of the orders.

use crate::portable;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_view(manager, "product_inventory_view", product_inventory(manager)).await?;
        portable::create_view(manager, "order_summary_view", order_summary(manager)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::drop_view(manager, "order_summary_view").await?;
        portable::drop_view(manager, "product_inventory_view").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// One row per product, with its category and a word for how much of it is left.
fn product_inventory(manager: &SchemaManager) -> SelectStatement {
    let stock_status = CaseStatement::new()
        .case(Expr::col(("p", "stock_quantity")).eq(0), "Out of Stock")
        .case(Expr::col(("p", "stock_quantity")).lt(10), "Low Stock")
        .finally("In Stock");
    Query::select()
        .columns(["id", "name", "sku", "price", "stock_quantity"].map(|column| ("p", column)))
        .expr_as(Expr::col(("c", "name")), "category_name")
        .expr_as(portable::text(manager, stock_status.into()), "stock_status")
        .column(("p", "is_active"))
        .from_as("products", "p")
        .join_as(JoinType::LeftJoin, "categories", "c", Expr::col(("p", "category_id")).equals(("c", "id")))
        .take()
}

/// One row per order and status of its payments, with the customer and the number of items.
fn order_summary(manager: &SchemaManager) -> SelectStatement {
    let customer_name = portable::words(manager, Expr::col(("u", "first_name")), Expr::col(("u", "last_name")));
    let total_items = Expr::col(("oi", "id")).count();
    let total_quantity = Expr::col(("oi", "quantity")).sum();
    Query::select()
        .columns(["id", "order_number", "user_id"].map(|column| ("o", column)))
        .expr_as(Expr::col(("u", "email")), "user_email")
        .expr_as(portable::text(manager, customer_name), "customer_name")
        .columns([("o", "status"), ("o", "total_amount")])
        .expr_as(portable::big_integer(manager, total_items), "total_items")
        .expr_as(portable::big_integer(manager, total_quantity), "total_quantity")
        .column(("o", "created_at"))
        .expr_as(Expr::col(("p", "status")), "payment_status")
        .from_as("orders", "o")
        .join_as(JoinType::InnerJoin, "users", "u", Expr::col(("o", "user_id")).equals(("u", "id")))
        .join_as(JoinType::LeftJoin, "order_items", "oi", Expr::col(("o", "id")).equals(("oi", "order_id")))
        .join_as(JoinType::LeftJoin, "payments", "p", Expr::col(("o", "id")).equals(("p", "order_id")))
        .group_by_columns(["id", "order_number", "user_id"].map(|column| ("o", column)))
        .group_by_columns(["email", "first_name", "last_name"].map(|column| ("u", column)))
        .group_by_columns([("o", "status"), ("o", "total_amount"), ("o", "created_at"), ("p", "status")])
        .take()
}
