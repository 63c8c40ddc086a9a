//! The value of an expression for a row, with NULL and with not knowing.
//!
//! Numbers are floating point and texts are compared letter by letter: near enough to choose values by.

use super::function;
use super::pattern;
use crate::seed::literal::Literal;
use sqlparser::ast::{BinaryOperator, CaseWhen, DataType, Expr, UnaryOperator};
use std::cmp::Ordering;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// A byte string of that length.
    Bytes(usize),
    List(Vec<Value>),
    /// What nobody here knows.
    Unknown,
}

/// Gives the value of a column.
pub(super) type Row<'a> = &'a dyn Fn(&str) -> Value;

impl Value {
    pub(super) fn of(literal: Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Boolean(truth) => Self::Boolean(truth),
            Literal::Number(digits) => digits.parse().map_or(Self::Unknown, Self::Number),
            Literal::Text(text) => Self::Text(text),
            Literal::Bytes(bytes) => Self::Bytes(bytes.len()),
            Literal::Shape { .. } | Literal::Given { .. } => Self::Unknown,
        }
    }

    /// As a number, where it is one or its text is.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Boolean(truth) => Some(f64::from(u8::from(*truth))),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// As a truth value; databases without such take numbers.
    pub(super) fn truth(&self) -> Self {
        match self {
            Self::Number(number) => Self::Boolean(*number != 0.0),
            Self::Boolean(_) | Self::Null => self.clone(),
            _ => Self::Unknown,
        }
    }
}

/// The expression's value.
pub(super) fn evaluate(expression: &Expr, row: Row<'_>) -> Value {
    let of = |expression: &Expr| evaluate(expression, row);
    match expression {
        Expr::Nested(inner) | Expr::Collate { expr: inner, .. } | Expr::Prefixed { value: inner, .. } => of(inner),
        Expr::Identifier(name) if name.quote_style.is_none() && name.value.to_lowercase().starts_with("current_") => {
            Value::Unknown
        }
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => super::name(expression).map_or(Value::Unknown, row),
        Expr::Value(literal) => constant(&literal.value),
        Expr::TypedString(typed) => constant(&typed.value.value),
        Expr::Cast { expr, data_type, .. } => cast(of(expr), data_type),
        Expr::UnaryOp { op, expr } => unary(*op, of(expr)),
        Expr::BinaryOp { left, op, right } => binary(&of(left), op, &of(right)),
        Expr::IsNull(inner) => is_null(&of(inner)),
        Expr::IsNotNull(inner) => unary(UnaryOperator::Not, is_null(&of(inner))),
        Expr::IsTrue(inner) => is(&of(inner), true),
        Expr::IsFalse(inner) => is(&of(inner), false),
        Expr::IsNotTrue(inner) => unary(UnaryOperator::Not, is(&of(inner), true)),
        Expr::IsNotFalse(inner) => unary(UnaryOperator::Not, is(&of(inner), false)),
        Expr::IsDistinctFrom(a, b) => unary(UnaryOperator::Not, same(&of(a), &of(b))),
        Expr::IsNotDistinctFrom(a, b) => same(&of(a), &of(b)),
        Expr::Array(array) => Value::List(array.elem.iter().map(of).collect()),
        Expr::Tuple(items) => Value::List(items.iter().map(of).collect()),
        Expr::Case { operand, conditions, else_result, .. } => {
            case(operand.as_deref(), conditions, else_result.as_deref(), row)
        }
        _ => listed(expression, row).or_else(|| patterned(expression, row)).unwrap_or_else(|| call(expression, row)),
    }
}

/// What compares with several values.
fn listed(expression: &Expr, row: Row<'_>) -> Option<Value> {
    let of = |expression: &Expr| evaluate(expression, row);
    Some(match expression {
        Expr::InList { expr, list, negated } => {
            let any = any(&of(expr), &BinaryOperator::Eq, &Value::List(list.iter().map(of).collect()));
            not_if(*negated, any)
        }
        Expr::AnyOp { left, compare_op, right, .. } => any(&of(left), compare_op, &of(right)),
        Expr::Between { expr, negated, low, high } => {
            let value = of(expr);
            let (above, below) =
                (binary(&value, &BinaryOperator::GtEq, &of(low)), binary(&value, &BinaryOperator::LtEq, &of(high)));
            not_if(*negated, binary(&above, &BinaryOperator::And, &below))
        }
        _ => return None,
    })
}

/// What compares with a pattern.
fn patterned(expression: &Expr, row: Row<'_>) -> Option<Value> {
    let of = |expression: &Expr| evaluate(expression, row);
    let (negated, matched) = match expression {
        Expr::Like { negated, expr, pattern, .. } => (negated, pattern::like(&of(expr), &of(pattern), "")),
        Expr::ILike { negated, expr, pattern, .. } => (negated, pattern::like(&of(expr), &of(pattern), "(?i)")),
        Expr::RLike { negated, expr, pattern, .. } => (negated, pattern::matches(&of(expr), &of(pattern), "(?i)")),
        _ => return None,
    };
    Some(not_if(*negated, matched))
}

fn call(expression: &Expr, row: Row<'_>) -> Value {
    let of = |expression: &Expr| evaluate(expression, row);
    match expression {
        Expr::Position { expr, r#in } => function::call("position", &[of(expr), of(r#in)]),
        Expr::Trim { expr, trim_what: None, .. } => function::call("btrim", &[of(expr)]),
        Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
            let length = substring_for.as_ref().map(|length| of(length));
            let arguments: Vec<Value> = [of(expr), of(from)].into_iter().chain(length).collect();
            function::call("substr", &arguments)
        }
        Expr::Function(call) => match function::parts(call) {
            Some((name, arguments)) => function::call(&name, &arguments.into_iter().map(of).collect::<Vec<_>>()),
            None => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

fn constant(value: &sqlparser::ast::Value) -> Value {
    use sqlparser::ast::Value as V;
    match value {
        V::Number(digits, _) => digits.parse().map_or(Value::Unknown, Value::Number),
        V::SingleQuotedString(text) | V::EscapedStringLiteral(text) | V::DoubleQuotedString(text) => {
            Value::Text(text.clone())
        }
        V::NationalStringLiteral(text) => Value::Text(text.clone()),
        V::Boolean(truth) => Value::Boolean(*truth),
        V::Null => Value::Null,
        _ => Value::Unknown,
    }
}

fn cast(value: Value, data_type: &DataType) -> Value {
    let name = data_type.to_string().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    match value {
        Value::Text(text) if has(&["int", "bigint", "smallint", "numeric", "decimal", "double", "real"]) => {
            text.parse().map_or(Value::Unknown, Value::Number)
        }
        Value::Text(text) if has(&["bool"]) => match text.as_str() {
            "t" | "true" => Value::Boolean(true),
            "f" | "false" => Value::Boolean(false),
            _ => Value::Unknown,
        },
        // An interval is no text to compare with.
        Value::Text(_) if has(&["interval", "tsvector", "json"]) => Value::Unknown,
        value => value,
    }
}

fn unary(operator: UnaryOperator, value: Value) -> Value {
    match (operator, value.truth(), value.number()) {
        (UnaryOperator::Not, Value::Boolean(truth), _) => Value::Boolean(!truth),
        (UnaryOperator::Not, Value::Null, _) => Value::Null,
        (UnaryOperator::Minus, _, Some(number)) => Value::Number(-number),
        (UnaryOperator::Plus, _, Some(number)) => Value::Number(number),
        (_, Value::Null, _) => Value::Null,
        _ => Value::Unknown,
    }
}

fn not_if(negated: bool, value: Value) -> Value {
    if negated { unary(UnaryOperator::Not, value) } else { value }
}

/// The value of `left operator right`.
pub(super) fn binary(left: &Value, operator: &BinaryOperator, right: &Value) -> Value {
    use BinaryOperator as O;
    match operator {
        O::And => both(left.truth(), right.truth(), false),
        O::Or => both(left.truth(), right.truth(), true),
        _ if *left == Value::Null || *right == Value::Null => Value::Null,
        _ if *left == Value::Unknown || *right == Value::Unknown => Value::Unknown,
        O::Eq | O::NotEq | O::Lt | O::LtEq | O::Gt | O::GtEq => compared(left, operator, right),
        O::Plus | O::Minus | O::Multiply | O::Divide | O::Modulo => computed(left, operator, right),
        O::StringConcat => match (left, right) {
            (Value::Text(left), Value::Text(right)) => Value::Text(format!("{left}{right}")),
            _ => Value::Unknown,
        },
        O::PGRegexMatch => pattern::matches(left, right, ""),
        O::PGRegexIMatch => pattern::matches(left, right, "(?i)"),
        O::PGRegexNotMatch => not_if(true, pattern::matches(left, right, "")),
        O::PGRegexNotIMatch => not_if(true, pattern::matches(left, right, "(?i)")),
        O::PGLikeMatch => pattern::like(left, right, ""),
        O::PGILikeMatch => pattern::like(left, right, "(?i)"),
        O::PGNotLikeMatch => not_if(true, pattern::like(left, right, "")),
        O::PGNotILikeMatch => not_if(true, pattern::like(left, right, "(?i)")),
        _ => Value::Unknown,
    }
}

/// AND, whose `decisive` value is false, or OR, whose is true.
fn both(left: Value, right: Value, decisive: bool) -> Value {
    let decided = Value::Boolean(decisive);
    match (&left, &right) {
        _ if left == decided || right == decided => decided,
        (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        _ => Value::Boolean(!decisive),
    }
}

fn compared(left: &Value, operator: &BinaryOperator, right: &Value) -> Value {
    let Some(order) = order(left, right) else { return Value::Unknown };
    Value::Boolean(match operator {
        BinaryOperator::Eq => order == Ordering::Equal,
        BinaryOperator::NotEq => order != Ordering::Equal,
        BinaryOperator::Lt => order == Ordering::Less,
        BinaryOperator::LtEq => order != Ordering::Greater,
        BinaryOperator::Gt => order == Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Bytes(_) | Value::List(_), _) | (_, Value::Bytes(_) | Value::List(_)) => None,
        _ => left.number()?.partial_cmp(&right.number()?),
    }
}

fn computed(left: &Value, operator: &BinaryOperator, right: &Value) -> Value {
    // A date is no number, whatever is added to it.
    let (Some(left), Some(right)) = (left.number(), right.number()) else { return Value::Unknown };
    Value::Number(match operator {
        BinaryOperator::Plus => left + right,
        BinaryOperator::Minus => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide if right != 0.0 => left / right,
        BinaryOperator::Modulo if right != 0.0 => left % right,
        _ => return Value::Unknown,
    })
}

fn any(value: &Value, operator: &BinaryOperator, list: &Value) -> Value {
    let Value::List(items) = list else { return Value::Unknown };
    let each = items.iter().map(|item| binary(value, operator, item));
    each.fold(Value::Boolean(false), |any, one| both(any, one, true))
}

fn is_null(value: &Value) -> Value {
    match value {
        Value::Unknown => Value::Unknown,
        value => Value::Boolean(*value == Value::Null),
    }
}

fn is(value: &Value, truth: bool) -> Value {
    match value.truth() {
        Value::Unknown => Value::Unknown,
        value => Value::Boolean(value == Value::Boolean(truth)),
    }
}

fn same(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
        (Value::Null, _) | (_, Value::Null) => Value::Boolean(left == right),
        _ => binary(left, &BinaryOperator::Eq, right),
    }
}

fn case(operand: Option<&Expr>, conditions: &[CaseWhen], otherwise: Option<&Expr>, row: Row<'_>) -> Value {
    for CaseWhen { condition, result } in conditions {
        let met = match operand {
            None => evaluate(condition, row).truth(),
            Some(operand) => binary(&evaluate(operand, row), &BinaryOperator::Eq, &evaluate(condition, row)),
        };
        match met {
            Value::Boolean(true) => return evaluate(result, row),
            Value::Unknown => return Value::Unknown,
            _ => {}
        }
    }
    otherwise.map_or(Value::Null, |otherwise| evaluate(otherwise, row))
}
