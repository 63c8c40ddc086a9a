//! What a column's default means, from any backend's spelling of it.
//!
//! Only what is certain is named; the rest stays an expression, whose raw text the catalog keeps anyway.

use super::expression::{bare, parse, string};
use crate::catalog::{DataType, DefaultValue};
use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value};

/// The functions that give the current date and time when called without arguments or with a precision.
const CLOCKS: [&str; 7] = [
    "current_timestamp",
    "now",
    "localtimestamp",
    "transaction_timestamp",
    "statement_timestamp",
    "clock_timestamp",
    "sysdate",
];

/// The meaning of the default expression `raw` of a column of type `data_type`.
///
/// Casts around a literal are dropped, for the column's type says what it becomes. An unquoted literal, as
/// MySQL 8 lists it, is not an expression: that is [`literal`].
pub(super) fn default_value(raw: &str, data_type: &DataType) -> DefaultValue {
    parse(raw).map_or(DefaultValue::Expression, |expression| meaning(&expression, data_type))
}

/// The meaning of a default that is a literal, given without quotes.
pub(super) fn literal(text: &str, data_type: &DataType) -> DefaultValue {
    use DataType as T;
    match data_type {
        T::Boolean => boolean(text),
        T::TinyInteger | T::SmallInteger | T::Integer | T::BigInteger => number(text),
        T::TinyUnsigned | T::SmallUnsigned | T::Unsigned | T::BigUnsigned => number(text),
        T::Float | T::Double | T::Decimal(_) | T::Numeric(_) => number(text),
        // `now`, `today`, `infinity`: words, not points in time.
        T::Date | T::Time | T::DateTime | T::TimestampWithTimeZone
            if !text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            DefaultValue::Expression
        }
        _ => DefaultValue::Text(text.to_owned()),
    }
}

/// Whether a column with the default `raw` holds values that the type's counterpart in Rust cannot: infinity, numbers
/// that are none, and MySQL's dates of zeros.
pub(super) fn is_beyond(raw: &str, data_type: &DataType) -> bool {
    let expression = parse(raw);
    let text = expression.as_ref().and_then(uncast_string).unwrap_or(raw).to_ascii_lowercase();
    match data_type {
        DataType::Date | DataType::DateTime | DataType::TimestampWithTimeZone => {
            text.ends_with("infinity") || text.get(..10).is_some_and(|date| date.contains("-00"))
        }
        DataType::Decimal(_) => text.ends_with("infinity") || text == "nan",
        _ => false,
    }
}

fn uncast_string(expression: &Expr) -> Option<&str> {
    match bare(expression) {
        Expr::Cast { expr, .. } => uncast_string(expr),
        expression => string(expression),
    }
}

fn meaning(expression: &Expr, data_type: &DataType) -> DefaultValue {
    if let Some(text) = string(expression) {
        return literal(text, data_type);
    }
    match bare(expression) {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => meaning(inner, data_type),
        Expr::Value(literal) => value(&literal.value, data_type),
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match bare(expr) {
            Expr::Value(value) => match &value.value {
                Value::Number(digits, _) => numeric(&format!("-{digits}"), data_type),
                _ => DefaultValue::Expression,
            },
            _ => DefaultValue::Expression,
        },
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => meaning(expr, data_type),
        Expr::Function(function) if is_clock(function) => DefaultValue::CurrentTimestamp,
        // SQLite takes a name for a string where a value is wanted.
        Expr::Identifier(name)
            if is_character(data_type) && !name.value.to_ascii_lowercase().starts_with("current_") =>
        {
            DefaultValue::Text(name.value.clone())
        }
        inner if !std::ptr::eq(inner, expression) => meaning(inner, data_type),
        _ => DefaultValue::Expression,
    }
}

fn value(value: &Value, data_type: &DataType) -> DefaultValue {
    match value {
        Value::Null => DefaultValue::Null,
        Value::Boolean(truth) => DefaultValue::Boolean(*truth),
        Value::Number(digits, _) => numeric(digits, data_type),
        Value::DoubleQuotedString(text) => literal(text, data_type),
        Value::SingleQuotedByteStringLiteral(bits) => match data_type {
            DataType::Boolean | DataType::Castable { .. } => literal(bits, data_type),
            _ => DefaultValue::Expression,
        },
        _ => DefaultValue::Expression,
    }
}

/// A number without quotes, which a character column stores as text and a boolean column as truth.
fn numeric(digits: &str, data_type: &DataType) -> DefaultValue {
    match data_type {
        DataType::Boolean => boolean(digits),
        _ if is_character(data_type) => DefaultValue::Text(digits.to_owned()),
        _ => number(digits),
    }
}

fn boolean(text: &str) -> DefaultValue {
    match text.to_ascii_lowercase().as_str() {
        "1" | "t" | "true" => DefaultValue::Boolean(true),
        "0" | "f" | "false" => DefaultValue::Boolean(false),
        _ => DefaultValue::Expression,
    }
}

/// A number in one spelling for all backends: MariaDB pads `0` to `0.0000` where others do not.
fn number(text: &str) -> DefaultValue {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits.parse::<f64>().is_err() {
        return DefaultValue::Expression;
    }
    let shortest = match digits.contains('.') && !digits.contains(['e', 'E']) {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => digits,
    };
    let sign = if digits.len() < text.len() { "-" } else { "" };
    let zero = if shortest.is_empty() || shortest.starts_with('.') { "0" } else { "" };
    let shortest = format!("{sign}{zero}{shortest}");
    shortest.parse().map_or(DefaultValue::Number(shortest), DefaultValue::Integer)
}

fn is_character(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Char(_) | DataType::Varchar(_) | DataType::Text | DataType::Enum(_))
}

fn is_clock(function: &Function) -> bool {
    let name = function.name.0.last().map(|part| part.to_string().to_ascii_lowercase()).unwrap_or_default();
    let arguments: Vec<&Expr> = match &function.args {
        FunctionArguments::None => Vec::new(),
        FunctionArguments::Subquery(_) => return false,
        FunctionArguments::List(list) => list.args.iter().filter_map(plain_argument).collect(),
    };
    match arguments.as_slice() {
        [] => CLOCKS.contains(&name.as_str()),
        // SQLite's `datetime('now')` is its CURRENT_TIMESTAMP.
        [moment] if name == "datetime" => string(moment) == Some("now"),
        [Expr::Value(precision)] => CLOCKS.contains(&name.as_str()) && matches!(precision.value, Value::Number(..)),
        _ => false,
    }
}

fn plain_argument(argument: &FunctionArg) -> Option<&Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{default_value, is_beyond, literal};
    use crate::catalog::DataType as T;
    use crate::catalog::DefaultValue::{self, Boolean, CurrentTimestamp, Expression, Integer, Null, Number, Text};

    fn text(content: &str) -> DefaultValue {
        Text(content.to_owned())
    }

    fn all(data_type: &T, expected: &[(&str, DefaultValue)]) {
        for (raw, value) in expected {
            assert_eq!(&default_value(raw, data_type), value, "{raw}");
        }
    }

    #[test]
    fn reads_character_strings() {
        all(
            &T::Varchar(Some(20)),
            &[
                ("'Pending'::character varying", text("Pending")),
                ("'it''s'", text("it's")),
                (r"'it\'s'", text("it's")),
                ("''::text", text("")),
                ("(('a'::text))::character varying(20)", text("a")),
                ("_utf8mb4'a'", text("a")),
                ("0", text("0")),
                ("pending", text("pending")),
                ("\"pending\"", text("pending")),
                ("NULL::character varying", Null),
                ("NULL", Null),
                ("CURRENT_USER", Expression),
                ("CURRENT_ROLE", Expression),
                ("lower('A'::text)", Expression),
                ("('a'::text || 'b'::text)", Expression),
                ("'a", Expression),
                ("", Expression),
            ],
        );
        let status = T::Enum(crate::catalog::QualifiedName { schema: "s".to_owned(), name: "status".to_owned() });
        all(&status, &[("'new'::s.status", text("new")), ("'new'::s.\"order status\"", text("new"))]);
        all(&T::JsonBinary, &[("'{}'::jsonb", text("{}"))]);
        all(&T::Array(Box::new(T::Text)), &[("'{}'::text[]", text("{}")), ("ARRAY[]::text[]", Expression)]);
    }

    #[test]
    fn reads_numbers_in_one_spelling() {
        all(
            &T::Decimal(Some((19, 4))),
            &[
                ("0", Integer(0)),
                ("0.0000", Integer(0)),
                ("'0'::numeric", Integer(0)),
                ("(0)::numeric", Integer(0)),
                ("1.50", Number("1.5".to_owned())),
                (".5", Number("0.5".to_owned())),
                ("(-1.5)", Number("-1.5".to_owned())),
                ("100", Integer(100)),
                ("1e3", Number("1e3".to_owned())),
                ("'NaN'::numeric", Expression),
                ("18446744073709551615", Number("18446744073709551615".to_owned())),
                ("(1 + 1)", Expression),
            ],
        );
        all(&T::Integer, &[("'-1'::integer", Integer(-1)), ("-1", Integer(-1)), ("(- 1)", Integer(-1))]);
    }

    #[test]
    fn reads_truth() {
        all(
            &T::Boolean,
            &[
                ("true", Boolean(true)),
                ("FALSE", Boolean(false)),
                ("1", Boolean(true)),
                ("'0'", Boolean(false)),
                ("b'1'", Boolean(true)),
                ("2", Expression),
            ],
        );
    }

    #[test]
    fn reads_the_clock() {
        for now in ["CURRENT_TIMESTAMP", "current_timestamp()", "CURRENT_TIMESTAMP(6)", "now()", "(now())::date"] {
            all(&T::DateTime, &[(now, CurrentTimestamp)]);
        }
        all(
            &T::TimestampWithTimeZone,
            &[
                ("datetime('now')", CurrentTimestamp),
                ("pg_catalog.now()", CurrentTimestamp),
                ("datetime('now', '+1 day')", Expression),
                ("(now() + '1 day'::interval)", Expression),
                ("(now() AT TIME ZONE 'utc'::text)", Expression),
                ("CURRENT_DATE", Expression),
                ("('now'::text)::timestamp without time zone", Expression),
                ("'2020-01-01 00:00:00'::timestamp without time zone", text("2020-01-01 00:00:00")),
            ],
        );
    }

    #[test]
    fn sees_what_no_type_of_rust_holds() {
        for beyond in
            ["'infinity'::date", "'-infinity'::timestamp without time zone", "'0000-00-00'", "0000-00-00 00:00:00"]
        {
            assert!(is_beyond(beyond, &T::DateTime), "{beyond}");
        }
        assert!(is_beyond("'NaN'::numeric", &T::Decimal(None)));
        for within in ["now()", "'2020-01-01 00:00:00-00'::timestamptz", "CURRENT_TIMESTAMP", "'2020-10-10'", "0"] {
            assert!(!is_beyond(within, &T::TimestampWithTimeZone), "{within}");
        }
        assert!(!is_beyond("'NaN'::double precision", &T::Double), "a float holds it");
    }

    #[test]
    fn reads_unquoted_literals() {
        assert_eq!(literal("in progress", &T::Varchar(None)), text("in progress"));
        assert_eq!(literal("1", &T::Boolean), Boolean(true));
        assert_eq!(literal("0.00", &T::Decimal(None)), Integer(0));
        assert_eq!(literal("2020-01-01", &T::Date), text("2020-01-01"));
    }
}
