//! What the relation modules offer: the rows that belong to one row, and to many at once.
//!
//! Finding for each row and loading for all must give the same, and the numbers of rows must be those of the joins
//! that the catalog's foreign keys spell. Links beyond those lead through a junction.

use super::{Entity, Link, Row, Sides, Used, fetch, joins};
use anyhow::{Context, Result, ensure};
use sea_scaffold::catalog::QualifiedName;
use std::collections::BTreeMap;

/// Follows every link of a tree and returns the failures.
pub(super) async fn check(used: &Used, sides: &Sides) -> Result<Vec<String>> {
    let mut failures = Vec::new();
    let mut counts: BTreeMap<QualifiedName, Vec<u64>> = BTreeMap::new();
    for link in used.links {
        match follow(sides, link).await {
            Ok(count) => counts.entry(sides.name(link.near)).or_default().push(count),
            Err(error) => failures.push(format!("{}: {error:#}", link.name)),
        }
    }
    for (table, mut counts) in counts {
        for count in joins::counts(sides, &table).await? {
            let found = counts.iter().position(|found| *found == count);
            match found {
                Some(index) => drop(counts.swap_remove(index)),
                None => failures.push(format!("{}: no link has {count} rows", table.name)),
            }
        }
    }
    Ok(failures)
}

/// Follows a link from every row, both ways, and counts the rows.
async fn follow(sides: &Sides, link: &Link) -> Result<u64> {
    let rows = fetch(&sides.a, link.near, &link.near.select()).await.context("reading")?;
    let far = (link.far)();
    let mut found = Vec::new();
    for row in &rows {
        found.push(fetch(&sides.a, far, &(link.find)(row)).await.context("finding")?);
    }
    let loaded = (link.load)(&rows, &sides.a).await.context("loading")?;
    let found: Vec<Vec<String>> = found.iter().map(|rows| texts(far, rows)).collect();
    let loaded: Vec<Vec<String>> = loaded.iter().map(|rows| texts(far, rows)).collect();
    ensure!(found == loaded, "found {found:?} for each row, loaded {loaded:?} for all");
    u64::try_from(found.iter().map(Vec::len).sum::<usize>()).context("a number of rows")
}

fn texts(entity: &dyn Entity, rows: &[Row]) -> Vec<String> {
    let mut texts: Vec<String> = rows.iter().map(|row| format!("{:?}", entity.values(row))).collect();
    texts.sort();
    texts
}
