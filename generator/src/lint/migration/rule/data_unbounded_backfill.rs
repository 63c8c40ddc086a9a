//! `data/unbounded-backfill`: every row of a table is written or deleted in one statement.
//!
//! Each row stays locked until the transaction ends, so that whoever wants to change one waits; replicas fall behind; on PostgreSQL
//! the table grows to twice its size; on SQLite nobody else writes at all. In the transaction of a migration the locks of what was
//! changed before are held as long.
//!
//! ```sql
//! UPDATE orders SET channel = 'web';                                                       -- bad
//! UPDATE orders SET channel = 'web' WHERE id IN (SELECT id FROM orders WHERE channel IS NULL LIMIT 1000);   -- good, until none is left
//! ```
//!
//! `blocks::backfill` of `scaffold migrate new` does that, each batch in a transaction of its own where the migration has none. Where
//! all rows get the same value, a default does it: on PostgreSQL since 11 `ADD COLUMN … DEFAULT 'web'` writes no row.
//!
//! A WHERE that asks for the NULLs of a column which the same migrations add means all rows too. Passed over is what has a LIMIT.

use super::super::super::context::Flaw;
use super::super::act::{Act, Condition, Name, Verb};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;
use sqlparser::ast::{BinaryOperator, Expr, Value};

pub(super) const RULE: Rule = Rule::new("data/unbounded-backfill", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let Act::Write(written) = &moment.step.act else { return Vec::new() };
    let is_all = match &written.condition {
        Condition::None => true,
        Condition::Where(condition) => is_of_all(condition, (&written.table, moment)),
        Condition::Limited | Condition::Unread => false,
    };
    if !is_all || matches!(written.verb, Verb::Insert | Verb::InsertSelect) {
        return Vec::new();
    }
    let Some(here) = moment.world.table(&written.table) else { return Vec::new() };
    let what = if written.verb == Verb::Delete { "deletes" } else { "writes" };
    let flaw = moment
        .flaw(here.name(), format!("{what} every row of {} in one statement", here.name()))
        .why("all rows stay locked until the transaction ends")
        .help("some rows at a time, as blocks::backfill does; or a default, where all rows get the same value");
    vec![flaw]
}

/// Whether all rows meet the condition.
fn is_of_all(condition: &Expr, subject: (&Name, &Moment<'_>)) -> bool {
    let (table, moment) = subject;
    match condition {
        Expr::Nested(inner) => is_of_all(inner, subject),
        Expr::IsNull(inner) => match &**inner {
            Expr::Identifier(name) => moment.world.is_new_column(table, &name.value),
            Expr::CompoundIdentifier(parts) => {
                parts.last().is_some_and(|name| moment.world.is_new_column(table, &name.value))
            }
            _ => false,
        },
        Expr::Value(value) => matches!(value.value, Value::Boolean(true)),
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
            matches!((&**left, &**right), (Expr::Value(one), Expr::Value(other)) if one.value == other.value)
        }
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            is_of_all(left, subject) && is_of_all(right, subject)
        }
        _ => false,
    }
}
