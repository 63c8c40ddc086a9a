//! `fk/duplicate`: two foreign keys that are one.
//!
//! The same columns refer to the same columns twice. Every insert is checked twice, and where the two say different things of
//! a delete, which one holds depends on their names.
//!
//! ```sql
//! CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
//! CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)    -- bad
//! ```
//!
//! What to do: drop one.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::ForeignKey;
use crate::config::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule { id: "fk/duplicate", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let keys = &here.table.foreign_keys;
        for (idx, key) in keys.iter().enumerate() {
            let Some(first) = keys[..idx].iter().find(|other| is_same(key, other)) else { continue };
            let message = format!("is the same as {}", first.name.as_deref().unwrap_or("the one before it"));
            let flaw = here.flaw(Part::ForeignKey(key), message);
            flaws.push(
                flaw.why("every insert is checked twice, and the two may say different things")
                    .help("drop one of them"),
            );
        }
    }
    flaws
}

fn is_same(one: &ForeignKey, other: &ForeignKey) -> bool {
    let pairs = |key: &ForeignKey| -> BTreeSet<(String, String)> {
        key.columns.iter().cloned().zip(key.target_columns.iter().cloned()).collect()
    };
    one.target == other.target && one.columns.len() == other.columns.len() && pairs(one) == pairs(other)
}
