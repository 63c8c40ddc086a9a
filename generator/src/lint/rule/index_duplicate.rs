//! `index/duplicate`: two indexes over the same.
//!
//! Every insert, delete and most updates write both; only one is ever read. The second is often the index that somebody
//! made over a column that is UNIQUE, or the primary key, and so has one.
//!
//! Two are the same when method, columns or expressions, operator classes, collations and conditions are, and all columns
//! are in the same order or all in the opposite one, for an index is read from either end. One that stores more in `INCLUDE`
//! replaces one that stores less. A unique index is not replaced by one that is not, nor by one that is checked later or
//! lets in more NULLs.
//!
//! ```sql
//! CREATE TABLE users (id bigint PRIMARY KEY, email varchar(255) NOT NULL UNIQUE);
//! CREATE INDEX idx_users_email ON users (email);    -- bad: UNIQUE has made one
//! ```
//!
//! What to do: drop the one that the finding names. A foreign key that refers to the columns may depend on it in PostgreSQL,
//! and has to be made again then. `--fix` does both. Of BRIN indexes nothing is said: they differ in settings that are not read.

use super::super::Finding;
use super::super::access::{self, Needless, Source};
use super::super::context::{Context, Flaw, Here, Part};
use super::super::mend::{Change, Edit, part_of, table_of, unique_key_of};
use super::{Remedy, Rule};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "index/duplicate", level: Level::Warn, check };

pub(super) const REMEDY: Remedy = Remedy { rule: RULE.id, does: "drops the index or key that is not needed", mend };

/// Drops what the finding names.
pub(super) fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let schema = context.catalog.schema(&finding.schema).ok_or("there is no such schema")?;
    let name = part_of(finding, schema);
    if finding.kind == "index" {
        return Ok(vec![Change::at((&schema.name, &finding.table), Edit::NoIndex(name.to_owned()))]);
    }
    let here = table_of(context, finding)?;
    let key = unique_key_of(here, finding)?;
    Ok(vec![Change::of(here, Edit::NoKey(key.clone()))])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    needless(context, Needless::Same)
}

/// The indexes and keys that are needless in this way.
pub(super) fn needless(context: &Context<'_>, wanted: Needless) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let ways = access::of_table(here.table);
        for (one, other, how) in access::needless(&ways).into_iter().filter(|(.., how)| *how == wanted) {
            let part = match one.source {
                Source::Index(index) => Part::Index(index),
                Source::Primary(key) | Source::Unique(key) => Part::Key(key),
            };
            let message = message((&one.written(), &other.title()), how);
            let flaw = here.flaw(part, message).why("every write keeps both, and one is never needed");
            flaws.push(flaw.help(drop_one(one.source, (here, context))));
        }
    }
    for schema in &context.catalog.schemas {
        for view in &schema.views {
            let ways = access::of_view(view);
            for (one, other, how) in access::needless(&ways).into_iter().filter(|(.., how)| *how == wanted) {
                let name = one.name.unwrap_or_default();
                let flaw = Flaw::new(schema, &view.name, "index", message((&one.written(), &other.title()), how));
                let place = format!("{}.{name}", flaw.place);
                let flaw = flaw.why("every refresh keeps both, and one is never needed");
                flaws.push(Flaw { place, ..flaw.help(format!("DROP INDEX {}", context.quoted(name))) });
            }
        }
    }
    flaws
}

fn message((one, other): (&str, &str), how: Needless) -> String {
    match how {
        Needless::Same => format!("({one}) duplicates {other}"),
        Needless::Prefix => format!("({one}) is the beginning of {other}"),
    }
}

fn drop_one(source: Source<'_>, (here, context): (Here<'_>, &Context<'_>)) -> String {
    let table = context.sql(here);
    let prefix = if here.schema.is_default { String::new() } else { format!("{}.", context.quoted(&here.schema.name)) };
    match source {
        Source::Index(index) if context.server.system.is_mysql() => {
            format!("DROP INDEX {} ON {table}", context.quoted(&index.name))
        }
        Source::Index(index) => format!("DROP INDEX {prefix}{}", context.quoted(&index.name)),
        Source::Primary(key) | Source::Unique(key) => match &key.name {
            Some(name) if context.server.system.is_mysql() => format!("DROP INDEX {} ON {table}", context.quoted(name)),
            Some(name) => format!("ALTER TABLE {table} DROP CONSTRAINT {}", context.quoted(name)),
            None => format!("take the second UNIQUE ({}) out of {table}", context.list(&key.columns)),
        },
    }
}
