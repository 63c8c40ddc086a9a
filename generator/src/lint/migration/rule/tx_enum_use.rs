//! `tx/enum-use`: a value of an enum type is used in the transaction that adds it, which PostgreSQL refuses.
//!
//! `ALTER TYPE … ADD VALUE` counts from its commit on. A default, a check or an UPDATE that names the value before that fails with
//! `unsafe use of new value`. A type that the same transaction makes is no matter.
//!
//! ```sql
//! ALTER TYPE order_status ADD VALUE 'returned';
//! UPDATE orders SET status = 'returned' WHERE is_returned;               -- bad: in a migration that comes after, good
//! ```

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Name};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "tx/enum-use", level: Level::Error, of_refused: true, check };

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    // That it names the value is not yet that it uses it as one: the server is who knows.
    if moment.server.system != System::Postgres || !moment.is_in_transaction() || !moment.step.refused {
        return Vec::new();
    }
    let added = moment.past.iter().filter_map(|step| match &step.act {
        Act::AddValue { name, value } => Some((name, value, step.said.number)),
        _ => None,
    });
    let is_used = |(_, value, _): &(&Name, &String, usize)| {
        moment.step.said.sql.contains(&format!("'{}'", value.replace('\'', "''")))
    };
    let Some((name, value, number)) = added.into_iter().find(is_used) else { return Vec::new() };
    let message = format!("uses '{value}', which statement {number} adds to {} in the same transaction", name.shown());
    let why = "a new value counts from the commit on";
    vec![
        moment
            .flaw(format!("{}.{value}", name.shown()), message)
            .why(why)
            .help("use it in a migration that comes after"),
    ]
}
