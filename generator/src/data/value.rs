//! Values of TOML as a column takes them.

use crate::catalog::{Column, DataType};
use crate::seed::{Dialect, Literal};
use std::fmt::Write;
use toml::Value;
use toml::value::{Datetime, Offset};

/// The value as an expression of SQL.
///
/// Errors: why the column takes no such value.
pub(super) fn spelled(value: &Value, column: &Column, dialect: Dialect) -> Result<String, String> {
    Ok(dialect.literal(&literal(value, column, dialect)?))
}

/// Whether the two sides of a comparison are compared as texts, for want of an equality of the type.
pub(super) fn is_compared_as_text(column: &Column) -> bool {
    matches!(column.data_type, DataType::Json | DataType::Castable { .. })
}

/// Whether the column holds JSON, so that any value is one.
pub(super) fn is_json(column: &Column) -> bool {
    matches!(column.data_type, DataType::Json | DataType::JsonBinary)
}

fn literal(value: &Value, column: &Column, dialect: Dialect) -> Result<Literal, String> {
    if is_json(column) {
        return json(value).map(|json| Literal::Text(json.to_string()));
    }
    let raw = column.raw_type.to_lowercase();
    let is_bytes = matches!(column.data_type, DataType::Binary(_) | DataType::Varbinary(_) | DataType::Blob)
        || (column.data_type == DataType::Uuid && (raw.contains("binary") || raw.contains("blob")));
    match value {
        Value::String(text) if is_bytes => bytes(text, &column.data_type).map(Literal::Bytes),
        Value::String(text) => Ok(Literal::Text(text.clone())),
        Value::Integer(number) => Ok(Literal::Number(number.to_string())),
        Value::Float(number) if number.is_finite() => Ok(Literal::Number(number.to_string())),
        Value::Float(number) => Ok(Literal::Text(number.to_string())),
        Value::Boolean(truth) => Ok(Literal::Boolean(*truth)),
        Value::Datetime(moment) => datetime(moment, dialect).map(Literal::Text),
        Value::Array(items) if matches!(column.data_type, DataType::Array(_)) => array(items).map(Literal::Text),
        Value::Array(_) => Err(format!("{} holds no list", column.raw_type)),
        Value::Table(_) => {
            Err(format!("{} holds no table, and none of its keys names a row of another", column.raw_type))
        }
    }
}

/// Bytes from hexadecimal digits after `\x`, from the text of a UUID, or from a text.
fn bytes(text: &str, data_type: &DataType) -> Result<Vec<u8>, String> {
    let digits: String = match text.strip_prefix("\\x") {
        Some(digits) => digits.to_owned(),
        None if *data_type == DataType::Uuid => text.chars().filter(|c| *c != '-').collect(),
        None => return Ok(text.as_bytes().to_vec()),
    };
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect::<Option<_>>().ok_or_else(|| format!("`{text}` is not made of pairs of hexadecimal digits"))
}

fn json(value: &Value) -> Result<serde_json::Value, String> {
    Ok(match value {
        Value::Float(number) => serde_json::Number::from_f64(*number)
            .map(serde_json::Value::Number)
            .ok_or_else(|| format!("JSON has no {number}"))?,
        Value::Datetime(moment) => serde_json::Value::String(moment.to_string()),
        Value::Array(items) => serde_json::Value::Array(items.iter().map(json).collect::<Result<_, _>>()?),
        Value::Table(table) => {
            let pairs = table.iter().map(|(name, value)| Ok((name.clone(), json(value)?)));
            serde_json::Value::Object(pairs.collect::<Result<_, String>>()?)
        }
        Value::String(text) => serde_json::Value::String(text.clone()),
        Value::Integer(number) => (*number).into(),
        Value::Boolean(truth) => (*truth).into(),
    })
}

/// An array of PostgreSQL, every element in quotes.
fn array(items: &[Value]) -> Result<String, String> {
    let mut text = String::from("{");
    for (place, item) in items.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { "," });
        match item {
            Value::Array(items) => text.push_str(&array(items)?),
            Value::String(word) => {
                let _ = write!(text, "\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
            }
            Value::Table(_) => return Err("a list in a column holds no tables".to_owned()),
            Value::Datetime(moment) => {
                let _ = write!(text, "\"{moment}\"");
            }
            other => text.push_str(&other.to_string()),
        }
    }
    Ok(text + "}")
}

/// A moment as SeaORM writes it there. MySQL and MariaDB take no offset: the session's time is universal time.
fn datetime(moment: &Datetime, dialect: Dialect) -> Result<String, String> {
    let text = moment.to_string().replacen('T', " ", 1);
    match (dialect, moment.offset) {
        (_, None) => Ok(text),
        (Dialect::Postgres, Some(_)) => Ok(text),
        (_, Some(Offset::Z | Offset::Custom { minutes: 0 })) => {
            let local = Datetime { offset: None, ..*moment }.to_string();
            Ok(match dialect {
                Dialect::Sqlite => format!("{local}+00:00"),
                _ => local.replacen('T', " ", 1),
            })
        }
        (_, Some(Offset::Custom { .. })) => Err(format!("write `{moment}` in universal time, with Z")),
    }
}
