//! `cursor/order-index`: a table that is read newest first, without an index for that.
//!
//! Pages by position sort by `created_at` and, where that is equal, by the key. Where rows are numbered, the key alone sorts
//! them as well. A UUID does not, and without an index over `(created_at, id)` each page sorts the whole table.
//!
//! ```sql
//! CREATE TABLE events (id uuid PRIMARY KEY, created_at timestamptz NOT NULL);
//! CREATE INDEX idx_events_created_at_id ON events (created_at, id);    -- good; without it, bad
//! ```
//!
//! Looked at are tables with the column that `[conventions]` calls `created_at` and a key of one column that the database
//! does not number and that is no foreign key. Enough is a sorted index, for all rows, in which the key stands behind
//! `created_at`, wherever that is: `(tenant_id, created_at, id)` serves the pages of a tenant. In InnoDB and SQLite every
//! index ends with the key, so that one over `created_at` is enough.
//!
//! `--fix` adds the index, and takes away one over `created_at` alone that it replaces.

use super::super::Finding;
use super::super::access::{self, Access};
use super::super::context::{Context, Flaw, Part};
use super::super::mend::{Change, Edit, free_name, plain_index, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "cursor/order-index", level: Level::Info, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "adds an index over the time and the key", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let (time, id) = context.conventions.created_at(here).zip(here.id()).ok_or("there are no such columns")?;
    let columns = [time.name.as_str(), id.name.as_str()];
    let words = [&["idx", here.table.name.as_str()], &columns[..]].concat();
    let index = plain_index(free_name(context, here, &words), &columns);
    Ok(vec![Change::of(here, Edit::Index(index))])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let ends_with_key = context.server.system != System::Postgres;
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some((time, id)) = context.conventions.created_at(here).zip(here.id()) else { continue };
        if id.identity.is_some() || here.foreign_keys_of(&id.name).next().is_some() {
            continue;
        }
        let sorts = |way: &Access<'_>| {
            let Some(columns) = way.columns().filter(|_| way.is_whole() && way.is_sorted()) else { return false };
            let Some(place) = columns.iter().position(|name| *name == time.name) else { return false };
            columns.get(place + 1).map_or(ends_with_key, |next| *next == id.name)
        };
        if access::of_table(here.table).iter().any(sorts) {
            continue;
        }
        let message = format!("no index sorts its rows by ({}, {})", time.name, id.name);
        let name = format!("idx_{}_{}", here.table.name, time.name);
        let columns = context.list(&[&time.name, &id.name]);
        let sql = format!("CREATE INDEX {} ON {} ({columns})", context.quoted(&name), context.sql(here));
        flaws.push(here.flaw(Part::Table, message).why("each page, newest first, sorts the whole table").help(sql));
    }
    flaws
}
