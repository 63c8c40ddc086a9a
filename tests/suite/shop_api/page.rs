//! The page in a browser: it lists, pages, edits, refuses, and can be used without a mouse.

use super::Shop;
use super::browser::{self, Browser};
use crate::servers::{self, wait};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::product::ActiveModel;
use entity::repository::Set;
use fantoccini::key::Key;
use sea_orm::prelude::Decimal;
use sea_scaffold::database::Backend;

/// What would be noticed if it became markup.
const HOSTILE: &str =
    r#"<img src="x" onerror="document.title='broken'"> & "it's" </td><script>document.title='run'</script>"#;

const ROWS: &str = "document.querySelectorAll('#rows tr').length";
const FIRST: &str = "document.querySelector('#rows th')?.textContent ?? ''";
const FOCUS: &str = "document.activeElement.id || document.activeElement.name";
const OPEN: &str = "document.getElementById('dialog').open";
const REFUSAL: &str = "document.querySelector('#refusal code')?.textContent ?? ''";
const STATUS: &str = "document.getElementById('status').textContent";

/// Runs a test in a browser that shows the page of a shop with 45 products.
fn in_browser(test: impl AsyncFn(&Browser, &Shop) -> Result<()> + Sync) -> Result<()> {
    let Some(programs) = browser::programs() else { return Ok(()) };
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    wait(|| async {
        let shop = Shop::open(server).await?;
        shop.stock(45).await?;
        let browser = Browser::start(programs.clone()).await?;
        browser.open(&format!("http://{}/", shop.client.address)).await?;
        browser.until(ROWS, 20).await?;
        test(&browser, &shop).await
    })
}

#[test]
fn it_lists_pages_and_filters() -> Result<()> {
    in_browser(async |browser, _| {
        let place = "document.getElementById('place').textContent";
        browser.until(place, "Page 1 of 3, products: 45").await?;
        ensure!(browser.value("document.getElementById('previous').disabled").await? == true);
        browser.click("#next").await?;
        browser.until(FIRST, "Product 21").await?;
        browser.click("#next").await?;
        browser.until(place, "Page 3 of 3, products: 45").await?;
        ensure!(browser.value("document.getElementById('next').disabled").await? == true);
        browser.back().await?;
        browser.until(FIRST, "Product 21").await?;
        browser.click("#filter [name=category_id] option[value='1']").await?;
        browser.click("#filter [name=sort] option[value='-price']").await?;
        browser.click("#filter button").await?;
        browser.until(place, "Page 1 of 1, products: 15").await?;
        browser.until(FIRST, "Product 45").await?;
        // The address says it all: whoever opens it sees the same.
        let address = browser.value("location.href").await?;
        browser.open(address.as_str().context("an address")?).await?;
        browser.until(FIRST, "Product 45").await?;
        browser.until("document.querySelector('#filter [name=category_id]').value", "1").await?;
        let elsewhere =
            "performance.getEntriesByType('resource').filter((each) => !each.name.startsWith(location.origin)).length";
        ensure!(browser.value(elsewhere).await? == 0, "it asks nobody else");
        Ok(())
    })
}

#[test]
fn it_edits_a_product_and_shows_what_is_refused() -> Result<()> {
    in_browser(async |browser, shop| {
        browser.click("#rows tr:first-child button").await?;
        browser.until(OPEN, true).await?;
        ensure!(browser.value("document.querySelector('#product [name=price]').value").await? == "1.50");
        browser.fill("#product [name=price]", "-1").await?;
        browser.click("#save").await?;
        browser.until(REFUSAL, "chk_products_price").await?;
        browser.fill("#product [name=price]", "2.75").await?;
        browser.fill("#product [name=sku]", "SKU-02").await?;
        browser.click("#save").await?;
        browser.until(REFUSAL, "products_sku_key").await?;
        let marked = "[...document.querySelectorAll('[aria-invalid=true]')].map((each) => each.name).join()";
        browser.until(marked, "sku").await?;
        browser.until(FOCUS, "sku").await?;
        ensure!(browser.value(OPEN).await? == true, "what was typed is not lost");
        browser.fill("#product [name=sku]", "").await?;
        browser.click("#product [name=is_active]").await?;
        browser.click("#save").await?;
        browser.until(STATUS, "Product 01 is saved.").await?;
        let cells = "[...document.querySelectorAll('#rows tr:first-child td')].slice(0, 5).map((each) => each.textContent).join('|')";
        browser.until(cells, "||2.75|1|no").await?;
        browser.until(FOCUS, "edit-1").await?;
        let saved = shop.db.product().get(1).await?;
        let said = (saved.price, saved.sku, saved.is_active, saved.stock_quantity);
        ensure!(said == (Decimal::new(275, 2), None, false, 1), "{said:?}");
        Ok(())
    })
}

#[test]
fn it_does_not_overwrite_what_somebody_else_has_changed() -> Result<()> {
    in_browser(async |browser, shop| {
        browser.click("#edit-2").await?;
        browser.until(OPEN, true).await?;
        let theirs = ActiveModel { name: Set("Theirs".to_owned()), ..Default::default() };
        shop.db.product().update(2, theirs).await?;
        browser.fill("#product [name=name]", "Mine").await?;
        browser.click("#save").await?;
        browser.until(REFUSAL, "stale").await?;
        ensure!(shop.db.product().get(2).await?.name == "Theirs");
        browser.click("#reload").await?;
        browser.until("document.querySelector('#product [name=name]').value", "Theirs").await?;
        browser.fill("#product [name=name]", "Both").await?;
        browser.click("#save").await?;
        browser.until(STATUS, "Both is saved.").await?;
        ensure!(shop.db.product().get(2).await?.name == "Both");
        Ok(())
    })
}

#[test]
fn texts_stay_texts() -> Result<()> {
    in_browser(async |browser, shop| {
        let new = NewProduct { name: HOSTILE.to_owned(), price: Decimal::ONE };
        let made = shop
            .db
            .product()
            .create(new.with(ActiveModel { sku: Set(Some(HOSTILE.to_owned())), ..Default::default() }))
            .await?;
        shop.db
            .category()
            .update(1, entity::category::ActiveModel { name: Set(HOSTILE.to_owned()), ..Default::default() })
            .await?;
        browser.open(&format!("http://{}/?sort=price", shop.client.address)).await?;
        browser.until(FIRST, HOSTILE).await?;
        browser.click(&format!("#edit-{}", made.id)).await?;
        browser.until(OPEN, true).await?;
        browser.until("document.querySelector('#product [name=name]').value", HOSTILE).await?;
        browser.fill("#product [name=price]", "-1").await?;
        browser.click("#save").await?;
        browser.until(REFUSAL, "chk_products_price").await?;
        ensure!(browser.value("document.title").await? == "Products");
        ensure!(browser.value("document.querySelectorAll('img').length").await? == 0);
        ensure!(browser.value("document.scripts.length").await? == 1);
        Ok(())
    })
}

#[test]
fn it_can_be_used_without_a_mouse() -> Result<()> {
    in_browser(async |browser, shop| {
        browser.key(Key::Tab).await?;
        browser.until(FOCUS, "new").await?;
        browser.key(Key::Enter).await?;
        browser.until(FOCUS, "name").await?;
        browser.key(Key::Escape).await?;
        browser.until(OPEN, false).await?;
        browser.until(FOCUS, "new").await?;
        browser.key(Key::Enter).await?;
        browser.until(FOCUS, "name").await?;
        browser.press("Anvil").await?;
        browser.key(Key::Tab).await?;
        browser.until(FOCUS, "price").await?;
        browser.press("99.90").await?;
        browser.key(Key::Enter).await?;
        browser.until(STATUS, "Anvil is saved.").await?;
        browser.until(FIRST, "Anvil").await?;
        let anvil = shop.db.product().list_by_name("Anvil").one().await?;
        ensure!(anvil.price == Decimal::new(9_990, 2) && anvil.is_active && anvil.sku.is_none(), "{anvil:?}");

        browser.click(&format!("#edit-{}", anvil.id)).await?;
        browser.until(OPEN, true).await?;
        browser.click("#delete").await?;
        browser.agree().await?;
        browser.until(STATUS, "Anvil is deleted.").await?;
        browser.until(FIRST, "Product 01").await?;
        ensure!(shop.db.product().find(anvil.id).await?.is_none());
        Ok(())
    })
}
