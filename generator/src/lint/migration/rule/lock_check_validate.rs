//! `lock/check-validate`: a check is looked for in every row while nobody can read the table (PostgreSQL).
//!
//! `ADD CONSTRAINT … CHECK` holds an ACCESS EXCLUSIVE lock while it reads all rows. In two steps the first is quick, and others work
//! during the second.
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT chk_orders_total CHECK (total >= 0);             -- bad
//!
//! ALTER TABLE orders ADD CONSTRAINT chk_orders_total CHECK (total >= 0) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT chk_orders_total;                           -- good, in another transaction
//! ```
//!
//! From the first on, new rows keep to it. `blocks::check` makes both, in a migration whose `use_transaction` says no, or one in each of
//! two. A check that comes with a new column reads all rows as well.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Change, Constraint};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/check-validate", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        let (place, condition) = match change {
            Change::AddConstraint { name, constraint: Constraint::Check { condition, not_valid: false } } => {
                (name.clone().unwrap_or_else(|| condition.clone()), Some(condition))
            }
            Change::AddColumn(added) if added.check => (added.name.clone(), None),
            _ => continue,
        };
        let sql = moment.sql(table);
        let look =
            condition.map(|text| format!("; SELECT count(*) FROM {sql} WHERE NOT ({text}) tells whether it will hold"));
        let help = format!(
            "ALTER TABLE {sql} ADD CONSTRAINT … CHECK (…) NOT VALID, and VALIDATE CONSTRAINT in another transaction{}",
            look.unwrap_or_default()
        );
        let message = "the check is looked for in every row while nobody can read the table";
        let flaw = moment.flaw(format!("{}.{place}", here.name()), message);
        flaws.push(flaw.why("all rows are read under ACCESS EXCLUSIVE").help(help));
    }
    flaws
}
