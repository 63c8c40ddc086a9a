//! Orders on their generated entities: placed whole or not at all, with a log that says who changed what from where, and
//! settings that are found by what they hold.

use anyhow::Result;
use orders_entity::prelude::*;
use orders_entity::{audit_log, order, order_item, product, setting};
use sea_orm::prelude::{Decimal, Json, Uuid};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set, Statement,
};

/// Says in a transaction who is at work and from where: the log of PostgreSQL notes both.
pub async fn sign(transaction: &DatabaseTransaction, user: Uuid, address: &str) -> Result<(), DbErr> {
    let text = "SELECT set_config('app.user_id', $1, true), set_config('app.ip_address', $2, true)";
    let values = [user.to_string().into(), address.into()];
    let statement = Statement::from_sql_and_values(transaction.get_database_backend(), text, values);
    transaction.execute_raw(statement).await.map(|_| ())
}

/// Places an order of so many of each product.
pub async fn place(
    db: &DatabaseTransaction,
    user: Uuid,
    lines: &[(&product::Model, i32)],
) -> Result<order::Model, DbErr> {
    let total = lines.iter().map(|(product, quantity)| product.price * Decimal::from(*quantity)).sum();
    let order = order::ActiveModel { user_id: Set(user), total_amount: Set(total), ..Default::default() };
    let order = order.insert(db).await?;
    let items = lines.iter().map(|(product, quantity)| order_item::ActiveModel {
        order_id: Set(order.id),
        product_id: Set(product.id),
        quantity: Set(*quantity),
        unit_price: Set(product.price),
        ..Default::default()
    });
    OrderItem::insert_many(items).exec(db).await?;
    Ok(order)
}

/// Changes the state of an order.
pub async fn set_status(db: &impl Connect, order: Uuid, status: &str) -> Result<order::Model> {
    let patch = order::ActiveModel { status: Set(status.to_owned()), ..Default::default() };
    Ok(db.order().update(order, patch).await?)
}

/// What the log says of an order, oldest first.
pub async fn history(db: &impl Connect, order: Uuid) -> Result<Vec<audit_log::Model>> {
    let of_order = AuditLog::RECORD_ID.eq(order);
    Ok(db.audit_log().filter(of_order).sort(AuditLog::CREATED_AT.asc()).all().await?)
}

/// The settings that hold all of this, by the GIN index of PostgreSQL.
pub async fn settings_with(db: &impl ConnectionTrait, part: Json) -> Result<Vec<setting::Model>, DbErr> {
    Setting::find().filter(Expr::cust_with_values("preferences @> $1", [part])).all(db).await
}
