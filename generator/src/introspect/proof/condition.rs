//! What a condition that holds says about columns.
//!
//! 1. `a IS NOT NULL`, a comparison, LIKE, BETWEEN or IN with `a` on its left, and `a` itself as a condition hold
//!    for no `a` that is NULL; nor do a comparison's or a test's NOT.
//! 2. Collations, parentheses and the server's own casts make nothing but NULL of NULL.
//! 3. Of conditions joined by AND all hold. Those joined by OR say nothing here.

use crate::introspect::expression::bare;
use sqlparser::ast::{BinaryOperator, DataType, Expr, Ident, UnaryOperator};
use std::slice;

/// The names of the columns that are not NULL where the condition holds.
pub(super) fn refused(condition: &Expr) -> Vec<&[Ident]> {
    let mut columns = Vec::new();
    for condition in conjuncts(condition) {
        refused_by(condition, &mut columns);
    }
    columns
}

/// The pairs of columns that are equal where the condition holds.
pub(super) fn equal(condition: &Expr) -> Vec<(&[Ident], &[Ident])> {
    let pairs = conjuncts(condition).into_iter().filter_map(|condition| match condition {
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => Some((path(bare(left))?, path(bare(right))?)),
        _ => None,
    });
    pairs.collect()
}

/// The conditions that AND joins. A loop, for there may be thousands.
fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    let mut conjuncts = Vec::new();
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        match bare(condition) {
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => open.extend([&**right, &**left]),
            condition => conjuncts.push(condition),
        }
    }
    conjuncts
}

/// Rule 1.
fn refused_by<'e>(condition: &'e Expr, columns: &mut Vec<&'e [Ident]>) {
    match condition {
        Expr::IsNotNull(value) | Expr::Between { expr: value, .. } => columns.extend(column(value)),
        Expr::AnyOp { left, compare_op, .. } if is_comparison(compare_op) => columns.extend(column(left)),
        Expr::InSubquery { expr, negated: false, .. } => columns.extend(column(expr)),
        Expr::InList { expr, list, .. } if !list.is_empty() => columns.extend(column(expr)),
        Expr::Like { expr, pattern, .. } => columns.extend(column(expr).into_iter().chain(column(pattern))),
        Expr::BinaryOp { left, op, right } if is_comparison(op) => {
            columns.extend(column(left).into_iter().chain(column(right)));
        }
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => match bare(expr) {
            Expr::IsNull(value) => columns.extend(column(value)),
            Expr::BinaryOp { op, .. } if is_comparison(op) => refused_by(bare(expr), columns),
            expr => columns.extend(path(expr)),
        },
        condition => columns.extend(path(condition)),
    }
}

/// The column that an expression comes down to, by rule 2.
fn column(mut expression: &Expr) -> Option<&[Ident]> {
    loop {
        expression = match expression {
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => inner,
            Expr::Cast { expr: inner, data_type, .. } if !is_users_own(data_type) => inner,
            expression => return path(expression),
        }
    }
}

/// The name, when the expression is a column and nothing else.
pub(super) fn path(expression: &Expr) -> Option<&[Ident]> {
    match expression {
        Expr::Identifier(name) => Some(slice::from_ref(name)),
        Expr::CompoundIdentifier(path) => Some(path),
        _ => None,
    }
}

/// Whether the type is one that a user made: so may be the cast to it.
pub(super) fn is_users_own(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Custom(name, _) if name.0.len() > 1)
}

/// Whether the operator compares, and so gives NULL for NULL and for nothing else.
pub(super) fn is_comparison(op: &BinaryOperator) -> bool {
    use BinaryOperator as Op;
    matches!(op, Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq) || is_match(op)
}

/// Whether the operator holds a text against a pattern.
pub(super) fn is_match(op: &BinaryOperator) -> bool {
    use BinaryOperator as Op;
    let like = matches!(op, Op::PGLikeMatch | Op::PGILikeMatch | Op::PGNotLikeMatch | Op::PGNotILikeMatch);
    like || matches!(op, Op::PGRegexMatch | Op::PGRegexIMatch | Op::PGRegexNotMatch | Op::PGRegexNotIMatch)
}
