//! `fk/action-missing`: a foreign key that does not say what a delete does.
//!
//! Without ON DELETE a key refuses the delete of a row that is referred to. That is often right, but nobody can tell whether it
//! was meant. A house that wants every key to say so turns this rule on.
//!
//! ```sql
//! user_id bigint REFERENCES users (id)                        -- bad
//! user_id bigint REFERENCES users (id) ON DELETE RESTRICT     -- good
//! ```
//!
//! Off by itself. Not for MySQL and MariaDB, where NO ACTION and RESTRICT are one and a reading cannot tell.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::Action;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/action-missing", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system.is_mysql() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for key in here.table.foreign_keys.iter().filter(|key| key.on_delete == Action::NoAction) {
            let flaw = here.flaw(Part::ForeignKey(key), "does not say what a delete does");
            flaws.push(
                flaw.why("nobody can tell whether it is meant").help("say ON DELETE RESTRICT, CASCADE or SET NULL"),
            );
        }
    }
    flaws
}
