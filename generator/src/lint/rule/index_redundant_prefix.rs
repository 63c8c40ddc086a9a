//! `index/redundant-prefix`: an index that is the beginning of another.
//!
//! An index over `(a, b)` finds and sorts by `a` as one over `(a)` does. The shorter one is only written. (It is smaller, so
//! that a table that is read far more often than written may want to keep it: ignore the finding there and say so.)
//!
//! ```sql
//! CREATE INDEX idx_items_order ON order_items (order_id);                    -- bad
//! CREATE INDEX idx_items_order_product ON order_items (order_id, product_id);
//! ```
//!
//! A unique index is never needless beside a longer one, for that lets in more. Nor is one with another condition, method,
//! operator class or collation, or in another order, such as `(a DESC)` beside `(a, b)` with NULLS moved. An index over
//! some columns of a GIN index is needless wherever they stand.
//!
//! In InnoDB and SQLite each index also ends with the primary key, so that `(a)` sorts the rows of one `a` by id and `(a, b)`
//! does not: where pages are read so, keep it.
//!
//! `--fix index/redundant-prefix` drops it.

use super::super::access::Needless;
use super::super::context::{Context, Flaw};
use super::{Remedy, Rule, index_duplicate};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/redundant-prefix", level: Level::Info, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "drops the shorter index", mend: index_duplicate::mend };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    index_duplicate::needless(context, Needless::Prefix)
}
