//! The rules of the house that the compiler does not know: who may name whom, sizes, heads, templates, words.
//!
//! Each rule is a function from sources to violations; the tests print all violations of a rule together.

mod layers;
mod limits;
mod source;
mod templates;
mod tools;
mod words;

/// One breach: the place and the rule.
type Violation = String;

/// Fails with every violation at once.
fn none(rule: &str, violations: Vec<Violation>) {
    assert!(violations.is_empty(), "{} violations of: {rule}\n{}", violations.len(), violations.join("\n"));
}
