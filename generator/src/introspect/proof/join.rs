//! The FROM clause of a query → the relations in its [`Scope`].
//!
//! 1. LEFT JOIN may leave the relations on its right absent, RIGHT JOIN those on its left, FULL JOIN both.
//! 2. The condition of an inner join holds for all its rows. That of a LEFT JOIN holds wherever the right side is
//!    there, that of a RIGHT JOIN wherever the left side is.
//! 3. A merged column of USING or NATURAL is that of the side that is always there; of an inner join it is not NULL;
//!    of a FULL JOIN it is not NULL when neither column is.
//! 4. To SQLite a comma is a join like any other, so that a RIGHT JOIN reaches over it.
//! 5. What identified a row of one side identifies a row of the join, when the other side is joined by an equation
//!    of whole numbers or UUIDs with all of one of its keys, and when the one side is always there.
//! 6. A function in a FROM clause, and anything else that is not a table or a query, has unknown columns.

use super::condition;
use super::fact::{Fact, Kind, Rows};
use super::query::{Context, Understood};
use super::scope::{Found, Merged, Place, Scope, Source};
use crate::database::Backend;
use sqlparser::ast::{
    Expr, Ident, Join, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableWithJoins,
};
use std::ops::Range;

/// The relations that one or more parts of a FROM clause brought, and what identifies a row of them together.
struct Side {
    range: Range<usize>,
    keys: Vec<Vec<Place>>,
}

/// The sides that a join may leave absent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absent {
    Neither,
    Left,
    Right,
    Either,
}

impl<'c> Context<'c> {
    /// The scope of a FROM clause.
    pub(super) fn from(self, from: &[TableWithJoins]) -> Understood<Scope<'c>> {
        let mut scope = Scope::new(self.world, self.outer);
        for (idx, item) in from.iter().enumerate() {
            let commas_join = self.world.backend == Backend::Sqlite;
            let start = if commas_join { 0 } else { scope.sources.len() };
            let side = self.item(&mut scope, item, start)?;
            scope.keys = if idx == 0 { side.keys } else { Vec::new() };
        }
        Ok(scope)
    }

    /// One part of a FROM clause. The left side of its joins begins at the relation `start`.
    fn item(self, scope: &mut Scope<'c>, item: &TableWithJoins, start: usize) -> Understood<Side> {
        let mut left = self.factor(scope, &item.relation)?;
        left.range.start = start;
        for join in &item.joins {
            let right = self.factor(scope, &join.relation)?;
            left = self.join(scope, (left, right), join)?;
        }
        Ok(left)
    }

    fn factor(self, scope: &mut Scope<'c>, factor: &TableFactor) -> Understood<Side> {
        let start = scope.sources.len();
        let source = match factor {
            TableFactor::NestedJoin { table_with_joins, alias: None } => {
                return self.deeper()?.item(scope, table_with_joins, start);
            }
            TableFactor::Table { name, alias, args, version, .. } => {
                let is_table = args.is_none() && version.is_none();
                self.table(name, alias.as_ref(), is_table.then(|| self.relation(name)).flatten())?
            }
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                let context = if *lateral { self.within(scope) } else { self };
                let rows = context.query(subquery).ok();
                labelled(alias.as_ref(), rows, self)
            }
            other => labelled(Some(alias_of(other).ok_or("a relation has no name")?), None, self),
        };
        let rows = source.rows.as_ref();
        let keys = rows.into_iter().flat_map(|rows| &rows.keys);
        let place = |&column: &usize| Place { source: start, column };
        let keys = keys.map(|key| key.iter().map(place).collect()).collect();
        scope.sources.push(source);
        Ok(Side { range: start..start + 1, keys })
    }

    fn table(self, name: &ObjectName, alias: Option<&TableAlias>, rows: Option<Rows>) -> Understood<Source> {
        if alias.is_some() {
            return Ok(labelled(alias, rows, self));
        }
        let mut parts = name.0.iter().rev().map(|part| part.as_ident());
        let label = parts.next().flatten().ok_or("a table has a name of an unknown form")?;
        let schema = parts.next().flatten().map(|schema| self.world.table_name(&schema.value));
        // SQLite lets a column be qualified with the schema even where its table is not.
        let schema = schema.or_else(|| (self.world.backend == Backend::Sqlite).then(|| "main".to_owned()));
        Ok(Source { schema, label: self.world.table_name(&label.value), rows, extended: false })
    }

    fn join(self, scope: &mut Scope<'c>, (left, right): (Side, Side), join: &Join) -> Understood<Side> {
        let (absent, constraint) = shape(&join.join_operator)?;
        let range = left.range.start..right.range.end;
        let holds = match absent {
            Absent::Neither => range.clone(),
            Absent::Left => left.range.clone(),
            Absent::Right => right.range.clone(),
            Absent::Either => 0..0,
        };
        let mut pairs = Vec::new();
        match constraint {
            JoinConstraint::On(condition) => {
                let refused = condition::refused(condition);
                refused.into_iter().for_each(|path| scope.refuse_null(path, &holds));
                pairs = pairs_of(scope, condition);
                extend(scope, absent, (&left, &right));
            }
            JoinConstraint::Using(names) => {
                let names: Option<Vec<&Ident>> = names.iter().map(|name| name.0.first()?.as_ident()).collect();
                let names = names.ok_or("a USING clause has a form of its own")?;
                let names = names.into_iter().map(|name| self.world.column_name(&name.value)).collect();
                pairs = merge(scope, absent, (&left, &right), names)?;
            }
            JoinConstraint::Natural => {
                let names = common_names(scope, &left, &right)?;
                pairs = merge(scope, absent, (&left, &right), names)?;
            }
            JoinConstraint::None => extend(scope, absent, (&left, &right)),
        }
        let keys = keys(scope, absent, (left, right), &pairs);
        Ok(Side { range, keys })
    }
}

/// Rule 1 for an operator, with its condition.
fn shape(operator: &JoinOperator) -> Understood<(Absent, &JoinConstraint)> {
    match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::CrossJoin(constraint)
        | JoinOperator::StraightJoin(constraint) => Ok((Absent::Neither, constraint)),
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => Ok((Absent::Right, constraint)),
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => Ok((Absent::Left, constraint)),
        JoinOperator::FullOuter(constraint) => Ok((Absent::Either, constraint)),
        _ => Err("a join is of an unknown kind"),
    }
}

fn extend(scope: &mut Scope<'_>, absent: Absent, (left, right): (&Side, &Side)) {
    if matches!(absent, Absent::Left | Absent::Either) {
        scope.extend(&left.range);
    }
    if matches!(absent, Absent::Right | Absent::Either) {
        scope.extend(&right.range);
    }
}

/// The equations of a condition whose both sides are columns of this scope.
fn pairs_of(scope: &Scope<'_>, condition: &Expr) -> Vec<(Place, Place)> {
    let pairs = condition::equal(condition).into_iter();
    let pairs = pairs.filter_map(|(a, b)| match (scope.find(a), scope.find(b)) {
        (Found::Column(a), Found::Column(b)) => Some((a, b)),
        _ => None,
    });
    pairs.collect()
}

/// The names that NATURAL joins by.
fn common_names(scope: &Scope<'_>, left: &Side, right: &Side) -> Understood<Vec<String>> {
    let sources = scope.sources[left.range.start..right.range.end].iter();
    if sources.into_iter().any(|source| source.rows.is_none()) {
        return Err("a NATURAL JOIN with a relation of unknown columns");
    }
    let right_sources = scope.sources[right.range.clone()].iter();
    let names = right_sources.filter_map(|source| source.rows.as_ref()).flat_map(|rows| &rows.columns);
    let mut common: Vec<String> = Vec::new();
    for column in names {
        let on_left = scope.find_bare(&column.name, left.range.clone()) != Found::Nothing;
        if on_left && !column.name.is_empty() && !common.contains(&column.name) {
            common.push(column.name.clone());
        }
    }
    Ok(common)
}

/// Rule 3 for each name; the pairs of columns that are merged.
fn merge(
    scope: &mut Scope<'_>,
    absent: Absent,
    sides: (&Side, &Side),
    names: Vec<String>,
) -> Understood<Vec<(Place, Place)>> {
    let mut found = Vec::new();
    for name in names {
        let left = scope.find_bare(&name, sides.0.range.clone());
        let Found::Column(right) = scope.find_bare(&name, sides.1.range.clone()) else {
            return Err("a column of a USING clause cannot be told");
        };
        let (left_fact, right_fact) = (scope.fact(left), scope.column(right));
        let fact = match absent {
            Absent::Neither => Fact::sure(left_fact.kind),
            Absent::Right => left_fact,
            Absent::Left => right_fact,
            Absent::Either => left_fact.or(right_fact),
        };
        found.push((name, left, right, fact));
    }
    extend(scope, absent, sides);
    let mut pairs = Vec::new();
    for (name, left, right, fact) in found {
        if absent == Absent::Neither {
            scope.refuse_null_at(right);
        }
        match left {
            Found::Column(shown) => {
                if absent == Absent::Neither {
                    scope.refuse_null_at(shown);
                }
                pairs.push((shown, right));
                scope.merged.push(Merged { name, fact, extended: false, shown, hidden: vec![right] });
            }
            Found::Merged(idx) => {
                let merged = &mut scope.merged[idx];
                (merged.fact, merged.extended) = (fact, false);
                merged.hidden.push(right);
            }
            Found::Nothing | Found::Unclear => return Err("a column of a USING clause cannot be told"),
        }
    }
    Ok(pairs)
}

/// Rule 5.
fn keys(scope: &Scope<'_>, absent: Absent, (left, right): (Side, Side), pairs: &[(Place, Place)]) -> Vec<Vec<Place>> {
    let mut keys = Vec::new();
    if matches!(absent, Absent::Neither | Absent::Right) && is_matched(scope, &right, &left, pairs) {
        keys.extend(left.keys.clone());
    }
    if matches!(absent, Absent::Neither | Absent::Left) && is_matched(scope, &left, &right, pairs) {
        keys.extend(right.keys);
    }
    keys
}

/// Whether at most one row of `side` is joined to each of the `other`.
fn is_matched(scope: &Scope<'_>, side: &Side, other: &Side, pairs: &[(Place, Place)]) -> bool {
    let kind = |place: Place| scope.column(place).kind;
    let is_exact = |place: Place| matches!(kind(place), Kind::Integer | Kind::Uuid);
    let is_partner = |place: Place, partner: Place| {
        other.range.contains(&partner.source) && is_exact(place) && kind(place) == kind(partner)
    };
    let is_equated = |place: &Place| {
        pairs.iter().any(|&(a, b)| (a == *place && is_partner(a, b)) || (b == *place && is_partner(b, a)))
    };
    side.keys.iter().any(|key| !key.is_empty() && key.iter().all(is_equated))
}

/// A relation under its alias, which may name the columns anew.
fn labelled(alias: Option<&TableAlias>, rows: Option<Rows>, context: Context<'_>) -> Source {
    let label = alias.map(|alias| context.world.table_name(&alias.name.value)).unwrap_or_default();
    let rows = rows.map(|rows| match alias {
        Some(alias) => context.renamed(rows, alias),
        None => rows,
    });
    Source { schema: None, label, rows, extended: false }
}

/// The alias of a relation of rule 6.
fn alias_of(factor: &TableFactor) -> Option<&TableAlias> {
    match factor {
        TableFactor::TableFunction { alias, .. }
        | TableFactor::Function { alias, .. }
        | TableFactor::UNNEST { alias, .. }
        | TableFactor::JsonTable { alias, .. }
        | TableFactor::XmlTable { alias, .. }
        | TableFactor::NestedJoin { alias, .. } => alias.as_ref(),
        _ => None,
    }
}
