//! Orders: listed by position, placed and moved on. An order and its items land together or not at all, and take what
//! they take out of the stock.

mod body;
mod stock;

use crate::etag::{Created, IfMatch, Tagged};
use crate::extract::{Json, Path, Query};
use crate::fits::fits;
use crate::listing::{self, CursorPage};
use crate::problem::Problem;
use crate::word::{Status, Word};
use axum::extract::State;
use axum::http::StatusCode;
use body::{OrderBody, OrderInput};
use entity::enums::OrderStatus;
use entity::order::ActiveModel;
use entity::prelude::*;
use entity::repository::{Set, With};
use sea_orm::prelude::Decimal;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Which orders, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OrderQuery {
    #[param(inline)]
    status: Option<Status>,
    /// Who ordered.
    user_id: Option<i32>,
    /// Leads to a page: `next` or `previous` of another one.
    cursor: Option<String>,
    /// How many orders a page has, 100 at most.
    size: Option<u64>,
}

/// What becomes of an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderPatch {
    #[schema(inline)]
    status: Status,
}

/// What is answered with every order: who ordered, and the items with the products as they are now.
fn with() -> With<Order> {
    let items = OrderRelation::ORDER_ITEMS.with(OrderItemRelation::PRODUCT);
    With::new().with(OrderRelation::USER).with(items)
}

pub(crate) fn routes() -> OpenApiRouter<DatabaseConnection> {
    OpenApiRouter::new().routes(routes!(list_orders, place_order)).routes(routes!(read_order, change_order))
}

/// A page of orders, newest first.
#[utoipa::path(
    get, tag = "orders", path = "/orders",
    params(OrderQuery),
    responses((status = 200, description = "The page.", body = CursorPage<OrderBody>), Problem),
)]
async fn list_orders(
    State(db): State<DatabaseConnection>,
    Query(asked): Query<OrderQuery>,
) -> Result<Json<CursorPage<OrderBody>>, Problem> {
    let mut orders = db.order().sort(Order::CREATED_AT.desc());
    if let Some(Word(status)) = asked.status {
        orders = orders.filter(Order::STATUS.eq(status));
    }
    if let Some(user_id) = asked.user_id {
        orders = orders.filter(Order::USER_ID.eq(user_id));
    }
    let page = orders.with_all(with()).cursor(listing::by_position(asked.cursor, asked.size)).await?;
    Ok(Json(CursorPage::of(page, OrderBody::of)?))
}

/// A new order. Its number is the customer's, so that an order that is sent twice is placed once.
#[utoipa::path(
    post, tag = "orders", path = "/orders",
    request_body = OrderInput,
    responses(
        (status = 201, description = "The new order.", body = OrderBody,
            headers(("Location" = String), ("ETag" = String))),
        Problem,
    ),
)]
async fn place_order(
    State(db): State<DatabaseConnection>,
    Json(input): Json<OrderInput>,
) -> Result<Created<OrderBody>, Problem> {
    let transaction = begin(&db).await?;
    let taken = stock::take(&transaction, input.quantities()?).await?;
    let subtotal: Decimal = taken.iter().map(stock::Taken::price).sum();
    let order = transaction.order().create(fits::<Order>(input.into_row(subtotal))?).await?;
    transaction.order_item().create_many(taken.into_iter().map(|taken| taken.item_of(order.id))).await?;
    transaction.commit().await?;
    Ok(Created(format!("/orders/{}", order.id), show(&db, order.id).await?))
}

/// The order with that id.
#[utoipa::path(
    get, tag = "orders", path = "/orders/{id}",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The order as it is now.", body = OrderBody, headers(("ETag" = String))),
        Problem,
    ),
)]
async fn read_order(State(db): State<DatabaseConnection>, Path(id): Path<i32>) -> Result<Tagged<OrderBody>, Problem> {
    show(&db, id).await
}

/// Moves an order on. One that is cancelled gives back what it took.
#[utoipa::path(
    patch, tag = "orders", path = "/orders/{id}",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    request_body = OrderPatch,
    responses(
        (status = 200, description = "The order as it is now.", body = OrderBody, headers(("ETag" = String))),
        Problem,
    ),
)]
async fn change_order(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i32>,
    if_match: IfMatch,
    Json(OrderPatch { status: Word(status) }): Json<OrderPatch>,
) -> Result<Tagged<OrderBody>, Problem> {
    let transaction = begin(&db).await?;
    let order = transaction.order().lock(id).await?;
    if_match.check(order.updated_at)?;
    if !may_become(order.status, status) {
        let detail = format!("an order that is {:?} cannot become {status:?}", order.status);
        return Err(Problem::new(StatusCode::CONFLICT, "order_status", detail).about(&["status"]));
    }
    let patch = ActiveModel { status: Set(status), ..Default::default() };
    transaction.order().update_if_unchanged(id, order.updated_at, patch).await?;
    if status == OrderStatus::Cancelled {
        stock::give_back(&transaction, id).await?;
    }
    transaction.commit().await?;
    show(&db, id).await
}

fn may_become(from: OrderStatus, to: OrderStatus) -> bool {
    match from {
        OrderStatus::Pending => matches!(to, OrderStatus::Processing | OrderStatus::Cancelled),
        OrderStatus::Processing => matches!(to, OrderStatus::Shipped | OrderStatus::Cancelled),
        OrderStatus::Shipped => to == OrderStatus::Delivered,
        OrderStatus::Delivered => to == OrderStatus::Refunded,
        OrderStatus::Cancelled | OrderStatus::Refunded => false,
    }
}

/// A transaction that will write. SQLite, which locks no rows, is told so at once: of two that read first and then
/// write, one would fail.
async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = Some(SqliteTransactionMode::Immediate);
    db.begin_with_options(TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() }).await
}

async fn show(db: &DatabaseConnection, id: i32) -> Result<Tagged<OrderBody>, Problem> {
    let order = db.order().query().with_all(with()).get(id).await?;
    Ok(Tagged(order.updated_at, OrderBody::of(&order)?))
}
