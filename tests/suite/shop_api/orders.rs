//! Orders: placed whole or not at all, walked by position, moved on by those who know their state.

use super::{Shop, each, everywhere, items};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use sea_scaffold::database::Backend;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// An order of so many of each product.
pub(super) fn order(number: &str, user_id: i32, items: &[(i32, i32)]) -> Json {
    let line = |(product_id, quantity): &(i32, i32)| json!({ "product_id": product_id, "quantity": quantity });
    json!({
        "order_number": number,
        "user_id": user_id,
        "items": items.iter().map(line).collect::<Vec<_>>(),
        "shipping": {
            "first_name": "Ada",
            "last_name": "Lovelace",
            "address1": "12 St James's Square",
            "city": "London",
            "postal_code": "SW1Y 4JH",
            "country": "GB",
        },
    })
}

/// How many of a product there are.
async fn left(shop: &Shop, id: i32) -> Result<i32> {
    Ok(shop.db.product().get(id).await?.stock_quantity)
}

#[test]
fn an_order_is_placed_with_its_items_and_takes_them_from_the_stock() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(9).await?;
        let user = shop.user("ada@example.com").await?;
        let mut asked = order("A-1", user.id, &[(9, 1), (3, 2), (9, 1)]);
        asked["billing"] = asked["shipping"].clone();
        asked["billing"]["address2"] = json!("c/o Babbage");
        let placed = shop.post("/orders", asked).await?.is(201)?;
        let read = shop.get(placed.header("location")?).await?.is(200)?;
        ensure!(read.body == placed.body && read.etag()? == placed.etag()?, "{read:?}");
        let body = &placed.body;
        ensure!(body["status"] == "Pending" && body["customer"]["email"] == "ada@example.com", "{body}");
        ensure!(body["customer"]["name"] == "Ada Lovelace" && !placed.text.contains("password"), "{body}");
        // Two of 3.50 and two of 9.50.
        ensure!(body["total_amount"] == "26.00" && body["items"][0]["unit_price"] == "3.50", "{body}");
        ensure!(body["billing"]["address2"] == "c/o Babbage" && body["shipping"]["address2"].is_null(), "{body}");
        let lines = body["items"].as_array().context("items")?;
        let lines: Vec<_> =
            lines.iter().map(|item| (&item["product_name"], &item["quantity"], &item["in_stock"])).collect();
        ensure!(lines == [(&json!("Product 03"), &json!(2), &json!(1)), (&json!("Product 09"), &json!(2), &json!(2))]);
        ensure!((left(shop, 3).await?, left(shop, 9).await?) == (1, 2));
        Ok(())
    })
}

#[test]
fn an_order_that_fails_leaves_nothing() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(5).await?;
        shop.post("/orders", order("A-1", 1, &[(1, 1)])).await?.is(201)?;
        let twice = shop.post("/orders", order("A-1", 1, &[(2, 1)])).await?;
        twice.refused(409, "orders_order_number_key")?;
        let unknown = shop.post("/orders", order("A-2", 1, &[(2, 1), (99, 1)])).await?;
        let unknown = unknown.refused(422, "fk_order_items_product")?;
        ensure!(unknown.body["fields"] == json!(["product_id"]), "{unknown:?}");
        let much = shop.post("/orders", order("A-2", 1, &[(2, 1), (3, 4)])).await?;
        much.refused(422, "chk_products_stock_quantity")?;
        shop.post("/orders", order("A-2", 1, &[])).await?.refused(422, "no_items")?;
        for none in [0, -1] {
            let none = shop.post("/orders", order("A-2", 1, &[(2, none)])).await?;
            none.refused(422, "chk_order_items_quantity")?;
        }
        let nobody = shop.post("/orders", order("A-2", 999, &[(2, 1)])).await?;
        match shop.backend {
            Backend::Sqlite => nobody.refused(422, "foreign_key")?,
            _ => nobody.refused(422, "fk_orders_user")?,
        };
        let patch = json!({ "is_active": false });
        shop.patch("/products/2", "*", patch).await?.is(200)?;
        shop.post("/orders", order("A-2", 1, &[(3, 1), (2, 1)])).await?.refused(409, "product_inactive")?;
        let (orders, items) = (shop.db.order().count().await?, shop.db.order_item().count().await?);
        ensure!((orders, items) == (1, 1), "{orders} orders, {items} items");
        ensure!((left(shop, 2).await?, left(shop, 3).await?) == (2, 3), "nothing was taken");
        Ok(())
    })
}

/// Ten customers want the last three.
#[test]
fn nothing_is_sold_twice() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(9).await?;
        let one = async |number: i32| {
            // Whoever asks in another order must not wait for ever.
            let wanted = if number % 2 == 0 { [(3, 1), (9, 1)] } else { [(9, 1), (3, 1)] };
            shop.post("/orders", order(&format!("A-{number}"), 1, &wanted)).await
        };
        let answers = tokio::join!(one(0), one(1), one(2), one(3), one(4), one(5), one(6), one(7), one(8), one(9));
        let (a, b, c, d, e, f, g, h, i, j) = answers;
        let mut placed = 0;
        for answer in [a, b, c, d, e, f, g, h, i, j] {
            let answer = answer?;
            match answer.status {
                201 => placed += 1,
                _ => drop(answer.refused(422, "chk_products_stock_quantity")?),
            }
        }
        ensure!(placed == 3 && left(shop, 3).await? == 0 && left(shop, 9).await? == 1, "{placed} placed");
        Ok(())
    })
}

#[test]
fn orders_are_walked_forth_and_back() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(2).await?;
        shop.patch("/products/1", "*", json!({ "stock_quantity": 100 })).await?.is(200)?;
        for number in 0..11 {
            shop.post("/orders", order(&format!("A-{number:02}"), 1, &[(1, 1)])).await?.is(201)?;
        }
        let newest: Vec<String> = (0..11).rev().map(|number| format!("A-{number:02}")).collect();
        let (mut seen, mut pages) = (Vec::new(), vec![shop.get("/orders?size=4").await?.is(200)?.body]);
        while let Some(next) = pages.last().and_then(|page| page["next"].as_str()) {
            let next = shop.get(&format!("/orders?size=4&cursor={next}")).await?.is(200)?.body;
            pages.push(next);
        }
        for page in &pages {
            seen.extend(each(page, "order_number")?.into_iter().map(str::to_owned));
            ensure!(items(page)?.iter().all(|order| order["items"].as_array().is_some_and(|items| items.len() == 1)));
        }
        ensure!(seen == newest && pages[0]["previous"].is_null(), "{seen:?}");
        let back = pages[2]["previous"].as_str().context("a way back")?;
        let back = shop.get(&format!("/orders?size=4&cursor={back}")).await?.is(200)?.body;
        ensure!(back["items"] == pages[1]["items"], "{back}");
        shop.get("/orders?cursor=nonsense").await?.refused(400, "invalid_cursor")?;
        let other = pages[0]["next"].as_str().context("a token")?;
        let other = shop.get(&format!("/products/1/reviews?cursor={other}")).await?;
        other.refused(400, "invalid_cursor")?;
        shop.statements();
        shop.get("/orders?size=2").await?.is(200)?;
        let few = shop.statements();
        shop.get("/orders?size=9").await?.is(200)?;
        ensure!((few, shop.statements()) == (4, 4), "orders, customers, items, products: {few} statements");
        Ok(())
    })
}

#[test]
fn an_order_is_moved_on_by_who_knows_its_state() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(4).await?;
        let placed = shop.post("/orders", order("A-1", 1, &[(3, 2)])).await?.is(201)?;
        let place = placed.header("location")?;
        let to = |status: &str| json!({ "status": status });
        shop.client
            .ask(&format!("PATCH {place}"), None, Some(to("Processing")))
            .await?
            .refused(428, "if_match_required")?;
        let moved = shop.patch(place, placed.etag()?, to("Processing")).await?.is(200)?;
        ensure!(moved.body["status"] == "Processing" && moved.etag()? != placed.etag()?, "{moved:?}");
        shop.patch(place, placed.etag()?, to("Cancelled")).await?.refused(412, "stale")?;
        shop.patch(place, moved.etag()?, to("Delivered")).await?.refused(409, "order_status")?;
        shop.patch(place, moved.etag()?, to("Lost")).await?.refused(422, "invalid_body")?;
        ensure!(left(shop, 3).await? == 1);
        let cancelled = shop.patch(place, moved.etag()?, to("Cancelled")).await?.is(200)?;
        ensure!(left(shop, 3).await? == 3, "what was taken is back");
        shop.patch(place, cancelled.etag()?, to("Processing")).await?.refused(409, "order_status")?;
        shop.patch("/orders/999", "*", to("Processing")).await?.refused(404, "not_found")?;

        shop.post("/orders", order("A-2", 1, &[(2, 1)])).await?.is(201)?;
        let found = async |query: &str| {
            let page = shop.get(&format!("/orders?{query}")).await?.is(200)?.body;
            anyhow::Ok(each(&page, "order_number")?.into_iter().map(str::to_owned).collect::<BTreeSet<_>>())
        };
        ensure!(found("status=Cancelled").await? == BTreeSet::from(["A-1".to_owned()]));
        ensure!(found("status=Pending&user_id=1").await? == BTreeSet::from(["A-2".to_owned()]));
        ensure!(found("user_id=2").await?.is_empty());
        Ok(())
    })
}
