//! `version/optimistic-lock`: a table that is changed, without a version of its rows.
//!
//! Two people open the same row, both save, and what the first one wrote is gone. With a column that counts the changes, which
//! `[conventions]` calls `version`, repositories refuse the second save.
//!
//! ```sql
//! CREATE TABLE pages (id bigint PRIMARY KEY, body text, updated_at timestamptz NOT NULL, version integer NOT NULL DEFAULT 1);
//! ```
//!
//! Off by itself. A table is taken for one that is changed when it has the column that `[conventions]` calls `updated_at`.

use super::super::context::{Context, Flaw, Part, Time};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "version/optimistic-lock", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let is_changed = context.conventions.named(Time::Updated, here).is_some();
        if is_changed && context.conventions.version(here).is_none() {
            let flaw = here.flaw(Part::Table, "is changed, and has no version of its rows");
            flaws.push(flaw.why("of two saves the first is lost").help("version integer NOT NULL DEFAULT 1"));
        }
    }
    flaws
}
