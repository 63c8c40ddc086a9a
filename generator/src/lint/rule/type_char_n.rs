//! `type/char-n`: a text that is padded with blanks.
//!
//! `char(n)` of PostgreSQL fills every value with blanks up to n, and leaves them out of some comparisons and not of others:
//! `LIKE` and a regular expression see them, `=` does not, and a cast to text drops them. It is neither smaller nor faster.
//!
//! ```sql
//! country char(2)       -- bad
//! country varchar(2)    -- good; or text with CHECK (length(country) = 2)
//! ```
//!
//! For PostgreSQL. In MySQL, MariaDB and SQLite blanks are cut when it is read, or never added.
//!
//! `--fix type/char-n` makes it varchar(n), where nothing but its default speaks of the column.

use super::super::Finding;
use super::super::context::{Context, Flaw, Part};
use super::super::mend::{Change, column_of, is_free, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, Default};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "type/char-n", level: Level::Info, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "makes the column varchar(n), without the blanks", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let column = column_of(here, finding)?;
    is_free(here, &column.name)?;
    let refers = |other: &crate::catalog::ForeignKey| {
        other.target.name == here.table.name
            && other.target.schema == here.schema.name
            && other.target_columns.contains(&column.name)
    };
    let is_referred_to = context.tables().any(|other| other.table.foreign_keys.iter().any(refers));
    if is_referred_to || here.foreign_keys_of(&column.name).next().is_some() {
        return Err("a foreign key compares it with another".to_owned());
    }
    let DataType::Char(length) = column.data_type else { return Err("it is no char(n)".to_owned()) };
    let default = match &column.default {
        None => None,
        Some(default) => {
            let bare = default.raw.strip_suffix("::bpchar").ok_or("its default has to be written anew")?;
            Some(Default { raw: format!("{bare}::character varying"), ..default.clone() })
        }
    };
    let data_type = DataType::Varchar(length);
    let raw_type = length.map_or_else(|| "character varying".to_owned(), |n| format!("character varying({n})"));
    Ok(vec![Change::column(here, Column { data_type, raw_type, default, ..column.clone() })])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system != System::Postgres {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        for column in here.table.columns.iter().filter(|column| matches!(column.data_type, DataType::Char(_))) {
            let flaw = here.flaw(Part::Column(&column.name), format!("is {}, filled with blanks", column.raw_type));
            flaws.push(flaw.why("LIKE sees the blanks, and = does not").help("make it varchar or text"));
        }
    }
    flaws
}
