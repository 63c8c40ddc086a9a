//! `cascade/depth`: one DELETE that reaches many tables.
//!
//! Cascades follow cascades. What looks like one row is thousands, in tables that nobody thought of, in one transaction with
//! all its locks.
//!
//! ```text
//! users → orders → order_items
//!                → payments → refunds
//!       → carts → cart_items
//! ```
//!
//! What to do: read the list of tables that the finding names, and stop the cascade where rows must outlive their parent
//! (RESTRICT) or can do without it (SET NULL). `cascades` of [lint.limits] says how many are too many; 8 by itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use super::cascade_cycle::cascades;
use crate::config::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule { id: "cascade/depth", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let (reach, limit) = (cascades(context), context.settings.lint.limits.cascades);
    let mut flaws = Vec::new();
    for here in context.tables() {
        let start = (here.schema.name.as_str(), here.table.name.as_str());
        let mut reached = BTreeSet::new();
        let mut left = vec![start];
        while let Some(at) = left.pop() {
            let next = reach.get(&at).into_iter().flatten().copied().filter(|next| *next != start);
            left.extend(next.filter(|next| reached.insert(*next)));
        }
        if reached.len() <= limit {
            continue;
        }
        let list = reached.iter().map(|(_, table)| *table).collect::<Vec<_>>().join(", ");
        let flaw = here.flaw(Part::Table, format!("one DELETE reaches {} tables: {list}", reached.len()));
        flaws.push(
            flaw.why("what looks like one row is thousands, in one transaction").help("stop a cascade on the way"),
        );
    }
    flaws
}
