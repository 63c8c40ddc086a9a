//! Rows of the pragmas and CREATE texts → [`Table`]s of SQLite.
//!
//! The rules:
//!
//! 1. Pragmas decide; a text adds names and expressions to what they say, matched by columns.
//! 2. Names are compared as SQLite does, without regard to ASCII case, and returned as declared.
//! 3. A single-column key without an index of its own is the rowid: the database numbers it.
//! 4. NOT NULL is what the pragma says, and the rowid. SQLite lets NULL into any other key of an ordinary table, for
//!    historical reasons; those of STRICT and WITHOUT ROWID tables the pragma gives as NOT NULL.
//! 5. A foreign key without columns refers to the primary key. One that does not fit its target's columns has none
//!    there: SQLite itself refuses to use it.
//! 6. Where sea-query spelled the types, a rowid key that a `bigint` column refers to has 64 bits.

use super::declared::{self, Speller};
use super::text::{IndexText, TableText};
use super::{ColumnRow, Facts, ForeignKeyRow, IndexRow, SCHEMA, grouped};
use crate::catalog::{
    Action, Check, Column, DataType, Default, DefaultValue, Deferral, ForeignKey, Generated, Identity, Index, IndexKey,
    IndexPart, Key, QualifiedName, Table, TableKind,
};
use crate::introspect::check::allowed_values;
use crate::introspect::default::default_value;
use std::collections::BTreeMap;

/// The collation of a column that names none.
const BINARY: &str = "binary";

/// All tables, whether they pass the filters or not.
pub(super) fn build(facts: &Facts, speller: Speller) -> Vec<Table> {
    let context = Context::of(facts, speller);
    let rows = facts.relations().filter(|row| row.kind != "view");
    let mut tables: Vec<Table> = rows.map(|row| context.table(&row.name, &row.kind)).collect();
    if speller == Speller::SeaQuery {
        widen_rowids(&mut tables);
    }
    tables
}

/// All rows by the table they belong to.
struct Context<'a> {
    speller: Speller,
    /// Base tables by their name in lower case, to resolve foreign keys.
    targets: BTreeMap<String, &'a str>,
    texts: BTreeMap<&'a str, &'a str>,
    index_texts: BTreeMap<&'a str, &'a str>,
    columns: BTreeMap<&'a str, Vec<&'a ColumnRow>>,
    foreign_keys: BTreeMap<&'a str, Vec<&'a ForeignKeyRow>>,
    indexes: BTreeMap<&'a str, Vec<&'a IndexRow>>,
}

impl<'a> Context<'a> {
    fn of(facts: &'a Facts, speller: Speller) -> Self {
        let tables = facts.relations().filter(|row| row.kind == "table");
        Self {
            speller,
            targets: tables.map(|row| (row.name.to_ascii_lowercase(), row.name.as_str())).collect(),
            texts: facts.texts("table"),
            index_texts: facts.texts("index"),
            columns: facts.columns_by_owner(),
            foreign_keys: grouped(&facts.foreign_keys, |row| &row.owner),
            indexes: grouped(&facts.indexes, |row| &row.owner),
        }
    }

    fn table(&self, name: &str, kind: &str) -> Table {
        // The arguments of a virtual table are its module's own language.
        let is_virtual = kind == "virtual";
        let text = self.texts.get(name).filter(|_| !is_virtual).and_then(|sql| TableText::of(sql)).unwrap_or_default();
        let primary_key = self.primary_key(name, &text);
        let indexes = self.indexes_of(name);
        let is_rowid = !is_virtual && !indexes.iter().any(|index| index[0].origin == "pk");
        let rowid = primary_key.as_ref().filter(|key| is_rowid && key.columns.len() == 1).map(|key| &key.columns[0]);
        let columns = self.columns_of(name).iter().filter(|row| row.hidden != 1);
        Table {
            name: name.to_owned(),
            kind: if is_virtual { TableKind::Virtual } else { TableKind::Base },
            comment: None,
            columns: columns.map(|row| self.column(row, &text, rowid)).collect(),
            unique_keys: of_origin(&indexes, "u").map(|index| unique_key(index, &text)).collect(),
            foreign_keys: self.foreign_keys(name, &text),
            indexes: of_origin(&indexes, "c").map(|index| self.index(index, &text)).collect(),
            checks: text
                .checks
                .into_iter()
                .map(|check| Check {
                    allowed: allowed_values(&check.expression),
                    name: check.name,
                    expression: check.expression,
                    no_null_elements: None,
                    validated: true,
                })
                .collect(),
            primary_key,
            ..Table::default()
        }
    }

    fn columns_of(&self, table: &str) -> &[&'a ColumnRow] {
        self.columns.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    fn column(&self, row: &ColumnRow, text: &TableText, rowid: Option<&String>) -> Column {
        let data_type = declared::data_type(&row.declared, self.speller);
        let text = text.column(&row.name);
        let generated = matches!(row.hidden, 2 | 3).then(|| Generated {
            expression: text.and_then(|text| text.generated.clone()).unwrap_or_default(),
            stored: row.hidden == 3,
        });
        let collation = text.and_then(|text| text.collation.clone());
        let default = row.default_text.as_deref().filter(|_| generated.is_none());
        Column {
            name: row.name.clone(),
            default: default.and_then(|raw| default_of(raw, &data_type)),
            data_type,
            raw_type: row.declared.clone(),
            nullable: !row.not_null && rowid != Some(&row.name),
            identity: (rowid == Some(&row.name)).then_some(Identity::ByDefault),
            serial: false,
            generated,
            domain: None,
            origin: None,
            collation: collation.filter(|name| !name.eq_ignore_ascii_case(BINARY)),
            comment: None,
        }
    }

    fn primary_key(&self, table: &str, text: &TableText) -> Option<Key> {
        let columns = self.key_columns(table);
        (!columns.is_empty()).then(|| Key::plain(text.primary_key.clone(), columns))
    }

    fn key_columns(&self, table: &str) -> Vec<String> {
        let mut rows: Vec<_> = self.columns_of(table).iter().filter(|row| row.key_position > 0).collect();
        rows.sort_by_key(|row| row.key_position);
        rows.into_iter().map(|row| row.name.clone()).collect()
    }

    /// The rows of each index of a table.
    fn indexes_of(&self, table: &str) -> Vec<&[&'a IndexRow]> {
        let rows = self.indexes.get(table).map(Vec::as_slice).unwrap_or_default();
        rows.chunk_by(|a, b| a.index_name == b.index_name).collect()
    }

    fn index(&self, rows: &[&IndexRow], table: &TableText) -> Index {
        let name = &rows[0].index_name;
        let is_told = !rows[0].is_partial && rows.iter().all(|row| row.cid >= 0);
        let text = self.index_texts.get(name.as_str()).filter(|_| !is_told);
        let text = text.and_then(|sql| IndexText::of(sql)).unwrap_or_default();
        let parts = rows.iter().enumerate().map(|(idx, row)| {
            let key = match &row.column_name {
                Some(column) if row.cid >= 0 => IndexKey::Column(column.clone()),
                _ => IndexKey::Expression(text.parts.get(idx).cloned().unwrap_or_default()),
            };
            let own = row.column_name.as_deref().and_then(|name| table.column(name)?.collation.as_deref());
            let is_own = row.cid < 0 || row.collation.eq_ignore_ascii_case(own.unwrap_or(BINARY));
            let collation = (!is_own).then(|| row.collation.clone());
            IndexPart { descending: row.descending, collation, ..IndexPart::plain(key) }
        });
        Index {
            name: name.clone(),
            unique: rows[0].is_unique,
            method: "btree".to_owned(),
            parts: parts.collect(),
            include: Vec::new(),
            predicate: text.predicate,
            valid: true,
            nulls_not_distinct: false,
        }
    }

    fn foreign_keys(&self, table: &str, text: &TableText) -> Vec<ForeignKey> {
        let rows = self.foreign_keys.get(table).map(Vec::as_slice).unwrap_or_default();
        let keys: Vec<_> = rows.chunk_by(|a, b| a.id == b.id).collect();
        let keys = keys.iter().enumerate().map(|(idx, rows)| {
            let columns: Vec<String> = rows.iter().map(|row| row.source_column.clone()).collect();
            let (target, target_columns) = self.target(rows);
            // Both lists are in the order of the text; where they disagree, the columns decide.
            let mut texts = text.foreign_keys.iter();
            let text = text.foreign_keys.get(idx).filter(|text| same_names(&text.columns, &columns));
            let text = text.or_else(|| texts.find(|text| same_names(&text.columns, &columns)));
            ForeignKey {
                name: text.and_then(|text| text.name.clone()),
                columns,
                target: QualifiedName { schema: SCHEMA.to_owned(), name: target },
                target_columns,
                on_update: action(&rows[0].on_update),
                on_delete: action(&rows[0].on_delete),
                deferral: text.map_or(Deferral::NotDeferrable, |text| text.deferral),
                validated: true,
            }
        });
        keys.collect()
    }

    /// The table and columns that a foreign key refers to, by rule 5.
    fn target(&self, rows: &[&ForeignKeyRow]) -> (String, Vec<String>) {
        let written: Option<Vec<&String>> = rows.iter().map(|row| row.target_column.as_ref()).collect();
        let Some(target) = self.targets.get(&rows[0].target.to_ascii_lowercase()) else {
            // The table is not there (yet), which SQLite allows; nothing implied can be resolved.
            return (rows[0].target.clone(), written.unwrap_or_default().into_iter().cloned().collect());
        };
        let columns = self.columns_of(target);
        let declared = |name: &String| columns.iter().find(|row| row.name.eq_ignore_ascii_case(name));
        let found: Option<Vec<String>> = match written {
            None => Some(self.key_columns(target)),
            Some(written) => written.into_iter().map(|name| Some(declared(name)?.name.clone())).collect(),
        };
        let fitting = found.filter(|found| found.len() == rows.len());
        ((*target).to_owned(), fitting.unwrap_or_default())
    }
}

/// The default of a column. `DEFAULT NULL` says no more than no default, and PostgreSQL does not keep it either.
fn default_of(raw: &str, data_type: &DataType) -> Option<Default> {
    let value = default_value(raw, data_type);
    (value != DefaultValue::Null).then(|| Default { raw: raw.to_owned(), value })
}

fn of_origin<'a, 'r>(
    indexes: &'a [&'r [&'r IndexRow]],
    origin: &'a str,
) -> impl Iterator<Item = &'r [&'r IndexRow]> + 'a {
    indexes.iter().copied().filter(move |index| index[0].origin == origin)
}

fn unique_key(rows: &[&IndexRow], text: &TableText) -> Key {
    let columns: Vec<String> = rows.iter().filter_map(|row| row.column_name.clone()).collect();
    let text = text.uniques.iter().find(|text| same_names(&text.columns, &columns));
    Key::plain(text.and_then(|text| text.name.clone()), columns)
}

fn same_names(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.eq_ignore_ascii_case(b))
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

/// Rule 6, until nothing changes: a key that became wide may itself refer to another.
fn widen_rowids(tables: &mut [Table]) {
    let positions = tables.iter().enumerate().map(|(idx, table)| (table.name.clone(), idx));
    let positions: BTreeMap<String, usize> = positions.collect();
    let mut changed = true;
    while changed {
        changed = false;
        let wide: Vec<(String, String)> = tables.iter().flat_map(wide_references).collect();
        for (table, column) in wide {
            let Some(&idx) = positions.get(&table) else { continue };
            let columns = tables[idx].columns.iter_mut();
            for key in columns.filter(|candidate| candidate.name == column && is_narrow_rowid(candidate)) {
                key.data_type = DataType::BigInteger;
                changed = true;
            }
        }
    }
}

fn is_narrow_rowid(column: &Column) -> bool {
    column.identity.is_some() && column.data_type == DataType::Integer
}

/// The tables and columns that 64-bit columns of `table` refer to.
fn wide_references(table: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for key in &table.foreign_keys {
        for (column, target) in key.columns.iter().zip(&key.target_columns) {
            if table.column(column).is_some_and(|column| column.data_type == DataType::BigInteger) {
                found.push((key.target.name.clone(), target.clone()));
            }
        }
    }
    found
}
