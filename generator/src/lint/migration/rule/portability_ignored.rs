//! `portability/ignored`: a part of a migration that this kind of database does not do.
//!
//! - MySQL before 9.0, and every engine but InnoDB, read `REFERENCES` behind a column and make no foreign key of it.
//! - SQLite's `ALTER TABLE` adds, renames and drops columns and renames tables; it refuses all else.
//! - A building block says what a database has not by a statement that does nothing, `SELECT 1 /* scaffold: left out: … */`.
//!
//! ```sql
//! ALTER TABLE orders ADD COLUMN user_id int REFERENCES users (id);                            -- bad on MySQL 8
//! ALTER TABLE orders ADD COLUMN user_id int, ADD FOREIGN KEY (user_id) REFERENCES users (id); -- good
//! ```
//!
//! Whether a foreign key is there is looked up in what the database says after the migration, and is no guess. Of the other databases of
//! a project nothing is known here: run `lint --migrations` on each.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Change, Name};
use super::super::left_out;
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "portability/ignored", level: Level::Info, of_refused: true, check };

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if let Some(what) = left_out(&moment.step.said.sql) {
        return vec![moment.flaw(what, "is left out").why("this kind of database has no such thing")];
    }
    match moment.server.system {
        System::Sqlite if moment.step.refused => beyond(moment).into_iter().collect(),
        System::MySql | System::MariaDb if !moment.step.refused => without_key(moment),
        _ => Vec::new(),
    }
}

/// What SQLite's `ALTER TABLE` cannot do.
fn beyond(moment: &Moment<'_>) -> Option<Flaw> {
    let Act::Alter { table, changes } = &moment.step.act else { return None };
    let is_known = |change: &Change| {
        matches!(
            change,
            Change::AddColumn(_) | Change::DropColumn { .. } | Change::RenameColumn { .. } | Change::RenameTable(_)
        )
    };
    if changes.iter().all(is_known) && changes.len() < 2 {
        return None;
    }
    let why = "its ALTER TABLE adds, renames or drops one column, or renames the table";
    let help = "`blocks::check` and `blocks::not_null` change the definition; or make the table anew and copy its rows";
    Some(moment.flaw(&table.name, "SQLite cannot change a table so").why(why).help(help))
}

/// References that are no foreign keys after the migration.
fn without_key(moment: &Moment<'_>) -> Vec<Flaw> {
    let (table, targets): (&Name, Vec<(&str, &Name)>) = match &moment.step.act {
        Act::CreateTable { table, references, .. } => (table, references.iter().map(|to| ("", to)).collect()),
        Act::Alter { table, changes } => {
            let added = changes.iter().filter_map(|change| match change {
                Change::AddColumn(added) => Some((added.name.as_str(), added.references.as_ref()?)),
                _ => None,
            });
            (table, added.collect())
        }
        _ => return Vec::new(),
    };
    let schemas = moment.migration.after.schemas.iter();
    let mut tables = schemas.flat_map(|schema| &schema.tables);
    let Some(there) = tables.find(|own| moment.is_same(&own.name, &table.name)) else { return Vec::new() };
    let is_key = |(column, to): &(&str, &Name)| {
        there.foreign_keys.iter().any(|key| {
            let is_of = column.is_empty() || key.columns.iter().any(|own| moment.is_same(own, column));
            is_of && moment.is_same(&key.target.name, &to.name)
        })
    };
    let lost = targets.into_iter().filter(|target| !is_key(target));
    let flaw = |(column, to): (&str, &Name)| {
        let place = if column.is_empty() { table.name.clone() } else { format!("{}.{column}", table.name) };
        let message = format!("its reference to {} is read and ignored", to.name);
        let why = "there is no foreign key after the migration";
        moment.flaw(place, message).why(why).help("ADD CONSTRAINT … FOREIGN KEY, in a table of InnoDB")
    };
    lost.map(flaw).collect()
}
