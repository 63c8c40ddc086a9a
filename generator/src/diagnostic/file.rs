//! Codes `F…`: what stands in the way of writing files. Exit code 1.

use super::Diagnostic;

impl Diagnostic {}
