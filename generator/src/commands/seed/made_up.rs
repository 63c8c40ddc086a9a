//! Made-up rows in great numbers, for tests under load.

use super::super::arguments::SeedArguments;
use super::super::exit::Exit;
use super::super::migrate::guard;
use super::super::output::Output;
use super::super::phases::Phases;
use super::super::stages;
use crate::catalog::{Catalog, QualifiedName, TableKind};
use crate::config::Config;
use crate::database::{Missing, Session, unreadable};
use crate::diagnostic::{Diagnostic, printable};
use crate::rows::{self, Heap, Wanted};
use anyhow::Result;
use serde_json::json;
use std::collections::BTreeMap;

/// Adds the rows.
pub(super) async fn run(config: &Config, (arguments, count): (&SeedArguments, u64), output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Refuse)?;
    guard::pass(&url, "seed --rows", arguments.database_name.as_deref(), output)?;
    phases.begin("introspect", "reading the schema");
    let seen = stages::seen_so_far(config, &url).await?;
    let mut session = Session::open(&url).await?;
    phases.begin("seed", "adding rows");
    let wanted = Wanted { rows: count, seed: arguments.random_seed };
    let heaps = async {
        let before = before(&mut session, &seen.catalog).await?;
        let all = count * before.len() as u64;
        let (mut last, mut done) = (None, 0);
        let told = |table: &QualifiedName, rows: u64| {
            // Rows that a table does not take are done as well.
            if last.as_ref() != Some(table) {
                done += if last.is_some() { count } else { 0 };
                last = Some(table.clone());
                phases.say(printable(&table.name));
            }
            phases.measure(done + rows, all);
        };
        rows::heap(&mut session, &seen.catalog, (wanted, &before), told).await
    };
    let heaps = heaps.await;
    session.close().await;
    let heaps = heaps.map_err(|error| unreadable(error, &url))?;
    phases.finish();
    told(&heaps, output)
}

fn told(heaps: &[Heap], output: Output) -> Result<Exit> {
    let refused = heaps.iter().filter(|heap| heap.rows == 0);
    let diagnostics: Vec<Diagnostic> = refused
        .map(|heap| {
            Diagnostic::rows_refused(&heap.table.name, heap.refused.as_deref().unwrap_or("what it refers to has none"))
        })
        .collect();
    let rows: u64 = heaps.iter().map(|heap| heap.rows).sum();
    if output.is_json() {
        let tables: Vec<_> = heaps.iter().map(|heap| json!({ "table": heap.table, "rows": heap.rows })).collect();
        output.json(&json!({ "changed": rows > 0, "rows": rows, "tables": tables, "diagnostics": diagnostics }))?;
    }
    for heap in heaps {
        output.line(&format!("{:>10}  {}", heap.rows, printable(&heap.table.name)))?;
    }
    output.diagnostics(&diagnostics)?;
    output.line(&format!("{rows} rows in {} tables", heaps.len() - diagnostics.len()))?;
    Ok(Exit::Fine)
}

/// How many rows are there.
async fn before(session: &mut Session, catalog: &Catalog) -> Result<BTreeMap<QualifiedName, u64>> {
    let dialect = rows::dialect(session.backend());
    let mut before = BTreeMap::new();
    for schema in &catalog.schemas {
        for table in schema.tables.iter().filter(|table| table.kind != TableKind::Foreign) {
            let name = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
            let count = session
                .texts(dialect.count(&dialect.qualified(&name)))
                .await?
                .first()
                .and_then(|count| count.parse().ok());
            before.insert(name, count.unwrap_or_default());
        }
    }
    Ok(before)
}
