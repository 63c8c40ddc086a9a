//! `data/unique-would-fail`: what is to be unique may be there twice.
//!
//! Unlike the table of a test, one with rows may hold duplicates, and then the migration fails. On PostgreSQL an index that was
//! built with CONCURRENTLY stays behind, not valid.
//!
//! The finding gives the query that lists the duplicates: run it against the database in use before the migration is. Where it
//! lists any, put them right first, in a migration that comes before.
//!
//! ```sql
//! SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1;
//! ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email);
//! ```
//!
//! Passed over are columns that the same migrations add without a default, whose rows are all NULL; what is unique already by fewer
//! columns; a constraint that takes over an index; and a table from which the same migration deletes rows before. A column that
//! comes with one default for all rows, and is to be unique, fails from two rows on.

use super::super::super::context::{Flaw, Here};
use super::super::act::{Act, Added, Change, Constraint, KeyPart, Name, Verb};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/unique-would-fail", Level::Warn, check);

/// What is to be unique.
struct Unique<'a> {
    name: Option<&'a str>,
    table: &'a Name,
    keys: Vec<KeyPart>,
    predicate: Option<&'a str>,
}

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws: Vec<Flaw> = moment.added().into_iter().filter_map(|added| of_added(added, moment)).collect();
    let all = match &moment.step.act {
        Act::CreateIndex(index) if index.unique => vec![Unique {
            name: index.name.as_deref(),
            table: &index.table,
            keys: index.keys.clone(),
            predicate: index.predicate.as_deref(),
        }],
        Act::Alter { table, changes } => changes.iter().filter_map(|change| of_change(change, table)).collect(),
        _ => Vec::new(),
    };
    flaws.extend(all.iter().filter_map(|unique| flaw(unique, moment)));
    flaws
}

fn of_change<'a>(change: &'a Change, table: &'a Name) -> Option<Unique<'a>> {
    match change {
        Change::AddConstraint { name, constraint: Constraint::Unique { columns, .. } } => {
            let keys = columns.iter().cloned().map(KeyPart::Column).collect();
            Some(Unique { name: name.as_deref(), table, keys, predicate: None })
        }
        Change::AddIndex(index) if index.unique => {
            Some(Unique { name: index.name.as_deref(), table, keys: index.keys.clone(), predicate: None })
        }
        _ => None,
    }
}

/// One value for all rows.
fn of_added((here, _, added): (Here<'_>, &Name, &Added), moment: &Moment<'_>) -> Option<Flaw> {
    let is_one = added.default.as_ref().is_some_and(|given| given.calls.is_empty());
    if !(added.unique || added.primary) || !is_one {
        return None;
    }
    let flaw = moment
        .flaw(format!("{}.{}", here.name(), added.name), "is to be unique and has one default for all rows")
        .why("it fails from two rows on")
        .help("add it without the default, fill it, and make it unique then");
    Some(Flaw { columns: vec![added.name.clone()], ..flaw })
}

fn flaw(unique: &Unique<'_>, moment: &Moment<'_>) -> Option<Flaw> {
    let here = moment.world.table(unique.table)?;
    let columns: Vec<&str> = unique
        .keys
        .iter()
        .filter_map(|key| match key {
            KeyPart::Column(name) => Some(name.as_str()),
            KeyPart::Expression(_) => None,
        })
        .collect();
    let is_new = columns.iter().any(|column| moment.is_new_column(unique.table, column));
    let is_known = columns.iter().all(|column| moment.column(here, column).is_some());
    let has = |name: &&str| columns.iter().any(|column| moment.is_same(column, name));
    let is_unique = here.table.unique_column_sets().iter().any(|set| !set.is_empty() && set.iter().all(&has));
    let is_cleaned = moment.past.iter().any(|step| match &step.act {
        Act::Write(written) => written.verb == Verb::Delete && moment.is_same(&written.table.name, &unique.table.name),
        _ => false,
    });
    if unique.keys.is_empty() || is_new || !is_known || is_unique || is_cleaned {
        return None;
    }
    let parts = moment.parts(&unique.keys);
    let list = parts.join(", ");
    let place = unique.name.unwrap_or(&list);
    let may_be_null = |column: &&&str| moment.column(here, column).is_some_and(|column| column.nullable);
    let nulls = columns.iter().filter(may_be_null).map(|column| format!("{} IS NOT NULL", moment.quoted(column)));
    let conditions: Vec<String> = nulls.chain(unique.predicate.map(|text| format!("({text})"))).collect();
    let condition = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let table = moment.sql(unique.table);
    let query = format!("SELECT {list}, count(*) FROM {table}{condition} GROUP BY {list} HAVING count(*) > 1");
    let flaw = moment
        .flaw(
            format!("{}.{place}", here.name()),
            format!("({list}) is to be unique, and rows may be there that are not"),
        )
        .why("it fails where two are the same")
        .help(format!("look before: {query}"));
    Some(Flaw { columns: columns.iter().map(|name| (*name).to_owned()).collect(), ..flaw })
}
