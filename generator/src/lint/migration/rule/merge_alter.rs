//! `merge/alter`: a table is read or written as a whole several times, where once would do (PostgreSQL, MySQL, MariaDB).
//!
//! Changes of one `ALTER TABLE` are done in one pass over the rows; each statement of its own is another pass. On MySQL and MariaDB each
//! also waits for everybody who uses the table.
//!
//! ```sql
//! ALTER TABLE orders ALTER COLUMN total TYPE bigint;
//! ALTER TABLE orders ALTER COLUMN tax TYPE bigint;                                            -- bad
//! ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN tax TYPE bigint;            -- good
//! ```
//!
//! With sea-query, call more than one method on one `Table::alter()`. On PostgreSQL it is told of statements that read or rewrite the
//! table and follow one another.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Change};
use super::super::moment::{Moment, Step};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("merge/alter", Level::Info, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let Some((here, table)) = moment.altered() else { return Vec::new() };
    let Some(last) = moment.past.last() else { return Vec::new() };
    let is_of_it = matches!(&last.act, Act::Alter { table: other, .. } if other == table);
    let is_work = |step: &Step| match moment.server.system {
        System::Postgres => step.tolls.iter().any(|toll| toll.table == here.name() && toll.works()),
        System::MySql | System::MariaDb => true,
        System::Sqlite => false,
    };
    // A constraint is validated by a statement of its own so that others can work.
    let is_apart = |step: &Step| {
        let apart = |change: &Change| matches!(change, Change::Validate(_) | Change::RenameTable(_) | Change::Other);
        step.act.changes().iter().any(apart)
    };
    if !is_of_it || ![last, moment.step].into_iter().all(|step| is_work(step) && !is_apart(step)) {
        return Vec::new();
    }
    let message = format!("one ALTER TABLE with statement {} would go through the table once", last.said.number);
    let why = "each goes through all rows, or waits for all who use the table";
    vec![moment.flaw(here.name(), message).why(why).help("put the changes into one statement")]
}
