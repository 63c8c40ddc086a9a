//! `version/optimistic-lock`: a table that is changed, without a version of its rows.
//!
//! Two people open the same row, both save, and what the first one wrote is gone. With a column that counts the changes, which
//! `[conventions]` calls `version`, repositories refuse the second save.
//!
//! ```sql
//! CREATE TABLE pages (id bigint PRIMARY KEY, body text, updated_at timestamptz NOT NULL, version integer NOT NULL DEFAULT 1);
//! ```
//!
//! Off by itself. A table is taken for one that is changed when it has the column that `[conventions]` calls `updated_at`.
//!
//! `--fix` adds the column, as an integer.

use super::super::Finding;
use super::super::context::{Context, Flaw, Part, Time};
use super::super::mend::{Change, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, Default, DefaultValue};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "version/optimistic-lock", level: Level::Off, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "adds a version that begins with 1", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let name = context.settings.conventions.version.first().ok_or("[conventions] names no version")?;
    if !name.chars().all(|c| c.is_alphanumeric() || c == '_') || here.table.column(name).is_some() {
        return Err(format!("{name} of [conventions] is a pattern, or a column that does not count"));
    }
    let raw_type = match context.server.system {
        System::Postgres => "integer",
        // By itself it spells types so that it knows.
        System::Sqlite => "INTEGER",
        System::MySql => "int",
        System::MariaDb => "int(11)",
    };
    let default = Some(Default { raw: "1".to_owned(), value: DefaultValue::Integer(1) });
    let column = Column { default, ..Column::plain(name, DataType::Integer, raw_type) };
    Ok(vec![Change::column(here, column)])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let is_changed = context.conventions.named(Time::Updated, here).is_some();
        if is_changed && context.conventions.version(here).is_none() {
            let flaw = here.flaw(Part::Table, "is changed, and has no version of its rows");
            flaws.push(flaw.why("of two saves the first is lost").help("version integer NOT NULL DEFAULT 1"));
        }
    }
    flaws
}
