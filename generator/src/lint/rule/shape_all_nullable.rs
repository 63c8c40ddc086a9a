//! `shape/all-nullable`: a table in which nothing has to be there.
//!
//! Every column but the key may be NULL, so that a row may be empty, and each field in code is an `Option`. Most often NOT NULL
//! was forgotten, or the table is several that were put together.
//!
//! ```sql
//! CREATE TABLE contacts (id bigint PRIMARY KEY, name text, email text, phone text);             -- bad
//! CREATE TABLE contacts (id bigint PRIMARY KEY, name text NOT NULL, email text, phone text);    -- good
//! ```
//!
//! Looked at are tables with three columns or more beside the key.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::{Column, TableKind};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/all-nullable", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables().filter(|here| here.table.kind != TableKind::Virtual) {
        let is_other = |column: &&Column| !here.is_in_key(&column.name) && column.generated.is_none();
        let others: Vec<&Column> = here.table.columns.iter().filter(is_other).collect();
        if others.len() < 3 || others.iter().any(|column| !column.nullable) {
            continue;
        }
        let flaw = here.flaw(Part::Table, format!("all {} columns but the key may be NULL", others.len()));
        flaws.push(
            flaw.why("a row may be empty, and every field is an Option").help("say NOT NULL of what has to be there"),
        );
    }
    flaws
}
