//! Codes `S…`: rows that cannot be made up. Nothing is wrong with the generated code for it.

use super::Diagnostic;

impl Diagnostic {
    /// Each of these tables needs a row of the next before it can have one, and the last of the first.
    pub fn circle_of_keys(tables: &[&str]) -> Self {
        let circle = tables.iter().chain(tables.first()).copied().collect::<Vec<_>>().join(" → ");
        let message = format!("no row can be added: each refers to the next, and none of the keys may wait: {circle}");
        Self::warning("S001", tables.first().copied().unwrap_or_default(), &message)
            .help("let the columns of one of the foreign keys be NULL, or declare it DEFERRABLE")
    }
}
