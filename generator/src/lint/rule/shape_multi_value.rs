//! `shape/multi-value`: a list in a text.
//!
//! `tag_ids` as `"3,17,204"` cannot be joined, nothing keeps 17 from being deleted, and `LIKE '%17%'` finds 170 too.
//!
//! ```sql
//! tag_ids varchar(255)                                                                 -- bad
//! CREATE TABLE post_tags (post_id bigint, tag_id bigint, PRIMARY KEY (post_id, tag_id))   -- good
//! ```
//!
//! Looked at are text columns called `…_ids`, `…_list`, `…_csv` or `tags`. Arrays and JSON are passed over.

use super::super::context::{Context, Flaw, Part, is_text};
use super::Rule;
use crate::config::Level;
use crate::model::names;

pub(super) const RULE: Rule = Rule { id: "shape/multi-value", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_text(&column.data_type)) {
            let words = names::words(&column.name);
            let is_list = ["_ids", "_list", "_csv"].iter().any(|end| words.ends_with(end)) || words == "tags";
            if is_list && !here.is_in_key(&column.name) {
                let flaw = here.flaw(Part::Column(&column.name), "seems to be a list in a text");
                flaws.push(flaw.why("it cannot be joined, and nothing keeps what it names").help("make a table of it"));
            }
        }
    }
    flaws
}
