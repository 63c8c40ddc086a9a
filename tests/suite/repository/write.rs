//! Rows in, changed and out.

use super::{category, count, everywhere, ids, numbered, stock};
use anyhow::{Result, ensure};
use entity::prelude::*;
use entity::product;
use entity::repository::{Error, Set};
use sea_orm::DbBackend;
use sea_orm::prelude::Decimal;

#[test]
fn a_row_is_created_with_its_defaults_and_read_back() -> Result<()> {
    everywhere(async |_, on| {
        let new = NewProduct { name: "Lamp".to_owned(), price: Decimal::new(1_250, 2) };
        let lamp = on.product().create(new.clone()).await?;
        ensure!(lamp.is_active && !lamp.is_featured && lamp.stock_quantity == 0, "defaults: {lamp:?}");
        ensure!(lamp.created_at == lamp.updated_at, "created and changed at once");
        ensure!(on.product().get(lamp.id).await? == lamp, "what is returned is what is there");
        let more = new.with(product::ActiveModel {
            sku: Set(Some("L-1".to_owned())),
            is_active: Set(false),
            ..Default::default()
        });
        let other = on.product().create(more).await?;
        ensure!(other.sku.as_deref() == Some("L-1") && !other.is_active && other.name == "Lamp", "{other:?}");
        Ok(())
    })
}

#[test]
fn many_rows_are_created_in_few_statements_and_keep_their_defaults() -> Result<()> {
    everywhere(async |shop, on| {
        let rows = (0..20_000).map(|number| {
            let mut row = numbered(number);
            if number % 3 == 0 {
                row.is_active = Set(false);
            }
            row
        });
        let (created, sent) = shop.statements(on.product().create_many(rows)).await;
        ensure!(created? == 20_000, "all of them");
        // Six or seven columns a row, two sets of columns, five thousand rows a statement at most.
        ensure!((4..=8).contains(&sent), "{sent} statements");
        ensure!(count(on, "SELECT COUNT(*) FROM products WHERE is_featured = FALSE").await? == 20_000);
        let inactive = ids(on, "SELECT stock_quantity FROM products WHERE is_active = FALSE").await?.len();
        ensure!(inactive == 6_667, "{inactive} rows said so, the others have the default");
        let (none, sent) = shop.statements(on.product().create_many(Vec::<product::ActiveModel>::new())).await;
        ensure!(none? == 0 && sent == 0, "no row, no statement");
        Ok(())
    })
}

#[test]
fn many_rows_are_created_together_or_not_at_all() -> Result<()> {
    everywhere(async |_, on| {
        let mut rows: Vec<product::ActiveModel> = (0..12_000).map(numbered).collect();
        rows[11_999].price = Set(Decimal::new(-1, 0));
        let failed = on.product().create_many(rows).await;
        ensure!(matches!(failed, Err(Error::Check { .. })), "{failed:?}");
        // PostgreSQL takes nothing more in a transaction after an error, unless it was taken back to a savepoint.
        ensure!(count(on, "SELECT COUNT(*) FROM products").await? == 0, "nothing is left of them");
        Ok(())
    })
}

#[test]
fn conflicting_rows_are_skipped() -> Result<()> {
    everywhere(async |_, on| {
        category(on, "books").await?;
        let new = |slug: &str| NewCategory { name: slug.to_owned(), slug: slug.to_owned() };
        let rows = ["books", "games", "toys", "games"].map(new);
        let created = on.category().create_many_skip_conflicts(rows).await?;
        // MySQL's drivers count the rows that were left out, too.
        ensure!(created == 2 || (on.backend() == DbBackend::MySql && created == 4), "{created} rows");
        let found = on.category().filter(Category::SLUG.is_in(["books", "games", "toys"])).count().await?;
        ensure!(found == 3, "{found} rows");
        Ok(())
    })
}

#[test]
fn a_patch_changes_what_it_sets_and_the_time_of_the_change() -> Result<()> {
    everywhere(async |_, on| {
        let lamp = on.product().create(numbered(1)).await?;
        let patch = product::ActiveModel { name: Set("Lantern".to_owned()), id: Set(77), ..Default::default() };
        let changed = on.product().update(lamp.id, patch.clone()).await?;
        let expected = product::Model { name: "Lantern".to_owned(), updated_at: changed.updated_at, ..lamp.clone() };
        ensure!(changed == expected && changed.updated_at >= lamp.updated_at, "{changed:?}");
        ensure!(on.product().update(lamp.id, product::ActiveModel::default()).await? == changed, "nothing to change");
        let missing = on.product().update(-1, patch.clone()).await;
        ensure!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
        on.product().create_many((2..10).map(numbered)).await?;
        let few = on.product().filter(Product::STOCK_QUANTITY.lte(2));
        let expected = few.clone().count().await?;
        ensure!(few.clone().update(patch).await? == expected && expected > 2, "{expected} rows");
        ensure!(on.product().filter(Product::NAME.eq("Lantern")).count().await? == expected);
        Ok(())
    })
}

#[test]
fn a_change_since_the_row_was_read_is_noticed() -> Result<()> {
    everywhere(async |_, on| {
        let mut old = numbered(1);
        old.updated_at = Set("2020-02-02T20:20:20".parse()?);
        let lamp = on.product().create(old).await?;
        let patch = |name: &str| product::ActiveModel { name: Set(name.to_owned()), ..Default::default() };
        let changed = on.product().update_if_unchanged(lamp.id, lamp.updated_at, patch("first")).await?;
        ensure!(changed.name == "first" && changed.updated_at > lamp.updated_at, "{changed:?}");
        let stale = on.product().update_if_unchanged(lamp.id, lamp.updated_at, patch("second")).await;
        ensure!(matches!(&stale, Err(Error::Stale { table: "products", .. })), "{stale:?}");
        let missing = on.product().update_if_unchanged(-1, lamp.updated_at, patch("third")).await;
        ensure!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
        ensure!(on.product().get(lamp.id).await? == changed, "nobody else changed it");
        Ok(())
    })
}

#[test]
fn a_row_that_was_changed_since_it_was_read_is_not_deleted() -> Result<()> {
    everywhere(async |_, on| {
        let mut old = numbered(1);
        old.updated_at = Set("2020-02-02T20:20:20".parse()?);
        let lamp = on.product().create(old).await?;
        let patch = product::ActiveModel { name: Set("changed".to_owned()), ..Default::default() };
        let changed = on.product().update(lamp.id, patch).await?;
        let stale = on.product().delete_if_unchanged(lamp.id, lamp.updated_at).await;
        ensure!(matches!(&stale, Err(Error::Stale { table: "products", .. })), "{stale:?}");
        ensure!(on.product().get(lamp.id).await? == changed, "it is still there");
        on.product().delete_if_unchanged(lamp.id, changed.updated_at).await?;
        let missing = on.product().delete_if_unchanged(lamp.id, changed.updated_at).await;
        ensure!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
        Ok(())
    })
}

#[test]
fn rows_are_deleted() -> Result<()> {
    everywhere(async |_, on| {
        stock(on, 20).await?;
        let all = ids(on, "SELECT id FROM products ORDER BY id").await?;
        on.product().delete(all[0]).await?;
        ensure!(matches!(on.product().delete(all[0]).await, Err(Error::NotFound { .. })));
        let gone = on.product().filter(Product::BRAND.is_null()).delete().await?;
        ensure!(gone == 10 && ids(on, "SELECT id FROM products").await?.len() == 9, "{gone}");
        Ok(())
    })
}
