//! `policy/idle`: a policy that nothing asks, since row level security is off.
//!
//! CREATE POLICY alone does nothing. The table looks as if rows were kept apart, and everybody who may read it reads all of them.
//!
//! ```sql
//! CREATE POLICY own ON notes USING (user_id = current_setting('app.user_id')::bigint);    -- alone: bad
//! ALTER TABLE notes ENABLE ROW LEVEL SECURITY;                                            -- good
//! ```
//!
//! What to do: switch it on, when every role that is to see rows has a policy that gives them; or drop the policies. `--fix`
//! leaves it, for programs may see fewer rows then.
//!
//! For PostgreSQL.

use super::super::context::{Context, Flaw, Here, Part};
use super::{Rule, policy_missing};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "policy/idle", level: Level::Error, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let open = context.tables().filter(|here| !here.table.row_security && policy_missing::has_policy(*here));
    let flaw = |here: Here<'_>| {
        let flaw = here.flaw(Part::Table, "has policies, and row level security is off");
        let help = format!("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", context.sql(here));
        flaw.why("whoever may read it reads every row").help(help)
    };
    open.map(flaw).collect()
}
