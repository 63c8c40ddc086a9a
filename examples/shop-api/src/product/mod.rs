//! Products: listed by filters, in an order and in pages by number; created, changed and deleted, each in the state
//! that it was read in.

mod body;

use crate::etag::{Created, IfMatch, Tagged};
use crate::extract::{Json, Path, Query};
use crate::fits::fits;
use crate::listing::{self, Page};
use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use body::{ProductBody, ProductInput, ProductPatch};
use entity::prelude::*;
use entity::repository::{self, Sort, With};
use sea_orm::DatabaseConnection;
use sea_orm::prelude::{DateTime, Decimal};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Which products, in which order, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProductQuery {
    /// Text in the name, the brand or the SKU. Whether letter case matters is up to the database.
    text: Option<String>,
    category_id: Option<i32>,
    /// The lowest price.
    min_price: Option<Decimal>,
    /// The highest price.
    max_price: Option<Decimal>,
    /// Whether any is in stock.
    in_stock: Option<bool>,
    is_active: Option<bool>,
    /// The order; by default that of the names.
    #[param(inline)]
    sort: Option<ProductSort>,
    /// The number of the page, from 1.
    page: Option<u64>,
    /// How many products a page has, 100 at most.
    size: Option<u64>,
}

/// What products can be sorted by; `-` is for greatest first.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
enum ProductSort {
    #[default]
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-name")]
    NameDescending,
    #[serde(rename = "price")]
    Price,
    #[serde(rename = "-price")]
    PriceDescending,
    #[serde(rename = "stock_quantity")]
    Stock,
    #[serde(rename = "-stock_quantity")]
    StockDescending,
    #[serde(rename = "updated_at")]
    Updated,
    #[serde(rename = "-updated_at")]
    UpdatedDescending,
}

impl ProductSort {
    fn sort(self) -> Sort<Product> {
        match self {
            Self::Name => Product::NAME.asc(),
            Self::NameDescending => Product::NAME.desc(),
            Self::Price => Product::PRICE.asc(),
            Self::PriceDescending => Product::PRICE.desc(),
            Self::Stock => Product::STOCK_QUANTITY.asc(),
            Self::StockDescending => Product::STOCK_QUANTITY.desc(),
            Self::Updated => Product::UPDATED_AT.asc(),
            Self::UpdatedDescending => Product::UPDATED_AT.desc(),
        }
    }
}

impl ProductQuery {
    fn narrow<'c>(&self, mut query: repository::Query<'c, Product>) -> repository::Query<'c, Product> {
        if let Some(text) = self.text.as_deref().filter(|text| !text.is_empty()) {
            query = query
                .filter(Product::NAME.contains(text) | Product::BRAND.contains(text) | Product::SKU.contains(text));
        }
        if let Some(category_id) = self.category_id {
            query = query.filter(Product::CATEGORY_ID.eq(category_id));
        }
        if let Some(price) = self.min_price {
            query = query.filter(Product::PRICE.gte(price));
        }
        if let Some(price) = self.max_price {
            query = query.filter(Product::PRICE.lte(price));
        }
        if let Some(in_stock) = self.in_stock {
            let some = Product::STOCK_QUANTITY.gt(0);
            query = query.filter(if in_stock { some } else { !some });
        }
        match self.is_active {
            Some(is_active) => query.filter(Product::IS_ACTIVE.eq(is_active)),
            None => query,
        }
    }
}

/// What is answered with every product.
fn with() -> With<Product> {
    With::new().with(ProductRelation::CATEGORY).with(ProductRelation::PRODUCT_REVIEWS.count())
}

pub(crate) fn routes() -> OpenApiRouter<DatabaseConnection> {
    let one = routes!(read_product, change_product, delete_product);
    OpenApiRouter::new().routes(routes!(list_products, create_product)).routes(one)
}

/// A page of products.
#[utoipa::path(
    get, tag = "products", path = "/products",
    params(ProductQuery),
    responses((status = 200, description = "The page.", body = Page<ProductBody>), Problem),
)]
async fn list_products(
    State(db): State<DatabaseConnection>,
    Query(asked): Query<ProductQuery>,
) -> Result<Json<Page<ProductBody>>, Problem> {
    let products = asked.narrow(db.product().query()).sort(asked.sort.unwrap_or_default().sort());
    let page = products.with_all(with()).page(listing::by_number(asked.page, asked.size)).await?;
    Ok(Json(Page::of(page, ProductBody::of)?))
}

/// A new product.
#[utoipa::path(
    post, tag = "products", path = "/products",
    request_body = ProductInput,
    responses(
        (status = 201, description = "The new product.", body = ProductBody,
            headers(("Location" = String), ("ETag" = String))),
        Problem,
    ),
)]
async fn create_product(
    State(db): State<DatabaseConnection>,
    Json(input): Json<ProductInput>,
) -> Result<Created<ProductBody>, Problem> {
    let created = db.product().create(fits::<Product>(input.into_row())?).await?;
    Ok(Created(format!("/products/{}", created.id), show(&db, created.id).await?))
}

/// The product with that id.
#[utoipa::path(
    get, tag = "products", path = "/products/{id}",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The product as it is now.", body = ProductBody, headers(("ETag" = String))),
        Problem,
    ),
)]
async fn read_product(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i32>,
) -> Result<Tagged<ProductBody>, Problem> {
    show(&db, id).await
}

/// Changes what the body says of a product, and nothing else.
#[utoipa::path(
    patch, tag = "products", path = "/products/{id}",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    request_body = ProductPatch,
    responses(
        (status = 200, description = "The product as it is now.", body = ProductBody, headers(("ETag" = String))),
        Problem,
    ),
)]
async fn change_product(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i32>,
    if_match: IfMatch,
    Json(patch): Json<ProductPatch>,
) -> Result<Tagged<ProductBody>, Problem> {
    let current = meant(&db, id, &if_match).await?;
    db.product().update_if_unchanged(id, current, fits::<Product>(patch.into_row())?).await?;
    show(&db, id).await
}

/// Deletes a product that nobody has ordered.
#[utoipa::path(
    delete, tag = "products", path = "/products/{id}",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    responses((status = 204, description = "It is gone."), Problem),
)]
async fn delete_product(
    State(db): State<DatabaseConnection>,
    Path(id): Path<i32>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let current = meant(&db, id, &if_match).await?;
    db.product().delete_if_unchanged(id, current).await.map_err(Problem::of_delete)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The state of a product, if it is one that the request means to change.
async fn meant(db: &DatabaseConnection, id: i32, if_match: &IfMatch) -> Result<DateTime, Problem> {
    let current = db.product().get(id).await?.updated_at;
    if_match.check(current)?;
    Ok(current)
}

async fn show(db: &DatabaseConnection, id: i32) -> Result<Tagged<ProductBody>, Problem> {
    let product = db.product().query().with_all(with()).get(id).await?;
    Ok(Tagged(product.updated_at, ProductBody::of(&product)?))
}
