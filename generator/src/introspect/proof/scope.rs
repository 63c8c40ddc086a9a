//! The relations that a FROM clause brings together, and the finding of columns among them.
//!
//! 1. A relation on the side of an outer join that may be absent is `extended`: all its columns may be NULL at once.
//!    A condition that a column is not NULL proves that its relation is there after all.
//! 2. The columns that USING or NATURAL merge are found by their bare name before those they are merged from.
//! 3. A name that fits nothing here is looked for in the query around. One that fits twice, or that might belong to
//!    a relation of unknown columns, means nothing.

use super::fact::{Fact, Rows};
use super::world::World;
use crate::catalog::ColumnRef;
use sqlparser::ast::Ident;
use std::ops::Range;

/// The relations of one FROM clause.
pub(super) struct Scope<'s> {
    pub(super) world: &'s World<'s>,
    pub(super) sources: Vec<Source>,
    pub(super) merged: Vec<Merged>,
    /// Sets of columns that identify a row of all relations together.
    pub(super) keys: Vec<Vec<Place>>,
    /// The query around, whose columns can be used too.
    pub(super) outer: Option<&'s Scope<'s>>,
}

/// A relation of a FROM clause.
pub(super) struct Source {
    /// The schema, where the relation is a table without an alias.
    pub(super) schema: Option<String>,
    /// What its columns are qualified with.
    pub(super) label: String,
    /// Its columns; `None` for a relation of which nothing is known.
    pub(super) rows: Option<Rows>,
    /// Whether an outer join may put NULL for all of it.
    pub(super) extended: bool,
}

/// Columns that a join made one.
pub(super) struct Merged {
    pub(super) name: String,
    pub(super) fact: Fact,
    pub(super) extended: bool,
    /// The column in whose place `SELECT *` has it.
    pub(super) shown: Place,
    /// The columns that `SELECT *` leaves out.
    pub(super) hidden: Vec<Place>,
}

/// A column of a relation of a FROM clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) source: usize,
    pub(super) column: usize,
}

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A column of a relation.
    Column(Place),
    /// A merged column, by its place in the list.
    Merged(usize),
    /// Nothing of this scope.
    Nothing,
    /// It cannot be told.
    Unclear,
}

impl<'s> Scope<'s> {
    /// A scope without relations.
    pub(super) fn new(world: &'s World<'s>, outer: Option<&'s Scope<'s>>) -> Self {
        Self { world, sources: Vec::new(), merged: Vec::new(), keys: Vec::new(), outer }
    }

    /// What is proved of the column of that name, here or in the queries around.
    pub(super) fn resolve(&self, path: &[Ident]) -> Fact {
        let mut scope = self;
        loop {
            match (scope.find(path), scope.outer) {
                (Found::Nothing, Some(outer)) => scope = outer,
                (found, _) => return scope.fact(found),
            }
        }
    }

    /// Whether the name may mean a column, here or in the queries around.
    pub(super) fn knows(&self, name: &Ident) -> bool {
        let found = self.find(std::slice::from_ref(name)) != Found::Nothing;
        found || self.outer.is_some_and(|outer| outer.knows(name))
    }

    /// What is proved of what was found.
    pub(super) fn fact(&self, found: Found) -> Fact {
        match found {
            Found::Column(place) => self.column(place),
            Found::Merged(idx) => self.merged.get(idx).map_or(Fact::UNKNOWN, Merged::fact),
            Found::Nothing | Found::Unclear => Fact::UNKNOWN,
        }
    }

    /// The column of a table that was found. What a join merged is one of two.
    pub(super) fn origin(&self, found: Found) -> Option<ColumnRef> {
        let Found::Column(place) = found else { return None };
        let rows = self.sources.get(place.source)?.rows.as_ref()?;
        rows.columns.get(place.column)?.origin.clone()
    }

    /// What is proved of a column.
    pub(super) fn column(&self, place: Place) -> Fact {
        let Some(source) = self.sources.get(place.source) else { return Fact::UNKNOWN };
        let fact = source.rows.as_ref().and_then(|rows| rows.columns.get(place.column)).map(|column| column.fact);
        let fact = fact.unwrap_or(Fact::UNKNOWN);
        Fact { not_null: fact.not_null && !source.extended, ..fact }
    }

    /// What the name means in this scope alone.
    pub(super) fn find(&self, path: &[Ident]) -> Found {
        let Some((name, qualifiers)) = path.split_last() else { return Found::Unclear };
        let name = self.world.column_name(&name.value);
        if qualifiers.is_empty() {
            return self.find_bare(&name, 0..self.sources.len());
        }
        let mut sources = self.sources.iter().enumerate().filter(|(_, source)| self.fits(source, qualifiers));
        match (sources.next(), sources.next()) {
            (None, _) => Found::Nothing,
            (Some((idx, source)), None) => match source.places(idx, &name).as_slice() {
                [place] => Found::Column(*place),
                _ => Found::Unclear,
            },
            _ => Found::Unclear,
        }
    }

    /// What a name without a qualifier means among some of the relations.
    pub(super) fn find_bare(&self, name: &str, within: Range<usize>) -> Found {
        let sources = self.sources.get(within.clone()).unwrap_or_default();
        if sources.iter().any(|source| source.rows.is_none()) {
            return Found::Unclear;
        }
        let is_merged = |merged: &Merged| merged.name == name && within.contains(&merged.shown.source);
        let merged = self.merged.iter().enumerate().filter(|(_, merged)| is_merged(merged));
        let covered = |place: &Place| self.merged.iter().any(|merged| is_merged(merged) && merged.covers(*place));
        let places = sources.iter().enumerate().flat_map(|(idx, source)| source.places(within.start + idx, name));
        let places = places.filter(|place| !covered(place)).map(Found::Column);
        let mut found = merged.map(|(idx, _)| Found::Merged(idx)).chain(places);
        let has_unnamed = || sources.iter().any(Source::has_unnamed);
        match (found.next(), found.next()) {
            (None, _) if has_unnamed() => Found::Unclear,
            (None, _) => Found::Nothing,
            (Some(found), None) => found,
            _ => Found::Unclear,
        }
    }

    fn fits(&self, source: &Source, qualifiers: &[Ident]) -> bool {
        let is = |ident: &Ident, name: &str| self.world.table_name(&ident.value) == name;
        match qualifiers {
            [label] => is(label, &source.label),
            [schema, label] => is(label, &source.label) && source.schema.as_ref().is_some_and(|name| is(schema, name)),
            _ => false,
        }
    }

    /// The relation that a wildcard such as `t.*` means.
    pub(super) fn source(&self, qualifiers: &[Ident]) -> Option<usize> {
        let mut sources = self.sources.iter().enumerate().filter(|(_, source)| self.fits(source, qualifiers));
        let (idx, _) = sources.next()?;
        sources.next().is_none().then_some(idx)
    }

    /// Takes note that NULL in the column of that name is refused, if it belongs to one of these relations.
    pub(super) fn refuse_null(&mut self, path: &[Ident], within: &Range<usize>) {
        match self.find(path) {
            Found::Column(place) if within.contains(&place.source) => self.refuse_null_at(place),
            Found::Merged(idx) => {
                let merged = self.merged.get_mut(idx).filter(|merged| merged.lies_in(within));
                merged.into_iter().for_each(|merged| {
                    merged.fact.not_null = true;
                    merged.extended = false;
                });
            }
            _ => {}
        }
    }

    /// Takes note that the column is not NULL, and its relation so not absent.
    pub(super) fn refuse_null_at(&mut self, place: Place) {
        let Some(source) = self.sources.get_mut(place.source) else { return };
        source.extended = false;
        let column = source.rows.as_mut().and_then(|rows| rows.columns.get_mut(place.column));
        column.into_iter().for_each(|column| column.fact.not_null = true);
    }

    /// Takes note that the relations may all be absent.
    pub(super) fn extend(&mut self, within: &Range<usize>) {
        self.sources[within.clone()].iter_mut().for_each(|source| source.extended = true);
        let merged = self.merged.iter_mut().filter(|merged| merged.touches(within));
        merged.for_each(|merged| merged.extended = true);
    }
}

impl Source {
    /// Whether a column has a name of the server's making.
    fn has_unnamed(&self) -> bool {
        self.rows.iter().flat_map(|rows| &rows.columns).any(|column| column.name.is_empty())
    }

    /// The columns of that name.
    fn places(&self, source: usize, name: &str) -> Vec<Place> {
        let columns = self.rows.iter().flat_map(|rows| &rows.columns).enumerate();
        columns.filter(|(_, known)| known.name == name).map(|(column, _)| Place { source, column }).collect()
    }
}

impl Merged {
    fn fact(&self) -> Fact {
        Fact { not_null: self.fact.not_null && !self.extended, ..self.fact }
    }

    fn covers(&self, place: Place) -> bool {
        self.shown == place || self.hidden.contains(&place)
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.hidden.iter().chain([&self.shown])
    }

    fn lies_in(&self, within: &Range<usize>) -> bool {
        self.places().all(|place| within.contains(&place.source))
    }

    fn touches(&self, within: &Range<usize>) -> bool {
        self.places().any(|place| within.contains(&place.source))
    }
}
