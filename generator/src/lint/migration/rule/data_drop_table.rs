//! `data/drop-table`: the rows of a table go, and no `down` brings them back.
//!
//! Programs of the version before still use it while the new one is deployed. The finding names the tables that refer to it, and the
//! views, triggers and routines whose text still names it when the migration is done.
//!
//! Passed over is a table that is there again at the end, as where SQLite copies the rows into a table of another definition that
//! then takes its name, or where the old one goes under another name.
//!
//! What to do: deploy a program that does not use it first, keep a copy of the rows where they may be wanted (`ALTER TABLE … RENAME
//! TO …` costs nothing, and a later migration drops it), and ignore the finding with that as the reason.

use super::super::super::context::Flaw;
use super::super::act::{Act, Kind};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/drop-table", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let Act::Drop(dropped) = &moment.step.act else { return Vec::new() };
    if dropped.kind != Kind::Table {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for name in &dropped.names {
        let Some(here) = moment.world.table(name) else { continue };
        if [&name.name, &here.table.name].into_iter().any(|name| moment.is_there_after(here, name)) {
            continue;
        }
        let referring = moment.referring(here);
        let message = format!("the rows of the table go{}{referring}", moment.users(here, None));
        let flaw = moment
            .flaw(here.name(), message)
            .why("a program that still knows it fails, and `down` brings no row back")
            .help("deploy a program that does not use it first; then ignore this, with that as the reason");
        flaws.push(flaw);
    }
    flaws
}
