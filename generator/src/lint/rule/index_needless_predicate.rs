//! `index/needless-predicate`: a partial index that leaves out nothing.
//!
//! `WHERE c IS NOT NULL` over a column that is NOT NULL holds for every row. The index is as large as a whole one, and the
//! planner uses it less often, since it has to prove the condition first.
//!
//! ```sql
//! email text NOT NULL;  CREATE INDEX idx_users_email ON users (email) WHERE email IS NOT NULL;   -- bad
//! ```
//!
//! What to do: make the index without the condition.

use super::super::context::{Context, Flaw, Part};
use super::super::predicate::asks_for_not_null;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/needless-predicate", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for index in &here.table.indexes {
            let Some(predicate) = &index.predicate else { continue };
            let is_idle = |name: &str| asks_for_not_null(predicate, name);
            let Some(column) = here.table.columns.iter().find(|column| !column.nullable && is_idle(&column.name))
            else {
                continue;
            };
            let flaw =
                here.flaw(Part::Index(index), format!("asks that {} is not NULL, which it never is", column.name));
            flaws.push(
                flaw.why("the planner has to prove it before it uses the index").help("leave that condition out"),
            );
        }
    }
    flaws
}
