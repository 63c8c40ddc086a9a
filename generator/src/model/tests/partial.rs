//! Tests of unique keys that hold for some rows alone.

use super::super::{PartialKey, Test, build};
use super::{catalog, entity};
use crate::catalog::{Index, IndexKey, IndexPart};
use crate::config::Settings;

/// The partial keys of `docs: a, b?, c?, Odd`, whose indexes are lines of the form `name (columns) WHERE condition`.
fn keys(indexes: &str) -> Vec<PartialKey> {
    let mut catalog = catalog("docs: a#, b?, c?, Odd Name");
    catalog.schemas[0].tables[0].indexes = indexes.lines().map(str::trim).map(index).collect();
    let (model, _) = build(&catalog, &Settings::default());
    entity(&model, "doc").repository.clone().unwrap().partial_keys
}

fn index(line: &str) -> Index {
    let (head, predicate) = line.split_once(" WHERE ").unwrap();
    let (name, columns) = head.split_once(" (").unwrap();
    let part = |column: &str| IndexPart::plain(IndexKey::Column(column.to_owned()));
    Index {
        name: name.to_owned(),
        unique: true,
        method: "btree".to_owned(),
        parts: columns.trim_end_matches(')').split(", ").map(part).collect(),
        include: Vec::new(),
        predicate: Some(predicate.to_owned()),
        valid: true,
        nulls_not_distinct: false,
    }
}

fn tests(condition: &str) -> Option<Vec<(usize, Test)>> {
    let key = keys(&format!("one (b) WHERE {condition}")).pop()?;
    Some(key.terms.into_iter().map(|term| (term.field, term.test)).collect())
}

#[test]
fn the_same_condition_is_read_alike_in_every_spelling() {
    let [a, b, c, odd] = [1, 2, 3, 4];
    let open = || Test::Text("it's".to_owned());
    for (expected, spellings) in [
        (vec![(c, Test::IsNull)], &["c IS NULL", "(c IS NULL)", "\"c\" is null", "((c) IS NULL)"][..]),
        (vec![(c, Test::IsNotNull)], &["c IS NOT NULL", "(`c` Is Not Null)"]),
        (vec![(a, Test::Is)], &["a", "(a)", "((A))"]),
        (vec![(a, Test::IsNot)], &["NOT a", "(NOT a)", "not (a)"]),
        (vec![(c, open())], &["c = 'it''s'", "((c)::text = 'it''s'::text)", "(c = 'it''s'::public.\"State\")"]),
        (vec![(c, open())], &["((c)::character varying = 'it''s'::character varying)"]),
        (vec![(odd, Test::Integer(-3))], &["\"Odd Name\" = -3", "(\"Odd Name\" = -3)"]),
        (vec![(a, Test::Boolean(true))], &["a = TRUE", "(a = true)"]),
        (
            vec![(c, Test::IsNull), (a, Test::IsNot), (b, Test::Integer(1))],
            &[
                "c IS NULL AND NOT a AND b = 1",
                "((c IS NULL) AND (NOT a) AND (b = 1))",
                "(c IS NULL AND NOT a) AND b = 1",
            ],
        ),
    ] {
        for spelling in spellings {
            assert_eq!(tests(spelling).as_ref(), Some(&expected), "{spelling}");
        }
    }
}

#[test]
fn what_is_more_than_terms_gives_no_key() {
    for condition in [
        "x IS NULL",
        "a > 1",
        "a <> 1",
        "a = 1.5",
        "a IS TRUE",
        "a OR c",
        "a = b",
        "lower(c) = 'x'",
        "a IN (1, 2)",
        "c IS NULL AND",
        "c IS NULL AND (a AND b)",
        "NOT (a = 1)",
        "(a",
        "a)",
        "c = 'open",
        "c = \"open\"",
        "a = 1 -- b",
        "a = 99999999999999999999",
        "c::text IS NULL::x y",
        "a COLLATE \"C\" = 'x'",
        "c = E'x'",
        "1 = 1",
    ] {
        assert_eq!(tests(condition), None, "{condition}");
    }
}

#[test]
fn names_come_from_columns_and_two_over_the_same_from_the_index_too() {
    let names = |indexes: &str| -> Vec<String> { keys(indexes).into_iter().map(|key| key.name).collect() };
    assert_eq!(names("one (b, c) WHERE a"), ["b_c"]);
    assert_eq!(names("one (b) WHERE a\n two (b) WHERE NOT a\n three (c) WHERE a"), ["b_one", "b_two", "c"]);
    assert!(names("one (a) WHERE c IS NULL").is_empty(), "it is unique in every row");
}
