//! What was paid, or tried to be, for an order.

use crate::portable;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::create_table(manager, payments(manager)).await?;
        for (name, column) in [
            ("idx_payments_order", "order_id"),
            ("idx_payments_transaction", "transaction_id"),
            ("idx_payments_stripe", "stripe_payment_intent_id"),
        ] {
            manager.create_index(Index::create().name(name).table("payments").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("payments").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATUSES: [&str; 4] = ["Pending", "Completed", "Failed", "Refunded"];

/// An order may have several payments; one that has any cannot be deleted.
fn payments(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("payments")
        .col(portable::id(manager))
        .col(integer("order_id"))
        .col(string_len("payment_method", 50))
        .col(string_len_null("transaction_id", 255))
        .col(string_len_null("stripe_payment_intent_id", 255))
        .col(decimal_len("amount", 10, 2))
        .col(string_len("status", 50).default("Pending"))
        .col(date_time_null("paid_at"))
        .col(date_time_default_now("created_at"))
        .col(date_time_default_now("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_payments_order")
                .from("payments", "order_id")
                .to("orders", "id")
                .on_delete(ForeignKeyAction::Restrict)
                .on_update(ForeignKeyAction::NoAction),
        )
        .check(("chk_payments_status", Expr::col("status").is_in(STATUSES)))
        .take()
}
