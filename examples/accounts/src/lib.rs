//! Accounts on their generated entities: roles that came later than the users, and orders that lie in parts by quarter.

use accounts_entity::enums::{OrderStatus, UserRole};
use accounts_entity::prelude::*;
use accounts_entity::{order, user};
use anyhow::Result;
use sea_orm::prelude::DateTime;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Set, Statement};

/// Those that may do everything.
pub async fn admins(db: &impl Connect) -> Result<Vec<user::Model>> {
    Ok(db.user().list_by_role(UserRole::Admin).all().await?)
}

/// Makes a user one of them.
pub async fn promote(db: &impl Connect, user: i64) -> Result<user::Model> {
    let patch = user::ActiveModel { role: Set(UserRole::Admin), ..Default::default() };
    Ok(db.user().update(user, patch).await?)
}

/// The paid orders of a time, newest first: on PostgreSQL only the parts are read that are of that time.
pub async fn paid(db: &impl ConnectionTrait, from: DateTime, to: DateTime) -> Result<Vec<order::Model>, DbErr> {
    let time = order::Column::CreatedAt;
    let paid = order::Column::Status.eq(OrderStatus::Paid);
    let within = Order::find().filter(paid).filter(time.gte(from)).filter(time.lt(to));
    within.order_by_desc(order::Column::CreatedAt).all(db).await
}

/// The parts that PostgreSQL reads for the orders of a time.
pub async fn parts_read(db: &impl ConnectionTrait, from: &str, to: &str) -> Result<Vec<String>, DbErr> {
    let query = format!("EXPLAIN SELECT * FROM orders WHERE created_at >= '{from}' AND created_at < '{to}'");
    let plan = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    let lines = plan.iter().map(|line| line.try_get_by_index::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    let part = |line: &String| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = words.iter().find(|word| word.starts_with("orders_") && !word.contains('.'))?;
        line.contains(" on ").then(|| (*name).to_owned())
    };
    Ok(lines.iter().filter_map(part).collect())
}
