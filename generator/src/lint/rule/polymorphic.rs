//! `polymorphic`: a reference whose table is named in the row.
//!
//! `commentable_type` and `commentable_id` refer to a post in one row and to a picture in the next. No foreign key can be made
//! of that: rows stay behind, joins need a UNION, and the entity has no relation.
//!
//! ```sql
//! commentable_type text, commentable_id bigint                                                  -- bad
//! post_id bigint REFERENCES posts (id), picture_id bigint REFERENCES pictures (id),
//!     CHECK (num_nonnulls(post_id, picture_id) = 1)                                             -- good
//! ```
//!
//! What to do: a column for each table, or a table for each pair; where the frame you use wants it so, ignore the finding.

use super::super::context::{Context, Flaw, Part, is_text};
use super::Rule;
use crate::config::Level;
use crate::model::names;

pub(super) const RULE: Rule = Rule { id: "polymorphic", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_text(&column.data_type)) {
            let words = names::words(&column.name);
            let Some(stem) = words.strip_suffix("_type") else { continue };
            let is_id = |name: &str| names::words(name) == format!("{stem}_id");
            let Some(id) = here.table.columns.iter().find(|other| is_id(&other.name)) else { continue };
            if here.foreign_keys_of(&id.name).next().is_some() {
                continue;
            }
            let message = format!("refers, with {}, to a table that each row names", column.name);
            let flaw = here.flaw(Part::Column(&id.name), message);
            let columns = vec![column.name.clone(), id.name.clone()];
            let flaw = flaw.why("nothing keeps what they refer to").help("a column with a foreign key for each table");
            flaws.push(Flaw { columns, ..flaw });
        }
    }
    flaws
}
