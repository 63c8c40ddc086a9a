//! What one migration did, from what a database said before and after it.
//!
//! 1. An object is the same where its identity is, or where its name is and neither of the two names means another
//!    identity now.
//! 2. An identity with another name is a rename if the database's [`Proof`] holds. Where it does not, one object went and
//!    another came.
//! 3. SQLite and InnoDB number columns by their place, which is another's once one before it went. So a column's place tells
//!    of it only where every column of the table that is gone has one in its place that was not there before.

use super::identity::{Identities, Identity, Proof};
use super::items::{Items, items};
use super::{Effects, Kind, Object, Rename};
use crate::catalog::Catalog;
use std::collections::{BTreeMap, BTreeSet};

/// A database at one time.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// What it says.
    pub catalog: &'a Catalog,
    /// What it calls its objects by itself.
    pub identities: &'a Identities,
}

/// What happened between two states.
pub fn effects(before: State<'_>, after: State<'_>) -> Effects {
    let (old, new) = (items(before.catalog), items(after.catalog));
    let renames = Renames::between((before, &old), (after, &new));
    let called: BTreeMap<Object, &Object> =
        old.keys().filter_map(|object| Some((renames.now(object)?, object))).collect();
    let mut effects = Effects::default();
    for (object, said) in &new {
        match called.get(object) {
            Some(old_object) if old.get(*old_object) != Some(said) => effects.changed.push(object.clone()),
            Some(_) => {}
            None if object.owners().any(|whole| new.contains_key(&whole) && !called.contains_key(&whole)) => {}
            None => effects.made.push(object.clone()),
        }
    }
    let is_gone = |object: &Object| renames.now(object).is_none_or(|now| !new.contains_key(&now));
    let goes_with = |part: &&Object| part.owners().any(|whole| old.contains_key(&whole) && is_gone(&whole));
    let gone = old.keys().filter(|object| is_gone(object));
    effects.dropped = gone.filter(|object| !goes_with(object)).cloned().collect();
    effects.renamed = renames.forward.into_iter().map(|(from, object)| rename(from, object)).collect();
    effects.renamed.sort_by(|a, b| a.object.cmp(&b.object));
    effects
}

fn rename(from: Object, object: Object) -> Rename {
    let from_schema = if object.of.is_some() { None } else { from.schema };
    Rename { object, from: from.name, from_schema }
}

/// The objects with another name than before, as they were called and as they are. A part that only its table's name moved
/// is none.
#[derive(Debug, Default)]
struct Renames {
    forward: BTreeMap<Object, Object>,
    /// The new names.
    taken: BTreeSet<Object>,
}

impl Renames {
    fn of(forward: BTreeMap<Object, Object>) -> Self {
        let taken = forward.values().cloned().collect();
        Self { forward, taken }
    }

    /// How an object of before is called now, if it is still there; nothing where another one has its name.
    fn now(&self, object: &Object) -> Option<Object> {
        if let Some(renamed) = self.forward.get(object) {
            return Some(renamed.clone());
        }
        let moved = match object.owners().find_map(|whole| self.forward.get(&whole)) {
            Some(whole) => object.clone().part_of(whole),
            None if object.owners().any(|whole| self.taken.contains(&whole)) => return None,
            None => object.clone(),
        };
        (!self.taken.contains(&moved)).then_some(moved)
    }

    fn between(before: (State<'_>, &Items), after: (State<'_>, &Items)) -> Self {
        let (old, new) = (listed(before.0, before.1), listed(after.0, after.1));
        let both = old.iter().filter_map(|(identity, object)| Some((object, new.get(identity)?)));
        let differ = both.filter(|(old, new)| old.kind == new.kind && old != new);
        let (wholes, parts): (Vec<_>, Vec<_>) = differ.partition(|(old, _)| old.of.is_none());
        let owned = |(old, new): (&Object, &Object)| (old.clone(), new.clone());
        let mut forward: BTreeMap<Object, Object> = wholes.into_iter().map(owned).collect();
        let wholes = Self::of(forward.clone());
        let mut parts: Vec<(&Object, &Object)> =
            parts.into_iter().filter(|(old, new)| wholes.now(old).as_ref() != Some(*new)).collect();
        if before.0.identities.proof != Proof::Enough {
            let shifted = shifted(&wholes, &parts, before.1, after.1);
            parts.retain(|(_, new)| new.kind != Kind::Column || !shifted.contains(&table_of(new)));
        }
        forward.extend(parts.into_iter().map(owned));
        proved(Self::of(forward), before, after)
    }
}

/// The schema and the table of a column.
type TableOf = (Option<String>, Option<String>);

fn table_of(column: &Object) -> TableOf {
    (column.schema.clone(), column.of.clone())
}

/// Rule 3: the tables in which the place of a column may be another one's.
fn shifted(wholes: &Renames, parts: &[(&Object, &Object)], before: &Items, after: &Items) -> BTreeSet<TableOf> {
    let there: BTreeSet<Object> = before.keys().filter_map(|object| wholes.now(object)).collect();
    let columns = || parts.iter().filter(|(_, new)| new.kind == Kind::Column);
    let renamed: BTreeSet<Object> = columns().filter_map(|(old, _)| wholes.now(old)).collect();
    let is_gone = |column: &&Object| column.kind == Kind::Column && !after.contains_key(*column);
    let gone = there.iter().filter(is_gone).filter(|column| !renamed.contains(*column));
    let stays = columns().filter(|(old, _)| wholes.now(old).is_some_and(|now| after.contains_key(&now)));
    let known = columns().filter(|(_, new)| there.contains(*new));
    let both = stays.chain(known).map(|(_, new)| table_of(new));
    gone.map(table_of).chain(both).collect()
}

/// The objects behind identities, of those that the catalog tells of, with the default schema as the catalog has it.
fn listed<'a>(state: State<'a>, items: &Items) -> BTreeMap<&'a Identity, Object> {
    let default = state.catalog.default_schema().map(|schema| schema.name.as_str());
    let called = |object: &Object| {
        let schema = object.schema.clone().filter(|schema| Some(schema.as_str()) != default);
        let object = Object { schema, ..object.clone() };
        // InnoDB knows a unique key as the index that it is.
        let is_key = object.kind == Kind::Index && !items.contains_key(&object);
        if is_key { Object { kind: Kind::Constraint, ..object } } else { object }
    };
    let all = state.identities.objects.iter().map(|(identity, object)| (identity, called(object)));
    all.filter(|(_, object)| items.contains_key(object)).collect()
}

/// Rule 2.
fn proved(renames: Renames, before: (State<'_>, &Items), after: (State<'_>, &Items)) -> Renames {
    if renames.forward.is_empty() {
        return renames;
    }
    match (before.0.identities.proof, after.0.identities.proof) {
        (Proof::Enough, Proof::Enough) => renames,
        (Proof::Statements(from), Proof::Statements(to)) => {
            let needed = statements(&renames, before.1, after.1);
            if to - from <= needed { renames } else { Renames::default() }
        }
        (Proof::InstantAlters(from), Proof::InstantAlters(to)) => {
            let moved = tables_with_other_columns(&renames, before.1, after.1);
            let is_counted = usize::try_from(to - from).is_ok_and(|counted| counted <= moved.len());
            let is_proved =
                |object: &Object| object.kind != Kind::Column || (is_counted && !moved.contains(&table_of(object)));
            Renames::of(renames.forward.into_iter().filter(|(_, new)| is_proved(new)).collect())
        }
        _ => Renames::default(),
    }
}

/// The least number of statements with which SQLite gets from one state to the other: one for each rename; one for each
/// table, view and index that came or went by itself, and for each column that came or went, whichever are more: one that
/// went and one that came may be one that was renamed. Dropping and making anew takes one more than a rename.
fn statements(renames: &Renames, before: &Items, after: &Items) -> i64 {
    let called: BTreeSet<Object> = before.keys().filter_map(|object| renames.now(object)).collect();
    let counts = |object: &&Object| matches!(object.kind, Kind::Table | Kind::View | Kind::Index);
    // An index goes with its table, and takes a statement to come.
    let came = after.keys().filter(counts).filter(|object| !called.contains(*object));
    let went = called.iter().filter(counts).filter(|object| !after.contains_key(*object)).filter(|object| {
        let stays = object.owners().any(|whole| after.contains_key(&whole) && !renames.taken.contains(&whole));
        object.of.is_none() || stays
    });
    // Columns come and go with their tables.
    let stays = |column: &&Object| column.owners().any(|whole| called.contains(&whole) && after.contains_key(&whole));
    let columns = |objects: &mut dyn Iterator<Item = &Object>| {
        let mut numbers: BTreeMap<TableOf, usize> = BTreeMap::new();
        for column in objects.filter(|object| object.kind == Kind::Column).filter(stays) {
            *numbers.entry(table_of(column)).or_default() += 1;
        }
        numbers
    };
    let mut numbers = columns(&mut after.keys().filter(|object| !called.contains(*object)));
    for (table, number) in columns(&mut called.iter().filter(|object| !after.contains_key(*object))) {
        let more = numbers.entry(table).or_default();
        *more = number.max(*more);
    }
    let all = renames.forward.len() + came.count() + went.count() + numbers.values().sum::<usize>();
    i64::try_from(all).unwrap_or(i64::MAX)
}

/// The tables of which some column came or went, each by schema and name.
fn tables_with_other_columns(renames: &Renames, before: &Items, after: &Items) -> BTreeSet<TableOf> {
    let called: BTreeSet<Object> = before.keys().filter_map(|object| renames.now(object)).collect();
    let now: BTreeSet<Object> = after.keys().cloned().collect();
    let stays = |part: &&Object| part.owners().any(|whole| called.contains(&whole) && now.contains(&whole));
    let differ = called.symmetric_difference(&now).filter(|object| object.kind == Kind::Column);
    differ.filter(stays).map(table_of).collect()
}
