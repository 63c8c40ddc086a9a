//! `enum/text-without-check`: a status that may be anything.
//!
//! A `status` of `'Shiped'` is kept like any other text, and no query for what was shipped finds it. Where the database knows
//! the values, so does the code: a CHECK that lists them becomes a Rust enum.
//!
//! ```sql
//! status varchar(20) NOT NULL                                                         -- bad
//! status varchar(20) NOT NULL CHECK (status IN ('pending', 'paid', 'shipped'))        -- good
//! ```
//!
//! Looked at are text columns called `status`, `state`, `kind` or `…_status`, `…_state`, `…_kind`, and those called `type` or
//! `…_type`. An enum type, a domain, a foreign key, or any CHECK that names the column is enough.

use super::super::context::{Context, Flaw, Here, Part, is_text};
use super::super::predicate::mentions;
use super::Rule;
use crate::catalog::Column;
use crate::config::Level;
use crate::model::names;

pub(super) const RULE: Rule = Rule { id: "enum/text-without-check", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| is_open(here, column)) {
            let flaw = here.flaw(Part::Column(&column.name), "may hold any text");
            let help = format!("CHECK ({} IN (…)), which becomes a Rust enum", context.quoted(&column.name));
            flaws.push(flaw.why("a slip of the pen is kept, and no query finds it").help(help));
        }
    }
    flaws
}

fn is_open(here: Here<'_>, column: &Column) -> bool {
    let words = names::words(&column.name);
    let last = words.rsplit('_').next().unwrap_or_default();
    let of_choice = ["status", "kind", "type"].contains(&last) || words == "state" || words.ends_with("_state");
    // The state of an address is a place; a pair of type and id names a table.
    let is_place = here.table.columns.iter().any(|other| {
        let other = names::words(&other.name);
        other.ends_with("city") || other.ends_with("postal_code") || other.ends_with("country")
    });
    let stem = words.strip_suffix("_type").map(|stem| format!("{stem}_id"));
    let is_pair = stem.is_some_and(|id| here.table.columns.iter().any(|other| names::words(&other.name) == id));
    let is_free = ["content_type", "mime_type", "media_type"].contains(&words.as_str());
    let is_checked = here.table.checks.iter().any(|check| mentions(&check.expression, &column.name));
    let is_known = column.domain.is_some() || here.foreign_keys_of(&column.name).next().is_some() || is_checked;
    let is_another = (last == "state" && is_place) || is_pair || is_free || here.is_in_key(&column.name);
    is_text(&column.data_type) && of_choice && !is_another && !is_known && column.generated.is_none()
}
