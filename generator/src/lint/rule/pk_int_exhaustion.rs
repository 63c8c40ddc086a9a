//! `pk/int-exhaustion`: rows numbered by 32 bits or less.
//!
//! At 2,147,483,647 rows, counting those that failed or were deleted, the next INSERT is an error, and to widen the column
//! rewrites the table and everything that refers to it. A `bigint` costs four bytes a row and never ends.
//!
//! ```sql
//! id serial PRIMARY KEY                                  -- bad
//! id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY     -- good
//! ```
//!
//! Only columns that the database numbers are looked at: a key that somebody gives, such as the number of a country, does not
//! run out. In SQLite every number of a row has 64 bits.
//!
//! What to do: widen it while the table is small, and with it the columns that refer to it.

use super::super::context::{Context, Flaw, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "pk/int-exhaustion", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some(id) = here.id().filter(|id| id.identity.is_some()) else { continue };
        let last = match id.data_type {
            DataType::TinyInteger => "127",
            DataType::TinyUnsigned => "255",
            DataType::SmallInteger => "32,767",
            DataType::SmallUnsigned => "65,535",
            DataType::Integer => "2,147,483,647",
            DataType::Unsigned => "4,294,967,295",
            _ => continue,
        };
        let followers: usize = context.tables().map(|other| followers(other.table, (here, &id.name))).sum();
        let message = format!("numbers the rows by {}", id.raw_type);
        let help = match followers {
            0 => "make it bigint".to_owned(),
            1 => "make it bigint, and the column that refers to it".to_owned(),
            more => format!("make it bigint, and the {more} columns that refer to it"),
        };
        let flaw = here.flaw(Part::Column(&id.name), message);
        flaws.push(flaw.why(format!("the insert after number {last} fails")).help(help));
    }
    flaws
}

/// How many columns of a table refer to the column.
fn followers(table: &crate::catalog::Table, (here, id): (super::super::context::Here<'_>, &str)) -> usize {
    let refers = |key: &&crate::catalog::ForeignKey| {
        key.target.name == here.table.name && key.target.schema == here.schema.name && key.target_columns == [id]
    };
    table.foreign_keys.iter().filter(refers).count()
}
