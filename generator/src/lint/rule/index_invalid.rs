//! `index/invalid`: an index that the server does not use.
//!
//! CREATE INDEX CONCURRENTLY failed half-way: a duplicate, a deadlock, a cancelled session. The index is there, every write
//! keeps it up to date, no query reads it, and a unique one guarantees nothing.
//!
//! What to do: DROP INDEX CONCURRENTLY and make it again, or REINDEX INDEX CONCURRENTLY.
//!
//! For PostgreSQL.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/invalid", level: Level::Error, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for index in here.table.indexes.iter().filter(|index| !index.valid) {
            let flaw = here.flaw(Part::Index(index), "is not valid: its build has failed");
            let name = context.quoted(&index.name);
            flaws.push(
                flaw.why("every write keeps it, and no query reads it")
                    .help(format!("REINDEX INDEX CONCURRENTLY {name}")),
            );
        }
    }
    flaws
}
