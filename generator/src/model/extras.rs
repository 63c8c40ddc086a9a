//! Extra relations: foreign keys that the database does not declare and the settings tell of.
//!
//! The rules:
//!
//! 1. They go from a table to a table: to the one of that name in the same schema, else in the default one, unless the
//!    name has the schema in front.
//! 2. They refer to the primary key, or to the columns that are named, which must be a key: a row belongs to one at most.
//! 3. Both ends have as many columns, and hold values that the database compares.
//! 4. What the database declares needs no telling.
//! 5. Nothing keeps a row from referring to none.

use super::entities::Entities;
use super::overrides::{Overrides, Own};
use super::{Entity, Field, RustType};
use crate::catalog::{Action, Catalog, Deferral, ForeignKey, QualifiedName, Schema, Table};
use crate::config::ExtraRelation;
use crate::diagnostic::Diagnostic;

/// A foreign key that the database does not declare.
pub(super) struct Extra<'a> {
    pub(super) schema: &'a Schema,
    pub(super) table: &'a Table,
    /// What the relation is called.
    pub(super) name: String,
    pub(super) key: ForeignKey,
}

impl Extra<'_> {
    /// The table that it goes from.
    pub(super) fn owner(&self) -> QualifiedName {
        QualifiedName { schema: self.schema.name.clone(), name: self.table.name.clone() }
    }
}

/// Finds the tables and columns of every extra relation.
pub(super) fn find<'a>(
    entities: &Entities,
    catalog: &'a Catalog,
    overrides: &Overrides<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Extra<'a>> {
    let mut extras = Vec::new();
    for (schema, name, own) in overrides.all().filter(|(.., own)| !own.said.relations.is_empty()) {
        let Some(schema) = catalog.schema(schema) else { continue };
        let Some(table) = schema.tables.iter().find(|table| table.name == name) else {
            if schema.views.iter().any(|view| view.name == name) {
                diagnostics.push(Diagnostic::extra_relation_of_view(&own.place(&["relations"])));
            }
            continue;
        };
        for (number, said) in own.said.relations.iter().enumerate() {
            let search = Search { entities, catalog, own, number: number.to_string(), said };
            match search.key((schema, table)) {
                Ok(key) => extras.push(Extra { schema, table, name: said.name.to_string(), key }),
                Err(mistake) => diagnostics.push(mistake),
            }
        }
    }
    extras
}

/// What one extra relation is looked for in.
struct Search<'a> {
    entities: &'a Entities,
    catalog: &'a Catalog,
    own: &'a Own<'a>,
    /// Its place among those of the table.
    number: String,
    said: &'a ExtraRelation,
}

impl Search<'_> {
    fn place(&self, setting: &str) -> String {
        self.own.place(&["relations", &self.number, setting])
    }

    fn key(&self, (schema, table): (&Schema, &Table)) -> Result<ForeignKey, Diagnostic> {
        let (target, there) = self.target(schema)?;
        let target = QualifiedName { schema: target.name.clone(), name: there.name.clone() };
        let own = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
        let (near, far) = (self.entity(&own)?, self.entity(&target)?);
        let key = there.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        let target_columns = if self.said.references.is_empty() { key } else { self.said.references.clone() };
        let from = self.fields("columns", near, &self.said.columns)?;
        let to = self.fields("references", far, &target_columns)?;
        if from.len() != to.len() || from.is_empty() {
            return Err(Diagnostic::extra_relation_is_uneven(&self.place("columns"), from.len(), to.len()));
        }
        if !is_key(there, &target_columns) {
            return Err(Diagnostic::extra_relation_to_no_key(&self.place("references"), &target_columns.join(", ")));
        }
        let differs = from.iter().zip(&to).find(|(from, to)| !compares(from, to));
        if let Some((from, to)) = differs {
            let columns = [(&table.name, &from.column), (&there.name, &to.column)];
            return Err(Diagnostic::extra_relation_of_two_types(
                &self.place("columns"),
                columns.map(|(table, column)| format!("{table}.{column}")),
            ));
        }
        let columns = self.said.columns.clone();
        if table.foreign_keys.iter().any(|key| key.columns == columns && key.target == target) {
            return Err(Diagnostic::extra_relation_is_declared(&self.place("columns"), &target.name));
        }
        Ok(undeclared(columns, target, target_columns))
    }

    /// Rule 1.
    fn target(&self, own: &Schema) -> Result<(&Schema, &Table), Diagnostic> {
        let all =
            || self.catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
        let called = |(schema, table): &(&Schema, &Table)| {
            self.said.to == table.name || self.said.to == format!("{}.{}", schema.name, table.name)
        };
        let rank = |(schema, table): &(&Schema, &Table)| {
            (self.said.to == table.name, schema.name != own.name, !schema.is_default)
        };
        let known: Vec<&str> = all().map(|(_, table)| table.name.as_str()).collect();
        all()
            .filter(called)
            .min_by_key(rank)
            .ok_or_else(|| Diagnostic::override_of_unknown_table(&self.place("to"), &self.said.to, &known))
    }

    fn entity(&self, table: &QualifiedName) -> Result<&Entity, Diagnostic> {
        self.entities
            .of(table)
            .ok_or_else(|| Diagnostic::override_of_unknown_table(&self.place("to"), &table.name, &[]))
    }

    fn fields<'e>(&self, setting: &str, entity: &'e Entity, columns: &[String]) -> Result<Vec<&'e Field>, Diagnostic> {
        let field = |column: &String| {
            let known: Vec<&str> = entity.fields.iter().map(|field| field.column.as_str()).collect();
            let found = entity.fields.iter().find(|field| field.column == *column);
            found.ok_or_else(|| Diagnostic::override_of_unknown_column(&self.place(setting), column, &known))
        };
        columns.iter().map(field).collect()
    }
}

/// Rule 2.
fn is_key(table: &Table, columns: &[String]) -> bool {
    let holds =
        |key: &[&str]| key.len() == columns.len() && columns.iter().all(|column| key.contains(&column.as_str()));
    table.unique_column_sets().iter().any(|key| holds(key))
        || table
            .primary_key
            .as_ref()
            .is_some_and(|key| holds(&key.columns.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Rule 3. Of a type that only the user knows, the user knows it.
fn compares(one: &Field, other: &Field) -> bool {
    match [one, other].map(|field| field.field_type.rust.underlying()) {
        [Some(one), Some(other)] => one == other || family(one).is_some_and(|of| family(other) == Some(of)),
        _ => true,
    }
}

/// Types of one family compare.
fn family(rust: &RustType) -> Option<&'static str> {
    match rust {
        RustType::Named("String") | RustType::Enum(_) => Some("text"),
        RustType::Numeric(_) => Some("number"),
        RustType::Named("i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "Decimal" | "BigDecimal") => {
            Some("number")
        }
        RustType::Named("f32" | "f64") => Some("number"),
        _ => None,
    }
}

/// Rule 5: a foreign key without an action.
fn undeclared(columns: Vec<String>, target: QualifiedName, target_columns: Vec<String>) -> ForeignKey {
    ForeignKey {
        name: None,
        columns,
        target,
        target_columns,
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: false,
    }
}
