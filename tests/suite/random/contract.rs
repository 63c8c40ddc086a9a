//! Random schemas whose crates test themselves: what factories make is accepted, and every repository works on it.
//!
//! Each crate is a run of rustc of its own, so every run of the suite has a few.

use super::process::{self, drawn};
use super::{ddl, seeds, sketched, used};
use crate::cases;
use crate::fidelity::contract;
use crate::servers::word;

/// One in so many of all cases is for `--ignored`.
const SHARE: u64 = 1_000;

/// The schemas of every run: a realistic one and a hostile one for each database.
const FEW: std::ops::Range<u64> = 0..6;

fn check(seed: u64) -> Vec<String> {
    let backend = word(process::backend(seed));
    let fault = |said: String| format!("{backend}: RANDOM_SEED={seed}: {said}");
    match contract(used::subject(seed, &drawn(seed, &sketched(seed)))) {
        Ok(None) => Vec::new(),
        Ok(Some(found)) => {
            eprintln!("{seed} on {backend}: {} pass, {} skip: {:?}", found.passed, found.skipped.len(), found.skipped);
            found.failed.iter().map(|(name, said)| fault(format!("{name}: {said}"))).collect()
        }
        Err(error) => vec![fault(format!("{error:#}"))],
    }
}

fn test(seeds: Vec<u64>) {
    if let [seed] = seeds[..] {
        eprintln!("{}", ddl::script(&drawn(seed, &sketched(seed))));
    }
    process::none(cases::parallel(&seeds, |seed| check(*seed)).into_iter().flatten().collect());
}

#[test]
fn some_random_schemas_test_themselves() {
    test(FEW.collect());
}

#[test]
#[ignore = "takes too long for every run: ask for it with --ignored"]
fn many_random_schemas_test_themselves() {
    test(seeds(SHARE));
}
