//! `shape/repeating-group`: columns that are counted by their names.
//!
//! `phone1`, `phone2`, `phone3` are a list in disguise: the fourth needs a migration, and "who has this number" asks three
//! columns. A table of its own has room for any number, an array too.
//!
//! ```sql
//! CREATE TABLE people (id bigint PRIMARY KEY, phone1 text, phone2 text, phone3 text);                       -- bad
//! CREATE TABLE phones (person_id bigint REFERENCES people (id), number text, PRIMARY KEY (person_id, number));  -- good
//! ```
//!
//! Looked at are columns of one type whose names end in consecutive numbers. Two, such as the lines of an address, are passed
//! over; `repeats` of [lint.limits] says how many are too many, 3 by itself.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::config::Level;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { id: "shape/repeating-group", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let limit = context.settings.lint.limits.repeats;
    let mut flaws = Vec::new();
    for here in context.tables() {
        let mut groups: BTreeMap<(&str, &str), Vec<(u32, &str)>> = BTreeMap::new();
        for column in &here.table.columns {
            let stem = column.name.trim_end_matches(|c: char| c.is_ascii_digit());
            let Ok(number) = column.name[stem.len()..].parse() else { continue };
            groups.entry((stem, &column.raw_type)).or_default().push((number, &column.name));
        }
        for ((stem, _), mut group) in groups.into_iter().filter(|(_, group)| group.len() >= limit.max(2)) {
            group.sort_unstable();
            if stem.is_empty() || !group.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0) {
                continue;
            }
            let names: Vec<&str> = group.iter().map(|(_, name)| *name).collect();
            let flaw =
                here.flaw(Part::Column(names[0]), format!("and {} are a list in disguise", names[1..].join(", ")));
            let columns = names.iter().map(ToString::to_string).collect();
            let flaw = flaw.why("one more needs a migration, and a search asks each").help("make a table of them");
            flaws.push(Flaw { columns, ..flaw });
        }
    }
    flaws
}
