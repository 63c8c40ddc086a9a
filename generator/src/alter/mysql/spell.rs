//! Parts of MySQL's and MariaDB's statements, as the facts say them.

use super::super::postgres::action_words;
use crate::catalog::{
    Check, Column, DataType, DefaultValue, ForeignKey, Index, IndexKey, IndexPart, Key, QualifiedName, Schema, Table,
};
use crate::seed::{Dialect, Literal};
use std::fmt::Write;

const DIALECT: Dialect = Dialect::MySql;

/// A quoted name.
pub(super) fn name(name: &str) -> String {
    DIALECT.name(name)
}

/// A quoted text.
pub(super) fn text(text: &str) -> String {
    DIALECT.literal(&Literal::Text(text.to_owned()))
}

pub(super) fn names(names: &[String]) -> String {
    names.iter().map(|own| name(own)).collect::<Vec<_>>().join(", ")
}

/// The name of what is in a schema; alone, where that is the connected database.
pub(super) fn placed(schema: &Schema, own: &str) -> String {
    if schema.is_default { name(own) } else { format!("{}.{}", name(&schema.name), name(own)) }
}

/// The check that belongs to a column: it has its name.
pub(super) fn own_check<'a>(table: &'a Table, column: &Column) -> Option<&'a Check> {
    table.checks.iter().find(|check| check.name.as_ref() == Some(&column.name))
}

/// A column with all that holds within it.
pub(super) fn column(table: &Table, column: &Column) -> String {
    let data_type = match &column.data_type {
        // MariaDB lists what it makes of the word.
        DataType::JsonBinary => "json",
        _ => &column.raw_type,
    };
    let mut sql = format!("{} {data_type}", name(&column.name));
    if let Some(collation) = &column.collation {
        let _ = write!(sql, " COLLATE {collation}");
    }
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(sql, " GENERATED ALWAYS AS ({}) {stored}", generated.expression);
    }
    match (column.nullable, &column.generated) {
        (true, Some(_)) => {}
        // Without the word, older servers make a timestamp NOT NULL.
        (true, None) => sql.push_str(" NULL"),
        (false, _) => sql.push_str(" NOT NULL"),
    }
    if let Some(default) = &column.default {
        let _ = write!(sql, " DEFAULT {}", default_of(&default.raw, &default.value));
    }
    if column.identity.is_some() {
        sql.push_str(" AUTO_INCREMENT");
    }
    if let Some(comment) = &column.comment {
        let _ = write!(sql, " COMMENT {}", text(comment));
    }
    if let Some(check) = own_check(table, column) {
        let _ = write!(sql, " CHECK ({})", check.expression);
    }
    sql
}

/// A default; what is computed stands in parentheses, and what happens on update behind them.
fn default_of(raw: &str, value: &DefaultValue) -> String {
    let is_literal = raw.starts_with("b'") || raw.starts_with("x'") || raw.starts_with('\'');
    if *value != DefaultValue::Expression || is_literal || raw.to_ascii_lowercase().starts_with("current_timestamp") {
        return raw.to_owned();
    }
    match raw.to_ascii_lowercase().find(" on update ").and_then(|at| raw.split_at_checked(at)) {
        Some((raw, update)) => format!("({raw}){update}"),
        None => format!("({raw})"),
    }
}

/// A primary key, which has no name.
pub(super) fn primary(key: &Key) -> String {
    let parts = key.columns.iter().enumerate().map(|(place, column)| {
        let prefix = key.prefixes.get(place).copied().filter(|length| *length > 0);
        part(&IndexPart { prefix, ..IndexPart::plain(IndexKey::Column(column.clone())) })
    });
    format!("PRIMARY KEY ({})", parts.collect::<Vec<_>>().join(", "))
}

/// A unique key.
pub(super) fn unique(key: &Key) -> String {
    let own = key.name.as_deref().map(|own| format!("{} ", name(own))).unwrap_or_default();
    format!("UNIQUE KEY {own}({})", names(&key.columns))
}

/// An index.
pub(super) fn index(index: &Index) -> String {
    let word = match index.method.as_str() {
        "fulltext" => "FULLTEXT KEY",
        "spatial" => "SPATIAL KEY",
        _ if index.unique => "UNIQUE KEY",
        _ => "KEY",
    };
    let parts = index.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    format!("{word} {} ({parts})", name(&index.name))
}

fn part(part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(column) => name(column),
        IndexKey::Expression(text) => format!("({text})"),
    };
    if let Some(prefix) = part.prefix {
        let _ = write!(sql, "({prefix})");
    }
    if part.descending { sql + " DESC" } else { sql }
}

/// A check.
pub(super) fn check(check: &Check) -> String {
    let own = check.name.as_deref().map(|own| format!("CONSTRAINT {} ", name(own))).unwrap_or_default();
    let enforced = if check.validated { "" } else { " NOT ENFORCED" };
    format!("{own}CHECK ({}){enforced}", check.expression)
}

/// A foreign key of a table of that schema.
pub(super) fn foreign_key(schema: &Schema, key: &ForeignKey) -> String {
    let own = key.name.as_deref().map(|own| format!("CONSTRAINT {} ", name(own))).unwrap_or_default();
    let target = target(schema, &key.target);
    let mut sql =
        format!("{own}FOREIGN KEY ({}) REFERENCES {target} ({})", names(&key.columns), names(&key.target_columns));
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if let Some(words) = action_words(action) {
            let _ = write!(sql, " ON {event} {words}");
        }
    }
    sql
}

fn target(schema: &Schema, target: &QualifiedName) -> String {
    if target.schema == schema.name && schema.is_default { name(&target.name) } else { DIALECT.qualified(target) }
}

/// The parts that a table has more than before, where it has all others still and they come last: so no row is moved.
pub(super) fn more_parts<'t>(old: &str, new: &'t str) -> Option<&'t str> {
    // A list of parts ends with its parenthesis.
    let more = new.strip_prefix(old.strip_suffix(')')?)?.strip_prefix(',')?.strip_suffix(')')?.trim();
    let is_list = more.starts_with("PARTITION ") && !more.contains("SUBPARTITION");
    is_list.then_some(more)
}

/// What makes a sequence count as the statement says that makes one.
pub(super) fn altered_sequence(own: &str, create: &str) -> String {
    // Behind the name, and without the engine, which stays.
    let options = create.split_once(" start with ").map_or(create, |(_, rest)| rest);
    let options = options.split_once(" ENGINE=").map_or(options, |(options, _)| options);
    format!("ALTER SEQUENCE {own} START WITH {options}")
}
