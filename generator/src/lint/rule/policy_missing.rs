//! `policy/missing`: row level security without a policy.
//!
//! Where it is on, nobody but the owner and superusers sees or changes a row that no policy gives. Without any policy that is no
//! row at all: queries find nothing, and no error says why.
//!
//! ```sql
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;                                                    -- alone: bad
//! CREATE POLICY own ON notes USING (user_id = current_setting('app.user_id')::bigint);            -- good
//! ```
//!
//! What to do: make a policy, or switch it off. A table that only its owner is to reach is right as it is: ignore the finding.
//!
//! For PostgreSQL.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::catalog::ObjectKind;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "policy/missing", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let bare = context.tables().filter(|here| here.table.row_security && !has_policy(*here));
    let flaw = |here: Here<'_>| {
        let flaw = here.flaw(Part::Table, "has row level security on, and no policy");
        let table = context.sql(here);
        flaw.why("nobody but its owner sees a row").help(format!("CREATE POLICY … ON {table} USING (…)"))
    };
    bare.map(flaw).collect()
}

/// Whether any policy speaks of the table.
pub(super) fn has_policy(here: Here<'_>) -> bool {
    let mut objects = here.schema.objects.iter();
    objects.any(|own| own.kind == ObjectKind::Policy && own.table.as_deref() == Some(here.table.name.as_str()))
}
