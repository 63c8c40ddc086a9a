//! What is refused, by a status and a code that programs can go by.

use super::everywhere;
use anyhow::{Result, ensure};
use hyper::Request;
use sea_scaffold::database::Backend;
use serde_json::{Value as Json, json};

#[test]
fn every_violated_constraint_is_named() -> Result<()> {
    everywhere(async |shop| {
        let with = |member: &str, value: Json| {
            let mut new = json!({ "name": "Lamp", "price": "5.00" });
            new[member] = value;
            new
        };
        shop.post("/products", with("sku", json!("L-1"))).await?.is(201)?;
        let twice = shop.post("/products", with("sku", json!("L-1"))).await?.refused(409, "products_sku_key")?;
        ensure!(twice.body["fields"] == json!(["sku"]), "{twice:?}");
        let negative = shop.post("/products", with("price", json!("-1"))).await?;
        negative.refused(422, "chk_products_price")?;
        let cheap = shop.post("/products", with("compare_price", json!("4.99"))).await?;
        cheap.refused(422, "chk_products_compare_price")?;
        let stock = shop.post("/products", with("stock_quantity", json!(-1))).await?;
        stock.refused(422, "chk_products_stock_quantity")?;
        let orphan = shop.post("/products", with("category_id", json!(999_999))).await?;
        match shop.backend {
            // It does not say which foreign key it is.
            Backend::Sqlite => orphan.refused(422, "foreign_key")?,
            _ => orphan.refused(422, "fk_products_category")?,
        };
        let place = shop.post("/products", with("sku", json!("L-2"))).await?.is(201)?;
        let place = place.header("location")?;
        shop.patch(place, "*", json!({ "sku": "L-1" })).await?.refused(409, "products_sku_key")?;
        shop.patch(place, "*", json!({ "price": "-1" })).await?.refused(422, "chk_products_price")?;
        Ok(())
    })
}

#[test]
fn what_a_column_cannot_hold_is_refused_alike_on_every_database() -> Result<()> {
    everywhere(async |shop| {
        for (member, value) in [
            ("name", json!("x".repeat(201))),
            ("name", json!("a\u{0}b")),
            ("description", json!("\u{0}")),
            ("price", json!("100000000.00")),
            ("price", json!("1.005")),
            ("compare_price", json!("79228162514264337593543950335")),
        ] {
            let mut new = json!({ "name": "Lamp", "price": "5.00" });
            new[member] = value;
            let refused = shop.post("/products", new).await?.refused(422, "out_of_range")?;
            ensure!(refused.body["fields"] == json!([member]), "{refused:?}");
        }
        // Characters are counted, not bytes; zeros behind the point are no digits.
        let widest = json!({ "name": "ü".repeat(200), "price": "99999999.9900", "description": "ü".repeat(5_000) });
        shop.post("/products", widest).await?.is(201)?;
        Ok(())
    })
}

#[test]
fn what_cannot_be_read_is_a_problem_too() -> Result<()> {
    everywhere(async |shop| {
        for body in [
            json!({ "name": "Lamp" }),
            json!({ "name": null, "price": "1" }),
            json!({ "name": "Lamp", "price": "cheap" }),
            json!({ "name": "Lamp", "price": "1", "cost": "1" }),
            json!({ "name": "Lamp", "price": "1", "stock_quantity": 3_000_000_000_u64 }),
            json!([]),
        ] {
            shop.post("/products", body).await?.refused(422, "invalid_body")?;
        }
        for query in ["page=x", "page=-1", "sort=colour", "min_price=x", "unknown=1", "in_stock=maybe"] {
            shop.get(&format!("/products?{query}")).await?.refused(400, "invalid_query")?;
        }
        shop.get("/orders?status=Lost").await?.refused(400, "invalid_query")?;
        shop.get("/products/first").await?.refused(400, "invalid_path")?;
        shop.get("/products/99999999999").await?.refused(400, "invalid_path")?;
        shop.get("/nothing").await?.refused(404, "no_route")?;
        shop.client.ask("DELETE /categories", None, None).await?.refused(405, "no_method")?;
        let json = "application/json";
        let broken = Request::post("/products").header("content-type", json);
        shop.client.raw(broken, "{".to_owned()).await?.refused(400, "invalid_body")?;
        let plain = Request::post("/products").header("content-type", "text/plain");
        shop.client.raw(plain, r#"{"name":"Lamp","price":"1"}"#.to_owned()).await?.refused(415, "invalid_body")?;
        let long = Request::post("/products").header("content-type", json);
        shop.client.raw(long, " ".repeat(3 << 20)).await?.refused(413, "invalid_body")?;
        Ok(())
    })
}

#[test]
fn what_others_refer_to_stays() -> Result<()> {
    everywhere(async |shop| {
        shop.stock(3).await?;
        shop.post("/orders", super::orders::order("A-1", 1, &[(1, 1)])).await?.is(201)?;
        let refused = shop.client.ask("DELETE /products/1", Some("*"), None).await?;
        refused.refused(409, "in_use")?;
        shop.client.ask("DELETE /products/2", Some("*"), None).await?.is(204)?;
        Ok(())
    })
}

/// The operator reads why; others do not.
#[test]
fn a_broken_database_tells_nobody_about_itself() -> Result<()> {
    everywhere(async |shop| {
        use sea_orm::ConnectionTrait;
        shop.db.execute_unprepared("DROP VIEW product_inventory_view").await?;
        shop.db.execute_unprepared("ALTER TABLE products RENAME TO goods").await?;
        let broken = shop.get("/products").await?.refused(500, "internal")?;
        ensure!(!broken.text.contains("products") && !broken.text.contains("SELECT"), "{}", broken.text);
        Ok(())
    })
}
