//! `pk/missing`: a table without a primary key.
//!
//! Rows without a key cannot be told apart: there is no repository for such a table, no stable order for pages, and no way
//! to change one row of two that are alike. PostgreSQL's logical replication refuses updates and deletes there, and InnoDB
//! makes a hidden key that nothing can use.
//!
//! ```sql
//! CREATE TABLE visits (page text NOT NULL, at timestamptz NOT NULL);                              -- bad
//! CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, page text NOT NULL);   -- good
//! ```
//!
//! What to do: where a unique key over NOT NULL columns is there already, make that the primary key. Otherwise add an `id`.
//!
//! Foreign and virtual tables have no keys and are passed over, and so is a table with an exclusion constraint alone.

use super::super::context::{Context, Flaw, Part};
use super::Rule;
use crate::catalog::{ObjectKind, TableKind};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "pk/missing", level: Level::Error, check };

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let excludes = here.schema.objects.iter().any(|object| {
            object.kind == ObjectKind::Exclusion && object.table.as_deref() == Some(here.table.name.as_str())
        });
        let has_keys = matches!(here.table.kind, TableKind::Base | TableKind::Partitioned);
        if here.table.primary_key.is_some() || !has_keys || excludes || here.table.columns.is_empty() {
            continue;
        }
        let is_required = |name: &&str| here.table.column(name).is_some_and(|column| !column.nullable);
        let sets = here.table.unique_column_sets();
        let candidate = sets.iter().find(|columns| columns.iter().all(is_required));
        let sql = context.sql(here);
        let help = match candidate {
            Some(columns) => {
                format!("ALTER TABLE {sql} ADD PRIMARY KEY ({}): these are unique already", context.list(columns))
            }
            None => "add a column `id`, or name the columns that tell its rows apart".to_owned(),
        };
        let flaw = here.flaw(Part::Table, "has no primary key");
        flaws.push(
            flaw.why("its rows cannot be told apart: no repository, no pages, no replication of changes").help(help),
        );
    }
    flaws
}
