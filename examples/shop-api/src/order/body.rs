//! What requests and answers say of an order.

use crate::money::money;
use crate::problem::Problem;
use crate::word::{Status, Word};
use axum::http::StatusCode;
use entity::order::{ActiveModel, Model};
use entity::prelude::*;
use entity::repository::{Graph, NotLoaded, Set};
use sea_orm::prelude::{DateTimeUtc, Decimal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An order, who placed it, and what it is of.
#[derive(Serialize, ToSchema)]
pub(super) struct OrderBody {
    id: i32,
    order_number: String,
    #[schema(inline)]
    status: Status,
    customer: Option<Customer>,
    items: Vec<Item>,
    #[schema(format = "decimal", example = "19.50")]
    subtotal: String,
    #[schema(format = "decimal", example = "19.50")]
    total_amount: String,
    shipping: Address,
    billing: Address,
    notes: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: DateTimeUtc,
    #[schema(value_type = String, format = DateTime)]
    updated_at: DateTimeUtc,
}

/// Who placed an order.
#[derive(Serialize, ToSchema)]
struct Customer {
    id: i32,
    email: String,
    name: String,
}

/// So many of a product, as it was called and priced when it was ordered.
#[derive(Serialize, ToSchema)]
struct Item {
    product_id: i32,
    product_name: String,
    sku: Option<String>,
    quantity: i32,
    #[schema(format = "decimal", example = "19.50")]
    unit_price: String,
    #[schema(format = "decimal", example = "19.50")]
    total_price: String,
    /// How many of the product are left.
    in_stock: Option<i32>,
}

/// Where an order goes, or its bill.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Address {
    first_name: String,
    last_name: String,
    address1: String,
    address2: Option<String>,
    city: String,
    state: Option<String>,
    postal_code: String,
    country: String,
}

/// A new order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderInput {
    /// The customer's own number for it.
    order_number: String,
    user_id: i32,
    items: Vec<Line>,
    shipping: Address,
    /// Where the bill goes, if not to the same address.
    billing: Option<Address>,
    notes: Option<String>,
}

/// So many of a product.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    product_id: i32,
    quantity: i32,
}

impl OrderBody {
    pub(super) fn of(order: &Graph<Order>) -> Result<Self, NotLoaded> {
        let items = order.get(OrderRelation::ORDER_ITEMS)?;
        Ok(Self {
            id: order.id,
            order_number: order.order_number.clone(),
            status: Word(order.status),
            customer: order.get(OrderRelation::USER)?.map(|user| Customer {
                id: user.id,
                email: user.email.clone(),
                name: format!("{} {}", user.first_name, user.last_name),
            }),
            items: items.iter().map(|item| Item::of(item)).collect::<Result<_, _>>()?,
            subtotal: money(order.subtotal),
            total_amount: money(order.total_amount),
            shipping: Address::shipping(order),
            billing: Address::billing(order),
            notes: order.notes.clone(),
            created_at: order.created_at.and_utc(),
            updated_at: order.updated_at.and_utc(),
        })
    }
}

impl Item {
    fn of(item: &Graph<OrderItem>) -> Result<Self, NotLoaded> {
        Ok(Self {
            product_id: item.product_id,
            product_name: item.product_name.clone(),
            sku: item.sku.clone(),
            quantity: item.quantity,
            unit_price: money(item.unit_price),
            total_price: money(item.total_price),
            in_stock: item.get(OrderItemRelation::PRODUCT)?.map(|product| product.stock_quantity),
        })
    }
}

impl Address {
    fn shipping(order: &Model) -> Self {
        Self {
            first_name: order.shipping_first_name.clone(),
            last_name: order.shipping_last_name.clone(),
            address1: order.shipping_address1.clone(),
            address2: order.shipping_address2.clone(),
            city: order.shipping_city.clone(),
            state: order.shipping_state.clone(),
            postal_code: order.shipping_postal_code.clone(),
            country: order.shipping_country.clone(),
        }
    }

    fn billing(order: &Model) -> Self {
        Self {
            first_name: order.billing_first_name.clone(),
            last_name: order.billing_last_name.clone(),
            address1: order.billing_address1.clone(),
            address2: order.billing_address2.clone(),
            city: order.billing_city.clone(),
            state: order.billing_state.clone(),
            postal_code: order.billing_postal_code.clone(),
            country: order.billing_country.clone(),
        }
    }
}

impl OrderInput {
    /// How many of each product, by its id.
    pub(super) fn quantities(&self) -> Result<BTreeMap<i32, i32>, Problem> {
        let mut quantities = BTreeMap::new();
        for Line { product_id, quantity } in &self.items {
            let all: &mut i32 = quantities.entry(*product_id).or_default();
            *all = all.saturating_add(*quantity);
        }
        if quantities.is_empty() {
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no_items", "an order is of something");
            return Err(problem.about(&["items"]));
        }
        Ok(quantities)
    }

    pub(super) fn into_row(self, subtotal: Decimal) -> ActiveModel {
        let Self { order_number, user_id, shipping, billing, notes, items: _ } = self;
        let billing = billing.unwrap_or_else(|| shipping.clone());
        let new = NewOrder {
            order_number,
            user_id,
            subtotal,
            total_amount: subtotal,
            shipping_first_name: shipping.first_name,
            shipping_last_name: shipping.last_name,
            shipping_address1: shipping.address1,
            shipping_city: shipping.city,
            shipping_postal_code: shipping.postal_code,
            shipping_country: shipping.country,
            billing_first_name: billing.first_name,
            billing_last_name: billing.last_name,
            billing_address1: billing.address1,
            billing_city: billing.city,
            billing_postal_code: billing.postal_code,
            billing_country: billing.country,
        };
        new.with(ActiveModel {
            shipping_address2: Set(shipping.address2),
            shipping_state: Set(shipping.state),
            billing_address2: Set(billing.address2),
            billing_state: Set(billing.state),
            notes: Set(notes),
            ..Default::default()
        })
    }
}
