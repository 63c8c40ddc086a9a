//! What is remembered of the rows that are there: keys to refer to, and what must not come twice.
//!
//! Keys are kept up to a number, of all rows evenly, unless each may be referred to once only; of a unique key eight
//! bytes a row are kept. So a million rows need some ten megabytes a table.

use super::dice::{Dice, number_of};
use super::literal::Literal;
use std::collections::HashSet;

/// How many keys are kept of a table.
const KEPT: usize = 4_096;

/// How many where each is used once.
const KEPT_ALONE: usize = 1 << 20;

/// What is remembered of one table's rows.
#[derive(Default)]
pub(super) struct Memory {
    /// The columns that are kept.
    pub(super) columns: Vec<String>,
    /// Their values in rows that are there.
    pub(super) rows: Vec<Vec<Literal>>,
    /// Whether each row is referred to once only.
    pub(super) alone: bool,
    /// How many rows are there.
    pub(super) count: u64,
    /// For each unique key, what is taken.
    seen: Vec<HashSet<u64>>,
}

impl Memory {
    /// Remembers a row by the values of [`Self::columns`] and what it takes of each unique key.
    pub(super) fn keep(&mut self, values: Vec<Literal>, taken: &[Option<String>]) {
        self.reserve(taken);
        self.count += 1;
        if self.columns.is_empty() {
            return;
        }
        if self.rows.len() < if self.alone { KEPT_ALONE } else { KEPT } {
            self.rows.push(values);
            return;
        }
        // Each row that was ever there has the same chance to be among those kept.
        let place = Dice::new(&[self.count]).next() % self.count;
        if let Some(row) = usize::try_from(place).ok().and_then(|place| self.rows.get_mut(place)) {
            *row = values;
        }
    }

    /// Remembers what a row takes of each unique key.
    pub(super) fn reserve(&mut self, taken: &[Option<String>]) {
        self.seen.resize_with(taken.len().max(self.seen.len()), HashSet::new);
        for (seen, taken) in self.seen.iter_mut().zip(taken) {
            seen.extend(taken.as_deref().map(number_of));
        }
    }

    /// Whether a unique key has that already.
    pub(super) fn has(&self, unique: usize, taken: &str) -> bool {
        self.seen.get(unique).is_some_and(|seen| seen.contains(&number_of(taken)))
    }

    /// The kept values of a column in one of the rows.
    pub(super) fn value(&self, row: usize, column: &str) -> Option<&Literal> {
        let place = self.columns.iter().position(|name| name == column)?;
        self.rows.get(row)?.get(place)
    }
}
