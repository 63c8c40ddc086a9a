//! `naming/reserved`: a name that has to be quoted, is a keyword of Rust, or is one with another in code.
//!
//! - A reserved word (`order`, `user`, `group`, `key`) or a name with capitals, blanks or signs has to be quoted in every
//!   statement that somebody writes, and on some databases only. SeaORM quotes it; a person forgets. Capitals have to be
//!   quoted in PostgreSQL alone; a table is told once for all such names in it.
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
use super::super::server::System;
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
        if is_reserved(&here.table.name) {
            flaws.push(here.flaw(Part::Table, "is a reserved word of SQL").why(QUOTED).help("rename the table"));
        }
        flaws.extend(needs_quotes(here, context));
        flaws.extend(here.table.columns.iter().filter_map(|column| of_column(here, &column.name)));
        flaws.extend(alike_columns(here));
    }
    for alike in tables.values().filter(|alike| alike.len() > 1) {
        let list = alike[1..].iter().map(|here| here.table.name.as_str()).collect::<Vec<_>>().join(" and ");
        let flaw = alike[0].flaw(Part::Table, format!("is one name with {list} in code"));
        flaws.push(flaw.why("each entity gets a longer one, which says little").help("rename one of them"));
    }
    flaws
}

const QUOTED: &str = "every statement that somebody writes has to quote it";

fn is_reserved(name: &str) -> bool {
    SQL.contains(&name.to_ascii_lowercase().as_str())
}

/// Names of the table and its columns that are more than a word, told once: a schema that has one has hundreds.
fn needs_quotes(here: Here<'_>, context: &Context<'_>) -> Option<Flaw> {
    // The other databases take capitals as they are.
    let folds = context.server.system == System::Postgres;
    let fits = |c: char| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit() || (!folds && c.is_ascii_uppercase());
    let is_odd = |name: &str| !name.chars().all(fits) || name.starts_with(|c: char| c.is_ascii_digit());
    let columns = here.table.columns.iter().map(|column| column.name.as_str()).filter(|name| is_odd(name));
    let columns: Vec<&str> = columns.collect();
    let table = is_odd(&here.table.name).then_some("it");
    let list: Vec<&str> = table.into_iter().chain(columns.iter().copied()).collect();
    let [first, rest @ ..] = list.as_slice() else { return None };
    let more = match rest {
        [] => String::new(),
        [one] => format!(" and {one}"),
        [one, rest @ ..] => format!(", {one} and {} more", rest.len()),
    };
    let flaw = here.flaw(Part::Table, format!("has to be quoted: {first}{more}"));
    let columns = columns.iter().map(ToString::to_string).collect();
    let flaw = flaw.why("every statement that somebody writes has to quote such names");
    Some(Flaw { columns, ..flaw.help("rename them to small letters, digits and underscores") })
}

fn of_column(here: Here<'_>, name: &str) -> Option<Flaw> {
    let flaw = |message: &str, why: String| here.flaw(Part::Column(name), message).why(why).help("rename the column");
    if is_rust(name) {
        return Some(flaw("is a keyword of Rust", format!("the field is called `{}`", names::field(name))));
    }
    is_reserved(name).then(|| flaw("is a reserved word of SQL", QUOTED.to_owned()))
}

fn alike_columns(here: Here<'_>) -> Vec<Flaw> {
    let mut columns: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for column in &here.table.columns {
        columns.entry(names::folded(&names::words(&column.name))).or_default().push(&column.name);
    }
    let alike = columns.values().filter(|alike| alike.len() > 1);
    let flaw = |alike: &Vec<&str>| {
        let flaw = here.flaw(Part::Column(alike[0]), format!("is one name with {} in code", alike[1..].join(" and ")));
        flaw.why("each gets a longer one, which says little").help("rename one of them")
    };
    alike.map(flaw).collect()
}
