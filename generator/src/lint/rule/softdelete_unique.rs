//! `softdelete/unique`: a UNIQUE that deleted rows still take part in, or that holds for none.
//!
//! Where `deleted_at` hides a row instead of deleting it, the row keeps its email, slug or number for good: who was deleted
//! cannot sign up again, and the error names a row that nobody sees. The usual repair, UNIQUE over `(email, deleted_at)`, is
//! worse: two NULLs are not equal, so that it holds for no row that is alive.
//!
//! ```sql
//! email varchar(255) NOT NULL UNIQUE                                               -- bad
//! UNIQUE (email, deleted_at)                                                       -- bad: two alive are let in
//! CREATE UNIQUE INDEX uq_users_email ON users (email) WHERE deleted_at IS NULL;    -- good: PostgreSQL, SQLite
//! alive boolean AS (IF(deleted_at IS NULL, TRUE, NULL)) STORED, UNIQUE (email, alive)   -- good: MySQL, MariaDB
//! ```
//!
//! Right as well are UNIQUE NULLS NOT DISTINCT over `(email, deleted_at)`, an expression that names `deleted_at`, and a generated
//! column made from it.
//!
//! Passed over are the primary key, a key that holds all of its columns or a column that the database fills with numbers or
//! UUIDs, and a key that a foreign key refers to, which cannot be partial.
//!
//! `--fix` puts the partial index in the place of the key, under its name, on PostgreSQL and SQLite; ON CONFLICT has to say
//! the condition then, and what code calls the one row of that key becomes many. A UNIQUE over `deleted_at` is left: rows that
//! are alive may be the same by now. In MySQL and MariaDB the column would have to be named.

use super::super::Finding;
use super::super::context::{Context, Flaw, Here, Part};
use super::super::mend::{Change, Edit, free_name, part_of, plain_index, table_of, unique_key_of};
use super::super::predicate::{asks_for_null, mentions};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, DefaultValue, Deferral, Index, IndexKey, Key};
use crate::config::Level;

pub(super) const RULE: Rule = Rule { id: "softdelete/unique", level: Level::Error, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "leaves deleted rows out of the key, by a partial index", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let deleted = context.conventions.deleted_at(here).ok_or("there is no such column")?;
    let name = context.quoted(&deleted.name);
    let predicate = match context.server.system {
        System::Postgres => format!("({name} IS NULL)"),
        System::Sqlite => format!("{name} IS NULL"),
        System::MySql | System::MariaDb => return Err("it takes a generated column, which has to be named".to_owned()),
    };
    if finding.columns.contains(&deleted.name) {
        return Err("rows that are alive may be the same by now".to_owned());
    }
    let name = part_of(finding, here.schema);
    if finding.kind == "index" {
        let index = here.table.indexes.iter().find(|index| index.name == name).ok_or("there is no such index")?;
        return match index.predicate {
            Some(_) => Err("its condition has to be written anew".to_owned()),
            None => Ok(vec![Change::of(here, Edit::Index(Index { predicate: Some(predicate), ..index.clone() }))]),
        };
    }
    let key = unique_key_of(here, finding)?;
    if key.deferral != Deferral::NotDeferrable {
        return Err("it can be checked when a transaction ends, and an index cannot".to_owned());
    }
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let words = [&["uq", here.table.name.as_str()], columns.as_slice()].concat();
    let name = key.name.clone().unwrap_or_else(|| free_name(context, here, &words));
    let plain = plain_index(name, &columns);
    let (include, nulls_not_distinct) = (key.include.clone(), key.nulls_not_distinct);
    let index = Index { unique: true, include, nulls_not_distinct, predicate: Some(predicate), ..plain };
    Ok(vec![Change::of(here, Edit::NoKey(key.clone())), Change::of(here, Edit::Index(index))])
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some(deleted) = context.conventions.deleted_at(here) else { continue };
        let subject = (here, deleted, context);
        flaws.extend(here.table.unique_keys.iter().filter_map(|key| of_key(key, subject)));
        flaws.extend(
            here.table.indexes.iter().filter(|index| index.unique).filter_map(|index| of_index(index, subject)),
        );
    }
    flaws
}

type Subject<'c, 'a> = (Here<'a>, &'a Column, &'c Context<'a>);

fn of_key(key: &Key, (here, deleted, context): Subject<'_, '_>) -> Option<Flaw> {
    let names: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let verdict = verdict((&names, key.nulls_not_distinct), (here, deleted, context))?;
    Some(told(here.flaw(Part::Key(key), verdict.message(&names, deleted)), (&names, verdict), (here, deleted, context)))
}

fn of_index(index: &Index, (here, deleted, context): Subject<'_, '_>) -> Option<Flaw> {
    let is_partial = index
        .predicate
        .as_ref()
        .is_some_and(|predicate| asks_for_null(predicate, &deleted.name) || mentions(predicate, &deleted.name));
    let names_it = index.parts.iter().any(|part| match &part.key {
        IndexKey::Expression(text) => mentions(text, &deleted.name),
        IndexKey::Column(_) => false,
    });
    let names: Option<Vec<&str>> = index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => Some(name.as_str()),
            IndexKey::Expression(_) => None,
        })
        .collect();
    if is_partial || names_it {
        return None;
    }
    // An expression over other columns leaves deleted rows in, whatever it is.
    let names = names.unwrap_or_default();
    let verdict = verdict((&names, index.nulls_not_distinct), (here, deleted, context))?;
    Some(told(
        here.flaw(Part::Index(index), verdict.message(&names, deleted)),
        (&names, verdict),
        (here, deleted, context),
    ))
}

/// What is wrong with a key.
#[derive(Clone, Copy)]
enum Verdict {
    /// Deleted rows are in it.
    Blocks,
    /// It holds for no row that is alive.
    Idle,
}

fn verdict((names, nulls_not_distinct): (&[&str], bool), (here, deleted, context): Subject<'_, '_>) -> Option<Verdict> {
    let columns: Vec<&Column> = names.iter().filter_map(|name| here.table.column(name)).collect();
    let is_made_from_it = |column: &&Column| {
        column.generated.as_ref().is_some_and(|generated| mentions(&generated.expression, &deleted.name))
    };
    let is_filled = |column: &&Column| {
        let by_function = column.default.as_ref().is_some_and(|default| default.value == DefaultValue::Expression);
        column.identity.is_some() || (column.data_type == DataType::Uuid && by_function)
    };
    let key = here.table.primary_key.as_ref();
    let has_key = key.is_some_and(|key| key.columns.iter().all(|name| names.contains(&name.as_str())));
    let is_referred_to = context.tables().any(|other| {
        other.table.foreign_keys.iter().any(|key| {
            let is_here = key.target.name == here.table.name && key.target.schema == here.schema.name;
            is_here
                && key.target_columns.len() == names.len()
                && key.target_columns.iter().all(|name| names.contains(&name.as_str()))
        })
    });
    if columns.iter().any(is_made_from_it) || columns.iter().any(is_filled) || has_key || is_referred_to {
        return None;
    }
    match names.contains(&deleted.name.as_str()) {
        true => (!nulls_not_distinct).then_some(Verdict::Idle),
        false => Some(Verdict::Blocks),
    }
}

impl Verdict {
    fn message(self, names: &[&str], deleted: &Column) -> String {
        let list = if names.is_empty() { "the expression".to_owned() } else { format!("({})", names.join(", ")) };
        match self {
            Self::Blocks => format!("{list} is unique among deleted rows too"),
            Self::Idle => format!("{list} is unique for no row that is alive, whose {} is NULL", deleted.name),
        }
    }
}

fn told(flaw: Flaw, (names, verdict): (&[&str], Verdict), (here, deleted, context): Subject<'_, '_>) -> Flaw {
    let why = match verdict {
        Verdict::Blocks => "what was deleted cannot be made again",
        Verdict::Idle => "two rows that are alive may be the same",
    };
    let others: Vec<&str> = names.iter().copied().filter(|name| *name != deleted.name).collect();
    let help = match context.server.system {
        System::Postgres | System::Sqlite if !others.is_empty() => format!(
            "in its place: CREATE UNIQUE INDEX {} ON {} ({}) WHERE {} IS NULL",
            context.quoted(&format!("uq_{}_{}", here.table.name, others.join("_"))),
            context.sql(here),
            context.list(&others),
            context.quoted(&deleted.name)
        ),
        System::Postgres | System::Sqlite => format!("add WHERE {} IS NULL to the index", deleted.name),
        System::MySql | System::MariaDb => format!(
            "add a generated column that is NULL where {} is not, and make it part of the key",
            context.quoted(&deleted.name)
        ),
    };
    flaw.why(why).help(help)
}
