//! Crates that test themselves, made of databases of all kinds: what `tests = true` writes passes on them.
//!
//! Each crate is compiled with its tests, which is what takes long: a third of a second for each entity. So
//! every run has a few schemas; all of them are for `--ignored`.

use super::real::{REAL, Real, subject};
use super::{Subject, beside, fill, is_chosen, load};
use crate::cases;
use crate::generated::{Tests, said, tested};
use crate::servers;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// What a crate's own tests say of its database.
pub(crate) struct Contract {
    /// How many passed.
    pub(crate) passed: usize,
    /// Why others failed, by name.
    pub(crate) failed: BTreeMap<String, String>,
    /// Why others tested nothing, by name.
    pub(crate) skipped: BTreeMap<String, String>,
}

/// Makes a crate of the subject's database and lets it test itself there; nothing where there is no server.
pub(crate) fn contract(subject: Subject) -> Result<Option<Contract>> {
    let Some(server) = servers::database(subject.backend) else { return Ok(None) };
    let database = server.database(&subject.name)?;
    load(&database, &subject.load).context("loading")?;
    let outcome = cases::generate(&database.url, &tested(subject.settings)).context("generating")?;
    fill::make_room(&database, &outcome.catalog).context("making a partition")?;
    let tests = Tests::compile(&outcome.files).context("compiling")?;
    let output = tests.run(Some(&database.url))?;
    let text = said(&output);
    let said = sections(&text);
    let named = |end: &str| {
        let names = text.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(end));
        names.map(|name| (name.to_owned(), said.get(name).cloned().unwrap_or_default())).collect::<BTreeMap<_, _>>()
    };
    let (failed, mut skipped) = (named(" ... FAILED"), named(" ... ok"));
    let passed = skipped.len();
    ensure!(passed + failed.len() > 0 && output.status.success() == failed.is_empty(), "{text}");
    skipped.retain(|_, said| said.contains("skipped: "));
    Ok(Some(Contract { passed: passed - skipped.len(), failed, skipped }))
}

/// What each test has said.
fn sections(text: &str) -> BTreeMap<&str, String> {
    let mut sections: BTreeMap<&str, String> = BTreeMap::new();
    let mut name = None;
    for line in text.lines() {
        let head = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        match (head, name) {
            (Some(head), _) => name = Some(head),
            (None, Some(_)) if line.is_empty() => name = None,
            (None, Some(name)) => *sections.entry(name).or_default() += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    sections
}

/// Tests that cannot pass: of which schema, which, and why.
const UNFIT: &[(&str, &str, &str)] = &[
    ("cratesio", "version", SEMVER),
    ("cratesio", "default_version", SEMVER),
    ("cratesio", "dependency", SEMVER),
    ("cratesio", "readme_rendering", SEMVER),
    ("cratesio", "reverse_dependency", SEMVER),
    ("cratesio", "version_download", SEMVER),
    ("cratesio", "version_owner_action", SEMVER),
    ("cratesio", "versions_published_by", SEMVER),
    ("cratesio", "crate_download", "a trigger makes the row of each crate"),
    ("dolphin_pg", "t_ds_dq_comparison_type", BEHIND),
    ("dolphin_pg", "t_ds_dq_rule", BEHIND),
    ("dolphin_pg", "t_ds_dq_rule_execute_sql", BEHIND),
    ("dolphin_pg", "t_ds_dq_rule_input_entry", BEHIND),
    ("dolphin_pg", "t_ds_relation_rule_execute_sql", BEHIND),
    ("dolphin_pg", "t_ds_relation_rule_input_entry", BEHIND),
    ("hatchet", "v1_concurrency_slot", ELSEWHERE),
    ("hatchet", "v1_retry_queue_item", ELSEWHERE),
    ("pagila", "payment", "its partitions have foreign keys that it has not itself"),
];

const SEMVER: &str = "a trigger makes nothing of a version's number unless it is one, and says so of no column";
const ELSEWHERE: &str = "a trigger inserts into a table that the script does not make";
const BEHIND: &str = "the script writes keys itself, and the sequence begins with the same";

/// What is not as it was known to be.
fn surprises(real: &Real, found: &Contract) -> Vec<String> {
    let unfit = |test: &str| UNFIT.iter().any(|(schema, name, _)| *schema == real.name && *name == test);
    let failed = found.failed.iter().filter(|(name, _)| !unfit(name));
    let mut surprises: Vec<String> = failed.map(|(name, said)| format!("{name} fails: {said}")).collect();
    let passes = |name: &str| !found.failed.contains_key(name);
    let unfit = UNFIT.iter().filter(|(schema, name, _)| *schema == real.name && passes(name));
    surprises.extend(unfit.map(|(_, name, why)| format!("{name} passes: {why}")));
    surprises.into_iter().map(|text| format!("{}: {text}", real.name)).collect()
}

fn test(chosen: impl Fn(&Real) -> bool) -> Result<()> {
    let Some(place) = beside("schemas") else { return Ok(()) };
    let chosen: Vec<&Real> = REAL.iter().filter(|real| chosen(real)).collect();
    let tested = cases::parallel(&chosen, |real| {
        let found = subject(&place, real).and_then(contract);
        let found = match found.with_context(|| real.name.to_owned()) {
            Ok(Some(found)) => found,
            Ok(None) => return Vec::new(),
            Err(error) => return vec![format!("{error:#}")],
        };
        eprintln!("{}: {} pass, {} fail", real.name, found.passed, found.failed.len());
        // Said at once, for all of them take long.
        for (name, said) in found.skipped.iter().chain(&found.failed) {
            eprintln!("  {name}: {said}");
        }
        surprises(real, &found)
    });
    let surprises: Vec<String> = tested.into_iter().flatten().collect();
    assert!(surprises.is_empty(), "{} surprises\n{}", surprises.len(), surprises.join("\n"));
    Ok(())
}

#[test]
fn some_real_schemas_test_themselves() -> Result<()> {
    test(|real| ["sakila_mysql", "sakila_sqlite", "umami"].contains(&real.name))
}

#[test]
#[ignore = "takes half an hour: ask for it with --ignored, and SCAFFOLD_TEST_ONLY for some"]
fn all_real_schemas_test_themselves() -> Result<()> {
    test(|real| is_chosen(real.name))
}
