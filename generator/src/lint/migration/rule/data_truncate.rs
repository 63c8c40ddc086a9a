//! `data/truncate`: all rows of a table go.
//!
//! TRUNCATE takes them without a WHERE, fires no trigger of DELETE, and on PostgreSQL holds a lock that keeps readers out; on MySQL
//! and MariaDB it is no part of a transaction. CASCADE empties every table that refers to it as well. No `down` brings a row back.
//!
//! What to do: where rows are really to go, say so by ignoring the finding. Where a table is to be filled anew, make another, fill
//! it, and let it take the name.

use super::super::super::context::Flaw;
use super::super::act::Act;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/truncate", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let Act::Truncate { tables, cascade } = &moment.step.act else { return Vec::new() };
    let mut flaws = Vec::new();
    for here in tables.iter().filter_map(|table| moment.world.table(table)) {
        let others = if *cascade { moment.referring(here) } else { String::new() };
        let message = format!("all rows of the table go{others}");
        let why = "`down` brings no row back";
        flaws.push(moment.flaw(here.name(), message).why(why).help("keep a copy of the rows, or say why they may go"));
    }
    flaws
}
