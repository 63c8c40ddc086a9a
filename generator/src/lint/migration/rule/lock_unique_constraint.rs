//! `lock/unique-constraint`: the index of a key is built while nobody can read the table (PostgreSQL).
//!
//! `ADD CONSTRAINT … UNIQUE` and `PRIMARY KEY` build their index under an ACCESS EXCLUSIVE lock. Built before, while others work, it is
//! taken over in a moment.
//!
//! ```sql
//! ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email);                              -- bad
//!
//! CREATE UNIQUE INDEX CONCURRENTLY uq_users_email ON users (email);                            -- in a migration without a transaction
//! ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email;           -- good
//! ```
//!
//! For a primary key make the columns NOT NULL first, as `lock/set-not-null` tells. An exclusion constraint has no such way: it is told
//! as well, for it reads all rows under the same lock. A partitioned table takes no index over, and is passed over.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Change, Constraint};
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::TableKind;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("lock/unique-constraint", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        if here.table.kind == TableKind::Partitioned {
            continue;
        }
        let (name, columns, word) = match change {
            Change::AddConstraint { name, constraint: Constraint::Unique { columns, primary } } => {
                (name.clone(), columns.clone(), if *primary { "PRIMARY KEY" } else { "UNIQUE" })
            }
            Change::AddConstraint { name, constraint: Constraint::Exclude } => (name.clone(), Vec::new(), "EXCLUDE"),
            Change::AddColumn(added) if added.unique => (None, vec![added.name.clone()], "UNIQUE"),
            Change::AddColumn(added) if added.primary => (None, vec![added.name.clone()], "PRIMARY KEY"),
            _ => continue,
        };
        let list = moment.list(&columns);
        let help = match word {
            "EXCLUDE" => "there is no other way: run it when few use the table".to_owned(),
            _ => format!(
                "CREATE UNIQUE INDEX CONCURRENTLY … ON {} ({list}) before, then ADD CONSTRAINT … {word} USING INDEX …",
                moment.sql(table)
            ),
        };
        let place = name.unwrap_or(list);
        let message = "its index is built while nobody can read the table";
        let flaw = moment.flaw(format!("{}.{place}", here.name()), message);
        flaws.push(Flaw { columns, ..flaw.why("all rows are read under ACCESS EXCLUSIVE").help(help) });
    }
    flaws
}
