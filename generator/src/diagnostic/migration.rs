//! Codes `M…`: migrations that cannot be built or applied. Exit code 4.

use super::Diagnostic;

impl Diagnostic {}
