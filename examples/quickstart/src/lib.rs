//! What a newcomer does first with a generated entity crate: insert an order with its items, list products with
//! their category, and page through them.
//!
//! Everything here works the same on SQLite, PostgreSQL and MySQL, inside and outside a transaction.

use entity::enums::OrderStatus;
use entity::prelude::*;
use entity::{category, order, order_item, product, user};
use sea_orm::prelude::Decimal;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
    TransactionSession, TransactionTrait,
};

/// A line of a shopping basket: which product, and how many.
pub type Line<'a> = (&'a product::Model, i32);

/// A product with the category it belongs to, if any.
pub type Listed = (product::Model, Option<category::Model>);

/// Adds a category and `count` products in it, priced 1.00, 2.00, 3.00 and so on.
pub async fn stock<C: ConnectionTrait>(db: &C, slug: &str, count: i32) -> Result<Vec<product::Model>, DbErr> {
    let category = category::ActiveModel {
        name: Set(format!("Category {slug}")),
        slug: Set(slug.to_owned()),
        ..Default::default()
    };
    let category = category.insert(db).await?;
    let mut products = Vec::new();
    for number in 1..=count {
        let product = product::ActiveModel {
            name: Set(format!("Product {number:02}")),
            sku: Set(Some(format!("{slug}-{number:02}"))),
            price: Set(Decimal::new(i64::from(number) * 100, 2)),
            stock_quantity: Set(100),
            category_id: Set(Some(category.id)),
            ..Default::default()
        };
        products.push(product.insert(db).await?);
    }
    Ok(products)
}

/// Places an order: the order and its items land together or not at all.
pub async fn place_order<C>(
    db: &C,
    customer: &user::Model,
    number: &str,
    lines: &[Line<'_>],
) -> Result<order::Model, DbErr>
where
    C: TransactionTrait,
{
    let transaction = db.begin().await?;
    let subtotal: Decimal = lines.iter().map(|(product, quantity)| product.price * Decimal::from(*quantity)).sum();
    let order = new_order(customer, number, subtotal).insert(&transaction).await?;
    let items = lines.iter().map(|(product, quantity)| order_item::ActiveModel {
        order_id: Set(order.id),
        product_id: Set(product.id),
        product_name: Set(product.name.clone()),
        sku: Set(product.sku.clone()),
        quantity: Set(*quantity),
        unit_price: Set(product.price),
        total_price: Set(product.price * Decimal::from(*quantity)),
        ..Default::default()
    });
    OrderItem::insert_many(items).exec(&transaction).await?;
    transaction.commit().await?;
    Ok(order)
}

fn new_order(customer: &user::Model, number: &str, subtotal: Decimal) -> order::ActiveModel {
    let address = || Set("1 Example Street".to_owned());
    let city = || Set("Springfield".to_owned());
    let postal_code = || Set("12345".to_owned());
    let country = || Set("US".to_owned());
    order::ActiveModel {
        order_number: Set(number.to_owned()),
        user_id: Set(customer.id),
        status: Set(OrderStatus::default()),
        subtotal: Set(subtotal),
        total_amount: Set(subtotal),
        shipping_first_name: Set(customer.first_name.clone()),
        shipping_last_name: Set(customer.last_name.clone()),
        shipping_address1: address(),
        shipping_city: city(),
        shipping_postal_code: postal_code(),
        shipping_country: country(),
        billing_first_name: Set(customer.first_name.clone()),
        billing_last_name: Set(customer.last_name.clone()),
        billing_address1: address(),
        billing_city: city(),
        billing_postal_code: postal_code(),
        billing_country: country(),
        ..Default::default()
    }
}

/// One page of the active products of a shop, by name, each with its category: two statements, however many there are.
pub async fn products<C: ConnectionTrait>(db: &C, page: u64, page_size: u64) -> Result<Vec<Listed>, DbErr> {
    let select = Product::find().filter(product::Column::IsActive.eq(true));
    let select = select.order_by_asc(product::Column::Name).order_by_asc(product::Column::Id);
    let products = select.paginate(db, page_size).fetch_page(page).await?;
    let categories = Product::load_category(&products, Category::find(), db).await?;
    Ok(products.into_iter().zip(categories).collect())
}

/// The code of the README, which must compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
