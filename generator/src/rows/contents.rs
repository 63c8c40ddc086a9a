//! What the tables of a database hold, as texts that can be compared.

use super::fill::dialect;
use crate::catalog::{Catalog, QualifiedName, Schema, Table, TableKind};
use crate::database::{Backend, Session};
use crate::seed::Dialect;
use anyhow::Result;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a column holds: each value with the key of its row, sorted.
type Values = Vec<(String, String)>;

/// The rows of all tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// By table and column.
    tables: BTreeMap<String, BTreeMap<String, Values>>,
}

impl Contents {
    /// The columns whose values, or some of them, are no longer there: `orders.note`. A table that is gone takes all of
    /// its columns with it; an empty one has nothing to lose.
    pub fn lost(&self, now: &Self) -> Vec<String> {
        let mut lost = Vec::new();
        for (table, columns) in &self.tables {
            for (column, values) in columns {
                let now = now.tables.get(table).and_then(|columns| columns.get(column));
                if !holds_all(now.map_or(&[], Vec::as_slice), values) {
                    lost.push(format!("{table}.{column}"));
                }
            }
        }
        lost
    }
}

/// Whether all of `wanted` are among `values`, as often as there; both are sorted.
fn holds_all<T: Ord>(values: &[T], wanted: &[T]) -> bool {
    let mut values = values.iter();
    wanted.iter().all(|wanted| values.by_ref().any(|value| value == wanted))
}

/// Reads all tables of the catalog.
///
/// Errors: a table is not as the catalog says, or cannot be read.
pub async fn contents(session: &mut Session, catalog: &Catalog) -> Result<Contents> {
    let mut contents = Contents::default();
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    for (schema, table) in tables.filter(|(_, table)| table.kind != TableKind::Foreign) {
        let columns = contents.tables.entry(crate::model::place(schema, &table.name)).or_default();
        for row in rows(session, schema, table).await? {
            let row: Map<String, Value> = serde_json::from_str(&row)?;
            let key = table.primary_key.iter().flat_map(|key| &key.columns).map(|name| text(row.get(name)));
            let key = key.collect::<Vec<_>>().join(" ");
            for (name, value) in &row {
                columns.entry(name.clone()).or_default().push((key.clone(), text(Some(value))));
            }
        }
        columns.values_mut().for_each(|values| values.sort());
    }
    Ok(contents)
}

fn text(value: Option<&Value>) -> String {
    value.map(Value::to_string).unwrap_or_default()
}

/// The rows of a table, each as a JSON object in which every value keeps all that it is.
async fn rows(session: &mut Session, schema: &Schema, table: &Table) -> Result<Vec<String>> {
    let dialect = dialect(session.backend());
    let name = dialect.qualified(&QualifiedName { schema: schema.name.clone(), name: table.name.clone() });
    let sql = match session.backend() {
        Backend::Postgres => {
            let sql = format!("SELECT to_jsonb(t)::text FROM ONLY {name} AS t");
            if table.kind == TableKind::Partitioned { sql.replacen("ONLY ", "", 1) } else { sql }
        }
        Backend::MySql => {
            let object = object(dialect, table, |column| format!("HEX(CAST({column} AS BINARY))"));
            format!("SELECT CAST(JSON_OBJECT({object}) AS CHAR) FROM {name}")
        }
        Backend::Sqlite => {
            let object = object(dialect, table, |column| format!("quote({column})"));
            format!("SELECT json_object({object}) FROM {name}")
        }
    };
    session.texts(sql).await
}

/// The arguments of a function that makes an object of keys and values.
fn object(dialect: Dialect, table: &Table, value: impl Fn(&str) -> String) -> String {
    let pair = |name: &String| {
        let key = dialect.literal(&crate::seed::Literal::Text(name.clone()));
        format!("{key}, {}", value(&dialect.name(name)))
    };
    table.columns.iter().map(|column| pair(&column.name)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table, a column, and its values with their keys.
    type Held<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

    fn contents(columns: &[Held<'_>]) -> Contents {
        let mut contents = Contents::default();
        for (table, column, values) in columns {
            let mut values: Vec<_> =
                values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            values.sort();
            contents.tables.entry((*table).to_owned()).or_default().insert((*column).to_owned(), values);
        }
        contents
    }

    #[test]
    fn what_is_lost_is_named_by_column() {
        let before = contents(&[("a", "id", &[("1", "1"), ("2", "2")]), ("a", "note", &[("1", "x"), ("2", "y")])]);
        assert_eq!(before.lost(&before), [""; 0]);
        let swapped = contents(&[("a", "id", &[("1", "1"), ("2", "2")]), ("a", "note", &[("1", "y"), ("2", "x")])]);
        assert_eq!(before.lost(&swapped), ["a.note"]);
        let more =
            contents(&[("a", "id", &[("1", "1"), ("2", "2"), ("3", "3")]), ("a", "note", &[("1", "x"), ("2", "y")])]);
        assert_eq!(before.lost(&more), [""; 0]);
        assert_eq!(before.lost(&Contents::default()), ["a.id", "a.note"]);
        assert_eq!(contents(&[("a", "id", &[])]).lost(&Contents::default()), [""; 0]);
        let twice = contents(&[("a", "id", &[("", "1"), ("", "1")])]);
        assert_eq!(twice.lost(&contents(&[("a", "id", &[("", "1")])])), ["a.id"]);
    }
}
