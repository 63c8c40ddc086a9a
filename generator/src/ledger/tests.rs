//! The ledger as it is printed.

use super::*;
use crate::catalog::{Object, Table};

fn ledger(schema: Schema) -> Vec<Entry> {
    let schema = Schema { name: "public".to_owned(), is_default: true, ..schema };
    let catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    build(&catalog, &Model::default(), &[])
}

fn object(kind: ObjectKind, table: Option<&str>) -> Object {
    let table = table.map(str::to_owned);
    Object { kind, name: "o".to_owned(), table, definition: None, comment: None }
}

#[test]
fn kinds_are_one_word_and_count_as_keys() {
    let objects = vec![
        object(ObjectKind::Trigger, Some("t")),
        object(ObjectKind::Index, Some("t_1")),
        object(ObjectKind::Sequence, Some("t")),
        object(ObjectKind::Sequence, None),
    ];
    let entries = ledger(Schema { objects, ..Schema::default() });
    let counts = serde_json::to_value(counts(&entries)).unwrap();
    let expected = serde_json::json!({ "not_generated": { "schema": 1, "trigger": 1, "index": 1, "sequence": 2 } });
    assert_eq!(counts, expected);
    assert_eq!(serde_json::to_value(&entries[1]).unwrap()["kind"], "trigger");
    let left_out = left_out(&entries);
    let words: Vec<_> = left_out.iter().map(|(kind, count)| (kind.plural(), *count)).collect();
    assert_eq!(words, [("sequences", 1), ("triggers", 1)]);
}

#[test]
fn what_is_not_generated_has_a_reason_and_a_way_out() {
    let tables = vec![Table { name: "empty".to_owned(), ..Table::default() }];
    for entry in ledger(Schema { tables, ..Schema::default() }) {
        assert_eq!(entry.fate, Fate::NotGenerated, "{entry:?}");
        assert!(!entry.reason.is_empty() && !entry.help.is_empty(), "{entry:?}");
    }
}
