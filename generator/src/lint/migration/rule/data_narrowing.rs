//! `data/narrowing`: a type that holds less than the one before.
//!
//! Values that do not fit make the migration fail, or lose what does not fit: digits behind the point are rounded, a time loses its
//! zone, a `double precision` becomes a `real`. Tables of tests have no such values.
//!
//! ```sql
//! ALTER TABLE users ALTER COLUMN name TYPE varchar(40);                 -- bad, where it was varchar(80)
//! SELECT count(*) FROM users WHERE char_length(name) > 40;              -- look before
//! ```
//!
//! What counts as less: a shorter text, fewer digits, a smaller integer, an integer for a decimal or a float, `timestamp` for
//! `timestamptz`, a date for a time, and on MySQL and MariaDB an enum that lacks a value. Types are compared as the catalog has them
//! before and after the migration. SQLite has no statement for it.

use super::super::super::context::{Flaw, Here};
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::{Catalog, Column, DataType as T, QualifiedName};
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/narrowing", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let retyped = moment.retyped().into_iter();
    retyped.filter_map(|(here, from, to)| flaw(here, (from, to), moment)).collect()
}

fn flaw(here: Here<'_>, (from, to): (&str, &str), moment: &Moment<'_>) -> Option<Flaw> {
    let before = moment.column(here, from)?;
    let after = moment.column_after(here, to)?;
    let loss = loss(before, after).or_else(|| lost_values(moment, (before, after)))?;
    let message = format!("{} becomes {}: {loss}", before.raw_type, after.raw_type);
    let (table, column) = (moment.quoted(&here.table.name), moment.quoted(from));
    let help = match (&before.data_type, &after.data_type) {
        (T::Text | T::Varchar(_) | T::Char(_), T::Varchar(Some(length)) | T::Char(Some(length))) => {
            format!("look before: SELECT count(*) FROM {table} WHERE char_length({column}) > {length}")
        }
        _ => {
            format!("look before what values {table}.{column} has; keep them in another column where any would suffer")
        }
    };
    let why = "it fails on rows that do not fit, or changes them";
    let flaw = moment.flaw(format!("{}.{from}", here.name()), message).why(why).help(help);
    Some(Flaw { columns: vec![from.to_owned()], ..flaw })
}

/// What does not fit any more.
fn loss(before: &Column, after: &Column) -> Option<&'static str> {
    let shorter = |old: Option<u32>, new: u32| old.is_none_or(|old| old > new);
    match (&before.data_type, &after.data_type) {
        (T::Text, T::Varchar(Some(_)) | T::Char(Some(_))) => Some("longer texts do not fit"),
        (T::Varchar(old) | T::Char(old), T::Varchar(Some(new)) | T::Char(Some(new))) if shorter(*old, *new) => {
            Some("longer texts do not fit")
        }
        (T::Decimal(old), T::Decimal(Some((precision, scale)))) => match old {
            Some((digits, places)) if places > scale => (digits > &0).then_some("digits behind the point are rounded"),
            Some((digits, places)) if digits - places > precision - scale => Some("larger numbers do not fit"),
            Some(_) => None,
            None => Some("digits behind the point are rounded"),
        },
        (T::Decimal(_) | T::Double | T::Float | T::Money, new) if new.integer().is_some() => {
            Some("what is behind the point is rounded")
        }
        (T::Double, T::Float) => Some("digits are lost"),
        (T::TimestampWithTimeZone, T::DateTime) => Some("the zone is lost"),
        (T::TimestampWithTimeZone | T::DateTime, T::Date) => Some("the time of day is lost"),
        (old, new) => {
            let (old, new) = (old.integer()?, new.integer()?);
            let is_less = new.0 < old.0 || (new.0 == old.0 && new.1 != old.1) || (new.1 && !old.1);
            is_less.then_some("larger numbers do not fit")
        }
    }
}

/// Whether an enum lacks values that it had.
fn lost_values(moment: &Moment<'_>, (before, after): (&Column, &Column)) -> Option<&'static str> {
    let (T::Enum(old), T::Enum(new)) = (&before.data_type, &after.data_type) else { return None };
    let values = |catalog: &Catalog, name: &QualifiedName| {
        let schema = catalog.schema(&name.schema)?;
        schema.enums.iter().find(|own| own.name == name.name).map(|own| own.values.clone())
    };
    let old = values(&moment.migration.before, old)?;
    let new = values(&moment.migration.after, new)?;
    old.iter().any(|value| !new.contains(value)).then_some("rows with a value that is gone do not fit")
}
