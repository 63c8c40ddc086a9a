//! Rows → [`Catalog`]: joins by object identifier what the statements listed apart.
//!
//! Lookups go through hash maps; every list is put in order at the end, by `Catalog::sort`.

use super::columns::{column, view_column};
use super::keys::Keys;
use super::objects::{composite, domain, object};
use super::routines::{self, Known};
use super::rows::{ColumnRow, ObjectRow, RoutineRow, Rows, TypeRow};
use super::types::Types;
use crate::catalog::{Catalog, Enum, QualifiedName, Schema, Table, TableKind, View};
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
    let is_own = |row: &ObjectRow| row.is_relation() && row.name == request.migration_table;
    let migrated = rows.objects.iter().any(is_own);
    rows.objects.retain(|row| !is_own(row));
    rows.columns.sort_unstable_by_key(|row| (row.relation, row.position));

    let mut types = Types::new(&rows.types);
    types.note(&rows.columns);
    let read = Relations::of(&rows, request, &types);
    let mut schemas: BTreeMap<&str, Schema> = request.schemas.iter().map(|name| (name.as_str(), named(name))).collect();
    let relations = rows.objects.iter().filter(|row| row.is_relation());
    let name = |row: &ObjectRow| QualifiedName { schema: row.schema.clone(), name: row.name.clone() };
    let relations = relations.map(|row| (row.id, name(row))).collect();
    let known = Known { types: &types, relations: &relations };
    routines::add(&mut schemas, &rows.routines, known, &request.filters.routines);
    for row in rows.types.iter().filter(|row| read.types.keeps(row, request.schemas)) {
        add_type(schemas.entry(&row.schema).or_insert_with(|| named(&row.schema)), row, &rows, &types);
    }
    let Relations { mut tables, mut views, .. } = read;
    // An object of a table that was left out is left out with it.
    let kept: BTreeSet<i64> = tables.keys().chain(views.keys()).copied().chain([0]).collect();
    for row in rows.objects.iter().filter(|row| kept.contains(&row.owner)) {
        let schema = schemas.entry(&row.schema).or_insert_with(|| named(&row.schema));
        schema.tables.extend(tables.remove(&row.id));
        schema.views.extend(views.remove(&row.id));
        schema.objects.extend(object(row));
    }
    let mut schemas: Vec<Schema> = schemas.into_values().collect();
    schemas.iter_mut().for_each(|schema| schema.is_default = Some(schema.name.as_str()) == request.default_schema);
    Catalog { schemas, migrated, ..Catalog::default() }
}

/// The tables and views that pass the filters, by their identifier.
#[derive(Default)]
struct Relations {
    tables: HashMap<i64, Table>,
    views: HashMap<i64, View>,
    types: TypeUse,
}

impl Relations {
    fn of(rows: &Rows, request: &Request<'_>, types: &Types<'_>) -> Self {
        let mut this = Self::default();
        for row in rows.objects.iter().filter(|row| row.is_relation()) {
            let columns = columns_of(&rows.columns, row.id);
            let kept = request.filters.tables.keeps(&row.schema, &row.name);
            this.types.note(columns, types, kept);
            match (kept, is_view(row)) {
                (false, _) => {}
                (true, true) => drop(this.views.insert(row.id, view(row, columns, types))),
                (true, false) => drop(this.tables.insert(row.id, table(row, columns, types))),
            }
        }
        let routines = rows.routines.iter().filter(|row| request.filters.routines.keeps(&row.schema, &row.name));
        routines.for_each(|row| this.types.note_routine(row, types));
        this.add_keys(rows);
        this
    }

    fn add_keys(&mut self, rows: &Rows) {
        let keys = Keys::new(&rows.columns, &rows.constraints, &rows.indexes);
        for row in &rows.constraints {
            if let Some(table) = self.tables.get_mut(&row.relation) {
                keys.add_constraint(table, row);
            }
        }
        for row in &rows.indexes {
            if let Some(table) = self.tables.get_mut(&row.relation) {
                table.indexes.extend(keys.index(row));
            } else if let Some(view) = self.views.get_mut(&row.relation) {
                view.indexes.extend(keys.index(row));
            }
        }
    }
}

fn add_type(schema: &mut Schema, row: &TypeRow, rows: &Rows, types: &Types<'_>) {
    match row.kind.as_str() {
        "e" => schema.enums.push(enumeration(row)),
        "d" => schema.domains.push(domain(row, &rows.constraints, types)),
        "c" => schema.composites.push(composite(row, columns_of(&rows.columns, row.relation), types)),
        _ => {}
    }
}

fn named(name: &str) -> Schema {
    Schema { name: name.to_owned(), ..Schema::default() }
}

/// Whether the relation is a view of either kind.
fn is_view(row: &ObjectRow) -> bool {
    matches!(row.kind.as_str(), "v" | "m")
}

/// The columns of one relation, out of all columns sorted by relation.
fn columns_of(columns: &[ColumnRow], relation: i64) -> &[ColumnRow] {
    let start = columns.partition_point(|row| row.relation < relation);
    let rest = columns.get(start..).unwrap_or_default();
    let end = rest.partition_point(|row| row.relation == relation);
    rest.get(..end).unwrap_or_default()
}

fn table(row: &ObjectRow, columns: &[ColumnRow], types: &Types<'_>) -> Table {
    Table {
        name: row.name.clone(),
        kind: match row.kind.as_str() {
            "p" => TableKind::Partitioned,
            "f" => TableKind::Foreign,
            _ => TableKind::Base,
        },
        comment: row.comment.clone(),
        row_security: row.row_security,
        row_security_forced: row.row_security_forced,
        columns: columns.iter().map(|row| column(row, types)).collect(),
        ..Table::default()
    }
}

fn view(row: &ObjectRow, columns: &[ColumnRow], types: &Types<'_>) -> View {
    let definition = row.definition.as_deref().unwrap_or_default().trim();
    View {
        name: row.name.clone(),
        materialized: row.kind == "m",
        comment: row.comment.clone(),
        options: row.options.clone(),
        columns: columns.iter().map(|row| view_column(row, types)).collect(),
        indexes: Vec::new(),
        definition: definition.strip_suffix(';').unwrap_or(definition).to_owned(),
        ..View::default()
    }
}

fn enumeration(row: &TypeRow) -> Enum {
    Enum { name: row.name.clone(), values: row.labels.clone(), comment: row.comment.clone(), owner: None }
}

/// Which types the kept tables and routines, and the left-out tables use.
#[derive(Default)]
struct TypeUse {
    kept: BTreeSet<i64>,
    left_out: BTreeSet<i64>,
}

impl TypeUse {
    fn note(&mut self, columns: &[ColumnRow], types: &Types<'_>, kept: bool) {
        let users = if kept { &mut self.kept } else { &mut self.left_out };
        let layers = columns.iter().flat_map(|column| types.layers(column.type_id));
        users.extend(layers.filter(|row| is_users(row)).map(|row| row.id));
    }

    /// Notes the types of the values that a kept routine takes and gives.
    fn note_routine(&mut self, row: &RoutineRow, types: &Types<'_>) {
        let all = row.types.iter().chain(&row.row_types).chain([&row.returns]);
        self.kept.extend(all.flat_map(|id| types.layers(*id)).filter(|row| is_users(row)).map(|row| row.id));
    }

    /// An enum or domain is listed when a kept column or routine uses it, wherever it is. A type is listed when it is in
    /// a schema that was asked for, unless an extension made it or only tables that were left out use it.
    fn keeps(&self, row: &TypeRow, schemas: &[String]) -> bool {
        let asked = || schemas.contains(&row.schema) && !row.from_extension && !self.left_out.contains(&row.id);
        is_users(row) && (row.kind != "c" && self.kept.contains(&row.id) || asked())
    }
}

/// Whether it is an enum, a domain or a composite type.
fn is_users(row: &TypeRow) -> bool {
    matches!(row.kind.as_str(), "e" | "d" | "c")
}
