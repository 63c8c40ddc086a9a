//! `softdelete/cascade`: a cascade between rows that are hidden and rows that are deleted.
//!
//! Where the child has `deleted_at` and the parent has not, ON DELETE CASCADE really deletes what was only to be hidden. Where
//! the parent has it and the child has not, hiding the parent leaves the child in sight, and the day somebody purges the
//! parents the children go without a word.
//!
//! ```sql
//! CREATE TABLE teams (id bigint PRIMARY KEY);
//! CREATE TABLE notes (team_id bigint REFERENCES teams (id) ON DELETE CASCADE, deleted_at timestamptz);   -- bad
//! ```
//!
//! What to do: hide both or neither, or say RESTRICT.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::Action;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "softdelete/cascade", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for key in here.table.foreign_keys.iter().filter(|key| key.on_delete == Action::Cascade) {
            let Some(parent) = context.table(&key.target) else { continue };
            let hides = |here| context.conventions.deleted_at(here).is_some();
            let (child, parent) = ((here, hides(here)), (parent, hides(parent)));
            let name = parent.0.name();
            let (message, why) = match (child.1, parent.1) {
                (true, false) => (
                    format!("deletes rows that are only to be hidden, with those of {name}"),
                    "what was to be kept is deleted",
                ),
                (false, true) if !here.is_junction() => (
                    format!("cascades from {name}, whose rows are hidden when deleted"),
                    "children of what is hidden stay in sight, and go without a word when it is purged",
                ),
                _ => continue,
            };
            flaws.push(
                here.flaw(Part::ForeignKey(key), message)
                    .why(why)
                    .help("hide both or neither, or say ON DELETE RESTRICT"),
            );
        }
    }
    flaws
}
