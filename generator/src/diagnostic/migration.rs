//! Codes `M…`: migrations that cannot be built or applied. Exit code 4.

use super::Diagnostic;

impl Diagnostic {
    /// Cargo could not be started at all.
    pub fn cargo_not_started(place: &str, reason: &str) -> Self {
        Self::error("M001", place, &format!("cannot start cargo: {reason}"))
            .help("install Rust, or put its cargo on PATH; CARGO names another one")
    }

    /// The migration crate did not build, or one of its migrations failed. `tail` is what it said last.
    pub fn migration_failed(place: &str, tail: &str) -> Self {
        let message = match tail {
            "" => "the migration crate failed without a word".to_owned(),
            tail => format!("the migration crate failed; its last words:\n{tail}"),
        };
        Self::error("M002", place, &message)
            .help("fix the migration and run again; applied migrations stay applied, no file was written")
    }

    /// Migrations were applied where nobody saw what they did, and it could not be found out.
    pub(crate) fn migrations_unseen(names: &[String], reason: &str) -> Self {
        let (name, more) = match names {
            [] => ("", String::new()),
            [one] => (one.as_str(), String::new()),
            [first, others @ ..] => (first.as_str(), format!(" and {} more", others.len())),
        };
        let message = format!("applied before, and what it did{more} cannot be found out: {reason}");
        Self::note("M003", name, &message).help(
            "names that it changed are told as new ones; to look again, delete its file in schema/migration and sync",
        )
    }
}
