//! `naming/constraint`: an index or constraint whose name does not say what it is.
//!
//! When the database refuses a row, the name is all that the error has. `uq_users_email` can be told to a person; `index_3`
//! cannot, and a name that the server made up differs from server to server.
//!
//! | kind | name |
//! |---|---|
//! | index | `idx_table_columns` (or `ix_`) |
//! | unique key or index | `uq_table_columns` (or `ux_`, `idx_`) |
//! | foreign key | `fk_table_what` |
//! | check | `chk_table_what` (or `ck_`) |
//!
//! Constraints without a name, as SQLite lets them be, and primary keys are passed over.
//!
//! Off by itself; the profile `seeds` has it. `--fix` renames, which builds nothing anew on PostgreSQL, and on MySQL and MariaDB
//! nothing but foreign keys and checks. A program that knows the old name of a constraint from an error has to learn the new one.

use super::super::Finding;
use super::super::context::{Context, Flaw, Here, Part};
use super::super::mend::{Change, Edit, free_name, part_of, table_of};
use super::{Remedy, Rule};
use crate::catalog::{Index, IndexKey};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "naming/constraint", level: Level::Off, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "calls it after its kind, its table and its columns", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let table = here.table;
    let own = part_of(finding, here.schema);
    let is_it = |name: Option<&String>| name.is_some_and(|name| name == own);
    let words = if let Some(index) = table.indexes.iter().find(|index| index.name == own) {
        let columns = columns(index).ok_or("it is over expressions, which have no name")?;
        [&[if index.unique { "uq" } else { "idx" }, table.name.as_str()], columns.as_slice()].concat()
    } else if let Some(key) = table.unique_keys.iter().find(|key| is_it(key.name.as_ref())) {
        words("uq", &table.name, &key.columns)
    } else if let Some(key) = table.foreign_keys.iter().find(|key| is_it(key.name.as_ref())) {
        words("fk", &table.name, &key.columns)
    } else {
        // What it asks for, only its name tells, without what a server adds to that.
        let rest = own.strip_prefix(&table.name).unwrap_or(own).trim_matches('_');
        let rest = rest.strip_suffix("_check").or(rest.strip_suffix("_chk")).unwrap_or(rest);
        vec!["chk", table.name.as_str(), rest]
    };
    if words.iter().any(|word| word.is_empty()) {
        return Err("its name says nothing to go by".to_owned());
    }
    let name = free_name(context, here, &words);
    Ok(vec![Change::of(here, Edit::Name(own.to_owned(), name))])
}

fn words<'w>(kind: &'w str, table: &'w str, columns: &'w [String]) -> Vec<&'w str> {
    [kind, table].into_iter().chain(columns.iter().map(String::as_str)).collect()
}

/// The columns of an index, where it is over columns alone.
fn columns(index: &Index) -> Option<Vec<&str>> {
    let names = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.as_str()),
        IndexKey::Expression(_) => None,
    });
    names.collect()
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    context.tables().flat_map(of_table).collect()
}

fn of_table(here: Here<'_>) -> Vec<Flaw> {
    let table = here.table;
    let keys = table.unique_keys.iter().map(|key| (Part::Key(key), key.name.as_deref(), &["uq_", "ux_"][..]));
    let foreign = table.foreign_keys.iter().map(|key| (Part::ForeignKey(key), key.name.as_deref(), &["fk_"][..]));
    let checks = table.checks.iter().map(|check| (Part::Check(check), check.name.as_deref(), &["chk_", "ck_"][..]));
    let indexes = table.indexes.iter().map(|index| {
        let wanted = if index.unique { &["uq_", "ux_", "idx_"][..] } else { &["idx_", "ix_"][..] };
        (Part::Index(index), Some(index.name.as_str()), wanted)
    });
    let all = keys.chain(foreign).chain(checks).chain(indexes);
    let wrong = all.filter_map(|(part, name, wanted)| {
        let name = name?;
        let fits = wanted.iter().any(|start| name.starts_with(start));
        (!fits).then(|| here.flaw(part, format!("does not begin with {}", wanted[0])))
    });
    wrong.map(|flaw| flaw.why("an error of the database tells this name and nothing else").help("rename it")).collect()
}
