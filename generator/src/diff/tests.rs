use super::*;
use crate::catalog::{
    Action, Check, Column, DataType, Default as ColumnDefault, DefaultValue, Deferral, Domain, Enum, ForeignKey, Index,
    IndexKey, IndexPart, Key, QualifiedName, Returns, Routine, Schema, Table, View,
};
use crate::config::{Selection, Settings};
use crate::history::{Effects, Rename};
use crate::model::{self, Name, Named, Names, Origin};

fn column(name: &str, data_type: DataType) -> Column {
    let raw_type = format!("{data_type:?}");
    Column::plain(name, data_type, raw_type)
}

fn named(name: &str) -> QualifiedName {
    QualifiedName { schema: "public".to_owned(), name: name.to_owned() }
}

fn key(columns: &[&str]) -> Key {
    Key::plain(None, columns.iter().map(|column| (*column).to_owned()).collect())
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    Table { name: name.to_owned(), columns, primary_key: Some(key(&["id"])), ..Table::default() }
}

/// Users with orders, and a view of them.
fn schema() -> Schema {
    let users = vec![column("id", DataType::Integer), column("email", DataType::Varchar(Some(80)))];
    let status = DataType::Enum(named("status"));
    let orders = vec![column("id", DataType::Integer), column("user_id", DataType::Integer), column("status", status)];
    let of_user = ForeignKey {
        name: Some("fk_user".to_owned()),
        columns: vec!["user_id".to_owned()],
        target: named("users"),
        target_columns: vec!["id".to_owned()],
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: true,
    };
    Schema {
        name: "public".to_owned(),
        is_default: true,
        tables: vec![Table { foreign_keys: vec![of_user], ..table("orders", orders) }, table("users", users)],
        views: vec![View {
            name: "open_orders".to_owned(),
            columns: vec![column("id", DataType::Integer)],
            definition: "SELECT id FROM orders".to_owned(),
            ..View::default()
        }],
        enums: vec![Enum {
            name: "status".to_owned(),
            values: vec!["new".to_owned(), "done".to_owned()],
            ..Enum::default()
        }],
        ..Schema::default()
    }
}

/// What changes when a schema is changed so, one line each with what it means, and the verdict.
fn told(change: impl Fn(&mut Schema)) -> (Vec<String>, Verdict) {
    let settings = Settings::default();
    let state = |schema: Schema| {
        let mut catalog = Catalog { schemas: vec![schema], migrated: true, ..Catalog::default() };
        catalog.sort();
        let model = model::build(&catalog, &settings).0;
        (catalog, model)
    };
    let (before, mut after) = (state(schema()), schema());
    change(&mut after);
    let after = state(after);
    let (nothing, unnamed) = (History::default(), Names::new());
    let [before, after] =
        [&before, &after].map(|(catalog, model)| State { catalog, model, history: &nothing, names: &unnamed });
    let found = changes(before, after);
    (found.changes.iter().map(|change| format!("{}: {change}", change.impact)).collect(), found.verdict)
}

fn columns(schema: &mut Schema, table: &str) -> Vec<Column> {
    std::mem::take(&mut find(schema, table).columns)
}

fn find<'a>(schema: &'a mut Schema, name: &str) -> &'a mut Table {
    schema.tables.iter_mut().find(|table| table.name == name).unwrap()
}

#[track_caller]
fn check(change: impl Fn(&mut Schema), lines: &[&str], verdict: Verdict) {
    let (found, of) = told(change);
    assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), of), (lines, verdict));
}

#[test]
fn nothing_changed_is_nothing() {
    check(|_| {}, &[], Verdict::None);
}

#[test]
fn a_table_comes_and_goes_with_all_it_has() {
    let lines = ["additive: table notes: added"];
    check(|schema| schema.tables.push(table("notes", vec![column("id", DataType::Integer)])), &lines, Verdict::Minor);
    let lines = ["breaking: table orders: removed", "breaking: relation users.orders: removed"];
    check(|schema| schema.tables.retain(|table| table.name != "orders"), &lines, Verdict::Major);
}

#[test]
fn a_column_that_new_rows_need_breaks_those_who_make_them() {
    let add = |column: Column| move |schema: &mut Schema| find(schema, "users").columns.push(column.clone());
    let note = column("note", DataType::Text);
    check(add(note.clone()), &["breaking: column users.note: added"], Verdict::Major);
    check(add(Column { nullable: true, ..note.clone() }), &["additive: column users.note: added"], Verdict::Minor);
    let default = Some(ColumnDefault { raw: "''".to_owned(), value: DefaultValue::Text(String::new()) });
    check(add(Column { default, ..note }), &["additive: column users.note: added"], Verdict::Minor);
    let remove = |schema: &mut Schema| drop(find(schema, "users").columns.pop());
    check(remove, &["breaking: column users.email: removed"], Verdict::Major);
}

#[test]
fn types_and_null_break_and_what_rust_does_not_see_breaks_nothing() {
    let change = |change: fn(&mut Column)| move |schema: &mut Schema| change(&mut find(schema, "users").columns[1]);
    let lines = [
        "breaking: column users.email: type String → i64",
        "doc-only: column users.email: definition Varchar(Some(80)) → BigInteger",
    ];
    let big = |column: &mut Column| {
        column.data_type = DataType::BigInteger;
        column.raw_type = "BigInteger".to_owned();
    };
    check(change(big), &lines, Verdict::Major);
    let lines = [
        "breaking: column users.email: NULL refused → allowed",
        "breaking: column users.email: in new rows required → none",
    ];
    check(change(|column| column.nullable = true), &lines, Verdict::Major);
    let lines = ["doc-only: column users.email: definition Varchar(Some(80)) → Varchar(Some(90))"];
    let longer = |column: &mut Column| {
        column.data_type = DataType::Varchar(Some(90));
        column.raw_type = "Varchar(Some(90))".to_owned();
    };
    check(change(longer), &lines, Verdict::Patch);
    let lines = ["doc-only: column users.email: comment none → Theirs"];
    check(change(|column| column.comment = Some("Theirs".to_owned())), &lines, Verdict::Patch);
    let lines = [
        "additive: column users.email: in new rows required → optional",
        "doc-only: column users.email: definition Varchar(Some(80)) → Varchar(Some(80)) DEFAULT 'x'",
    ];
    let default = |column: &mut Column| {
        column.default = Some(ColumnDefault { raw: "'x'".to_owned(), value: DefaultValue::Text("x".to_owned()) });
    };
    check(change(default), &lines, Verdict::Minor);
}

#[test]
fn keys_and_relations_break_and_conditions_do_not() {
    let lines = ["doc-only: constraint users.UNIQUE (email): added", "additive: finder users.find_by_email: added"];
    let unique = |schema: &mut Schema| find(schema, "users").unique_keys.push(key(&["email"]));
    check(unique, &lines, Verdict::Minor);
    let lines = ["breaking: table users: columns id → email"];
    check(|schema| find(schema, "users").primary_key = Some(key(&["email"])), &lines, Verdict::Major);
    let lines = ["breaking: relation orders.user: removed", "breaking: relation users.orders: removed"];
    let (found, verdict) = told(|schema| find(schema, "orders").foreign_keys.clear());
    assert!(lines.iter().all(|line| found.iter().any(|found| found == line)), "{found:#?}");
    assert_eq!(verdict, Verdict::Major);
    let positive = |schema: &mut Schema| {
        find(schema, "users").checks.push(Check {
            name: Some("positive".to_owned()),
            expression: "id > 0".to_owned(),
            allowed: None,
            no_null_elements: None,
            validated: true,
        });
    };
    check(positive, &["doc-only: constraint users.positive: added"], Verdict::Patch);
    let index = |schema: &mut Schema| {
        let part = IndexPart::plain(IndexKey::Column("email".to_owned()));
        find(schema, "users").indexes.push(Index {
            name: "by_email".to_owned(),
            unique: false,
            method: "btree".to_owned(),
            parts: vec![part],
            include: Vec::new(),
            predicate: None,
            valid: true,
            nulls_not_distinct: false,
        });
    };
    let lines = ["doc-only: constraint users.by_email: added", "additive: finder users.list_by_email: added"];
    check(index, &lines, Verdict::Minor);
}

#[test]
fn a_new_value_breaks_every_match() {
    let value = |schema: &mut Schema| schema.enums[0].values.push("late".to_owned());
    check(value, &["breaking: value status.late: added"], Verdict::Major);
    let lines = ["breaking: value status.done: removed"];
    check(|schema| drop(schema.enums[0].values.pop()), &lines, Verdict::Major);
}

#[test]
fn the_query_of_a_view_is_told_and_breaks_nothing() {
    let lines = ["doc-only: view open_orders: definition SELECT id FROM orders → SELECT 1"];
    check(|schema| schema.views[0].definition = "SELECT 1".to_owned(), &lines, Verdict::Patch);
}

#[test]
fn a_column_that_moves_is_where_it_was() {
    let turn = |schema: &mut Schema| {
        let mut turned = columns(schema, "users");
        turned.reverse();
        find(schema, "users").columns = turned;
    };
    check(turn, &[], Verdict::None);
}

#[test]
fn machines_get_what_they_can_read() {
    let change = Change {
        place: "a`b\n::error::%".to_owned(),
        what: What::Table,
        kind: Kind::Comment,
        before: None,
        after: Some("x`".to_owned()),
        impact: Impact::Breaking,
    };
    let changes = Changes { verdict: Verdict::Major, changes: vec![change] };
    assert_eq!(
        markdown(&changes),
        "### Schema: major change for users of the entity crate\n\n**Breaking** (1)\n\n\
         - `` table a`b ::error::%: comment none → x` ``\n"
    );
    assert_eq!(github(&changes), "::warning title=breaking schema change::table a`b ::error::%25: comment none → x`\n");
    assert_eq!(markdown(&Changes::default()), "### Schema\n\nNothing changed.\n");
}

#[test]
fn what_a_migration_renamed_is_the_same_under_another_name() {
    let settings = Settings::default();
    let (before, mut after) = (schema(), schema());
    let orders = find(&mut after, "orders");
    orders.name = "purchases".to_owned();
    orders.columns[2].name = "state".to_owned();
    orders.columns.push(Column { nullable: true, ..column("note", DataType::Text) });
    let object = |kind, of: Option<&str>, name: &str| Object {
        kind,
        schema: None,
        of: of.map(str::to_owned),
        name: name.to_owned(),
    };
    let rename = |object, from: &str| Rename { object, from: from.to_owned(), from_schema: None };
    let renamed = vec![
        rename(object(ObjectKind::Table, None, "purchases"), "orders"),
        rename(object(ObjectKind::Column, Some("purchases"), "state"), "status"),
    ];
    let mut history = History::default();
    history.add(&["m1"], Effects { renamed, ..Effects::default() });
    let state = |schema: Schema| {
        let mut catalog = Catalog { schemas: vec![schema], migrated: true, ..Catalog::default() };
        catalog.sort();
        let model = model::build(&catalog, &settings).0;
        (catalog, model)
    };
    let (before, after, nothing, unnamed) = (state(before), state(after), History::default(), Names::new());
    let before = State { catalog: &before.0, model: &before.1, history: &nothing, names: &unnamed };
    let found = changes(before, State { catalog: &after.0, model: &after.1, history: &history, names: &unnamed });
    let lines: Vec<String> = found.changes.iter().map(|change| format!("{}: {change}", change.impact)).collect();
    let expected = [
        "doc-only: table purchases: renamed from orders",
        "breaking: table purchases: name in Rust Order → Purchase",
        "additive: column purchases.note: added",
        "doc-only: column purchases.state: renamed from orders.status",
        "breaking: column purchases.state: name in Rust status → state",
        "breaking: relation users.purchases: name in Rust orders → purchases",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn every_name_that_was_decided_is_written_down() {
    let mut schema = schema();
    schema.enums[0].values = ["a-b", "A-B", "new"].map(str::to_owned).into();
    let amount = Domain {
        name: "amount".to_owned(),
        data_type: DataType::Integer,
        raw_type: "integer".to_owned(),
        nullable: true,
        default: None,
        checks: Vec::new(),
        comment: None,
    };
    schema.domains.push(amount);
    let mut total = column("total", DataType::Integer);
    total.domain = Some(named("amount"));
    schema.tables[0].columns.push(total);
    let routine = |signature: &str| Routine {
        name: "total".to_owned(),
        signature: signature.to_owned(),
        overloaded: true,
        returns: Returns::Value { data_type: DataType::Integer, raw_type: "integer".to_owned(), set: false },
        ..Routine::default()
    };
    schema.routines = vec![routine("integer"), routine("text")];
    let mut catalog = Catalog { schemas: vec![schema], migrated: true, ..Catalog::default() };
    catalog.sort();
    let mut settings = Settings::default();
    (settings.entity.typed_ids, settings.entity.typed_domains) = (Selection::Everything, Selection::Everything);
    let model = model::build(&catalog, &settings).0;
    let told: Vec<String> = model
        .names(Some("public"))
        .into_iter()
        .flat_map(|(object, names)| {
            let line = move |name: Name| {
                format!("{:?} {}: {:?} {} = {}", object.kind, object.place(), name.kind, name.name, name.rust)
            };
            names.into_iter().map(line)
        })
        .collect();
    let expected = [
        "Table orders: Type orders = Order",
        "Table orders: Key orders = OrderId",
        "Table users: Type users = User",
        "Table users: Key users = UserId",
        "View open_orders: Type open_orders = OpenOrders",
        "Enum status: Type status = Status",
        "Enum status: Value A-B = ABX7710",
        "Enum status: Value a-b = ABXd443",
        "Domain amount: Type amount = Amount",
        "Routine total: Function total(integer) = total_without_arguments_xb3b0",
        "Routine total: Function total(text) = total_without_arguments_xedb9",
    ];
    assert_eq!(told, expected);
}

#[test]
fn names_that_were_written_down_are_those_of_then() {
    let mut catalog = Catalog { schemas: vec![schema()], migrated: true, ..Catalog::default() };
    catalog.sort();
    let model = model::build(&catalog, &Settings::default()).0;
    let now = model.names(catalog.default_schema().map(|schema| schema.name.as_str()));
    let (nothing, unnamed) = (History::default(), Names::new());
    let state = |names| State { catalog: &catalog, model: &model, history: &nothing, names };
    assert_eq!(changes(state(&now), state(&now)), Changes::default());
    assert_eq!(changes(state(&now), state(&unnamed)), Changes::default(), "what is told is what is so");
    let mut then = now.clone();
    let orders = then.iter_mut().find(|(object, _)| object.name == "orders").unwrap().1;
    orders.retain(|name| name.kind != Named::Type);
    let name = |kind, name: &str, rust: &str| Name {
        kind,
        name: name.to_owned(),
        rust: rust.to_owned(),
        origin: Origin::User,
    };
    orders.extend([name(Named::Type, "orders", "Purchase"), name(Named::Column, "id", "number")]);
    let found = changes(state(&then), state(&now));
    let lines: Vec<String> = found.changes.iter().map(|change| format!("{}: {change}", change.impact)).collect();
    assert_eq!(
        lines,
        [
            "breaking: table orders: name in Rust Purchase → Order",
            "breaking: column orders.id: name in Rust number → id"
        ]
    );
}
