//! `index/low-cardinality`: an index over a boolean alone.
//!
//! It finds half of the table, and to read half of a table through an index takes longer than to read all of it. What is
//! wanted is most often the few rows that are true, or those that are not.
//!
//! ```sql
//! CREATE INDEX idx_jobs_done ON jobs (is_done);                        -- bad
//! CREATE INDEX idx_jobs_open ON jobs (created_at) WHERE NOT is_done;   -- good
//! ```
//!
//! A partial index, or one that goes on with other columns, is passed over. MySQL and MariaDB have no partial indexes: begin
//! with the boolean there and go on with what the rows are sorted by.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/low-cardinality", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for index in here.table.indexes.iter().filter(|index| index.predicate.is_none() && !index.unique) {
            let [part] = index.parts.as_slice() else { continue };
            let column = part.whole_column().and_then(|name| here.table.column(name));
            let Some(column) = column.filter(|column| column.data_type == DataType::Boolean) else { continue };
            let flaw = here.flaw(Part::Index(index), format!("only tells {} from not {}", column.name, column.name));
            let help = match context.server.system.is_mysql() {
                true => "go on with the columns that the rows are sorted by",
                false => "index what the rows are sorted by, WHERE the boolean is what is looked for",
            };
            flaws.push(flaw.why("it finds half of the table, which is slower than to read all of it").help(help));
        }
    }
    flaws
}
