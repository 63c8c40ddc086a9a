//! `doc/missing-comment`: a schema of which too little is explained.
//!
//! Comments in the database become the documentation of entities and fields. A finding for each table names what has none, once
//! fewer than `comments` of [lint.limits] in a hundred tables and columns have one; 100 by itself. Keys called `id` and columns
//! in foreign keys explain themselves.
//!
//! ```sql
//! COMMENT ON COLUMN orders.due IS 'When it has to be paid, in the time zone of the buyer.';    -- good
//! ```
//!
//! Off by itself. Not for SQLite, which keeps no comments. With a baseline, only what is new has to be explained.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::server::System;
use super::Rule;
use crate::catalog::Column;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "doc/missing-comment", level: Level::Off, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let wanted =
        |here: Here<'_>, column: &Column| column.name != "id" && here.foreign_keys_of(&column.name).next().is_none();
    let (mut all, mut without) = (0_usize, 0_usize);
    let mut flaws = Vec::new();
    for here in context.tables() {
        let columns: Vec<&Column> = here.table.columns.iter().filter(|column| wanted(here, column)).collect();
        let silent: Vec<&str> =
            columns.iter().filter(|column| column.comment.is_none()).map(|column| column.name.as_str()).collect();
        let is_silent = here.table.comment.is_none();
        all += columns.len() + 1;
        without += silent.len() + usize::from(is_silent);
        let message = match (is_silent, silent.as_slice()) {
            (false, []) => continue,
            (true, []) => "has no comment".to_owned(),
            (true, names) => format!("has no comment, nor have {}", names.join(", ")),
            (false, names) => format!("without a comment: {}", names.join(", ")),
        };
        flaws.push(
            here.flaw(Part::Table, message).why("the documentation of the entity says nothing").help("COMMENT ON …"),
        );
    }
    let enough = (all - without) * 100 >= all * context.settings.lint.limits.comments;
    if enough { Vec::new() } else { flaws }
}
