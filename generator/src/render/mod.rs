//! Model → text.
mod file;
pub use file::{File, Ownership};
