//! `shape/unrelated`: a table that no foreign key leads to or from.
//!
//! Settings, jobs and imports are alone and right so. Elsewhere a table without a relation is one whose keys were forgotten, or
//! one that nobody uses any more.
//!
//! ```sql
//! CREATE TABLE order_notes (id bigint PRIMARY KEY, order_number text, note text);    -- bad: whose?
//! ```
//!
//! Off by itself. A schema with no foreign keys at all is passed over.

use super::super::context::{Context, Flaw, Here, Part};
use super::{Rule, shape_single_column};
use crate::catalog::TableKind;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/unrelated", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.tables().all(|here| here.table.foreign_keys.is_empty()) {
        return Vec::new();
    }
    let is_own = |here: &Here<'_>| matches!(here.table.kind, TableKind::Base | TableKind::Partitioned);
    let alone = context.tables().filter(|here| is_own(here) && !shape_single_column::is_related(*here, context));
    let flaw = |here: Here<'_>| {
        let flaw = here.flaw(Part::Table, "has no relation to any other table");
        flaw.why("its keys were forgotten, or nobody uses it").help("add the foreign keys, or ignore this")
    };
    alone.map(flaw).collect()
}
