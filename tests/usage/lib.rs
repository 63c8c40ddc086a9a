//! `usage` as a crate of its own, which programs written at test time link to; see `suite/fidelity`.

pub mod program;
#[path = "mod.rs"]
pub mod usage;
