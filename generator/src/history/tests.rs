use super::*;
use crate::catalog::{Catalog, Column, DataType, Enum, Schema, Table};

fn column(name: &str, raw_type: &str) -> Column {
    Column::plain(name, DataType::Text, raw_type)
}

/// Tables, each as its name, a colon and its columns.
fn catalog(tables: &[&str]) -> Catalog {
    let table = |text: &&str| {
        let (name, columns) = text.split_once(':').unwrap();
        let columns = columns.split_whitespace().map(|column_name| column(column_name, "text")).collect();
        Table { name: name.to_owned(), columns, ..Table::default() }
    };
    let tables = tables.iter().map(table).collect();
    let schema = Schema { name: "main".to_owned(), is_default: true, tables, ..Schema::default() };
    Catalog { schemas: vec![schema], ..Catalog::default() }
}

/// Objects by number and part: `1 orders`, `1.2 orders.status`.
fn identities(proof: Proof, objects: &[&str]) -> Identities {
    let object = |text: &&str| {
        let (number, name) = text.split_once(' ').unwrap();
        let (number, part) = number.split_once('.').unwrap_or((number, "0"));
        let (kind, of, name) = match name.split_once('.') {
            Some((of, name)) => (Kind::Column, Some(of.to_owned()), name),
            None => (Kind::Table, None, name),
        };
        let identity = Identity { class: String::new(), number: number.parse().unwrap(), part: part.parse().unwrap() };
        (identity, Object { kind, schema: Some("main".to_owned()), of, name: name.to_owned() })
    };
    Identities { objects: objects.iter().map(object).collect(), proof }
}

/// What happened, a word and a place each.
fn told(effects: &Effects) -> Vec<String> {
    let each = |word: &'static str, list: &[Object]| {
        list.iter().map(move |object| format!("{word} {}", object.place())).collect::<Vec<_>>()
    };
    let renamed = effects.renamed.iter().map(|rename| format!("renamed {} {}", rename.from, rename.object.place()));
    [
        each("made", &effects.made),
        each("changed", &effects.changed),
        renamed.collect(),
        each("dropped", &effects.dropped),
    ]
    .concat()
}

type Side<'a> = (&'a [&'a str], Proof, &'a [&'a str]);

fn happened(before: Side<'_>, after: Side<'_>) -> Vec<String> {
    let (old, new) = (catalog(before.0), catalog(after.0));
    let (old_ids, new_ids) = (identities(before.1, before.2), identities(after.1, after.2));
    let before = State { catalog: &old, identities: &old_ids };
    told(&effects(before, State { catalog: &new, identities: &new_ids }))
}

#[test]
fn an_identity_with_another_name_is_a_rename_and_takes_its_parts_along() {
    let before: Side<'_> = (&["a:id x", "b:id"], Proof::Enough, &["1 a", "1.1 a.id", "1.2 a.x", "2 b", "2.1 b.id"]);
    let after: Side<'_> = (&["c:id y z", "b:id"], Proof::Enough, &["1 c", "1.1 c.id", "1.2 c.y", "1.3 c.z", "2 b"]);
    assert_eq!(happened(before, after), ["made c.z", "renamed a c", "renamed x c.y"]);
}

#[test]
fn objects_may_change_places_and_a_name_may_be_taken_over() {
    let before: Side<'_> = (&["a:x", "b:y"], Proof::Enough, &["1 a", "1.1 a.x", "2 b", "2.1 b.y"]);
    let after: Side<'_> = (&["a:y", "b:x"], Proof::Enough, &["1 b", "1.1 b.x", "2 a", "2.1 a.y"]);
    assert_eq!(happened(before, after), ["renamed b a", "renamed a b"]);
    let after: Side<'_> = (&["b:x"], Proof::Enough, &["1 b", "1.1 b.x"]);
    assert_eq!(happened(before, after), ["renamed a b", "dropped b"]);
    let after: Side<'_> = (&["b:x", "a:z"], Proof::Enough, &["1 b", "1.1 b.x", "3 a", "3.1 a.z"]);
    assert_eq!(happened(before, after), ["made a", "renamed a b", "dropped b"]);
}

#[test]
fn sqlite_must_have_needed_every_statement() {
    let before: Side<'_> = (&["a:id x"], Proof::Statements(5), &["1 a", "1.1 a.id", "1.2 a.x"]);
    let after = |statements| -> Side<'_> {
        (&["b:id y", "n:id"], Proof::Statements(statements), &["1 b", "1.1 b.id", "1.2 b.y"])
    };
    assert_eq!(happened(before, after(8)), ["made n", "renamed a b", "renamed x b.y"]);
    assert_eq!(happened(before, after(9)), ["made b", "made n", "dropped a"], "one statement more, and nobody knows");
}

#[test]
fn a_column_in_the_place_of_one_that_is_gone_is_another() {
    let ids = |columns: &[&str]| -> Vec<String> {
        let column = |(idx, name): (usize, &&str)| format!("1.{} a.{name}", idx + 1);
        ["1 a".to_owned()].into_iter().chain(columns.iter().enumerate().map(column)).collect()
    };
    let told = |proof: fn(i64) -> Proof, [old, new]: [&[&str]; 2], counted: i64| {
        let (before, after) = (format!("a:{}", old.join(" ")), format!("a:{}", new.join(" ")));
        let (old, new) = (ids(old), ids(new));
        let [old, new] = [&old, &new].map(|ids| ids.iter().map(String::as_str).collect::<Vec<_>>());
        happened((&[&before], proof(0), &old), (&[&after], proof(counted), &new))
    };
    for proof in [Proof::Statements, Proof::InstantAlters] as [fn(i64) -> Proof; 2] {
        assert_eq!(told(proof, [&["x", "y", "z"], &["y", "z"]], 1), ["dropped a.x"]);
        // As well the first may have gone and the second have been renamed.
        let dropped = ["made a.n", "dropped a.x", "dropped a.y"];
        assert_eq!(told(proof, [&["x", "y"], &["n"]], 2), dropped);
        assert_eq!(told(proof, [&["x", "y", "z"], &["y", "z", "n"]], 2), ["made a.n", "dropped a.x"]);
        assert!(told(proof, [&["x", "y"], &["y", "x"]], 3).is_empty(), "nobody knows which is which");
    }
    assert_eq!(told(Proof::Statements, [&["x", "y"], &["n", "y"]], 1), ["renamed x a.n"]);
    assert_eq!(
        told(Proof::Statements, [&["x", "y"], &["n", "m", "z"]], 3),
        ["made a.z", "renamed y a.m", "renamed x a.n"]
    );
}

#[test]
fn innodb_must_have_counted_no_column_that_came_or_went_unseen() {
    let before: Side<'_> = (&["a:id x", "b:id"], Proof::InstantAlters(5), &["1 a", "1.2 a.x", "2 b"]);
    let after = |counted, b| -> Side<'_> { (b, Proof::InstantAlters(counted), &["1 a", "1.2 a.y", "2 b"]) };
    assert_eq!(happened(before, after(5, &["a:id y", "b:id"])), ["renamed x a.y"]);
    assert_eq!(happened(before, after(6, &["a:id y", "b:id"])), ["made a.y", "dropped a.x"]);
    assert_eq!(happened(before, after(6, &["a:id y", "b:id z"])), ["made b.z", "renamed x a.y"]);
    assert_eq!(happened(before, after(7, &["a:id y", "b:id z"])), ["made a.y", "made b.z", "dropped a.x"]);
}

#[test]
fn changes_are_told_of_the_part_that_changed() {
    let (old, mut new) = (catalog(&["a:id x"]), catalog(&["a:id x"]));
    new.schemas[0].tables[0].columns[1] = column("x", "varchar");
    new.schemas[0].tables[0].comment = Some("more".to_owned());
    let values = vec!["low".to_owned()];
    new.schemas[0].enums.push(Enum { name: "level".to_owned(), values, ..Enum::default() });
    let nothing = Identities::default();
    let found = effects(State { catalog: &old, identities: &nothing }, State { catalog: &new, identities: &nothing });
    assert_eq!(told(&found), ["made level", "changed a", "changed a.x"]);
}

fn object(kind: Kind, of: Option<&str>, name: &str) -> Object {
    Object { kind, schema: None, of: of.map(str::to_owned), name: name.to_owned() }
}

fn rename(kind: Kind, of: Option<&str>, from: &str, name: &str) -> Rename {
    Rename { object: object(kind, of, name), from: from.to_owned(), from_schema: None }
}

/// A timeline, oldest first.
fn timeline(history: &History, object: &Object) -> String {
    let word = |event: Event| match event.deed {
        Deed::Made => format!("{} made", event.migration),
        Deed::Changed => format!("{} changed", event.migration),
        Deed::Renamed { from } => format!("{} renamed from {from}", event.migration),
    };
    history.timeline(object).into_iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The objects of tables that are called otherwise, from a state to another.
fn moved(before: (&[&str], &History), after: (&[&str], &History)) -> Vec<String> {
    let moved = renamed_between((&catalog(before.0), before.1), (&catalog(after.0), after.1));
    moved.into_iter().map(|(old, new)| format!("{} {}", old.place(), new.place())).collect()
}

#[test]
fn an_object_remembers_who_made_it_and_what_it_was_called() {
    let mut history = History::default();
    let state = object(Kind::Column, Some("purchases"), "state");
    let orders = Effects { made: vec![object(Kind::Table, None, "orders")], ..Effects::default() };
    history.add(&["m1"], orders.clone());
    history.add(&["m2"], Effects { made: vec![object(Kind::Column, Some("orders"), "status")], ..Effects::default() });
    let early = history.clone();
    let renamed = vec![
        rename(Kind::Column, Some("purchases"), "status", "state"),
        rename(Kind::Table, None, "orders", "purchases"),
    ];
    history.add(&["m3"], Effects { renamed, changed: vec![state.clone()], ..Effects::default() });
    history.add(&["m4"], orders);
    assert_eq!(timeline(&history, &state), "m2 made, m3 renamed from orders.status, m3 changed");
    assert_eq!(timeline(&history, &object(Kind::Column, Some("purchases"), "id")), "m1 made");
    assert_eq!(timeline(&history, &object(Kind::Table, None, "purchases")), "m1 made, m3 renamed from orders");
    assert_eq!(timeline(&history, &object(Kind::Table, None, "orders")), "m4 made");
    let renamed = |history: &History| -> Vec<String> {
        history.renamed().into_iter().map(|(then, now)| format!("{} {}", then.place(), now.place())).collect()
    };
    assert_eq!(renamed(&history), ["orders.status purchases.state", "orders purchases"]);
    let mut later = history.clone();
    let again = vec![rename(Kind::Table, None, "purchases", "deals")];
    later.add(&["m5"], Effects { renamed: again, ..Effects::default() });
    assert_eq!(renamed(&later), ["orders.status deals.state", "orders deals", "purchases deals"]);
    later.add(&["m6"], Effects { dropped: vec![object(Kind::Table, None, "deals")], ..Effects::default() });
    assert!(renamed(&later).is_empty());

    let (old, new): (&[&str], &[&str]) = (&["orders:id status"], &["orders:id status", "purchases:id state"]);
    let expected = ["orders purchases", "orders.id purchases.id", "orders.status purchases.state"];
    assert_eq!(moved((old, &early), (new, &history)), expected);
    let back = expected.map(|line| line.split(' ').rev().collect::<Vec<_>>().join(" "));
    assert_eq!(moved((new, &history), (old, &early)), back);
    assert!(moved((new, &history), (new, &history)).is_empty());
    assert!(moved((old, &History::default()), (new, &history)).is_empty(), "nobody knows what the old one was");
}

#[test]
fn names_may_be_swapped_and_what_is_dropped_is_forgotten() {
    let table = |name| object(Kind::Table, None, name);
    let mut history = History::default();
    history.add(&["m1"], Effects { made: vec![table("a")], ..Effects::default() });
    history.add(&["m2"], Effects { made: vec![table("b")], ..Effects::default() });
    history.add(&["m3"], Effects { made: vec![object(Kind::Column, Some("b"), "x")], ..Effects::default() });
    let early = history.clone();
    let swap = vec![rename(Kind::Table, None, "b", "a"), rename(Kind::Table, None, "a", "b")];
    history.add(&["m4"], Effects { renamed: swap, ..Effects::default() });
    assert_eq!(timeline(&history, &table("a")), "m2 made, m4 renamed from b");
    assert_eq!(timeline(&history, &object(Kind::Column, Some("a"), "x")), "m3 made");
    let tables: &[&str] = &["a:y", "b:x"];
    let swapped: &[&str] = &["a:x", "b:y"];
    assert_eq!(moved((tables, &early), (swapped, &history)), ["a b", "b a", "a.y b.y", "b.x a.x"]);
    history.add(&["m5"], Effects { dropped: vec![table("a")], ..Effects::default() });
    history.add(&["m6"], Effects { made: vec![table("a")], ..Effects::default() });
    assert_eq!(timeline(&history, &table("a")), "m6 made");
    assert_eq!(moved((tables, &early), (swapped, &history)), ["a b", "a.y b.y"]);
}
