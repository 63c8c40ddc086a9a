//! `idempotence`: a migration without a transaction that cannot be run a second time (PostgreSQL).
//!
//! With `use_transaction` that says no, as CONCURRENTLY needs it, what is done stays done when a later statement fails. Run again, the
//! migration fails at the first statement, since what it makes is there.
//!
//! ```sql
//! CREATE INDEX CONCURRENTLY idx_a ON orders (a);                      -- bad, where another statement follows
//! CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_a ON orders (a);        -- good
//! ```
//!
//! Mind that IF NOT EXISTS takes an index that is not valid for one that is there: drop it first, `DROP INDEX CONCURRENTLY IF
//! EXISTS idx_a`. Better still is a migration for each. `scaffold migrate repair --finish` goes on where a migration stopped, without
//! either.
//!
//! On MySQL and MariaDB see `tx/mysql-partial`.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Change};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("idempotence", Level::Info, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let is_alone = moment.migration.statements.len() < 2;
    if moment.server.system != System::Postgres || moment.migration.in_transaction || is_alone {
        return Vec::new();
    }
    let (place, words) = match &moment.step.act {
        Act::CreateIndex(index) if !index.if_not_exists => match &index.name {
            Some(name) => (name.clone(), "IF NOT EXISTS"),
            None => return Vec::new(),
        },
        Act::CreateTable { table, if_not_exists: false, .. } => (table.shown(), "IF NOT EXISTS"),
        Act::Drop(dropped) if !dropped.if_exists => {
            (dropped.names.iter().map(|name| name.shown()).collect::<Vec<_>>().join(", "), "IF EXISTS")
        }
        Act::Alter { table, changes } => {
            let unguarded = changes.iter().find_map(|change| match change {
                Change::AddColumn(added) if !added.if_not_exists => Some(added.name.clone()),
                _ => None,
            });
            match unguarded {
                Some(column) => (format!("{}.{column}", table.shown()), "IF NOT EXISTS"),
                None => return Vec::new(),
            }
        }
        _ => return Vec::new(),
    };
    let flaw = moment
        .flaw(place, "is no part of a transaction, and fails when the migration is run again")
        .why("when another statement fails, this one stays done")
        .help(format!("say {words}, or make it a migration of its own"));
    vec![flaw]
}
