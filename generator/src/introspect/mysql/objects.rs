//! Rows of `objects.sql` that are neither tables nor views → objects.

use super::rows::{ObjectRow, said};
use crate::catalog::{Object, ObjectKind};

/// The object, but for a table, a view or the query of one.
pub(super) fn object(row: &ObjectRow) -> Option<Object> {
    let kind = match row.kind.as_str() {
        "TRIGGER" => ObjectKind::Trigger,
        "EVENT" => ObjectKind::Event,
        "PARTITION" => ObjectKind::Partition,
        // MariaDB keeps a sequence as a table of one row.
        "SEQUENCE" => ObjectKind::Sequence,
        _ => return None,
    };
    let (name, table) = match kind {
        ObjectKind::Sequence => (&row.owner, None),
        _ => (&row.name, said(&row.owner)),
    };
    let (definition, comment) = (row.definition.clone(), said(&row.comment));
    Some(Object { kind, name: name.clone(), table, definition, comment })
}
