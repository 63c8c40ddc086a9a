//! Casts: what is proved of a value that was made one of another type.
//!
//! 1. NULL becomes NULL. PostgreSQL's literals are read when the view is made.
//! 2. PostgreSQL: a text is read as any type of the server's or refused; anything can be written as a text; numbers
//!    and booleans become one another. A date becomes a date or timestamp, but an infinite one no time of day. Of
//!    `jsonb` a number is not known to come, and what a cast to a type of someone else's does neither.
//! 3. MySQL: texts and numbers become texts and numbers, if need be zero. A date need not come of anything.
//! 4. SQLite: anything becomes anything. What becomes a REAL may be infinite.

use super::condition;
use super::expression::Row;
use super::fact::{Fact, Kind};
use crate::database::Backend;
use crate::introspect::expression::bare;
use sqlparser::ast::{DataType, Expr, Value};

impl Row<'_> {
    /// What is proved of a cast.
    pub(super) fn cast(&self, expr: &Expr, target: &DataType) -> Fact {
        let fact = self.fact(expr);
        let kind = Kind::of_cast(target);
        let is_sure = match self.backend() {
            Backend::Postgres => is_text_literal(expr) || is_known(fact.kind, target, kind),
            Backend::MySql => {
                let is_simple = |kind: Kind| kind.is_number() || matches!(kind, Kind::Text | Kind::Boolean);
                is_simple(fact.kind) && is_simple(kind)
            }
            Backend::Sqlite => true,
        };
        let kind = match (self.backend(), kind) {
            (Backend::Sqlite, Kind::Integer | Kind::Text) => kind,
            (Backend::Sqlite, _) => Kind::Other,
            (_, kind) => kind,
        };
        Fact::new(fact.not_null && is_sure, kind)
    }
}

/// Rule 1: of whatever type it is.
fn is_text_literal(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Value(literal) if matches!(literal.value, Value::SingleQuotedString(_)))
}

/// Rule 2.
fn is_known(from: Kind, target: &DataType, to: Kind) -> bool {
    if condition::is_users_own(target) {
        return false;
    }
    let is_simple = |kind: Kind| kind.is_number() || kind == Kind::Boolean;
    match from {
        _ if to == Kind::Text => true,
        Kind::Text => true,
        Kind::Temporal => matches!(target, DataType::Date | DataType::Timestamp(..)),
        kind if is_simple(kind) => is_simple(to),
        Kind::Uuid => to == Kind::Uuid,
        _ => false,
    }
}
