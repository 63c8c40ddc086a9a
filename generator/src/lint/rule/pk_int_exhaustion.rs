//! `pk/int-exhaustion`: rows numbered by 32 bits or less.
//!
//! At 2,147,483,647 rows, counting those that failed or were deleted, the next INSERT is an error, and to widen the column
//! rewrites the table and everything that refers to it. A `bigint` costs four bytes a row and never ends.
//!
//! ```sql
//! id serial PRIMARY KEY                                  -- bad
//! id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY     -- good
//! ```
//!
//! Only columns that the database numbers are looked at: a key that somebody gives, such as the number of a country, does not
//! run out. In SQLite every number of a row has 64 bits.
//!
//! What to do: widen it while the table is small, and with it the columns that refer to it. `--fix` does, with all columns that
//! refer to those too, and with the sequence. It rewrites these tables while nobody else uses them.

use super::super::Finding;
use super::super::context::{Context, Flaw, Here, Part};
use super::super::mend::{Change, Edit, column_of, table_of};
use super::super::server::System;
use super::{Remedy, Rule};
use crate::catalog::{Column, DataType, ForeignKey, Object, ObjectKind, Table};
use crate::config::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule { id: "pk/int-exhaustion", level: Level::Warn, check };

pub(super) const REMEDY: Remedy =
    Remedy { rule: RULE.id, does: "makes the number a bigint, with every column that refers to it", mend };

fn mend(context: &Context<'_>, finding: &Finding) -> Result<Vec<Change>, String> {
    let here = table_of(context, finding)?;
    let id = column_of(here, finding)?;
    let mut changes = Vec::new();
    let mut seen = BTreeSet::new();
    let mut queue = vec![(here, id)];
    while let Some((here, column)) = queue.pop() {
        if !seen.insert((&here.schema.name, &here.table.name, &column.name)) {
            continue;
        }
        if column.domain.is_some() || column.generated.is_some() {
            return Err(format!("the type of {}.{} is not its own", here.name(), column.name));
        }
        changes.extend(widened(column).map(|column| Change::column(here, column)));
        let sequence = sequence(here, column).map(|sequence| Change::of(here, Edit::Object(sequence)));
        changes.extend(sequence.filter(|_| column.identity.is_some()));
        queue.extend(context.tables().flat_map(|other| referring(other, (here, &column.name))));
    }
    Ok(changes)
}

/// The column with 64 bits, where it has fewer.
fn widened(column: &Column) -> Option<Column> {
    let (data_type, word) = match column.data_type {
        DataType::TinyInteger | DataType::SmallInteger | DataType::Integer => (DataType::BigInteger, ""),
        DataType::TinyUnsigned | DataType::SmallUnsigned | DataType::Unsigned => (DataType::BigUnsigned, " unsigned"),
        _ => return None,
    };
    // Servers that show how many digits fit show it of any integer.
    let shown = if column.raw_type.contains('(') { "(20)" } else { "" };
    Some(Column { data_type, raw_type: format!("bigint{shown}{word}"), ..column.clone() })
}

/// The sequence that belongs to the column, with 64 bits, where it has fewer (PostgreSQL).
fn sequence(here: Here<'_>, column: &Column) -> Option<Object> {
    let is_own = |object: &&Object| {
        let end = format!(".{}", column.name);
        let owner = object.definition.as_deref().and_then(|text| text.split_once(" OWNED BY "));
        object.kind == ObjectKind::Sequence
            && object.table.as_deref() == Some(here.table.name.as_str())
            && owner.is_some_and(|(_, owner)| owner.replace('"', "").ends_with(&end))
    };
    let own = here.schema.objects.iter().find(is_own)?;
    let text = own.definition.as_deref()?;
    let narrow = [("smallint", i64::from(i16::MAX)), ("integer", i64::from(i32::MAX))];
    let (word, most) = narrow.into_iter().find(|(word, _)| text.contains(&format!(" AS {word} ")))?;
    let wide = text.replacen(&format!(" AS {word} "), " AS bigint ", 1);
    let wide = wide.replacen(&format!(" MAXVALUE {most} "), &format!(" MAXVALUE {} ", i64::MAX), 1);
    Some(Object { definition: Some(wide), ..own.clone() })
}

/// The columns of a table that refer to the column, each with its table.
fn referring<'a>(other: Here<'a>, (here, id): (Here<'_>, &str)) -> Vec<(Here<'a>, &'a Column)> {
    let keys = other.table.foreign_keys.iter().filter(|key| is_to(key, here));
    let pairs = keys.flat_map(|key| key.columns.iter().zip(&key.target_columns));
    let columns = pairs.filter(|(_, target)| *target == id).filter_map(|(name, _)| other.table.column(name));
    columns.map(|column| (other, column)).collect()
}

fn is_to(key: &ForeignKey, here: Here<'_>) -> bool {
    key.target.name == here.table.name && key.target.schema == here.schema.name
}

fn check(context: &Context<'_>) -> Vec<Flaw> {
    if context.server.system == System::Sqlite {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for here in context.tables() {
        let Some((id, last)) = here.id().and_then(|id| Some((id, last_of(here, id)?))) else { continue };
        let followers: usize = context.tables().map(|other| followers(other.table, (here, &id.name))).sum();
        let message = format!("numbers the rows by {}", id.raw_type);
        let help = match followers {
            0 => "make it bigint".to_owned(),
            1 => "make it bigint, and the column that refers to it".to_owned(),
            more => format!("make it bigint, and the {more} columns that refer to it"),
        };
        let flaw = here.flaw(Part::Column(&id.name), message);
        flaws.push(flaw.why(format!("the insert after number {last} fails")).help(help));
    }
    flaws
}

/// The last number that the column holds, where it is the key, the database counts it, and that is no more than 32 bits.
pub(super) fn last_of(here: Here<'_>, column: &Column) -> Option<&'static str> {
    here.id().filter(|id| id.name == column.name && id.identity.is_some())?;
    Some(match column.data_type {
        DataType::TinyInteger => "127",
        DataType::TinyUnsigned => "255",
        DataType::SmallInteger => "32,767",
        DataType::SmallUnsigned => "65,535",
        DataType::Integer => "2,147,483,647",
        DataType::Unsigned => "4,294,967,295",
        _ => return None,
    })
}

/// How many columns of a table refer to the column.
fn followers(table: &Table, (here, id): (Here<'_>, &str)) -> usize {
    table.foreign_keys.iter().filter(|key| is_to(key, here) && key.target_columns == [id]).count()
}
