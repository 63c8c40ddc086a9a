//! `shape/too-many-lobs`: a table with many columns that may be large.
//!
//! Texts, documents and bytes without a limit lie beside the row. `SELECT *`, which is what an entity reads, fetches all of
//! them for every row of a list that shows none.
//!
//! What to do: move them to a table with the same key, or read partial models.
//!
//! Counted are text, JSON and byte columns without a length; `large_columns` of [lint.limits] says how many are too many, more
//! than 8 by itself. Not for SQLite, where no type has a limit.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::DataType;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "shape/too-many-lobs", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let limit = context.settings.lint.limits.large_columns;
    let is_large = |data_type: &DataType| {
        matches!(
            data_type,
            DataType::Text | DataType::Varchar(None) | DataType::Json | DataType::JsonBinary | DataType::Blob
        )
    };
    let count = |here: Here<'_>| here.table.columns.iter().filter(|column| is_large(&column.data_type)).count();
    let heavy = context.tables().map(|here| (here, count(here))).filter(|(_, count)| *count > limit);
    let flaw = |(here, count): (Here<'_>, usize)| {
        let flaw = here.flaw(Part::Table, format!("has {count} columns without a limit of size"));
        flaw.why("each row of a list fetches all of them")
            .help("move them to a table of their own, or read partial models")
    };
    heavy.map(flaw).collect()
}
