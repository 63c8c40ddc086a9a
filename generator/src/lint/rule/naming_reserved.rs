//! `naming/reserved`: a name that has to be quoted, is a keyword of Rust, or is one with another in code.
//!
//! - A reserved word (`order`, `user`, `group`, `key`) or a name with capitals, blanks or signs has to be quoted in every
//!   statement that somebody writes, and on some databases only. SeaORM quotes it; a person forgets.
//! - A column called after a keyword of Rust (`type`, `match`, `ref`) becomes a field `type_`.
//! - Two names that are one without case and underscores (`userId`, `user_id`) get a longer name each in code.
//!
//! ```sql
//! CREATE TABLE "order" ("group" text, type text);            -- bad
//! CREATE TABLE orders (group_name text, kind text);          -- good
//! ```
//!
//! What to do: rename it, best before anybody uses it. A `[table.<name>.column.<name>]` setting `name` gives a field another
//! name without a migration.

use super::super::context::{Context, Flaw, Here, Part};
use super::super::words::{SQL, is_rust};
use super::Rule;
use crate::config::Level;
use crate::model::names;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { id: "naming/reserved", level: Level::Info, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut tables: BTreeMap<(&str, String), Vec<Here<'_>>> = BTreeMap::new();
    for here in context.tables() {
        tables.entry((&here.schema.name, names::folded(&names::words(&here.table.name)))).or_default().push(here);
        if let Some((message, why)) = quoted(&here.table.name) {
            flaws.push(here.flaw(Part::Table, message).why(why).help("rename the table"));
        }
        let mut columns: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for column in &here.table.columns {
            let name = column.name.as_str();
            columns.entry(names::folded(&names::words(name))).or_default().push(name);
            let rust = || {
                is_rust(name).then(|| {
                    let field = names::field(name);
                    ("is a keyword of Rust".to_owned(), format!("the field is called `{field}`"))
                })
            };
            if let Some((message, why)) = rust().or_else(|| quoted(name)) {
                flaws.push(here.flaw(Part::Column(name), message).why(why).help("rename the column"));
            }
        }
        for alike in columns.values().filter(|alike| alike.len() > 1) {
            let message = format!("is one name with {} in code", alike[1..].join(" and "));
            let flaw = here.flaw(Part::Column(alike[0]), message);
            flaws.push(flaw.why("each gets a longer one, which says little").help("rename one of them"));
        }
    }
    for alike in tables.values().filter(|alike| alike.len() > 1) {
        let list = alike[1..].iter().map(|here| here.table.name.as_str()).collect::<Vec<_>>().join(" and ");
        let flaw = alike[0].flaw(Part::Table, format!("is one name with {list} in code"));
        flaws.push(flaw.why("each entity gets a longer one, which says little").help("rename one of them"));
    }
    flaws
}

/// Why a name has to be quoted, where it has.
fn quoted(name: &str) -> Option<(String, String)> {
    let why = "every statement that somebody writes has to quote it".to_owned();
    if SQL.contains(&name.to_ascii_lowercase().as_str()) {
        return Some(("is a reserved word of SQL".to_owned(), why));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_plain = name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit());
    (!is_plain).then(|| ("is more than small letters, digits and underscores".to_owned(), why))
}
