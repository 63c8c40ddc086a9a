//! What the condition of a partial index asks of a row, as far as it matters here: whether a look-up by equality meets it,
//! and whether it leaves out what is deleted.
//!
//! A condition that is not understood asks for something unknown, so that nothing is claimed of it.

use sqlparser::ast::{BinaryOperator, Expr, Ident, UnaryOperator, Value};
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

/// Whether every row meets the condition in which all of these columns equal some value, and so are not NULL.
///
/// Servers see that of `c IS NOT NULL`, and of what AND and OR make of such; they know no more, as that 5 is more than 3
/// where the 5 is a parameter.
pub(super) fn is_met_by_equality(predicate: &str, columns: &[String]) -> bool {
    parse(predicate).is_some_and(|expression| is_met(&expression, columns))
}

fn is_met(expression: &Expr, columns: &[String]) -> bool {
    match expression {
        Expr::Nested(inner) => is_met(inner, columns),
        Expr::IsNotNull(inner) => column(inner).is_some_and(|ident| columns.iter().any(|name| is_name(ident, name))),
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => match bare(expr) {
            Expr::IsNull(inner) => column(inner).is_some_and(|ident| columns.iter().any(|name| is_name(ident, name))),
            _ => false,
        },
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => is_met(left, columns) && is_met(right, columns),
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => is_met(left, columns) || is_met(right, columns),
        Expr::Value(value) => matches!(value.value, Value::Boolean(true)),
        _ => false,
    }
}

/// Whether only rows meet the condition in which the column is NULL.
pub(super) fn asks_for_null(predicate: &str, name: &str) -> bool {
    parse(predicate).is_some_and(|expression| {
        any_conjunct(&expression, &|conjunct| match conjunct {
            Expr::IsNull(inner) => column(inner).is_some_and(|ident| is_name(ident, name)),
            _ => false,
        })
    })
}

/// The columns that the condition asks not to be NULL, beside whatever else.
pub(super) fn asks_for_not_null(predicate: &str, name: &str) -> bool {
    parse(predicate).is_some_and(|expression| {
        any_conjunct(&expression, &|conjunct| match conjunct {
            Expr::IsNotNull(inner) => column(inner).is_some_and(|ident| is_name(ident, name)),
            _ => false,
        })
    })
}

/// Whether the condition is that the column is not NULL, and nothing else.
pub(super) fn is_not_null(predicate: &str, name: &str) -> bool {
    parse(predicate).is_some_and(|expression| match bare(&expression) {
        Expr::IsNotNull(inner) => column(inner).is_some_and(|ident| is_name(ident, name)),
        _ => false,
    })
}

fn any_conjunct(expression: &Expr, holds: &dyn Fn(&Expr) -> bool) -> bool {
    match bare(expression) {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            any_conjunct(left, holds) || any_conjunct(right, holds)
        }
        conjunct => holds(conjunct),
    }
}

/// Whether the expression names the column; one that is not understood is searched as text.
pub(super) fn mentions(expression: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    expression.split(|c| !is_part(c)).any(|word| word.eq_ignore_ascii_case(name))
}

fn parse(sql: &str) -> Option<Expr> {
    let dialects: [&dyn Dialect; 3] = [&PostgreSqlDialect {}, &MySqlDialect {}, &SQLiteDialect {}];
    dialects.into_iter().find_map(|dialect| {
        let mut parser = Parser::new(dialect).try_with_sql(sql).ok()?;
        let expression = parser.parse_expr().ok()?;
        (parser.peek_token_ref().token == Token::EOF).then_some(expression)
    })
}

fn bare(mut expression: &Expr) -> &Expr {
    while let Expr::Nested(inner) = expression {
        expression = inner;
    }
    expression
}

fn column(expression: &Expr) -> Option<&Ident> {
    match bare(expression) {
        Expr::Identifier(ident) => Some(ident),
        Expr::CompoundIdentifier(parts) => parts.last(),
        _ => None,
    }
}

fn is_name(ident: &Ident, name: &str) -> bool {
    match ident.quote_style {
        Some(_) => ident.value == name,
        None => ident.value.eq_ignore_ascii_case(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_equality_proves_is_met() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let met = ["(a IS NOT NULL)", "((a IS NOT NULL) AND (b IS NOT NULL))", "(a IS NOT NULL) OR (c = 1)", "true"];
        for predicate in met.into_iter().chain(["NOT (a IS NULL)", "\"a\" IS NOT NULL"]) {
            assert!(is_met_by_equality(predicate, &columns), "{predicate}");
        }
        for predicate in ["(c IS NOT NULL)", "(a > 0)", "(a IS NULL)", "(a IS NOT NULL) AND (c IS NULL)", "false", "?"]
        {
            assert!(!is_met_by_equality(predicate, &columns), "{predicate}");
        }
        assert!(!is_met_by_equality("\"A\" IS NOT NULL", &columns));
    }

    #[test]
    fn what_is_asked_for_beside_others_is_seen() {
        assert!(asks_for_null("((deleted_at IS NULL) AND (active = true))", "deleted_at"));
        assert!(!asks_for_null("((deleted_at IS NULL) OR (active = true))", "deleted_at"));
        assert!(!asks_for_null("(deleted_at IS NOT NULL)", "deleted_at"));
        assert!(asks_for_not_null("(a IS NOT NULL) AND (b = 1)", "a"));
        assert!(mentions("COALESCE(deleted_at, 'epoch')", "deleted_at") && !mentions("undeleted_at", "deleted_at"));
    }
}
