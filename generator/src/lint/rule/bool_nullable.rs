//! `bool/nullable`: a boolean with three values.
//!
//! NULL is neither true nor false: `WHERE is_active` and `WHERE NOT is_active` both leave the row out, and no count of the two
//! adds up. In code it is an `Option<bool>` that everybody unwraps in another way.
//!
//! ```sql
//! is_active boolean                           -- bad
//! is_active boolean NOT NULL DEFAULT false    -- good
//! ```
//!
//! Ignore the finding where "not known" is an answer.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "bool/nullable", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let is_open = |name: &str, nullable: bool| nullable && !here.is_in_key(name);
        for column in here
            .table
            .columns
            .iter()
            .filter(|column| column.data_type == DataType::Boolean && column.generated.is_none())
        {
            if !is_open(&column.name, column.nullable) {
                continue;
            }
            let flaw = here.flaw(Part::Column(&column.name), "is true, false or NULL");
            let help = if column.default.is_some() { "make it NOT NULL" } else { "make it NOT NULL DEFAULT false" };
            flaws.push(flaw.why("neither WHERE it nor WHERE NOT it finds the rows that are NULL").help(help));
        }
    }
    flaws
}
