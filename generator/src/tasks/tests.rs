//! The rules of this module, on small schemas; and for every choice among the tasks of one, that nothing leads nowhere.

use super::*;
use crate::catalog::{Action, Column, DataType, Deferral, Enum, ForeignKey, QualifiedName, Schema, Table, View};
use crate::database::Backend;
use crate::history::{Effects, History, Rename};
use crate::model::Names;

const SCHEMA: &str = "main";

fn named(name: &str) -> QualifiedName {
    QualifiedName { schema: SCHEMA.to_owned(), name: name.to_owned() }
}

/// `id`, `state:mood` for one of an enum, `user_id>users.id` for one with a foreign key; adds the keys.
fn column(text: &str, keys: &mut Vec<ForeignKey>) -> Column {
    let (text, target) = text.split_once('>').map_or((text, None), |(name, target)| (name, Some(target)));
    let (name, of) = text.split_once(':').map_or((text, None), |(name, of)| (name, Some(of)));
    if let Some((table, to)) = target.and_then(|target| target.split_once('.')) {
        keys.push(ForeignKey {
            name: None,
            columns: vec![name.to_owned()],
            target: named(table),
            target_columns: vec![to.to_owned()],
            on_update: Action::NoAction,
            on_delete: Action::NoAction,
            deferral: Deferral::NotDeferrable,
            validated: true,
        });
    }
    Column::plain(name, of.map_or(DataType::Integer, |of| DataType::Enum(named(of))), "integer")
}

/// Tables `orders(id user_id>users.id)`, enums `mood{sad glad}`, views `open_orders[id]`.
fn state(objects: &[&str]) -> Snapshot {
    let mut schema = Schema { name: SCHEMA.to_owned(), is_default: true, ..Schema::default() };
    for text in objects {
        let (name, rest) = text.split_at(text.find(['(', '{', '[']).unwrap());
        let parts = rest[1..rest.len() - 1].split_whitespace();
        let name = name.to_owned();
        let mut foreign_keys = Vec::new();
        if rest.starts_with('{') {
            schema.enums.push(Enum { name, values: parts.map(str::to_owned).collect(), ..Enum::default() });
            continue;
        }
        let columns = parts.map(|part| column(part, &mut foreign_keys)).collect();
        match rest.starts_with('(') {
            true => schema.tables.push(Table { name, columns, foreign_keys, ..Table::default() }),
            false => schema.views.push(View { name, columns, ..View::default() }),
        }
    }
    let mut catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    catalog.sort();
    Snapshot {
        backend: Backend::Sqlite,
        catalog,
        history: History::default(),
        names: Names::new(),
        orphans: BTreeSet::new(),
    }
}

fn patterns(names: &[&str]) -> Vec<Pattern> {
    names.iter().map(|name| Pattern::try_from((*name).to_owned()).unwrap()).collect()
}

fn picks(only: &[&str], skip: &[&str]) -> Picks {
    Picks { only: patterns(only), skip: patterns(skip) }
}

/// The tasks as lines, and what comes of them.
fn chosen(before: &Snapshot, after: &Snapshot, picks: &Picks, orphans: Orphans) -> (Vec<String>, Snapshot) {
    let mut tasks = Tasks::between(Some(before), after);
    tasks.choose(picks, orphans).unwrap();
    let line = |task: Task| {
        let sign = if task.done { '+' } else { '-' };
        let why = task.why.map(|why| format!(": {why}")).unwrap_or_default();
        format!("{sign}{} {}{why}", task.deed, task.object.place())
    };
    (tasks.list().into_iter().map(line).collect(), tasks.done())
}

fn before() -> Snapshot {
    state(&["users(id)", "orders(id user_id>users.id state:mood)", "products(id kind:sort)", "mood{sad}", "sort{one}"])
}

fn after() -> Snapshot {
    state(&[
        "users(id nickname)",
        "orders(id user_id>users.id state:mood coupon_id>coupons.id)",
        "coupons(id maker_id>makers.id)",
        "makers(id)",
        "mood{sad glad}",
        "open_orders[id]",
    ])
}

#[test]
fn without_a_choice_everything_is_done() {
    let (lines, done) = chosen(&before(), &after(), &Picks::default(), Orphans::Remove);
    assert_eq!(done, after());
    assert_eq!(
        lines,
        [
            "+add coupons",
            "+add makers",
            "+change orders",
            "+remove products",
            "+change users",
            "+add open_orders",
            "+change mood",
            "+remove sort"
        ]
    );
    assert_eq!(chosen(&after(), &after(), &Picks::default(), Orphans::Remove), (vec![], after()));
    let nothing = Tasks::between(None, &after()).list();
    assert!(nothing.iter().all(|task| task.deed == Deed::Add) && nothing.len() == 6);
}

#[test]
fn rule_5_what_a_chosen_one_needs_comes_along() {
    let (lines, done) = chosen(&before(), &after(), &picks(&["orders"], &[]), Orphans::Remove);
    assert_eq!(
        lines,
        [
            "+add coupons: needed by orders",
            "+add makers: needed by coupons",
            "+change orders",
            "-remove products: not among --only",
            "-change users: not among --only",
            "-add open_orders: not among --only",
            "-change mood: not among --only",
            "-remove sort: not among --only"
        ]
    );
    let expected = state(&[
        "users(id)",
        "orders(id user_id>users.id state:mood coupon_id>coupons.id)",
        "coupons(id maker_id>makers.id)",
        "makers(id)",
        "products(id kind:sort)",
        "mood{sad}",
        "sort{one}",
    ]);
    assert_eq!(done.catalog, expected.catalog);
}

#[test]
fn rule_5_what_needs_a_skipped_one_stays() {
    let (lines, done) = chosen(&before(), &after(), &picks(&[], &["makers"]), Orphans::Remove);
    let staying: Vec<_> = lines.iter().filter(|line| line.starts_with('-')).collect();
    assert_eq!(
        staying,
        [
            "-add coupons: needs makers, which is skipped",
            "-add makers: --skip",
            "-change orders: needs coupons, which is skipped"
        ]
    );
    assert!(done.catalog.schemas[0].tables.iter().all(|table| table.foreign_keys.len() < 2));
    // A type goes with what has it, and not before.
    let (lines, _) = chosen(&before(), &after(), &picks(&["sort"], &[]), Orphans::Remove);
    assert!(lines.contains(&"+remove products: needed by sort".to_owned()), "{lines:?}");
}

#[test]
fn rule_4_orphans_are_what_the_settings_say() {
    let named = |snapshot: &Snapshot| -> Vec<String> { snapshot.orphans.iter().map(Object::place).collect() };
    for orphans in [Orphans::Keep, Orphans::Exclude] {
        let (lines, done) = chosen(&before(), &after(), &Picks::default(), orphans);
        assert!(lines.contains(&"-remove products: an orphan stays".to_owned()), "{lines:?}");
        assert_eq!(named(&done), ["products", "sort"]);
        assert_eq!(done.of_code(orphans).schemas[0].tables.len(), if orphans == Orphans::Keep { 5 } else { 4 });
        assert_eq!(done.without_orphans().catalog, after().catalog);
        // It goes on so, until it comes back or is let go.
        assert_eq!(chosen(&done, &after(), &Picks::default(), orphans).1, done);
        let (_, gone) = chosen(&done, &after(), &picks(&["products", "sort"], &[]), orphans);
        assert_eq!(gone.catalog, after().catalog);
        let back = chosen(&done, &before(), &Picks::default(), orphans).1;
        assert_eq!(named(&back), ["coupons", "makers", "open_orders"]);
    }
    let (before, after) = (before(), after());
    let mut tasks = Tasks::between(Some(&before), &after);
    let problems = tasks.choose(&Picks::default(), Orphans::Error).unwrap_err();
    assert_eq!(
        problems.iter().map(|problem| (problem.code, problem.place.as_str())).collect::<Vec<_>>(),
        [("P006", "products")]
    );
    assert!(Tasks::between(Some(&before), &after).choose(&picks(&["products"], &[]), Orphans::Error).is_ok());
    assert!(Tasks::between(Some(&before), &after).choose(&picks(&[], &["products"]), Orphans::Error).is_ok());
}

#[test]
fn rule_4_an_orphan_holds_nothing_else_back() {
    let before = state(&["users(id code)", "notes(id user>users.code)"]);
    let after = state(&["users(id)"]);
    let (lines, done) = chosen(&before, &after, &Picks::default(), Orphans::Keep);
    assert_eq!(lines, ["-remove notes: an orphan stays", "+change users"]);
    assert_eq!(done.catalog, state(&["users(id)", "notes(id user)"]).catalog);
}

#[test]
fn rule_2_a_rename_is_done_whatever_is_chosen() {
    let object = |name: &str| Object { kind: Kind::Table, schema: None, of: None, name: name.to_owned() };
    let rename = Rename { object: object("people"), from: "users".to_owned(), from_schema: None };
    let effects = Effects { renamed: vec![rename], ..Effects::default() };
    let before = state(&["users(id)", "orders(id user_id>users.id)"]);
    let mut after = state(&["people(id name)", "orders(id user_id>people.id note)"]);
    after.history.migrations.insert("m1".to_owned(), effects);
    let (lines, done) = chosen(&before, &after, &picks(&[], &["people", "orders"]), Orphans::Remove);
    assert_eq!(lines, ["+rename people", "-change orders: --skip", "-change people: --skip"]);
    assert_eq!(done.catalog, state(&["people(id)", "orders(id user_id>people.id)"]).catalog);
}

#[test]
fn what_is_not_there_cannot_be_picked() {
    let (before, after) = (before(), after());
    let problems = Tasks::between(Some(&before), &after).choose(&picks(&["ordrs", "use*"], &["x"]), Orphans::Remove);
    let problems = problems.unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["C046", "C046"]);
    assert!(problems[0].help.contains("orders"), "{}", problems[0]);
}

#[test]
fn whatever_is_chosen_nothing_leads_nowhere() {
    let (before, after) = (before(), after());
    let names: Vec<String> =
        Tasks::between(Some(&before), &after).list().iter().map(|task| task.object.place()).collect();
    for set in 0..1_u32 << names.len() {
        let of_set: Vec<&str> =
            names.iter().enumerate().filter(|(idx, _)| set & (1 << idx) != 0).map(|(_, name)| name.as_str()).collect();
        for picks in [picks(&of_set, &[]), picks(&[], &of_set)] {
            for orphans in [Orphans::Remove, Orphans::Keep] {
                let (lines, done) = chosen(&before, &after, &picks, orphans);
                let facts = Facts::of(&done.catalog);
                for object in facts.keys() {
                    let lost: Vec<_> = facts.references(object).into_iter().filter(|to| !facts.has(to)).collect();
                    assert!(lost.is_empty(), "{picks:?} {orphans:?}: {object:?} leads to {lost:?}\n{lines:?}");
                }
                // The rest of the tasks are what is left to do, and then all is done.
                let (_, rest) = chosen(&done, &after, &Picks::default(), Orphans::Remove);
                assert_eq!(rest.catalog, after.catalog);
            }
        }
    }
}
