//! `naming/table`: a table that is not called by a plural in snake_case.
//!
//! The generator makes `OrderItem` of `order_items`, and `order.find_order_items()` of a key to it. Other names work, but code
//! then has words that nobody would have chosen.
//!
//! ```sql
//! CREATE TABLE OrderItem (…);      -- bad
//! CREATE TABLE order_items (…);    -- good
//! ```
//!
//! Words that have no plural (`news`, `data`, `staff`) are right as they are; [names] singular says further ones.
//!
//! Off by itself; the profile `seeds` has it.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;
use crate::model::{inflect, names};

pub(super) const RULE: Rule = Rule { id: "naming/table", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let name = &here.table.name;
        let words = names::words(name);
        let singular = inflect::singular(&words, &context.settings.names);
        let plural = inflect::plural(&words);
        let (message, better) = if words != *name {
            ("is not in snake_case", if singular == words { plural } else { words })
        } else if singular == words && plural != words {
            ("is in the singular", plural)
        } else {
            continue;
        };
        let flaw = here.flaw(Part::Table, message).why("code is called after it");
        flaws.push(flaw.help(format!("ALTER TABLE {} RENAME TO {}", context.sql(here), context.quoted(&better))));
    }
    flaws
}
