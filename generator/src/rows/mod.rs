//! The rows of a database: put there as `seed` proposes and the database judges, and read to be compared.
//!
//! Meant for scratch databases: what it makes is plausible and means nothing.

mod contents;
mod fill;

pub use contents::{Contents, contents};
pub use fill::{Filled, dialect, fill};
