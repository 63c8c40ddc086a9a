//! Foreign keys, with the columns that they need.

use super::super::ddl::Quote;
use super::super::scope::pick;
use super::super::sketch::{Name, ReferenceSketch};
use super::super::types::Type;
use super::Pen;
use super::tables::{TablePen, column};
use sea_scaffold::catalog::{Action, Column, Deferral, ForeignKey};
use sea_scaffold::database::Backend;

/// Adds a foreign key from the table to one of the others, or to itself when it is among them.
pub(super) fn add(pen: &mut Pen, table: &mut TablePen, sketch: &ReferenceSketch, others: &[TablePen]) {
    let Some(target) = pick(others, sketch.target) else { return };
    let keys: Vec<&Vec<String>> = target
        .table
        .primary_key
        .iter()
        .chain(&target.table.unique_keys)
        // A key that is checked later cannot be referred to.
        .filter(|key| key.deferral == Deferral::NotDeferrable)
        .map(|key| &key.columns)
        .collect();
    let Some(&target_columns) = pick(&keys, sketch.key) else { return };
    let wanted: Vec<(&Column, &Type)> = target_columns.iter().filter_map(|name| named(target, name)).collect();
    let columns = existing(table, pen.backend, sketch, &wanted).unwrap_or_else(|| made(table, sketch, &wanted));
    if target.name == table.name && columns == *target_columns {
        return;
    }
    let name = match pen.backend {
        Backend::MySql => pen.schemas[table.schema].objects.give(&sketch.name),
        _ => table.constraints.give(&sketch.name),
    };
    let nullable = columns.iter().all(|name| table.table.column(name).is_some_and(|column| column.nullable));
    // MariaDB lets no action make a column NULL that cannot be.
    let fixed = pen.backend == Backend::MySql && !nullable && wanted.iter().any(|(column, _)| column.nullable);
    let actions = if fixed { &[Action::Restrict] } else { actions(pen.backend, nullable) };
    table.table.foreign_keys.push(ForeignKey {
        name: Some(name),
        target: target.name.clone(),
        target_columns: target_columns.clone(),
        on_update: *pick(actions, sketch.on_update).unwrap_or(&Action::NoAction),
        on_delete: *pick(actions, sketch.on_delete).unwrap_or(&Action::NoAction),
        deferral: deferral(pen.backend, sketch.deferral),
        validated: true,
        columns,
    });
}

fn named<'a>(table: &'a TablePen, name: &str) -> Option<(&'a Column, &'a Type)> {
    table.table.columns.iter().zip(&table.types).find(|(column, _)| column.name == name)
}

/// Columns that are there and fit, when the sketch says so.
fn existing(
    table: &TablePen,
    backend: Backend,
    sketch: &ReferenceSketch,
    wanted: &[(&Column, &Type)],
) -> Option<Vec<String>> {
    if sketch.deferral % 4 != 3 {
        return None;
    }
    let mut columns: Vec<String> = Vec::new();
    for (target, _) in wanted {
        let fits = |column: &&Column| {
            column.raw_type == target.raw_type
                && column.generated.is_none()
                && column.identity.is_none()
                && !computed_from(table, backend, &column.name)
                && !columns.contains(&column.name)
        };
        columns.push(table.table.columns.iter().find(fits)?.name.clone());
    }
    Some(columns)
}

/// Whether another column is computed from this one, which MariaDB then keeps from every action.
fn computed_from(table: &TablePen, backend: Backend, name: &str) -> bool {
    let generated = table.table.columns.iter().filter_map(|column| column.generated.as_ref());
    let name = backend.quote(name);
    generated.map(|generated| &generated.expression).any(|expression| expression.contains(&name))
}

/// New columns of the same types.
fn made(table: &mut TablePen, sketch: &ReferenceSketch, wanted: &[(&Column, &Type)]) -> Vec<String> {
    let mut names = Vec::new();
    for (target, type_) in wanted {
        let name = match names.first() {
            None => table.columns.give(&sketch.column),
            Some(first) => table.columns.give(&Name::Own(format!("{first}_{}", target.name))),
        };
        // Where a domain forbids NULL, the target says so too.
        let forbidden = target.domain.is_some() && !target.nullable;
        let nullable = sketch.nullable && !sketch.in_key && !forbidden;
        table.table.columns.push(Column { nullable, domain: target.domain.clone(), ..column(name.clone(), type_) });
        table.types.push((*type_).clone());
        names.push(name);
    }
    names
}

fn actions(backend: Backend, nullable: bool) -> &'static [Action] {
    match (backend, nullable) {
        (Backend::MySql, false) => &[Action::Restrict, Action::Cascade],
        (Backend::MySql, true) => &[Action::Restrict, Action::Cascade, Action::SetNull],
        (_, false) => &[Action::NoAction, Action::Restrict, Action::Cascade],
        (_, true) => &[Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault],
    }
}

fn deferral(backend: Backend, pick: u8) -> Deferral {
    match pick {
        0..=199 => Deferral::NotDeferrable,
        _ if backend == Backend::MySql => Deferral::NotDeferrable,
        200..=227 => Deferral::InitiallyImmediate,
        _ => Deferral::InitiallyDeferred,
    }
}
