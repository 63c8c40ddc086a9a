//! `lock/held-while-working`: a table stays locked while the same transaction does something long (PostgreSQL).
//!
//! Locks are held until the transaction ends, and a migration is one. An `ALTER TABLE` that takes a moment keeps readers out for
//! minutes when an index is built, rows are read for a constraint or many rows are written behind it.
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN channel text;           -- quick, but nobody reads orders from now on
//! UPDATE orders SET channel = 'web';                    -- until this is done: bad
//! ```
//!
//! What to do: a migration for each; or the long part first; or `use_transaction` that says no, so that each statement is a transaction
//! of its own. It is told once for each migration, at the first statement that works while a lock is held.
//!
//! `VALIDATE CONSTRAINT` lets others work, but not behind the `ADD CONSTRAINT … NOT VALID` of the same transaction. So `blocks::check`
//! and `blocks::not_null` belong in a migration whose `use_transaction` says no, or in two: `for_new_rows`, then `for_old_rows`.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Change, Verb};
use super::super::moment::{Moment, Step};
use super::super::toll::Toll;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/held-while-working", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres || !moment.is_in_transaction() {
        return Vec::new();
    }
    let Some(first) = moment.past.iter().position(|step| held(step).is_some()) else { return Vec::new() };
    let since = moment.past.get(first..).unwrap_or_default();
    let is_told = since.iter().skip(1).any(|step| work(step, moment).is_some());
    let locked = since.first().and_then(|step| held(step).map(|toll| (toll, step.said.number)));
    let (false, Some((toll, number)), Some(work)) = (is_told, locked, work(moment.step, moment)) else {
        return Vec::new();
    };
    let table = &toll.table;
    let message = format!("{work} while nobody can read {table}, which statement {number} has locked");
    let why = "the lock is held until the migration ends";
    let is_validation = moment.step.act.changes().iter().any(|change| matches!(change, Change::Validate(_)));
    let help = match is_validation {
        true => {
            "`use_transaction` that says no, or VALIDATE CONSTRAINT in a migration that comes later: `for_new_rows` and \
             `for_old_rows` of a block"
        }
        false => "make it a migration of its own, or one that comes first",
    };
    vec![moment.flaw(table, message).why(why).help(help)]
}

/// A lock that keeps readers out.
fn held(step: &Step) -> Option<&Toll> {
    step.tolls.iter().find(|toll| toll.lock.stops_readers())
}

/// What takes as long as a table is large.
fn work(step: &Step, moment: &Moment<'_>) -> Option<String> {
    if let Some(toll) = step.tolls.iter().find(|toll| toll.works()) {
        return Some(format!("all rows of {} are read", toll.table));
    }
    match &step.act {
        Act::Write(written) if written.verb != Verb::Insert => {
            let here = moment.world.table(&written.table)?;
            Some(format!("rows of {} are written", here.name()))
        }
        _ => None,
    }
}
