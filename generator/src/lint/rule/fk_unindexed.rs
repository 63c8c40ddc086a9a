//! `fk/unindexed`: a foreign key whose rows no index finds.
//!
//! Each delete of a referenced row, and each change of its key, looks for the rows that refer to it. Without an index that
//! reads the whole table, once for each row that goes, under locks. Joins and `find_…` along the relation read it all too.
//!
//! What counts as an index for the key `(a, b)`, as PostgreSQL's planner sees it:
//!
//! - any order of its columns, and others between or behind them: `(b, a)`, `(a, x, b)`; but one of them has to be first;
//! - a primary or unique key, or a B-tree; for a single column a hash index too;
//! - a unique index over some of its columns, since it leaves one row at most;
//! - a partial index only when its condition is that the columns are NOT NULL.
//!
//! Two indexes, one for each column, do not find rows by both, unless the server reads both. What does not count either: the columns in `INCLUDE`, behind a column that is not in the key, in an expression, with a collation or
//! operator class of another comparison; an index that is not valid; BRIN; and `WHERE deleted_at IS NULL`, for deleted rows
//! refer to their parents too.
//!
//! ```sql
//! CREATE INDEX idx_orders_user ON orders (user_id) WHERE deleted_at IS NULL;   -- bad: cannot be used for the key
//! CREATE INDEX idx_orders_user ON orders (user_id);                            -- good
//! ```
//!
//! In SQLite the columns have to be the first of the index, and to have the collation of the referenced columns. MySQL and
//! MariaDB make the index themselves.
//!
//! `--fix` adds the index.

use super::super::Finding;
use super::super::access::{self, Access};
use super::super::context::{Context, Flaw, Here, Part};
use super::super::mend::{Change, Edit, foreign_key_of, free_name, plain_index, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::ForeignKey;
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "fk/unindexed", level: Level::Warn, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "adds an index over the columns of the key", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let key = foreign_key_of(here, finding)?;
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let words = [&["idx", &here.table.name], columns.as_slice()].concat();
    let mut index = plain_index(free_name(context, here, &words), &columns);
    if context.server.system == System::Sqlite {
        let theirs = context.target(key).map(|(_, columns)| columns).unwrap_or_default();
        for ((part, name), their) in index.parts.iter_mut().zip(&columns).zip(theirs) {
            let word = |collation: Option<&String>| collation.map_or("BINARY", String::as_str).to_owned();
            let own = word(here.table.column(name).and_then(|column| column.collation.as_ref()));
            part.collation = Some(word(their.collation.as_ref())).filter(|their| !their.eq_ignore_ascii_case(&own));
        }
    }
    Ok(vec![Change::of(here, Edit::Index(index))])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system.is_mysql() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        let ways = access::of_table(here.table);
        let unfound =
            here.table.foreign_keys.iter().filter(|key| !ways.iter().any(|way| way.finds(key, (here, context))));
        flaws.extend(unfound.map(|key| flaw(key, (here, context), &ways)));
    }
    flaws
}

fn flaw(key: &ForeignKey, (here, context): (Here<'_>, &Context<'_>), ways: &[Access<'_>]) -> Flaw {
    // A key without a name is called by its columns.
    let columns = key.name.as_ref().map(|_| format!("({}) ", key.columns.join(", "))).unwrap_or_default();
    let but = near_miss(key, ways).map(|way| format!(": {way}")).unwrap_or_default();
    let message = format!("{columns}refers to {} without an index{but}", key.target.name);
    let words = [here.table.name.as_str()].into_iter().chain(key.columns.iter().map(String::as_str));
    let name = format!("idx_{}", words.collect::<Vec<_>>().join("_"));
    let name: String = name.chars().take(63).collect();
    let sql =
        format!("CREATE INDEX {} ON {} ({})", context.quoted(&name), context.sql(here), context.list(&key.columns));
    let why = format!("each row that goes from {} reads all of {}", key.target.name, here.table.name);
    here.flaw(Part::ForeignKey(key), message).why(why).help(sql)
}

/// Why an index that somebody may have meant for it is none.
fn near_miss(key: &ForeignKey, ways: &[Access<'_>]) -> Option<String> {
    let holds = |way: &&Access<'_>| way.first().is_some_and(|first| key.columns.iter().any(|name| name == first));
    let way = ways.iter().find(holds)?;
    let title = way.title();
    Some(match way.predicate() {
        _ if !way.is_whole() && way.predicate().is_none() => format!("{title} is not valid"),
        Some(predicate) => format!("{title} has only rows WHERE {predicate}"),
        None => format!("{title} does not find them by all of the columns"),
    })
}
