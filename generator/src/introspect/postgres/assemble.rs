//! Rows → [`Catalog`]: joins by object identifier what the statements listed apart.
//!
//! Lookups go through hash maps; every list is put in order at the end, by `Catalog::sort`.

use super::columns::{column, view_column};
use super::keys::Keys;
use super::routines::{self, Known};
use super::rows::{ColumnRow, RelationRow, Rows, TypeRow};
use super::types::{Types, enum_of};
use crate::catalog::{Catalog, Enum, QualifiedName, Routine, Schema, Table, TableKind, View};
use crate::introspect::filter::Filters;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was asked for.
pub(super) struct Request<'a> {
    pub(super) schemas: &'a [String],
    pub(super) default_schema: Option<&'a str>,
    pub(super) filters: &'a Filters,
    pub(super) migration_table: &'a str,
}

/// The catalog of everything that was asked for.
pub(super) fn catalog(mut rows: Rows, request: &Request<'_>) -> Catalog {
    let migrated = rows.relations.iter().any(|row| row.name == request.migration_table);
    rows.relations.retain(|row| row.name != request.migration_table);
    rows.columns.sort_unstable_by_key(|row| (row.relation, row.position));

    let types = Types::new(&rows.types);
    let mut schemas: BTreeMap<&str, Schema> = request.schemas.iter().map(|name| (name.as_str(), named(name))).collect();
    let mut enums = EnumUse::default();
    let mut tables: HashMap<i64, Table> = HashMap::new();
    for row in &rows.relations {
        let columns = columns_of(&rows.columns, row.id);
        let kept = request.filters.tables.keeps(&row.schema, &row.name);
        enums.note(columns, &types, kept);
        match (kept, is_view(row)) {
            (false, _) => {}
            (true, true) => schemas.entry(&row.schema).or_default().views.push(view(row, columns, &types)),
            (true, false) => drop(tables.insert(row.id, table(row, columns, &types))),
        }
    }
    let relations = rows.relations.iter();
    let name = |row: &RelationRow| QualifiedName { schema: row.schema.clone(), name: row.name.clone() };
    let relations = relations.map(|row| (row.id, name(row))).collect();
    let known = Known { types: &types, relations: &relations };
    routines::add(&mut schemas, &rows.routines, known, &request.filters.routines);
    enums.note_routines(schemas.values().flat_map(|schema| &schema.routines));
    add_keys(&mut tables, &rows);
    for row in &rows.relations {
        schemas.entry(&row.schema).or_default().tables.extend(tables.remove(&row.id));
    }
    for row in rows.types.iter().filter(|row| row.kind == "e") {
        if enums.keeps(row, request.schemas) {
            schemas.entry(&row.schema).or_insert_with(|| named(&row.schema)).enums.push(enumeration(row));
        }
    }
    let mut schemas: Vec<Schema> = schemas.into_values().collect();
    schemas.iter_mut().for_each(|schema| schema.is_default = Some(schema.name.as_str()) == request.default_schema);
    Catalog { schemas, migrated, assumed_integers: false }
}

fn add_keys(tables: &mut HashMap<i64, Table>, rows: &Rows) {
    let keys = Keys::new(&rows.columns, &rows.constraints, &rows.indexes);
    for row in &rows.constraints {
        if let Some(table) = tables.get_mut(&row.relation) {
            keys.add_constraint(table, row);
        }
    }
    for row in &rows.indexes {
        if let Some(table) = tables.get_mut(&row.relation) {
            keys.add_index(table, row);
        }
    }
}

fn named(name: &str) -> Schema {
    Schema { name: name.to_owned(), ..Schema::default() }
}

/// Whether the relation is a view of either kind.
pub(super) fn is_view(row: &RelationRow) -> bool {
    matches!(row.kind.as_str(), "v" | "m")
}

/// The columns of one relation, out of all columns sorted by relation.
fn columns_of(columns: &[ColumnRow], relation: i64) -> &[ColumnRow] {
    let start = columns.partition_point(|row| row.relation < relation);
    let rest = columns.get(start..).unwrap_or_default();
    let end = rest.partition_point(|row| row.relation == relation);
    rest.get(..end).unwrap_or_default()
}

fn table(row: &RelationRow, columns: &[ColumnRow], types: &Types<'_>) -> Table {
    Table {
        name: row.name.clone(),
        kind: match row.kind.as_str() {
            "p" => TableKind::Partitioned,
            "f" => TableKind::Foreign,
            _ => TableKind::Base,
        },
        comment: row.comment.clone(),
        columns: columns.iter().map(|row| column(row, types)).collect(),
        ..Table::default()
    }
}

fn view(row: &RelationRow, columns: &[ColumnRow], types: &Types<'_>) -> View {
    let definition = row.definition.as_deref().unwrap_or_default().trim();
    View {
        name: row.name.clone(),
        materialized: row.kind == "m",
        comment: row.comment.clone(),
        columns: columns.iter().map(|row| view_column(row, types)).collect(),
        definition: definition.strip_suffix(';').unwrap_or(definition).to_owned(),
    }
}

fn enumeration(row: &TypeRow) -> Enum {
    Enum { name: row.name.clone(), values: row.labels.clone(), comment: row.comment.clone(), owner: None }
}

/// Which enum types the kept tables and routines, and the left-out tables use.
#[derive(Default)]
struct EnumUse {
    kept: BTreeSet<QualifiedName>,
    left_out: BTreeSet<QualifiedName>,
}

impl EnumUse {
    fn note(&mut self, columns: &[ColumnRow], types: &Types<'_>, kept: bool) {
        let users = if kept { &mut self.kept } else { &mut self.left_out };
        for column in columns {
            let resolved = types.resolve(column.type_id, column.modifier);
            users.extend(resolved.and_then(|resolved| enum_of(&resolved.data_type).cloned()));
        }
    }

    fn note_routines<'r>(&mut self, all: impl Iterator<Item = &'r Routine>) {
        self.kept.extend(all.flat_map(routines::data_types).filter_map(enum_of).cloned());
    }

    /// An enum is listed when a kept column or routine uses it, wherever it is; and when it is in a schema that was asked
    /// for, unless an extension made it or only tables that were left out use it.
    fn keeps(&self, row: &TypeRow, schemas: &[String]) -> bool {
        let name = QualifiedName { schema: row.schema.clone(), name: row.name.clone() };
        self.kept.contains(&name)
            || (schemas.contains(&row.schema) && !row.from_extension && !self.left_out.contains(&name))
    }
}
