//! `fk/tenant`: a reference that may lead to another tenant's row.
//!
//! Both tables say whose their rows are, and the foreign key between them does not. A mistake in one query links the order of
//! one tenant to the customer of another, and the database lets it be.
//!
//! ```sql
//! FOREIGN KEY (customer_id) REFERENCES customers (id)                           -- bad
//! FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)     -- good; customers: UNIQUE (tenant_id, id)
//! ```
//!
//! Looked at are tables with the column that `[conventions]` calls `tenant`; none is called so by itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/tenant", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some(own) = context.conventions.tenant(here) else { continue };
        for key in here.table.foreign_keys.iter().filter(|key| !key.columns.contains(&own.name)) {
            let Some(target) = context.table(&key.target) else { continue };
            let Some(theirs) = context.conventions.tenant(target) else { continue };
            if key.target_columns.contains(&theirs.name) {
                continue;
            }
            let message =
                format!("may refer to a row of {} of another {}", target.name(), own.name.trim_end_matches("_id"));
            let flaw = here.flaw(Part::ForeignKey(key), message);
            let help = format!("refer by ({}, {})", own.name, key.columns.join(", "));
            flaws.push(flaw.why("one tenant's row may lead to another's").help(help));
        }
    }
    flaws
}
