//! The catalogue: what it is there to show on PostgreSQL, and its two changes of rows, there and back, on every database.

use super::{on_postgres, texts, with};
use crate::servers;
use anyhow::{Result, ensure};
use catalog_entity::factory::{OrderItemFactory, ProductFactory, ReviewFactory, UserFactory};
use catalog_entity::prelude::*;
use catalog_migration::{Migrator, MigratorTrait};
use sea_orm::prelude::Decimal;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

#[test]
fn what_happens_to_a_product_is_written_down_with_who_did_it() -> Result<()> {
    on_postgres::<Migrator>("catalog_log", async |db| {
        let [maker, other] = [UserFactory::new().build(db).await?, UserFactory::new().build(db).await?];
        let product = ProductFactory::new().created_by(maker.id).updated_by(None).stock_quantity(0).build(db).await?;
        ensure!(!product.in_stock, "it is computed");
        let now = catalog::reprice(db, other.id, product.id, Decimal::new(199, 2)).await?;
        ensure!(now.updated_by == Some(other.id) && now.updated_at > product.updated_at, "{now:?}");
        catalog::withdraw(db, maker.id, product.id).await?;
        ensure!(db.product().find(product.id).await?.is_none());
        db.product().restore(product.id).await?;
        let history = catalog::history(db, product.id).await?;
        let said: Vec<_> = history.iter().map(|entry| (entry.action.as_str(), entry.changed_by)).collect();
        let expected = [("INSERT", maker.id), ("UPDATE", other.id), ("UPDATE", maker.id), ("UPDATE", maker.id)];
        ensure!(said == expected, "{said:?}");
        ensure!(history[1].new_values.as_ref().is_some_and(|row| row["price"] == json!(1.99)), "{history:?}");
        let withdrawn = history[2].new_values.as_ref().is_some_and(|row| row["deleted_at"].is_string());
        ensure!(withdrawn && history[3].new_values.as_ref().is_some_and(|row| row["deleted_at"].is_null()));
        Ok(())
    })
}

#[test]
fn products_are_found_by_words_of_their_name_first() -> Result<()> {
    on_postgres::<Migrator>("catalog_search", async |db| {
        let made = [("Kettle", "For tea"), ("Teapot", "No kettle, and no lid"), ("Lamp", "Light")];
        for (name, description) in made {
            ProductFactory::new().name(name).description(Some(description.to_owned())).build(db).await?;
        }
        let names =
            |found: Vec<catalog_entity::product::Model>| found.into_iter().map(|row| row.name).collect::<Vec<_>>();
        let found = names(catalog::search(db, "kettles").await?);
        ensure!(found == ["Kettle", "Teapot"], "{found:?}");
        ensure!(names(catalog::search(db, "kettle -tea").await?) == ["Teapot"]);
        Ok(())
    })
}

#[test]
fn statistics_count_each_order_and_review_once_when_they_are_computed() -> Result<()> {
    on_postgres::<Migrator>("catalog_stats", async |db| {
        let product = ProductFactory::new().build(db).await?;
        for quantity in [2, 3] {
            OrderItemFactory::new().product_id(product.id).quantity(quantity).build(db).await?;
        }
        for rating in [4, 5, 3] {
            ReviewFactory::new().product_id(product.id).rating(rating).build(db).await?;
        }
        ensure!(catalog::stats(db).await?.is_empty(), "they are as they were");
        catalog::refresh_stats(db).await?;
        let stats = catalog::stats(db).await?;
        let [row] = stats.as_slice() else { anyhow::bail!("{stats:?}") };
        ensure!((row.total_orders, row.total_quantity_sold, row.review_count) == (2, 5, 3), "{row:?}");
        ensure!(row.avg_rating == Some(4.into()), "{row:?}");
        Ok(())
    })
}

/// The role comes and goes with the transaction.
#[test]
fn a_visitor_sees_what_is_for_sale_and_changes_its_own_alone() -> Result<()> {
    on_postgres::<Migrator>("catalog_policies", async |db| {
        let [ada, bea] = [UserFactory::new().build(db).await?, UserFactory::new().build(db).await?];
        let of = |user: sea_orm::prelude::Uuid| ProductFactory::new().created_by(user).updated_by(None).is_active(true);
        let own = of(ada.id).build(db).await?;
        of(bea.id).build(db).await?;
        of(ada.id).is_active(false).build(db).await?;
        let tx = db.begin().await?;
        tx.execute_unprepared("CREATE ROLE catalog_visitor; GRANT SELECT, UPDATE ON products TO catalog_visitor")
            .await?;
        tx.execute_unprepared("SET LOCAL ROLE catalog_visitor").await?;
        let change = "UPDATE products SET price = 7 RETURNING id::text";
        ensure!(texts(&tx, "SELECT id::text FROM products").await?.len() == 2, "what is for sale");
        ensure!(texts(&tx, change).await?.is_empty(), "nobody signed");
        tx.execute_unprepared("RESET ROLE").await?;
        tx.execute_unprepared("ALTER TABLE products DISABLE TRIGGER products_audit").await?;
        tx.execute_unprepared("SET LOCAL ROLE catalog_visitor").await?;
        catalog::sign(&tx, ada.id).await?;
        ensure!(texts(&tx, change).await? == [own.id.to_string()], "its own, and of those what it sees");
        tx.rollback().await?;
        Ok(())
    })
}

const PEOPLE: &str =
    "INSERT INTO users (email, password_hash, first_name, last_name) VALUES ('a@example.org', '', 'A', 'B')";
const CATEGORY: &str = "INSERT INTO categories (name, slug) VALUES ('Phones', 'phones')";

#[test]
fn ratings_come_with_a_rule_and_go_without_a_trace() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("catalog_rating")?;
        with::<Migrator>(&database, Some(7), async |db| {
            make(db, &["Kettle"]).await?;
            Migrator::up(db, Some(1)).await?;
            ensure!(texts(db, "SELECT name FROM products WHERE rating = 0 AND review_count = 0").await? == ["Kettle"]);
            ensure!(db.execute_unprepared("UPDATE products SET rating = 5.01").await.is_err(), "five at most");
            db.execute_unprepared("UPDATE products SET rating = 4.5").await?;
            Migrator::down(db, Some(1)).await?;
            ensure!(db.execute_unprepared("SELECT rating FROM products").await.is_err());
            ensure!(texts(db, "SELECT name FROM products").await? == ["Kettle"]);
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_name_is_split_and_put_together_again_as_it_was() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("catalog_split")?;
        with::<Migrator>(&database, Some(8), async |db| {
            let names = ["Apple iPhone 14", "Bora Bora", "Mouse", "Two  blanks"];
            make(db, &names).await?;
            let read = "SELECT name FROM products ORDER BY name";
            Migrator::up(db, Some(1)).await?;
            ensure!(texts(db, "SELECT brand FROM products ORDER BY name").await? == ["Apple", "Bora", "Mouse", "Two"]);
            let models = texts(db, "SELECT model FROM products ORDER BY name").await?;
            ensure!(models == ["iPhone 14", "Bora", "Mouse", " blanks"], "{models:?}");
            ensure!(db.execute_unprepared("UPDATE products SET brand = NULL").await.is_err(), "NOT NULL");
            db.execute_unprepared("UPDATE products SET model = 'iPhone 15' WHERE model = 'iPhone 14'").await?;
            Migrator::down(db, Some(1)).await?;
            let back = texts(db, read).await?;
            ensure!(back == ["Apple iPhone 15", "Bora Bora", "Mouse", "Two  blanks"], "{back:?}");
            ensure!(db.execute_unprepared("SELECT brand FROM products").await.is_err());
            Ok(())
        })?;
    }
    Ok(())
}

/// Products as they were before the entities were generated.
async fn make(db: &impl ConnectionTrait, names: &[&str]) -> Result<()> {
    db.execute_unprepared(PEOPLE).await?;
    db.execute_unprepared(CATEGORY).await?;
    for name in names {
        let product = format!(
            "INSERT INTO products (name, price, category_id, created_by) SELECT '{name}', 1, c.id, u.id FROM categories c, users u"
        );
        db.execute_unprepared(&product).await?;
    }
    Ok(())
}
