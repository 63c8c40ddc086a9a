//! What a sync has to carry over from the schema to the project file, object by object, and which of it is done.
//!
//! Pure: two states in, a third out, in which what is not done is as it was.
//!
//! 1. A task is a table, view, enum, domain, composite type, or the routines of one name, that only the schema has, that only
//!    the project file has, or that differs between them. What belongs to it goes with it: keys, indexes, triggers, policies.
//! 2. What a migration renamed is called so whatever is chosen, with all that refers to it: of what has another name now nothing
//!    can be asked under the former one.
//! 3. What is skipped is not done. Where some are chosen, no others are done.
//! 4. A table or view that is gone is an orphan, and becomes what the settings say, unless its task is chosen by name. One that
//!    stays loses the foreign keys that lead nowhere any more, and keeps its types with it.
//! 5. Tasks that need each other are done together, so that every foreign key and every type leads to something: what a
//!    chosen one needs comes along, and what needs a skipped one stays.

mod facts;

use crate::catalog::Catalog;
use crate::config::{Orphans, Pattern};
use crate::diagnostic::Diagnostic;
use crate::history::{self, Kind, Object};
use crate::snapshot::Snapshot;
use facts::{Facts, Reference};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is to be done, as somebody chose.
#[derive(Clone, Debug, Default)]
pub struct Picks {
    /// Only the tasks of these objects, by name or `schema.name`; all where it is empty.
    pub only: Vec<Pattern>,
    /// None of the tasks of these.
    pub skip: Vec<Pattern>,
}

/// What is done to one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// The object.
    #[serde(flatten)]
    pub object: Object,
    /// What is done to it.
    pub deed: Deed,
    /// What it was called before, where it is renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether it is done.
    pub done: bool,
    /// Why, where something else than the schema says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// What can be done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It is new.
    Add,
    /// It has another name.
    Rename,
    /// It differs.
    Change,
    /// It is gone.
    Remove,
}

/// Why a task is done or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Something that was chosen needs it.
    NeededBy(String),
    /// Others were chosen.
    NotChosen,
    /// It is skipped.
    Skipped,
    /// It needs something that is skipped.
    Needs(String),
    /// It is an orphan, and orphans stay or are left out.
    Orphan,
}

/// All tasks between a project file and a schema.
#[derive(Debug)]
pub struct Tasks<'a> {
    seen: &'a Snapshot,
    /// The facts of the project file, under the names of now.
    before: Facts,
    after: Facts,
    renamed: Vec<Task>,
    tasks: BTreeMap<Object, Task>,
    /// Those that must be done where one is.
    along: BTreeMap<Object, BTreeSet<Object>>,
}

impl Picks {
    /// Whether nothing was chosen and nothing skipped.
    pub fn is_empty(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

impl<'a> Tasks<'a> {
    /// The tasks between what was seen last, if anything was, and what is seen now, both told as the project file tells.
    pub fn between(last: Option<&Snapshot>, seen: &'a Snapshot) -> Self {
        let after = Facts::of(&seen.catalog);
        let (before, renamed) = last.map(|last| renamed(last, seen)).unwrap_or_default();
        let objects: BTreeSet<&Object> = before.keys().chain(after.keys()).collect();
        let task = |object: &Object| {
            let deed = match (before.get(object), after.get(object)) {
                (None, _) => Deed::Add,
                (_, None) => Deed::Remove,
                (old, new) if old != new => Deed::Change,
                _ => return None,
            };
            Some((object.clone(), Task { object: object.clone(), deed, from: None, done: true, why: None }))
        };
        let tasks: BTreeMap<Object, Task> = objects.into_iter().filter_map(task).collect();
        let along = along(&tasks, &before, &after);
        Self { seen, before, after, renamed, tasks, along }
    }

    /// Chooses among the tasks: rules 3 to 5.
    ///
    /// Errors: a pattern that fits no object; orphans, where the settings forbid them.
    pub fn choose(&mut self, picks: &Picks, orphans: Orphans) -> Result<(), Vec<Diagnostic>> {
        let mut problems = self.unknown(picks);
        let fits = |patterns: &[Pattern], object: &Object| patterns.iter().any(|pattern| fits(pattern, object));
        let mut stay = BTreeSet::new();
        for (object, task) in &mut self.tasks {
            let chosen = fits(&picks.only, object);
            let is_orphan = task.deed == Deed::Remove && matches!(object.kind, Kind::Table | Kind::View);
            if fits(&picks.skip, object) {
                (task.done, task.why) = (false, Some(Why::Skipped));
                stay.insert(object.clone());
            } else if is_orphan && !chosen && orphans.stay() {
                (task.done, task.why) = (false, Some(Why::Orphan));
            } else if !picks.only.is_empty() && !chosen {
                (task.done, task.why) = (false, Some(Why::NotChosen));
            } else if is_orphan && !chosen && orphans == Orphans::Error {
                problems.push(Diagnostic::orphan_refused(object.kind.word(), &object.place()));
            }
        }
        self.let_stay(stay);
        self.take_along();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// What needs something that stays, stays too.
    fn let_stay(&mut self, mut stay: BTreeSet<Object>) {
        loop {
            let needs = |(object, along): (&Object, &BTreeSet<Object>)| {
                let first = along.iter().find(|other| stay.contains(*other))?;
                (!stay.contains(object)).then(|| (object.clone(), first.place()))
            };
            let more: Vec<(Object, String)> = self.along.iter().filter_map(needs).collect();
            if more.is_empty() {
                return;
            }
            for (object, what) in more {
                if let Some(task) = self.tasks.get_mut(&object).filter(|task| task.done) {
                    (task.done, task.why) = (false, Some(Why::Needs(what)));
                }
                stay.insert(object);
            }
        }
    }

    /// What something that is done needs is done too. It was not chosen, but nobody forbids it.
    fn take_along(&mut self) {
        let mut reached: Vec<Object> =
            self.tasks.values().filter(|task| task.done).map(|task| task.object.clone()).collect();
        while let Some(object) = reached.pop() {
            for other in self.along.get(&object).into_iter().flatten() {
                if let Some(task) = self.tasks.get_mut(other).filter(|task| task.why == Some(Why::NotChosen)) {
                    (task.done, task.why) = (true, Some(Why::NeededBy(object.place())));
                    reached.push(other.clone());
                }
            }
        }
    }

    /// The patterns that fit nothing that is or was there.
    fn unknown(&self, picks: &Picks) -> Vec<Diagnostic> {
        let all: BTreeSet<&Object> = self.before.keys().chain(self.after.keys()).collect();
        let names: BTreeSet<String> = all.iter().map(|object| object.place()).collect();
        let flags = [("--only", &picks.only), ("--skip", &picks.skip)];
        let patterns = flags.into_iter().flat_map(|(flag, list)| list.iter().map(move |pattern| (flag, pattern)));
        let is_unknown = |pattern: &Pattern| !all.iter().any(|object| fits(pattern, object));
        let unknown = patterns.filter(|(_, pattern)| is_unknown(pattern));
        unknown.map(|(flag, pattern)| Diagnostic::no_object_to_pick(flag, pattern.text(), &names)).collect()
    }

    /// All tasks, in the order of what they are about; renames first.
    pub fn list(&self) -> Vec<Task> {
        self.renamed.iter().chain(self.tasks.values()).cloned().collect()
    }

    /// The state in which those tasks are done that are to be, and no others.
    pub fn done(&self) -> Snapshot {
        let mut facts = self.after.clone();
        let mut orphans = BTreeSet::new();
        for (object, task) in self.tasks.iter().filter(|(_, task)| !task.done) {
            match self.before.get(object) {
                Some(fact) => facts.insert(object, fact),
                None => facts.remove(object),
            }
            if task.why == Some(Why::Orphan) {
                orphans.insert(object.clone());
            }
        }
        for orphan in orphans.clone() {
            self.keep_types(&orphan, &mut facts, &mut orphans);
        }
        for orphan in &orphans {
            facts.cut_loose(orphan);
        }
        let catalog = facts.catalog(&self.seen.catalog);
        Snapshot { catalog, orphans, ..self.seen.clone() }
    }

    /// Lets the types of an orphan that are gone as well stay with it.
    fn keep_types(&self, orphan: &Object, facts: &mut Facts, orphans: &mut BTreeSet<Object>) {
        for Reference { object, .. } in self.before.references(orphan) {
            let is_type = !matches!(object.kind, Kind::Table | Kind::View);
            if let Some(fact) = self.before.get(&object).filter(|_| is_type && facts.get(&object).is_none()) {
                facts.insert(&object, fact);
                orphans.insert(object.clone());
                self.keep_types(&object, facts, orphans);
            }
        }
    }
}

/// What was seen last, under the names of now, and the tables, views and enums that have another one: rule 2.
fn renamed(last: &Snapshot, seen: &Snapshot) -> (Facts, Vec<Task>) {
    let moves = history::renamed_between((&last.catalog, &last.history), (&seen.catalog, &seen.history));
    let catalog = history::renamed(&last.catalog, &moves);
    let whole = |(old, new): &(&Object, &Object)| old.of.is_none() && history::follows(old, new);
    let task = |(old, new): (&Object, &Object)| Task {
        object: new.clone(),
        deed: Deed::Rename,
        from: Some(old.place()),
        done: true,
        why: None,
    };
    (Facts::of(&catalog), moves.iter().filter(whole).map(task).collect())
}

/// Which tasks must be done where one is: rule 5.
fn along(tasks: &BTreeMap<Object, Task>, before: &Facts, after: &Facts) -> BTreeMap<Object, BTreeSet<Object>> {
    let mut along: BTreeMap<Object, BTreeSet<Object>> = BTreeMap::new();
    for object in tasks.keys() {
        // As it becomes it needs what only becomes so; as it was, what only was so.
        let only_in = |is: &Facts, not: &Facts| {
            let found: Vec<Reference> =
                is.references(object).into_iter().filter(|to| is.has(to) && !not.has(to)).collect();
            found.into_iter().map(|reference| reference.object).filter(|object| tasks.contains_key(object))
        };
        for other in only_in(after, before) {
            along.entry(object.clone()).or_default().insert(other);
        }
        for other in only_in(before, after) {
            along.entry(other).or_default().insert(object.clone());
        }
    }
    along
}

/// Whether a pattern means an object, by its bare name or with the schema in front.
fn fits(pattern: &Pattern, object: &Object) -> bool {
    pattern.fits(&object.name) || pattern.fits(&object.place())
}

impl Snapshot {
    /// The facts that code is made from: without orphans, unless these are kept.
    pub fn of_code(&self, orphans: Orphans) -> Cow<'_, Catalog> {
        match orphans == Orphans::Keep || self.orphans.is_empty() {
            true => Cow::Borrowed(&self.catalog),
            false => Cow::Owned(self.without_orphans().catalog),
        }
    }

    /// The state without its orphans.
    pub fn without_orphans(&self) -> Self {
        let mut facts = Facts::of(&self.catalog);
        self.orphans.iter().for_each(|orphan| facts.remove(orphan));
        Self { catalog: facts.catalog(&self.catalog), orphans: BTreeSet::new(), ..self.clone() }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Add => "add",
            Self::Rename => "rename",
            Self::Change => "change",
            Self::Remove => "remove",
        })
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeededBy(by) => write!(f, "needed by {by}"),
            Self::NotChosen => f.write_str("not among --only"),
            Self::Skipped => f.write_str("--skip"),
            Self::Needs(what) => write!(f, "needs {what}, which is skipped"),
            Self::Orphan => f.write_str("an orphan stays"),
        }
    }
}

#[cfg(test)]
mod tests;
