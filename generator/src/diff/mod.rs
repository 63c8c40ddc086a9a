//! Two states of a schema → what changed, and what that means for code that uses the entity crate.
//!
//! Pure: facts and decisions of both states in, changes out. Where the states come from is not known here.
//!
//! What each change means:
//!
//! 1. **Breaking**: code that compiled may not compile any more. What is gone, called otherwise in Rust, of another type,
//!    an `Option` or none any more; a column that every new row must be given; a value of an enum, since a `match` over
//!    it is no longer whole; another key; a relation that leads elsewhere or to another number of rows.
//! 2. **Additive**: there is more to use, and whatever compiled still does. A new table, view, routine or relation; a
//!    column that new rows may be made without. Of code that writes a whole `Model` out, this is not true.
//! 3. **Doc-only**: not one name or type differs. Comments, the database's own type under the same Rust type, defaults,
//!    conditions, actions, indexes, the query of a view.
//! 4. What belongs to a table or view that came or went is not told besides.
//! 5. An object is what it was while it has the same name, or was renamed by a migration that one of the states knows. Any
//!    other one with another name is one that went and one that came. The name in the database is no part of the code, so
//!    that a rename is doc-only by itself; what it does to names in Rust is told besides.
//! 6. A relation that leads where one led that is gone, by the same columns, is that one under another name.

mod items;
mod tell;

pub use tell::{github, line, markdown};

use crate::catalog::Catalog;
use crate::history::{self, History, Kind as ObjectKind, Object};
use crate::model::{Model, Names};
use items::{Item, Items, items};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What changed between two states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The least that the version of the entity crate has to rise by.
    pub verdict: Verdict,
    /// The changes, by the object they are of.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The object: `orders`, `orders.status`, with the schema in front unless it is the default one.
    pub place: String,
    /// What it is.
    pub what: What,
    /// What happened to it.
    pub kind: Kind,
    /// How it was, where one thing of it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What that means.
    pub impact: Impact,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A table.
    Table,
    /// A view or materialized view.
    View,
    /// A column of either.
    Column,
    /// A primary, unique or foreign key, a check or an index.
    Constraint,
    /// A finder of the repository, from a key or an index.
    Finder,
    /// A relation of the entity, from the foreign key of either side.
    Relation,
    /// An enum.
    Enum,
    /// A value of an enum.
    Value,
    /// A newtype of a domain or key.
    Newtype,
    /// A composite type.
    Composite,
    /// A function that calls a routine.
    Routine,
}

/// What happens to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is called otherwise in the database.
    Renamed,
    /// It is called otherwise in Rust.
    Name,
    /// It has another Rust type, or other arguments.
    Type,
    /// NULL came or went.
    Nullability,
    /// A new row must be given it, or need not any more.
    Required,
    /// The database computes it, or does not any more.
    Computed,
    /// It is made of other columns, or leads to other rows.
    Key,
    /// Nothing that Rust sees: the database's own type, a default, a condition, an action, a query.
    Definition,
    /// Its comment.
    Comment,
}

/// What a change means for code that uses the entity crate. See the head of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Rule 3.
    DocOnly,
    /// Rule 2.
    Additive,
    /// Rule 1.
    Breaking,
}

/// The part of a version, by the rules of semantic versioning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing changed.
    #[default]
    None,
    /// Doc-only changes.
    Patch,
    /// Additive changes.
    Minor,
    /// Breaking changes.
    Major,
}

impl Changes {
    /// How many changes mean that.
    pub fn count(&self, impact: Impact) -> usize {
        self.changes.iter().filter(|change| change.impact == impact).count()
    }
}

impl From<Impact> for Verdict {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::DocOnly => Self::Patch,
            Impact::Additive => Self::Minor,
            Impact::Breaking => Self::Major,
        }
    }
}

/// A schema at one time.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// The facts.
    pub catalog: &'a Catalog,
    /// What is decided about the code.
    pub model: &'a Model,
    /// What migrations did until then.
    pub history: &'a History,
    /// What code called the objects, where that was written down; otherwise it is as the model says.
    pub names: &'a Names,
}

/// What changed from one state to another.
pub fn changes(before: State<'_>, after: State<'_>) -> Changes {
    let moves = Moves::between(before, after);
    let before = moves.followed(items::called(items(before.catalog, before.model, &moves), before.names));
    let after = items::called(items(after.catalog, after.model, &Moves::default()), after.names);
    let before = renamed_relations(before, &after);
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut changes = moves.told();
    for key in keys {
        let (place, what) = key;
        let told = |kind, impact| Change { place: place.clone(), what: *what, kind, before: None, after: None, impact };
        match (before.get(key), after.get(key)) {
            (Some(old), Some(new)) => changes.extend(facets(old, new).map(|(kind, impact, before, after)| Change {
                before: Some(before),
                after: Some(after),
                ..told(kind, impact)
            })),
            (None, Some(new)) if owner_is_in(new, &before) => changes.push(told(Kind::Added, new.added)),
            (Some(old), None) if owner_is_in(old, &after) => changes.push(told(Kind::Removed, old.removed)),
            _ => {}
        }
    }
    changes.sort_by(|a, b| (&a.place, a.what, a.kind).cmp(&(&b.place, b.what, b.kind)));
    let verdict = changes.iter().map(|change| change.impact).max().map(Verdict::from).unwrap_or_default();
    Changes { verdict, changes }
}

/// The objects of before, relations under the names that they have now: rule 6.
fn renamed_relations(mut before: Items, after: &Items) -> Items {
    let way = |item: &Item| (item.owner.clone(), item.facets.get(&Kind::Key).cloned());
    let only_in = |items: &Items, others: &Items| {
        let mut by_way: BTreeMap<_, Vec<(String, What)>> = BTreeMap::new();
        let relations = items.iter().filter(|((_, what), _)| *what == What::Relation);
        for (key, item) in relations.filter(|(key, _)| !others.contains_key(*key)) {
            by_way.entry(way(item)).or_default().push(key.clone());
        }
        by_way
    };
    let (gone, come) = (only_in(&before, after), only_in(after, &before));
    for (way, olds) in gone {
        if let ([old], Some([new])) = (olds.as_slice(), come.get(&way).map(Vec::as_slice))
            && let Some(item) = before.remove(old)
        {
            before.insert(new.clone(), item);
        }
    }
    before
}

/// Objects of before that are called otherwise now: rule 5.
#[derive(Debug, Default)]
struct Moves {
    /// The places, before and now.
    places: BTreeMap<(String, What), String>,
    /// Those whose own name differs, and not only that of what they belong to: place now, before.
    renamed: Vec<(String, What, String)>,
}

impl Moves {
    fn between(before: State<'_>, after: State<'_>) -> Self {
        let mut moves = Self::default();
        let states = ((before.catalog, before.history), (after.catalog, after.history));
        for (old, new) in history::renamed_between(states.0, states.1) {
            let Some(what) = what(&new) else { continue };
            moves.places.insert((old.place(), what), new.place());
            if old.name != new.name || (new.of.is_none() && old.schema != new.schema) {
                moves.renamed.push((new.place(), what, old.place()));
            }
        }
        moves
    }

    fn told(&self) -> Vec<Change> {
        let told = |(place, what, before): &(String, What, String)| Change {
            place: place.clone(),
            what: *what,
            kind: Kind::Renamed,
            before: Some(before.clone()),
            after: None,
            impact: Impact::DocOnly,
        };
        self.renamed.iter().map(told).collect()
    }

    /// Where an object is now.
    fn now(&self, place: &str, what: What, owner: Option<&(String, What)>) -> String {
        if let Some(now) = self.places.get(&(place.to_owned(), what)) {
            return now.clone();
        }
        // What has no history of its own, such as a relation, is where what it belongs to is.
        let owner = owner.and_then(|owner| Some((&owner.0, self.places.get(owner)?)));
        match owner.and_then(|(old, now)| Some((now, place.strip_prefix(old)?))) {
            Some((now, rest)) => format!("{now}{rest}"),
            None => place.to_owned(),
        }
    }

    /// The objects of before under the names of now.
    fn followed(&self, items: Items) -> Items {
        let follow = |((place, what), mut item): ((String, What), Item)| {
            let now = self.now(&place, what, item.owner.as_ref());
            item.owner = item.owner.map(|(place, what)| (self.now(&place, what, None), what));
            ((now, what), item)
        };
        items.into_iter().map(follow).collect()
    }
}

/// What changes call it.
fn what(object: &Object) -> Option<What> {
    Some(match object.kind {
        ObjectKind::Table => What::Table,
        ObjectKind::View => What::View,
        ObjectKind::Enum => What::Enum,
        ObjectKind::Domain => What::Newtype,
        ObjectKind::Routine => What::Routine,
        ObjectKind::Column => What::Column,
        ObjectKind::Constraint | ObjectKind::Index => What::Constraint,
        ObjectKind::Value => What::Value,
        ObjectKind::Composite | ObjectKind::Attribute => return None,
    })
}

/// Rule 4.
fn owner_is_in(item: &Item, items: &BTreeMap<(String, What), Item>) -> bool {
    item.owner.as_ref().is_none_or(|owner| items.contains_key(owner))
}

/// What of one object differs.
fn facets(old: &Item, new: &Item) -> impl Iterator<Item = (Kind, Impact, String, String)> {
    let kinds: BTreeSet<Kind> = old.facets.keys().chain(new.facets.keys()).copied().collect();
    let text = |item: &Item, kind: Kind| item.facets.get(&kind).cloned().unwrap_or_default();
    let differ: Vec<_> = kinds
        .into_iter()
        .map(|kind| (kind, text(old, kind), text(new, kind)))
        .filter(|(_, before, after)| before != after)
        .map(|(kind, before, after)| (kind, impact(kind, &after), before, after))
        .collect();
    differ.into_iter()
}

/// Rules 1 to 3, for what of an object differs.
fn impact(kind: Kind, after: &str) -> Impact {
    match kind {
        Kind::Required if after == items::NOT_REQUIRED => Impact::Additive,
        Kind::Computed if after == items::NOT_COMPUTED => Impact::Additive,
        Kind::Definition | Kind::Comment => Impact::DocOnly,
        _ => Impact::Breaking,
    }
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::DocOnly => "doc-only",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Finder => "finder",
            Self::Relation => "relation",
            Self::Enum => "enum",
            Self::Value => "value",
            Self::Newtype => "newtype",
            Self::Composite => "composite type",
            Self::Routine => "routine",
        })
    }
}

impl fmt::Display for Change {
    /// One line: `column orders.note: type String → i32`. Names from the database are as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, kind, before, after, .. } = self;
        let word = match kind {
            Kind::Added => return write!(f, "{what} {place}: added"),
            Kind::Removed => return write!(f, "{what} {place}: removed"),
            Kind::Renamed => {
                return write!(f, "{what} {place}: renamed from {}", before.as_deref().unwrap_or_default());
            }
            Kind::Name => "name in Rust",
            Kind::Type => "type",
            Kind::Nullability => "NULL",
            Kind::Required => "in new rows",
            Kind::Computed => "value",
            Kind::Key => "columns",
            Kind::Definition => "definition",
            Kind::Comment => "comment",
        };
        let shown = |text: &Option<String>| match text.as_deref() {
            None | Some("") => "none".to_owned(),
            Some(text) => text.to_owned(),
        };
        write!(f, "{what} {place}: {word} {} → {}", shown(before), shown(after))
    }
}

#[cfg(test)]
mod tests;
