//! `cascade/cycle`: deletes that go round in a circle.
//!
//! Where each of several tables deletes its rows with those of the next, and the last with those of the first, one DELETE can
//! empty all of them. Two at once wait for each other and one is ended as a deadlock. SQL Server refuses such keys.
//!
//! ```sql
//! CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint REFERENCES b (id) ON DELETE CASCADE);
//! CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint REFERENCES a (id) ON DELETE CASCADE);   -- bad
//! ```
//!
//! A table that refers to itself is a tree, and is passed over: to delete a branch with its twigs is what is meant.
//!
//! What to do: give one of the keys ON DELETE SET NULL or RESTRICT.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::catalog::Action;
use crate::config::Level;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) const RULE: Rule = Rule { id: "cascade/cycle", level: Level::Warn, check };

/// A table, by schema and name.
pub(super) type Name<'a> = (&'a str, &'a str);

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let reach = cascades(context);
    let mut told = BTreeSet::new();
    let mut flaws = Vec::new();
    for here in context.tables() {
        let name = (here.schema.name.as_str(), here.table.name.as_str());
        let Some(circle) = circle(name, &reach).filter(|_| !told.contains(&name)) else { continue };
        told.extend(circle.iter().copied());
        let way = circle.iter().chain([&name]).map(|(_, table)| *table).collect::<Vec<_>>().join(" → ");
        let flaw = here.flaw(Part::Table, format!("deletes go round: {way}"));
        flaws.push(
            flaw.why("one DELETE can empty all of these tables")
                .help("give one of the keys ON DELETE SET NULL or RESTRICT"),
        );
    }
    flaws
}

/// The tables whose rows go with those of each table.
pub(super) fn cascades<'a>(context: &Context<'a>) -> BTreeMap<Name<'a>, BTreeSet<Name<'a>>> {
    let mut reach: BTreeMap<Name<'a>, BTreeSet<Name<'a>>> = BTreeMap::new();
    for here in context.tables() {
        let name = (here.schema.name.as_str(), here.table.name.as_str());
        let keys = here.table.foreign_keys.iter().filter(|key| key.on_delete == Action::Cascade);
        let parents = keys.filter_map(|key| context.table(&key.target));
        for Here { schema, table } in parents {
            reach.entry((&schema.name, &table.name)).or_default().insert(name);
        }
    }
    reach
}

/// The shortest way from a table back to it through another, beginning with itself.
fn circle<'a>(start: Name<'a>, reach: &BTreeMap<Name<'a>, BTreeSet<Name<'a>>>) -> Option<Vec<Name<'a>>> {
    let mut came: BTreeMap<Name<'a>, Name<'a>> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in reach.get(&at).into_iter().flatten().filter(|next| **next != at) {
            if *next == start {
                let mut way = vec![at];
                while let Some(before) = way.last().and_then(|last| came.get(last)) {
                    way.push(*before);
                }
                way.reverse();
                return Some(way);
            }
            if !came.contains_key(next) {
                came.insert(*next, at);
                queue.push_back(*next);
            }
        }
    }
    None
}
