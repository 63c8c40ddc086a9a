//! `data/drop-schema`: a schema goes with all that is in it (PostgreSQL, MySQL, MariaDB).
//!
//! On PostgreSQL that takes CASCADE where anything is in it, and then takes along what refers to it from other schemas. On MySQL and
//! MariaDB a schema is a database, and goes without a word.
//!
//! What to do: drop what is in it one by one, so that each is seen; or ignore the finding and say where the data is now.

use super::super::super::context::Flaw;
use super::super::super::server::System;
use super::super::act::{Act, Kind};
use super::super::moment::Moment;
use super::Rule;
use crate::config::Level;

pub(super) const RULE: Rule = Rule::new("data/drop-schema", Level::Error, check);

fn check(moment: &Moment<'_>) -> Vec<Flaw> {
    let Act::Drop(dropped) = &moment.step.act else { return Vec::new() };
    if dropped.kind != Kind::Schema || moment.server.system == System::Sqlite {
        return Vec::new();
    }
    // What the migration itself has made is nobody's yet.
    let is_made = |name: &str| {
        let made = |sql: &str| sql.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("CREATE"));
        moment.past.iter().any(|step| made(&step.said.sql) && step.said.sql.contains(name))
    };
    let mut flaws = Vec::new();
    for name in dropped.names.iter().filter(|name| !is_made(&name.name)) {
        let schema = moment.migration.before.schemas.iter().find(|schema| moment.is_same(&schema.name, &name.name));
        let message = match schema.map(|schema| schema.tables.len()) {
            Some(1) => "the schema goes with the table that is in it".to_owned(),
            Some(tables) if tables > 1 => format!("the schema goes with the {tables} tables that are in it"),
            _ => "the schema goes with all that is in it".to_owned(),
        };
        let why = "what was in it does not come back";
        flaws.push(moment.flaw(&name.name, message).why(why).help("drop what is in it one by one first"));
    }
    flaws
}
