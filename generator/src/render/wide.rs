//! Widths at which rustfmt's default style breaks a line, so that the text needs no formatter.

/// The arguments of an attribute on one line.
pub(super) const ATTRIBUTE: usize = 70;

/// A whole line.
pub(super) const LINE: usize = 100;

/// The elements of an array on one line.
pub(super) const ARRAY: usize = 60;

/// A chain of method calls on one line.
pub(super) const CHAIN: usize = 60;
