//! `index/timestamp-in-middle`: an index with a time between its columns.
//!
//! Times are asked for by ranges. An index finds by the columns in front of the range and by the range itself; whatever stands behind it
//! only filters what was read already. So `(user_id, created_at, status)` reads all of a user's rows of that month for one status.
//!
//! ```sql
//! CREATE INDEX idx_orders_user_created_status ON orders (user_id, created_at, status);    -- bad
//! CREATE INDEX idx_orders_user_status_created ON orders (user_id, status, created_at);    -- good
//! ```
//!
//! Passed over are unique indexes; a time in front of the key, by which pages go on: `(tenant_id, created_at, id)`; and the column
//! that says when a row was deleted, which is asked whether it is NULL.

use super::super::context::{Context, Flaw, Here, Part, is_time};
use super::Rule;
use crate::catalog::{Column, DataType, Index};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/timestamp-in-middle", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let deleted = context.conventions.deleted_at(here).map(|column| column.name.as_str());
        for index in here.table.indexes.iter().filter(|index| index.method == "btree" && !index.unique) {
            let Some((time, behind)) = in_middle(index, here).filter(|(time, _)| Some(time.name.as_str()) != deleted)
            else {
                continue;
            };
            let message = format!("has {} in front of {}", time.name, behind.join(", "));
            let flaw = here.flaw(Part::Index(index), message);
            flaws.push(
                flaw.why("behind a range the other columns find nothing")
                    .help(format!("put {} last, or leave out what is behind it", time.name)),
            );
        }
    }
    flaws
}

/// The time between other columns, and what is behind it.
fn in_middle<'a>(index: &'a Index, here: Here<'a>) -> Option<(&'a Column, Vec<&'a str>)> {
    let names: Option<Vec<&str>> = index.parts.iter().map(|part| part.whole_column()).collect();
    let names = names?;
    let is_moment =
        |name: &str| here.table.column(name).filter(|column| is_time(column) || column.data_type == DataType::Date);
    let (place, time) = names.iter().enumerate().skip(1).find_map(|(place, name)| Some((place, is_moment(name)?)))?;
    let behind: Vec<&str> = names[place + 1..].iter().copied().filter(|name| !here.is_in_key(name)).collect();
    (!behind.is_empty()).then_some((time, behind))
}
