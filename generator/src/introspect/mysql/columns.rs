//! Rows of `columns.sql` → [`Column`]s.

use super::Flavor;
use super::enums::Enums;
use super::rows::{CheckRow, ColumnRow, ObjectRow, said};
use super::types;
use crate::catalog::{Column, DataType, Default, DefaultValue, Generated, Identity};
use crate::introspect::default::{default_value, is_beyond, literal};
use std::collections::BTreeSet;

/// The table or view that the columns belong to.
pub(super) struct Owner<'a> {
    pub(super) row: &'a ObjectRow,
    pub(super) flavor: Flavor,
    pub(super) enums: &'a Enums,
    pub(super) checks: &'a [&'a CheckRow],
    /// The types of which some column holds values that Rust's counterpart cannot; of interest to views.
    pub(super) beyond: &'a BTreeSet<&'a str>,
}

impl Owner<'_> {
    /// A column of a table.
    pub(super) fn column(&self, row: &ColumnRow) -> Column {
        let data_type = self.data_type(row);
        let generated = generated(row);
        let identity = row.extra.contains("auto_increment").then_some(Identity::ByDefault);
        let has_default = identity.is_none() && generated.is_none();
        // MariaDB gives JSON a collation of its own, which is not a choice of anyone.
        let collation = row.collation.as_ref().filter(|_| data_type != DataType::JsonBinary);
        Column {
            name: row.name.clone(),
            default: has_default.then(|| self.default(row, &data_type)).flatten(),
            raw_type: row.column_type.clone(),
            nullable: row.is_nullable,
            identity,
            serial: false,
            generated,
            domain: None,
            origin: None,
            collation: collation.filter(|collation| self.row.collation.as_ref() != Some(collation)).cloned(),
            comment: said(&row.comment),
            data_type,
        }
    }

    /// A column of a view: it may be NULL until `proof` knows better, and what the table says about writing it is no
    /// concern of a reader. What it passes on or computes from values beyond Rust's reach can be one too.
    pub(super) fn view_column(&self, row: &ColumnRow) -> Column {
        let data_type = self.data_type(row);
        let is_beyond = self.beyond.contains(row.type_name.as_str());
        let data_type = if is_beyond { beyond(&row.type_name, data_type) } else { data_type };
        Column { nullable: true, ..Column::plain(row.name.clone(), data_type, row.column_type.clone()) }
    }

    fn data_type(&self, row: &ColumnRow) -> DataType {
        if let Some(data_type) = self.enums.data_type(&self.row.owner, &row.name) {
            return data_type;
        }
        let is_json = || self.checks.iter().any(|check| is_json_check(&check.expression, &row.name));
        let data_type = types::data_type(&row.type_name, &row.column_type);
        let default = row.default_text.as_deref().unwrap_or_default();
        match data_type {
            DataType::Text if row.type_name == "longtext" && is_json() => DataType::JsonBinary,
            _ if goes_beyond(default, &data_type) => beyond(&row.type_name, data_type),
            data_type => data_type,
        }
    }

    fn default(&self, row: &ColumnRow, data_type: &DataType) -> Option<Default> {
        let stated = row.default_text.as_deref().and_then(|text| match self.flavor {
            // MariaDB lists an expression, and so the word NULL where there is no default.
            Flavor::MariaDb => (!text.eq_ignore_ascii_case("null")).then(|| expression(text, data_type)),
            Flavor::MySql if row.extra.contains("DEFAULT_GENERATED") => Some(enclosed(expression(text, data_type))),
            Flavor::MySql if text.starts_with("b'") => Some(expression(text, data_type)),
            Flavor::MySql => Some(unquoted(text, data_type)),
        });
        // What happens on update belongs to the text; it is no default of a new row.
        let update = row.extra.to_ascii_lowercase().find("on update").and_then(|at| row.extra.get(at..));
        match (stated, update) {
            (stated, None) => stated,
            (Some(default), Some(update)) => Some(Default { raw: format!("{} {update}", default.raw), ..default }),
            (None, Some(update)) => Some(Default { raw: format!("NULL {update}"), value: DefaultValue::Null }),
        }
    }
}

/// The types of which the default of some column goes beyond Rust's counterpart.
pub(super) fn types_beyond<'a>(rows: impl Iterator<Item = &'a ColumnRow>) -> BTreeSet<&'a str> {
    let goes_beyond = |row: &&ColumnRow| {
        let default = row.default_text.as_deref().unwrap_or_default();
        goes_beyond(default, &types::data_type(&row.type_name, &row.column_type))
    };
    rows.filter(goes_beyond).map(|row| row.type_name.as_str()).collect()
}

/// Whether the default is a date of zeros, or a boolean that is neither true nor false.
fn goes_beyond(default: &str, data_type: &DataType) -> bool {
    let is_number = || default.parse().is_ok_and(|number: i64| !(0..=1).contains(&number));
    is_beyond(default, data_type) || *data_type == DataType::Boolean && is_number()
}

/// The type that holds such values too: a date is a text then, and a boolean the number that it is stored as.
fn beyond(type_name: &str, data_type: DataType) -> DataType {
    match data_type {
        DataType::Boolean => DataType::TinyInteger,
        DataType::Date | DataType::DateTime | DataType::TimestampWithTimeZone => types::dates_with_zeros(type_name),
        other => other,
    }
}

/// A string is read here, because a backslash in it means what it means to these servers and not to the standard.
fn expression(text: &str, data_type: &DataType) -> Default {
    let is_quoted = text.starts_with('\'') && text.ends_with('\'');
    let value = match types::strings(text).as_slice() {
        [string] if is_quoted => literal(string, data_type),
        _ => default_value(text, data_type),
    };
    Default { raw: text.to_owned(), value }
}

/// MySQL takes an expression in parentheses alone, but for the time that it is.
fn enclosed(default: Default) -> Default {
    let raw = if default.value == DefaultValue::CurrentTimestamp { default.raw } else { format!("({})", default.raw) };
    Default { raw, ..default }
}

/// MySQL lists a literal without quotes; they are put back where it had them.
fn unquoted(text: &str, data_type: &DataType) -> Default {
    let value = literal(text, data_type);
    let is_number = matches!(value, DefaultValue::Boolean(_) | DefaultValue::Integer(_) | DefaultValue::Number(_));
    let raw = if is_number { text.to_owned() } else { format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")) };
    Default { raw, value }
}

fn generated(row: &ColumnRow) -> Option<Generated> {
    let stored = row.extra.contains("STORED GENERATED");
    let is_generated = stored || row.extra.contains("VIRTUAL GENERATED");
    is_generated.then(|| Generated { expression: row.generation.clone().unwrap_or_default(), stored })
}

/// Whether the condition is the one by which MariaDB makes a `longtext` column JSON.
pub(super) fn is_json_check(expression: &str, column: &str) -> bool {
    expression == format!("json_valid(`{}`)", column.replace('`', "``"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_mysql_get_their_quotes_back() {
        assert_eq!(unquoted("it's", &DataType::Varchar(None)).raw, "'it''s'");
        assert_eq!(unquoted("it's", &DataType::Varchar(None)).value, DefaultValue::Text("it's".to_owned()));
        assert_eq!(
            unquoted("1", &DataType::Boolean),
            Default { raw: "1".to_owned(), value: DefaultValue::Boolean(true) }
        );
        assert_eq!(unquoted("0.00", &DataType::Decimal(Some((10, 2)))).raw, "0.00");
        assert_eq!(unquoted("5", &DataType::Text).raw, "'5'");
        assert_eq!(unquoted(r"a\b", &DataType::Text).raw, r"'a\\b'");
    }

    #[test]
    fn strings_of_mariadb_lose_quotes_and_escapes() {
        let value = |text: &str, data_type: DataType| expression(text, &data_type).value;
        assert_eq!(value(r"'it''s \\'", DataType::Varchar(None)), DefaultValue::Text(r"it's \".to_owned()));
        assert_eq!(value("''", DataType::Text), DefaultValue::Text(String::new()));
        assert_eq!(value("'1.50'", DataType::Decimal(None)), DefaultValue::Number("1.5".to_owned()));
        assert_eq!(value("concat('a','b')", DataType::Text), DefaultValue::Expression);
        assert_eq!(value("current_timestamp()", DataType::DateTime), DefaultValue::CurrentTimestamp);
    }

    #[test]
    fn json_is_told_from_other_conditions() {
        assert!(is_json_check("json_valid(`a``b`)", "a`b"));
        assert!(!is_json_check("json_valid(`a`) and `b` > 0", "a"));
        assert!(!is_json_check("json_valid(`b`)", "a"));
    }
}
