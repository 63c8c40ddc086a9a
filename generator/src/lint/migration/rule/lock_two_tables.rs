//! `lock/two-tables`: one transaction keeps readers out of several tables (PostgreSQL).
//!
//! Locks are held until the transaction ends. A migration that holds the first table and waits for the second meets programs that
//! hold the second and wait for the first: one of both is told of a deadlock. And all who read any of them wait for all of it.
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN channel text;
//! ALTER TABLE users ADD COLUMN channel text;            -- bad, while nobody reads orders
//! ```
//!
//! What to do: a migration for each table, or `use_transaction` that says no. What one statement locks by itself, such as both ends of a
//! foreign key, is passed over, and so are tables that the same migrations make. It is told once for each migration.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::moment::{Moment, Step};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/two-tables", Level::Info, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres || !moment.is_in_transaction() {
        return Vec::new();
    }
    let mut past = moment.past.iter().filter(|step| held(step).next().is_some());
    let Some((first, table)) = past.next().and_then(|step| Some((step, held(step).next()?))) else { return Vec::new() };
    // What the first statement holds is one thing, whatever it is.
    let is_new = |step: &Step| held(step).find(|name| held(first).all(|own| own != *name)).map(str::to_owned);
    let is_told = past.any(|step| is_new(step).is_some());
    let Some(other) = is_new(moment.step).filter(|_| !is_told) else { return Vec::new() };
    let message = format!("nobody can read {table} either, which statement {} has locked", first.said.number);
    let why = "a program that uses both the other way round meets a deadlock, and readers of one wait for the other";
    vec![moment.flaw(&other, message).why(why).help("a migration for each table, or `use_transaction` that says no")]
}

/// The tables that a statement keeps readers out of.
fn held(step: &Step) -> impl Iterator<Item = &str> {
    step.tolls.iter().filter(|toll| toll.lock.stops_readers()).map(|toll| toll.table.as_str())
}
