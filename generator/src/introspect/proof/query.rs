//! Queries: what is proved of the rows that one returns.
//!
//! 1. UNION returns the rows of both sides, INTERSECT and EXCEPT rows of the left one.
//! 2. A WITH query is seen by those after it. One that is recursive, or that names a later one, has unknown columns.
//! 3. WHERE leaves no row for which its condition does not hold.
//! 4. Under GROUP BY every group has rows. ROLLUP, CUBE and GROUPING SETS put NULL for columns, and an aggregate
//!    without GROUP BY returns a row where there was none: see [`Grouping`].
//! 5. What identifies a row of FROM identifies a row of the query if all of it is returned; under GROUP BY so does
//!    what is grouped by. A function of PostgreSQL that is not known may return many rows for one.

use super::aggregate::{self, Grouping};
use super::condition;
use super::expression::Row;
use super::fact::{Column, Fact, Rows};
use super::scope::{Found, Place, Scope};
use super::world::World;
use crate::database::Backend;
use crate::introspect::expression::bare;
use sqlparser::ast::{
    Expr, GroupByExpr, Ident, ObjectName, OrderBy, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr,
    SetOperator, SetQuantifier, TableAlias, Values, With,
};

/// What was understood, or why nothing was.
pub(super) type Understood<T> = Result<T, &'static str>;

/// How deep queries, joins and expressions may lie in each other.
const NESTING: u32 = 120;

/// Where a query stands.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    pub(super) world: &'c World<'c>,
    /// The query around, whose columns can be used too.
    pub(super) outer: Option<&'c Scope<'c>>,
    named: Option<&'c Named<'c>>,
    depth: u32,
}

/// The WITH queries of one query.
struct Named<'n> {
    list: Vec<(String, Option<Rows>)>,
    outer: Option<&'n Named<'n>>,
}

impl<'c> Context<'c> {
    /// The context of a definition.
    pub(super) fn new(world: &'c World<'c>) -> Self {
        Self { world, outer: None, named: None, depth: 0 }
    }

    /// The same context one level deeper.
    pub(super) fn deeper(self) -> Understood<Self> {
        let depth = self.depth + 1;
        if depth < NESTING { Ok(Self { depth, ..self }) } else { Err("the definition is nested too deep") }
    }

    /// The context of a query that sees the columns of `scope`.
    pub(super) fn within<'d>(self, scope: &'d Scope<'d>) -> Context<'d>
    where
        'c: 'd,
    {
        Context { outer: Some(scope), ..self }
    }

    /// What is proved of the rows of a query.
    pub(super) fn query(self, query: &Query) -> Understood<Rows> {
        let context = self.deeper()?;
        if !query.pipe_operators.is_empty() || query.for_clause.is_some() {
            return Err("the query has a form of its own");
        }
        let order = query.order_by.as_ref();
        match &query.with {
            None => context.body(&query.body, order),
            Some(with) => {
                let named = context.named(with);
                Context { named: Some(&named), ..context }.body(&query.body, order)
            }
        }
    }

    /// Rule 2.
    fn named(self, with: &With) -> Named<'c> {
        let tables = &with.cte_tables;
        let name = |alias: &TableAlias| (self.world.table_name(&alias.name.value), None);
        let mut named = Named { list: tables.iter().map(|cte| name(&cte.alias)).collect(), outer: self.named };
        for (idx, cte) in tables.iter().enumerate() {
            let rows = Context { named: Some(&named), ..self }.query(&cte.query).ok();
            named.list[idx].1 = rows.map(|rows| self.renamed(rows, &cte.alias));
        }
        named
    }

    /// The rows of the relation of that name.
    pub(super) fn relation(self, name: &ObjectName) -> Option<Rows> {
        if let [part] = name.0.as_slice() {
            let name = self.world.table_name(&part.as_ident()?.value);
            let mut named = self.named;
            while let Some(level) = named {
                if let Some((_, rows)) = level.list.iter().find(|(known, _)| *known == name) {
                    return rows.clone();
                }
                named = level.outer;
            }
        }
        self.world.rows(name)
    }

    /// The rows with the columns named as an alias says.
    pub(super) fn renamed(self, mut rows: Rows, alias: &TableAlias) -> Rows {
        for (column, new) in rows.columns.iter_mut().zip(&alias.columns) {
            column.name = self.world.column_name(&new.name.value);
        }
        rows
    }

    fn body(self, body: &SetExpr, order: Option<&OrderBy>) -> Understood<Rows> {
        match body {
            SetExpr::Select(select) => self.select(select, order),
            SetExpr::Query(query) => self.query(query),
            SetExpr::Values(values) => self.values(values),
            SetExpr::SetOperation { .. } => self.operations(body),
            _ => Err("the query has a form of its own"),
        }
    }

    /// Rule 1. A loop to the left, for hundreds of queries may be joined so.
    fn operations(self, body: &SetExpr) -> Understood<Rows> {
        let (mut first, mut others) = (body, Vec::new());
        while let SetExpr::SetOperation { left, op, set_quantifier, right } = first {
            use SetQuantifier as By;
            if matches!(set_quantifier, By::ByName | By::AllByName | By::DistinctByName) {
                return Err("columns are paired by name");
            }
            others.push((op, right));
            first = left;
        }
        let context = self.deeper()?;
        let mut rows = context.body(first, None)?;
        for (op, right) in others.into_iter().rev() {
            if *op == SetOperator::Union {
                rows = union(rows, context.body(right, None)?)?;
            }
        }
        Ok(rows)
    }

    fn values(self, values: &Values) -> Understood<Rows> {
        let scope = Scope::new(self.world, self.outer);
        let row = Row { context: self, scope: &scope, grouping: Grouping::None };
        let mut all = values.rows.iter().map(|exprs| {
            let column = |expr| Column { name: String::new(), fact: row.fact(expr), origin: None };
            Rows { columns: exprs.content.iter().map(column).collect(), keys: Vec::new() }
        });
        let first = all.next().ok_or("VALUES without a row")?;
        let mut rows = all.try_fold(first, union)?;
        // PostgreSQL and SQLite name the columns of VALUES so; MySQL's get their names by an alias.
        for (idx, column) in rows.columns.iter_mut().enumerate() {
            column.name = format!("column{}", idx + 1);
        }
        Ok(rows)
    }

    fn select(self, select: &Select, order: Option<&OrderBy>) -> Understood<Rows> {
        if !select.lateral_views.is_empty() || !select.connect_by.is_empty() || select.exclude.is_some() {
            return Err("the query has a form of its own");
        }
        let mut scope = self.from(&select.from)?;
        if let Some(condition) = &select.selection {
            let all = 0..scope.sources.len();
            condition::refused(condition).into_iter().for_each(|path| scope.refuse_null(path, &all));
        }
        let grouping = Grouping::of(select, order, self.world);
        let row = Row { context: self, scope: &scope, grouping };
        let mut results = Vec::new();
        for item in &select.projection {
            results.extend(row.results(item)?);
        }
        let keys = row.keys(select, &results);
        let columns = results.into_iter().map(|result| result.column).collect();
        Ok(Rows { columns, keys })
    }
}

/// The rows of both.
fn union(mut left: Rows, right: Rows) -> Understood<Rows> {
    if left.columns.len() != right.columns.len() {
        return Err("the columns of a UNION cannot be paired");
    }
    for (column, other) in left.columns.iter_mut().zip(&right.columns) {
        column.fact = column.fact.or(other.fact);
        column.origin = column.origin.take().filter(|origin| other.origin.as_ref() == Some(origin));
    }
    left.keys.clear();
    Ok(left)
}

/// A column that a SELECT returns.
struct Outcome<'e> {
    column: Column,
    /// The expression; `None` for one of a wildcard.
    expression: Option<&'e Expr>,
    /// The column of FROM that it is.
    found: Found,
}

impl Row<'_> {
    /// The columns that an item of a SELECT list returns.
    fn results<'e>(&self, item: &'e SelectItem) -> Understood<Vec<Outcome<'e>>> {
        let outcome = |expression: &'e Expr, alias: Option<&Ident>| {
            let path = condition::path(bare(expression));
            let name = alias.or(path.and_then(<[Ident]>::last)).map(|name| name.value.as_str()).unwrap_or_default();
            let found = path.map_or(Found::Nothing, |path| self.scope.find(path));
            let (name, origin) = (self.scope.world.column_name(name), self.scope.origin(found));
            let column = Column { name, fact: self.result(expression), origin };
            vec![Outcome { column, expression: Some(expression), found }]
        };
        match item {
            SelectItem::UnnamedExpr(expression) => Ok(outcome(expression, None)),
            SelectItem::ExprWithAlias { expr, alias } => Ok(outcome(expr, Some(alias))),
            SelectItem::Wildcard(_) => {
                let places = (0..self.scope.sources.len()).map(|source| self.places(source));
                let places = places.collect::<Understood<Vec<_>>>()?.concat();
                Ok(places.into_iter().filter_map(|place| self.shown(place)).collect())
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                let path: Option<Vec<Ident>> = name.0.iter().map(|part| part.as_ident().cloned()).collect();
                let source = path.and_then(|path| self.scope.source(&path)).ok_or("a wildcard of an unknown table")?;
                Ok(self.places(source)?.into_iter().map(|place| self.wild(Found::Column(place), place)).collect())
            }
            _ => Err("the SELECT list has a form of its own"),
        }
    }

    fn places(&self, source: usize) -> Understood<Vec<Place>> {
        let rows = self.scope.sources[source].rows.as_ref().ok_or("a wildcard of unknown columns")?;
        Ok((0..rows.columns.len()).map(|column| Place { source, column }).collect())
    }

    /// A column of a bare wildcard; merged ones stand where the first of them does.
    fn shown(&self, place: Place) -> Option<Outcome<'static>> {
        let merged = &self.scope.merged;
        if merged.iter().any(|merged| merged.hidden.contains(&place)) {
            return None;
        }
        let merged = merged.iter().position(|merged| merged.shown == place);
        Some(self.wild(merged.map_or(Found::Column(place), Found::Merged), place))
    }

    fn wild(&self, found: Found, place: Place) -> Outcome<'static> {
        let column = self.scope.sources[place.source].rows.as_ref().and_then(|rows| rows.columns.get(place.column));
        let name = column.map(|column| column.name.clone()).unwrap_or_default();
        let fact = if self.grouping.keeps_columns() { self.scope.fact(found) } else { Fact::UNKNOWN };
        Outcome { column: Column { name, fact, origin: self.scope.origin(found) }, expression: None, found }
    }

    /// Rule 5.
    fn keys(&self, select: &Select, results: &[Outcome<'_>]) -> Vec<Vec<usize>> {
        if self.scope.world.backend == Backend::Postgres && aggregate::names_unknown_function(select, self.scope.world)
        {
            return Vec::new();
        }
        let keys: Vec<Option<Vec<usize>>> = match (&select.group_by, self.grouping) {
            (GroupByExpr::Expressions(by, _), Grouping::Groups) => {
                let position = |expr: &Expr| results.iter().position(|result| self.is_same(expr, result));
                vec![by.iter().map(position).collect()]
            }
            (_, Grouping::None) => {
                let position = |place: &Place| results.iter().position(|result| result.found == Found::Column(*place));
                self.scope.keys.iter().map(|key| key.iter().map(position).collect()).collect()
            }
            _ => Vec::new(),
        };
        let is_sure = |key: &Vec<usize>| key.iter().all(|&idx| results[idx].column.fact.not_null);
        keys.into_iter().flatten().filter(is_sure).collect()
    }

    /// Whether the expression is what this column returns.
    fn is_same(&self, expr: &Expr, result: &Outcome<'_>) -> bool {
        let found = condition::path(bare(expr)).map_or(Found::Nothing, |path| self.scope.find(path));
        let same_column = found == result.found && matches!(found, Found::Column(_) | Found::Merged(_));
        same_column || result.expression.is_some_and(|other| bare(other) == bare(expr)) && found == Found::Nothing
    }
}
