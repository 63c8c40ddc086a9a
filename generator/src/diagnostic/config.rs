//! Codes `C…`: the command line, `scaffold.toml` and the environment. Exit code 2.

use super::Diagnostic;

impl Diagnostic {}
