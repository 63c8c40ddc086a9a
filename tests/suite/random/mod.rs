//! Random schemas: whatever a database accepts must be read as it is, and become Rust.
//!
//! Each seed is one schema: even seeds are realistic, odd ones hostile, and each does without some features. The seeds
//! of a run are 0, 1, 2, …, so that every run tries the same schemas and a failure is nobody's bad luck. Two variables
//! change that:
//!
//! - `RANDOM_CASES=1000000` tries so many schemas in process instead of 100,000, and a share of them on servers;
//! - `RANDOM_SEED=17` tries that seed alone, in every test.
//!
//! A schema that fails is made smaller by proptest as long as it fails, and shown as SQL with its seed.

mod contract;
mod ddl;
mod draw;
mod facts;
mod injection;
mod items;
mod live;
mod plain;
mod process;
mod scope;
mod shape;
mod sketch;
mod superset;
mod types;
mod used;
mod words;

pub(crate) use ddl::Statement;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sketch::{Mode, Sketch, Swarm};
use std::env;

/// How many schemas are tried in process, unless the environment says otherwise.
const CASES: u64 = 100_000;

/// The seeds of a test that tries one in `share` of all cases.
pub(crate) fn seeds(share: u64) -> Vec<u64> {
    if let Some(seed) = number("RANDOM_SEED") {
        return vec![seed];
    }
    (0..number("RANDOM_CASES").unwrap_or(CASES).div_ceil(share)).collect()
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text}: a number, please")))
}

/// What the names of a seed's schema are made of.
pub(crate) fn mode(seed: u64) -> Mode {
    if seed.is_multiple_of(2) { Mode::Realistic } else { Mode::Hostile }
}

/// Tries the schema of a seed. When it fails, the smallest schema that was found to fail is described by `show`.
pub(crate) fn attempt(
    seed: u64,
    shrinks: u32,
    check: impl Fn(&Sketch) -> Result<(), String>,
    show: impl Fn(&Sketch) -> String,
) -> Result<(), String> {
    let mut runner = runner(seed, shrinks);
    let tree = tree(seed, &mut runner);
    let tried = runner.run_one(tree, |sketch| check(&sketch).map_err(TestCaseError::fail));
    tried.map(drop).map_err(|error| match error {
        TestError::Fail(reason, sketch) => {
            let reason = reason.message();
            format!("RANDOM_SEED={seed}: {reason}\nThe smallest schema that fails:\n{}", show(&sketch))
        }
        TestError::Abort(reason) => format!("RANDOM_SEED={seed}: {reason}"),
    })
}

/// A random schema for whoever wants one.
pub(crate) struct Example {
    /// Its statements, in the order of their steps.
    pub(crate) statements: Vec<Statement>,
    /// The settings that read all of it.
    pub(crate) settings: Settings,
}

/// The schema of a seed on a backend.
pub(crate) fn example(seed: u64, backend: Backend) -> Example {
    let drawn = draw::draw(&sketched(seed), backend);
    Example { statements: ddl::statements(&drawn), settings: live::settings(&drawn) }
}

/// A schema with that text in every place that has one.
pub(crate) fn injected(text: &str, backend: Backend) -> Example {
    let drawn = draw::draw(&injection::everywhere(text), backend);
    Example { statements: ddl::statements(&drawn), settings: live::settings(&drawn) }
}

/// The sketch of a seed, as it is before anything is made smaller.
pub(crate) fn sketched(seed: u64) -> Sketch {
    tree(seed, &mut runner(seed, 0)).current()
}

fn tree(seed: u64, runner: &mut TestRunner) -> Box<dyn ValueTree<Value = Sketch>> {
    match sketch::sketch(mode(seed), Swarm::of(seed)).new_tree(runner) {
        Ok(tree) => Box::new(tree),
        Err(reason) => panic!("RANDOM_SEED={seed}: {reason}"),
    }
}

fn runner(seed: u64, shrinks: u32) -> TestRunner {
    let config = Config { failure_persistence: None, max_shrink_iters: shrinks, ..Config::default() };
    // Neighbouring seeds must have nothing in common.
    let spread = |number: u64| (number ^ (number >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (number >> 17);
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&spread((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_le_bytes());
    bytes[8..].copy_from_slice(&spread((seed + 2).wrapping_mul(0xbf58_476d_1ce4_e5b9)).to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::XorShift, &bytes))
}
