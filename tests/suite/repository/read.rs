//! Rows by key, by finder and by filter.

use super::{Shop, category, everywhere, ids, numbered, stock};
use crate::servers::{self, wait};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::repository::{Connect, Error, Set};
use sea_orm::prelude::Decimal;
use sea_orm::{ConnectionTrait, TransactionTrait};
use sea_scaffold::database::Backend;

#[test]
fn rows_are_found_by_their_keys() -> Result<()> {
    everywhere(async |shop, on| {
        let [books, games] = [category(on, "books").await?, category(on, "games").await?];
        ensure!(on.category().find(books.id).await?.as_ref() == Some(&books));
        ensure!(on.category().get(games.id).await? == games && on.category().lock(games.id).await? == games);
        ensure!(on.category().find(-1).await?.is_none());
        let missing = on.category().get(-1).await;
        ensure!(matches!(&missing, Err(Error::NotFound { table: "categories", key }) if key == "-1"), "{missing:?}");
        ensure!(matches!(on.category().lock(-1).await, Err(Error::NotFound { .. })));
        let keys = [games.id, -1, books.id, games.id];
        let (found, sent) = shop.statements(on.category().find_many(keys)).await;
        let found: Vec<Option<i32>> = found?.into_iter().map(|row| row.map(|row| row.id)).collect();
        ensure!(found == [Some(games.id), None, Some(books.id), Some(games.id)] && sent == 1, "{found:?} {sent}");
        let (many, sent) = shop.statements(on.category().find_many(0..2_500)).await;
        ensure!(many?.len() == 2_500 && sent == 3, "{sent} statements");
        Ok(())
    })
}

/// SQLite has no locks of rows.
#[test]
fn a_locked_row_is_read_by_others_and_locked_by_none() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let test = || async {
            let shop = Shop::open(server).await?;
            let other = shop.database.connect().await?;
            let on = shop.db.connection();
            let [books, games] = [category(on, "books").await?, category(on, "games").await?];
            let (one, two) = (shop.db.begin().await?, other.begin().await?);
            let patience = match server.backend {
                Backend::MySql => "SET SESSION innodb_lock_wait_timeout = 1",
                _ => "SET LOCAL lock_timeout = '300ms'",
            };
            two.execute_unprepared(patience).await?;
            one.category().lock(books.id).await?;
            ensure!(two.category().get(books.id).await? == books && two.category().lock(games.id).await? == games);
            let attempt = two.begin().await?;
            let refused = attempt.category().lock(books.id).await;
            ensure!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
            attempt.rollback().await?;
            one.commit().await?;
            ensure!(two.category().lock(books.id).await? == books, "it is free");
            Ok(two.rollback().await?)
        };
        wait(test).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

#[test]
fn keys_and_indexes_have_finders() -> Result<()> {
    everywhere(async |shop, on| {
        let [books, games] = [category(on, "books").await?, category(on, "games").await?];
        ensure!(on.category().find_by_slug("books").await?.as_ref() == Some(&books));
        ensure!(on.category().get_by_slug("games").await? == games);
        ensure!(on.category().find_by_slug("none").await?.is_none());
        ensure!(matches!(on.category().get_by_slug("none").await, Err(Error::NotFound { .. })));
        for number in 0..5 {
            let mut row = numbered(number);
            row.category_id = Set(Some(if number < 3 { books.id } else { games.id }));
            on.product().create(row).await?;
        }
        let listed = on.product().list_by_category_id(books.id).sort(Product::NAME.desc()).all().await?;
        let names: Vec<&str> = listed.iter().map(|row| row.name.as_str()).collect();
        ensure!(names == ["Product 00002", "Product 00001", "Product 00000"], "{names:?}");
        let keys = [games.id, -1, books.id];
        let batch = on.product().list_by_category_ids(&keys);
        let (batch, sent) = shop.statements(batch).await;
        let counts: Vec<usize> = batch?.iter().map(Vec::len).collect();
        ensure!(counts == [2, 0, 3] && sent == 1, "{counts:?} {sent}");
        Ok(())
    })
}

#[test]
fn filters_say_what_sql_says() -> Result<()> {
    everywhere(async |_, on| {
        stock(on, 200).await?;
        let mut odd = numbered(200);
        odd.name = Set("100%_pure!".to_owned());
        on.product().create(odd).await?;
        let price = |whole: i64| Decimal::new(whole * 100, 2);
        let cases = [
            (Product::PRICE.gt(price(50)), "price > 50"),
            (Product::PRICE.between(price(3), price(7)), "price BETWEEN 3 AND 7"),
            (Product::BRAND.is_null() & Product::STOCK_QUANTITY.eq(3), "brand IS NULL AND stock_quantity = 3"),
            (
                Product::BRAND.eq("Brand 02") | Product::STOCK_QUANTITY.lte(1),
                "brand = 'Brand 02' OR stock_quantity <= 1",
            ),
            (
                !(Product::STOCK_QUANTITY.gte(2) | Product::BRAND.is_not_null()),
                "NOT (stock_quantity >= 2 OR brand IS NOT NULL)",
            ),
            (Product::BRAND.ne("Brand 02"), "brand <> 'Brand 02'"),
            (Product::STOCK_QUANTITY.is_in([1, 2, 5]), "stock_quantity IN (1, 2, 5)"),
            (Product::BRAND.is_not_in(["Brand 02", "Brand 04"]), "brand NOT IN ('Brand 02', 'Brand 04')"),
            (Product::STOCK_QUANTITY.is_in([0; 0]), "1 = 0"),
            (Product::NAME.starts_with("Product 0001"), "name LIKE 'Product 0001%'"),
            (Product::NAME.ends_with("7"), "name LIKE '%7'"),
            (Product::NAME.contains("%_p"), "name = '100%_pure!'"),
            (Product::NAME.contains("e!"), "name = '100%_pure!'"),
            (Product::NAME.like("Product ___5_"), "name LIKE 'Product ___5_'"),
            (Product::IS_ACTIVE.eq(true) & Product::CATEGORY_ID.is_null(), "category_id IS NULL"),
        ];
        for (filter, sql) in cases {
            let expected = ids(on, &format!("SELECT id FROM products WHERE {sql} ORDER BY id")).await?;
            let query = on.product().filter(filter);
            let found: Vec<i32> = query.clone().all().await?.iter().map(|row| row.id).collect();
            ensure!(found == expected, "{sql}: {found:?} is not {expected:?}");
            ensure!(query.clone().count().await? == expected.len() as u64, "{sql}: count");
            ensure!(query.clone().exists().await? != expected.is_empty(), "{sql}: exists");
            ensure!(query.first().await?.map(|row| row.id) == expected.first().copied(), "{sql}: first");
        }
        Ok(())
    })
}

#[test]
fn null_sorts_below_every_value_on_every_database() -> Result<()> {
    everywhere(async |_, on| {
        stock(on, 60).await?;
        let nulls = "CASE WHEN brand IS NULL THEN 0 ELSE 1 END";
        for (sort, order) in [
            (Product::BRAND.asc(), format!("{nulls}, brand, id")),
            (Product::BRAND.desc(), format!("{nulls} DESC, brand DESC, id DESC")),
        ] {
            let expected = ids(on, &format!("SELECT id FROM products ORDER BY {order}")).await?;
            let found: Vec<i32> = on.product().sort(sort).all().await?.iter().map(|row| row.id).collect();
            ensure!(found == expected, "{order}");
        }
        Ok(())
    })
}
