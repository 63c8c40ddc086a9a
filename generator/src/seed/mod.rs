//! Rows for every table of a [`Catalog`] that its constraints accept: from a seed, always the same ones.
//!
//! The rules:
//!
//! 1. Tables are filled along their foreign keys (`order`), so that what a row refers to is there.
//! 2. The first rows of a table hold the values at the edges of its types (`value`), the third row all the NULLs it may;
//!    those after are plain, and told apart by their number.
//! 3. What CHECK constraints and domains demand is understood as far as it can be read (`check`), unique keys and
//!    foreign keys always (`draft`). Of what is not understood the database is the judge: a row that it refuses is
//!    tried again with other values.
//! 4. Generated columns, and those that the database always numbers, are never given a value.
//!
//! Pure: it makes statements and is told what became of them. Nothing is kept of a row but keys (`memory`), so that the
//! number of rows does not matter.

mod check;
mod dice;
mod draft;
mod facts;
mod kind;
mod literal;
mod memory;
mod moment;
mod order;
mod recipe;
mod special;
#[cfg(test)]
mod tests;
mod value;

pub use literal::{Dialect, Literal};
pub use order::filling_order;
pub use recipe::{Code, Recipe, Recipes, recipes};

use crate::catalog::{Catalog, QualifiedName};
use crate::diagnostic::Diagnostic;
use draft::{Bench, Draft, Turn};
use facts::{Facts, Place};
use memory::Memory;
use order::{Order, Timing};
use std::collections::VecDeque;

/// How often a row is tried before it is given up.
pub const ATTEMPTS: u32 = 12;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The number of rows in each table.
    pub rows: u64,
    /// Another seed makes other rows.
    pub seed: u64,
    /// How the database spells values.
    pub dialect: Dialect,
    /// Whether the database checks foreign keys while it is filled.
    pub checking: Checking,
}

/// Whether the database checks foreign keys while it is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checking {
    /// It does.
    On,
    /// It does not, so that a row may refer to one that comes later.
    Off,
}

/// Makes rows for the tables of one catalog.
pub struct Seeder {
    options: Options,
    facts: Vec<Facts>,
    memories: Vec<Memory>,
    order: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
}

/// A new row.
#[derive(Clone)]
pub struct Row {
    table: usize,
    draft: Draft,
}

impl Seeder {
    /// Reads what the tables ask of their rows.
    pub fn new(catalog: &Catalog, options: Options) -> Self {
        let tables = order::tables(catalog);
        let targets = order::targets(&tables);
        let order = Order::of(&tables, &targets, options.checking);
        let place = Place { catalog, dialect: options.dialect, order: &order, targets: &targets };
        let all = tables.iter().enumerate();
        let mut facts: Vec<Facts> = all.map(|(at, (schema, table))| Facts::of(at, schema, table, &place)).collect();
        await_keys(&mut facts);
        tell_parents(&mut facts);
        let name = |at: &usize| tables.get(*at).map(|(_, table)| table.name.as_str()).unwrap_or_default();
        let circle = |circle: &Vec<usize>| Diagnostic::circle_of_keys(&circle.iter().map(name).collect::<Vec<_>>());
        let filled = |at: &usize| tables.get(*at).is_some_and(|(_, table)| facts::is_filled(table));
        Self {
            memories: memories(&facts),
            diagnostics: order.circles.iter().map(circle).collect(),
            order: order.tables.into_iter().filter(filled).collect(),
            facts,
            options,
        }
    }

    /// Why some tables can have no rows.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The tables in the order in which they are filled, by the numbers that the other functions take.
    pub fn tables(&self) -> &[usize] {
        &self.order
    }

    /// The name of a table.
    pub fn name(&self, table: usize) -> Option<&QualifiedName> {
        self.facts.get(table).map(|facts| &facts.name)
    }

    /// Whether rows of the table refer to rows that come later, so that all must be made in one transaction in which
    /// foreign keys are deferred.
    pub fn looks_ahead(&self, table: usize) -> bool {
        self.facts.get(table).is_some_and(|facts| facts.links.iter().any(|link| link.timing == Timing::Ahead))
    }

    /// The row with that number, counted from zero, tried for the `attempt`th time; none when there is nothing to try.
    pub fn row(&self, table: usize, index: u64, attempt: u32) -> Option<Row> {
        let draft = self.bench(table)?.draft(Turn { seed: self.options.seed, index, attempt })?;
        (attempt < ATTEMPTS).then_some(Row { table, draft })
    }

    /// The statements that add rows, all of one table.
    pub fn insert(&self, rows: &[Row]) -> Vec<String> {
        let shape = |row: &Row| row.draft.values.iter().map(Option::is_some).collect::<Vec<_>>();
        rows.chunk_by(|a, b| shape(a) == shape(b)).filter_map(|rows| self.insert_alike(rows)).collect()
    }

    /// One statement for rows that leave out the same columns.
    fn insert_alike(&self, rows: &[Row]) -> Option<String> {
        let first = rows.first()?;
        let facts = self.facts.get(first.table)?;
        let named = facts.slots.iter().zip(&first.draft.values);
        let columns: Vec<&str> =
            named.filter(|(_, value)| value.is_some()).map(|(slot, _)| slot.name.as_str()).collect();
        let rows: Vec<Vec<&Literal>> = rows.iter().map(|row| row.draft.values.iter().flatten().collect()).collect();
        Some(self.options.dialect.insert(&facts.name, &columns, &rows))
    }

    /// What a row of the table is drafted from.
    fn bench(&self, table: usize) -> Option<Bench<'_>> {
        let facts = self.facts.get(table)?;
        Some(Bench { table, facts, all: &self.facts, memories: &self.memories, dialect: self.options.dialect })
    }

    /// What a row takes of each unique key.
    fn taken(&self, row: &Row) -> Vec<Option<String>> {
        let bench = self.bench(row.table);
        let uniques = bench.iter().flat_map(|bench| bench.facts.uniques.iter().map(move |unique| (bench, unique)));
        uniques.map(|(bench, unique)| bench.taken(unique, &row.draft)).collect()
    }

    /// Takes note that a row is about to be added with others, so that none of them takes what is its own.
    pub fn reserve(&mut self, row: &Row) {
        let taken = self.taken(row);
        if let Some(memory) = self.memories.get_mut(row.table) {
            memory.reserve(&taken);
        }
    }

    /// Takes note that a row is in the database, so that others can refer to it.
    pub fn accept(&mut self, row: &Row) {
        let Some((facts, count)) =
            self.facts.get(row.table).zip(self.memories.get(row.table).map(|memory| memory.count))
        else {
            return;
        };
        let taken = self.taken(row);
        let value = |column: &String| {
            let given = facts.slot(column).and_then(|at| row.draft.values.get(at).cloned().flatten());
            let name = facts.name.clone();
            given.unwrap_or_else(|| Literal::Given { table: name, column: column.clone(), place: count })
        };
        if let Some(memory) = self.memories.get_mut(row.table) {
            let values = memory.columns.iter().map(value).collect();
            memory.keep(values, &taken);
        }
    }

    /// The statements that set foreign keys which had to wait until all rows were there. Each may be refused.
    pub fn later(&self) -> impl Iterator<Item = String> {
        self.order.iter().flat_map(|table| self.later_of(*table))
    }

    fn later_of(&self, table: usize) -> impl Iterator<Item = String> {
        let facts = self.facts.get(table);
        let links = facts.into_iter().flat_map(|facts| facts.links.iter().map(move |link| (facts, link)));
        let waiting = links.filter(|(_, link)| link.timing == Timing::Later);
        let rows = self.memories.get(table).map_or(0, |memory| memory.rows.len());
        waiting
            .flat_map(move |(facts, link)| (0..rows).filter_map(move |row| self.refer_later(table, (facts, link), row)))
    }

    /// The statement after which a row refers to some row of the target.
    fn refer_later(&self, table: usize, (facts, link): (&Facts, &facts::Link), row: usize) -> Option<String> {
        let (own, target) = (self.memories.get(table)?, self.memories.get(link.target?)?);
        // One row in four goes on referring to nothing.
        if row % 4 == 3 || facts.key.is_empty() {
            return None;
        }
        let parent = row.checked_rem(target.rows.len())?;
        let slots = link.slots.iter().zip(&link.target_columns);
        let change = |(at, column): (&usize, &String)| {
            Some((facts.slots.get(*at)?.name.as_str(), target.value(parent, column)?))
        };
        let changes: Vec<(&str, &Literal)> = slots.map(change).collect::<Option<_>>()?;
        let key = facts.key.iter().map(|column| Some((column.as_str(), own.value(row, column)?)));
        Some(self.options.dialect.update(&facts.name, &changes, &key.collect::<Option<Vec<_>>>()?))
    }

    /// The statements after which the database's own numbers go on above those that were given.
    pub fn finish(&self) -> Vec<String> {
        let advance = |facts: &Facts| {
            let statements =
                facts.sequences.iter().filter_map(|column| self.options.dialect.advance(&facts.name, column));
            statements.collect::<Vec<_>>()
        };
        self.order.iter().filter_map(|table| self.facts.get(*table)).flat_map(advance).collect()
    }

    /// All statements one after the other, `batch` rows in each, for a database that refuses none.
    pub fn statements(mut self, batch: u64) -> impl Iterator<Item = String> {
        let mut tables = self.order.clone().into_iter();
        let mut current = tables.next().map(|table| (table, 0));
        let mut ready = VecDeque::new();
        std::iter::from_fn(move || {
            while ready.is_empty() {
                let (table, index) = current?;
                ready.extend(self.batch(table, index, batch));
                let next = index.saturating_add(batch);
                current =
                    if next < self.options.rows { Some((table, next)) } else { tables.next().map(|table| (table, 0)) };
                if current.is_none() {
                    ready.extend(self.later().chain(self.finish()).collect::<Vec<_>>());
                }
            }
            ready.pop_front()
        })
    }

    /// The next rows of a table, taken as accepted.
    fn batch(&mut self, table: usize, index: u64, batch: u64) -> Vec<String> {
        let mut rows = Vec::new();
        for index in index..self.options.rows.min(index.saturating_add(batch)) {
            if let Some(row) = self.row(table, index, 0) {
                self.accept(&row);
                rows.push(row);
            }
        }
        self.insert(&rows)
    }
}

/// Marks the columns that rows refer to before they are there.
fn await_keys(facts: &mut [Facts]) {
    let ahead = facts.iter().flat_map(|facts| facts.links.iter().filter(|link| link.timing == Timing::Ahead));
    let awaited: Vec<(usize, String)> = ahead
        .flat_map(|link| link.target_columns.iter().filter_map(|column| Some((link.target?, column.clone()))))
        .collect();
    for (table, column) in awaited {
        if let Some(facts) = facts.get_mut(table)
            && let Some(at) = facts.slot(&column)
            && let Some(slot) = facts.slots.get_mut(at)
        {
            slot.awaited = true;
        }
    }
}

/// Gives keys the values that rows referring to them are restricted to, so that there are parents for those rows.
fn tell_parents(facts: &mut [Facts]) {
    let demands = |facts: &Facts| {
        let links = facts.links.iter();
        let pairs = links.flat_map(|link| link.slots.iter().zip(&link.target_columns).map(|pair| (link.target, pair)));
        let demand = |(target, (at, column)): (Option<usize>, (&usize, &String))| {
            Some((target?, column.clone(), facts.slots.get(*at)?.demands()))
        };
        pairs.filter_map(demand).collect::<Vec<_>>()
    };
    let demands: Vec<(usize, String, Vec<Literal>)> = facts.iter().flat_map(demands).collect();
    for (table, column, values) in demands {
        if let Some(facts) = facts.get_mut(table)
            && let Some(at) = facts.slot(&column)
            && let Some(slot) = facts.slots.get_mut(at)
        {
            let new: Vec<Literal> = values.into_iter().filter(|value| !slot.edges.contains(value)).collect();
            slot.edges.splice(0..0, new);
        }
    }
}

/// A memory for each table: the columns that others refer to, and those that find a row to change later.
fn memories(facts: &[Facts]) -> Vec<Memory> {
    let mut memories: Vec<Memory> = facts.iter().map(|_| Memory::default()).collect();
    let mut keep = |table: usize, columns: &[String], alone: bool| {
        if let Some(memory) = memories.get_mut(table) {
            let new: Vec<String> = columns.iter().filter(|column| !memory.columns.contains(*column)).cloned().collect();
            memory.columns.extend(new);
            memory.alone |= alone;
        }
    };
    for (table, facts) in facts.iter().enumerate() {
        for link in &facts.links {
            if let Some(target) = link.target {
                keep(target, &link.target_columns, link.alone);
            }
            if link.timing == Timing::Later {
                keep(table, &facts.key, false);
            }
        }
    }
    memories
}
