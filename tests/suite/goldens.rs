//! Goldens used on real databases: every row is read and written through the generated entities.
//!
//! Database A gets a case's schema and rows, B the schema alone; `usage` does the rest.

use crate::cases::{self, BACKENDS, Case};
use crate::golden::{self, Goldens};
use crate::library;
use crate::usage::{self, Sides, Used};
use crate::used;
use anyhow::Result;
use sea_scaffold::catalog::{Action, Catalog, Deferral, ForeignKey, QualifiedName};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use std::collections::BTreeMap;

macro_rules! trees {
    ($($golden:ident $entities:tt $views:tt $links:tt)*) => {
        /// Every golden, ready for use.
        const GOLDENS: &[Used] = &[$(used!(Whole scaffold_tests $golden $entities $views $links)),*];
    };
}
scaffold_tests::goldens!(trees);

fn check(case: &Case, backend: Backend) -> Result<Vec<String>> {
    let (Some(a), Some(b)) = (case.database(backend)?, case.database(backend)?) else { return Ok(Vec::new()) };
    case.fill(&a)?;
    let outcome = case.generate(&a.url)?;
    let catalog = declared(outcome.catalog, &case.settings()?);
    let golden = library::module(case, backend);
    let failures = crate::servers::wait(|| async {
        let sides = Sides::connect(&a.url, &b.url, catalog).await?;
        let mut failures = Vec::new();
        for used in GOLDENS.iter().filter(|used| used.name == golden) {
            failures.extend(usage::check(used, &sides).await?);
        }
        anyhow::Ok(failures)
    })?;
    Ok(failures.into_iter().map(|failure| format!("{golden} on {backend}, {failure}")).collect())
}

/// The catalog as a case's settings and comments would have it: with the foreign keys that they tell of, and without what
/// they leave out.
fn declared(mut catalog: Catalog, settings: &Settings) -> Catalog {
    let has_tag =
        |comment: Option<&String>| comment.is_some_and(|text| text.lines().any(|line| line == "@scaffold exclude"));
    for schema in &mut catalog.schemas {
        let tables = schema.tables.iter();
        let keys: BTreeMap<String, Vec<String>> = tables
            .map(|table| (table.name.clone(), table.primary_key.iter().flat_map(|key| key.columns.clone()).collect()))
            .collect();
        let said = |table: &str| settings.table.get(table).cloned().unwrap_or_default();
        schema.tables.retain(|table| !said(&table.name).is_excluded() && !has_tag(table.comment.as_ref()));
        for table in &mut schema.tables {
            let said = said(&table.name);
            let is_excluded = |column: &str| said.column.get(column).is_some_and(|column| column.is_excluded());
            table.columns.retain(|column| !is_excluded(&column.name) && !has_tag(column.comment.as_ref()));
            table.foreign_keys.extend(said.relations.iter().map(|relation| ForeignKey {
                name: None,
                columns: relation.columns.clone(),
                target: QualifiedName { schema: schema.name.clone(), name: relation.to.clone() },
                target_columns: match relation.references.as_slice() {
                    [] => keys[&relation.to].clone(),
                    columns => columns.to_vec(),
                },
                on_update: Action::NoAction,
                on_delete: Action::NoAction,
                deferral: Deferral::NotDeferrable,
                validated: true,
            }));
        }
    }
    catalog
}

/// Goldens that are being rewritten are not the ones this binary was compiled with.
fn check_all(backend: Backend) {
    if golden::blessing() {
        return;
    }
    let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.backends().contains(&backend)).collect();
    let mut goldens = Goldens::default();
    for (case, checked) in cases.iter().zip(cases::parallel(&cases, |case| check(case, backend))) {
        match checked {
            Ok(failures) => failures.into_iter().for_each(|failure| goldens.fail(failure)),
            Err(error) => goldens.fail(format!("{} on {backend}: {error:#}", case.name)),
        }
    }
    goldens.finish();
}

#[test]
fn goldens_read_write_and_join_on_postgres() {
    check_all(BACKENDS[0]);
}

#[test]
fn goldens_read_write_and_join_on_mysql() {
    check_all(BACKENDS[1]);
}

#[test]
fn goldens_read_write_and_join_on_sqlite() {
    check_all(BACKENDS[2]);
}

#[test]
fn every_case_has_a_golden_that_is_used() {
    let missing: Vec<String> = cases::all()
        .iter()
        .flat_map(|case| case.backends().into_iter().map(|backend| library::module(case, backend)))
        .filter(|golden| !golden::blessing() && !GOLDENS.iter().any(|used| used.name == golden))
        .collect();
    assert!(missing.is_empty(), "no entity of these is ever used: {missing:?}; BLESS=1 cargo test -p scaffold-tests");
}
