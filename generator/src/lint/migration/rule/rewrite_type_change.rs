//! `rewrite/type-change`: another type, for which all rows are written anew.
//!
//! On PostgreSQL the whole table and all its indexes are written while nobody can read it, and twice the room is needed. On MySQL and
//! MariaDB the table is copied while nobody can write to it.
//!
//! | change on PostgreSQL | rows |
//! |---|---|
//! | `varchar(80)` to `varchar(120)`, to `varchar` or to `text`; `text` to `varchar` | stay |
//! | `numeric(10, 2)` to `numeric(12, 2)`, or to `numeric` | stay |
//! | `timestamp` to `timestamptz` | stay where the session is in UTC |
//! | `integer` to `bigint`, `varchar` to `char`, another scale, and most others | are written |
//!
//! Whether they are was seen when the migration was tried: the table had another file afterwards.
//!
//! What to do: add a column of the new type, keep it in step by a trigger, copy the rows some at a time, and change names in a short
//! transaction. Also, sessions that have a statement prepared get `cached plan must not change result type` once.

use super::super::super::context::{Flaw, Here};
use super::super::super::server::System;
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::{Column, DataType};
use crate::config::Level;
use std::mem::discriminant;

pub(super) const RULE: Rule = Rule::new("rewrite/type-change", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (here, from, to) in moment.retyped() {
        let columns = moment.column(here, from).zip(moment.column_after(here, to));
        let is_rewritten = match moment.server.system {
            System::Postgres => moment.toll(here).is_some_and(|toll| toll.rewrites),
            System::MySql | System::MariaDb => columns.is_some_and(|(before, after)| is_copied(before, after)),
            System::Sqlite => false,
        };
        if is_rewritten {
            let flaw = flaw(moment, (here, from), columns);
            flaws.push(Flaw { columns: vec![from.to_owned()], ..flaw });
        }
    }
    flaws
}

fn flaw(moment: &Moment<'_>, (here, column): (Here<'_>, &str), types: Option<(&Column, &Column)>) -> Flaw {
    let types = types.map(|(before, after)| format!("{} becomes {}: ", before.raw_type, after.raw_type));
    let types = types.unwrap_or_default();
    let (message, why) = match moment.server.system {
        System::Postgres => ("all rows are written anew", "nobody can read the table meanwhile"),
        _ => ("the table is copied", "nobody can write to the table meanwhile"),
    };
    let help = "add a column of the new type, copy the rows some at a time, and change the names then";
    moment.flaw(format!("{}.{column}", here.name()), format!("{types}{message}")).why(why).help(help)
}

/// Whether MySQL and MariaDB copy the table. Longer texts may be added to in place, so that lengths are not looked at.
fn is_copied(before: &Column, after: &Column) -> bool {
    use DataType as T;
    let is_certain = |data_type: &T| {
        matches!(
            data_type,
            T::TinyInteger
                | T::SmallInteger
                | T::Integer
                | T::BigInteger
                | T::Float
                | T::Double
                | T::Decimal(_)
                | T::Date
                | T::DateTime
        )
    };
    let differ = discriminant(&before.data_type) != discriminant(&after.data_type);
    differ && is_certain(&before.data_type) && is_certain(&after.data_type)
}
