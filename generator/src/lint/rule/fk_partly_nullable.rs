//! `fk/partly-nullable`: a foreign key over several columns, some of which may be NULL.
//!
//! With one NULL among its columns the whole key is not looked at: `(7, NULL)` is let in, though there is no 7. That is MATCH
//! SIMPLE, which is what a key is that says nothing else.
//!
//! ```sql
//! tenant_id bigint NOT NULL, parent_id bigint, FOREIGN KEY (tenant_id, parent_id) REFERENCES nodes (tenant_id, id)
//! ```
//!
//! This is fine as long as the column that is NOT NULL has a foreign key of its own, here `tenant_id` to `tenants`, and is
//! passed over then. Told are keys with two columns that may be NULL each for itself, and those whose rest nothing keeps.
//!
//! What to do: MATCH FULL, NOT NULL, a CHECK that all are NULL or none, or a foreign key of the rest.

use super::super::context::{Context, Flaw, Part};
use super::super::predicate::mentions;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/partly-nullable", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for key in here.table.foreign_keys.iter().filter(|key| key.columns.len() > 1) {
            let (optional, required): (Vec<&String>, Vec<&String>) =
                key.columns.iter().partition(|name| here.table.column(name).is_some_and(|column| column.nullable));
            let is_kept = |name: &&&String| here.foreign_keys_of(name).any(|other| other != key);
            let kept = !required.is_empty() && optional.len() == 1 && required.iter().all(|name| is_kept(&name));
            let checked =
                here.table.checks.iter().any(|check| key.columns.iter().all(|name| mentions(&check.expression, name)));
            if optional.is_empty() || kept || checked {
                continue;
            }
            let names = optional.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" or ");
            let flaw = here.flaw(Part::ForeignKey(key), format!("is not looked at where {names} is NULL"));
            flaws.push(
                flaw.why("the other columns may hold what is not there")
                    .help("NOT NULL, MATCH FULL, or a CHECK that all are NULL or none"),
            );
        }
    }
    flaws
}
