//! The functions that CHECK constraints like to call.

use super::evaluate::{Value, binary};
use sqlparser::ast::{BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

/// The name of the function that is called, in lower case, and its arguments.
pub(super) fn parts(call: &Function) -> Option<(String, Vec<&Expr>)> {
    let name = call.name.0.last()?.to_string().trim_matches(['"', '`']).to_ascii_lowercase();
    let FunctionArguments::List(list) = &call.args else { return None };
    let argument = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expression)) => Some(expression),
        _ => None,
    };
    Some((name, list.args.iter().map(argument).collect::<Option<_>>()?))
}

/// Whether the function measures its argument.
pub(super) fn measures(name: &str) -> bool {
    matches!(name, "length" | "char_length" | "character_length" | "octet_length" | "array_length" | "cardinality")
}

/// What a call gives.
pub(super) fn call(name: &str, arguments: &[Value]) -> Value {
    match name {
        "coalesce" | "ifnull" => return coalesce(arguments),
        "if" | "iif" => return chosen(arguments),
        "num_nonnulls" | "num_nulls" => return count(arguments, name == "num_nulls"),
        _ if arguments.contains(&Value::Unknown) => return Value::Unknown,
        _ if arguments.contains(&Value::Null) => return Value::Null,
        _ => {}
    }
    match (name, arguments) {
        (name, [Value::Bytes(length)]) if measures(name) => whole(*length),
        ("octet_length", [Value::Text(text)]) => whole(text.len()),
        ("array_length" | "cardinality", _) => Value::Unknown,
        (name, [Value::Text(text)]) if measures(name) => whole(text.chars().count()),
        ("lower" | "lcase", [Value::Text(text)]) => Value::Text(text.to_lowercase()),
        ("upper" | "ucase", [Value::Text(text)]) => Value::Text(text.to_uppercase()),
        ("trim" | "btrim", [Value::Text(text)]) => Value::Text(text.trim_matches(' ').to_owned()),
        ("ltrim", [Value::Text(text)]) => Value::Text(text.trim_start_matches(' ').to_owned()),
        ("rtrim", [Value::Text(text)]) => Value::Text(text.trim_end_matches(' ').to_owned()),
        ("abs", [value]) => value.number().map_or(Value::Unknown, |number| Value::Number(number.abs())),
        ("mod", [left, right]) => binary(left, &BinaryOperator::Modulo, right),
        ("position", [Value::Text(part), Value::Text(text)]) => place(text, part),
        ("strpos" | "instr", [Value::Text(text), Value::Text(part)]) => place(text, part),
        ("starts_with", [Value::Text(text), Value::Text(part)]) => Value::Boolean(text.starts_with(part.as_str())),
        ("left", [text, length]) => cut(text, Some(1.0), length.number()),
        ("substr" | "substring", [text, from]) => cut(text, from.number(), None),
        ("substr" | "substring", [text, from, length]) => cut(text, from.number(), length.number()),
        _ => Value::Unknown,
    }
}

fn coalesce(arguments: &[Value]) -> Value {
    arguments.iter().find(|value| **value != Value::Null).cloned().unwrap_or(Value::Null)
}

/// The second argument where the first is true, else the third.
fn chosen(arguments: &[Value]) -> Value {
    let [condition, then, otherwise] = arguments else { return Value::Unknown };
    match condition.truth() {
        Value::Boolean(true) => then.clone(),
        Value::Boolean(false) | Value::Null => otherwise.clone(),
        _ => Value::Unknown,
    }
}

fn count(arguments: &[Value], nulls: bool) -> Value {
    if arguments.contains(&Value::Unknown) {
        return Value::Unknown;
    }
    whole(arguments.iter().filter(|value| (**value == Value::Null) == nulls).count())
}

fn whole(number: usize) -> Value {
    u32::try_from(number).map_or(Value::Unknown, |number| Value::Number(number.into()))
}

/// The place of a part in a text, from one; zero when it is not there.
fn place(text: &str, part: &str) -> Value {
    let before = text.find(part).and_then(|at| text.get(..at));
    before.map_or(Value::Number(0.0), |before| whole(before.chars().count() + 1))
}

fn cut(text: &Value, from: Option<f64>, length: Option<f64>) -> Value {
    let (Value::Text(text), Some(from)) = (text, from) else { return Value::Unknown };
    let end = length.map_or(f64::INFINITY, |length| from + length);
    let within =
        |place: usize| u32::try_from(place + 1).is_ok_and(|place| f64::from(place) >= from && f64::from(place) < end);
    Value::Text(text.chars().enumerate().filter(|(place, _)| within(*place)).map(|(_, c)| c).collect())
}
