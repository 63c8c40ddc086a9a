//! Pages by number and by position: together they are the whole list, once and in order.

use super::{count, everywhere, ids, numbered, stock};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::product;
use entity::repository::{Connection, CursorRequest, Error, Filter, PageRequest, Query, Set, Sort};
use futures_util::{StreamExt, TryStreamExt};
use sea_orm::sea_query::Expr;

/// Few enough to walk in either direction, many enough to be a walk.
const ROWS: i32 = 20_000;

#[test]
fn pages_by_number_are_the_list() -> Result<()> {
    everywhere(async |shop, on| {
        stock(on, 95).await?;
        let listed = || on.product().filter(Product::STOCK_QUANTITY.gte(1)).sort(Product::STOCK_QUANTITY.desc());
        let sql = "SELECT id FROM products WHERE stock_quantity >= 1 ORDER BY stock_quantity DESC, id DESC";
        let expected = ids(on, sql).await?;
        let mut found = Vec::new();
        for number in 1.. {
            let page = listed().page(PageRequest::new(number, 20)).await?;
            ensure!(page.total == Some(expected.len() as u64) && page.pages() == Some(5), "{:?}", page.total);
            ensure!(page.has_next == (number < 5), "page {number}");
            found.extend(page.items.iter().map(|row| row.id));
            if !page.has_next {
                break;
            }
        }
        ensure!(found == expected, "the pages are the list");
        let (page, sent) = shop.statements(listed().page(PageRequest::new(0, 0).without_total())).await;
        let page = page?;
        ensure!(page.items.len() == 1 && page.number == 1 && page.total.is_none() && sent == 1, "{page:?} {sent}");
        let beyond = listed().page(PageRequest::new(u64::MAX, u64::MAX)).await?;
        ensure!(beyond.items.is_empty() && !beyond.has_next && beyond.size == PageRequest::MAX_SIZE);
        Ok(())
    })
}

/// Every page from the first to the last, then back again.
async fn walk(query: Query<'_, product::Entity>, size: u64) -> Result<(Vec<i32>, Vec<i32>)> {
    let (mut forward, mut backward) = (Vec::new(), Vec::new());
    let mut page = query.clone().cursor(CursorRequest::new(size)).await?;
    ensure!(page.previous.is_none(), "nothing is before the first page");
    loop {
        forward.extend(page.items.iter().map(|row| row.id));
        let Some(next) = page.next.take() else { break };
        page = query.clone().cursor(CursorRequest::new(size).at(next)).await?;
    }
    loop {
        backward.extend(page.items.iter().rev().map(|row| row.id));
        let Some(previous) = page.previous.take() else { break };
        page = query.clone().cursor(CursorRequest::new(size).at(previous)).await?;
        ensure!(page.next.is_some(), "something is behind a previous page");
    }
    backward.reverse();
    Ok((forward, backward))
}

async fn check(on: Connection<'_>, sort: [Sort<product::Entity>; 2], order: &str) -> Result<()> {
    let expected = ids(on, &format!("SELECT id FROM products ORDER BY {order}")).await?;
    let [first, second] = sort;
    let (forward, backward) = walk(on.product().sort(first).sort(second), 997).await?;
    ensure!(forward == expected, "{order}: forward, {} of {} rows", forward.len(), expected.len());
    ensure!(backward == expected, "{order}: backward, {} of {} rows", backward.len(), expected.len());
    Ok(())
}

#[test]
fn pages_by_position_are_the_list_in_every_direction() -> Result<()> {
    everywhere(async |_, on| {
        ensure!(stock(on, ROWS).await? == ROWS as u64, "all rows are in");
        ensure!(count(on, "SELECT COUNT(*) FROM products WHERE brand IS NULL").await? == i64::from(ROWS) / 2);
        let nulls = "CASE WHEN brand IS NULL THEN 0 ELSE 1 END";
        let (brand, quantity) = (Product::BRAND, Product::STOCK_QUANTITY);
        check(on, [brand.asc(), quantity.asc()], &format!("{nulls}, brand, stock_quantity, id")).await?;
        check(on, [brand.asc(), quantity.desc()], &format!("{nulls}, brand, stock_quantity DESC, id DESC")).await?;
        check(on, [brand.desc(), quantity.asc()], &format!("{nulls} DESC, brand DESC, stock_quantity, id")).await?;
        let both = format!("{nulls} DESC, brand DESC, stock_quantity DESC, id DESC");
        check(on, [brand.desc(), quantity.desc()], &both).await?;
        // The column that may be NULL in the second place.
        check(on, [quantity.asc(), brand.asc()], &format!("stock_quantity, {nulls}, brand, id")).await?;
        check(on, [quantity.desc(), brand.desc()], &format!("stock_quantity DESC, {nulls} DESC, brand DESC, id DESC"))
            .await
    })
}

#[test]
fn a_stream_is_the_list_in_as_many_statements_as_thousands() -> Result<()> {
    everywhere(async |shop, on| {
        stock(on, 2_500).await?;
        let expected = ids(on, "SELECT id FROM products WHERE stock_quantity < 6 ORDER BY price, id").await?;
        let rows = || on.product().filter(Product::STOCK_QUANTITY.lt(6)).sort(Product::PRICE.asc()).stream();
        let all = rows().map_ok(|row| row.id).try_collect::<Vec<i32>>();
        let (found, sent) = shop.statements(all).await;
        ensure!(found? == expected && sent == 3, "{sent} statements");
        // It reads ahead to the end of a thousand, and not before it is asked.
        for (count, statements) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2)] {
            let some = rows().take(count).try_fold(0, async |count, _| Ok(count + 1));
            let (found, sent) = shop.statements(some).await;
            ensure!(found? == count && sent == statements, "{sent} statements for {count} rows");
        }
        let broken = on.product().filter(Filter::of(Expr::cust("nothing = 1"))).stream();
        let answers: Vec<_> = broken.collect().await;
        ensure!(matches!(answers[..], [Err(Error::Database(_))]), "it ends with an error: {answers:?}");
        Ok(())
    })
}

#[test]
fn a_stream_lets_its_connection_go_between_two_rows() -> Result<()> {
    everywhere(async |_, on| {
        stock(on, 1_500).await?;
        let mut rows = on.product().sort(Product::NAME.asc()).stream();
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            if count % 250 == 0 {
                let patch = product::ActiveModel { brand: Set(Some("seen".to_owned())), ..Default::default() };
                on.product().update(row.id, patch).await?;
            }
            if count == 750 {
                // What is gone is not seen, what came behind the position is.
                ensure!(on.product().filter(Product::NAME.starts_with("Product 0149")).delete().await? == 10);
                let late = product::ActiveModel { name: Set("Product 99999".to_owned()), ..numbered(1) };
                on.product().create(late).await?;
            }
            count += 1;
        }
        ensure!(count == 1_491, "{count} rows");
        ensure!(rows.try_next().await?.is_none(), "it stays at its end");
        ensure!(on.product().filter(Product::BRAND.eq("seen")).count().await? == 6);
        Ok(())
    })
}

#[test]
fn a_token_leads_nowhere_but_where_it_is_from() -> Result<()> {
    everywhere(async |_, on| {
        stock(on, 10).await?;
        let by_name = || on.product().sort(Product::NAME.asc());
        let token = by_name().cursor(CursorRequest::new(3)).await?.next.context("there is more")?;
        let letters = token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        ensure!(letters, "{token} fits into a URL");
        let last = token.chars().rev().collect();
        for broken in
            [String::new(), "x".to_owned(), "W10".to_owned(), token[1..].to_owned(), format!("{token}!"), last]
        {
            let page = by_name().cursor(CursorRequest::new(3).at(broken.clone())).await;
            ensure!(matches!(page, Err(Error::InvalidCursor)), "{broken:?}: {page:?}");
        }
        let foreign = on.product().sort(Product::NAME.desc()).cursor(CursorRequest::new(3).at(token.clone())).await;
        ensure!(matches!(foreign, Err(Error::InvalidCursor)), "of another sort");
        let foreign = on.category().sort(Category::NAME.asc()).cursor(CursorRequest::new(3).at(token.clone())).await;
        ensure!(matches!(foreign, Err(Error::InvalidCursor)), "of another table");
        // A row that is gone is a position all the same.
        let page = by_name().cursor(CursorRequest::new(3).at(token.clone())).await?;
        on.product().filter(Product::NAME.eq("Product 00002")).delete().await?;
        ensure!(by_name().cursor(CursorRequest::new(3).at(token)).await?.items == page.items);
        on.product().create(numbered(2)).await?;
        let json = on.product().sort(Product::IMAGES.asc()).cursor(CursorRequest::new(3)).await;
        ensure!(json.is_ok() || matches!(json, Err(Error::Database(_))), "{json:?}");
        Ok(())
    })
}
