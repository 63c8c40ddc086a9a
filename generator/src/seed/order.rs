//! In which order tables are filled, and when each foreign key gets its value.
//!
//! The rules:
//!
//! 1. A table comes after every table that it refers to; itself does not count.
//! 2. Where that is a circle, a table comes first whose keys into the circle may be NULL. They are NULL in its new
//!    rows, and set when all rows are there.
//! 3. Where there is none, a table comes first whose keys into the circle may be deferred: its rows refer to rows that
//!    come later in the same transaction.
//! 4. Where there is none either, no row can be made in the circle, and a diagnostic names it; unless the database does
//!    not check foreign keys while it is filled, so that any key may wait like one of rule 3.

use super::Checking;
use crate::catalog::{Catalog, Deferral, ForeignKey, QualifiedName, Table};
use std::collections::{BTreeMap, BTreeSet};

/// When a foreign key gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    /// With the row: the other row is there, or is the row itself.
    WithRow,
    /// When all rows are there; NULL until then.
    Later,
    /// With the row, which refers to one that is still to come.
    Ahead,
}

/// The tables of a catalog in order.
pub(super) struct Order {
    /// Places in the list of tables.
    pub(super) tables: Vec<usize>,
    /// For each table in the list, the timing of each of its foreign keys.
    pub(super) timings: Vec<Vec<Timing>>,
    /// The circles of rule 4, each from a table along its keys.
    pub(super) circles: Vec<Vec<usize>>,
}

/// The tables of a catalog, all schemas in one list.
pub(super) fn tables(catalog: &Catalog) -> Vec<(&str, &Table)> {
    let schemas = catalog.schemas.iter();
    schemas.flat_map(|schema| schema.tables.iter().map(|table| (schema.name.as_str(), table))).collect()
}

/// The tables of a catalog in the order in which rows are added, each after those that it refers to, as far as that can be.
pub fn filling_order(catalog: &Catalog) -> Vec<(QualifiedName, &Table)> {
    let tables = tables(catalog);
    let order = Order::of(&tables, &targets(&tables), Checking::Off);
    let named = order.tables.into_iter().filter_map(|place| tables.get(place));
    named
        .map(|(schema, table)| (QualifiedName { schema: (*schema).to_owned(), name: table.name.clone() }, *table))
        .collect()
}

/// The place of the table that each foreign key refers to; none where it is not in the list.
pub(super) fn targets(tables: &[(&str, &Table)]) -> Vec<Vec<Option<usize>>> {
    let places: BTreeMap<(&str, &str), usize> =
        tables.iter().enumerate().map(|(place, (schema, table))| ((*schema, table.name.as_str()), place)).collect();
    let target = |key: &ForeignKey| places.get(&(key.target.schema.as_str(), key.target.name.as_str())).copied();
    tables.iter().map(|(_, table)| table.foreign_keys.iter().map(target).collect()).collect()
}

/// Whether a row may leave the key out.
pub(super) fn may_be_null(table: &Table, key: &ForeignKey) -> bool {
    key.columns
        .iter()
        .any(|name| table.column(name).is_some_and(|column| column.nullable && column.generated.is_none()))
}

impl Order {
    /// The order of a catalog's tables.
    pub(super) fn of(tables: &[(&str, &Table)], targets: &[Vec<Option<usize>>], checking: Checking) -> Self {
        let timings = tables.iter().map(|(_, table)| vec![Timing::WithRow; table.foreign_keys.len()]).collect();
        let mut order = Self { tables: Vec::new(), timings, circles: Vec::new() };
        let mut graph = Graph { tables, targets, open: (0..tables.len()).collect() };
        while !graph.open.is_empty() {
            let ready: Vec<usize> = graph.open.iter().copied().filter(|table| graph.waits(*table).is_empty()).collect();
            match ready.is_empty() {
                true => order.break_circle(&mut graph, checking),
                false => order.place(&ready, &mut graph),
            }
        }
        order
    }

    fn place(&mut self, tables: &[usize], graph: &mut Graph<'_>) {
        graph.open.retain(|table| !tables.contains(table));
        self.tables.extend(tables);
    }

    /// Places one table although it waits for others, by rules 2 and 3, or all of a circle by rule 4.
    fn break_circle(&mut self, graph: &mut Graph<'_>, checking: Checking) {
        let fits = |table: usize, mark: Mark| graph.waits(table).into_iter().all(|key| graph.mark(table, key) <= mark);
        let wanted = |table: &&usize| graph.targets.iter().flatten().filter(|target| **target == Some(**table)).count();
        let null = graph.open.iter().filter(|table| fits(**table, Mark::Null)).max_by_key(wanted);
        let first = null.or_else(|| graph.open.iter().find(|table| fits(**table, Mark::Deferrable))).copied();
        let table = match (first, checking) {
            (Some(table), _) => table,
            (None, Checking::On) => {
                let circle = graph.circle();
                self.place(&circle, graph);
                return self.circles.push(circle);
            }
            (None, Checking::Off) => graph.circle().first().copied().unwrap_or_default(),
        };
        for key in graph.waits(table) {
            let later = graph.mark(table, key) == Mark::Null;
            self.timings[table][key] = if later { Timing::Later } else { Timing::Ahead };
        }
        self.place(&[table], graph);
    }
}

/// What a foreign key allows while its target has no row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Null,
    Deferrable,
    Nothing,
}

struct Graph<'a> {
    tables: &'a [(&'a str, &'a Table)],
    targets: &'a [Vec<Option<usize>>],
    /// The tables that are not placed yet.
    open: BTreeSet<usize>,
}

impl Graph<'_> {
    /// The foreign keys of a table whose target is open, but for those to itself.
    fn waits(&self, table: usize) -> Vec<usize> {
        let waits = |target: &Option<usize>| target.is_some_and(|other| other != table && self.open.contains(&other));
        self.targets[table].iter().enumerate().filter(|(_, target)| waits(target)).map(|(key, _)| key).collect()
    }

    fn mark(&self, table: usize, key: usize) -> Mark {
        let (_, facts) = self.tables[table];
        match &facts.foreign_keys[key] {
            key if may_be_null(facts, key) => Mark::Null,
            key if key.deferral != Deferral::NotDeferrable => Mark::Deferrable,
            _ => Mark::Nothing,
        }
    }

    /// A circle of keys that allow nothing. There is one when every open table waits by such a key.
    fn circle(&self) -> Vec<usize> {
        let firm = |table: usize| {
            let key = self.waits(table).into_iter().find(|key| self.mark(table, *key) == Mark::Nothing)?;
            self.targets[table][key]
        };
        let mut walk: Vec<usize> = self.open.first().copied().into_iter().collect();
        while let Some(next) = walk.last().and_then(|table| firm(*table)) {
            if let Some(start) = walk.iter().position(|table| *table == next) {
                return walk.split_off(start);
            }
            walk.push(next);
        }
        walk
    }
}
