//! `matview`: a materialized view that cannot be refreshed while others read it, or is not (PostgreSQL).
//!
//! `REFRESH MATERIALIZED VIEW` keeps readers out as long as its query takes. With CONCURRENTLY others read the rows of before meanwhile,
//! for which the view needs a unique index over columns, without a WHERE.
//!
//! ```sql
//! CREATE MATERIALIZED VIEW sales AS SELECT day, sum(total) AS total FROM orders GROUP BY day;
//! CREATE UNIQUE INDEX uq_sales_day ON sales (day);                     -- without this, bad
//! REFRESH MATERIALIZED VIEW CONCURRENTLY sales;                        -- good, also in a transaction
//! ```
//!
//! `blocks::materialized_view` makes the index with the view.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Name};
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::{Catalog, Index, View};
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("matview", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let flaw = match &moment.step.act {
        Act::Refresh { view, concurrently: false } if moment.world.view(view).is_some() => {
            let help = match find(&moment.migration.after, view).is_some_and(is_identified) {
                true => format!("REFRESH MATERIALIZED VIEW CONCURRENTLY {}", moment.sql(view)),
                false => format!("give {} a unique index, and say CONCURRENTLY", moment.sql(view)),
            };
            let flaw = moment.flaw(view.shown(), "is refreshed while nobody can read it");
            flaw.why("its query runs under ACCESS EXCLUSIVE").help(help)
        }
        Act::CreateView { view, materialized: true } => {
            let is_bare = find(&moment.migration.after, view).is_some_and(|view| !is_identified(view));
            if !is_bare {
                return Vec::new();
            }
            let flaw = moment.flaw(view.shown(), "has no unique index, so that a refresh keeps readers out");
            let help = format!("CREATE UNIQUE INDEX ON {} over the columns that tell its rows apart", moment.sql(view));
            flaw.why("REFRESH … CONCURRENTLY needs one").help(help)
        }
        _ => return Vec::new(),
    };
    vec![flaw]
}

fn find<'a>(catalog: &'a Catalog, name: &Name) -> Option<&'a View> {
    let schema = match &name.schema {
        Some(schema) => catalog.schema(schema),
        None => catalog.default_schema(),
    };
    schema?.views.iter().find(|view| view.name == name.name)
}

/// Whether it has an index that a concurrent refresh can go by.
fn is_identified(view: &View) -> bool {
    view.indexes.iter().any(|index| Index::unique_columns(index).is_some_and(|columns| !columns.is_empty()))
}
