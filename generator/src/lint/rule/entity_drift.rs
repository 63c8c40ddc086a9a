//! `entity/drift`: the database is not what the entity crate was made from.
//!
//! `entity/schema` says what the schema was when the code was generated. Where the database that is looked at has another
//! table, column, key or index, a query of the generated code fails or reads less than there is.
//!
//! What to do: `scaffold sync` where a migration changed the database, or a migration where somebody else did.
//! `scaffold check --database` shows the difference line by line, and `scaffold diff schema database` what it means for code.
//!
//! Nothing is said with `--offline`, nor where there is no entity crate yet or one from another kind of database.

use super::super::context::{Context, Flaw, qualified};
use super::Rule;
use crate::catalog::{Column, Schema, Table, View};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "entity/drift", level: Level::Error, check };

const WHY: &str = "queries of the entity crate fail, or read less than there is";
const HELP: &str = "run `scaffold sync`, or undo the change in the database; `scaffold check --database` shows it";

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let Some(committed) = context.committed else { return Vec::new() };
    let empty = Schema::default();
    let mut flaws = Vec::new();
    for schema in &context.catalog.schemas {
        let before = committed.schema(&schema.name).unwrap_or(&empty);
        let mut tell = |name: &str, kind, message: Option<String>| {
            flaws.extend(message.map(|message| Flaw::new(schema, name, kind, message).why(WHY).help(HELP)));
        };
        for table in &schema.tables {
            let old = before.tables.iter().find(|old| old.name == table.name);
            tell(&table.name, "table", old.map_or_else(unknown, |old| of_table(old, table)));
        }
        for view in &schema.views {
            let old = before.views.iter().find(|old| old.name == view.name);
            tell(&view.name, "view", old.map_or_else(unknown, |old| of_view(old, view)));
        }
    }
    for schema in &committed.schemas {
        let now = context.catalog.schema(&schema.name).unwrap_or(&empty);
        let tables = schema.tables.iter().map(|table| (&table.name, "table"));
        let tables = tables.filter(|(name, _)| !now.tables.iter().any(|table| table.name == **name));
        let views = schema.views.iter().map(|view| (&view.name, "view"));
        let views = views.filter(|(name, _)| !now.views.iter().any(|view| view.name == **name));
        flaws.extend(tables.chain(views).map(|(name, kind)| {
            let message = format!("the entity crate has {}, and the database has not", qualified(schema, name));
            Flaw::new(schema, name, kind, message).why(WHY).help(HELP)
        }));
    }
    flaws
}

fn unknown() -> Option<String> {
    Some("the entity crate does not know it".to_owned())
}

fn of_table(old: &Table, new: &Table) -> Option<String> {
    if old == new {
        return None;
    }
    let said = of_columns(&old.columns, &new.columns);
    Some(if said.is_empty() { "has other keys, checks, indexes or comments".to_owned() } else { said.join("; ") })
}

fn of_view(old: &View, new: &View) -> Option<String> {
    if old == new {
        return None;
    }
    let said = of_columns(&old.columns, &new.columns);
    Some(if said.is_empty() { "has another definition".to_owned() } else { said.join("; ") })
}

fn of_columns(old: &[Column], new: &[Column]) -> Vec<String> {
    let find = |list: &[Column], name: &str| list.iter().any(|column| column.name == name);
    let list = |names: Vec<&str>, what: &str| (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")));
    let added = new.iter().filter(|column| !find(old, &column.name)).map(|column| column.name.as_str()).collect();
    let gone = old.iter().filter(|column| !find(new, &column.name)).map(|column| column.name.as_str()).collect();
    let is_other = |column: &&Column| old.iter().any(|before| before.name == column.name && before != *column);
    let changed = new.iter().filter(is_other).map(|column| column.name.as_str()).collect();
    [list(added, "has new"), list(gone, "has no more"), list(changed, "has another")].into_iter().flatten().collect()
}
