//! What the relation modules offer: the rows that belong to one row, and to many at once.
//!
//! Finding for each row and loading for all must give the same, and the numbers of rows must be those of the joins
//! that the catalog's foreign keys spell. Links beyond those lead through a junction.

use super::{Answer, LINKS, Sides, joins};
use anyhow::{Context, Result, ensure};
use sea_orm::{EntityTrait, Select};
use sea_scaffold::catalog::QualifiedName;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A use of one link of a golden.
pub(super) struct Link {
    /// The golden.
    pub(super) golden: &'static str,
    /// The link's name, for messages.
    pub(super) name: &'static str,
    /// The table it starts from.
    pub(super) table: fn(&Sides) -> QualifiedName,
    /// Follows the link from every row, both ways, and counts the rows.
    pub(super) count: fn(&Sides) -> Answer<'_, u64>,
}

/// Follows every link of a golden and returns the failures.
pub(super) async fn check(sides: &Sides, golden: &str) -> Result<Vec<String>> {
    let mut failures = Vec::new();
    let mut counts: BTreeMap<QualifiedName, Vec<u64>> = BTreeMap::new();
    for link in LINKS.iter().filter(|link| link.golden == golden) {
        match (link.count)(sides).await {
            Ok(count) => counts.entry((link.table)(sides)).or_default().push(count),
            Err(error) => failures.push(format!("{golden} on {}, {}: {error:#}", sides.backend, link.name)),
        }
    }
    for (table, mut counts) in counts {
        for count in joins::counts(sides, &table).await? {
            let found = counts.iter().position(|found| *found == count);
            match found {
                Some(index) => drop(counts.swap_remove(index)),
                None => {
                    failures.push(format!("{golden} on {}, {}: no link has {count} rows", sides.backend, table.name))
                }
            }
        }
    }
    Ok(failures)
}

/// Every row of the entity that a link leads to.
pub(super) fn everything<M, T: EntityTrait>(_find: fn(&M) -> Select<T>) -> Select<T> {
    T::find()
}

/// The number of rows, when both ways found the same.
pub(super) fn same<M: Debug>(found: Vec<Vec<M>>, loaded: Vec<impl IntoIterator<Item = M>>) -> Result<u64> {
    let text = |rows: Vec<M>| {
        let mut texts: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        texts.sort();
        texts
    };
    let found: Vec<Vec<String>> = found.into_iter().map(text).collect();
    let loaded: Vec<Vec<String>> = loaded.into_iter().map(|rows| text(rows.into_iter().collect())).collect();
    ensure!(found == loaded, "found {found:?} for each row, loaded {loaded:?} for all");
    u64::try_from(found.iter().map(Vec::len).sum::<usize>()).context("a number of rows")
}
