//! Three states of a file → one, as git asks of a merge driver.
//!
//! It works on TOML and knows no fact, so that what is written down can grow.
//!
//! 1. A file is merged by key, a list of blocks by what tells its items apart, an item by key, and any other value as a
//!    whole: what one side alone changed is as that side has it.
//! 2. The order is the ancestor's, or that of the side which changed it. What is new stands behind what it follows on
//!    its side, and what is new in one place on both sides is sorted. So it does not matter which side is whose.
//! 3. Where both sides changed one value, or one changed what the other removed, there is a conflict. Its item, or all
//!    values at the top of the file, are then as each side has them, since some only make sense together. Markers stand
//!    where the sides differ; each is a text of the generator's, its seal too.
//! 4. What the catalog understands is written as the catalog orders it; what it does not is carried along.

use super::text::Writer;
use super::{DATABASE, FOLDER, read};
use crate::render::seal::{self, Seal};
use anyhow::Result;
use similar::{Algorithm, DiffOp};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// What comes of a merge, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// All that both sides changed.
    Clean(String),
    /// With conflict markers where somebody has to decide.
    Conflict(String),
}

/// The three states of something.
#[derive(Clone, Copy)]
struct States<T> {
    /// In the common ancestor.
    base: T,
    ours: T,
    theirs: T,
}

/// What the two sides of the result hold: the same, but for conflicts.
type Sides<T> = [T; 2];

/// How a value of a table is merged.
type Merge = fn(States<Option<&Value>>) -> Sides<Option<Value>>;

/// What tells an item of a list from the others, and the how manyth of that kind it is.
type Identity = (String, usize);

/// The keys that do, in the order of their weight.
const IDENTIFYING: [&str; 5] = ["name", "schema", "table", "kind", "signature"];

/// The keys that do where there is no name.
const NAMELESS: [&str; 3] = ["columns", "expression", "target"];

/// Merges the states of the file at `path`; `base` is empty where both sides made it. Nothing when one of them is no
/// text of the generator's, whose every line is somebody's work.
///
/// Errors: a value has no place in TOML, although it was read from there.
pub fn merge(path: &str, base: &str, ours: &str, theirs: &str) -> Result<Option<Merged>> {
    let is_edited = |text: &&str| seal::inspect(text) != Seal::Intact;
    let states = States { base, ours, theirs }.map(parsed);
    let (States { base: Some(base), ours: Some(old), theirs: Some(new) }, false) =
        (states, [ours, theirs].iter().any(is_edited))
    else {
        return Ok(None);
    };
    let [ours, theirs] = document(States { base: &base, ours: &old, theirs: &new });
    let written = text(path, &ours)?;
    Ok(Some(match ours == theirs {
        true => Merged::Clean(written),
        false => Merged::Conflict(marked(&written, &text(path, &theirs)?)),
    }))
}

impl<T> States<T> {
    fn map<U>(self, mut change: impl FnMut(T) -> U) -> States<U> {
        States { base: change(self.base), ours: change(self.ours), theirs: change(self.theirs) }
    }
}

impl States<Option<&Value>> {
    /// Rule 1: the state that holds where at most one side changed anything.
    fn settled(self) -> Option<Sides<Option<Value>>> {
        let Self { base, ours, theirs } = self;
        let holds = if ours == theirs || base == theirs {
            ours
        } else if base == ours {
            theirs
        } else {
            return None;
        };
        Some([holds.cloned(), holds.cloned()])
    }

    /// Whether every state that there is looks so.
    fn are(self, looks: fn(&Value) -> bool) -> bool {
        [self.base, self.ours, self.theirs].into_iter().flatten().all(looks)
    }
}

fn parsed(text: &str) -> Option<Table> {
    seal::bare(text).parse().ok()
}

/// A file.
fn document(states: States<&Table>) -> Sides<Table> {
    let mut sides = tables(states, part);
    let is_head = |value: &Value| !is_blocks(value) && !is_section(value);
    let head = |table: &Table| -> Table {
        let values = table.iter().filter(|(_, value)| is_head(value));
        values.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    if head(&sides[0]) != head(&sides[1]) {
        for (side, own) in sides.iter_mut().zip([states.ours, states.theirs]) {
            side.retain(|_, value| !is_head(value));
            side.extend(head(own));
        }
    }
    sides
}

fn tables(states: States<&Table>, merge: Merge) -> Sides<Table> {
    let states = states.map(|table| table.iter().map(|(key, value)| (key.clone(), value)).collect::<Vec<_>>());
    pairs(&states, merge).map(|pairs| pairs.into_iter().collect())
}

/// A value at the top of a file.
fn part(states: States<Option<&Value>>) -> Sides<Option<Value>> {
    if let Some(settled) = states.settled() {
        settled
    } else if states.are(is_blocks) {
        let lists = states.map(|list| identified(list.and_then(Value::as_array).map_or(&[], Vec::as_slice)));
        pairs(&lists, item).map(|pairs| Some(Value::Array(pairs.into_iter().map(|(_, item)| item).collect())))
    } else if states.are(is_section) {
        item(states)
    } else {
        whole(states)
    }
}

/// A block of a list, or a table of its own.
fn item(states: States<Option<&Value>>) -> Sides<Option<Value>> {
    let empty = Table::new();
    match (states.settled(), states.map(|value| value.and_then(Value::as_table))) {
        (Some(settled), _) => settled,
        (None, States { base, ours: Some(ours), theirs: Some(theirs) }) => {
            let sides = tables(States { base: base.unwrap_or(&empty), ours, theirs }, whole);
            if sides[0] == sides[1] { sides.map(|table| Some(Value::Table(table))) } else { whole(states) }
        }
        (None, _) => whole(states),
    }
}

fn whole(states: States<Option<&Value>>) -> Sides<Option<Value>> {
    states.settled().unwrap_or_else(|| [states.ours.cloned(), states.theirs.cloned()])
}

fn is_blocks(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_table))
}

/// What stands alone in braces is a value.
fn is_section(value: &Value) -> bool {
    value.as_table().is_some_and(|table| table.len() > 1)
}

fn identified(list: &[Value]) -> Vec<(Identity, &Value)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let identified = |item| {
        let told = |keys: &[&str]| keys.iter().map(|key| item_key(item, key)).collect::<String>();
        let identity = if item.get("name").is_some() { told(&IDENTIFYING) } else { told(&NAMELESS) };
        let count = seen.entry(identity.clone()).and_modify(|count| *count += 1).or_default();
        ((identity, *count), item)
    };
    list.iter().map(identified).collect()
}

fn item_key(item: &Value, key: &str) -> String {
    item.get(key).map(|value| format!("{key} {value}\n")).unwrap_or_default()
}

/// Merges values by key, and the order of the keys.
fn pairs<K: Clone + Ord>(states: &States<Vec<(K, &Value)>>, merge: Merge) -> Sides<Vec<(K, Value)>> {
    let States { base, ours, theirs } = states;
    let [base, ours, theirs] = [base, ours, theirs]
        .map(|pairs| pairs.iter().map(|(key, value)| (key, *value)).collect::<BTreeMap<&K, &Value>>());
    let merged = |key: &K| {
        let states = States { base: &base, ours: &ours, theirs: &theirs };
        merge(states.map(|values| values.get(key).copied()))
    };
    let keys = |pairs: &'_ [(K, &Value)]| pairs.iter().map(|(key, _)| key.clone()).collect::<Vec<K>>();
    let keys = States { base: keys(&states.base), ours: keys(&states.ours), theirs: keys(&states.theirs) };
    let mut order = order(&keys).into_iter();
    let mut side = |idx: usize| {
        let keys = order.next().unwrap_or_default().into_iter();
        keys.filter_map(|key| Some((key.clone(), merged(&key)[idx].take()?))).collect()
    };
    [side(0), side(1)]
}

/// Rule 2.
fn order<K: Clone + Ord>(keys: &States<Vec<K>>) -> Sides<Vec<K>> {
    let old: BTreeSet<&K> = keys.base.iter().collect();
    let [ours, theirs] = [&keys.ours, &keys.theirs].map(|side| moved(&keys.base, side));
    let (ours, theirs) = match (ours, theirs) {
        (None, None) => (keys.base.clone(), keys.base.clone()),
        (Some(moved), None) | (None, Some(moved)) => (moved.clone(), moved),
        (Some(ours), Some(theirs)) => (ours, theirs),
    };
    let new = [&keys.ours, &keys.theirs].map(|side| followers(&old, side));
    [ours, theirs].map(|order| {
        let mut placed = BTreeSet::new();
        let places = std::iter::once(None).chain(order.iter().map(Some));
        let keys = places.flat_map(|place| place.into_iter().chain(woven(&new, place)).collect::<Vec<&K>>());
        keys.filter(|key| placed.insert(*key)).cloned().collect()
    })
}

/// The ancestor's keys as a side has put them; nothing where it left them in their order.
fn moved<K: Clone + Ord>(base: &[K], side: &[K]) -> Option<Vec<K>> {
    let (old, kept): (BTreeSet<&K>, BTreeSet<&K>) = (base.iter().collect(), side.iter().collect());
    let now = side.iter().filter(|key| old.contains(key));
    let (stay, gone): (Vec<&K>, Vec<&K>) = base.iter().partition(|key| kept.contains(key));
    (!now.clone().eq(stay)).then(|| now.chain(gone).cloned().collect())
}

/// The keys that are new on a side, by the old one that they follow.
fn followers<'a, K: Ord>(old: &BTreeSet<&K>, side: &'a [K]) -> BTreeMap<Option<&'a K>, Vec<&'a K>> {
    let mut followers: BTreeMap<Option<&K>, Vec<&K>> = BTreeMap::new();
    let mut place = None;
    for key in side {
        match old.contains(key) {
            true => place = Some(key),
            false => followers.entry(place).or_default().push(key),
        }
    }
    followers
}

/// What is new in one place on either side, each side in its order.
fn woven<'a, K: Ord>(new: &Sides<BTreeMap<Option<&'a K>, Vec<&'a K>>>, place: Option<&'a K>) -> Vec<&'a K> {
    let [mut ours, mut theirs] = [0, 1].map(|side: usize| new[side].get(&place).map_or(&[][..], Vec::as_slice));
    let mut woven = Vec::new();
    while let (Some((one, rest)), Some((other, others))) = (ours.split_first(), theirs.split_first()) {
        if one <= other {
            woven.push(*one);
            ours = rest;
        } else {
            woven.push(*other);
            theirs = others;
        }
    }
    woven.extend(ours.iter().chain(theirs));
    woven
}

/// The text that the generator would write.
fn text(path: &str, table: &Table) -> Result<String> {
    let text = Writer { connected: None }.text(table)?;
    let text = understood(path, &text).unwrap_or(text);
    Ok(seal::seal(path, &text))
}

/// Rule 4. Nothing when that would say something else.
fn understood(path: &str, text: &str) -> Option<String> {
    let table = parsed(text)?;
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next()?, parts.next()?);
    let mut files = BTreeMap::new();
    let is_shard = folder != FOLDER;
    if is_shard {
        files.insert(format!("{FOLDER}/{folder}/{name}"), text.to_owned());
        let schema = table.get("schema").map(|name| format!(", {{ name = {name} }}")).unwrap_or_default();
        let database = format!("backend = \"sqlite\"\nschemas = [{{ name = \"\", is_default = true }}{schema}]\n");
        files.insert(DATABASE.to_owned(), database);
    } else {
        files.insert(DATABASE.to_owned(), text.to_owned());
    }
    let written = read(&files).ok()?.files().ok()?;
    let file = written.into_iter().find(|file| (file.path != DATABASE) == is_shard)?;
    (parsed(&file.text)? == table).then(|| seal::bare(&file.text))
}

/// Rule 3.
fn marked(ours: &str, theirs: &str) -> String {
    let [old, new] = [ours, theirs].map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let hunk = |op: DiffOp| {
        let (ours, theirs) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        match op {
            DiffOp::Equal { .. } => ours,
            _ => format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"),
        }
    };
    similar::capture_diff_slices(Algorithm::Myers, &old, &new).into_iter().map(hunk).collect()
}

#[cfg(test)]
mod tests;
