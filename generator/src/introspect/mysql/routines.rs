//! Rows of `routines.sql` → [`Routine`]s.
//!
//! A function gives one value. A procedure may select rows of its own, and no catalog says whether and which: its
//! result is unknown, besides what its parameters carry out.

use super::enums::Enums;
use super::rows::RoutineRow;
use super::types;
use crate::catalog::{DataType, Parameter, ParameterMode, QualifiedName, Returns, Routine, RoutineKind};
use crate::introspect::filter::Filter;

/// The place of the row that stands for the routine itself.
const ROUTINE: i64 = -1;

/// The place of what a function returns.
const RESULT: i64 = 0;

/// Every routine that was found, before the filter.
pub(super) fn found(rows: &[RoutineRow]) -> Vec<QualifiedName> {
    let routines = rows.iter().filter(|row| row.place == ROUTINE);
    routines.map(|row| QualifiedName { schema: row.owner_schema.clone(), name: row.owner.clone() }).collect()
}

/// The routines of one schema that the filter keeps.
pub(super) fn of_schema(schema: &str, rows: &[RoutineRow], enums: &Enums, filter: &Filter) -> Vec<Routine> {
    let same =
        |a: &RoutineRow, b: &RoutineRow| (&a.owner_schema, &a.owner, &a.kind) == (&b.owner_schema, &b.owner, &b.kind);
    let groups = rows.chunk_by(same).filter(|rows| rows[0].owner_schema == schema);
    groups.filter(|rows| filter.keeps(schema, &rows[0].owner)).map(|rows| routine(rows, enums)).collect()
}

fn routine(rows: &[RoutineRow], enums: &Enums) -> Routine {
    let head = &rows[0];
    let kind = if head.kind == "FUNCTION" { RoutineKind::Function } else { RoutineKind::Procedure };
    let parameters: Vec<Parameter> =
        rows.iter().filter(|row| row.place > RESULT).map(|row| parameter(row, enums)).collect();
    let result = rows.iter().find(|row| row.place == RESULT);
    let returns = result.map_or(Returns::Unknown, |row| Returns::Value {
        data_type: data_type(row, enums),
        raw_type: row.column_type.clone(),
        set: false,
    });
    let signature: Vec<&str> = parameters.iter().map(|parameter| parameter.raw_type.as_str()).collect();
    Routine {
        name: head.owner.clone(),
        signature: signature.join(", "),
        kind,
        parameters,
        returns,
        comment: Some(head.comment.clone()).filter(|comment| !comment.is_empty()),
        ..Routine::default()
    }
}

fn parameter(row: &RoutineRow, enums: &Enums) -> Parameter {
    let mode = match row.mode.as_deref() {
        Some("OUT") => ParameterMode::Out,
        Some("INOUT") => ParameterMode::InOut,
        _ => ParameterMode::In,
    };
    let data_type = match row.type_name.as_str() {
        // MariaDB sends a `bit` that comes out of a procedure as digits and calls them bits.
        "bit" if mode != ParameterMode::In => DataType::Opaque,
        _ => data_type(row, enums),
    };
    Parameter {
        name: row.name.clone(),
        mode,
        data_type,
        raw_type: row.column_type.clone(),
        row_of: None,
        has_default: false,
    }
}

fn data_type(row: &RoutineRow, enums: &Enums) -> DataType {
    match row.type_name.as_str() {
        "enum" => enums.parameter_type(row.name.as_deref().unwrap_or_default(), &row.column_type),
        name => types::data_type(name, &row.column_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DatabaseSettings;
    use crate::introspect::filter::Filters;
    use crate::introspect::mysql::rows::Rows;

    fn row(owner: &str, place: i64, mode: &str, column_type: &str) -> RoutineRow {
        RoutineRow {
            owner_schema: "s".to_owned(),
            owner: owner.to_owned(),
            kind: if owner.starts_with('f') { "FUNCTION" } else { "PROCEDURE" }.to_owned(),
            place,
            mode: Some(mode.to_owned()),
            name: (place > 0).then(|| format!("p{place}")),
            type_name: column_type.split('(').next().unwrap().to_owned(),
            column_type: column_type.to_owned(),
            ..RoutineRow::default()
        }
    }

    #[test]
    fn functions_give_a_value_and_procedures_who_knows() {
        let rows = [
            row("f", -1, "", ""),
            row("f", 0, "", "int(11)"),
            row("f", 1, "IN", "enum('a')"),
            row("p", -1, "", ""),
            row("p", 1, "OUT", "bit(1)"),
            row("p", 2, "INOUT", "date"),
        ];
        let enums = Enums::of("s", &[], &[], &Rows::default().groups());
        let all = Filters::new(&DatabaseSettings::default()).unwrap().routines;
        let routines = of_schema("s", &rows, &enums, &all);
        assert!(of_schema("other", &rows, &enums, &all).is_empty());
        let [function, procedure] = routines.as_slice() else { panic!("{routines:?}") };
        let value = Returns::Value { data_type: DataType::Integer, raw_type: "int(11)".to_owned(), set: false };
        assert_eq!((function.kind, &function.returns), (RoutineKind::Function, &value));
        assert_eq!(function.parameters[0].data_type, DataType::Text);
        assert_eq!((procedure.kind, &procedure.returns), (RoutineKind::Procedure, &Returns::Unknown));
        assert_eq!(procedure.signature, "bit(1), date");
        assert_eq!(procedure.parameters[0].data_type, DataType::Opaque);
    }
}
