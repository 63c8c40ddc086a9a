//! What the tool has to say about its input: coded, placed, with a way out.
//!
//! The middle of the program never fails on strange input; it returns these. One named constructor per
//! problem, in the file of the stage that meets it, so that wording, code and severity are decided once.

mod alter;
mod backup;
mod config;
mod database;
mod docs;
mod file;
mod introspect;
mod lint;
mod migrate;
mod migration;
mod model;
mod overrides;
mod project;
mod repair;
mod run;
mod seed;
mod template;

use serde::Serialize;
use std::fmt;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Something was generated differently from what one may expect, or left out.
    Warning,
    /// Nothing may be written.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The stable code, such as `S012`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The object it speaks of: `table`, `table.column`, a file, or a configuration key.
    pub place: String,
    /// What is the case.
    pub message: String,
    /// What the user can do.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{word}[{}]: {}: {}", self.code, printable(&self.place), printable(&self.message))?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", printable(&self.help))?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Whether a terminal obeys the character, or shows nothing of it.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Replaces control, bidirectional and zero-width characters by visible escapes, so that a name from the
/// database cannot move the cursor of a terminal or reorder a line.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && c != '\n' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

impl Diagnostic {
    fn new(code: &'static str, severity: Severity, place: &str, message: &str) -> Self {
        Self { code, severity, place: place.to_owned(), message: message.to_owned(), help: String::new() }
    }

    fn error(code: &'static str, place: &str, message: &str) -> Self {
        Self::new(code, Severity::Error, place, message)
    }

    fn warning(code: &'static str, place: &str, message: &str) -> Self {
        Self::new(code, Severity::Warning, place, message)
    }

    fn note(code: &'static str, place: &str, message: &str) -> Self {
        Self::new(code, Severity::Note, place, message)
    }

    /// The same where nothing is refused for it.
    pub(crate) fn softened(mut self) -> Self {
        self.severity = self.severity.min(Severity::Warning);
        self
    }

    fn help(mut self, help: &str) -> Self {
        self.help = help.to_owned();
        self
    }
}
