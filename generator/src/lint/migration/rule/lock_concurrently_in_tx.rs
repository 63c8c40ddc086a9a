//! `lock/concurrently-in-tx`: CONCURRENTLY in a transaction, which PostgreSQL refuses.
//!
//! What is built while others write has to see their commits, and so has transactions of its own. SeaORM runs each migration for
//! PostgreSQL in a transaction, unless it says otherwise.
//!
//! ```rust,ignore
//! fn use_transaction(&self) -> Option<bool> {
//!     Some(false)
//! }
//! ```
//!
//! Such a migration had better do nothing else: what it has done stays when it fails. `scaffold migrate repair` knows how far it
//! came. Meant are `CREATE INDEX`, `DROP INDEX` and `REINDEX` with CONCURRENTLY, and `VACUUM`; a materialized view may be refreshed
//! in a transaction.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::Act;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "lock/concurrently-in-tx", level: Level::Error, of_refused: true, check };

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres || !moment.is_in_transaction() {
        return Vec::new();
    }
    let (words, place) = match &moment.step.act {
        Act::CreateIndex(index) if index.concurrently => {
            ("CREATE INDEX CONCURRENTLY", index.name.clone().unwrap_or_else(|| index.table.shown()))
        }
        Act::Drop(dropped) if dropped.concurrently => {
            ("DROP INDEX CONCURRENTLY", dropped.names.first().map(|name| name.shown()).unwrap_or_default())
        }
        Act::Maintain { words: "REINDEX", concurrently: true } => ("REINDEX CONCURRENTLY", "REINDEX".to_owned()),
        Act::Maintain { words: "VACUUM", .. } => ("VACUUM", "VACUUM".to_owned()),
        _ => return Vec::new(),
    };
    let message = format!("{words} cannot run in a transaction, and the migration is one");
    let help = "fn use_transaction(&self) -> Option<bool> { Some(false) }, in a migration that does nothing else";
    vec![moment.flaw(place, message).why("the server refuses it").help(help)]
}
