//! Goldens used on real databases: every row is read and written through the generated entities.
//!
//! Database A gets a case's schema and rows, B the schema alone; `usage` does the rest.

use crate::cases::{self, BACKENDS, Case};
use crate::golden::{self, Goldens};
use crate::library;
use crate::usage::{self, Sides, Used};
use crate::used;
use anyhow::Result;
use sea_scaffold::database::Backend;

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
    let golden = library::module(case, backend);
    let failures = crate::servers::wait(|| async {
        let sides = Sides::connect(&a.url, &b.url, outcome.catalog).await?;
        let mut failures = Vec::new();
        for used in GOLDENS.iter().filter(|used| used.name == golden) {
            failures.extend(usage::check(used, &sides).await?);
        }
        anyhow::Ok(failures)
    })?;
    Ok(failures.into_iter().map(|failure| format!("{golden} on {backend}, {failure}")).collect())
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
