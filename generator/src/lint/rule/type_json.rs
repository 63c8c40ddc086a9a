//! `type/json`: `json` where `jsonb` would do.
//!
//! PostgreSQL keeps `json` as the text that came in, blanks and all. It has no equality, so that DISTINCT, GROUP BY and UNION
//! over such a column are errors; no GIN index; and each look into it parses all of it.
//!
//! ```sql
//! payload json     -- bad
//! payload jsonb    -- good
//! ```
//!
//! Ignore the finding where the very text must be kept, such as for a signature. For PostgreSQL.

use super::super::context::{Context, Flaw, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "type/json", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| column.data_type == DataType::Json) {
            let (table, name) = (context.sql(here), context.quoted(&column.name));
            let flaw = here.flaw(Part::Column(&column.name), "is json, which is kept as text");
            let flaw = flaw.why("it has no equality and no index: DISTINCT over it is an error");
            flaws.push(flaw.help(format!("ALTER TABLE {table} ALTER COLUMN {name} TYPE jsonb")));
        }
    }
    flaws
}
