//! Codes `X…`: the run itself was ended from outside. Exit code 130.

use super::Diagnostic;

impl Diagnostic {
    /// Someone asked for the end of the run before it was done.
    pub fn interrupted() -> Self {
        Self::error("X001", "scaffold", "interrupted; no file was written, and the scratch database is removed")
            .help("run again")
    }
}
