//! Hints: the values that a constraint itself names, and their neighbours.

use super::evaluate::{Value, evaluate};
use super::{each, function, name, names, pattern};
use sqlparser::ast::{BinaryOperator, Expr};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// What a column might be.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::seed) enum Hint {
    /// That number or one beside it.
    Number(f64),
    /// That text.
    Text(String),
    /// Something of that length.
    Length(usize),
    /// What another column is, or beside it.
    Like(String),
}

/// Hints for the names in an expression.
pub(super) fn hints(expression: &Expr) -> Vec<(String, Hint)> {
    let mut hints = Vec::new();
    let _ = each(expression, &mut |part| {
        for (left, right) in comparisons(part) {
            hints.extend(compared(left, part, right));
            hints.extend(compared(right, part, left));
        }
        ControlFlow::Continue(())
    });
    // Every text of the constraint may be a part of what is wanted, such as the `@` that something looks for.
    for name in names(expression) {
        let texts = texts(expression);
        let around = |text: &String| [text.clone(), format!("a{text}b.c"), text.to_lowercase(), text.to_uppercase()];
        hints.extend(texts.iter().flat_map(around).map(|text| (name.clone(), Hint::Text(text))));
    }
    hints
}

/// The pairs that a part of the expression compares.
fn comparisons(part: &Expr) -> Vec<(&Expr, &Expr)> {
    match part {
        Expr::BinaryOp { left, op, right } if !matches!(op, BinaryOperator::And | BinaryOperator::Or) => {
            vec![(left, right)]
        }
        Expr::AnyOp { left, right, .. } => vec![(left, right)],
        Expr::InList { expr, list, .. } => list.iter().map(|item| (&**expr, item)).collect(),
        Expr::Between { expr, low, high, .. } => vec![(expr, low), (expr, high)],
        Expr::Like { expr, pattern, .. } | Expr::ILike { expr, pattern, .. } => vec![(expr, pattern)],
        Expr::RLike { expr, pattern, .. } => vec![(expr, pattern)],
        _ => Vec::new(),
    }
}

/// Hints for the names in `side`, which is compared with `other` in `whole`.
fn compared(side: &Expr, whole: &Expr, other: &Expr) -> Vec<(String, Hint)> {
    let hints = match evaluate(other, &|_| Value::Unknown) {
        Value::Unknown => names(other).into_iter().map(Hint::Like).collect(),
        value => of_value(&value, side, whole),
    };
    let each = |name: String| hints.iter().map(move |hint| (name.clone(), hint.clone()));
    names(side).into_iter().flat_map(each).collect()
}

fn of_value(value: &Value, side: &Expr, whole: &Expr) -> Vec<Hint> {
    match value {
        Value::List(items) => items.iter().flat_map(|item| of_value(item, side, whole)).collect(),
        Value::Number(number) if measured(side) => lengths(*number),
        Value::Number(number) => [-1.0, 0.0, 1.0].into_iter().map(|step| Hint::Number(number + step)).collect(),
        Value::Boolean(truth) => vec![Hint::Number(f64::from(u8::from(*truth)))],
        Value::Text(text) if is_like(whole) => pattern::like_samples(text).into_iter().map(Hint::Text).collect(),
        Value::Text(text) if is_regex(whole) => pattern::samples(text).into_iter().map(Hint::Text).collect(),
        Value::Text(text) => vec![Hint::Text(text.clone())],
        _ => Vec::new(),
    }
}

fn lengths(number: f64) -> Vec<Hint> {
    let around = [number - 1.0, number, number + 1.0].into_iter().filter(|length| (0.0..10_000.0).contains(length));
    // There is no other way from a float to an integer, and this one is in range.
    around.filter_map(|length| format!("{length:.0}").parse().ok()).map(Hint::Length).collect()
}

/// Whether the expression is the length of something.
fn measured(expression: &Expr) -> bool {
    let found = each(expression, &mut |part| match part {
        Expr::Function(call) if function::parts(call).is_some_and(|(name, _)| function::measures(&name)) => {
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

fn is_like(expression: &Expr) -> bool {
    use BinaryOperator as O;
    match expression {
        Expr::Like { .. } | Expr::ILike { .. } => true,
        Expr::BinaryOp { op, .. } => {
            matches!(op, O::PGLikeMatch | O::PGILikeMatch | O::PGNotLikeMatch | O::PGNotILikeMatch)
        }
        _ => false,
    }
}

fn is_regex(expression: &Expr) -> bool {
    use BinaryOperator as O;
    match expression {
        Expr::RLike { .. } => true,
        Expr::BinaryOp { op, .. } => {
            matches!(op, O::PGRegexMatch | O::PGRegexIMatch | O::PGRegexNotMatch | O::PGRegexNotIMatch)
        }
        _ => false,
    }
}

/// Every text that the expression holds.
fn texts(expression: &Expr) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let _ = each(expression, &mut |part| {
        if name(part).is_none()
            && matches!(part, Expr::Value(_))
            && let Value::Text(text) = evaluate(part, &|_| Value::Unknown)
        {
            texts.insert(text);
        }
        ControlFlow::Continue(())
    });
    texts
}

#[cfg(test)]
mod tests {
    use super::super::Constraint;
    use super::Hint;

    fn hints(sql: &str) -> Vec<(String, Hint)> {
        Constraint::parse(sql, None).unwrap().hints()
    }

    #[test]
    fn constants_and_their_neighbours_are_named() {
        let all = hints("((a >= 1) AND (length(b) > 3) AND (c > a) AND (d ~ '^x+$'::text))");
        for (name, hint) in [
            ("a", Hint::Number(1.0)),
            ("a", Hint::Number(0.0)),
            ("b", Hint::Length(4)),
            ("c", Hint::Like("a".to_owned())),
            ("a", Hint::Like("c".to_owned())),
            ("d", Hint::Text("xxx".to_owned())),
        ] {
            assert!(all.contains(&(name.to_owned(), hint.clone())), "{name} {hint:?} in {all:?}");
        }
        assert!(hints("a = ANY (ARRAY['x'::text])").contains(&("a".to_owned(), Hint::Text("x".to_owned()))));
        assert!(hints("position('@' in e) > 1").contains(&("e".to_owned(), Hint::Text("a@b.c".to_owned()))));
    }
}
