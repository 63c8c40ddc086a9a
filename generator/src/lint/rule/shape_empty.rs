//! `shape/empty`: a table without columns.
//!
//! PostgreSQL lets it be. No row of it holds anything, and no entity can be made of it.
//!
//! ```sql
//! CREATE TABLE leftovers ();    -- bad
//! ```
//!
//! What to do: drop it, or give it its columns.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/empty", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let empty = context.tables().filter(|here| here.table.columns.is_empty());
    let flaw = |here: super::super::context::Here<'_>| {
        let flaw = here.flaw(Part::Table, "has no columns");
        flaw.why("no entity can be made of it").help(format!("DROP TABLE {}", context.sql(here)))
    };
    empty.map(flaw).collect()
}
