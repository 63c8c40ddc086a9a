//! `function/search-path`: a function with the rights of its owner that looks names up where its caller says.
//!
//! A SECURITY DEFINER function without a `search_path` of its own finds tables, functions and operators by that of whoever calls it. Who
//! may make a schema, or a temporary table, can put something of that name in front, and it runs with the rights of the owner.
//!
//! ```sql
//! CREATE FUNCTION balance(id bigint) RETURNS numeric LANGUAGE sql SECURITY DEFINER AS '…';                        -- bad
//! CREATE FUNCTION balance(id bigint) RETURNS numeric LANGUAGE sql SECURITY DEFINER SET search_path = '' AS '…';   -- good
//! ```
//!
//! What to do: set it to nothing and name everything with its schema, or to trusted schemas with `pg_temp` at the end. `--fix` leaves
//! it, for the body has to be read first. For PostgreSQL.

use super::super::context::{Context, Flaw};
use super::Rule;
use crate::catalog::{Routine, RoutineKind};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "function/search-path", level: Level::Warn, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for schema in &context.catalog.schemas {
        for routine in schema.routines.iter().filter(|routine| is_open(routine)) {
            let flaw = Flaw::new(schema, &routine.name, "routine", "has the rights of its owner, and no search_path");
            let word = if routine.kind == RoutineKind::Procedure { "PROCEDURE" } else { "FUNCTION" };
            let (place, name) = (format!("{}({})", flaw.place, routine.signature), context.quoted(&routine.name));
            let help = format!("ALTER {word} {name}({}) SET search_path = …", routine.signature);
            let flaw = flaw.why("who calls it says where its names are looked up").help(help);
            flaws.push(Flaw { place, ..flaw });
        }
    }
    flaws
}

fn is_open(routine: &Routine) -> bool {
    routine.security_definer && !routine.settings.iter().any(|setting| setting.starts_with("search_path="))
}
