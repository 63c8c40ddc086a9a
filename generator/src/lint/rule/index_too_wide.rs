//! `index/too-wide`: an index over many columns.
//!
//! An index is used from its first column on; the fifth seldom narrows anything, and makes every entry longer. Columns that are
//! only to be read with the rest belong in `INCLUDE`, where the server has that.
//!
//! ```sql
//! CREATE INDEX idx_orders_all ON orders (user_id, status, created_at, total, id);               -- bad
//! CREATE INDEX idx_orders_user ON orders (user_id, status, created_at) INCLUDE (total);         -- good
//! ```
//!
//! Unique keys are as wide as they must be, and passed over. `index_columns` of [lint.limits] says how many are enough; 4 by
//! itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/too-wide", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let limit = context.settings.lint.limits.index_columns;
    let mut flaws = Vec::new();
    for here in context.tables() {
        for index in here.table.indexes.iter().filter(|index| !index.unique && index.parts.len() > limit) {
            let flaw = here.flaw(Part::Index(index), format!("is over {} columns", index.parts.len()));
            flaws.push(
                flaw.why("those behind seldom narrow anything, and each makes it larger").help("keep the first ones"),
            );
        }
    }
    flaws
}
