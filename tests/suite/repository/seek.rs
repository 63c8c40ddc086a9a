//! A page by position reads as many rows as it has, however far into the table it is.

use super::{Shop, stock};
use crate::servers::{self, wait};
use anyhow::{Context, Result, ensure};
use entity::prelude::*;
use entity::product;
use entity::repository::{Connect, CursorRequest, Query};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;

const ROWS: i32 = 20_000;
const PAGE: u64 = 20;

#[test]
fn a_page_far_into_the_table_reads_only_its_rows() -> Result<()> {
    for server in servers::databases() {
        let test = || async {
            let shop = Shop::open(server).await?;
            prepare(&shop).await?;
            let db = &shop.db;
            for query in [
                db.product().sort(Product::PRICE.asc()),
                db.product().sort(Product::PRICE.desc()),
                db.product().sort(Product::BRAND.asc()),
                db.product().sort(Product::BRAND.desc()),
            ] {
                far(&shop, query, server.backend).await?;
            }
            anyhow::Ok(())
        };
        wait(test).with_context(|| format!("on {}", server.backend))?;
    }
    Ok(())
}

async fn prepare(shop: &Shop) -> Result<()> {
    stock(shop.db.connection(), ROWS).await?;
    let analyze = match shop.db.connection().backend() {
        sea_orm::DbBackend::MySql => "ANALYZE TABLE products",
        _ => "ANALYZE products",
    };
    for sql in
        ["CREATE INDEX seek_price ON products (price, id)", "CREATE INDEX seek_brand ON products (brand, id)", analyze]
    {
        shop.db.execute_unprepared(sql).await.context(sql)?;
    }
    Ok(())
}

/// Asks for a page in the middle of either half, and looks at what the database read for it.
async fn far(shop: &Shop, query: Query<'_, product::Entity>, backend: Backend) -> Result<()> {
    for skipped in [ROWS / 4, ROWS * 3 / 4] {
        let mut page = query.clone().cursor(CursorRequest::new(1_000)).await?;
        for _ in 1..skipped / 1_000 {
            let next = page.next.context("there is more")?;
            page = query.clone().cursor(CursorRequest::new(1_000).at(next)).await?;
        }
        let request = CursorRequest::new(PAGE).at(page.next.context("there is more")?);
        shop.take();
        let rows = query.clone().cursor(request).await?.items.len();
        ensure!(rows as u64 == PAGE, "{rows} rows");
        for statement in shop.take() {
            if backend == Backend::MySql && statement.sql.contains("`brand` IS NULL") {
                // MariaDB looks NULL up by the index, but not the place among the rows that have none.
                continue;
            }
            let read = read(shop, &statement, backend).await?;
            ensure!(read < 100, "{read} read behind the first {skipped} by {statement}");
        }
    }
    Ok(())
}

/// What the database reads for a statement: pages on PostgreSQL, rows on MySQL. SQLite keeps no account, but tells
/// whether it searches an index and sorts nothing.
async fn read(shop: &Shop, statement: &Statement, backend: Backend) -> Result<i64> {
    match backend {
        Backend::Postgres => {
            let plan = lines(shop, &format!("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {statement}")).await?.join("\n");
            ensure!(!plan.contains("Sort") && !plan.contains("Seq Scan"), "{plan}");
            let buffers = plan.split("Buffers: shared ").nth(1).and_then(|rest| rest.lines().next());
            let counts = buffers.into_iter().flat_map(|text| text.split(' ')).filter_map(|part| part.split_once('='));
            Ok(counts.filter_map(|(_, count)| count.parse::<i64>().ok()).sum())
        }
        Backend::MySql => {
            let (first, second) = (handled(shop).await?, handled(shop).await?);
            shop.db.query_all_raw(statement.clone()).await?;
            Ok(handled(shop).await? - second - (second - first))
        }
        Backend::Sqlite => {
            let plan = lines(shop, &format!("EXPLAIN QUERY PLAN {statement}")).await?.join("\n");
            ensure!(plan.starts_with("SEARCH products USING ") && !plan.contains("TEMP B-TREE"), "{plan}");
            Ok(0)
        }
    }
}

/// The last text column of every row.
async fn lines(shop: &Shop, sql: &str) -> Result<Vec<String>> {
    let statement = Statement::from_string(shop.db.get_database_backend(), sql);
    let rows = shop.db.query_all_raw(statement).await.with_context(|| sql.to_owned())?;
    rows.iter().map(|row| Ok(row.try_get_by_index(row.column_names().len() - 1)?)).collect()
}

/// How many rows the session has read.
async fn handled(shop: &Shop) -> Result<i64> {
    let counts = lines(shop, "SHOW SESSION STATUS LIKE 'Handler_read%'").await?;
    Ok(counts.iter().filter_map(|count| count.parse::<i64>().ok()).sum())
}
