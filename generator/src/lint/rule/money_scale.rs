//! `money/scale`: an amount of money with fewer than two decimal places, or with no stated number of them.
//!
//! `numeric(10, 0)` drops the cents without a word, and MySQL makes that of a plain `DECIMAL`. A plain `numeric` of PostgreSQL
//! keeps whatever it is given, so that `9.99` and `9.990000001` lie side by side and no sum is one that can be paid.
//!
//! ```sql
//! price decimal NOT NULL           -- bad
//! price decimal(12, 2) NOT NULL    -- good
//! ```
//!
//! Columns of one name that have another number of places than most of that name are named too: what one table keeps, the other
//! rounds. Of as many, those with fewer places are.
//!
//! Columns are taken for money by their name, as in `money/float`. SQLite keeps to no scale, and nothing is said of it.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::server::System;
use super::super::words::is_money;
use super::Rule;
use crate::catalog::{Column, DataType};
use crate::config::Level;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { id: "money/scale", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_money(&column.name)) {
            let (message, why) = match column.data_type {
                DataType::Decimal(None) => {
                    ("is an amount of money of any scale".to_owned(), "amounts that nobody can pay are let in")
                }
                DataType::Decimal(Some((_, scale))) if scale < 2 => {
                    (format!("is an amount of money as {}", column.raw_type), "what is behind the point is dropped")
                }
                _ => continue,
            };
            flaws.push(
                here.flaw(Part::Column(&column.name), message)
                    .why(why)
                    .help("make it numeric(12, 2), or whatever its currency has"),
            );
        }
    }
    flaws.extend(unlike(context));
    flaws
}

/// Amounts with another number of places than most of their name.
fn unlike(context: &Context<'_>) -> Vec<Flaw> {
    let mut named: BTreeMap<&str, Vec<(Here<'_>, &Column, u32)>> = BTreeMap::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_money(&column.name)) {
            match column.data_type {
                DataType::Decimal(Some((_, scale))) if scale >= 2 => {
                    named.entry(&column.name).or_default().push((here, column, scale));
                }
                _ => {}
            }
        }
    }
    let mut flaws = Vec::new();
    for all in named.into_values() {
        let count = |scale: u32| all.iter().filter(|(.., other)| *other == scale).count();
        let Some(most) = all.iter().map(|(.., scale)| *scale).max_by_key(|scale| (count(*scale), *scale)) else {
            continue;
        };
        for (here, column, scale) in all.iter().filter(|(.., scale)| *scale != most) {
            let others = match count(most) {
                1 => "another column of its name has".to_owned(),
                more => format!("{more} other columns of its name have"),
            };
            let message = format!("has {scale} decimal places, where {others} {most}");
            let flaw = here.flaw(Part::Column(&column.name), message);
            flaws.push(flaw.why("what one table keeps the other rounds").help("give all of them as many places"));
        }
    }
    flaws
}
