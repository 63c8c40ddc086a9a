//! The only writer: reads what is there, applies a plan, all of it or nothing.
//!
//! It decides nothing about ownership (`plan` does), writes through no symbolic link inside the output directory, and
//! leaves nothing behind but the files of the plan. A run that writes holds the [`lock`] from `read` to `apply`.

mod apply;
mod exchange;
mod lock;
mod read;
mod staging;
mod step;
mod texts;

pub use apply::apply;
pub use lock::{Lock, lock};
pub use read::read;
pub use texts::{extensions, history, kept, snapshot, templates};

#[cfg(test)]
mod tests;
