//! What orders take out of the stock, and give back. Products are locked in the order of their ids, so that no two
//! orders wait for each other; that there is enough is the schema's own condition.

use crate::problem::Problem;
use axum::http::StatusCode;
use entity::order_item;
use entity::prelude::*;
use entity::product::{ActiveModel, Model};
use entity::repository::{Constraint, Error, Set};
use sea_orm::DatabaseTransaction;
use sea_orm::prelude::Decimal;
use std::collections::BTreeMap;

/// So many of a product.
pub(super) struct Taken {
    product: Model,
    quantity: i32,
}

impl Taken {
    pub(super) fn price(&self) -> Decimal {
        self.product.price * Decimal::from(self.quantity)
    }

    /// The item of an order. It keeps the name and the price that the product has now.
    pub(super) fn item_of(self, order_id: i32) -> order_item::ActiveModel {
        let total_price = self.price();
        let Self { product, quantity } = self;
        let (product_id, unit_price) = (product.id, product.price);
        let new = NewOrderItem { order_id, product_id, product_name: product.name, quantity, unit_price, total_price };
        new.with(order_item::ActiveModel { sku: Set(product.sku), ..Default::default() })
    }
}

/// Takes so many of each product.
pub(super) async fn take(on: &DatabaseTransaction, wanted: BTreeMap<i32, i32>) -> Result<Vec<Taken>, Problem> {
    let mut taken = Vec::new();
    for (id, quantity) in wanted {
        let product = match on.product().lock(id).await {
            Err(Error::NotFound { .. }) => return Err(unknown(id)),
            found => found?,
        };
        if !product.is_active {
            let detail = format!("{} is no longer sold", product.name);
            return Err(Problem::new(StatusCode::CONFLICT, "product_inactive", detail).about(&["product_id"]));
        }
        put(on, &product, product.stock_quantity.saturating_sub(quantity)).await?;
        taken.push(Taken { product, quantity });
    }
    Ok(taken)
}

/// Gives back what an order took.
pub(super) async fn give_back(on: &DatabaseTransaction, order_id: i32) -> Result<(), Problem> {
    for item in on.order_item().list_by_order_id(order_id).sort(OrderItem::PRODUCT_ID.asc()).all().await? {
        let product = on.product().lock(item.product_id).await?;
        put(on, &product, product.stock_quantity.saturating_add(item.quantity)).await?;
    }
    Ok(())
}

async fn put(on: &DatabaseTransaction, product: &Model, stock_quantity: i32) -> Result<(), Problem> {
    let patch = ActiveModel { stock_quantity: Set(stock_quantity), ..Default::default() };
    on.product().update(product.id, patch).await?;
    Ok(())
}

/// What the database would say of the item.
fn unknown(id: i32) -> Problem {
    let constraint = OrderItemConstraint::ProductIdFk;
    let detail = format!("there is no product {id}");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, constraint.name(), detail).about(constraint.columns())
}
