//! CHECK constraints, as far as they are understood: whether a row satisfies one, and which values might.
//!
//! Understanding is never needed, for the database has the last word; it saves asking it. What is not understood
//! counts as satisfied.

mod evaluate;
mod function;
mod mine;
mod pattern;

use super::literal::Literal;
use evaluate::{Value, evaluate};
pub(super) use mine::Hint;
use sqlparser::ast::{Expr, visit_expressions};
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// One constraint.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    expression: Expr,
    /// The columns that it speaks of.
    pub(super) columns: BTreeSet<String>,
    /// The column that `VALUE` stands for in the constraint of a domain.
    value: Option<String>,
}

impl Constraint {
    /// The constraint, when it can be read; `value` is the column of a domain.
    pub(super) fn parse(sql: &str, value: Option<&str>) -> Option<Self> {
        // What MySQL lists escapes the quotes once more.
        let expression = parse(sql).or_else(|| parse(&sql.replace("\\'", "'")))?;
        let columns = names(&expression).into_iter().map(|name| subject(&name, value).to_owned()).collect();
        Some(Self { expression, columns, value: value.map(str::to_owned) })
    }

    /// Whether a row breaks the constraint for certain.
    pub(super) fn is_broken(&self, row: &dyn Fn(&str) -> Option<Literal>) -> bool {
        let column = |name: &str| row(subject(name, self.value.as_deref())).map_or(Value::Unknown, Value::of);
        evaluate(&self.expression, &column) == Value::Boolean(false)
    }

    /// The expression's value for a row as a text that is the same for the same value; none when nobody knows.
    pub(super) fn text(&self, row: &dyn Fn(&str) -> Option<Literal>) -> Option<String> {
        let column = |name: &str| row(subject(name, self.value.as_deref())).map_or(Value::Unknown, Value::of);
        match evaluate(&self.expression, &column) {
            Value::Unknown => None,
            value => Some(format!("{value:?}")),
        }
    }

    /// What the columns might be, by the constants that the constraint compares them with.
    pub(super) fn hints(&self) -> Vec<(String, Hint)> {
        let hints = mine::hints(&self.expression);
        hints.into_iter().map(|(name, hint)| (subject(&name, self.value.as_deref()).to_owned(), hint)).collect()
    }
}

/// The column that a name stands for.
fn subject<'a>(name: &'a str, value: Option<&'a str>) -> &'a str {
    value.filter(|_| name.eq_ignore_ascii_case("value")).unwrap_or(name)
}

fn parse(sql: &str) -> Option<Expr> {
    let dialects: [&dyn Dialect; 3] = [&PostgreSqlDialect {}, &MySqlDialect {}, &SQLiteDialect {}];
    dialects.into_iter().find_map(|dialect| Parser::new(dialect).try_with_sql(sql).ok()?.parse_expr().ok())
}

/// The names in an expression, the last part of each.
fn names(expression: &Expr) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let _ = each(expression, &mut |expression| {
        names.extend(name(expression).map(str::to_owned));
        ControlFlow::Continue(())
    });
    names
}

/// Looks at an expression and all in it, until `look` breaks off. One walk for all who look: it takes a compiler long.
fn each(expression: &Expr, look: &mut dyn FnMut(&Expr) -> ControlFlow<()>) -> ControlFlow<()> {
    visit_expressions(expression, look)
}

/// The column that an expression is.
fn name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Identifier(name) => Some(&name.value),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(sql: &str, row: &[(&str, Literal)]) -> bool {
        let constraint = Constraint::parse(sql, None).unwrap_or_else(|| panic!("{sql}"));
        constraint.is_broken(&|name| row.iter().find(|(column, _)| *column == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn constraints_are_judged_as_the_databases_do() {
        let number = |n: i32| Literal::number(n);
        let text = |text: &str| Literal::text(text);
        let cases: &[(&str, Literal, bool)] = &[
            ("((a >= 1) AND (a <= 5))", number(6), true),
            ("((a >= 1) AND (a <= 5))", number(5), false),
            ("((a >= 1) AND (a <= 5))", Literal::Null, false),
            ("(a >= '-40'::integer)", number(-41), true),
            ("a BETWEEN 1 AND 3", number(4), true),
            ("((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))", text("z"), true),
            ("(upper((a)::text) = ANY (ARRAY['W'::text, 'S'::text]))", text("w"), false),
            ("a in ('x', 'y')", text("y"), false),
            ("(char_length((a)::text) <= 3)", text("four"), true),
            ("(octet_length(a) = 2)", Literal::Bytes(vec![1, 2]), false),
            ("(octet_length(a) = 2)", Literal::Bytes(vec![1]), true),
            ("((a)::text ~ '^[a-z]+@[a-z]+$'::text)", text("x"), true),
            ("((a)::text ~* '^X'::text)", text("xy"), false),
            ("((a)::text ~~ 'ab%'::text)", text("abc"), false),
            ("(a !~~ 'ab%'::text)", text("abc"), true),
            ("a REGEXP '^[0-9]+$'", text("1x"), true),
            ("(btrim(a) <> ''::text)", text("  "), true),
            ("(POSITION(('@'::text) IN (a)) > 1)", text("@x"), true),
            ("(a = lower(a))", text("X"), true),
            ("((a % (2)::bigint) = 0)", number(3), true),
            ("(COALESCE(a, 0) > 0)", Literal::Null, true),
            ("((a IS NULL) OR (length(a) > 0))", text(""), true),
            ("(a IS NOT NULL)", Literal::Null, true),
            ("CASE WHEN a > 0 THEN a < 10 ELSE true END", number(11), true),
            ("(NOT a)", Literal::Boolean(true), true),
            ("(a <@ something(b))", number(1), false),
            ("json_valid(`a`)", text("{}"), false),
        ];
        for (sql, value, expected) in cases {
            assert_eq!(broken(sql, &[("a", value.clone())]), *expected, "{sql} of {value:?}");
        }
    }

    #[test]
    fn columns_are_compared_with_each_other() {
        let row = [("from", Literal::text("2024-02-01")), ("to", Literal::text("2024-01-01")), ("n", Literal::Null)];
        assert!(broken("((\"to\" >= \"from\") OR (\"to\" IS NULL))", &row));
        assert!(!broken("(\"from\" > \"to\")", &row));
        assert!(broken("(num_nonnulls(\"from\", \"to\", n) = 1)", &row));
        assert!(broken("((\"from\" IS NULL) <> (n IS NOT NULL) AND \"from\" IS NULL)", &row));
    }

    #[test]
    fn a_domain_speaks_of_its_column() {
        let constraint = Constraint::parse("((VALUE >= 1901) AND (VALUE <= 2155))", Some("year")).unwrap();
        assert_eq!(constraint.columns.iter().collect::<Vec<_>>(), ["year"]);
        assert!(constraint.is_broken(&|_| Some(Literal::number(1900))));
        assert!(constraint.hints().iter().all(|(name, _)| name == "year"));
    }
}
