//! `fk/type-mismatch`: a foreign key between columns of different types.
//!
//! Code has two types for one key, and the database converts one to the other at every look-up. At worst the referencing column is
//! too small for keys that the other will have one day (`integer` for a `bigint`), too short (`varchar(20)` for
//! `varchar(50)`), or no index can be used, as for an `integer` that refers to a `numeric` in PostgreSQL.
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY);
//! CREATE TABLE orders (user_id integer REFERENCES users (id));   -- bad: fails at the 2,147,483,648th user
//! ```
//!
//! Compared are type, length, precision, sign and collation, as the database spells them. MySQL and MariaDB refuse most
//! of it themselves; lengths may differ there. SQLite keeps to no width and no length: only code has two types there.
//!
//! What to do: give the referencing column the type of the other. `--fix` does, unless it is the other that is to be widened.

use super::super::Finding;
use super::super::context::{Context, Flaw, Here, Part, is_integer};
use super::super::mend::{Change, foreign_key_of, is_free, table_of};
use super::super::server::System;
use super::{Remedy, Rule, pk_int_exhaustion};
use crate::catalog::{Column, DataType, DefaultValue};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/type-mismatch", level: Level::Warn, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "gives the referencing column the type of the other", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let key = foreign_key_of(here, finding)?;
    if !key.validated {
        return Err("rows may be there that break it".to_owned());
    }
    let (target, theirs) = context.target(key).ok_or("what it refers to is not known")?;
    let ours = key.columns.iter().filter_map(|name| here.table.column(name));
    let pairs = ours.zip(theirs).filter(|(one, other)| differ(one, other, context.server.system).is_some());
    let change = |(one, other): (&Column, &Column)| {
        let column = retyped((here, one), (target, other), context)?;
        Ok(Change::column(here, column))
    };
    pairs.map(change).collect()
}

/// The column with the type of the other.
fn retyped(
    (here, one): (Here<'_>, &Column),
    (target, other): (Here<'_>, &Column),
    context: &Context<'_>,
) -> Result<Column, String> {
    if one.domain.is_some() || other.domain.is_some() {
        return Err("its type is that of a domain".to_owned());
    }
    if one.generated.is_some() || one.identity.is_some() {
        return Err("the database gives it its values".to_owned());
    }
    let is_given = |value: &DefaultValue| matches!(value, DefaultValue::Integer(_) | DefaultValue::Text(_));
    if one.default.as_ref().is_some_and(|default| !is_given(&default.value)) {
        return Err("its default has to be written anew".to_owned());
    }
    if one.data_type.integer() > other.data_type.integer() && pk_int_exhaustion::last_of(target, other).is_some() {
        return Err(format!("{}.{} is the one to widen: pk/int-exhaustion", target.name(), other.name));
    }
    let are_integers = is_integer(&one.data_type) && is_integer(&other.data_type);
    if context.server.system == System::Postgres && !are_integers {
        is_free(here, &one.name)?;
    }
    let (data_type, raw_type) = (other.data_type.clone(), other.raw_type.clone());
    Ok(Column { data_type, raw_type, collation: other.collation.clone(), ..one.clone() })
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for key in &here.table.foreign_keys {
            let Some((target, theirs)) = context.target(key) else { continue };
            let ours = key.columns.iter().filter_map(|name| here.table.column(name));
            for (one, other) in ours.zip(theirs) {
                let Some(why) = differ(one, other, context.server.system) else { continue };
                let place = format!("{}.{}", target.name(), other.name);
                let message =
                    format!("({}) is {} and refers to {place}, which is {}", one.name, spelled(one), spelled(other));
                let help = format!("give {} the type {}", one.name, spelled(other));
                flaws.push(here.flaw(Part::ForeignKey(key), message).why(why).help(help));
            }
        }
    }
    flaws
}

fn spelled(column: &Column) -> String {
    let collation = column.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
    format!("{}{collation}", if column.raw_type.is_empty() { "of no type" } else { &column.raw_type })
}

/// What follows from the difference, where there is one.
fn differ(one: &Column, other: &Column, system: System) -> Option<&'static str> {
    let is_lax = system == System::Sqlite;
    if let (Some(one), Some(other)) = (one.data_type.integer(), other.data_type.integer()) {
        return match one.cmp(&other) {
            std::cmp::Ordering::Less if !is_lax => Some("it cannot hold every key of the other table"),
            std::cmp::Ordering::Less | std::cmp::Ordering::Greater => {
                Some("code has two types for one key, and a typed id does not reach it")
            }
            std::cmp::Ordering::Equal => None,
        };
    }
    if let (Some(one), Some(other)) = (length(&one.data_type), length(&other.data_type)) {
        let is_short =
            matches!((one, other), (Some(one), Some(other)) if one < other) || (one.is_some() && other.is_none());
        if is_short && !is_lax {
            return Some("it cannot hold every key of the other table");
        }
    } else if one.data_type != other.data_type {
        // SQLite compares by the affinity of the referenced column.
        return Some(match system {
            System::Postgres => "each look-up converts one to the other, and may not use an index",
            _ => "each look-up converts one to the other",
        });
    }
    (one.collation != other.collation).then_some("what is equal to one is not to the other, and no index can be used")
}

/// How long a text may be, of types that compare with each other as they are.
fn length(data_type: &DataType) -> Option<Option<u32>> {
    match data_type {
        DataType::Varchar(length) => Some(*length),
        DataType::Text => Some(None),
        _ => None,
    }
}
