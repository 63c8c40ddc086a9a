//! `fk/intersecting`: a column that two foreign keys want.
//!
//! Where `(tenant_id, user_id)` and `(tenant_id, project_id)` share the tenant, that is how it is kept the same, and right. Where
//! a column refers to two tables by itself, only what is a key of both can be in it.
//!
//! ```sql
//! owner_id bigint REFERENCES users (id), FOREIGN KEY (owner_id) REFERENCES teams (id)    -- bad: which of the two?
//! ```
//!
//! Told are columns that refer by themselves to different tables. A table whose key is that of two others is passed over.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/intersecting", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let keys = &here.table.foreign_keys;
        for (idx, key) in keys.iter().enumerate() {
            let [column] = key.columns.as_slice() else { continue };
            let other = keys[..idx].iter().find(|other| other.columns == key.columns && other.target != key.target);
            let Some(other) = other.filter(|_| !here.is_in_key(column)) else { continue };
            let message = format!("({column}) refers to {} and to {} at once", other.target.name, key.target.name);
            let flaw = here.flaw(Part::ForeignKey(key), message);
            flaws.push(flaw.why("only what is a key of both can be in it").help("make two columns of it"));
        }
    }
    flaws
}
