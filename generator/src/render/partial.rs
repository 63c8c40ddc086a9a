//! Upserts by unique keys that hold for some rows alone.

use super::repository::variant;
use super::text::{Code, DocLine, Ident, StrLit};
use crate::model::{Entity, PartialKey, Term, Test};
use serde::Serialize;

/// An upsert by a partial key.
#[derive(Serialize)]
pub(super) struct PartialKeyPage {
    pub(super) name: Ident,
    pub(super) columns: DocLine,
    /// The terms as a sentence.
    pub(super) condition: DocLine,
    pub(super) unique: Code,
    pub(super) terms: Code,
}

/// The upsert by that key.
pub(super) fn page(entity: &Entity, key: &PartialKey) -> PartialKeyPage {
    let columns: Vec<&str> = key.fields.iter().map(|&idx| entity.fields[idx].column.as_str()).collect();
    let unique: Vec<String> = key.fields.iter().map(|&idx| variant(entity, idx)).collect();
    let conditions: Vec<String> = key.terms.iter().map(|term| condition(entity, term)).collect();
    let terms: Vec<String> = key.terms.iter().map(|term| code(entity, term)).collect();
    PartialKeyPage {
        name: Ident::new(&key.name),
        columns: DocLine::sentence("", &columns.join(", "), ""),
        condition: DocLine::sentence("", &conditions.join(" AND "), ""),
        unique: Code::of(unique.join(", ")),
        terms: Code::of(terms.join(", ")),
    }
}

fn condition(entity: &Entity, term: &Term) -> String {
    let column = &entity.fields[term.field].column;
    match &term.test {
        Test::IsNull => format!("{column} IS NULL"),
        Test::IsNotNull => format!("{column} IS NOT NULL"),
        Test::Is => column.clone(),
        Test::IsNot => format!("NOT {column}"),
        Test::Text(text) => format!("{column} = '{}'", text.replace('\'', "''")),
        Test::Integer(number) => format!("{column} = {number}"),
        Test::Boolean(truth) => format!("{column} = {truth}"),
    }
}

fn code(entity: &Entity, term: &Term) -> String {
    let column = variant(entity, term.field);
    match &term.test {
        Test::IsNull => format!("Term::IsNull({column})"),
        Test::IsNotNull => format!("Term::IsNotNull({column})"),
        Test::Is => format!("Term::Is({column})"),
        Test::IsNot => format!("Term::IsNot({column})"),
        Test::Text(text) => format!("Term::Text({column}, {})", StrLit::new(text)),
        Test::Integer(number) => format!("Term::Integer({column}, {number})"),
        Test::Boolean(truth) => format!("Term::Boolean({column}, {truth})"),
    }
}
