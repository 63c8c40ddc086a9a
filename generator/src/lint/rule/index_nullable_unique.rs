//! `index/nullable-unique`: a key over several columns, one of which may be NULL.
//!
//! Two NULLs are not equal, so that rows with a NULL in the key may be there twice: `(1, NULL)` and `(1, NULL)`. In a key of one
//! column that is what is meant most often; in one of several it is most often not.
//!
//! ```sql
//! parent_id bigint, name text NOT NULL, UNIQUE (parent_id, name)                       -- bad: two roots of one name
//! parent_id bigint, name text NOT NULL, UNIQUE NULLS NOT DISTINCT (parent_id, name)    -- good: PostgreSQL 15
//! ```
//!
//! What to do elsewhere: make the column NOT NULL, or add an index that is unique over the other columns WHERE it is NULL.
//! A key with `deleted_at` in it is for `softdelete/unique`. Partial indexes are passed over.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::server::{System, Version};
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/nullable-unique", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let keys = here.table.unique_keys.iter().filter(|key| !key.nulls_not_distinct);
        let keys = keys.map(|key| (Part::Key(key), key.columns.iter().map(String::as_str).collect::<Vec<_>>()));
        let indexes = here.table.indexes.iter().filter(|index| !index.nulls_not_distinct);
        let indexes = indexes.filter_map(|index| Some((Part::Index(index), index.unique_columns()?)));
        for (part, columns) in keys.chain(indexes).filter(|(_, columns)| columns.len() > 1) {
            flaws.extend(flaw((here, part), &columns, context));
        }
    }
    flaws
}

fn flaw((here, part): (Here<'_>, Part<'_>), columns: &[&str], context: &Context<'_>) -> Option<Flaw> {
    let deleted = context.conventions.deleted_at(here).map(|column| column.name.as_str());
    let is_optional =
        |name: &&str| here.table.column(name).is_some_and(|column| column.nullable && column.generated.is_none());
    let optional: Vec<&str> = columns.iter().copied().filter(is_optional).collect();
    if optional.is_empty() || deleted.is_some_and(|deleted| columns.contains(&deleted)) {
        return None;
    }
    let rest: Vec<&str> = columns.iter().copied().filter(|name| !optional.contains(name)).collect();
    let help = match context.server.system {
        System::Postgres if context.server.is_since(Version(15, 0, 0)) => {
            "say NULLS NOT DISTINCT, or NOT NULL".to_owned()
        }
        System::Postgres | System::Sqlite if !rest.is_empty() => {
            format!("make it NOT NULL, or add a unique index over ({}) WHERE {} IS NULL", rest.join(", "), optional[0])
        }
        _ => "make it NOT NULL".to_owned(),
    };
    let message = format!("({}) is not unique where {} is NULL", columns.join(", "), optional.join(" or "));
    Some(here.flaw(part, message).why("the same row may be there twice").help(help))
}
