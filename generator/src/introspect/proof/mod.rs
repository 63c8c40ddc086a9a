//! What the definition of a view proves: which of its columns are never NULL, and which of them identify a row.
//!
//! A pass over the finished catalog: it reads the definitions that are there and asks the database nothing. A proof
//! stands on the facts of the tables below and on the rules stated in the files of this folder; what no rule covers
//! may be NULL. A column that is wrongly called NOT NULL makes reading fail, so a rule that holds almost always is
//! no rule.
//!
//! 1. Views are looked at bottom-up, each definition parsed once; a view that stands on itself proves nothing.
//! 2. The columns of a definition and of its view are paired by position; another number of them proves nothing.
//! 3. A materialized view is taken as refreshed since its tables were last altered.
//! 4. Where a definition cannot be understood, the view says so in `unread`.

mod aggregate;
mod cast;
mod condition;
mod expression;
mod fact;
mod function;
mod join;
mod parse;
mod query;
mod scope;
#[cfg(test)]
mod tests;
mod world;

use crate::catalog::{Catalog, QualifiedName, View};
use crate::database::Backend;
use fact::Rows;
use query::Context;
use rayon::prelude::*;
use sqlparser::ast::{Expr, ObjectName, Query, TableFactor, Visit, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use world::World;

/// Fills in what the definitions prove: `nullable` and `origin` of the columns, `key` and `unread` of each view.
pub(super) fn settle(catalog: &mut Catalog, backend: Backend) {
    let proofs = proofs(catalog, backend);
    let views = catalog.schemas.iter_mut().flat_map(|schema| &mut schema.views);
    // A view without columns is one that its server cannot resolve either.
    for (view, proof) in views.zip(proofs).filter(|(view, _)| !view.columns.is_empty()) {
        match proof {
            Ok(rows) => write(view, &rows),
            Err(reason) => view.unread = Some(reason),
        }
    }
}

fn write(view: &mut View, rows: &Rows) {
    for (column, proved) in view.columns.iter_mut().zip(&rows.columns) {
        column.nullable = !proved.fact.not_null;
        column.origin.clone_from(&proved.origin);
    }
    let name = |&idx: &usize| view.columns.get(idx).map(|column| column.name.clone());
    // Of several keys the smallest, then the one whose columns come first.
    let key = rows.keys.iter().filter(|key| !key.is_empty()).min_by_key(|key| (key.len(), key.to_vec()));
    view.key = key.into_iter().flatten().filter_map(name).collect();
}

/// A view on the way to its proof.
struct Stage<'a> {
    view: &'a View,
    name: QualifiedName,
    query: Result<Query, String>,
    /// The views that it stands on, by their place in the list.
    below: BTreeSet<usize>,
}

/// What is proved of each view, in the order of the catalog.
fn proofs(catalog: &Catalog, backend: Backend) -> Vec<Result<Rows, String>> {
    let mut world = World::new(catalog, backend);
    let views = catalog.schemas.iter().flat_map(|schema| schema.views.iter().map(move |view| (&schema.name, view)));
    let views: Vec<_> = views.map(|(schema, view)| (view, world.stored_name(schema, &view.name))).collect();
    let places: BTreeMap<&QualifiedName, usize> =
        views.iter().enumerate().map(|(idx, (_, name))| (name, idx)).collect();
    let stages = views.par_iter().map(|(view, name)| {
        let query = parse::query(&view.definition, backend);
        let below = query.as_ref().map(|query| below(query, &world, &places)).unwrap_or_default();
        Stage { view, name: name.clone(), query, below }
    });
    let stages: Vec<Stage<'_>> = stages.collect();
    let mut proofs = vec![Err("the definition stands on itself".to_owned()); stages.len()];
    for idx in bottom_up(&stages) {
        let stage = &stages[idx];
        let proof = stage.query.as_ref().map_err(Clone::clone).and_then(|query| prove(stage, query, &world));
        if let Ok(rows) = &proof {
            world.add(stage.name.clone(), rows.clone());
        }
        proofs[idx] = proof;
    }
    proofs
}

/// The views that the query names.
fn below(query: &Query, world: &World<'_>, places: &BTreeMap<&QualifiedName, usize>) -> BTreeSet<usize> {
    let mut relations = Relations(BTreeSet::new());
    walk(query, &mut relations);
    let names = relations.0.iter().filter_map(|name| world.name_of(name));
    names.filter_map(|name| places.get(&name).copied()).collect()
}

/// Goes through a part of a statement. One walk for all visitors: it takes a compiler long.
fn walk(part: &impl Visit, visitor: &mut dyn Visitor<Break = ()>) {
    let _ = part.visit(&mut Walk(visitor));
}

struct Walk<'v>(&'v mut dyn Visitor<Break = ()>);

impl Visitor for Walk<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.0.pre_visit_query(query)
    }

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.0.post_visit_query(query)
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        self.0.pre_visit_table_factor(factor)
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.0.pre_visit_expr(expr)
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.0.post_visit_expr(expr)
    }
}

/// The names of all tables and views in a query, but not those of functions.
struct Relations(BTreeSet<ObjectName>);

impl Visitor for Relations {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, args: None, .. } = factor {
            self.0.insert(name.clone());
        }
        ControlFlow::Continue(())
    }
}

/// The places of the views, each after those that it stands on; those that stand on themselves are left out.
fn bottom_up(stages: &[Stage<'_>]) -> Vec<usize> {
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); stages.len()];
    let mut waiting: Vec<usize> = stages.iter().map(|stage| stage.below.len()).collect();
    for (idx, stage) in stages.iter().enumerate() {
        stage.below.iter().for_each(|&below| above[below].push(idx));
    }
    let mut order: Vec<usize> = (0..stages.len()).filter(|&idx| waiting[idx] == 0).collect();
    let mut next = 0;
    while let Some(&idx) = order.get(next) {
        for &above in &above[idx] {
            waiting[above] -= 1;
            order.extend((waiting[above] == 0).then_some(above));
        }
        next += 1;
    }
    order
}

fn prove(stage: &Stage<'_>, query: &Query, world: &World<'_>) -> Result<Rows, String> {
    let mut rows = Context::new(world).query(query).map_err(str::to_owned)?;
    if rows.columns.len() != stage.view.columns.len() {
        return Err("the columns of the view and of its definition cannot be paired".to_owned());
    }
    for (proved, column) in rows.columns.iter_mut().zip(&stage.view.columns) {
        proved.name = world.column_name(&column.name);
    }
    Ok(rows)
}
