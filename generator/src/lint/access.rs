//! The ways into a table: its keys and indexes alike, which rows each finds, and which does all that another does.
//!
//! The rules, each of which a planner confirms in the suite:
//!
//! 1. A way finds the rows in which some columns equal given values, when it is valid, its condition is met by them, its
//!    method is one for equality, its first part is one of the columns, and all of them are parts (in SQLite: the first
//!    parts). A unique way whose parts are all among the columns finds them too, for there is one row at most.
//! 2. A part counts when it is a whole column with an operator class for equality and the collation of the comparison.
//! 3. A way is needless beside another of the same method and condition when its parts are the first parts of the other,
//!    all in the same order or all in the opposite one, and what it stores beside them is in the other too. The parts
//!    of a GIN index have no order.
//! 4. A unique way is needless only beside one that lets in no more: of the same columns, unique, no later checked, and
//!    as strict about NULLs.
//! 5. Of two that are the same, a key stays before an index, a unique index before another, and then the first by name.
//! 6. Nothing is said of methods whose settings are not known (BRIN), nor of what a spatial or full-text index shares.

use super::context::{Context, Here};
use super::predicate::is_met_by_equality;
use super::server::System;
use crate::catalog::{Deferral, ForeignKey, Index, IndexKey, IndexPart, Key, Table, View};
use std::borrow::Cow;

/// A key or an index.
#[derive(Clone, Debug)]
pub(super) struct Access<'a> {
    /// Its name; keys have none on some servers.
    pub(super) name: Option<&'a str>,
    /// What it is.
    pub(super) source: Source<'a>,
    method: &'a str,
    unique: bool,
    nulls_not_distinct: bool,
    parts: Cow<'a, [IndexPart]>,
    include: &'a [String],
    predicate: Option<&'a str>,
    valid: bool,
}

/// What a way into a table is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// The primary key.
    Primary(&'a Key),
    /// A unique constraint.
    Unique(&'a Key),
    /// An index that no constraint owns.
    Index(&'a Index),
}

/// How one way is needless beside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needless {
    /// The other has the same parts.
    Same,
    /// The other goes on where it ends.
    Prefix,
}

/// All ways into a table.
pub(super) fn of_table(table: &Table) -> Vec<Access<'_>> {
    let primary = table.primary_key.iter().map(|key| Access::of_key(key, Source::Primary(key)));
    let unique = table.unique_keys.iter().map(|key| Access::of_key(key, Source::Unique(key)));
    primary.chain(unique).chain(table.indexes.iter().map(Access::of_index)).collect()
}

/// All ways into a materialized view.
pub(super) fn of_view(view: &View) -> Vec<Access<'_>> {
    view.indexes.iter().map(Access::of_index).collect()
}

/// Each way that is needless, with the one that does all that it does.
pub(super) fn needless<'s, 'a>(all: &'s [Access<'a>]) -> Vec<(&'s Access<'a>, &'s Access<'a>, Needless)> {
    let mut found = Vec::new();
    for (idx, one) in all.iter().enumerate().filter(|(_, one)| !matches!(one.source, Source::Primary(_))) {
        let others = all.iter().enumerate().filter(|(other, _)| *other != idx);
        let replaces = others.filter_map(|(_, other)| {
            let how = one.is_needless_beside(other)?;
            // By rule 5, where each would do for the other.
            let goes = other.is_needless_beside(one).is_none() || other.rank() < one.rank();
            goes.then_some((other, how))
        });
        let best = replaces.min_by_key(|(other, how)| (*how == Needless::Prefix, other.rank()));
        found.extend(best.map(|(other, how)| (one, other, how)));
    }
    found
}

impl<'a> Access<'a> {
    fn of_key(key: &'a Key, source: Source<'a>) -> Self {
        let parts = key.columns.iter().map(|name| IndexPart::plain(IndexKey::Column(name.clone()))).collect();
        Self {
            name: key.name.as_deref(),
            source,
            method: "btree",
            unique: true,
            nulls_not_distinct: key.nulls_not_distinct,
            parts: Cow::Owned(parts),
            include: &key.include,
            predicate: None,
            valid: true,
        }
    }

    fn of_index(index: &'a Index) -> Self {
        Self {
            name: Some(&index.name),
            source: Source::Index(index),
            method: &index.method,
            unique: index.unique,
            nulls_not_distinct: index.nulls_not_distinct,
            parts: Cow::Borrowed(&index.parts),
            include: &index.include,
            predicate: index.predicate.as_deref(),
            valid: index.valid,
        }
    }

    /// Whether it finds the rows that a foreign key refers from: rules 1 and 2.
    pub(super) fn finds(&self, key: &ForeignKey, (here, context): (Here<'_>, &Context<'_>)) -> bool {
        let met = self.predicate.is_none_or(|predicate| is_met_by_equality(predicate, &key.columns));
        if !self.valid || !met {
            return false;
        }
        let usable = |part: &IndexPart| self.part_of(part, key, (here, context));
        let parts: Vec<Option<usize>> = self.parts.iter().map(usable).collect();
        let all = |parts: &[Option<usize>]| (0..key.columns.len()).all(|column| parts.contains(&Some(column)));
        match self.method {
            "btree" | "" => {
                let is_gapless = context.server.system != System::Postgres;
                let leading = match is_gapless {
                    true => parts.iter().take_while(|part| part.is_some()).count(),
                    false => parts.len(),
                };
                let is_one = self.unique && parts.iter().all(Option::is_some);
                parts.first().is_some_and(Option::is_some) && (is_one || all(&parts[..leading]))
            }
            "hash" => parts.len() == 1 && all(&parts),
            "spgist" => parts.len() == 1 && all(&parts) && self.is_of_text(here),
            _ => false,
        }
    }

    /// The place in the key of the column that a part indexes, by rule 2.
    fn part_of(&self, part: &IndexPart, key: &ForeignKey, (here, context): (Here<'_>, &Context<'_>)) -> Option<usize> {
        let name = part.whole_column()?;
        let place = key.columns.iter().position(|column| column == name)?;
        let equates = part.operator_class.as_deref().is_none_or(|class| class.ends_with("_pattern_ops"));
        let own = here.table.column(name).and_then(|column| column.collation.as_deref());
        let is_compared = match context.server.system {
            // What refers is compared by the collation of what is referred to.
            System::Sqlite => {
                let theirs = context.target(key).and_then(|(_, columns)| columns.get(place)?.collation.as_deref());
                let of_part = part.collation.as_deref().or(own);
                of_part.unwrap_or("BINARY").eq_ignore_ascii_case(theirs.unwrap_or("BINARY"))
            }
            _ => part.collation.is_none(),
        };
        (equates && is_compared).then_some(place)
    }

    fn is_of_text(&self, here: Here<'_>) -> bool {
        let columns = self.parts.iter().map(|part| part.whole_column().and_then(|name| here.table.column(name)));
        let is_text = |column: &crate::catalog::Column| super::context::is_text(&column.data_type);
        columns.into_iter().all(|column| column.is_some_and(is_text))
    }

    /// Whether the other does all that it does: rules 3, 4 and 6.
    pub(super) fn is_needless_beside(&self, other: &Self) -> Option<Needless> {
        let is_alike = self.method == other.method && self.predicate == other.predicate && self.valid && other.valid;
        if !is_alike || self.parts.is_empty() {
            return None;
        }
        let how = match self.method {
            "gin" => self.is_among(other)?,
            "btree" | "" | "gist" | "hash" | "spgist" => self.is_in_front_of(other)?,
            "brin" => return None,
            _ => (self.parts == other.parts).then_some(Needless::Same)?,
        };
        let has = |name: &String| {
            other.include.contains(name) || other.parts.iter().any(|part| part.whole_column() == Some(name))
        };
        let keeps = !self.unique || (how == Needless::Same && other.lets_in_no_more_than(self));
        (keeps && self.include.iter().all(has)).then_some(how)
    }

    fn is_among(&self, other: &Self) -> Option<Needless> {
        let all = self.parts.iter().all(|part| other.parts.contains(part));
        let how = if self.parts.len() == other.parts.len() { Needless::Same } else { Needless::Prefix };
        all.then_some(how)
    }

    fn is_in_front_of(&self, other: &Self) -> Option<Needless> {
        if self.parts.len() > other.parts.len() {
            return None;
        }
        let pairs: Vec<_> = self.parts.iter().zip(other.parts.iter()).collect();
        let last = pairs.len() - 1;
        let is_like = |(idx, (one, two)): (usize, &(&IndexPart, &IndexPart))| {
            let is_long = match (one.prefix, two.prefix) {
                (one, two) if one == two => true,
                // The end of an index may hold less of a text than the other does.
                (Some(one), Some(two)) => idx == last && one < two && !self.unique,
                (Some(_), None) => idx == last && !self.unique,
                _ => false,
            };
            let is_same = one.key == two.key && one.operator_class == two.operator_class;
            is_long && is_same && one.collation == two.collation && one.nulls_moved == two.nulls_moved
        };
        let turned = |turn: bool| pairs.iter().all(|(one, two)| (one.descending != two.descending) == turn);
        let fits = pairs.iter().enumerate().all(is_like) && (turned(false) || turned(true));
        let how = if self.parts.len() == other.parts.len() { Needless::Same } else { Needless::Prefix };
        fits.then_some(how)
    }

    /// Rule 4, of two over the same columns.
    fn lets_in_no_more_than(&self, other: &Self) -> bool {
        let is_prompt = self.deferral() == Deferral::NotDeferrable || self.deferral() == other.deferral();
        let is_strict = self.nulls_not_distinct || !other.nulls_not_distinct || self.is_primary();
        self.unique && is_prompt && is_strict
    }

    fn is_primary(&self) -> bool {
        matches!(self.source, Source::Primary(_))
    }

    fn deferral(&self) -> Deferral {
        match self.source {
            Source::Primary(key) | Source::Unique(key) => key.deferral,
            Source::Index(_) => Deferral::NotDeferrable,
        }
    }

    /// Rule 5.
    fn rank(&self) -> (u8, bool, &str) {
        let kind = match self.source {
            Source::Primary(_) => 0,
            Source::Unique(_) => 1,
            Source::Index(_) => 2,
        };
        (kind, !self.unique, self.name.unwrap_or_default())
    }

    /// What messages call it.
    pub(super) fn title(&self) -> String {
        let name = self.name.map(|name| format!(" {name}")).unwrap_or_default();
        let what = match self.source {
            Source::Primary(_) => "the primary key".to_owned(),
            Source::Unique(_) => format!("the unique key{name}"),
            Source::Index(index) if index.unique => format!("the unique index{name}"),
            Source::Index(_) => format!("the index{name}"),
        };
        format!("{what} ({})", self.written())
    }

    /// Its parts, as an index names them.
    pub(super) fn written(&self) -> String {
        let part = |part: &IndexPart| {
            let text = match &part.key {
                IndexKey::Column(name) => name.clone(),
                IndexKey::Expression(text) => format!("({text})"),
            };
            if part.descending { format!("{text} DESC") } else { text }
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// The columns that its parts are, in order; nothing where one is an expression.
    pub(super) fn columns(&self) -> Option<Vec<&str>> {
        self.parts.iter().map(IndexPart::whole_column).collect()
    }

    /// The first part, where it is a column.
    pub(super) fn first(&self) -> Option<&str> {
        self.parts.first().and_then(IndexPart::whole_column)
    }

    /// Whether rows can be found by it whatever they hold.
    pub(super) fn is_whole(&self) -> bool {
        self.valid && self.predicate.is_none()
    }

    /// The condition of a partial index.
    pub(super) fn predicate(&self) -> Option<&'a str> {
        self.predicate
    }

    /// Whether it sorts.
    pub(super) fn is_sorted(&self) -> bool {
        matches!(self.method, "btree" | "")
    }
}
