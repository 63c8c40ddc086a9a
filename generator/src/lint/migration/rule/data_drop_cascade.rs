//! `data/drop-cascade`: CASCADE takes along what the migration does not name (PostgreSQL).
//!
//! What depends on the object goes with it: views on a table, foreign keys to it, columns of a type, all that is in a schema. In the
//! database in use that may be more than in the one where the migration was written.
//!
//! ```sql
//! DROP TABLE orders CASCADE;                             -- bad
//! DROP VIEW order_totals;                                -- good: each is named, and anything else makes it fail
//! ALTER TABLE order_items DROP CONSTRAINT fk_order_items_order_id;
//! DROP TABLE orders;
//! ```
//!
//! The finding names the views and foreign keys that went along when the migration was tried. MySQL and MariaDB take the word and
//! do nothing, SQLite has it not.

use super::super::super::context::{Flaw, qualified};
use super::super::super::server::System;
use super::super::act::{Act, Change};
use super::super::moment::Moment;
use super::Rule;
use crate::catalog::{Catalog, Schema};
use crate::config::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule::new("data/drop-cascade", Level::Warn, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    if moment.server.system != System::Postgres {
        return Vec::new();
    }
    let place = match &moment.step.act {
        Act::Drop(dropped) if dropped.cascade => {
            dropped.names.iter().map(|name| name.shown()).collect::<Vec<_>>().join(", ")
        }
        Act::Alter { table, changes } => {
            let dropped = changes.iter().find_map(|change| match change {
                Change::DropColumn { column, cascade: true } => Some(Some(column.clone())),
                Change::DropConstraint { name, cascade: true } => Some(name.clone()),
                _ => None,
            });
            match dropped.filter(|_| moment.world.table(table).is_some()) {
                Some(name) => format!("{}.{}", table.shown(), name.unwrap_or_default()),
                None => return Vec::new(),
            }
        }
        _ => return Vec::new(),
    };
    let gone = gone(moment);
    let gone = if gone.is_empty() { "what depends on it".to_owned() } else { gone.join(", ") };
    let message = format!("CASCADE takes along {gone}");
    let why = "the database in use may have more that depends on it";
    vec![moment.flaw(place, message).why(why).help("drop what depends on it by name, and leave CASCADE out")]
}

/// The views and foreign keys that are gone after the migration and that it does not name.
fn gone(moment: &Moment<'_>) -> Vec<String> {
    let (before, after) = (parts(&moment.migration.before), parts(&moment.migration.after));
    let said = |name: &str| {
        let steps = moment.past.iter().chain([moment.step]);
        steps.into_iter().any(|step| super::super::super::predicate::mentions(&step.said.sql, name))
    };
    let gone = before.difference(&after).filter(|(_, place)| {
        let name = place.rsplit('.').next().unwrap_or(place);
        !said(name)
    });
    gone.map(|(kind, place)| format!("{kind} {place}")).collect()
}

fn parts(catalog: &Catalog) -> BTreeSet<(&'static str, String)> {
    let of_schema = |schema: &Schema| {
        let views = schema.views.iter().map(|view| ("view", qualified(schema, &view.name)));
        let keys = schema.tables.iter().flat_map(|table| {
            let keys = table.foreign_keys.iter().filter_map(|key| key.name.as_ref());
            keys.map(|name| ("foreign key", format!("{}.{name}", qualified(schema, &table.name))))
        });
        views.chain(keys).collect::<Vec<_>>()
    };
    catalog.schemas.iter().flat_map(of_schema).collect()
}
