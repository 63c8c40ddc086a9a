//! `naming/constraint`: an index or constraint whose name does not say what it is.
//!
//! When the database refuses a row, the name is all that the error has. `uq_users_email` can be told to a person; `index_3`
//! cannot, and a name that the server made up differs from server to server.
//!
//! | kind | name |
//! |---|---|
//! | index | `idx_table_columns` (or `ix_`) |
//! | unique key or index | `uq_table_columns` (or `ux_`, `idx_`) |
//! | foreign key | `fk_table_what` |
//! | check | `chk_table_what` (or `ck_`) |
//!
//! Constraints without a name, as SQLite lets them be, and primary keys are passed over.
//!
//! Off by itself; the profile `seeds` has it.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "naming/constraint", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    context.tables().flat_map(of_table).collect()
}

fn of_table(here: Here<'_>) -> Vec<Flaw> {
    let table = here.table;
    let keys = table.unique_keys.iter().map(|key| (Part::Key(key), key.name.as_deref(), &["uq_", "ux_"][..]));
    let foreign = table.foreign_keys.iter().map(|key| (Part::ForeignKey(key), key.name.as_deref(), &["fk_"][..]));
    let checks = table.checks.iter().map(|check| (Part::Check(check), check.name.as_deref(), &["chk_", "ck_"][..]));
    let indexes = table.indexes.iter().map(|index| {
        let wanted = if index.unique { &["uq_", "ux_", "idx_"][..] } else { &["idx_", "ix_"][..] };
        (Part::Index(index), Some(index.name.as_str()), wanted)
    });
    let all = keys.chain(foreign).chain(checks).chain(indexes);
    let wrong = all.filter_map(|(part, name, wanted)| {
        let name = name?;
        let fits = wanted.iter().any(|start| name.starts_with(start));
        (!fits).then(|| here.flaw(part, format!("does not begin with {}", wanted[0])))
    });
    wrong.map(|flaw| flaw.why("an error of the database tells this name and nothing else").help("rename it")).collect()
}
