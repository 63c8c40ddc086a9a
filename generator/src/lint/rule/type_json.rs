//! `type/json`: `json` where `jsonb` would do.
//!
//! PostgreSQL keeps `json` as the text that came in, blanks and all. It has no equality, so that DISTINCT, GROUP BY and UNION
//! over such a column are errors; no GIN index; and each look into it parses all of it.
//!
//! ```sql
//! payload json     -- bad
//! payload jsonb    -- good
//! ```
//!
//! Ignore the finding where the very text must be kept, such as for a signature. For PostgreSQL.
//!
//! `--fix type/json` makes it jsonb, where nothing but its default speaks of the column. Blanks, the order of keys and keys that
//! are there twice are lost for good.

use super::super::Finding;
use super::super::context::{Context, Flaw, Part};
use super::super::mend::{Change, column_of, is_free, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, Default};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "type/json", level: Level::Info, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "makes the column jsonb", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let column = column_of(here, finding)?;
    is_free(here, &column.name)?;
    let default = match &column.default {
        None => None,
        Some(default) => {
            let bare = default.raw.strip_suffix("::json").ok_or("its default has to be written anew")?;
            Some(Default { raw: format!("{bare}::jsonb"), ..default.clone() })
        }
    };
    let (data_type, raw_type) = (DataType::JsonBinary, "jsonb".to_owned());
    Ok(vec![Change::column(here, Column { data_type, raw_type, default, ..column.clone() })])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| column.data_type == DataType::Json) {
            let (table, name) = (context.sql(here), context.quoted(&column.name));
            let flaw = here.flaw(Part::Column(&column.name), "is json, which is kept as text");
            let flaw = flaw.why("it has no equality and no index: DISTINCT over it is an error");
            flaws.push(flaw.help(format!("ALTER TABLE {table} ALTER COLUMN {name} TYPE jsonb")));
        }
    }
    flaws
}
