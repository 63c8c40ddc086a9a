//! `lock/set-not-null`: NOT NULL is looked for in every row while nobody can read the table (PostgreSQL).
//!
//! `SET NOT NULL` holds an ACCESS EXCLUSIVE lock, and under it reads the whole table, unless a constraint that is known to hold
//! says the same: then it only notes it. Such a constraint is made in steps that let others work.
//!
//! ```sql
//! ALTER TABLE orders ALTER COLUMN channel SET NOT NULL;                            -- bad
//!
//! ALTER TABLE orders ADD CONSTRAINT chk_orders_channel CHECK (channel IS NOT NULL) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT chk_orders_channel;                       -- reads all rows; others write
//! ALTER TABLE orders ALTER COLUMN channel SET NOT NULL;                            -- good: reads none
//! ALTER TABLE orders DROP CONSTRAINT chk_orders_channel;
//! ```
//!
//! Since PostgreSQL 18 two steps will do: `ADD CONSTRAINT … NOT NULL channel NOT VALID`, and VALIDATE. The steps belong in
//! transactions of their own (`use_transaction` says no, or a migration each): the lock of the first would be held over the second.
//! `blocks::not_null` makes them.
//!
//! Not asked of a column that cannot be NULL anyway. Before it runs, `SELECT count(*) FROM orders WHERE channel IS NULL` tells
//! whether it will.

use super::super::super::context::Flaw;
use super::super::super::server::{System, Version};
use super::super::act::{Change, Constraint};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/set-not-null", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        let (Change::SetNotNull(column)
        | Change::AddConstraint { constraint: Constraint::NotNull { column, not_valid: false }, .. }) = change
        else {
            continue;
        };
        if moment.world.holds_no_null(table, column) {
            continue;
        }
        let (sql, quoted) = (moment.sql(table), moment.quoted(column));
        let name = moment.quoted(&format!("chk_{}_{column}", table.name));
        let steps = match moment.server.is_since(Version(18, 0, 0)) {
            true => format!("ALTER TABLE {sql} ADD CONSTRAINT {name} NOT NULL {quoted} NOT VALID"),
            false => format!("ALTER TABLE {sql} ADD CONSTRAINT {name} CHECK ({quoted} IS NOT NULL) NOT VALID"),
        };
        let help = format!(
            "{steps}; then VALIDATE CONSTRAINT {name} in another transaction; SELECT count(*) FROM {sql} WHERE {quoted} \
             IS NULL tells whether it will hold"
        );
        let flaw = moment
            .flaw(format!("{}.{column}", here.name()), "is looked for NULLs while nobody can read the table")
            .why("all rows are read under ACCESS EXCLUSIVE")
            .help(help);
        flaws.push(Flaw { columns: vec![column.clone()], ..flaw });
    }
    flaws
}
