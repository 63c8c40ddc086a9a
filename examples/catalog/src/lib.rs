//! A product catalogue on its generated entities: who changed what is known, products are found by words, statistics are
//! read as a view, and what a visitor of the shop sees is for the database to decide.

use anyhow::Result;
use catalog_entity::prelude::*;
use catalog_entity::{audit_log, product, product_stats};
use sea_orm::prelude::{ChronoUtc, Decimal, Uuid};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, Set, Statement,
};

/// Changes the price of a product on behalf of somebody.
pub async fn reprice(db: &impl Connect, by: Uuid, product: Uuid, price: Decimal) -> Result<product::Model> {
    let patch = product::ActiveModel { price: Set(price), ..Default::default() };
    Ok(db.acting_as(by).product().update(product, patch).await?)
}

/// Takes a product out of the shop on behalf of somebody; it can be brought back.
pub async fn withdraw(db: &impl Connect, by: Uuid, product: Uuid) -> Result<()> {
    let now = ChronoUtc::now().fixed_offset();
    let patch = product::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    db.acting_as(by).product().update(product, patch).await?;
    Ok(())
}

/// What the log says of a product, oldest first.
pub async fn history(db: &impl Connect, product: Uuid) -> Result<Vec<audit_log::Model>> {
    let of_product = AuditLog::RECORD_ID.eq(product);
    Ok(db.audit_log().filter(of_product).sort(AuditLog::CHANGED_AT.asc()).all().await?)
}

/// The products whose name or description has the words, the best first, by the GIN index of PostgreSQL.
pub async fn search(db: &impl ConnectionTrait, words: &str) -> Result<Vec<product::Model>, DbErr> {
    let found = Expr::cust_with_values("search_vector @@ websearch_to_tsquery('english', $1)", [words]);
    let rank = Expr::cust_with_values("ts_rank(search_vector, websearch_to_tsquery('english', $1))", [words]);
    let there = product::Column::DeletedAt.is_null();
    Product::find().filter(found).filter(there).order_by_desc(rank).all(db).await
}

/// How products sell, as it was when the statistics were computed last.
pub async fn stats(db: &impl ConnectionTrait) -> Result<Vec<product_stats::Model>, DbErr> {
    ProductStats::find().order_by_asc(product_stats::Column::Name).all(db).await
}

/// Computes the statistics anew, while others read the old ones.
pub async fn refresh_stats(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    db.execute_unprepared("REFRESH MATERIALIZED VIEW CONCURRENTLY product_stats").await.map(|_| ())
}

/// Says in a transaction who is at work: the policies of PostgreSQL let everybody change its own products alone.
pub async fn sign(transaction: &DatabaseTransaction, user: Uuid) -> Result<(), DbErr> {
    let text = "SELECT set_config('app.user_id', $1, true)";
    let values = [user.to_string().into()];
    let statement = Statement::from_sql_and_values(transaction.get_database_backend(), text, values);
    transaction.execute_raw(statement).await.map(|_| ())
}
