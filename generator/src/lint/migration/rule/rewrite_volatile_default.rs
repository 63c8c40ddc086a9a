//! `rewrite/volatile-default`: a column that every row has to be written for (PostgreSQL).
//!
//! Since PostgreSQL 11 a default that is one value for all rows, `now()` too, is noted once and costs nothing. One that is another for
//! each row is written into each, while nobody can read the table: `gen_random_uuid()`, `random()`, `clock_timestamp()`, the numbers of
//! `serial` and identity columns, and computed columns that are STORED. Before 11 every default is.
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();                 -- bad
//!
//! ALTER TABLE orders ADD COLUMN token uuid;
//! ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();                         -- good: for new rows
//! ```
//!
//! Then fill the old rows some at a time, as `blocks::backfill` does, and make it NOT NULL as `lock/set-not-null` tells. What a function
//! of your own or a domain does was seen when the migration was tried: the table had another file afterwards.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("rewrite/volatile-default", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for (here, table, added) in moment.added() {
        if !moment.toll(here).is_some_and(|toll| toll.rewrites) {
            continue;
        }
        let what = match (&added.default, added.numbered, added.computed) {
            (Some(given), ..) => format!("gets {} in every row", given.text),
            (None, true, _) => "gets a number in every row".to_owned(),
            (None, false, Some(true)) => "is computed and stored for every row".to_owned(),
            _ => continue,
        };
        let (sql, column) = (moment.sql(table), moment.quoted(&added.name));
        let help = match &added.default {
            Some(given) => format!(
                "add it without a default; then ALTER TABLE {sql} ALTER COLUMN {column} SET DEFAULT {}, and fill the old \
                 rows some at a time",
                given.text
            ),
            None => "add a plain column, fill it some rows at a time, and let the database take over then".to_owned(),
        };
        let message = format!("{what}, so that all are written anew");
        let flaw = moment.flaw(format!("{}.{}", here.name(), added.name), message);
        let flaw = flaw.why("nobody can read the table meanwhile").help(help);
        flaws.push(Flaw { columns: vec![added.name.clone()], ..flaw });
    }
    flaws
}
