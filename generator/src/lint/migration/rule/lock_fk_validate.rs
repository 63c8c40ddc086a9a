//! `lock/fk-validate`: a foreign key is looked for in every row while nobody can write.
//!
//! On PostgreSQL `ADD CONSTRAINT … FOREIGN KEY` holds a SHARE ROW EXCLUSIVE lock on both tables while it compares their rows. In two steps the first
//! is quick, and others work during the second.
//!
//! ```sql
//! ALTER TABLE orders ADD CONSTRAINT fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id);             -- bad
//!
//! ALTER TABLE orders ADD CONSTRAINT fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
//! ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_user_id;                                                    -- good, in another transaction
//! ```
//!
//! MySQL and MariaDB copy the table for it, and nobody writes to that meanwhile. With `SET foreign_key_checks = 0` before, in the same
//! session, they only note it and look at no row: count those that refer to none yourself, and set it to 1 again.
//!
//! A column that comes with a reference and without a default has no rows to compare, and is passed over; so is a table that the same
//! migrations make. The finding gives the query that counts the rows which refer to none.

use super::super::super::context::{Flaw, Here};
use super::super::super::server::System;
use super::super::act::{Change, Constraint, Name};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/fk-validate", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let is_noted = moment.server.system.is_mysql() && moment.world.trusts_keys();
    if moment.server.system == System::Sqlite || is_noted {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        match change {
            Change::AddConstraint {
                name,
                constraint: Constraint::ForeignKey { columns, target, target_columns, not_valid: false },
            } => {
                let place = name.clone().unwrap_or_else(|| columns.join("+"));
                let look = orphans(moment, (table, columns), (target, target_columns));
                flaws.push(flaw(moment, (here, table), (&place, look)));
            }
            Change::AddColumn(added)
                if added.references.is_some() && added.has_values() && moment.server.system == System::Postgres =>
            {
                flaws.push(flaw(moment, (here, table), (&added.name, None)));
            }
            _ => {}
        }
    }
    flaws
}

fn flaw(moment: &Moment<'_>, (here, table): (Here<'_>, &Name), (place, look): (&str, Option<String>)) -> Flaw {
    let look = look.map(|query| format!("; {query} tells whether it will hold")).unwrap_or_default();
    let (message, why) = match moment.server.system.is_mysql() {
        true => ("the table is copied while nobody can write to it", "each row is compared with the other table"),
        false => (
            "the foreign key is looked for in every row while nobody can write to either table",
            "all rows are compared under SHARE ROW EXCLUSIVE",
        ),
    };
    let help = match moment.server.system.is_mysql() {
        true => format!("SET foreign_key_checks = 0 before it and 1 behind it{look}"),
        false => format!(
            "ALTER TABLE {} ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in another transaction{look}",
            moment.sql(table)
        ),
    };
    moment.flaw(format!("{}.{place}", here.name()), message).why(why).help(help)
}

/// The query that counts the rows which refer to none.
fn orphans(
    moment: &Moment<'_>,
    (table, columns): (&Name, &[String]),
    (target, named): (&Name, &[String]),
) -> Option<String> {
    let key = moment.world.table(target).and_then(|here| here.table.primary_key.as_ref());
    let named = match (named.is_empty(), key) {
        (true, Some(key)) => &key.columns,
        (true, None) => return None,
        (false, _) => named,
    };
    let pairs = columns.iter().zip(named);
    let equal: Vec<String> =
        pairs.map(|(own, other)| format!("t.{} = o.{}", moment.quoted(other), moment.quoted(own))).collect();
    let set: Vec<String> = columns.iter().map(|own| format!("o.{} IS NOT NULL", moment.quoted(own))).collect();
    Some(format!(
        "SELECT count(*) FROM {} AS o WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS t WHERE {})",
        moment.sql(table),
        set.join(" AND "),
        moment.sql(target),
        equal.join(" AND ")
    ))
}
