//! `consistency/same-name-type`: one name, two types.
//!
//! Where four tables have `currency varchar(3)` and the fifth has `currency text`, one of them is a slip. Joins convert, code
//! has two types for one thing, and what fits here is cut there.
//!
//! A column is told when at least three others of its name have one type, and those are three quarters of all. Keys and columns
//! in foreign keys are for `fk/type-mismatch`. Names that say little on their own (`value`, `data`, `type`) are passed over.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::catalog::Column;
use crate::config::Level;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { id: "consistency/same-name-type", level: Level::Info, check };

/// Names that mean something else in each table.
const VAGUE: &[&str] = &[
    "id",
    "value",
    "data",
    "type",
    "kind",
    "code",
    "key",
    "name",
    "title",
    "content",
    "body",
    "status",
    "state",
    "number",
    "position",
    "description",
    "text",
    "comment",
    "comments",
    "notes",
    "note",
    "version",
    "hash",
    "token",
    "uuid",
    "size",
    "source",
    "result",
    "label",
    "level",
    "order",
    "sort",
    "rank",
    "reason",
    "message",
    "config",
    "settings",
    "metadata",
];

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut by_name: BTreeMap<&str, Vec<(Here<'_>, &Column)>> = BTreeMap::new();
    for here in context.tables() {
        let is_plain = |column: &&Column| {
            let is_key = here.is_in_key(&column.name) || here.foreign_keys_of(&column.name).next().is_some();
            !is_key && !VAGUE.contains(&column.name.as_str()) && column.domain.is_none()
        };
        for column in here.table.columns.iter().filter(is_plain) {
            by_name.entry(&column.name).or_default().push((here, column));
        }
    }
    by_name.into_values().flat_map(|places| of_name(&places)).collect()
}

fn of_name(places: &[(Here<'_>, &Column)]) -> Vec<Flaw> {
    // By what the types are, for one may be spelled in several ways.
    let mut types: Vec<(&Column, usize)> = Vec::new();
    for (_, column) in places {
        match types.iter_mut().find(|(other, _)| other.data_type == column.data_type) {
            Some((_, count)) => *count += 1,
            None => types.push((column, 1)),
        }
    }
    let Some((most, count)) = types.into_iter().max_by_key(|(_, count)| *count) else {
        return Vec::new();
    };
    if count < 3 || count * 4 < places.len() * 3 {
        return Vec::new();
    }
    let others = places.iter().filter(|(_, column)| column.data_type != most.data_type);
    let flaw = |(here, column): &(Here<'_>, &Column)| {
        let message = format!("is {}, and {} in {count} other tables", column.raw_type, most.raw_type);
        let flaw = here.flaw(Part::Column(&column.name), message);
        flaw.why("code has two types for one thing").help(format!("make it {}, or call it otherwise", most.raw_type))
    };
    others.map(flaw).collect()
}
