//! `compat/rename`: what programs know goes by another name from one moment to the next.
//!
//! While a new version is deployed the old one still runs, and knows the old name alone: each of its queries on the table fails.
//! Renaming an index or a constraint harms nobody.
//!
//! What to do, where programs may not stop: for a column, add the new one, write to both, copy the rows, read the new one, and drop
//! the old one later. For a table on PostgreSQL, rename it and leave a view with the old name, which takes writes too:
//!
//! ```sql
//! ALTER TABLE orders RENAME TO purchases;
//! CREATE VIEW orders AS SELECT * FROM purchases;
//! ```
//!
//! Passed over are tables and columns that the same migrations make, and a table for which the migration itself makes a view of the
//! old name. The generated crate keeps the old name in code, deprecated; that helps at compile time and not while two versions run.

use super::super::super::context::Flaw;
use super::super::act::{Act, Change, Kind};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("compat/rename", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (here, table, change) in moment.changes() {
        match change {
            Change::RenameColumn { column, to } | Change::Redefine { column, to, .. } => {
                let is_new = moment.world.is_new_column(table, column) || moment.column(here, column).is_none();
                if !is_new && column != to {
                    let flaw = flaw(moment, (&format!("{}.{column}", here.name()), "column"), to);
                    flaws.push(Flaw { columns: vec![column.clone()], ..flaw });
                }
            }
            Change::RenameTable(to) if !moment.is_there_after(here, &table.name) => {
                flaws.push(flaw(moment, (&here.name(), "table"), &to.name));
            }
            Change::SetSchema(schema) => {
                flaws.push(flaw(moment, (&here.name(), "table"), &format!("{schema}.{}", table.name)));
            }
            _ => {}
        }
    }
    match &moment.step.act {
        Act::Rename { kind: Kind::Table, name, to } => {
            let here = moment.world.table(name).filter(|here| !moment.is_there_after(*here, &name.name));
            flaws.extend(here.map(|here| flaw(moment, (&here.name(), "table"), to)));
        }
        Act::Rename { kind: Kind::View, name, to } if moment.world.view(name).is_some() => {
            flaws.push(flaw(moment, (&name.shown(), "view"), to));
        }
        Act::Rename { kind: Kind::MaterializedView, name, to } if moment.world.view(name).is_some() => {
            flaws.push(flaw(moment, (&name.shown(), "materialized view"), to));
        }
        Act::RenameValue { name, from } if moment.has_enum(name) => {
            let place = format!("{}.{from}", name.shown());
            let what = moment.flaw(place, "the value of the enum type has another name from now on");
            flaws.push(what.why(WHY).help("add the new value, and stop using the old one"));
        }
        _ => {}
    }
    flaws
}

const WHY: &str = "a program of the version before knows the old name alone";

fn flaw(moment: &Moment<'_>, (place, word): (&str, &str), to: &str) -> Flaw {
    let help = match word {
        "column" => "add the new column, write to both, copy the rows, and drop the old one later",
        _ => "leave a view with the old name until no program uses it",
    };
    moment.flaw(place, format!("the {word} is called {to} from now on")).why(WHY).help(help)
}
