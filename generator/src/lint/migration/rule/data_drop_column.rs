//! `data/drop-column`: the values of a column go, and no `down` brings them back.
//!
//! While a new version of a program is deployed, the old one still runs, and SeaORM selects every column by its name: each of its
//! queries fails from then on. So first deploy a program that does not know the column, then drop it.
//!
//! The finding names the views, triggers and routines whose text still names the column when the migration is done. PostgreSQL refuses
//! where a view does, but not where the body of a function does; MySQL and MariaDB leave such views behind, broken.
//!
//! What to do: see that nobody uses it, keep a copy of the values where they may be wanted, and ignore the finding with that as the
//! reason. `scaffold migrate verify` tells the same of the way down and up.

use super::super::super::context::Flaw;
use super::super::act::Change;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/drop-column", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        let Change::DropColumn { column, .. } = change else { continue };
        if moment.column(here, column).is_none() || moment.world.is_new_column(table, column) {
            continue;
        }
        let users = moment.users(here, Some(column));
        let message = format!("the values of the column go{users}");
        let flaw = moment
            .flaw(format!("{}.{column}", here.name()), message)
            .why("a program that still knows it fails, and `down` brings no value back")
            .help("deploy a program that does not use it first; then ignore this, with that as the reason");
        flaws.push(Flaw { columns: vec![column.clone()], ..flaw });
    }
    flaws
}
