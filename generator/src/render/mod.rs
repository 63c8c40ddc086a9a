//! Model → text.
mod file;
pub mod seal;

pub use file::{File, Ownership};

use crate::config::Settings;
use crate::model::Model;

/// Renders every output of the model. Each text is final: formatted, parsed, sealed.
pub fn render(_model: &Model, _settings: &Settings) -> anyhow::Result<Vec<File>> {
    Ok(Vec::new())
}
