//! Reviews: one for each user and product, written again in its place.

use super::{each, everywhere, items};
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;
use serde_json::json;

#[test]
fn a_review_is_written_and_written_again() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(1).await?;
        let first = json!({ "rating": 2, "title": "Loud", "comment": "It whistles." });
        let write = async |body| shop.client.ask("PUT /products/1/reviews/1", None, Some(body)).await;
        write(first).await?.is(200)?;
        let again = write(json!({ "rating": 5 })).await?.is(200)?;
        ensure!(again.body["rating"] == 5 && again.body["title"].is_null(), "{again:?}");
        let all = shop.get("/products/1/reviews").await?.is(200)?.body;
        ensure!(items(&all)?.len() == 1 && all["items"][0]["review"] == again.body, "{all}");
        ensure!(each(&all, "by")? == ["Admin User"], "{all}");
        ensure!(shop.get("/products/1").await?.body["review_count"] == 1);

        write(json!({ "rating": 6 })).await?.refused(422, "chk_product_reviews_rating")?;
        write(json!({ "rating": 1, "title": "x".repeat(201) })).await?.refused(422, "out_of_range")?;
        let nobody = shop.client.ask("PUT /products/1/reviews/999", None, Some(json!({ "rating": 1 }))).await?;
        match shop.backend {
            Backend::Sqlite => nobody.refused(422, "foreign_key")?,
            _ => nobody.refused(422, "fk_reviews_user")?,
        };
        shop.get("/products/999/reviews").await?.refused(404, "not_found")?;
        Ok(())
    })
}

#[test]
fn reviews_are_walked_newest_first() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(1).await?;
        for number in 0..7 {
            let user = shop.user(&format!("{number}@example.com")).await?;
            let call = format!("PUT /products/1/reviews/{}", user.id);
            shop.client.ask(&call, None, Some(json!({ "rating": 1 + number % 5 }))).await?.is(200)?;
        }
        let mut ids = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = shop.get(&format!("/products/1/reviews?size=3{cursor}")).await?.is(200)?.body;
            ids.extend(items(&page)?.iter().filter_map(|item| item["review"]["user_id"].as_i64()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        ensure!(ids.len() == 7 && ids.is_sorted_by(|one, other| one > other), "{ids:?}");
        Ok(())
    })
}
