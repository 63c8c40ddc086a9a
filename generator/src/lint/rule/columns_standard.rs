//! `columns/standard`: a table without the columns that every table has, or with them half made.
//!
//! Who asks when a row was made and when it was changed last should not have to look whether this table knows. Repositories
//! keep the columns that `[conventions]` calls `created_at` and `updated_at` by themselves; other programs rely on the default.
//!
//! ```sql
//! CREATE TABLE notes (id bigint PRIMARY KEY, body text);                            -- bad
//! CREATE TABLE notes (id bigint PRIMARY KEY, body text,
//!     created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
//!     updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);                   -- good
//! ```
//!
//! Asked for are both columns, as a date and time, NOT NULL, with the current time as default. Tables that only link others
//! need none. A convention that is switched off with an empty list is not asked for.
//!
//! Off by itself; the profile `seeds` has it.
//!
//! `--fix` adds a column that is missing, as other tables have it, and a default that is. Rows that are there are told to be
//! made when the migration runs. A column that may be NULL is left, and so is one of another type.

use super::super::Finding;
use super::super::context::{Context, Flaw, Here, Part, Time, is_time};
use super::super::mend::{Change, column_of, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, Default, DefaultValue, TableKind};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "columns/standard", level: Level::Off, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "adds the columns or defaults that are missing", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    if finding.kind == "table" {
        let conventions = &context.settings.conventions;
        let both = [(&conventions.created_at, Time::Created), (&conventions.updated_at, Time::Updated)];
        let missing = both.into_iter().filter(|(_, time)| context.conventions.named(*time, here).is_none());
        let columns = missing.filter_map(|(names, _)| names.first()).map(|name| made(context, name));
        return columns.map(|column| Ok(Change::column(here, column?))).collect();
    }
    let column = column_of(here, finding)?;
    if !is_time(column) {
        return Err("what its values become is for you to say".to_owned());
    }
    if column.nullable {
        return Err("rows may have no value there".to_owned());
    }
    let default = made(context, &column.name)?.default;
    Ok(vec![Change::column(here, Column { default, ..column.clone() })])
}

/// A column that is missing, as most other tables have it; where none has, as the server spells it.
fn made(context: &Context<'_>, name: &str) -> Result<Column, String> {
    if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Err(format!("{name} of [conventions] is a pattern, and no name"));
    }
    let columns = || context.tables().flat_map(|here| &here.table.columns);
    let shape = |column: &Column| Column { comment: None, ..column.clone() };
    let others: Vec<Column> =
        columns().filter(|column| column.name == name && half_made(column).is_none()).map(shape).collect();
    let count = |column: &&Column| others.iter().filter(|other| other == column).count();
    // Of several that are as many, the first.
    if let Some(most) = others.iter().rev().max_by_key(count) {
        return Ok(most.clone());
    }
    let of_type = |data_type: DataType| columns().filter(|column| column.data_type == data_type).count();
    let is_naive = of_type(DataType::DateTime) > of_type(DataType::TimestampWithTimeZone);
    let (data_type, raw_type, raw) = match context.server.system {
        System::Postgres => (DataType::TimestampWithTimeZone, "timestamp with time zone", "CURRENT_TIMESTAMP"),
        System::Sqlite => (DataType::TimestampWithTimeZone, "timestamp_with_timezone_text", "CURRENT_TIMESTAMP"),
        System::MySql if is_naive => (DataType::DateTime, "datetime", "CURRENT_TIMESTAMP"),
        System::MySql => (DataType::TimestampWithTimeZone, "timestamp", "CURRENT_TIMESTAMP"),
        System::MariaDb if is_naive => (DataType::DateTime, "datetime", "current_timestamp()"),
        System::MariaDb => (DataType::TimestampWithTimeZone, "timestamp", "current_timestamp()"),
    };
    let default = Default { raw: raw.to_owned(), value: DefaultValue::CurrentTimestamp };
    Ok(Column { default: Some(default), ..Column::plain(name, data_type, raw_type) })
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let conventions = &context.settings.conventions;
    let wanted = [(conventions.created_at.first(), Time::Created), (conventions.updated_at.first(), Time::Updated)];
    let is_own = |here: &Here<'_>| here.table.kind != TableKind::Virtual && !here.is_junction();
    let mut flaws = Vec::new();
    for here in context.tables().filter(is_own) {
        for (name, time) in &wanted {
            let Some(name) = name else { continue };
            flaws.extend(match context.conventions.named(*time, here) {
                None => Some(here.flaw(Part::Table, format!("has no column {name}"))),
                Some(column) => half_made(column).map(|what| here.flaw(Part::Column(&column.name), what)),
            });
        }
    }
    let finish = |flaw: Flaw| {
        let why = "nobody can tell when a row was made or changed";
        flaw.why(why).help("a date and time, NOT NULL DEFAULT CURRENT_TIMESTAMP")
    };
    flaws.into_iter().map(finish).collect()
}

fn half_made(column: &Column) -> Option<String> {
    let is_now = column
        .default
        .as_ref()
        .is_some_and(|default| matches!(default.value, DefaultValue::CurrentTimestamp | DefaultValue::Expression));
    if !is_time(column) {
        Some(format!("is {}, and no date and time", column.raw_type))
    } else if column.nullable {
        Some("may be NULL".to_owned())
    } else if !is_now {
        Some("has no default".to_owned())
    } else {
        None
    }
}
