//! Rows of `objects.sql` that are neither tables, views nor indexes → objects: triggers and shadow tables.

use super::{Facts, ObjectRow};
use crate::catalog::{Object, ObjectKind};

/// All triggers and shadow tables, whether what they belong to passes the filters or not.
pub(super) fn build(facts: &Facts) -> Vec<Object> {
    facts.objects.iter().filter_map(|row| object(row, facts)).collect()
}

fn object(row: &ObjectRow, facts: &Facts) -> Option<Object> {
    let (kind, table) = match row.kind.as_str() {
        "trigger" => (ObjectKind::Trigger, table_of(row, facts)),
        "shadow" => (ObjectKind::ShadowTable, virtual_table_of(row, facts)),
        _ => return None,
    };
    let definition = Some(row.text.clone());
    Some(Object { kind, name: row.name.clone(), table: table.map(str::to_owned), definition, comment: None })
}

/// The table or view of a trigger as it is declared: the trigger's text may spell it in other case.
fn table_of<'a>(row: &ObjectRow, facts: &'a Facts) -> Option<&'a str> {
    facts.relations().map(|table| table.name.as_str()).find(|name| name.eq_ignore_ascii_case(&row.owner))
}

/// The virtual table whose rows a shadow table keeps: its name with an underscore and a word of the module behind.
fn virtual_table_of<'a>(row: &ObjectRow, facts: &'a Facts) -> Option<&'a str> {
    let stands_before = |name: &str| {
        let (head, rest) = (row.name.get(..name.len()), row.name.get(name.len()..));
        head.is_some_and(|head| head.eq_ignore_ascii_case(name)) && rest.is_some_and(|rest| rest.starts_with('_'))
    };
    let tables = facts.relations().filter(|table| table.kind == "virtual").map(|table| table.name.as_str());
    tables.filter(|name| stands_before(name)).max_by_key(|name| name.len())
}
