//! Whether and how a SELECT brings rows together.
//!
//! 1. GROUP BY makes groups, of which none is empty; with ROLLUP, CUBE, GROUPING SETS or an empty list it also puts
//!    NULL for what it groups by.
//! 2. An aggregate without GROUP BY makes one row of all, even where there are none: a column outside of aggregates
//!    is NULL then. So does HAVING.
//! 3. An aggregate within a subquery is of the query around if it takes columns of that alone. Where that cannot be
//!    excluded it is taken to be so.
//! 4. A function that is not the server's own may be an aggregate, unless the catalog says otherwise. PostgreSQL
//!    itself refuses columns outside of aggregates, so that nothing hangs on it there.

use super::condition;
use super::function;
use super::world::World;
use crate::database::Backend;
use sqlparser::ast::{
    Expr, Function, GroupByExpr, Ident, OrderBy, Query, Select, SetExpr, TableFactor, TableWithJoins, Visitor,
};
use std::ops::ControlFlow;

/// What becomes of the rows of a SELECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// They stay.
    None,
    /// They make groups, each of one row or more.
    Groups,
    /// All or none of them make one row.
    One,
    /// They make groups whose columns may be NULL for that reason alone.
    Sets,
}

impl Grouping {
    /// What `select` does; an ORDER BY behind it can make it aggregate.
    pub(super) fn of(select: &Select, order: Option<&OrderBy>, world: &World<'_>) -> Self {
        let is_plain = |expr: &Expr| {
            let is_set = matches!(expr, Expr::GroupingSets(_) | Expr::Cube(_) | Expr::Rollup(_) | Expr::Tuple(_));
            let name = |function: &Function| function.name.to_string().to_ascii_lowercase();
            let is_call = matches!(expr, Expr::Function(call) if ["rollup", "cube"].contains(&name(call).as_str()));
            !is_set && !is_call
        };
        match &select.group_by {
            GroupByExpr::Expressions(by, with) if by.is_empty() && with.is_empty() => {}
            GroupByExpr::Expressions(by, with) if with.is_empty() && by.iter().all(is_plain) => return Self::Groups,
            _ => return Self::Sets,
        }
        let mut search = Search { world, queries: Vec::new(), found: false };
        super::walk(&select.projection, &mut search);
        super::walk(&select.named_window, &mut search);
        order.into_iter().for_each(|order| super::walk(order, &mut search));
        if search.found || select.having.is_some() { Self::One } else { Self::None }
    }

    /// Whether a column outside of aggregates is what it was.
    pub(super) fn keeps_columns(self) -> bool {
        matches!(self, Self::None | Self::Groups)
    }
}

/// Looks for an aggregate of the outermost query.
struct Search<'w> {
    world: &'w World<'w>,
    /// The labels of the relations of each subquery that is being looked through.
    queries: Vec<Vec<Ident>>,
    found: bool,
}

impl Visitor for Search<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.queries.push(labels(query));
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.queries.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::Function(call) = expr
            && call.over.is_none()
            && self.may_aggregate(call)
            && !self.is_of_subquery(call)
        {
            self.found = true;
        }
        ControlFlow::Continue(())
    }
}

impl Search<'_> {
    fn may_aggregate(&self, call: &Function) -> bool {
        match function::own_name(call, self.world.backend) {
            Some(name) => function::is_aggregate(&name, call, self.world.backend),
            None => self.world.backend != Backend::Postgres && !self.world.is_function(&call.name),
        }
    }

    /// Rule 3.
    fn is_of_subquery(&self, call: &Function) -> bool {
        let Some(innermost) = self.queries.last() else { return false };
        let columns = columns(call);
        let is_own = |path: &Vec<Ident>| match path.as_slice() {
            [.., label, _] => innermost.iter().any(|own| own.value.eq_ignore_ascii_case(&label.value)),
            _ => false,
        };
        columns.is_empty() || columns.iter().any(is_own)
    }
}

/// The names by which a query can qualify columns of its own.
fn labels(query: &Query) -> Vec<Ident> {
    let mut labels = Vec::new();
    if let SetExpr::Select(select) = &*query.body {
        select.from.iter().for_each(|item| add_labels(item, &mut labels));
    }
    labels
}

fn add_labels(item: &TableWithJoins, labels: &mut Vec<Ident>) {
    for factor in item.joins.iter().map(|join| &join.relation).chain([&item.relation]) {
        match factor {
            TableFactor::Table { alias: Some(alias), .. } | TableFactor::Derived { alias: Some(alias), .. } => {
                labels.push(alias.name.clone());
            }
            TableFactor::Table { name, .. } => labels.extend(name.0.last().and_then(|part| part.as_ident()).cloned()),
            TableFactor::NestedJoin { table_with_joins, .. } => add_labels(table_with_joins, labels),
            _ => {}
        }
    }
}

/// The columns that a call names.
pub(super) fn columns(call: &Function) -> Vec<Vec<Ident>> {
    let mut columns = Columns(Vec::new());
    super::walk(call, &mut columns);
    columns.0
}

struct Columns(Vec<Vec<Ident>>);

impl Visitor for Columns {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.0.extend(condition::path(expr).map(<[Ident]>::to_vec));
        ControlFlow::Continue(())
    }
}

/// Whether an expression names a column outside of aggregates.
pub(super) fn names_bare_column(expr: &Expr, backend: Backend) -> bool {
    let mut bare = BareColumns { backend, aggregates: 0, found: false };
    super::walk(expr, &mut bare);
    bare.found
}

struct BareColumns {
    backend: Backend,
    /// How many aggregates the visitor is in.
    aggregates: usize,
    found: bool,
}

impl BareColumns {
    fn is_aggregate(&self, expr: &Expr) -> bool {
        let Expr::Function(call) = expr else { return false };
        let name = function::own_name(call, self.backend);
        call.over.is_none() && name.is_some_and(|name| function::is_aggregate(&name, call, self.backend))
    }
}

impl Visitor for BareColumns {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.aggregates += usize::from(self.is_aggregate(expr));
        self.found |= self.aggregates == 0 && condition::path(expr).is_some();
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.aggregates -= usize::from(self.is_aggregate(expr));
        ControlFlow::Continue(())
    }
}

/// Whether the SELECT list calls a function that is neither the server's own and known nor of the catalog.
pub(super) fn names_unknown_function(select: &Select, world: &World<'_>) -> bool {
    let mut unknown = UnknownFunctions { world, found: false };
    super::walk(&select.projection, &mut unknown);
    unknown.found
}

struct UnknownFunctions<'w> {
    world: &'w World<'w>,
    found: bool,
}

impl Visitor for UnknownFunctions<'_> {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::Function(call) = expr {
            let name = function::own_name(call, self.world.backend);
            self.found |= !name.is_some_and(|name| function::is_known(&name, call, self.world.backend));
        }
        ControlFlow::Continue(())
    }
}
