//! Random schemas, and what becomes of them when some of it is changed.

use super::{State, go};
use crate::random;
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_scaffold::catalog::{Column, DataType, IndexKey, Table, TableKind};
use sea_scaffold::database::Backend;

/// How many random schemas are changed on each backend.
const SCHEMAS: u64 = 16;

/// Changes some of every second table: a column comes, one goes, NULL comes and goes, an index and a foreign key go; and who
/// sees which rows.
fn change(State { backend, catalog, .. }: &mut State, seed: u64) {
    let comment = (*backend != Backend::Sqlite).then(|| "it's new".to_owned());
    for schema in &mut catalog.schemas {
        let views: String = schema.views.iter().map(|view| view.definition.clone()).collect();
        let tables = schema.tables.iter_mut().filter(|table| table.kind == TableKind::Base);
        for (place, table) in tables.enumerate().filter(|(place, _)| (*place as u64 + seed).is_multiple_of(2)) {
            let free = |table: &Table, column: &Column| is_free(table, column) && !views.contains(&column.name);
            if let Some(at) =
                table.columns.iter().rposition(|column| free(table, column)).filter(|_| table.columns.len() > 2)
            {
                table.columns.remove(at);
            }
            if let Some(at) = table.columns.iter().position(|column| free(table, column)) {
                table.columns[at].nullable = true;
                table.columns[at].default = None;
            }
            if let Some(model) = table.columns.iter().find(|column| is_plain(column)).cloned() {
                let name = format!("added_{place}");
                table.columns.push(Column { name, nullable: true, comment: comment.clone(), ..model });
            }
            table.indexes.pop();
            table.foreign_keys.pop();
            table.comment = None;
            if *backend == Backend::Postgres {
                (table.row_security, table.row_security_forced) = (place > 1, seed.is_multiple_of(3));
            }
        }
        for view in schema.views.iter_mut().filter(|view| *backend == Backend::Postgres && !view.materialized) {
            view.options = vec!["security_barrier=true".to_owned()];
        }
    }
}

/// Whether nothing speaks of the column.
fn is_free(table: &Table, column: &Column) -> bool {
    let keys =
        table.primary_key.iter().chain(&table.unique_keys).flat_map(|key| key.columns.iter().chain(&key.include));
    let references = table.foreign_keys.iter().flat_map(|key| &key.columns);
    let texts = table.checks.iter().map(|check| check.expression.clone());
    let texts = texts.chain(table.indexes.iter().filter_map(|index| index.predicate.clone()));
    let parts = table.indexes.iter().flat_map(|index| {
        let parts = index.parts.iter().map(|part| match &part.key {
            IndexKey::Column(text) | IndexKey::Expression(text) => text.clone(),
        });
        parts.chain(index.include.clone())
    });
    let texts = texts.chain(parts);
    let computed = table.columns.iter().filter_map(|column| Some(column.generated.as_ref()?.expression.clone()));
    is_plain(column)
        && !keys.chain(references).any(|name| *name == column.name)
        && !texts.chain(computed).any(|text| text.contains(&column.name))
}

/// Whether a copy of the column can stand alone.
fn is_plain(column: &Column) -> bool {
    column.identity.is_none()
        && column.generated.is_none()
        && column.default.is_none()
        && !matches!(column.data_type, DataType::Enum(_) | DataType::TimestampWithTimeZone)
        && column.domain.is_none()
}

/// There, back, and to nothing.
fn try_seed(database: &Database, seed: u64) -> Result<()> {
    let example = random::example(seed, database.backend);
    for statement in &example.statements {
        database.execute(&statement.sql).with_context(|| statement.sql.clone())?;
    }
    let schemas = match database.backend {
        Backend::Postgres => example.settings.database.schemas.clone(),
        _ => Vec::new(),
    };
    let base = State::seen(database, &schemas)?;
    let mut wanted = State::of_facts(database.backend, base.catalog.clone())?;
    change(&mut wanted, seed);
    let now = go(database, &base, &wanted).context("up")?;
    let back = go(database, &now, &base).context("down")?;
    go(database, &back, &back.without_anything()).context("to nothing")?;
    Ok(())
}

#[test]
fn a_random_schema_is_changed_and_comes_back() -> Result<()> {
    let mut failures = Vec::new();
    for server in servers::databases() {
        let mut database = server.database("changed")?;
        for seed in 0..SCHEMAS {
            if let Err(error) = try_seed(&database, seed) {
                failures.push(format!("seed {seed} on {}: {error:#}", server.backend));
                database = server.database("changed")?;
            }
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n\n"));
    Ok(())
}
