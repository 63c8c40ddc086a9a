//! How a run ends: the exit code that follows from an error or from what was found.

use crate::diagnostic::{Diagnostic, Severity};
use std::io;

/// The ways a run can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// Something would change, was found, or is in the way.
    Findings = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// The database cannot be reached or read.
    Database = 3,
    /// A migration failed.
    Migration = 4,
    /// Someone ended the run, as Ctrl-C does.
    Interrupted = 130,
}

impl Exit {
    /// The end that a diagnostic of the severity `Error` brings, by the letter of its code.
    fn of_code(code: &str) -> Self {
        match code.as_bytes().first() {
            Some(b'C') => Self::Usage,
            Some(b'D' | b'I') => Self::Database,
            Some(b'M') if code.starts_with("M03") => Self::Usage,
            Some(b'M') => Self::Migration,
            Some(b'X') => Self::Interrupted,
            _ => Self::Findings,
        }
    }

    /// The end that an error brings.
    pub(super) fn of_error(error: &anyhow::Error) -> Self {
        if let Some(diagnostic) = diagnostic(error) {
            return Self::of_code(diagnostic.code);
        }
        match error.chain().any(|cause| cause.is::<sqlx::Error>()) {
            true => Self::Database,
            false => Self::Findings,
        }
    }

    /// The end that a list of diagnostics brings: the first error decides.
    pub(super) fn of_diagnostics(diagnostics: &[Diagnostic]) -> Self {
        let error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        error.map_or(Self::Fine, |error| Self::of_code(error.code))
    }
}

/// The diagnostic that an error is, under whatever context was added to it.
pub(super) fn diagnostic(error: &anyhow::Error) -> Option<&Diagnostic> {
    error.downcast_ref::<Diagnostic>()
}

/// Whether the reader of standard output went away, as `head` does: an end, not a failure.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken = |kind: io::ErrorKind| kind == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json).is_some_and(is_broken)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, anyhow};

    #[test]
    fn the_letter_of_the_code_decides() {
        let end = |diagnostic: Diagnostic| {
            let error: anyhow::Result<()> = Err(diagnostic.into());
            Exit::of_error(&error.context("doing something").unwrap_err())
        };
        assert_eq!(end(Diagnostic::no_database_url()), Exit::Usage);
        assert_eq!(end(Diagnostic::sqlite_file_missing("x")), Exit::Database);
        assert_eq!(end(Diagnostic::migration_failed("x", "")), Exit::Migration);
        assert_eq!(end(Diagnostic::unknown_migration("x", &[])), Exit::Usage);
        assert_eq!(end(Diagnostic::interrupted()), Exit::Interrupted);
        assert_eq!(Exit::of_error(&anyhow!(sqlx::Error::RowNotFound)), Exit::Database);
        assert_eq!(Exit::of_error(&anyhow!("disk full")), Exit::Findings);
    }
}
