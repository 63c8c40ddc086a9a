//! Indexes and constraints that are others but for their names.
//!
//! One that went and one that came, of one table and alike in all else, are renamed: that makes the same as to drop the one and
//! to make the other, and nothing is built or looked at anew. So it is no guess. Names that are there on both sides stay
//! what they are.

use crate::catalog::{Catalog, Schema, Table};
use std::collections::BTreeSet;

/// What is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An index that no constraint owns.
    Index,
    /// A unique key, which is an index as well.
    Key,
    /// A primary key, a foreign key or a check.
    Constraint,
}

/// A part with its name before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Renamed {
    pub(super) part: Part,
    pub(super) schema: String,
    pub(super) table: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// The one schema with the names of the other, as far as these kinds of parts have one that is new; and what was renamed.
pub(super) fn renamed(from: &Catalog, to: &Catalog, parts: &[Part]) -> (Catalog, Vec<Renamed>) {
    let (mut catalog, mut all) = (from.clone(), Vec::new());
    for schema in &mut catalog.schemas {
        let Some(new) = to.schema(&schema.name) else { continue };
        // In PostgreSQL an index has the name of nothing else in its schema.
        let taken = names(schema);
        let own = schema.name.clone();
        for table in &mut schema.tables {
            let Some(now) = new.tables.iter().find(|now| now.name == table.name && now.kind == table.kind) else {
                continue;
            };
            let name = table.name.clone();
            for part in parts {
                let pairs = of_table(table, now, (*part, &taken));
                let renamed = |(from, to)| Renamed { part: *part, schema: own.clone(), table: name.clone(), from, to };
                all.extend(pairs.into_iter().map(renamed));
            }
        }
    }
    catalog.sort();
    (catalog, all)
}

fn of_table(table: &mut Table, now: &Table, (part, taken): (Part, &BTreeSet<String>)) -> Vec<(String, String)> {
    match part {
        Part::Index => settle(&mut table.indexes, &now.indexes, taken, |index| Some(&mut index.name)),
        Part::Key => settle(&mut table.unique_keys, &now.unique_keys, taken, |key| key.name.as_mut()),
        Part::Constraint => {
            let mut primary: Vec<_> = table.primary_key.take().into_iter().collect();
            let now_primary: Vec<_> = now.primary_key.clone().into_iter().collect();
            let mut pairs = settle(&mut primary, &now_primary, taken, |key| key.name.as_mut());
            table.primary_key = primary.pop();
            pairs.extend(settle(&mut table.foreign_keys, &now.foreign_keys, taken, |key| key.name.as_mut()));
            pairs.extend(settle(&mut table.checks, &now.checks, taken, |check| check.name.as_mut()));
            pairs
        }
    }
}

/// Gives those that went the names of those that came, where all else is alike.
fn settle<T: Clone + PartialEq>(
    old: &mut [T],
    new: &[T],
    taken: &BTreeSet<String>,
    name: impl Fn(&mut T) -> Option<&mut String>,
) -> Vec<(String, String)> {
    let called = |items: &[T]| -> BTreeSet<String> {
        items.iter().cloned().filter_map(|mut item| name(&mut item).cloned()).collect()
    };
    let (olds, news) = (called(old), called(new));
    let mut pairs: Vec<(String, String)> = Vec::new();
    for item in old {
        let Some(before) = name(item).cloned().filter(|own| !news.contains(own)) else { continue };
        let is_it = |came: &String| {
            let mut copy = item.clone();
            name(&mut copy).into_iter().for_each(|own| came.clone_into(own));
            new.contains(&copy)
        };
        let is_free = |came: &&String| !olds.contains(*came) && !taken.contains(*came);
        let mut free = news.iter().filter(is_free).filter(|came| pairs.iter().all(|(_, to)| to != *came));
        let Some(came) = free.find(|came| is_it(came)).cloned() else { continue };
        name(item).into_iter().for_each(|own| came.clone_into(own));
        pairs.push((before, came));
    }
    pairs
}

/// The names of all tables, indexes and constraints of a schema.
fn names(schema: &Schema) -> BTreeSet<String> {
    let of_table = |table: &Table| -> Vec<String> {
        std::iter::once(table.name.as_str()).chain(table.part_names()).map(str::to_owned).collect()
    };
    schema.tables.iter().flat_map(of_table).collect()
}
