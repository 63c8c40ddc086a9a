//! Products: found, listed, made, changed and deleted.

use super::{each, everywhere, items};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn a_product_is_made_read_changed_and_deleted() -> Result<()> {
    everywhere(async |shop| {
        let new = json!({ "name": "Kettle", "price": "19.50", "sku": "K-1", "brand": "Fellow", "category_id": 1 });
        let made = shop.post("/products", new).await?.is(201)?;
        let place = made.header("location")?.to_owned();
        let kettle = shop.get(&place).await?.is(200)?;
        ensure!(kettle.body == made.body && kettle.etag()? == made.etag()?, "{kettle:?}");
        ensure!(kettle.body["price"] == "19.50" && kettle.body["category"]["slug"] == "electronics", "{kettle:?}");
        ensure!(kettle.body["is_active"] == true && kettle.body["stock_quantity"] == 0, "defaults: {kettle:?}");

        let patch = json!({ "price": "18", "brand": null, "category_id": null });
        let changed = shop.patch(&place, kettle.etag()?, patch).await?.is(200)?;
        ensure!(changed.etag()? != kettle.etag()?, "another state has another tag");
        let kept = |member: &str| changed.body[member] == kettle.body[member];
        ensure!(kept("id") && kept("name") && kept("sku") && kept("created_at"), "{changed:?}");
        ensure!(changed.body["price"] == "18.00", "{changed:?}");
        ensure!(changed.body["brand"].is_null() && changed.body["category"].is_null(), "{changed:?}");

        let call = format!("DELETE {place}");
        shop.client.ask(&call, Some(kettle.etag()?), None).await?.refused(412, "stale")?;
        shop.client.ask(&call, Some(changed.etag()?), None).await?.is(204)?;
        shop.get(&place).await?.refused(404, "not_found")?;
        shop.client.ask(&call, Some(changed.etag()?), None).await?.refused(404, "not_found")?;
        Ok(())
    })
}

#[test]
fn who_does_not_know_the_state_changes_nothing() -> Result<()> {
    everywhere(async |shop| {
        let made = shop.post("/products", json!({ "name": "Lamp", "price": "5.00" })).await?.is(201)?;
        let (place, first) = (made.header("location")?, made.etag()?);
        let name = |name: &str| json!({ "name": name });
        let blind = shop.client.ask(&format!("PATCH {place}"), None, Some(name("blind"))).await?;
        blind.refused(428, "if_match_required")?;
        let second = shop.patch(place, first, name("second")).await?.is(200)?;
        for wrong in [first, "\"1\"", "W/\"1\"", &format!("W/{}", second.etag()?), "no tag", "\"1\", \"2\""] {
            shop.patch(place, wrong, name("stale")).await?.refused(412, "stale")?;
        }
        let third = shop.patch(place, &format!("\"1\", {}", second.etag()?), name("third")).await?.is(200)?;
        ensure!(third.body["name"] == "third", "{third:?}");
        let fourth = shop.patch(place, "*", name("fourth")).await?.is(200)?;
        ensure!(fourth.body["name"] == "fourth" && shop.get(place).await?.body == fourth.body, "{fourth:?}");
        shop.patch("/products/999999", "*", name("nobody")).await?.refused(404, "not_found")?;
        Ok(())
    })
}

/// The rows that are there before the service was have the database's own times.
#[test]
fn rows_of_others_have_tags_too() -> Result<()> {
    everywhere(async |shop| {
        use sea_orm::ConnectionTrait;
        let row = "INSERT INTO products (name, price) VALUES ('Old', 1)";
        shop.db.execute_unprepared(row).await?;
        let id = shop.db.product().list_by_name("Old").one().await?.id;
        let old = shop.get(&format!("/products/{id}")).await?.is(200)?;
        let patch = json!({ "name": "New" });
        let new = shop.patch(&format!("/products/{id}"), old.etag()?, patch).await?.is(200)?;
        ensure!(new.body["name"] == "New" && new.etag()? != old.etag()?, "{new:?}");
        Ok(())
    })
}

#[test]
fn products_are_listed_in_pages_that_are_complete() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(45).await?;
        let mut seen = Vec::new();
        for number in 1..=3 {
            let page = shop.get(&format!("/products?page={number}&sort=-price")).await?.is(200)?.body;
            ensure!(
                page["total"] == 45 && page["pages"] == 3 && page["page"] == number && page["size"] == 20,
                "{page}"
            );
            seen.extend(each(&page, "name")?.into_iter().map(str::to_owned));
        }
        let expected: Vec<String> = (1..=45).rev().map(|number| format!("Product {number:02}")).collect();
        ensure!(seen == expected, "{seen:?}");
        let beyond = shop.get("/products?page=99").await?.is(200)?.body;
        ensure!(items(&beyond)?.is_empty() && beyond["total"] == 45, "{beyond}");
        let large = shop.get("/products?size=100000").await?.is(200)?.body;
        ensure!(large["size"] == 100 && items(&large)?.len() == 45, "{large}");
        shop.statements();
        shop.get("/products?size=6").await?.is(200)?;
        let few = shop.statements();
        shop.get("/products?size=40").await?.is(200)?;
        // The page, its total, the categories, the reviews: more rows are no more statements.
        ensure!((few, shop.statements()) == (4, 4), "{few} statements");
        Ok(())
    })
}

#[test]
fn products_are_found_by_every_filter_and_sorted_by_every_word() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(30).await?;
        let found = async |query: &str| {
            let page = shop.get(&format!("/products?size=100&{query}")).await?.is(200)?.body;
            anyhow::Ok(each(&page, "name")?.into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        let numbers = |wanted: &dyn Fn(i32) -> bool| {
            (1..=30).filter(|number| wanted(*number)).map(|number| format!("Product {number:02}")).collect::<Vec<_>>()
        };
        ensure!(found("text=SKU-1").await? == numbers(&|n| (10..20).contains(&n)));
        ensure!(found("text=%25").await?.is_empty(), "a percent sign stands for itself");
        ensure!(found("text=").await?.len() == 30, "no text is no filter");
        ensure!(found("category_id=1").await? == numbers(&|n| n % 3 == 0));
        ensure!(found("min_price=9.50&max_price=12.49").await? == numbers(&|n| (9..12).contains(&n)));
        ensure!(found("in_stock=true").await? == numbers(&|n| n % 5 != 0));
        ensure!(found("in_stock=false").await? == numbers(&|n| n % 5 == 0));
        ensure!(found("is_active=false&in_stock=true").await? == numbers(&|n| n % 4 == 0 && n % 5 != 0));
        let all: BTreeSet<String> = numbers(&|_| true).into_iter().collect();
        for (sort, first) in [
            ("name", "Product 01"),
            ("-name", "Product 30"),
            ("price", "Product 01"),
            ("-price", "Product 30"),
            ("stock_quantity", "Product 05"),
            ("-stock_quantity", "Product 29"),
        ] {
            let sorted = found(&format!("sort={sort}")).await?;
            ensure!(sorted.first().context("some")? == first, "{sort}: {sorted:?}");
            ensure!(sorted.into_iter().collect::<BTreeSet<_>>() == all, "{sort}");
        }
        let id = shop.db.product().get_by_sku("SKU-17").await?.id;
        shop.patch(&format!("/products/{id}"), "*", json!({ "brand": "touched" })).await?.is(200)?;
        ensure!(found("sort=-updated_at").await?.first().context("some")? == "Product 17");
        ensure!(found("sort=updated_at").await?.last().context("some")? == "Product 17");
        Ok(())
    })
}

#[test]
fn categories_count_their_products() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(7).await?;
        let all = shop.get("/categories").await?.is(200)?.body;
        let counts: Vec<_> = all.as_array().context("a list")?.iter().map(|each| &each["product_count"]).collect();
        ensure!(counts == [0, 2], "{all}");
        let one = shop.get("/categories/electronics").await?.is(200)?.body;
        ensure!(one == all[1], "{one}");
        shop.get("/categories/nothing").await?.refused(404, "not_found")?;
        Ok(())
    })
}
