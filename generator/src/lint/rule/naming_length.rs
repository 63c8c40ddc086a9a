//! `naming/length`: a name as long as names can be.
//!
//! PostgreSQL cuts a name after 63 bytes without an error, MySQL refuses more than 64 characters. A name of just that length
//! was most likely cut, so that the object is not called as the migration says, and two that differ at the end are one.
//!
//! ```sql
//! CREATE INDEX idx_customer_subscription_invoices_customer_subscription_id_and_status …   -- bad: cut after …_subscription_id
//! ```
//!
//! What to do: choose a shorter name. `identifier` of [lint.limits] sets a lower limit.

use super::super::context::{Context, Flaw, Part};
use super::super::server::System;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "naming/length", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let limit = context.settings.lint.limits.identifier;
    let mut flaws = Vec::new();
    for here in context.tables() {
        let table = here.table;
        let mut parts = vec![(Part::Table, table.name.as_str())];
        parts.extend(table.columns.iter().map(|column| (Part::Column(&column.name), column.name.as_str())));
        parts.extend(table.indexes.iter().map(|index| (Part::Index(index), index.name.as_str())));
        parts.extend(table.unique_keys.iter().filter_map(|key| Some((Part::Key(key), key.name.as_deref()?))));
        parts.extend(table.foreign_keys.iter().filter_map(|key| Some((Part::ForeignKey(key), key.name.as_deref()?))));
        parts.extend(table.checks.iter().filter_map(|check| Some((Part::Check(check), check.name.as_deref()?))));
        flaws.extend(parts.into_iter().filter(|(_, name)| name.len() >= limit).map(|(part, name)| {
            let flaw = here.flaw(part, format!("has a name of {} bytes", name.len()));
            flaw.why("the server may have cut it, and cuts the next one to the same").help("choose a shorter name")
        }));
    }
    flaws
}
