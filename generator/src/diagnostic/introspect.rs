//! Codes `I…`: what the database shows that cannot be read or was not found. Exit code 3.

use super::Diagnostic;

impl Diagnostic {}
