//! `shape/single-column`: a table of one column.
//!
//! A list of words with nothing said of them. Often the rest is missing; sometimes an enum type or a CHECK is meant.
//!
//! ```sql
//! CREATE TABLE countries (code char(2) PRIMARY KEY);    -- bad, unless other tables refer to it
//! ```
//!
//! A table that others refer to is a list of what is allowed, and is passed over; so is one whose column refers to another.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::catalog::TableKind;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/single-column", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    // Tools of other languages note the versions of their migrations so.
    let is_own = |here: &Here<'_>| here.table.kind != TableKind::Virtual && !here.table.name.ends_with("migrations");
    let is_one = |here: &Here<'_>| here.table.columns.len() == 1 && is_own(here);
    let alone = context.tables().filter(|here| is_one(here) && !is_related(*here, context));
    let flaw = |here: Here<'_>| {
        let flaw = here.flaw(Part::Table, "has one column, and no relation");
        flaw.why("a list of values of which nothing is said").help("an enum type or a CHECK may be meant")
    };
    alone.map(flaw).collect()
}

/// Whether a foreign key leads from the table or to it.
pub(super) fn is_related(here: Here<'_>, context: &Context<'_>) -> bool {
    let is_here =
        |key: &crate::catalog::ForeignKey| key.target.name == here.table.name && key.target.schema == here.schema.name;
    !here.table.foreign_keys.is_empty() || context.tables().any(|other| other.table.foreign_keys.iter().any(is_here))
}
