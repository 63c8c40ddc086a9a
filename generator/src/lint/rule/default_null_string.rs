//! `default/null-string`: a default that is the word for a value, and not the value.
//!
//! `DEFAULT 'NULL'` writes the four letters, and `DEFAULT 'now()'` in a text column writes those five characters. Somebody
//! quoted what was not to be quoted, and rows that say `NULL` pass for filled.
//!
//! ```sql
//! note text DEFAULT 'NULL'    -- bad
//! note text                   -- good: without a default it is NULL
//! ```

use super::super::context::{Context, Flaw, Part, is_text};
use super::Rule;
use crate::catalog::DefaultValue;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "default/null-string", level: Level::Warn, check };

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
