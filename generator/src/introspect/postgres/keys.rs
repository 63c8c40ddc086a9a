//! Rows of `constraints.sql` and `indexes.sql` → keys, checks and indexes, with column numbers turned into names.

use super::rows::{ColumnRow, ConstraintRow, IndexRow};
use crate::catalog::{
    Action, AllowedValues, Check, DataType, Deferral, ForeignKey, Index, IndexKey, IndexPart, Key, QualifiedName, Table,
};
use crate::introspect::check::{allowed_values, no_null_elements};
use std::collections::{HashMap, HashSet};

/// The columns by table and position.
#[derive(Default)]
pub(super) struct ColumnNames<'a> {
    by_place: HashMap<(i64, i16), &'a ColumnRow>,
}

impl<'a> ColumnNames<'a> {
    pub(super) fn new(columns: &'a [ColumnRow]) -> Self {
        Self { by_place: columns.iter().map(|row| ((row.relation, row.position), row)).collect() }
    }

    /// The names at these positions; nothing when the table was not read. Position 0 is an expression.
    fn at(&self, relation: i64, positions: &[i16]) -> Option<Vec<String>> {
        positions.iter().map(|position| Some(self.by_place.get(&(relation, *position))?.name.clone())).collect()
    }
}

/// The values with what the column makes of them; nothing where it is none of the table's.
fn of_column(allowed: AllowedValues, table: &Table) -> Option<AllowedValues> {
    let column = table.column(&allowed.column)?;
    let is_shorter = |length: u32| allowed.values.iter().any(|value| (value.chars().count() as u64) < length.into());
    let padded = matches!(column.data_type, DataType::Char(Some(length)) if is_shorter(length));
    Some(AllowedValues { padded, ..allowed })
}

/// Puts constraints and indexes into the tables that own them.
pub(super) struct Keys<'a> {
    names: ColumnNames<'a>,
    indexes: HashMap<i64, &'a IndexRow>,
    owned: HashSet<i64>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(columns: &'a [ColumnRow], constraints: &[ConstraintRow], indexes: &'a [IndexRow]) -> Self {
        let owners = constraints.iter().filter(|row| matches!(row.kind.as_str(), "p" | "u" | "x"));
        Self {
            names: ColumnNames::new(columns),
            indexes: indexes.iter().map(|row| (row.id, row)).collect(),
            owned: owners.map(|row| row.index_id).collect(),
        }
    }

    /// Adds the constraint to its table. An exclusion constraint is one of the other objects.
    pub(super) fn add_constraint(&self, table: &mut Table, row: &ConstraintRow) {
        match row.kind.as_str() {
            "p" => table.primary_key = self.key(row),
            "u" => table.unique_keys.extend(self.key(row)),
            "f" => table.foreign_keys.extend(self.foreign_key(row)),
            "c" => {
                let check = check(row).map(|check| Check {
                    allowed: check.allowed.and_then(|allowed| of_column(allowed, table)),
                    ..check
                });
                table.checks.extend(check);
            }
            _ => {}
        }
    }

    /// The index, unless a constraint owns it.
    pub(super) fn index(&self, row: &IndexRow) -> Option<Index> {
        (!self.owned.contains(&row.id)).then(|| Index {
            name: row.name.clone(),
            unique: row.is_unique,
            method: row.method.clone(),
            parts: self.parts(row),
            include: self.include(row),
            predicate: row.predicate.clone(),
            valid: row.valid,
            nulls_not_distinct: row.nulls_not_distinct,
        })
    }

    fn key(&self, row: &ConstraintRow) -> Option<Key> {
        let index = self.indexes.get(&row.index_id);
        Some(Key {
            name: Some(row.name.clone()),
            columns: self.names.at(row.relation, &row.columns)?,
            prefixes: Vec::new(),
            include: index.map(|index| self.include(index)).unwrap_or_default(),
            deferral: deferral(row),
            nulls_not_distinct: index.is_some_and(|index| index.nulls_not_distinct),
        })
    }

    fn foreign_key(&self, row: &ConstraintRow) -> Option<ForeignKey> {
        let target = QualifiedName { schema: row.target_schema.clone()?, name: row.target_name.clone()? };
        let known = self.names.at(row.target, &row.target_columns);
        Some(ForeignKey {
            name: Some(row.name.clone()),
            columns: self.names.at(row.relation, &row.columns)?,
            target,
            target_columns: known.unwrap_or_else(|| row.distant_columns.clone()),
            on_update: action(&row.on_update),
            on_delete: action(&row.on_delete),
            deferral: deferral(row),
            validated: row.validated,
        })
    }

    fn parts(&self, row: &IndexRow) -> Vec<IndexPart> {
        let keys = row.positions.iter().take(key_count(row)).enumerate();
        let part = |(place, position): (usize, &i16)| {
            let column = self.names.by_place.get(&(row.relation, *position));
            let has = |option: i16| row.options.get(place).is_some_and(|options| options & option != 0);
            IndexPart {
                key: match column {
                    Some(column) => IndexKey::Column(column.name.clone()),
                    None => IndexKey::Expression(row.expressions.get(place).cloned().unwrap_or_default()),
                },
                descending: has(DESCENDING),
                prefix: None,
                nulls_moved: has(DESCENDING) != has(NULLS_FIRST),
                operator_class: row.operator_classes.get(place).filter(|class| !class.is_empty()).cloned(),
                collation: column.and_then(|column| collation(column, row.collations.get(place))),
            }
        };
        keys.map(part).collect()
    }

    fn include(&self, row: &IndexRow) -> Vec<String> {
        let beyond = row.positions.get(key_count(row)..).unwrap_or_default();
        self.names.at(row.relation, beyond).unwrap_or_default()
    }
}

/// The bit of `indoption` that says DESC.
const DESCENDING: i16 = 1;

/// The bit of `indoption` that says NULLS FIRST.
const NULLS_FIRST: i16 = 2;

/// The collation of a part, where it is not its column's. An empty text is that of the database, or none.
fn collation(column: &ColumnRow, of_index: Option<&String>) -> Option<String> {
    let of_index = of_index.map_or("", String::as_str);
    match column.collation.as_deref() {
        Some(own) if of_index.is_empty() => (own != "default").then(|| "default".to_owned()),
        own => {
            (!of_index.is_empty() && own != Some(of_index) && column.raw_type != "name").then(|| of_index.to_owned())
        }
    }
}

fn key_count(row: &IndexRow) -> usize {
    usize::try_from(row.key_parts).unwrap_or_default()
}

/// The check of a table or, over `VALUE`, of a domain.
pub(super) fn check(row: &ConstraintRow) -> Option<Check> {
    let expression = row.expression.clone()?;
    let allowed = allowed_values(&expression);
    let no_null_elements = no_null_elements(&expression);
    Some(Check { name: Some(row.name.clone()), expression, allowed, no_null_elements, validated: row.validated })
}

fn deferral(row: &ConstraintRow) -> Deferral {
    match (row.deferrable, row.deferred) {
        (false, _) => Deferral::NotDeferrable,
        (true, false) => Deferral::InitiallyImmediate,
        (true, true) => Deferral::InitiallyDeferred,
    }
}

fn action(code: &str) -> Action {
    match code {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
