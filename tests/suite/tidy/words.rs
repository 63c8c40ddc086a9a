//! Words that must not be in the tree: paths of one machine, hosts of package registries.

use super::source;
use super::{Violation, none};

/// Put together here, so that this file does not hold them.
const WORDS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("crates", ".io"),
    concat!("static.rust-", "lang.org"),
    concat!("../sha", "red"),
];

/// Cargo writes the registry's name into its lock file.
const EXEMPT: &[&str] = &["Cargo.lock"];

#[test]
fn no_machine_and_no_registry_is_named() {
    let mut violations: Vec<Violation> = Vec::new();
    for source in source::all().iter().filter(|source| !EXEMPT.contains(&source.path.as_str())) {
        for (number, line) in source.text.lines().enumerate() {
            let found = WORDS.iter().filter(|word| line.contains(**word));
            violations.extend(found.map(|word| format!("{}:{}: {word}", source.path, number + 1)));
        }
    }
    none("no machine's paths, no registry's hosts", violations);
}
