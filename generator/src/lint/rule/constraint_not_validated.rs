//! `constraint/not-validated`: a constraint that old rows need not keep to.
//!
//! `NOT VALID` is the first half of adding a constraint to a table in use; VALIDATE CONSTRAINT is the second. Without it rows
//! may be there that break it, the planner does not rely on it, and the next restore of a backup may fail.
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT chk_orders_total CHECK (total >= 0) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT chk_orders_total;    -- without this, bad
//! ```
//!
//! In MySQL a check that is NOT ENFORCED is meant: it holds for no row at all.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "constraint/not-validated", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let keys = here.table.foreign_keys.iter().filter(|key| !key.validated);
        let keys = keys.map(|key| (Part::ForeignKey(key), key.name.as_deref()));
        let checks = here.table.checks.iter().filter(|check| !check.validated);
        let checks = checks.map(|check| (Part::Check(check), check.name.as_deref()));
        for (part, name) in keys.chain(checks) {
            let (table, name) = (context.sql(here), context.quoted(name.unwrap_or_default()));
            let (message, help) = match context.server.system.is_mysql() {
                true => ("is not enforced", format!("ALTER TABLE {table} ALTER CHECK {name} ENFORCED")),
                false => ("is not validated", format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}")),
            };
            flaws.push(here.flaw(part, message).why("rows that break it may be there").help(help));
        }
    }
    flaws
}
