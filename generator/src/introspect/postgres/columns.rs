//! Rows of `columns.sql` → [`Column`]s: type, default, identity and generation of each.

use super::rows::ColumnRow;
use super::types::{Resolved, Types, castable};
use crate::catalog::{Column, DataType, Default, Generated, Identity, TypedName};
use crate::introspect::default::{default_value, is_beyond};
use crate::introspect::expression::parse;
use sqlparser::ast::Expr;

/// The column of a table.
pub(super) fn column(row: &ColumnRow, types: &Types<'_>) -> Column {
    // A type that is not listed is the row type of a table.
    let resolved = types.resolve(row.type_id, row.modifier);
    let unlisted = || Resolved { data_type: castable(&row.raw_type), domain: None, not_null: false };
    let Resolved { data_type, domain, not_null } = resolved.unwrap_or_else(unlisted);
    let data_type = match &row.expression {
        // A text then, by a default that says so.
        Some(raw) if is_beyond(raw, &data_type) => castable(&row.raw_type),
        _ => nested(data_type, row.dimensions),
    };
    let identity = identity(row, &data_type);
    let serial = identity.is_some() && row.identity.is_empty();
    let default = row.expression.as_ref().filter(|_| identity.is_none() && row.generated.is_empty());
    Column {
        name: row.name.clone(),
        nullable: !row.not_null && !not_null,
        default: default.map(|raw| Default { raw: raw.clone(), value: default_value(raw, &data_type) }),
        identity,
        serial,
        generated: generated(row),
        domain,
        origin: None,
        collation: row.collation.clone(),
        comment: row.comment.clone(),
        raw_type: row.raw_type.clone(),
        data_type,
    }
}

/// The array with the dimensions that were declared; every other type as it is.
fn nested(data_type: DataType, dimensions: i32) -> DataType {
    match data_type {
        DataType::Array(_) => (1..dimensions).fold(data_type, |inner, _| DataType::Array(Box::new(inner))),
        _ => data_type,
    }
}

/// The column of a view: it may be NULL until `proof` knows better, for no constraint says so. What a view passes on or
/// computes from values beyond Rust's reach can be one too, and no default says so.
pub(super) fn view_column(row: &ColumnRow, types: &Types<'_>) -> Column {
    let column = column(row, types);
    let data_type = if types.is_beyond(row.type_id) { castable(&row.raw_type) } else { column.data_type };
    Column { nullable: true, data_type, ..column }
}

/// The attribute of a composite type.
pub(super) fn typed_name(row: &ColumnRow, types: &Types<'_>) -> TypedName {
    let Column { name, data_type, raw_type, .. } = column(row, types);
    TypedName { name, data_type, raw_type }
}

fn identity(row: &ColumnRow, data_type: &DataType) -> Option<Identity> {
    match row.identity.as_str() {
        "a" => return Some(Identity::Always),
        "d" => return Some(Identity::ByDefault),
        _ => {}
    }
    let integer = matches!(data_type, DataType::SmallInteger | DataType::Integer | DataType::BigInteger);
    let numbered = integer && row.generated.is_empty() && row.expression.as_deref().is_some_and(draws_from_sequence);
    numbered.then_some(Identity::ByDefault)
}

/// Whether the default is the next value of a sequence, which is all that `serial` leaves behind.
fn draws_from_sequence(default: &str) -> bool {
    if !default.contains("nextval") {
        return false;
    }
    match parse(default) {
        Some(Expr::Function(function)) => {
            function.name.0.last().is_some_and(|name| name.to_string().eq_ignore_ascii_case("nextval"))
        }
        _ => false,
    }
}

fn generated(row: &ColumnRow) -> Option<Generated> {
    let expression = row.expression.as_ref().filter(|_| !row.generated.is_empty())?;
    Some(Generated { expression: expression.clone(), stored: row.generated == "s" })
}

#[cfg(test)]
mod tests {
    use super::draws_from_sequence;

    #[test]
    fn recognises_sequences() {
        assert!(draws_from_sequence("nextval('public.orders_id_seq'::regclass)"));
        assert!(draws_from_sequence("pg_catalog.nextval('s.\"a''b\"'::regclass)"));
        assert!(!draws_from_sequence("(nextval('s'::regclass) * 10)"));
        assert!(!draws_from_sequence("'nextval'::text"));
        assert!(!draws_from_sequence("0"));
    }
}
