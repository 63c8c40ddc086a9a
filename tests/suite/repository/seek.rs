//! A page by position reads as many rows as it has, however far into the table it is.

use super::{Shop, plan, stock};
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
    let db = &shop.db;
    match backend {
        Backend::Postgres => {
            let plan = plan::told(db, statement).await?;
            ensure!(!plan.contains("Sort") && !plan.contains("Seq Scan"), "{plan}");
            Ok(plan::buffers(&plan))
        }
        Backend::MySql => {
            let answer = async { Ok(db.query_all_raw(statement.clone()).await?) };
            Ok(plan::handled(db, answer).await?.1)
        }
        Backend::Sqlite => {
            let plan = plan::told(db, statement).await?;
            ensure!(plan.starts_with("SEARCH products USING ") && !plan.contains("TEMP B-TREE"), "{plan}");
            Ok(0)
        }
    }
}
