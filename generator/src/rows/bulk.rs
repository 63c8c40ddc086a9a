//! Rows in great numbers: many in a statement, and nothing kept of them but keys.

use super::fill::{TRIED, add, begun, dialect, execute, judged};
use crate::catalog::{Catalog, QualifiedName};
use crate::database::Session;
use crate::seed::{Checking, Options, Row, Seeder};
use anyhow::Result;
use std::collections::BTreeMap;

/// How many rows a statement adds.
const TOGETHER: u64 = 500;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The number of rows in each table.
    pub rows: u64,
    /// Another seed makes other rows.
    pub seed: u64,
}

/// What became of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heap {
    /// The table.
    pub table: QualifiedName,
    /// The number of rows that it accepted.
    pub rows: u64,
    /// Why it did not accept the last that was refused.
    pub refused: Option<String>,
}

/// Adds rows to every table of the catalog, beside those that are there: `before` tells how many, by table. `on_progress` is
/// told the table and how many rows it has got so far.
///
/// Errors: the database cannot be reached any more.
pub async fn heap(
    session: &mut Session,
    catalog: &Catalog,
    (wanted, before): (Wanted, &BTreeMap<QualifiedName, u64>),
    mut on_progress: impl FnMut(&QualifiedName, u64),
) -> Result<Vec<Heap>> {
    let Wanted { rows, seed } = wanted;
    let options = Options { rows, seed, dialect: dialect(session.backend()), checking: Checking::On };
    let (mut seeder, ahead) = begun(session, catalog, options).await?;
    let mut heaps = Vec::new();
    for table in seeder.tables().to_vec() {
        let Some(name) = seeder.name(table).cloned() else { continue };
        let first = before.get(&name).copied().unwrap_or_default();
        let mut heap = Heap { table: name, rows: 0, refused: None };
        let (mut from, end) = (first, first + wanted.rows);
        while from < end && !(heap.rows == 0 && from >= first + TRIED && heap.refused.is_some()) {
            // The first rows show whether the table takes any.
            let to = if from == first { end.min(first + TRIED) } else { end.min(from + TOGETHER) };
            if !ahead {
                execute(session, "BEGIN").await?;
            }
            add_together(session, &mut seeder, (table, from, to), &mut heap).await;
            if !ahead {
                execute(session, "COMMIT").await?;
            }
            on_progress(&heap.table, heap.rows);
            from = to;
        }
        heaps.push(heap);
    }
    for statement in seeder.later().collect::<Vec<_>>().into_iter().chain(seeder.finish()) {
        // Which of the rows may refer to which is for the database to say.
        let _ = judged(session, &statement).await;
    }
    if ahead {
        execute(session, "COMMIT").await?;
    }
    Ok(heaps)
}

/// Adds the rows from one number to another, together if the database takes them so, or one by one.
async fn add_together(
    session: &mut Session,
    seeder: &mut Seeder,
    (table, from, to): (usize, u64, u64),
    heap: &mut Heap,
) {
    let mut rows: Vec<Row> = Vec::new();
    for index in from..to {
        if let Some(row) = seeder.row(table, index, 0) {
            seeder.reserve(&row);
            rows.push(row);
        }
    }
    if rows.len() as u64 == to - from && all(session, &seeder.insert(&rows)).await {
        rows.iter().for_each(|row| seeder.accept(row));
        heap.rows += rows.len() as u64;
        return;
    }
    for index in from..to {
        match add(session, seeder, (table, index)).await {
            Ok(()) => heap.rows += 1,
            Err(refused) => heap.refused = refused.or(heap.refused.take()),
        }
    }
}

/// Whether the database takes all of the statements; otherwise it has taken none.
async fn all(session: &mut Session, statements: &[String]) -> bool {
    if execute(session, "SAVEPOINT rows_of_scaffold").await.is_err() {
        return false;
    }
    for statement in statements {
        if execute(session, statement).await.is_err() {
            let _ = execute(session, "ROLLBACK TO SAVEPOINT rows_of_scaffold").await;
            return false;
        }
    }
    execute(session, "RELEASE SAVEPOINT rows_of_scaffold").await.is_ok()
}
