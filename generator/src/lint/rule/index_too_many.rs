//! `index/too-many`: a table with more indexes than it can bear.
//!
//! Every insert writes all of them, in PostgreSQL most updates too, and all of them want memory.
//!
//! Counted are the primary key, unique keys and indexes. `indexes` of [lint.limits] says how many are too many; more than 10
//! by itself.
//!
//! What to do: drop those that `index/duplicate` and `index/redundant-prefix` name, and then those that nobody reads
//! (`pg_stat_user_indexes` of PostgreSQL counts).

use super::super::access;
use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/too-many", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let limit = context.settings.lint.limits.indexes;
    let count = |here: super::super::context::Here<'_>| access::of_table(here.table).len();
    let many = context.tables().map(|here| (here, count(here))).filter(|(_, count)| *count > limit);
    let flaw = |(here, count): (super::super::context::Here<'_>, usize)| {
        let flaw = here.flaw(Part::Table, format!("has {count} indexes, keys counted"));
        flaw.why("every insert writes all of them").help("drop those that nobody reads")
    };
    many.map(flaw).collect()
}
