//! `cascade/paths`: rows that one delete reaches by two ways.
//!
//! Where a row goes with its parent, and that with a table from which the first goes with by another way too, the order in which rows go
//! is for the server to choose: triggers fire in either, two deletes at once lock rows in opposite orders, and a change of one of
//! the keys to SET NULL or RESTRICT does not keep the rows. SQL Server refuses such keys.
//!
//! ```sql
//! CREATE TABLE shipments (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id) ON DELETE CASCADE);
//! CREATE TABLE parcels (id bigint PRIMARY KEY,
//!     order_id bigint REFERENCES orders (id) ON DELETE CASCADE,
//!     shipment_id bigint REFERENCES shipments (id) ON DELETE CASCADE);    -- bad: with orders, by two ways
//! ```
//!
//! What to do: let one of the ways do nothing by itself (NO ACTION), or take out the key that the other way implies. Two keys to one and
//! the same table are passed over.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use super::cascade_cycle::{Name, cascades};
use crate::config::Level;
use std::collections::{BTreeMap, VecDeque};

pub(super) const RULE: Rule = Rule { id: "cascade/paths", level: Level::Info, check };

/// The tables whose deletes reach one, each with the next table on the way there.
type Ways<'a> = BTreeMap<Name<'a>, (usize, Name<'a>)>;

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut parents: BTreeMap<Name<'_>, Vec<Name<'_>>> = BTreeMap::new();
    for (parent, children) in cascades(context) {
        for child in children.into_iter().filter(|child| *child != parent) {
            parents.entry(child).or_default().push(parent);
        }
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        let name = (here.schema.name.as_str(), here.table.name.as_str());
        let Some((one, other)) = two_ways(name, &parents) else { continue };
        let told = |way: &[Name<'_>]| way.iter().map(|(_, table)| *table).collect::<Vec<_>>().join(" → ");
        let message = format!("goes with {} by two ways: {} and {}", one[0].1, told(&one), told(&other));
        let flaw = here.flaw(Part::Table, message);
        flaws.push(flaw.why("in which order rows go is not said").help("let one of the keys do nothing: NO ACTION"));
    }
    flaws
}

/// The shortest two ways that begin at one table, end at this one, and share no other.
fn two_ways<'a>(name: Name<'a>, parents: &BTreeMap<Name<'a>, Vec<Name<'a>>>) -> Option<(Vec<Name<'a>>, Vec<Name<'a>>)> {
    let direct = parents.get(&name)?;
    let ways: Vec<(Name<'a>, Ways<'a>)> =
        direct.iter().map(|parent| (*parent, ways_to(*parent, name, parents))).collect();
    let mut best: Option<(usize, Vec<Name<'a>>, Vec<Name<'a>>)> = None;
    for (idx, (_, one)) in ways.iter().enumerate() {
        for (_, other) in &ways[idx + 1..] {
            for (start, (length, _)) in one {
                let Some((more, _)) = other.get(start) else { continue };
                if best.as_ref().is_none_or(|(least, ..)| length + more < *least) {
                    best = Some((length + more, way(*start, name, one), way(*start, name, other)));
                }
            }
        }
    }
    best.map(|(_, one, other)| (one, other))
}

/// All tables from which deletes reach `end` by way of this parent of it, without passing it.
fn ways_to<'a>(parent: Name<'a>, end: Name<'a>, parents: &BTreeMap<Name<'a>, Vec<Name<'a>>>) -> Ways<'a> {
    let mut ways: Ways<'a> = BTreeMap::from([(parent, (1, end))]);
    let mut queue = VecDeque::from([(parent, 1)]);
    while let Some((at, length)) = queue.pop_front() {
        for next in parents.get(&at).into_iter().flatten().filter(|next| **next != end) {
            if !ways.contains_key(next) {
                ways.insert(*next, (length + 1, at));
                queue.push_back((*next, length + 1));
            }
        }
    }
    ways
}

fn way<'a>(start: Name<'a>, end: Name<'a>, ways: &Ways<'a>) -> Vec<Name<'a>> {
    let mut way = vec![start];
    while let Some((_, next)) = way.last().filter(|last| **last != end).and_then(|last| ways.get(last)) {
        way.push(*next);
    }
    way
}
