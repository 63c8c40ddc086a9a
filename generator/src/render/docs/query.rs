//! Sample queries: what one asks a table first, in the SQL of its database, with every name quoted.
//!
//! 1. A row by its key; a view and a table without a key by their first rows.
//! 2. A row with what it refers to, by its first foreign keys.
//! 3. What refers to a row most, by its first one.

use super::book::{Book, Placed};
use super::text::{MdBlock, MdText};
use crate::catalog::{ForeignKey, QualifiedName, Schema};
use serde::Serialize;

/// How many tables a sample joins.
const JOINED: usize = 2;

/// A query, and what it is for.
#[derive(Clone, Debug, Serialize)]
pub(super) struct QueryPage {
    pub(super) title: MdText,
    pub(super) sql: MdBlock,
}

/// A query as text, before it is put anywhere.
struct Query {
    title: MdText,
    sql: String,
}

/// The samples of a table.
pub(super) fn of_table(book: &Book<'_>, placed: Placed<'_>) -> Vec<QueryPage> {
    let queries = [by_key(book, placed), with_targets(book, placed), with_inbound(book, placed)];
    queries.into_iter().flatten().map(page).collect()
}

/// The sample of a view.
pub(super) fn of_view(book: &Book<'_>, schema: &Schema, name: &str) -> Vec<QueryPage> {
    let from = book.quoted(&QualifiedName { schema: schema.name.clone(), name: name.to_owned() });
    let sql = format!("SELECT *\nFROM {from}\nLIMIT 10");
    vec![page(Query { title: MdText::own("The first rows"), sql })]
}

fn page(query: Query) -> QueryPage {
    QueryPage { title: query.title, sql: MdBlock::new(&format!("{};", query.sql)) }
}

/// Rule 1.
fn by_key(book: &Book<'_>, placed: Placed<'_>) -> Option<Query> {
    let from = book.quoted_of(placed);
    Some(match &placed.table.primary_key {
        Some(key) => {
            let sql = format!("SELECT *\nFROM {from}\nWHERE {}", book.given("", &key.columns));
            Query { title: MdText::own("A row by its key"), sql }
        }
        None => {
            let sql = format!("SELECT *\nFROM {from}\nLIMIT 10");
            Query { title: MdText::own("The first rows"), sql }
        }
    })
}

/// Rule 2.
fn with_targets(book: &Book<'_>, placed: Placed<'_>) -> Option<Query> {
    let is_other = |key: &&ForeignKey| book.key(&key.target).is_some() && !key.target_columns.is_empty();
    let keys: Vec<&ForeignKey> = placed.table.foreign_keys.iter().filter(is_other).take(JOINED).collect();
    let primary = placed.table.primary_key.as_ref()?;
    let first = keys.first()?;
    let mut sql = String::from("SELECT t.*");
    (1..=keys.len()).for_each(|number| sql += &format!(", r{number}.*"));
    sql += &format!("\nFROM {} AS t", book.quoted_of(placed));
    for (number, key) in keys.iter().enumerate() {
        let alias = format!("r{}", number + 1);
        let optional = key.columns.iter().any(|column| placed.table.is_optional(column));
        let join = if optional { "LEFT JOIN" } else { "JOIN" };
        let on = book.equal((&alias, &key.target_columns), ("t", &key.columns));
        sql += &format!("\n{join} {} AS {alias} ON {on}", book.quoted(&key.target));
    }
    sql += &format!("\nWHERE {}", book.given("t.", &primary.columns));
    let targets: Vec<MdText> = keys.iter().map(|key| MdText::code(&book.label(&key.target))).collect();
    let title = match first.target.name == placed.table.name {
        true => MdText::own("A row with the one that it refers to"),
        false => MdText::sentence("A row with what it refers to: {}", &[&MdText::join(&targets, ", ")]),
    };
    Some(Query { title, sql })
}

/// Rule 3.
fn with_inbound(book: &Book<'_>, placed: Placed<'_>) -> Option<Query> {
    let inbound = book.inbound(placed).iter().find(|inbound| !inbound.key.target_columns.is_empty())?;
    let target = &inbound.key.target_columns;
    let on = book.equal(("c", &inbound.key.columns), ("t", target));
    let from = book.quoted_of(placed);
    let child = book.quoted_of(inbound.from);
    let sql = format!("SELECT c.*\nFROM {from} AS t\nJOIN {child} AS c ON {on}\nWHERE {}", book.given("t.", target));
    let title = MdText::sentence("The rows of {} that refer to one", &[&MdText::code(&inbound.from.label())]);
    Some(Query { title, sql })
}

impl Book<'_> {
    /// A name in the SQL of the database, with its schema where that is not the default one.
    pub(super) fn quoted(&self, name: &QualifiedName) -> String {
        let is_default = self.catalog().schema(&name.schema).is_some_and(|schema| schema.is_default);
        let quote = |name: &str| self.system().quote(name);
        match is_default {
            true => quote(&name.name),
            false => format!("{}.{}", quote(&name.schema), quote(&name.name)),
        }
    }

    pub(super) fn quoted_of(&self, placed: Placed<'_>) -> String {
        self.quoted(&placed.name())
    }

    /// That columns have values which are given.
    fn given(&self, prefix: &str, columns: &[String]) -> String {
        let term = |(idx, column): (usize, &String)| {
            format!("{prefix}{} = {}", self.system().quote(column), self.system().parameter(idx + 1))
        };
        columns.iter().enumerate().map(term).collect::<Vec<_>>().join(" AND ")
    }

    /// That columns have the values of others.
    fn equal(&self, (one, columns): (&str, &[String]), (other, others): (&str, &[String])) -> String {
        let quote = |name: &str| self.system().quote(name);
        let term = |(a, b): (&String, &String)| format!("{one}.{} = {other}.{}", quote(a), quote(b));
        columns.iter().zip(others).map(term).collect::<Vec<_>>().join(" AND ")
    }
}
