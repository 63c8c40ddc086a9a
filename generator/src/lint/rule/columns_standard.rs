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

use super::super::context::{Context, Flaw, Here, Part, Time, is_time};
use super::Rule;
use crate::catalog::{Column, DefaultValue, TableKind};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "columns/standard", level: Level::Off, check };

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
