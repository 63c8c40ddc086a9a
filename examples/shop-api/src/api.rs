//! All routes together, and the OpenAPI document that is collected from the same handlers.

use crate::problem::Problem;
use crate::{category, order, page, product, review};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use sea_orm::DatabaseConnection;
use std::future::ready;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What the document says of the whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Shop",
        description = "Products, categories and orders. Amounts of money are decimals in text. What is read with an \
            ETag is changed with that tag in If-Match. Every refusal is a problem (RFC 9457) with a code for programs."
    ),
    components(schemas(Problem))
)]
struct Document;

/// The shop on a database: the API, its document at `/openapi.json`, and a page for people at `/`.
pub fn router(db: DatabaseConnection) -> Router {
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .merge(category::routes())
        .merge(product::routes())
        .merge(review::routes())
        .merge(order::routes())
        .split_for_parts();
    router
        .route("/openapi.json", get(move || ready(axum::Json(document.clone()))))
        .merge(page::routes())
        .fallback(|| ready(Problem::new(StatusCode::NOT_FOUND, "no_route", "there is nothing at that path")))
        .method_not_allowed_fallback(|| {
            ready(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no_method", "that cannot be done there"))
        })
        .with_state(db)
}
