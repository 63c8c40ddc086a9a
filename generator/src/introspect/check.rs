//! CHECK constraints that say something about the type of a column: recognised by parsing, never by pattern.

use super::expression::{bare, parse, string};
use crate::catalog::AllowedValues;
use sqlparser::ast::{
    Array, ArrayElemTypeDef, BinaryOperator, DataType, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Value,
};

/// The values that `expression` allows for one column, when it says exactly that and nothing else.
///
/// Understands `c IN ('a', 'b')`, PostgreSQL's stored form `c = ANY (ARRAY['a'::text, …])` and `c = 'a' OR c = 'b'`,
/// with casts to character types and parentheses around. The column is named as the expression spells it.
pub(super) fn allowed_values(expression: &str) -> Option<AllowedValues> {
    let parsed = parse(expression)?;
    let mut allowed = allowed_by(&parsed)?;
    let mut seen = Vec::new();
    allowed.values.retain(|value| {
        let new = !seen.contains(value);
        seen.extend(new.then(|| value.clone()));
        new
    });
    (!allowed.values.is_empty()).then_some(allowed)
}

/// The array column that `expression` keeps free of NULL elements, when it is exactly
/// `array_position(column, NULL) IS NULL`. PostgreSQL looks into arrays of one dimension only, so that is proved too.
pub(super) fn no_null_elements(expression: &str) -> Option<String> {
    if !expression.contains("array_position") {
        return None;
    }
    let parsed = parse(expression)?;
    let Expr::IsNull(call) = bare(&parsed) else { return None };
    let Expr::Function(function) = bare(call) else { return None };
    let name = function.name.0.last()?.to_string();
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.as_slice() {
        [array, element] if name == "array_position" && is_null(argument(element)?) => {
            match uncast_any(argument(array)?) {
                Expr::Identifier(column) => Some(column.value.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn argument(argument: &FunctionArg) -> Option<&Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    }
}

fn is_null(expression: &Expr) -> bool {
    matches!(uncast_any(expression), Expr::Value(literal) if literal.value == Value::Null)
}

/// The expression without parentheses and casts of any kind.
fn uncast_any(expression: &Expr) -> &Expr {
    match bare(expression) {
        Expr::Cast { expr, .. } => uncast_any(expr),
        expression => expression,
    }
}

fn allowed_by(expression: &Expr) -> Option<AllowedValues> {
    match bare(expression) {
        Expr::InList { expr, list, negated: false } => named(expr, list),
        Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => named(left, elements(right)?),
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => named(left, std::slice::from_ref(right)),
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            let (mut first, second) = (allowed_by(left)?, allowed_by(right)?);
            first.values.extend(second.values);
            (first.column == second.column).then_some(first)
        }
        _ => None,
    }
}

fn named(column: &Expr, values: &[Expr]) -> Option<AllowedValues> {
    let column = match uncast(column)? {
        Expr::Identifier(column) => column,
        // SQLite's `[column]` reads as an array in the other dialects.
        Expr::Array(Array { elem, named: false }) => match elem.as_slice() {
            [Expr::Identifier(column)] => column,
            _ => return None,
        },
        _ => return None,
    };
    let values = values.iter().map(|value| Some(string(uncast(value)?)?.to_owned()));
    Some(AllowedValues { column: column.value.clone(), values: values.collect::<Option<_>>()?, padded: false })
}

fn elements(array: &Expr) -> Option<&[Expr]> {
    match uncast(array)? {
        Expr::Array(array) => Some(&array.elem),
        _ => None,
    }
}

/// The expression without parentheses and casts; nothing when a cast leads to other than character strings.
fn uncast(expression: &Expr) -> Option<&Expr> {
    match bare(expression) {
        Expr::Cast { expr, data_type, .. } => is_character(data_type).then(|| uncast(expr))?,
        expression => Some(expression),
    }
}

fn is_character(data_type: &DataType) -> bool {
    match data_type {
        DataType::Text | DataType::Varchar(_) | DataType::CharacterVarying(_) => true,
        DataType::Char(_) | DataType::Character(_) => true,
        DataType::Array(ArrayElemTypeDef::SquareBracket(element, _)) => is_character(element),
        DataType::Custom(name, _) => name.to_string() == "bpchar",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{allowed_values, no_null_elements};

    fn of(expression: &str) -> Option<(String, Vec<String>)> {
        allowed_values(expression).map(|allowed| (allowed.column, allowed.values))
    }

    fn status(values: &[&str]) -> Option<(String, Vec<String>)> {
        Some(("status".to_owned(), values.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn reads_what_postgresql_stores() {
        let stored = "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))";
        assert_eq!(of(stored), status(&["a", "b"]));
        assert_eq!(of("(status = ANY (ARRAY['a'::text, 'it''s'::text]))"), status(&["a", "it's"]));
        assert_eq!(of("(status = ANY (ARRAY['a'::bpchar, 'b'::bpchar]))"), status(&["a", "b"]));
        let bounded =
            "((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying(20))::text]))";
        assert_eq!(of(bounded), status(&["a", "b"]));
        assert_eq!(of("((status = 'a'::text) OR (status = 'b'::text))"), status(&["a", "b"]));
        assert_eq!(of("(status = 'a'::text)"), status(&["a"]));
        assert_eq!(of(r"(status = ANY (ARRAY['a\b'::text]))"), status(&[r"a\b"]));
        assert_eq!(of(r#"("Order Kind" = 'x'::text)"#), Some(("Order Kind".to_owned(), vec!["x".to_owned()])));
    }

    #[test]
    fn reads_what_mysql_and_mariadb_list() {
        assert_eq!(of("`status` in ('a','b')"), status(&["a", "b"]));
        assert_eq!(of("(`status` in (_utf8mb4'a',_utf8mb4'b'))"), status(&["a", "b"]));
        assert_eq!(of("(`status` in (_utf8mb4'in progress',_utf8mb4'b'))"), status(&["in progress", "b"]));
        assert_eq!(of(r"(`status` in (_utf8mb4'it\'s',_latin1'b'))"), status(&["it's", "b"]));
        assert_eq!(of(r"(`status` in ('it\'s','a\\b'))"), status(&["it's", r"a\b"]));
        assert_eq!(of("`status` = 'a' or `status` = 'b'"), status(&["a", "b"]));
        assert_eq!(of("(`status` in (_binary'a'))"), None);
    }

    #[test]
    fn reads_what_sqlite_was_given() {
        assert_eq!(of(r#""status" IN ('a', 'b')"#), status(&["a", "b"]));
        assert_eq!(of("[status] IN ('a')"), status(&["a"]));
        assert_eq!(of("((status IN ('a', ('b'))))"), status(&["a", "b"]));
        assert_eq!(of("status in ('a','b','c') /* why */"), status(&["a", "b", "c"]));
        assert_eq!(of("status IN ('a', 'a', '')"), status(&["a", ""]));
        assert_eq!(of("status = 'a' OR status = 'b' OR (status IN ('c'))"), status(&["a", "b", "c"]));
        assert_eq!(of("CAST(status AS TEXT) IN ('a')"), status(&["a"]));
    }

    #[test]
    fn leaves_everything_else_alone() {
        for other in [
            "",
            "status",
            "status NOT IN ('a')",
            "status IN ()",
            "status IN ('a', NULL)",
            "status IN ('a', 1)",
            "status IN (1, 2)",
            "status IN (SELECT 'a')",
            "lower(status) IN ('a')",
            "status IN ('a') AND length(status) > 1",
            "status = 'a' OR kind = 'b'",
            "status = 'a' OR status > 'b'",
            "status <> 'a'",
            "status IS NULL OR status IN ('a')",
            "(status = ANY (ARRAY['a'::public.order_status]))",
            "(status <> ALL (ARRAY['a'::text]))",
            "((status)::integer = ANY (ARRAY[1, 2]))",
            "(amount >= (0)::numeric)",
            "json_valid(`status`)",
            "status IN ('a') garbage",
            "status IN ('a",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn arrays_without_null_elements_are_recognised() {
        for proof in [
            "(array_position(tags, NULL::text) IS NULL)",
            "(array_position((tags)::text[], NULL::character varying) IS NULL)",
            "array_position(tags, null) is null",
        ] {
            assert_eq!(no_null_elements(proof).as_deref(), Some("tags"), "{proof}");
        }
        for other in [
            "(array_position(tags, ''::text) IS NULL)",
            "(array_position(tags, NULL::text) IS NOT NULL)",
            "((array_position(tags, NULL::text) IS NULL) OR draft)",
            "(array_position(tags, NULL::text, 2) IS NULL)",
            "(array_position(lower_all(tags), NULL::text) IS NULL)",
            "(array_positions(tags, NULL::text) IS NULL)",
        ] {
            assert_eq!(no_null_elements(other), None, "{other}");
        }
    }
}
