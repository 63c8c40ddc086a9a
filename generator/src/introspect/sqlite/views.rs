//! Rows of the pragmas and CREATE texts → [`View`]s of SQLite.
//!
//! The type of a view's column, by these rules:
//!
//! 1. A column taken from a table has the type declared there, which the pragma passes on.
//! 2. For an expression the pragma gives an affinity or nothing. The definition tells more where the expression is
//!    `COUNT`, `CAST`, a literal, a concatenation, or a `CASE` whose results are one of these.
//! 3. Otherwise the affinity decides. Without one the value may be anything, so that only a cast to text reads it
//!    whatever it is.
//!
//! Every column may be NULL here; `proof` knows better. A view without columns is one that SQLite cannot resolve.

use super::declared::{self, Speller};
use super::{ColumnRow, Facts, text};
use crate::catalog::{Column, DataType, View};
use sqlparser::ast::{Expr, Select, SelectItem, SetExpr, Statement, Value};
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;

/// All views, whether they pass the filters or not.
pub(super) fn build(facts: &Facts, speller: Speller) -> Vec<View> {
    let columns = facts.columns_by_owner();
    let texts = facts.texts("view");
    let views = facts.relations().filter(|row| row.kind == "view").map(|row| {
        let definition = texts.get(row.name.as_str()).and_then(|sql| text::view_query(sql)).unwrap_or_default();
        let rows = columns.get(row.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        View {
            name: row.name.clone(),
            materialized: false,
            comment: None,
            columns: view_columns(rows, &definition, speller),
            indexes: Vec::new(),
            definition,
            ..View::default()
        }
    });
    views.collect()
}

fn view_columns(rows: &[&ColumnRow], definition: &str, speller: Speller) -> Vec<Column> {
    // The definition is parsed only where a column needs it.
    let is_plain = rows.iter().all(|row| affinity(&row.declared).is_none());
    let results = if is_plain { Vec::new() } else { results(definition, rows.len()) };
    let column = |(idx, row): (usize, &&ColumnRow)| {
        let data_type = match affinity(&row.declared) {
            None => declared::data_type(&row.declared, speller),
            Some(affinity) => results.get(idx).and_then(|expr| type_of(expr, speller)).unwrap_or(affinity),
        };
        Column { nullable: true, ..Column::plain(row.name.clone(), data_type, row.declared.clone()) }
    };
    rows.iter().enumerate().map(column).collect()
}

/// The type that an expression's affinity stands for; `None` for the declared type of a table's column.
fn affinity(declared: &str) -> Option<DataType> {
    Some(match declared {
        "" => DataType::castable("text", "text"),
        "TEXT" => DataType::Text,
        "INT" => DataType::BigInteger,
        "NUM" => DataType::Numeric(None),
        "REAL" => DataType::Double,
        // Of a column without a type as of one of bytes.
        "BLOB" => DataType::Any,
        _ => return None,
    })
}

/// The result expressions of a query, when they can be paired with its `count` columns.
fn results(definition: &str, count: usize) -> Vec<Expr> {
    let Ok(mut statements) = Parser::parse_sql(&SQLiteDialect {}, definition) else { return Vec::new() };
    let Some(Statement::Query(query)) = statements.pop() else { return Vec::new() };
    let Some(select) = first_select(*query.body) else { return Vec::new() };
    let exprs = select.projection.into_iter().map_while(|item| match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
        _ => None,
    });
    let exprs: Vec<Expr> = exprs.collect();
    if exprs.len() == count { exprs } else { Vec::new() }
}

fn first_select(body: SetExpr) -> Option<Select> {
    match body {
        SetExpr::Select(select) => Some(*select),
        SetExpr::Query(query) => first_select(*query.body),
        SetExpr::SetOperation { left, .. } => first_select(*left),
        _ => None,
    }
}

/// The type of an expression by rule 2.
fn type_of(expr: &Expr, speller: Speller) -> Option<DataType> {
    match expr {
        Expr::Nested(inner) => type_of(inner, speller),
        Expr::Cast { data_type, .. } => Some(declared::data_type(&data_type.to_string(), speller)),
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("count") => {
            Some(DataType::BigInteger)
        }
        Expr::BinaryOp { op: sqlparser::ast::BinaryOperator::StringConcat, .. } => Some(DataType::Text),
        Expr::Value(value) => literal(&value.value),
        Expr::Case { conditions, else_result, .. } => {
            let results = conditions.iter().map(|condition| &condition.result).chain(else_result.as_deref());
            // A NULL among the results says nothing about the type.
            let results = results.filter(|result| !is_null(result));
            let mut types = results.map(|result| type_of(result, speller));
            let first = types.next()??;
            types.all(|other| other.as_ref() == Some(&first)).then_some(first)
        }
        _ => None,
    }
}

fn literal(value: &Value) -> Option<DataType> {
    match value {
        Value::SingleQuotedString(_) => Some(DataType::Text),
        Value::Number(digits, _) if digits.bytes().all(|digit| digit.is_ascii_digit()) => Some(DataType::BigInteger),
        _ => None,
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if value.value == Value::Null)
}
