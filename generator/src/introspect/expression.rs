//! SQL expressions as the three backends spell them, parsed once for everyone who reads meaning out of them.
//!
//! Nothing here interprets; that is `check` and `default`.

use sqlparser::ast::{Expr, Value};
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

/// The expression, when one of the dialects understands all of it.
///
/// PostgreSQL's is tried first, for it reads standard strings; a backtick or a backslash before a quote makes
/// it fail, and MySQL's takes over.
pub(super) fn parse(sql: &str) -> Option<Expr> {
    let dialects: [&dyn Dialect; 3] = [&PostgreSqlDialect {}, &MySqlDialect {}, &SQLiteDialect {}];
    dialects.into_iter().find_map(|dialect| parse_as(dialect, sql))
}

fn parse_as(dialect: &dyn Dialect, sql: &str) -> Option<Expr> {
    let mut parser = Parser::new(dialect).try_with_sql(sql).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token_ref().token == Token::EOF).then_some(expression)
}

/// The expression without the parentheses around it.
pub(super) fn bare(mut expression: &Expr) -> &Expr {
    while let Expr::Nested(inner) = expression {
        expression = inner;
    }
    expression
}

/// The content of a string literal, with or without MySQL's character set in front.
pub(super) fn string(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Value(literal) => match &literal.value {
            Value::SingleQuotedString(text)
            | Value::EscapedStringLiteral(text)
            | Value::NationalStringLiteral(text) => Some(text),
            _ => None,
        },
        Expr::Prefixed { prefix, value } if !prefix.value.eq_ignore_ascii_case("_binary") => string(value),
        _ => None,
    }
}
