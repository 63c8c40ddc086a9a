//! `naming/column`: a column whose name does not say what it is.
//!
//! Names in snake_case; references that end in `_id`, or in `_by` where they name who did it; booleans that begin like a
//! question, `is_active`, `has_stock`; points in time that end in `_at` (`_from`, `_until`); dates that end in `_on` or `_date`.
//! Whoever reads `WHERE active AND created > …` has to look up what those are.
//!
//! ```sql
//! "userId" bigint REFERENCES users (id), active boolean, created timestamptz        -- bad
//! user_id bigint REFERENCES users (id), is_active boolean, created_at timestamptz   -- good
//! ```
//!
//! Off by itself; the profile `seeds` has it.

use super::super::context::{Context, Flaw, Here, Part, is_time};
use super::Rule;
use crate::catalog::{Column, DataType};
use crate::config::Level;
use crate::model::names;

pub(super) const RULE: Rule = Rule { id: "naming/column", level: Level::Off, check };

/// How a question begins, or a right or a duty.
const QUESTIONS: &[&str] = &[
    "is", "has", "can", "should", "was", "allow", "allows", "require", "requires", "use", "uses", "enable", "track",
    "show", "must", "needs", "wants", "accepts", "supports", "in", "not",
];

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in &here.table.columns {
            let Some((message, help)) = wrong(here, column) else { continue };
            let flaw = here.flaw(Part::Column(&column.name), message);
            flaws.push(flaw.why("whoever reads it has to look up what it holds").help(help));
        }
    }
    flaws
}

fn wrong(here: Here<'_>, column: &Column) -> Option<(String, String)> {
    let name = column.name.as_str();
    let words = names::words(name);
    if words != name && !words.ends_with('_') {
        return Some(("is not in snake_case".to_owned(), format!("call it {words}")));
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| name == *end || name.ends_with(&format!("_{end}")));
    let refers = here.table.foreign_keys.iter().any(|key| key.columns == [name]);
    if refers && !here.is_in_key(name) && !ends(&["id", "by"]) {
        return Some(("is a reference that does not end in _id".to_owned(), format!("call it {name}_id")));
    }
    let begins = QUESTIONS.contains(&name.split('_').next().unwrap_or_default());
    if column.data_type == DataType::Boolean && !begins && !name.ends_with("ed") {
        return Some((
            "is a boolean that does not begin like a question".to_owned(),
            format!("call it is_{name} or has_{name}"),
        ));
    }
    if is_time(column) && !ends(&["at", "from", "until", "to", "since", "time"]) {
        return Some(("is a point in time that does not end in _at".to_owned(), format!("call it {name}_at")));
    }
    if column.data_type == DataType::Date && !ends(&["on", "date", "from", "until", "to", "since", "birthday", "day"]) {
        return Some(("is a date that does not end in _on".to_owned(), format!("call it {name}_on")));
    }
    None
}
