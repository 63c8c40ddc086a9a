//! `index/array-btree`: a B-tree over an array.
//!
//! It sorts whole arrays, and finds one that is equal to another. "Which rows hold this element", which is what is asked of
//! arrays, it cannot answer.
//!
//! ```sql
//! CREATE INDEX idx_posts_tags ON posts (tags);              -- bad: WHERE tags @> ARRAY['rust'] reads the table
//! CREATE INDEX idx_posts_tags ON posts USING gin (tags);    -- good
//! ```
//!
//! For PostgreSQL. Unique indexes are passed over.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/array-btree", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    of_type(context, |data_type| matches!(data_type, DataType::Array(_)), "sorts whole arrays")
}

/// The B-trees that begin with a column of such a type.
pub(super) fn of_type(context: &Context<'_>, is_such: fn(&DataType) -> bool, message: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for index in here.table.indexes.iter().filter(|index| index.method == "btree" && !index.unique) {
            let first =
                index.parts.first().and_then(|part| part.whole_column()).and_then(|name| here.table.column(name));
            let Some(column) = first.filter(|column| is_such(&column.data_type)) else { continue };
            let name = context.quoted(&column.name);
            let flaw = here.flaw(Part::Index(index), message.to_owned());
            let help = format!("CREATE INDEX … ON {} USING gin ({name})", context.sql(here));
            flaws.push(flaw.why("what is inside is found by reading the whole table").help(help));
        }
    }
    flaws
}
