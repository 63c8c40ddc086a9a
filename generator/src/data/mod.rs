//! The rows that a project keeps as code: files of TOML in its `seed` directory, and the statements that bring a database to
//! what they say.
//!
//! A file names tables and their rows. A row is found by its primary key, or by the first unique key of which it gives all
//! columns, or by the one that the file names; what it refers to may be named by any of its columns instead of by a number
//! that only the database knows. Everything is a fact of the files and the catalog; what is there already, the database is
//! asked for row by row when the statements run.

mod file;
mod value;
mod work;

pub use file::{DataFile, Mode};
pub use work::{Entry, Reference, Sweep, Work, work};
