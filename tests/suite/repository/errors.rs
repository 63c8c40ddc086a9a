//! What the database refuses, told in terms of the table.

use super::{Shop, category, numbered};
use crate::servers::{self, wait};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::repository::{Connect, Constraint, Error, Set};
use entity::{cart, cart_item, product};
use sea_orm::prelude::Decimal;
use sea_orm::{ActiveModelTrait, DbErr};
use sea_scaffold::database::Backend;

type Refused = Error<ProductConstraint>;

/// Every rule of a table, broken once on every database. A transaction would not outlive the first.
#[test]
fn every_rule_is_told_by_its_name() -> Result<()> {
    for server in servers::databases() {
        let test = || async {
            let shop = Shop::open(server).await?;
            refused(&shop, server.backend).await
        };
        wait(test).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

async fn refused(shop: &Shop, backend: Backend) -> Result<()> {
    let db = &shop.db;
    let with = |change: &dyn Fn(&mut product::ActiveModel)| {
        let mut row = numbered(1);
        change(&mut row);
        db.product().create(row)
    };
    let sku = |row: &mut product::ActiveModel| row.sku = Set(Some("x for key 'PRIMARY'".to_owned()));
    let first = with(&sku).await?;
    told(with(&sku).await, |error| {
        matches!(error, Refused::Conflict { constraint: Some(ProductConstraint::Sku), .. })
    })?;
    let again = with(&|row| row.id = Set(first.id)).await;
    told(again, |error| matches!(error, Refused::Conflict { constraint: Some(ProductConstraint::PrimaryKey), .. }))?;
    // SQLite does not say which foreign key it is.
    let parent = (backend != Backend::Sqlite).then_some(ProductConstraint::CategoryIdFk);
    let orphan = with(&|row| row.category_id = Set(Some(-1))).await;
    told(orphan, |error| matches!(error, Refused::ForeignKey { constraint, .. } if *constraint == parent))?;
    let cheap = with(&|row| row.price = Set(Decimal::new(-1, 0))).await;
    let price = Some(ProductConstraint::ChkProductsPrice);
    told(cheap, |error| matches!(error, Refused::Check { constraint, .. } if *constraint == price))?;
    let nameless = with(&|row| row.not_set(product::Column::Name)).await;
    told(nameless, |error| matches!(error, Refused::Required { column: Some("name"), .. }))?;
    let update = product::ActiveModel { price: Set(Decimal::new(-1, 0)), ..Default::default() };
    let cheap = db.product().update(first.id, update).await;
    told(cheap, |error| matches!(error, Refused::Check { constraint, .. } if *constraint == price))?;
    several_columns(shop, first.id).await?;
    words(db.product().get(-1).await)
}

/// A row that others keep where it is, by ON DELETE RESTRICT.
#[test]
fn a_row_that_others_refer_to_is_not_deleted() -> Result<()> {
    for server in servers::databases() {
        let test = || async {
            let shop = Shop::open(server).await?;
            let db = &shop.db;
            let customer = db.user().query().one().await?;
            let stocked = quickstart::stock(db, "books", 1).await?;
            quickstart::place_order(db, &customer, "Q-1", &[(&stocked[0], 1)]).await?;
            let kept = db.product().delete(stocked[0].id).await;
            ensure!(matches!(kept, Err(Error::ForeignKey { constraint: None, .. })), "{kept:?}");
            let kept = db.user().query().delete().await;
            ensure!(matches!(kept, Err(Error::ForeignKey { constraint: None, .. })), "{kept:?}");
            Ok(())
        };
        wait(test).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

/// Names are for programs: the schema's own, and where it gives none the same on every database.
#[test]
fn constraints_have_names_and_columns() {
    let facts = |constraint: ProductConstraint| (constraint.name(), constraint.columns());
    assert_eq!(facts(ProductConstraint::PrimaryKey), ("products_pkey", &["id"] as &[&str]));
    assert_eq!(facts(ProductConstraint::Sku), ("products_sku_key", &["sku"] as &[&str]));
    assert_eq!(facts(ProductConstraint::CategoryIdFk), ("fk_products_category", &["category_id"] as &[&str]));
    assert_eq!(facts(ProductConstraint::ChkProductsPrice), ("chk_products_price", &[] as &[&str]));
    let both = CartItemConstraint::CartIdProductId;
    assert_eq!((both.name(), both.columns()), ("uq_cart_items_cart_product", &["cart_id", "product_id"] as &[&str]));
}

/// A key of several columns, and a row that others refer to.
async fn several_columns(shop: &Shop, product_id: i32) -> Result<()> {
    let db = &shop.db;
    category(db.connection(), "books").await?;
    let cart = db.cart().create(cart::ActiveModel { session_id: Set(None), ..Default::default() }).await?;
    let new = NewCartItem { cart_id: cart.id, product_id, price: Decimal::ONE };
    db.cart_item().create(new.clone()).await?;
    let twice = db.cart_item().create(new).await;
    let both = Some(CartItemConstraint::CartIdProductId);
    ensure!(matches!(&twice, Err(Error::Conflict { constraint, .. }) if *constraint == both), "{twice:?}");
    let ordered = db.order_item().create(order_item(product_id)).await;
    ensure!(matches!(&ordered, Err(Error::ForeignKey { .. })), "{ordered:?}");
    let none = cart_item::ActiveModel { quantity: Set(0), ..Default::default() };
    let none = db.cart_item().query().update(none).await;
    let quantity = Some(CartItemConstraint::ChkCartItemsQuantity);
    ensure!(matches!(&none, Err(Error::Check { constraint, .. }) if *constraint == quantity), "{none:?}");
    Ok(())
}

fn order_item(product_id: i32) -> NewOrderItem {
    let unit_price = Decimal::ONE;
    let product_name = "Lamp".to_owned();
    NewOrderItem { order_id: -1, product_id, product_name, quantity: 1, unit_price, total_price: unit_price }
}

fn told<T: std::fmt::Debug>(answer: Result<T, Refused>, right: impl Fn(&Refused) -> bool) -> Result<()> {
    ensure!(answer.as_ref().is_err_and(right), "{answer:?}");
    Ok(())
}

/// An error is a standard one, and one of SeaORM's where that is asked for.
fn words<T: std::fmt::Debug>(answer: Result<T, Refused>) -> Result<()> {
    let error = answer.err().context("an error")?;
    ensure!(error.to_string() == "no row -1 in products", "{error}");
    let standard: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
    ensure!(standard.source().is_none());
    ensure!(matches!(DbErr::from(error), DbErr::RecordNotFound(text) if text == "no row -1 in products"));
    Ok(())
}
