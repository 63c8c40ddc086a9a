//! What two lists have in common, by a key.

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
