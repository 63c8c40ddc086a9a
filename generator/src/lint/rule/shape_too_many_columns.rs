//! `shape/too-many-columns`: a table that is several.
//!
//! Every query and every struct carries all of it, each update writes the whole row anew, and half of the columns are NULL for
//! half of the rows. What belongs together under one prefix (`billing_…`, `shipping_…`) is a table most often.
//!
//! What to do: move what is rarely read, or what only some rows have, to a table with the same key.
//!
//! `columns` of [lint.limits] says how many are too many; more than 50 by itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/too-many-columns", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let limit = context.settings.lint.limits.columns;
    let wide = context.tables().filter(|here| here.table.columns.len() > limit);
    let flaw = |here: super::super::context::Here<'_>| {
        let flaw = here.flaw(Part::Table, format!("has {} columns", here.table.columns.len()));
        flaw.why("every query and every update carries all of them")
            .help("move what is rarely read to a table of its own")
    };
    wide.map(flaw).collect()
}
