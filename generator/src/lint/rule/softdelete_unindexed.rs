//! `softdelete/unindexed`: deleted rows that every query has to read past.
//!
//! Each query of a repository has `deleted_at IS NULL`. Where no index helps, the rows that are hidden are read as well, and
//! they grow for ever while those that are alive do not.
//!
//! ```sql
//! CREATE INDEX idx_posts_author ON posts (author_id) WHERE deleted_at IS NULL;   -- good: PostgreSQL, SQLite
//! CREATE INDEX idx_posts_deleted ON posts (deleted_at, author_id);               -- good: MySQL, MariaDB
//! ```
//!
//! One index with `deleted_at` among its columns or in its condition is enough.

use super::super::context::{Context, Flaw, Part};
use super::super::predicate::mentions;
use super::Rule;
use crate::catalog::IndexKey;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "softdelete/unindexed", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some(deleted) = context.conventions.deleted_at(here) else { continue };
        let keys = here.table.primary_key.iter().chain(&here.table.unique_keys);
        let in_key = keys.into_iter().any(|key| key.columns.contains(&deleted.name));
        let in_index = here.table.indexes.iter().any(|index| {
            let in_part = index.parts.iter().any(|part| match &part.key {
                IndexKey::Column(name) => *name == deleted.name,
                IndexKey::Expression(text) => mentions(text, &deleted.name),
            });
            in_part || index.predicate.as_ref().is_some_and(|predicate| mentions(predicate, &deleted.name))
        });
        if in_key || in_index {
            continue;
        }
        let flaw = here.flaw(Part::Column(&deleted.name), "is in no index, so that none leaves deleted rows out");
        let help = match context.server.system.is_mysql() {
            true => format!("begin the index that is used most with {}", deleted.name),
            false => format!("add WHERE {} IS NULL to the index that is used most", deleted.name),
        };
        flaws.push(flaw.why("every query reads past the rows that are hidden").help(help));
    }
    flaws
}
