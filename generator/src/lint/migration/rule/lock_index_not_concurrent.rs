//! `lock/index-not-concurrent`: an index is built or dropped while writers wait.
//!
//! `CREATE INDEX` holds a SHARE lock as long as it takes to read and sort the table: nobody writes. `DROP INDEX` is quick, but it
//! waits for an ACCESS EXCLUSIVE lock, and whoever comes after it waits too, readers as well.
//!
//! ```sql
//! CREATE INDEX idx_orders_user_id ON orders (user_id);                   -- bad, where orders has rows
//! CREATE INDEX CONCURRENTLY idx_orders_user_id ON orders (user_id);      -- good
//! DROP INDEX CONCURRENTLY idx_orders_user_id;                            -- good
//! ```
//!
//! CONCURRENTLY is for no transaction: the migration says `fn use_transaction(&self) -> Option<bool> { Some(false) }` and does
//! nothing else. When it fails, an index stays that is not valid, and `index/invalid` tells of it.
//!
//! A partitioned table takes no CONCURRENTLY: make the index on each partition, then one on the table with `ON ONLY`, and attach
//! them. MySQL and MariaDB let others write while InnoDB builds an index, but for one of FULLTEXT or SPATIAL: nobody writes, and there is
//! no other way than a quiet hour. SQLite has one writer at a time, whatever it does.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Change, Dropped, Kind, NewIndex};
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::TableKind;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/index-not-concurrent", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    match moment.server.system {
        System::Postgres => {}
        System::MySql | System::MariaDb => return special(moment),
        System::Sqlite => return Vec::new(),
    }
    match &moment.step.act {
        Act::CreateIndex(index) if !index.concurrently => created(index, moment).into_iter().collect(),
        Act::Drop(dropped) if dropped.kind == Kind::Index && !dropped.concurrently => gone(dropped, moment),
        _ => Vec::new(),
    }
}

/// Indexes of words and places, of MySQL and MariaDB.
fn special(moment: &Moment<'_>) -> Vec<Flaw> {
    let own = match &moment.step.act {
        Act::CreateIndex(index) => Some(index),
        _ => None,
    };
    let added = moment.step.act.changes().iter().filter_map(|change| match change {
        Change::AddIndex(index) => Some(index),
        _ => None,
    });
    let told = |index: &NewIndex| {
        let here = moment.world.table(&index.table)?;
        let place = index.name.clone().unwrap_or_else(|| moment.parts(&index.keys).join(", "));
        let message = format!("is built on {} while nobody can write to it", here.name());
        let why = "an index of FULLTEXT or SPATIAL takes a shared lock";
        let flaw = moment.flaw(format!("{}.{place}", here.name()), message);
        Some(flaw.why(why).help("there is no other way: run it when few use the table"))
    };
    own.into_iter().chain(added).filter(|index| index.special).filter_map(told).collect()
}

fn created(index: &NewIndex, moment: &Moment<'_>) -> Option<Flaw> {
    let here = moment.world.table(&index.table);
    let view = moment.world.view(&index.table);
    let table = here.map(|here| here.name()).or_else(|| view.map(|view| view.name.clone()))?;
    let parts = moment.parts(&index.keys).join(", ");
    let place = index.name.clone().unwrap_or_else(|| parts.clone());
    let message = format!("is built on {table} while nobody can write to it");
    let help = match here.is_some_and(|here| here.table.kind == TableKind::Partitioned) {
        true => "build it on each partition by CONCURRENTLY, then ON ONLY the table, and attach those".to_owned(),
        false => {
            let unique = if index.unique { "UNIQUE " } else { "" };
            let name = index.name.as_ref().map(|name| format!("{} ", moment.quoted(name))).unwrap_or_default();
            let of = moment.sql(&index.table);
            format!("CREATE {unique}INDEX CONCURRENTLY {name}ON {of} … in a migration that has no transaction")
        }
    };
    let why = "all rows are read under a SHARE lock";
    Some(moment.flaw(format!("{table}.{place}"), message).why(why).help(help))
}

fn gone(dropped: &Dropped, moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for name in &dropped.names {
        let Some(here) = moment.world.table_of_index(name) else { continue };
        if here.table.kind == TableKind::Partitioned {
            continue;
        }
        let message = format!("is dropped under a lock that nobody gets past who uses {}", here.name());
        let help = format!("DROP INDEX CONCURRENTLY {} in a migration that has no transaction", moment.sql(name));
        let why = "it waits for all who use the table, and all who come then wait for it";
        flaws.push(moment.flaw(format!("{}.{}", here.name(), name.name), message).why(why).help(help));
    }
    flaws
}
