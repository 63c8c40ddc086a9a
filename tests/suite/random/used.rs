//! Random schemas compiled without a warning and used on their servers: rows are made, written through the generated
//! code and read back equal, and every relation is followed both ways.
//!
//! `fidelity` does all that for many schemas in one program. A schema that fails is tried again alone, and made smaller.

use super::draw::Drawn;
use super::process::drawn;
use super::sketch::Sketch;
use super::{attempt, ddl, live, process, seeds};
use crate::fidelity::{self, Load, Report, Subject};
use crate::servers::word;
use sea_scaffold::config::Settings;

/// One in so many of all cases is compiled and used.
const SHARE: u64 = 500;

/// How often a failing schema is made smaller: each time costs a run of rustc.
const SHRINKS: u32 = 20;

/// How many failing schemas are made smaller.
const SHRUNK: usize = 1;

fn settings(seed: u64, drawn: &Drawn) -> Settings {
    let mut settings = Settings { database: live::settings(drawn).database, ..process::settings(seed) };
    // Each crate has the runtime of the repositories in it once more, and rustc is what takes long here.
    settings.entity.repositories = seed % 16 < 2;
    settings
}

/// The database of a seed, to be used.
pub(super) fn subject(seed: u64, drawn: &Drawn) -> Subject {
    Subject {
        name: format!("random_{seed}"),
        backend: drawn.backend,
        load: Load::Sql(ddl::script(drawn)),
        settings: settings(seed, drawn),
    }
}

/// What is wrong with a subject, in one text.
fn fault(report: &Report) -> Option<String> {
    (!report.failures.is_empty()).then(|| report.failures.join("\n"))
}

/// Tries the schema of a seed alone, and describes the smallest that fails as the first one did.
fn alone(seed: u64) -> Option<String> {
    let check = |sketch: &Sketch| {
        let reports = fidelity::reports(vec![subject(seed, &drawn(seed, sketch))]);
        reports.iter().find_map(fault).map_or(Ok(()), Err)
    };
    attempt(seed, SHRINKS, check, |sketch| ddl::script(&drawn(seed, sketch))).err()
}

#[test]
fn random_schemas_compile_and_are_used() {
    let seeds = seeds(SHARE);
    let subjects = seeds.iter().map(|&seed| subject(seed, &drawn(seed, &super::sketched(seed)))).collect();
    if let [seed] = seeds[..] {
        eprintln!("{}", ddl::script(&drawn(seed, &super::sketched(seed))));
    }
    let reports = fidelity::reports(subjects);
    let sum = |count: fn(&Report) -> usize| reports.iter().map(count).sum::<usize>();
    let (tables, empty) = (sum(|report| report.entities), sum(|report| report.empty.len()));
    let rows: u64 = reports.iter().map(|report| report.rows).sum();
    eprintln!("{} schemas, {tables} tables of which {empty} are empty, {rows} rows", reports.len());
    for report in &reports {
        for (table, reason) in &report.empty {
            eprintln!("{}: no row for {table:?}: {reason}", report.name);
        }
    }
    let faulty = |seed: &u64| {
        let report = reports.iter().find(|report| report.name == format!("random_{seed}"))?;
        let backend = word(process::backend(*seed));
        Some((*seed, format!("{backend}: RANDOM_SEED={seed}: {}", fault(report)?)))
    };
    let faulty: Vec<(u64, String)> = seeds.iter().filter_map(faulty).collect();
    // Said before anything is made smaller, which takes long.
    faulty.iter().for_each(|(_, fault)| eprintln!("{fault}"));
    let smaller = faulty.iter().enumerate().map(|(number, (seed, fault))| {
        let smaller = if number < SHRUNK { alone(*seed) } else { None };
        smaller.unwrap_or_else(|| fault.clone())
    });
    process::none(smaller.collect());
}
