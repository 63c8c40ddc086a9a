//! What requests and answers say of a product. What it costs the shop is in neither.

use crate::extract::present;
use crate::money::money;
use entity::prelude::*;
use entity::product::ActiveModel;
use entity::repository::{Graph, NotLoaded};
use sea_orm::ActiveValue;
use sea_orm::prelude::{DateTimeUtc, Decimal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A product.
#[derive(Serialize, ToSchema)]
pub(super) struct ProductBody {
    id: i32,
    name: String,
    description: Option<String>,
    sku: Option<String>,
    #[schema(format = "decimal", example = "19.50")]
    price: String,
    /// The price before a discount, never below the price.
    #[schema(format = "decimal", example = "24.00")]
    compare_price: Option<String>,
    stock_quantity: i32,
    category: Option<CategoryName>,
    brand: Option<String>,
    image_url: Option<String>,
    is_featured: bool,
    is_active: bool,
    /// How many have reviewed it.
    review_count: u64,
    #[schema(value_type = String, format = DateTime)]
    created_at: DateTimeUtc,
    #[schema(value_type = String, format = DateTime)]
    updated_at: DateTimeUtc,
}

/// The category that a product is filed under.
#[derive(Serialize, ToSchema)]
struct CategoryName {
    id: i32,
    name: String,
    slug: String,
}

/// A new product; what is left out gets the shop's default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductInput {
    name: String,
    price: Decimal,
    description: Option<String>,
    sku: Option<String>,
    compare_price: Option<Decimal>,
    stock_quantity: Option<i32>,
    category_id: Option<i32>,
    brand: Option<String>,
    image_url: Option<String>,
    is_featured: Option<bool>,
    is_active: Option<bool>,
}

/// A change of a product: what is left out stays, what is null goes.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ProductPatch {
    name: Option<String>,
    price: Option<Decimal>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<String>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    sku: Option<Option<String>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<Decimal>)]
    compare_price: Option<Option<Decimal>>,
    stock_quantity: Option<i32>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<i32>)]
    category_id: Option<Option<i32>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    brand: Option<Option<String>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    image_url: Option<Option<String>>,
    is_featured: Option<bool>,
    is_active: Option<bool>,
}

impl ProductBody {
    pub(super) fn of(product: &Graph<Product>) -> Result<Self, NotLoaded> {
        let category = product.get(ProductRelation::CATEGORY)?.map(|category| CategoryName {
            id: category.id,
            name: category.name.clone(),
            slug: category.slug.clone(),
        });
        Ok(Self {
            id: product.id,
            name: product.name.clone(),
            description: product.description.clone(),
            sku: product.sku.clone(),
            price: money(product.price),
            compare_price: product.compare_price.map(money),
            stock_quantity: product.stock_quantity,
            category,
            brand: product.brand.clone(),
            image_url: product.image_url.clone(),
            is_featured: product.is_featured,
            is_active: product.is_active,
            review_count: product.count(ProductRelation::PRODUCT_REVIEWS)?,
            created_at: product.created_at.and_utc(),
            updated_at: product.updated_at.and_utc(),
        })
    }
}

impl ProductInput {
    pub(super) fn into_row(self) -> ActiveModel {
        NewProduct { name: self.name, price: self.price }.with(ActiveModel {
            description: ActiveValue::Set(self.description),
            sku: ActiveValue::Set(self.sku),
            compare_price: ActiveValue::Set(self.compare_price),
            stock_quantity: set(self.stock_quantity),
            category_id: ActiveValue::Set(self.category_id),
            brand: ActiveValue::Set(self.brand),
            image_url: ActiveValue::Set(self.image_url),
            is_featured: set(self.is_featured),
            is_active: set(self.is_active),
            ..Default::default()
        })
    }
}

impl ProductPatch {
    pub(super) fn into_row(self) -> ActiveModel {
        ActiveModel {
            name: set(self.name),
            price: set(self.price),
            description: set(self.description),
            sku: set(self.sku),
            compare_price: set(self.compare_price),
            stock_quantity: set(self.stock_quantity),
            category_id: set(self.category_id),
            brand: set(self.brand),
            image_url: set(self.image_url),
            is_featured: set(self.is_featured),
            is_active: set(self.is_active),
            ..Default::default()
        }
    }
}

/// What was said is set, and nothing else.
fn set<T: Into<sea_orm::Value>>(given: Option<T>) -> ActiveValue<T> {
    given.map_or(ActiveValue::NotSet, ActiveValue::Set)
}
