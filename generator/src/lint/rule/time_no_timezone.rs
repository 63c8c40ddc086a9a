//! `time/no-timezone`: a date and time that does not say in which time zone.
//!
//! PostgreSQL's `timestamp` keeps what a clock on the wall showed, and not when: the same value is another instant for a
//! session in another time zone, an hour of each autumn happens twice, and `now()` is converted on the way in. A
//! `timestamp with time zone` keeps the instant, in the same eight bytes. A `time with time zone` has the offset without the
//! date that would tell which.
//!
//! ```sql
//! created_at timestamp NOT NULL DEFAULT now()      -- bad
//! created_at timestamptz NOT NULL DEFAULT now()    -- good
//! ```
//!
//! MySQL and MariaDB convert `timestamp` by the session's time zone and `datetime` not at all; either will do, but a schema
//! that has both compares the one with the other. The columns of the type that is used less are named there.
//!
//! SQLite has no such types, and nothing is said of it. Columns for a local time, such as the hour a shop opens, are right
//! without a zone: ignore the finding, and say so.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::{Column, DataType};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "time/no-timezone", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    match context.server.system {
        System::Postgres => all(context).filter_map(|(here, column)| without(here, column)).collect(),
        System::MySql | System::MariaDb => mixed(context),
        System::Sqlite => Vec::new(),
    }
}

fn all<'a>(context: &Context<'a>) -> impl Iterator<Item = (Here<'a>, &'a Column)> {
    context.tables().flat_map(|here| here.table.columns.iter().map(move |column| (here, column)))
}

fn without(here: Here<'_>, column: &Column) -> Option<Flaw> {
    let (message, why, help) = if column.data_type == DataType::DateTime {
        let why = "the same value is another instant in another session";
        ("is a timestamp without time zone", why, "make it timestamp with time zone, AT TIME ZONE of what is in it")
    } else if column.raw_type.starts_with("time") && column.raw_type.ends_with("with time zone") && !is_instant(column)
    {
        (
            "is a time of day with a time zone",
            "an offset without a date tells no time zone",
            "make it time, or a timestamptz",
        )
    } else {
        return None;
    };
    Some(here.flaw(Part::Column(&column.name), message).why(why).help(help))
}

fn is_instant(column: &Column) -> bool {
    column.data_type == DataType::TimestampWithTimeZone
}

fn mixed(context: &Context<'_>) -> Vec<Flaw> {
    let of_type = |data_type: DataType| all(context).filter(move |(_, column)| column.data_type == data_type);
    let naive = of_type(DataType::DateTime).count();
    let instants = of_type(DataType::TimestampWithTimeZone).count();
    if naive == 0 || instants == 0 {
        return Vec::new();
    }
    let (fewer, word, others) = match naive < instants {
        true => (DataType::DateTime, "datetime", format!("{instants} other columns are timestamp")),
        false => (DataType::TimestampWithTimeZone, "timestamp", format!("{naive} other columns are datetime")),
    };
    let flaw = |(here, column): (Here<'_>, &Column)| {
        let flaw = here.flaw(Part::Column(&column.name), format!("is {word}, where {others}"));
        flaw.why("one is converted by the time zone of the session and the other is not").help("use one of both")
    };
    of_type(fewer).map(flaw).collect()
}
