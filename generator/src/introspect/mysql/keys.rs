//! Rows of indexes, foreign keys and checks → keys of a table.
//!
//! The rules:
//!
//! 1. A unique index over whole columns is a UNIQUE constraint: the servers do not tell the two apart.
//! 2. An index that the server made for a foreign key is not listed: it has the key's columns in the key's order, all
//!    of them whole and ascending, and the key's name or, for an unnamed key, its first column's.
//! 3. The primary key is a key also where its index holds only the beginnings of values: what differs there differs as a
//!    whole.
//! 4. The check by which MariaDB makes a column JSON is a fact of the column's type.

use super::columns::is_json_check;
use super::rows::{CheckRow, ForeignKeyRow, Groups, IndexRow, Name};
use crate::catalog::{Action, Check, Deferral, ForeignKey, Index, IndexKey, IndexPart, Key, QualifiedName};
use crate::diagnostic::Diagnostic;
use crate::introspect::check::allowed_values;
use anyhow::Result;

const PRIMARY: &str = "PRIMARY";

/// The primary key. Its name is always PRIMARY, which is to say none.
pub(super) fn primary_key(indexes: &[&[&IndexRow]]) -> Option<Key> {
    let rows = indexes.iter().find(|rows| rows[0].index_name == PRIMARY)?;
    let columns = rows.iter().filter_map(|row| row.column_name.clone()).collect();
    let is_partly = rows.iter().any(|row| row.prefix.is_some());
    let length = |row: &&IndexRow| prefix(row).unwrap_or_default();
    let prefixes = if is_partly { rows.iter().map(length).collect() } else { Vec::new() };
    Some(Key { prefixes, ..Key::plain(None, columns) })
}

/// The unique keys, by rule 1.
pub(super) fn unique_keys(indexes: &[&[&IndexRow]]) -> Vec<Key> {
    let unique = indexes.iter().filter(|rows| rows[0].index_name != PRIMARY && rows[0].is_unique);
    let keys = unique.filter_map(|rows| Some(Key::plain(Some(rows[0].index_name.clone()), whole_columns(rows)?)));
    keys.collect()
}

/// The indexes that are no key, by rules 1 to 3.
pub(super) fn indexes(indexes: &[&[&IndexRow]], foreign_keys: &[ForeignKey]) -> Vec<Index> {
    let others = indexes.iter().filter(|rows| match (rows[0].is_unique, whole_columns(rows)) {
        _ if rows[0].index_name == PRIMARY => false,
        (_, None) => true,
        (true, Some(_)) => false,
        (false, Some(columns)) => !foreign_keys.iter().any(|key| is_servers_own(rows, &columns, key)),
    });
    others.map(|rows| index(rows)).collect()
}

/// The columns of an index that is made of nothing but whole ones.
fn whole_columns(rows: &[&IndexRow]) -> Option<Vec<String>> {
    let columns = rows.iter().map(|row| row.column_name.clone().filter(|_| row.prefix.is_none()));
    columns.collect()
}

/// How much of a column is in an index, where that is not all.
fn prefix(row: &IndexRow) -> Option<u32> {
    row.prefix.and_then(|length| u32::try_from(length).ok())
}

fn is_servers_own(rows: &[&IndexRow], columns: &[String], key: &ForeignKey) -> bool {
    let name = &rows[0].index_name;
    let is_plain = rows[0].method == "BTREE" && rows.iter().all(|row| !row.descending);
    let is_named_so = key.name.as_ref() == Some(name) || columns.first() == Some(name);
    is_plain && is_named_so && columns == key.columns
}

fn index(rows: &[&IndexRow]) -> Index {
    let method = rows[0].method.to_ascii_lowercase();
    // A spatial index has a length too, which limits nothing.
    let has_prefix = method != "spatial";
    let parts = rows.iter().map(|row| {
        let key = match (&row.column_name, &row.expression) {
            (Some(column), _) => IndexKey::Column(column.clone()),
            (None, expression) => IndexKey::Expression(expression.clone().unwrap_or_default()),
        };
        let prefix = prefix(row).filter(|_| has_prefix);
        IndexPart { descending: row.descending, prefix, ..IndexPart::plain(key) }
    });
    Index {
        name: rows[0].index_name.clone(),
        unique: rows[0].is_unique,
        parts: parts.collect(),
        method,
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    }
}

/// The foreign keys. Errors: the role sees them, but not what they do.
pub(super) fn foreign_keys(table: Name, groups: &Groups) -> Result<Vec<ForeignKey>> {
    groups.foreign_keys_of(table).into_iter().map(|rows| foreign_key(table, rows, groups)).collect()
}

fn foreign_key(table: Name, rows: &[&ForeignKeyRow], groups: &Groups) -> Result<ForeignKey> {
    let first = rows[0];
    let Some(actions) = groups.actions_of(table, &first.name) else {
        return Err(Diagnostic::hidden_actions(&format!("{}.{}", table.0, table.1), &first.name).into());
    };
    let target: Name = (&first.target_schema, &first.target);
    Ok(ForeignKey {
        name: Some(first.name.clone()),
        columns: rows.iter().map(|row| groups.column_name(table, &row.column_name)).collect(),
        target: QualifiedName { schema: first.target_schema.clone(), name: first.target.clone() },
        target_columns: rows.iter().map(|row| groups.column_name(target, &row.target_column)).collect(),
        on_update: action(&actions.on_update),
        on_delete: action(&actions.on_delete),
        deferral: Deferral::NotDeferrable,
        validated: true,
    })
}

fn action(text: &str) -> Action {
    match text {
        "RESTRICT" => Action::Restrict,
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// The checks, by rule 4.
pub(super) fn checks(rows: &[&CheckRow]) -> Vec<Check> {
    let kept = rows.iter().filter(|row| !is_json_check(&row.expression, &row.name));
    let checks = kept.map(|row| Check {
        name: Some(row.name.clone()),
        expression: row.expression.clone(),
        allowed: allowed_values(&row.expression).filter(|_| row.is_enforced),
        no_null_elements: None,
        validated: row.is_enforced,
    });
    checks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(index: &str, column: &str) -> IndexRow {
        let (index_name, column_name) = (index.to_owned(), Some(column.to_owned()));
        IndexRow { index_name, column_name, method: "BTREE".to_owned(), ..IndexRow::default() }
    }

    fn unique(index: &str, column: &str) -> IndexRow {
        IndexRow { is_unique: true, ..part(index, column) }
    }

    fn foreign_key(name: &str, columns: &[&str]) -> ForeignKey {
        ForeignKey {
            name: Some(name.to_owned()),
            columns: columns.iter().map(ToString::to_string).collect(),
            target: QualifiedName { schema: "s".to_owned(), name: "t".to_owned() },
            target_columns: Vec::new(),
            on_update: Action::NoAction,
            on_delete: Action::NoAction,
            deferral: Deferral::NotDeferrable,
            validated: true,
        }
    }

    fn kept(parts: &[IndexRow], foreign_keys: &[ForeignKey]) -> Vec<String> {
        let parts: Vec<&IndexRow> = parts.iter().collect();
        let groups: Vec<_> = parts.chunk_by(|a, b| a.index_name == b.index_name).collect();
        indexes(&groups, foreign_keys).into_iter().map(|index| index.name).collect()
    }

    #[test]
    fn what_the_server_made_for_a_foreign_key_is_not_listed() {
        let keys = [foreign_key("fk_pair", &["a", "b"]), foreign_key("t_ibfk_1", &["c"])];
        let parts = [part("fk_pair", "a"), part("fk_pair", "b"), part("c", "c"), part("idx_c", "c")];
        assert_eq!(kept(&parts, &keys), ["idx_c"]);
        assert_eq!(kept(&[part("fk_pair", "b"), part("fk_pair", "a")], &keys), ["fk_pair"]);
        assert_eq!(kept(&[IndexRow { descending: true, ..part("c", "c") }], &keys), ["c"]);
        assert_eq!(kept(&[IndexRow { prefix: Some(3), ..part("c", "c") }], &keys), ["c"]);
        assert_eq!(kept(&[part("c", "c")], &[]), ["c"]);
    }

    #[test]
    fn only_whole_columns_make_a_unique_key() {
        let prefix = IndexRow { prefix: Some(10), ..unique("uq_prefix", "name") };
        let expression =
            IndexRow { column_name: None, expression: Some("lower(`a`)".to_owned()), ..unique("uq_low", "") };
        let parts = [unique(PRIMARY, "id"), unique("uq", "a"), unique("uq", "b"), prefix, expression];
        let parts: Vec<&IndexRow> = parts.iter().collect();
        let groups: Vec<_> = parts.chunk_by(|a, b| a.index_name == b.index_name).collect();
        assert_eq!(primary_key(&groups).unwrap().columns, ["id"]);
        let keys = unique_keys(&groups);
        assert_eq!((keys.len(), keys[0].columns.join(",")), (1, "a,b".to_owned()));
        let partly = IndexRow { prefix: Some(10), ..unique(PRIMARY, "name") };
        let key = primary_key(&[&[&partly]]).unwrap();
        assert_eq!((key.columns, key.prefixes), (vec!["name".to_owned()], vec![10]));
        assert!(super::indexes(&[&[&partly]], &[]).is_empty());
        let indexes = indexes(&groups, &[]);
        assert_eq!(indexes.len(), 2);
        assert!(indexes.iter().all(|index| index.unique && index.unique_columns().is_none()));
    }
}
