//! The rules of writing, against real directories.
