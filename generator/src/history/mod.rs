//! What each migration did to the objects of a schema: made, changed, renamed and dropped them.
//!
//! Facts that no single look at a database can tell, since they lie between two looks. They are found by [`effects`]
//! around every migration that runs, kept per migration, and never worked out again: two branches that add migrations
//! add files. From all of them
//! follows what is known of an object today.
//!
//! 1. Migrations follow each other in the order of their names, which is SeaORM's order.
//! 2. What belongs to a table, view, enum or composite type comes and goes with it, and is not told besides.
//! 3. Only identity makes a rename, as `compare` proves it: no likeness of names, types or places does.
//! 4. An object's id is the name that it came into the world with, and the migration that made it. Both stay, whatever it
//!    is called later; what another object of that name is called does not touch it.

mod compare;
mod former;
mod identity;
mod items;

pub use compare::{State, effects};
pub use former::{before, follows, renamed};
pub use identity::{Identities, Identity, Proof};

use crate::catalog::Catalog;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of all migrations, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// What each did.
    pub migrations: BTreeMap<String, Effects>,
}

/// What one migration did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effects {
    /// Whether it ran where nobody saw it, so that nothing is known of it.
    #[serde(default)]
    pub unseen: bool,
    /// Objects that were not there before, as they are called after it.
    #[serde(default)]
    pub made: Vec<Object>,
    /// Objects of which anything but the name changed, as they are called after it.
    #[serde(default)]
    pub changed: Vec<Object>,
    /// Objects with another name than before.
    #[serde(default)]
    pub renamed: Vec<Rename>,
    /// Objects that are gone, as they were called before it.
    #[serde(default)]
    pub dropped: Vec<Object>,
}

/// An object of a schema, as it is called at some time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// The schema, unless it is the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table, view or type that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Its name; of a routine, with the types of what it is given in parentheses.
    pub name: String,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A table.
    Table,
    /// A view or materialized view.
    View,
    /// An enum.
    Enum,
    /// A domain.
    Domain,
    /// A composite type.
    Composite,
    /// A function or procedure.
    Routine,
    /// A column of a table or view.
    Column,
    /// A primary, unique or foreign key, or a check.
    Constraint,
    /// An index that is no constraint.
    Index,
    /// A value of an enum.
    Value,
    /// An attribute of a composite type.
    Attribute,
}

/// A rename.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// The object as it is called after it.
    #[serde(flatten)]
    pub object: Object,
    /// How it was called before.
    pub from: String,
    /// The schema that it came from, where it came from another than the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_schema: Option<String>,
}

/// What a migration did to one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The migration.
    pub migration: String,
    /// What it did.
    #[serde(flatten)]
    pub deed: Deed,
}

/// What can be done to an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Deed {
    /// It was made, by itself or with what it belongs to.
    Made,
    /// Anything but its name changed.
    Changed,
    /// It got another name.
    Renamed {
        /// What it was called, with what it belonged to.
        from: String,
    },
}

/// Where an object of today comes from.
#[derive(Clone, Debug, Default)]
struct Origin {
    /// The migration that made it, where that was seen.
    made_by: Option<String>,
    /// The first name that it is known by.
    first: Option<Object>,
}

/// What stays of an object, whatever it is called: rule 4.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id {
    /// The name it came with.
    object: Object,
    /// The migration that made it, where that was seen.
    made_by: Option<String>,
    /// The id of the table, view or type that it belongs to.
    of: Option<Box<Id>>,
}

impl History {
    /// Whether a migration is accounted for, seen or not.
    pub fn knows(&self, migration: &str) -> bool {
        self.migrations.contains_key(migration)
    }

    /// Adds what migrations did that ran together. It is told of the last of them; of the others nothing is known.
    pub fn add(&mut self, migrations: &[&str], effects: Effects) {
        let Some((last, others)) = migrations.split_last() else { return };
        self.add_unseen(others);
        self.migrations.insert((*last).to_owned(), effects);
    }

    /// Accounts for migrations that ran where nobody saw them.
    pub fn add_unseen(&mut self, migrations: &[&str]) {
        for name in migrations {
            self.migrations.insert((*name).to_owned(), Effects { unseen: true, ..Effects::default() });
        }
    }

    /// The migrations from the last to the first, each with what it did, and what an object of today was called before it and
    /// after it.
    fn back(&self, object: &Object) -> impl Iterator<Item = (&str, &Effects, (Object, Object))> {
        let mut called = object.clone();
        self.migrations.iter().rev().map(move |(migration, effects)| {
            let before = effects.before(&called);
            (migration.as_str(), effects, (before.clone(), std::mem::replace(&mut called, before)))
        })
    }

    /// What an object of today was called before, the last name first.
    pub fn former_names(&self, object: &Object) -> Vec<Object> {
        let since = self.back(object).take_while(|(_, effects, (_, called))| !effects.made.contains(called));
        let renamed = since.filter(|(_, _, (before, called))| before != called);
        renamed.map(|(_, _, (before, _))| before).collect()
    }

    /// What happened to an object of today, oldest first. What made the table or type that it belongs to made it, if nothing
    /// else did.
    pub fn timeline(&self, object: &Object) -> Vec<Event> {
        let mut events = Vec::new();
        for (migration, effects, (before, called)) in self.back(object) {
            let mut tell = |deed| events.push(Event { migration: migration.to_owned(), deed });
            if effects.changed.contains(&called) {
                tell(Deed::Changed);
            }
            let owned = effects.made.iter().any(|made| called.belongs_to(made));
            if owned || effects.made.contains(&called) {
                tell(Deed::Made);
                break;
            }
            if before.name != called.name || (before.of.is_none() && before.schema != called.schema) {
                tell(Deed::Renamed { from: before.place() });
            }
        }
        events.reverse();
        events
    }

    /// What happened to a table or type of today and to what belongs to it, oldest first: the migration, what it did, and to
    /// what, as that was called after it.
    pub fn story(&self, whole: &Object) -> Vec<(&str, Deed, Object)> {
        let mut story = Vec::new();
        for (migration, effects, (_, called)) in self.back(whole) {
            let is_own = |object: &&Object| **object == called || object.belongs_to(&called);
            let mut tell = |deed, object: &Object| story.push((migration, deed, object.clone()));
            let renamed = effects.renamed.iter().filter(|rename| is_own(&&rename.object));
            renamed.for_each(|rename| tell(Deed::Renamed { from: rename.before().place() }, &rename.object));
            effects.changed.iter().filter(is_own).for_each(|object| tell(Deed::Changed, object));
            effects.made.iter().filter(is_own).for_each(|object| tell(Deed::Made, object));
            if effects.made.contains(&called) {
                break;
            }
        }
        story.reverse();
        story
    }

    /// Everything that was renamed and not dropped since: as it was called before each rename, and as it is now.
    pub fn renamed(&self) -> Vec<(Object, Object)> {
        let mut all: Vec<(Object, Object)> = Vec::new();
        for effects in self.migrations.values() {
            all.retain(|(_, now)| !effects.dropped.iter().any(|gone| now == gone || now.belongs_to(gone)));
            all.iter_mut().for_each(|(_, now)| *now = effects.after(now));
            all.extend(effects.renamed.iter().map(|rename| (effects.before(&rename.object), rename.object.clone())));
        }
        all
    }

    /// What is known of every object that migrations made, changed or renamed, and that is still there.
    fn origins(&self) -> BTreeMap<Object, Origin> {
        let mut origins = BTreeMap::new();
        for (name, effects) in &self.migrations {
            replay(&mut origins, name, effects);
        }
        origins
    }
}

/// Every object of a catalog that has a history, sorted.
pub fn objects(catalog: &Catalog) -> Vec<Object> {
    items::items(catalog).into_keys().collect()
}

/// The objects of one state that are called otherwise in another, as they are called in each; what belongs to a table or
/// type that is called otherwise among them. Objects are the same where their ids are, as far as the migrations tell that one
/// of the two states knows and the other does not.
pub fn renamed_between(before: (&Catalog, &History), after: (&Catalog, &History)) -> BTreeMap<Object, Object> {
    let ids = |(catalog, history): (&Catalog, &History), other: &History| {
        let own = history.migrations.iter().filter(|(name, _)| !other.knows(name));
        let own = History { migrations: own.map(|(name, effects)| (name.clone(), effects.clone())).collect() };
        let origins = own.origins();
        let ids = items::items(catalog).into_keys().map(|object| (id_of(&origins, &object), object));
        ids.collect::<BTreeMap<Id, Object>>()
    };
    let (old, mut new) = (ids(before, after.1), ids(after, before.1));
    let both = old.into_iter().filter_map(|(id, object)| Some((object, new.remove(&id)?)));
    both.filter(|(old, new)| old != new).collect()
}

/// The id of an object: rule 4.
fn id_of(origins: &BTreeMap<Object, Origin>, object: &Object) -> Id {
    let origin = origins.get(object);
    let first = origin.and_then(|origin| origin.first.as_ref()).unwrap_or(object);
    let owner = object.owners().find(|owner| origins.contains_key(owner)).or_else(|| object.owners().next());
    let of = owner.map(|owner| Box::new(id_of(origins, &owner)));
    // The name and the schema of what it belongs to are told by the id of that.
    let schema = if of.is_some() { None } else { first.schema.clone() };
    let name = Object { of: None, schema, ..first.clone() };
    Id { object: name, made_by: origin.and_then(|origin| origin.made_by.clone()), of }
}

/// Goes on by one migration: what is gone goes first, by its old name; then names change, those of tables and types before
/// those of what belongs to them; then what is new is told of by its new name.
fn replay(origins: &mut BTreeMap<Object, Origin>, migration: &str, effects: &Effects) {
    for gone in &effects.dropped {
        origins.retain(|object, _| object != gone && !object.belongs_to(gone));
    }
    let (parts, wholes): (Vec<_>, Vec<_>) = effects.renamed.iter().partition(|rename| rename.object.of.is_some());
    for renames in [wholes, parts] {
        rename_all(origins, &renames);
    }
    for made in &effects.made {
        origins.insert(made.clone(), Origin { made_by: Some(migration.to_owned()), first: None });
    }
}

/// Renames at once, so that two objects may change places.
fn rename_all(origins: &mut BTreeMap<Object, Origin>, renames: &[&Rename]) {
    let befores: Vec<(Object, &Object)> = renames.iter().map(|rename| (rename.before(), &rename.object)).collect();
    let mut renamed = BTreeMap::new();
    for (object, origin) in std::mem::take(origins) {
        let own = befores.iter().find(|(before, _)| *before == object);
        let owner = befores.iter().find(|(before, _)| object.belongs_to(before));
        let moved = match (own, owner) {
            (None, Some((_, whole))) => object.part_of(whole),
            _ => object,
        };
        renamed.insert(moved, origin);
    }
    let taken: Vec<_> = befores
        .into_iter()
        .map(|(before, after)| (after.clone(), renamed.remove(&before).unwrap_or_default(), before))
        .collect();
    for (after, mut origin, before) in taken {
        origin.first.get_or_insert(before);
        renamed.insert(after, origin);
    }
    *origins = renamed;
}

impl Effects {
    /// How an object was called before, wherever it belonged.
    fn before(&self, object: &Object) -> Object {
        let own = self.renamed.iter().find(|rename| rename.object == *object);
        let called = own.map_or_else(|| object.clone(), Rename::before);
        match self.renamed.iter().find(|rename| called.belongs_to(&rename.object)) {
            Some(whole) => called.part_of(&whole.before()),
            None => called,
        }
    }

    /// How an object is called after, wherever it belongs.
    fn after(&self, object: &Object) -> Object {
        let whole = self.renamed.iter().find(|rename| object.belongs_to(&rename.before()));
        let called = whole.map_or_else(|| object.clone(), |whole| object.clone().part_of(&whole.object));
        let own = self.renamed.iter().find(|rename| rename.before() == called);
        own.map_or(called, |rename| rename.object.clone())
    }
}

impl Rename {
    /// The object as it was called before, under what it belongs to now.
    pub fn before(&self) -> Object {
        let schema = if self.object.of.is_some() { self.object.schema.clone() } else { self.from_schema.clone() };
        Object { schema, name: self.from.clone(), ..self.object.clone() }
    }
}

impl Object {
    /// Whether it is part of the other.
    pub fn belongs_to(&self, owner: &Self) -> bool {
        self.schema == owner.schema
            && self.of.as_deref() == Some(owner.name.as_str())
            && owner.of.is_none()
            && self.kind.owners().contains(&owner.kind)
    }

    /// The same part of another whole, or of one that is called otherwise.
    fn part_of(self, whole: &Self) -> Self {
        Self { schema: whole.schema.clone(), of: Some(whole.name.clone()), ..self }
    }

    /// What it could be part of.
    fn owners(&self) -> impl Iterator<Item = Self> + '_ {
        let owner =
            |kind: &Kind| Some(Self { kind: *kind, schema: self.schema.clone(), of: None, name: self.of.clone()? });
        self.kind.owners().iter().filter_map(owner)
    }

    /// The name with what it belongs to in front: `orders.status`, `app.orders`.
    pub fn place(&self) -> String {
        let parts = self.schema.iter().chain(&self.of).chain([&self.name]);
        parts.map(String::as_str).collect::<Vec<_>>().join(".")
    }
}

impl Kind {
    /// What such an object can be part of.
    fn owners(self) -> &'static [Self] {
        match self {
            Self::Column | Self::Index => &[Self::Table, Self::View],
            Self::Constraint => &[Self::Table, Self::Domain],
            Self::Value => &[Self::Enum],
            Self::Attribute => &[Self::Composite],
            _ => &[],
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Enum => "enum",
            Self::Domain => "domain",
            Self::Composite => "composite type",
            Self::Routine => "routine",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::Value => "value",
            Self::Attribute => "attribute",
        }
    }
}

#[cfg(test)]
mod tests;
