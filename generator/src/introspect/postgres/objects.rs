//! Rows of `objects.sql` that are neither tables nor views, and rows of `types.sql` → domains, composite types and
//! objects.

use super::columns::typed_name;
use super::keys::check;
use super::rows::{ColumnRow, ConstraintRow, ObjectRow, TypeRow};
use super::types::{Types, castable};
use crate::catalog::{Check, Composite, Default, Domain, Object, ObjectKind};
use crate::introspect::default::default_value;

/// The object, but for a table or view.
pub(super) fn object(row: &ObjectRow) -> Option<Object> {
    Some(Object {
        kind: kind(&row.kind)?,
        name: row.name.clone(),
        table: row.owner_name.clone(),
        definition: row.definition.clone(),
        comment: row.comment.clone(),
    })
}

fn kind(word: &str) -> Option<ObjectKind> {
    Some(match word {
        "partition" => ObjectKind::Partition,
        "index" => ObjectKind::Index,
        "constraint" => ObjectKind::Constraint,
        "inheritance" => ObjectKind::Inheritance,
        "sequence" => ObjectKind::Sequence,
        "trigger" => ObjectKind::Trigger,
        "policy" => ObjectKind::Policy,
        "exclusion" => ObjectKind::Exclusion,
        "period_key" => ObjectKind::PeriodKey,
        "rule" => ObjectKind::Rule,
        "statistics" => ObjectKind::Statistics,
        "range" => ObjectKind::Range,
        "base_type" => ObjectKind::BaseType,
        "operator" => ObjectKind::Operator,
        "collation" => ObjectKind::Collation,
        "extension" => ObjectKind::Extension,
        "foreign_server" => ObjectKind::ForeignServer,
        "event_trigger" => ObjectKind::EventTrigger,
        "other" => ObjectKind::Other,
        _ => return None,
    })
}

/// The domain of that type, with those of all constraints that are its own.
pub(super) fn domain(row: &TypeRow, constraints: &[ConstraintRow], types: &Types<'_>) -> Domain {
    let raw_type = row.base_spelling.clone().unwrap_or_default();
    let resolved = types.resolve(row.id, -1);
    let not_null = resolved.as_ref().is_some_and(|resolved| resolved.not_null);
    let data_type = resolved.map_or_else(|| castable(&raw_type), |resolved| resolved.data_type);
    let mut checks: Vec<Check> = constraints.iter().filter(|own| own.domain == row.id).filter_map(check).collect();
    checks.sort_by(|a, b| a.name.cmp(&b.name));
    let default = |raw: &String| Default { raw: raw.clone(), value: default_value(raw, &data_type) };
    Domain {
        name: row.name.clone(),
        default: row.expression.as_ref().map(default),
        data_type,
        raw_type,
        nullable: !not_null,
        checks,
        comment: row.comment.clone(),
    }
}

/// The composite type with these attributes.
pub(super) fn composite(row: &TypeRow, attributes: &[ColumnRow], types: &Types<'_>) -> Composite {
    Composite {
        name: row.name.clone(),
        attributes: attributes.iter().map(|row| typed_name(row, types)).collect(),
        comment: row.comment.clone(),
    }
}
