//! Rows of `routines.sql` → [`Routine`]s: parameters, results and kinds, overloads apart.
//!
//! What is returned is told by the type alone: a row type, `record` with outgoing parameters, or one value.

use super::rows::RoutineRow;
use super::types::{Types, castable};
use crate::catalog::{Parameter, ParameterMode, QualifiedName, Returns, Routine, RoutineKind, Schema, TypedName};
use crate::introspect::filter::Filter;
use std::collections::{BTreeMap, HashMap};

/// What the types of routines are found in: types, and tables and views, by their identifiers.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) relations: &'a HashMap<i64, QualifiedName>,
}

/// Adds the routines that are kept to their schemas.
pub(super) fn add(schemas: &mut BTreeMap<&str, Schema>, rows: &[RoutineRow], known: Known<'_>, filter: &Filter) {
    let mut namesakes: HashMap<(&str, &str), usize> = HashMap::new();
    for row in rows {
        *namesakes.entry((&row.schema, &row.name)).or_default() += 1;
    }
    for row in rows.iter().filter(|row| filter.keeps(&row.schema, &row.name)) {
        if let Some(schema) = schemas.get_mut(row.schema.as_str()) {
            let overloaded = namesakes.get(&(row.schema.as_str(), row.name.as_str())).is_some_and(|count| *count > 1);
            schema.routines.push(Routine { overloaded, ..routine(row, known) });
        }
    }
}

fn routine(row: &RoutineRow, known: Known<'_>) -> Routine {
    let types = known.types;
    let parameters = parameters(row, known);
    let returned = types.pseudo_type(row.returns);
    let kind = match (row.kind.as_str(), returned) {
        ("p", _) => RoutineKind::Procedure,
        ("a", _) => RoutineKind::Aggregate,
        ("w", _) => RoutineKind::Window,
        (_, Some("trigger" | "event_trigger")) => RoutineKind::Trigger,
        _ => RoutineKind::Function,
    };
    let returns = match returned {
        _ if kind == RoutineKind::Procedure => Returns::Nothing,
        Some("void" | "trigger" | "event_trigger") => Returns::Nothing,
        Some("record") => record(row, types),
        _ => typed(row, types),
    };
    Routine {
        name: row.name.clone(),
        signature: row.signature.clone(),
        kind,
        parameters,
        returns,
        strict: row.strict,
        overloaded: false,
        shadowed: row.shadowed,
        security_definer: row.security_definer,
        settings: row.settings.clone(),
        comment: row.comment.clone(),
    }
}

/// The parameters, but for the columns of `RETURNS TABLE`. Defaults belong to the last of those that take values in.
fn parameters(row: &RoutineRow, known: Known<'_>) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = all(row, known.types)
        .zip(&row.relations)
        .filter_map(|((mode, name, typed), relation)| {
            let mode = match mode {
                "t" => return None,
                "o" => ParameterMode::Out,
                "b" => ParameterMode::InOut,
                "v" => ParameterMode::Variadic,
                _ => ParameterMode::In,
            };
            let TypedName { data_type, raw_type, .. } = typed;
            let row_of = known.relations.get(relation).cloned();
            Some(Parameter { name: name.map(str::to_owned), mode, data_type, raw_type, row_of, has_default: false })
        })
        .collect();
    let incoming = parameters.iter_mut().rev().filter(|parameter| parameter.mode != ParameterMode::Out);
    let defaults = usize::try_from(row.defaults).unwrap_or_default();
    incoming.take(defaults).for_each(|parameter| parameter.has_default = true);
    parameters
}

/// Every listed parameter: its mode, its name if it has one, and its type.
fn all<'r>(
    row: &'r RoutineRow,
    types: &'r Types<'_>,
) -> impl Iterator<Item = (&'r str, Option<&'r str>, TypedName)> + 'r {
    row.types.iter().zip(&row.raw_types).enumerate().map(|(idx, (&id, raw_type))| {
        let mode = row.modes.get(idx).map_or("i", String::as_str);
        let name = row.names.get(idx).map(String::as_str).filter(|name| !name.is_empty());
        (mode, name, typed_name(name.unwrap_or_default(), (id, -1, raw_type), types))
    })
}

/// A `record` is a row of the outgoing parameters, if there are any.
fn record(row: &RoutineRow, types: &Types<'_>) -> Returns {
    let outgoing = all(row, types).filter(|(mode, ..)| matches!(*mode, "o" | "b" | "t"));
    let columns: Vec<TypedName> = outgoing
        .enumerate()
        .map(|(idx, (_, name, typed))| {
            // So the server calls a column without a name.
            let name = name.map_or_else(|| format!("column{}", idx + 1), str::to_owned);
            TypedName { name, ..typed }
        })
        .collect();
    if columns.is_empty() { Returns::Unknown } else { Returns::Row { of: None, columns, set: row.is_set } }
}

fn typed(row: &RoutineRow, types: &Types<'_>) -> Returns {
    let set = row.is_set;
    let (Some(schema), Some(name)) = (&row.row_schema, &row.row_name) else {
        let TypedName { data_type, raw_type, .. } = typed_name("", (row.returns, -1, &row.raw_returns), types);
        return Returns::Value { data_type, raw_type, set };
    };
    let facts = row.row_types.iter().zip(&row.row_modifiers).zip(&row.row_raw_types);
    let columns = row.row_names.iter().zip(facts);
    let columns =
        columns.map(|(name, ((&id, &modifier), raw_type))| typed_name(name, (id, modifier, raw_type), types)).collect();
    Returns::Row { of: Some(QualifiedName { schema: schema.clone(), name: name.clone() }), columns, set }
}

fn typed_name(name: &str, (id, modifier, raw_type): (i64, i32, &str), types: &Types<'_>) -> TypedName {
    // A type that is not listed is the row type of a table.
    let data_type = types.resolve(id, modifier).map_or_else(|| castable(raw_type), |resolved| resolved.data_type);
    TypedName { name: name.to_owned(), data_type, raw_type: raw_type.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::introspect::postgres::rows::TypeRow;

    fn types() -> Vec<TypeRow> {
        let row = |id, kind: &str, name: &str| TypeRow::named(id, kind, name);
        vec![
            row(1, "b", "int4"),
            row(2, "b", "text"),
            row(3, "p", "record"),
            row(4, "p", "void"),
            row(5, "p", "trigger"),
        ]
    }

    fn of(types_of: &[i64], modes: &[&str], names: &[&str], returns: i64) -> RoutineRow {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        RoutineRow {
            types: types_of.to_vec(),
            raw_types: types_of.iter().map(ToString::to_string).collect(),
            relations: types_of.to_vec(),
            modes: texts(modes),
            names: texts(names),
            returns,
            kind: "f".to_owned(),
            ..RoutineRow::default()
        }
    }

    #[test]
    fn a_record_has_the_columns_that_parameters_carry_out() {
        let rows = types();
        let known = Known { types: &Types::new(&rows), relations: &HashMap::new() };
        let row = of(&[1, 2, 1, 2], &["i", "o", "b", "t"], &["a", "", "c", "d"], 3);
        let found = routine(&row, known);
        let modes: Vec<ParameterMode> = found.parameters.iter().map(|parameter| parameter.mode).collect();
        assert_eq!(modes, [ParameterMode::In, ParameterMode::Out, ParameterMode::InOut]);
        let Returns::Row { of: None, columns, set: false } = found.returns else { panic!("{:?}", found.returns) };
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["column1", "c", "d"]);
        assert_eq!(routine(&of(&[1], &[], &[], 3), known).returns, Returns::Unknown);
    }

    #[test]
    fn the_last_incoming_parameters_have_the_defaults() {
        let rows = types();
        let row = RoutineRow { defaults: 2, ..of(&[1, 1, 1, 2], &["i", "i", "o", "v"], &[], 1) };
        let relation = QualifiedName { schema: "app".to_owned(), name: "items".to_owned() };
        let relations = HashMap::from([(2, relation.clone())]);
        let parameters = parameters(&row, Known { types: &Types::new(&rows), relations: &relations });
        let defaults: Vec<bool> = parameters.iter().map(|parameter| parameter.has_default).collect();
        assert_eq!(defaults, [false, true, false, true]);
        assert!(parameters.iter().all(|parameter| parameter.name.is_none()));
        let rows: Vec<bool> = parameters.iter().map(|parameter| parameter.row_of.as_ref() == Some(&relation)).collect();
        assert_eq!(rows, [false, false, false, true]);
    }

    #[test]
    fn kinds_are_told_by_kind_and_result() {
        let rows = types();
        let known = Known { types: &Types::new(&rows), relations: &HashMap::new() };
        let kind = |kind: &str, returns| {
            let found = routine(&RoutineRow { kind: kind.to_owned(), ..of(&[], &[], &[], returns) }, known);
            (found.kind, found.returns)
        };
        assert_eq!(kind("f", 4), (RoutineKind::Function, Returns::Nothing));
        assert_eq!(kind("f", 5), (RoutineKind::Trigger, Returns::Nothing));
        assert_eq!(kind("p", 3), (RoutineKind::Procedure, Returns::Nothing));
        assert_eq!(kind("a", 1).0, RoutineKind::Aggregate);
    }
}
