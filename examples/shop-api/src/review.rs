//! What users say of a product: one review each, which they write and rewrite by the same request.

use crate::extract::{Json, Path, Query};
use crate::fits::fits;
use crate::listing::{self, CursorPage};
use crate::problem::Problem;
use axum::extract::State;
use entity::prelude::*;
use entity::product_review::{ActiveModel, Model};
use entity::repository::{Graph, NotLoaded, Set};
use sea_orm::DatabaseConnection;
use sea_orm::prelude::DateTimeUtc;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A review.
#[derive(Serialize, ToSchema)]
struct ReviewBody {
    user_id: i32,
    /// From 1 to 5.
    rating: i32,
    title: Option<String>,
    comment: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    updated_at: DateTimeUtc,
}

/// A review with the name of who wrote it.
#[derive(Serialize, ToSchema)]
struct SignedReview {
    by: String,
    review: ReviewBody,
}

/// What a user says of a product.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewInput {
    /// From 1 to 5.
    rating: i32,
    title: Option<String>,
    comment: Option<String>,
}

/// Which page of the reviews.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReviewQuery {
    /// Leads to a page: `next` or `previous` of another one.
    cursor: Option<String>,
    /// How many reviews a page has, 100 at most.
    size: Option<u64>,
}

impl From<&Model> for ReviewBody {
    fn from(review: &Model) -> Self {
        Self {
            user_id: review.user_id,
            rating: review.rating,
            title: review.title.clone(),
            comment: review.comment.clone(),
            updated_at: review.updated_at.and_utc(),
        }
    }
}

impl SignedReview {
    fn of(review: &Graph<ProductReview>) -> Result<Self, NotLoaded> {
        let user = review.get(ProductReviewRelation::USER)?;
        let by = user.map(|user| format!("{} {}", user.first_name, user.last_name)).unwrap_or_default();
        Ok(Self { by, review: review.row().into() })
    }
}

pub(crate) fn routes() -> OpenApiRouter<DatabaseConnection> {
    OpenApiRouter::new().routes(routes!(list_reviews)).routes(routes!(write_review))
}

/// A page of the reviews of a product, newest first.
#[utoipa::path(
    get, tag = "reviews", path = "/products/{id}/reviews",
    params(("id" = i32, Path), ReviewQuery),
    responses((status = 200, description = "The page.", body = CursorPage<SignedReview>), Problem),
)]
async fn list_reviews(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i32>,
    Query(asked): Query<ReviewQuery>,
) -> Result<Json<CursorPage<SignedReview>>, Problem> {
    db.product().get(id).await?;
    let newest = db.product_review().list_by_product_id(id).sort(ProductReview::UPDATED_AT.desc());
    let signed = newest.with(ProductReviewRelation::USER);
    let page = signed.cursor(listing::by_position(asked.cursor, asked.size)).await?;
    Ok(Json(CursorPage::of(page, SignedReview::of)?))
}

/// Writes a user's review of a product, in place of the one that there may be. It is the user's own, so that there is
/// nobody to be told apart from by If-Match.
#[utoipa::path(
    put, tag = "reviews", path = "/products/{id}/reviews/{user_id}",
    params(("id" = i32, Path), ("user_id" = i32, Path)),
    request_body = ReviewInput,
    responses((status = 200, description = "The review as it is now.", body = ReviewBody), Problem),
)]
async fn write_review(
    State(db): State<DatabaseConnection>,
    Path((product_id, user_id)): Path<(i32, i32)>,
    Json(input): Json<ReviewInput>,
) -> Result<Json<ReviewBody>, Problem> {
    let new = NewProductReview { product_id, user_id, rating: input.rating };
    let row = new.with(ActiveModel { title: Set(input.title), comment: Set(input.comment), ..Default::default() });
    let review = db.product_review().upsert_by_user_id_product_id(fits::<ProductReview>(row)?).await?;
    Ok(Json((&review).into()))
}
