//! `tx/mysql-partial`: a migration that can stop half way (MySQL, MariaDB).
//!
//! Every change of the schema commits, whatever transaction there is. When the second fails, the first stays, the migration is not
//! recorded, and running it again fails at the first.
//!
//! What to do: one change in each migration; or several in one `ALTER TABLE`, which is done as a whole. Where that is too many
//! files, `scaffold migrate` notes how far a migration came, and `scaffold migrate repair --finish` goes on from there: this is
//! for projects that are migrated by other programs too.

use super::super::super::context::Flaw;
use super::super::act::Act;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("tx/mysql-partial", Level::Info, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let changes = |act: &Act| !act.leaves_schema() && !matches!(act, Act::Other);
    let before = moment.past.iter().filter(|step| changes(&step.act)).count();
    if !moment.server.system.is_mysql() || !changes(&moment.step.act) || before != 1 {
        return Vec::new();
    }
    let number = moment.past.iter().find(|step| changes(&step.act)).map_or(1, |step| step.said.number);
    let message = format!("when this fails, statement {number} stays done and the migration is not recorded");
    let help = "a migration for each change; or one ALTER TABLE; `scaffold migrate repair` finishes what stopped";
    let why = "each change of the schema is committed by itself";
    vec![moment.flaw("statements", message).why(why).help(help)]
}
