//! Codes `G…`: what generation left out, renamed or could not prove.

use super::Diagnostic;

impl Diagnostic {}
