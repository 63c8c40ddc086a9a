//! `lock/no-timeout`: a lock is waited for without an end, and everybody else behind it.
//!
//! Whoever asks for a strong lock waits for all who use the table, such as a report that takes ten minutes; and all who come after
//! wait in line, even those who only read. A table is down although nothing works on it. With `lock_timeout` the migration gives up
//! after a moment, others go on, and it is run again.
//!
//! ```sql
//! SET LOCAL lock_timeout = '5s';                     -- PostgreSQL
//! SET SESSION lock_wait_timeout = 5;                 -- MySQL, MariaDB, which otherwise wait a day or a year
//! ```
//!
//! What `scaffold migrate` and `sync` run has the limit of `[migration]` in scaffold.toml: `lock_timeout`, ten seconds by itself,
//! and `statement_timeout`. So this finds only what runs with both `off`. It is told once for each migration.

use super::super::super::context::Flaw;
use super::super::moment::{Moment, Step};
use super::super::toll::Toll;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/no-timeout", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let limits = &moment.settings.migration;
    let has_limit = limits.lock_timeout.0.is_some() || limits.statement_timeout.0.is_some() || moment.world.has_limit();
    if has_limit || moment.past.iter().any(|step| strong(step).is_some()) {
        return Vec::new();
    }
    let Some(toll) = strong(moment.step) else { return Vec::new() };
    let message = format!("waits for the {} lock on {} as long as it takes", toll.lock.word(), toll.table);
    let help = match moment.server.system.is_mysql() {
        true => "SET SESSION lock_wait_timeout = 5 before it, or lock_timeout of [migration] in scaffold.toml",
        false => "SET LOCAL lock_timeout = '5s' before it, or lock_timeout of [migration] in scaffold.toml",
    };
    vec![moment.flaw(&toll.table, message).why("all who come after it wait too").help(help)]
}

/// The first lock that holds others up.
fn strong(step: &Step) -> Option<&Toll> {
    step.tolls.iter().find(|toll| toll.lock.stops_writers())
}
