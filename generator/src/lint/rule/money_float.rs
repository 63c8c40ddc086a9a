//! `money/float`: an amount of money in a floating-point column.
//!
//! `0.1 + 0.2` is not `0.3` there. Sums drift by cents, comparisons with `=` fail, and no report agrees with another. The type
//! `money` of PostgreSQL is exact, but has no currency and prints in whatever locale the server has.
//!
//! A column is taken for money by its name: `price`, `unit_price`, `total_amount`, `balance`, `fee`, `tax_amount`, … Not by
//! names that say a share or a count (`tax_rate`, `discount_percent`, `total_count`), nor the smallest unit of a currency
//! (`price_cents`), which is an integer.
//!
//! ```sql
//! price double precision NOT NULL   -- bad
//! price numeric(12, 2) NOT NULL     -- good
//! ```
//!
//! In SQLite a `real_decimal` or `real(10, 2)` is what SeaORM's migrations write for a decimal; it is not taken for a float,
//! though SQLite itself computes with it as one.

use super::super::context::{Context, Flaw, Part};
use super::super::words::is_money;
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "money/float", level: Level::Error, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in &here.table.columns {
            let what = match column.data_type {
                DataType::Float | DataType::Double if is_money(&column.name) => {
                    format!("is an amount of money as {}, which rounds", column.raw_type)
                }
                DataType::Money => "is money, whose currency is that of the server's locale".to_owned(),
                _ => continue,
            };
            let why = "sums drift by cents, and equal amounts are not equal";
            let flaw = here.flaw(Part::Column(&column.name), what);
            flaws.push(flaw.why(why).help("make it numeric(12, 2), or count the smallest unit in a bigint"));
        }
    }
    flaws
}
