//! `default/null-string`: a default that is the word for a value, and not the value.
//!
//! `DEFAULT 'NULL'` writes the four letters, and `DEFAULT 'now()'` in a text column writes those five characters. Somebody
//! quoted what was not to be quoted, and rows that say `NULL` pass for filled.
//!
//! ```sql
//! note text DEFAULT 'NULL'    -- bad
//! note text                   -- good: without a default it is NULL
//! ```
//!
//! `--fix` takes a default away that says NULL, from a column that may be NULL. What was meant by another is for you to say.

use super::super::Finding;
use super::super::context::{Context, Flaw, Part, is_text};
use super::super::mend::{Change, column_of, table_of};
use super::{Remedy, Rule};
use crate::catalog::{Column, DefaultValue};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "default/null-string", level: Level::Warn, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "takes away a default that says NULL", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let column = column_of(here, finding)?;
    let text = match column.default.as_ref().map(|default| &default.value) {
        Some(DefaultValue::Text(text)) => text.trim().to_ascii_lowercase(),
        _ => String::new(),
    };
    match (text.trim_matches(['(', ')']), column.nullable) {
        ("null", true) => Ok(vec![Change::column(here, Column { default: None, ..column.clone() })]),
        ("null", false) => Err("rows without a value would be refused".to_owned()),
        _ => Err("whether the function is meant, or nothing, is for you to say".to_owned()),
    }
}

/// What is never meant as a text.
const WORDS: &[&str] =
    &["null", "(null)", "now()", "current_timestamp", "getdate()", "uuid_generate_v4()", "gen_random_uuid()"];

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_text(&column.data_type)) {
            let Some(DefaultValue::Text(text)) = column.default.as_ref().map(|default| &default.value) else {
                continue;
            };
            if WORDS.contains(&text.trim().to_ascii_lowercase().as_str()) {
                let flaw = here.flaw(Part::Column(&column.name), format!("has the text `{text}` as default"));
                flaws
                    .push(flaw.why("rows that are empty pass for filled").help("take the quotes away, or the default"));
            }
        }
    }
    flaws
}
