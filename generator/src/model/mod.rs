//! Catalog → [`Model`]: every name, type and relation that the generated code will have.
//!
//! Pure decisions over facts. It never sees a backend, never fails, and reports what it could not express.

use crate::catalog::Catalog;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use serde::Serialize;

/// Everything that is decided about the generated code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Model {}

/// Decides everything about the generated code.
pub fn build(_catalog: &Catalog, _settings: &Settings) -> (Model, Vec<Diagnostic>) {
    (Model::default(), Vec::new())
}
