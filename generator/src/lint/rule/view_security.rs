//! `view/security`: a view that shows rows which policies would not.
//!
//! A view of PostgreSQL reads its tables with the rights of its owner. Policies are asked what the owner may see, and not what
//! whoever reads the view may: it is a way round row level security. A materialized view holds the rows that its owner saw.
//!
//! ```sql
//! CREATE VIEW recent_notes AS SELECT * FROM notes WHERE …;                                  -- bad, where notes has policies
//! CREATE VIEW recent_notes WITH (security_invoker = true) AS SELECT * FROM notes WHERE …;   -- good: PostgreSQL 15
//! ```
//!
//! Looked at are views that speak of a table with row level security on. One that is meant to show more is right as it is:
//! ignore the finding, and say so. `--fix` leaves it, for whoever reads the view needs rights on the tables then.
//!
//! For PostgreSQL, from 15 on; older ones have no such views, and a materialized view never asks.

use super::super::context::{Context, Flaw};
use super::super::predicate::mentions;
use super::super::server::Version;
use super::Rule;
use crate::catalog::{Table, View};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "view/security", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let can_ask = context.server.is_since(Version(15, 0, 0));
    let guarded: Vec<&Table> = context.tables().map(|here| here.table).filter(|table| table.row_security).collect();
    let mut flaws = Vec::new();
    for schema in &context.catalog.schemas {
        for view in schema.views.iter().filter(|view| view.materialized || can_ask && !asks(view)) {
            let Some(table) = guarded.iter().find(|table| mentions(&view.definition, &table.name)) else { continue };
            let (message, help) = match view.materialized {
                true => ("holds rows", "leave the rights to read it to those who may see all of them".to_owned()),
                false => {
                    ("shows rows", format!("ALTER VIEW {} SET (security_invoker = true)", context.quoted(&view.name)))
                }
            };
            let message = format!("{message} of {} whatever its policies say", table.name);
            flaws.push(
                Flaw::new(schema, &view.name, "view", message).why("they are asked what its owner may see").help(help),
            );
        }
    }
    flaws
}

/// Whether the view reads with the rights of whoever reads it.
fn asks(view: &View) -> bool {
    let is_on = |option: &String| match option.split_once('=') {
        Some(("security_invoker", value)) => ["true", "on", "yes", "1"].contains(&value),
        _ => option == "security_invoker",
    };
    view.options.iter().any(is_on)
}
