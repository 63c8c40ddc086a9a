//! `fk/missing`: a column that looks like a reference, without a foreign key.
//!
//! `user_id` beside a table `users` says that there is a user. Without a foreign key nothing keeps it so: rows stay behind
//! when users go, and joins lose rows without a word. The entity has no relation either.
//!
//! A column is looked at when its name is the singular of a table and `id`, or a part of the name before that is
//! (`billing_address_id` for `addresses`), and its type is that of the single column which is the table's primary key.
//! It is passed over when it is the table's own id, in a foreign key already, or half of a pair `…_type`, `…_id`, which
//! names the table in each row (see `polymorphic`).
//!
//! ```sql
//! user_id bigint NOT NULL                          -- bad, where there is a table users
//! user_id bigint NOT NULL REFERENCES users (id)    -- good
//! ```
//!
//! What to do: add the foreign key, first NOT VALID where there are rows already. Ignore the finding where the other side is
//! another system's.

use super::super::context::{Context, Flaw, Here, Part};
use super::Rule;
use crate::catalog::{Column, TableKind};
use crate::config::Level;
use crate::model::{inflect, names};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { id: "fk/missing", level: Level::Warn, check };

/// Tables by schema and singular.
type Singulars<'a> = BTreeMap<(&'a str, String), Here<'a>>;

fn check(context: &Context<'_>) -> Vec<Flaw> {
    let tables = context.tables().filter(|here| here.table.kind != TableKind::Virtual);
    let singular = |here: Here<'_>| inflect::singular(&names::words(&here.table.name), &context.settings.names);
    let singulars: Singulars<'_> = tables.map(|here| ((here.schema.name.as_str(), singular(here)), here)).collect();
    let mut flaws = Vec::new();
    for here in context.tables().filter(|here| here.table.kind != TableKind::Virtual) {
        for column in &here.table.columns {
            let Some((target, id)) = meant(here, column, &singulars) else { continue };
            let message = format!("looks like a reference to {}, without a foreign key", target.name());
            let sql = format!(
                "ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})",
                context.sql(here),
                context.quoted(&column.name),
                context.sql(target),
                context.quoted(&id.name)
            );
            let why = format!(
                "a row may refer to one of {} that is not there, and the entity has no relation",
                target.table.name
            );
            flaws.push(here.flaw(Part::Column(&column.name), message).why(why).help(sql));
        }
    }
    flaws
}

/// The table that a column seems to refer to, with its key.
fn meant<'a>(here: Here<'a>, column: &Column, singulars: &Singulars<'a>) -> Option<(Here<'a>, &'a Column)> {
    let words = names::words(&column.name);
    let stem = words.strip_suffix("_id")?;
    let is_only_id = here.id().is_some_and(|id| id.name == column.name);
    let names_a_table = here.table.columns.iter().any(|other| names::words(&other.name) == format!("{stem}_type"));
    if is_only_id || names_a_table || column.generated.is_some() || here.foreign_keys_of(&column.name).next().is_some()
    {
        return None;
    }
    let starts = stem.match_indices('_').map(|(at, _)| at + 1);
    let mut candidates = [0].into_iter().chain(starts).map(|at| &stem[at..]);
    let of_word = |word: &str| singulars.get(&(here.schema.name.as_str(), word.to_owned()));
    // `reaction_id` of `reactions` says of which kind it is, and not which other one it follows.
    let is_own = of_word(stem).is_some_and(|target| target.table.name == here.table.name);
    let target = candidates.find_map(of_word).filter(|_| !is_own)?;
    let id = target.id()?;
    (id.data_type == column.data_type).then_some((*target, id))
}
