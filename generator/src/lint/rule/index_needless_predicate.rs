//! `index/needless-predicate`: a partial index that leaves out nothing.
//!
//! `WHERE c IS NOT NULL` over a column that is NOT NULL holds for every row. The index is as large as a whole one, and the
//! planner uses it less often, since it has to prove the condition first.
//!
//! ```sql
//! email text NOT NULL;  CREATE INDEX idx_users_email ON users (email) WHERE email IS NOT NULL;   -- bad
//! ```
//!
//! What to do: make the index without the condition. `--fix` does, where that is all that the condition says.

use super::super::Finding;
use super::super::context::{Context, Flaw, Part};
use super::super::mend::{Change, Edit, part_of, table_of};
use super::super::predicate::{asks_for_not_null, is_not_null};
use super::{Remedy, Rule};
use crate::catalog::Index;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/needless-predicate", level: Level::Info, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "makes the index without its condition", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let name = part_of(finding, here.schema);
    let index = here.table.indexes.iter().find(|index| index.name == name).ok_or("there is no such index")?;
    let predicate = index.predicate.as_deref().unwrap_or_default();
    let is_all = |name: &str| is_not_null(predicate, name);
    if !here.table.columns.iter().any(|column| !column.nullable && is_all(&column.name)) {
        return Err("the rest of its condition stays, and has to be written anew".to_owned());
    }
    Ok(vec![Change::of(here, Edit::Index(Index { predicate: None, ..index.clone() }))])
}

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
