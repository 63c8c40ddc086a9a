//! `data/not-null-no-default`: a column that must have a value comes to a table whose rows have none for it.
//!
//! On an empty table, such as that of a test, it works. With rows PostgreSQL and SQLite refuse it, and the deployment stops
//! there; MySQL and MariaDB make a value up, `''` or `0` or `0000-00-00`, that nobody has chosen.
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN channel varchar(20) NOT NULL;                      -- bad
//! ALTER TABLE orders ADD COLUMN channel varchar(20) NOT NULL DEFAULT 'web';        -- good, where all rows may have it
//! ```
//!
//! Where each row gets a value of its own, in three steps: the column without NOT NULL; the values, some rows at a time; then
//! NOT NULL, on PostgreSQL as `lock/set-not-null` tells. `blocks::backfill` and `blocks::not_null` of `scaffold migrate new` are
//! the second and the third.
//!
//! Passed over are identity columns and `serial`, which the database numbers, and computed columns.

use super::super::super::context::Flaw;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/not-null-no-default", Level::Error, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (here, table, added) in moment.added() {
        let must = added.not_null || added.primary;
        if !must || added.has_values() {
            continue;
        }
        let (message, why) = match moment.server.system.is_mysql() {
            true => ("is NOT NULL without a default, so that the server makes up its values", "rows get '' or 0"),
            false => ("is NOT NULL without a default", "it fails as soon as the table has a row"),
        };
        let help = format!(
            "give it a default; or add it without NOT NULL, fill {} some rows at a time, and then make it NOT NULL",
            moment.sql(table)
        );
        let flaw = moment.flaw(format!("{}.{}", here.name(), added.name), message).why(why).help(help);
        flaws.push(Flaw { columns: vec![added.name.clone()], ..flaw });
    }
    flaws
}
