//! Rows of `objects.sql` that are neither tables nor views → objects.

use super::rows::{ColumnRow, ObjectRow, said};
use crate::catalog::{Object, ObjectKind};

/// The object, but for a table, a view or the query of one.
pub(super) fn object(row: &ObjectRow, columns: &[ColumnRow]) -> Option<Object> {
    let kind = match row.kind.as_str() {
        "TRIGGER" => ObjectKind::Trigger,
        "EVENT" => ObjectKind::Event,
        "PARTITION" => ObjectKind::Partition,
        // MariaDB keeps a sequence as a table of one row.
        "SEQUENCE" => ObjectKind::Sequence,
        _ => return None,
    };
    let (name, table) = match kind {
        ObjectKind::Sequence => (&row.owner, numbered_by(row, columns)),
        _ => (&row.name, said(&row.owner)),
    };
    let (definition, comment) = (row.definition.clone(), said(&row.comment));
    Some(Object { kind, name: name.clone(), table, definition, comment })
}

/// The first table with a column that draws from the sequence.
fn numbered_by(sequence: &ObjectRow, columns: &[ColumnRow]) -> Option<String> {
    let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
    let call = format!("nextval({}.{})", quoted(&sequence.owner_schema), quoted(&sequence.owner));
    let draws = |row: &&ColumnRow| row.default_text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(&call));
    let tables = columns.iter().filter(|row| row.owner_schema == sequence.owner_schema).filter(draws);
    tables.map(|row| row.owner.clone()).min()
}
