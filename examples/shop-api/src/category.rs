//! Categories: all of them with the number of their products, and one by its slug.

use crate::extract::{Json, Path};
use crate::problem::Problem;
use axum::extract::State;
use entity::prelude::*;
use entity::repository::{Graph, NotLoaded};
use sea_orm::DatabaseConnection;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A category.
#[derive(Serialize, ToSchema)]
pub(crate) struct CategoryBody {
    id: i32,
    name: String,
    /// The word for it in addresses.
    slug: String,
    description: Option<String>,
    parent_category_id: Option<i32>,
    /// How many products are filed under it.
    product_count: u64,
}

impl CategoryBody {
    fn of(category: &Graph<Category>) -> Result<Self, NotLoaded> {
        Ok(Self {
            id: category.id,
            name: category.name.clone(),
            slug: category.slug.clone(),
            description: category.description.clone(),
            parent_category_id: category.parent_category_id,
            product_count: category.count(CategoryRelation::PRODUCTS)?,
        })
    }
}

pub(crate) fn routes() -> OpenApiRouter<DatabaseConnection> {
    OpenApiRouter::new().routes(routes!(list_categories)).routes(routes!(read_category))
}

/// Every active category, in the order of the shop.
#[utoipa::path(
    get, tag = "categories", path = "/categories",
    responses((status = 200, description = "The categories.", body = Vec<CategoryBody>), Problem),
)]
async fn list_categories(State(db): State<DatabaseConnection>) -> Result<Json<Vec<CategoryBody>>, Problem> {
    let active = db.category().filter(Category::IS_ACTIVE.eq(true));
    let sorted = active.sort(Category::SORT_ORDER.asc()).sort(Category::NAME.asc());
    let categories = sorted.with(CategoryRelation::PRODUCTS.count()).all().await?;
    Ok(Json(categories.iter().map(CategoryBody::of).collect::<Result<_, _>>()?))
}

/// The category with that slug.
#[utoipa::path(
    get, tag = "categories", path = "/categories/{slug}",
    params(("slug" = String, Path)),
    responses((status = 200, description = "The category.", body = CategoryBody), Problem),
)]
async fn read_category(
    State(db): State<DatabaseConnection>,
    Path(slug): Path<String>,
) -> Result<Json<CategoryBody>, Problem> {
    let named = db.category().filter(Category::SLUG.eq(slug));
    let category = named.with(CategoryRelation::PRODUCTS.count()).one().await?;
    Ok(Json(CategoryBody::of(&category)?))
}
