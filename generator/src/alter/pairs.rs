//! What two lists have in common, by a key.

use crate::catalog::{Schema, Table};
use std::collections::BTreeMap;

/// What became of an item.
#[derive(Debug)]
pub(super) enum Pair<'a, T> {
    /// It is there now.
    Came(&'a T),
    /// It is there no more.
    Went(&'a T),
    /// It is there, before and now.
    Stayed(&'a T, &'a T),
}

// Derived, it would ask the same of the item.
impl<T> Clone for Pair<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<'_, T> {}

impl<'a, T> Pair<'a, T> {
    /// How it was.
    pub(super) fn before(self) -> Option<&'a T> {
        match self {
            Self::Went(old) | Self::Stayed(old, _) => Some(old),
            Self::Came(_) => None,
        }
    }

    /// How it is.
    pub(super) fn now(self) -> Option<&'a T> {
        match self {
            Self::Came(new) | Self::Stayed(_, new) => Some(new),
            Self::Went(_) => None,
        }
    }
}

/// A schema before and now, empty where it is not there.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) old: &'a Schema,
    pub(super) new: &'a Schema,
}

impl<'a> Both<'a> {
    /// Both sides of a schema; `empty` stands for the one that is not there.
    pub(super) fn of(pair: Pair<'a, Schema>, empty: &'a Schema) -> Self {
        Self { old: pair.before().unwrap_or(empty), new: pair.now().unwrap_or(empty) }
    }

    /// The one that is there.
    pub(super) fn any(self) -> &'a Schema {
        if self.new.name.is_empty() { self.old } else { self.new }
    }

    /// The tables before and now.
    pub(super) fn tables(self) -> Vec<Pair<'a, Table>> {
        pairs(&self.old.tables, &self.new.tables, |table| &table.name)
    }
}

/// The items of both, those of `new` in its order and then those that went. Of several with one key only the first counts.
pub(super) fn pairs<'a, T, K: Ord>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<Pair<'a, T>> {
    let index = |items: &'a [T]| {
        let mut index: BTreeMap<K, &'a T> = BTreeMap::new();
        for item in items {
            index.entry(key(item)).or_insert(item);
        }
        index
    };
    let (olds, news) = (index(old), index(new));
    let there = new.iter().map(|item| match olds.get(&key(item)) {
        Some(before) => Pair::Stayed(*before, item),
        None => Pair::Came(item),
    });
    let gone = old.iter().filter(|item| !news.contains_key(&key(item))).map(Pair::Went);
    there.chain(gone).collect()
}
