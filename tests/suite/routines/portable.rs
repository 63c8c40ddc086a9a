//! One golden on both servers: the same functions, called alike.

use super::{Place, on};
use anyhow::Result;
use scaffold_tests::routines_portable::routine;
use sea_orm::TransactionTrait;
use sea_orm::entity::prelude::{Date, Uuid};
use sea_scaffold::database::Backend;

async fn check(place: Place) -> Result<()> {
    let db = &place.db;
    let day = |text: &str| text.parse::<Date>();
    place.same(routine::customer_count(db).await, "SELECT customer_count()").await?;
    place.same(routine::customer_name(db, 1).await, "SELECT customer_name(1)").await?;
    place.same(routine::customer_name(db, 3).await, "SELECT customer_name(3)").await?;
    place.same(routine::customer_name(db, None).await, "SELECT customer_name(NULL)").await?;
    place.same(routine::is_active(db, 1).await, "SELECT is_active(1)").await?;
    place.same(routine::is_active(db, Some(2)).await, "SELECT is_active(2)").await?;
    place.same(routine::later(db, day("2020-02-29")?, 2).await, "SELECT later('2020-02-29', 2)").await?;
    assert_eq!(routine::later(db, day("2020-02-29")?, 2).await?, Some(day("2020-03-14")?));
    assert_eq!(routine::type_(db, None, "x".to_owned()).await?.as_deref(), Some("nonex"));
    let hostile = "'; DROP TABLE customers; --".to_owned();
    assert_eq!(routine::type_(db, hostile.clone(), String::new()).await?, Some(hostile));
    assert_eq!(routine::weighted(db, 1.5, 2.0, 3, Uuid::nil()).await?, Some(9.0));
    assert_eq!(routine::is_long_name_of_a_customer(db, "Ada".to_owned(), 3, false).await?, Some(true));
    assert_eq!(routine::is_long_name_of_a_customer(db, None, 3, None).await?, None);
    let transaction = db.begin().await?;
    assert_eq!(routine::customer_count(&transaction).await?, Some(2));
    Ok(transaction.commit().await?)
}

#[test]
fn portable_functions_are_called_on_postgres() -> Result<()> {
    on("routines_portable", Backend::Postgres, check)
}

#[test]
fn portable_functions_are_called_on_mysql() -> Result<()> {
    on("routines_portable", Backend::MySql, check)
}
