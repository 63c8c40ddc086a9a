//! `type/char-n`: a text that is padded with blanks.
//!
//! `char(n)` of PostgreSQL fills every value with blanks up to n, and leaves them out of some comparisons and not of others:
//! `LIKE` and a regular expression see them, `=` does not, and a cast to text drops them. It is neither smaller nor faster.
//!
//! ```sql
//! country char(2)       -- bad
//! country varchar(2)    -- good; or text with CHECK (length(country) = 2)
//! ```
//!
//! For PostgreSQL. In MySQL, MariaDB and SQLite blanks are cut when it is read, or never added.

use super::super::context::{Context, Flaw, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "type/char-n", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| matches!(column.data_type, DataType::Char(_))) {
            let flaw = here.flaw(Part::Column(&column.name), format!("is {}, filled with blanks", column.raw_type));
            flaws.push(flaw.why("LIKE sees the blanks, and = does not").help("make it varchar or text"));
        }
    }
    flaws
}
