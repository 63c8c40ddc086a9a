//! `type/varchar-size`: a text that is longer, or shorter, than the house wants it.
//!
//! Two schools, of which a profile picks one:
//!
//! - `seeds`: every `varchar` has a length, which forms and factories know too. Long texts are `text`.
//! - `postgres`: `text`, with a CHECK where a length matters. There `varchar(n)` saves nothing, and to change the n of a column
//!   that a view reads is work.
//!
//! ```sql
//! name varchar NOT NULL         -- bad for seeds
//! name varchar(100) NOT NULL    -- good for seeds, bad for postgres
//! name text NOT NULL            -- good for postgres
//! ```
//!
//! Off by itself. Turned on without a profile, it asks for lengths.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::DataType;
use crate::config::{Level, Profile};

pub(super) const RULE: Rule = Rule { id: "type/varchar-size", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let wants_text = context.settings.lint.profile == Profile::Postgres;
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in &here.table.columns {
            let (message, why, help) = match (&column.data_type, wants_text) {
                (DataType::Varchar(None), false) => (
                    "is a varchar without a length".to_owned(),
                    "nothing says how long it may be",
                    "say how long, or make it text",
                ),
                (DataType::Varchar(Some(length)), true) => (
                    format!("is limited to {length} characters by its type"),
                    "a longer limit is a change of type, which views stand against",
                    "make it text, with CHECK (length(…) <= n) where that matters",
                ),
                _ => continue,
            };
            flaws.push(here.flaw(Part::Column(&column.name), message).why(why).help(help));
        }
    }
    flaws
}
