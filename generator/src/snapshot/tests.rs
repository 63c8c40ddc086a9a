use super::*;
use crate::catalog::{
    Check, Column, DataType, Enum, Key, ObjectKind, QualifiedName, Returns, Routine, Table, TypedName, View,
};
use crate::diagnostic::Diagnostic;
use crate::history::{self, Effects, Kind, Rename};
use crate::model::{Name, Named, Origin};

fn texts(snapshot: &Snapshot) -> BTreeMap<String, String> {
    snapshot.files().unwrap().into_iter().map(|file| (file.path, file.text)).collect()
}

fn column(name: &str, data_type: DataType) -> Column {
    Column {
        nullable: true,
        comment: Some("'''\n\"\"\"\\".to_owned()),
        ..Column::plain(name, data_type, "as\nit \"is\"\u{202e}\u{7}")
    }
}

fn history() -> History {
    let object = |kind, of: Option<&str>, name: &str| history::Object {
        kind,
        schema: of.map(|_| "app".to_owned()),
        of: of.map(str::to_owned),
        name: name.to_owned(),
    };
    let effects = Effects {
        made: vec![object(Kind::Table, None, "a \"b\".c"), object(Kind::Column, Some("t"), "c")],
        renamed: vec![Rename {
            object: object(Kind::Table, None, "new"),
            from: "old".to_owned(),
            from_schema: Some("app".to_owned()),
        }],
        ..Effects::default()
    };
    let mut history = History::default();
    history.add(&["m1 unseen", "m2"], effects);
    history
}

fn named(schema: &str, name: &str) -> QualifiedName {
    QualifiedName { schema: schema.to_owned(), name: name.to_owned() }
}

fn table(name: &str) -> Table {
    let types = [
        DataType::Decimal(None),
        DataType::Decimal(Some((10, 2))),
        DataType::Varchar(None),
        DataType::Array(Box::new(DataType::Array(Box::new(DataType::Char(None))))),
        DataType::Enum(named("shop", "mood")),
        DataType::castable("text", "cidr"),
    ];
    let key = Key {
        name: None,
        columns: vec!["c0".to_owned()],
        prefixes: Vec::new(),
        include: Vec::new(),
        deferral: Default::default(),
        nulls_not_distinct: false,
    };
    let columns = types.into_iter().enumerate().map(|(idx, data_type)| column(&format!("c{idx}"), data_type));
    Table { name: name.to_owned(), columns: columns.collect(), primary_key: Some(key), ..Table::default() }
}

fn names() -> Names {
    let name =
        |kind, name: &str, rust: &str, origin| Name { kind, name: name.to_owned(), rust: rust.to_owned(), origin };
    let object = |kind, schema: Option<&str>, name: &str| history::Object {
        kind,
        schema: schema.map(str::to_owned),
        of: None,
        name: name.to_owned(),
    };
    let orders = vec![
        name(Named::Type, "orders", "Purchase", Origin::User),
        name(Named::Enum, "c1", "C1", Origin::Auto),
        name(Named::Column, "c1", "type_", Origin::Auto),
    ];
    Names::from([
        (object(Kind::Table, None, "orders"), orders),
        (object(Kind::Table, Some("Auth \u{e9}"), "orders"), vec![name(Named::Type, "orders", "Order", Origin::Auto)]),
        (object(Kind::View, None, "overview"), vec![name(Named::Type, "overview", "Overview", Origin::Auto)]),
        (object(Kind::Enum, None, "mood"), vec![name(Named::Type, "mood", "Mood", Origin::Auto)]),
    ])
}

fn snapshot() -> Snapshot {
    let object = |kind, table: Option<&str>| Object {
        kind,
        name: "x".to_owned(),
        table: table.map(str::to_owned),
        definition: None,
        comment: None,
    };
    let routine = |signature: &str, returns| Routine {
        name: "total".to_owned(),
        signature: signature.to_owned(),
        returns,
        overloaded: true,
        ..Routine::default()
    };
    let row = vec![TypedName { name: "a".to_owned(), data_type: DataType::Varchar(None), raw_type: "text".to_owned() }];
    let shop = Schema {
        name: "shop".to_owned(),
        is_default: true,
        tables: ["orders", "Orders", "", "../../etc/passwd", "con", "a b", "a_b"].map(table).into(),
        views: vec![View {
            name: "overview".to_owned(),
            definition: "SELECT `shop`.`t`.`a`".to_owned(),
            ..View::default()
        }],
        enums: vec![Enum {
            name: "mood".to_owned(),
            values: vec!["false".to_owned(), String::new()],
            ..Enum::default()
        }],
        routines: vec![
            routine(
                "integer",
                Returns::Value { data_type: DataType::Decimal(None), raw_type: "x".to_owned(), set: false },
            ),
            routine("text", Returns::Row { of: None, columns: row, set: true }),
        ],
        objects: vec![object(ObjectKind::Trigger, Some("orders")), object(ObjectKind::Sequence, Some("other.t"))],
        ..Schema::default()
    };
    let auth = Schema { name: "Auth \u{e9}".to_owned(), tables: vec![table("orders")], ..Schema::default() };
    let mut catalog = Catalog { schemas: vec![shop, auth], migrated: true, ..Catalog::default() };
    catalog.sort();
    Snapshot { backend: Backend::Postgres, catalog, history: history(), names: names(), orphans: BTreeSet::new() }
}

#[test]
fn what_is_written_is_read_back() {
    let snapshot = snapshot();
    assert_eq!(read(&texts(&snapshot)).unwrap(), snapshot);
}

#[test]
fn paths_are_plain_and_each_object_has_its_own() {
    let texts = texts(&snapshot());
    let tables = texts.keys().filter(|path| path.starts_with("schema/table/")).collect::<Vec<_>>();
    assert_eq!(tables.len(), 8, "{tables:?}");
    assert!(texts.keys().all(|path| crate::plan::path::flaw(path).is_none()), "{tables:?}");
    let lower: std::collections::BTreeSet<_> = texts.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), texts.len(), "{tables:?}");
    assert!(texts.contains_key("schema/table/orders.toml") && texts.contains_key("schema/table/a_b.toml"));
}

#[test]
fn a_connected_database_has_no_name() {
    let mut seen = snapshot();
    let before = texts(&seen);
    seen.backend = Backend::MySql;
    let after = texts(&seen);
    assert!(before.values().any(|text| text.contains("shop")), "the test must be able to fail");
    assert!(after.values().all(|text| !text.contains("shop")), "{after:#?}");
    let read = read(&after).unwrap();
    assert_eq!(read.catalog.schemas[1].name, "database");
    assert_eq!(texts(&read), after);
}

#[test]
fn a_column_more_is_lines_more() {
    let mut seen = snapshot();
    let before = texts(&seen).remove("schema/table/orders.toml").unwrap();
    let orders = seen.catalog.schemas[1].tables.iter_mut().find(|table| table.name == "orders").unwrap();
    orders.columns.insert(2, column("new", DataType::Integer));
    let after = texts(&seen).remove("schema/table/orders.toml").unwrap();
    let gone: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(matches!(gone.as_slice(), [seal] if seal.contains("seal")), "{gone:?}");
}

#[test]
fn two_branches_that_change_different_lines_of_a_table_are_merged() {
    let mut seen = snapshot();
    let mut texts = texts(&seen);
    let merged = texts.get_mut("schema/table/orders.toml").unwrap();
    let seals = "<<<<<<< ours\n# scaffold-seal: 00000000000000000000000000000000\n=======\n\
                 # scaffold-seal: 11111111111111111111111111111111\n>>>>>>> theirs\n";
    let seal = merged.lines().nth(1).unwrap().to_owned() + "\n";
    *merged = merged.replace(&seal, seals) + "\n[[checks]]\nname = \"positive\"\nexpression = \"c0 > 0\"\n";
    let orders = seen.catalog.schemas[1].tables.iter_mut().find(|table| table.name == "orders").unwrap();
    orders.checks.push(Check {
        name: Some("positive".to_owned()),
        expression: "c0 > 0".to_owned(),
        allowed: None,
        no_null_elements: None,
        validated: false,
    });
    assert_eq!(read(&texts).unwrap(), seen);
}

#[test]
fn a_text_that_git_or_a_seal_could_have_written_is_a_text() {
    for line in ["<<<<<<< a", "=======", ">>>>>>> b", "# scaffold-seal: 00000000000000000000000000000000"] {
        let mut seen = snapshot();
        let comment = format!("first\n{line}\n\"last\"\\\u{7f}\r\n");
        for table in seen.catalog.schemas.iter_mut().flat_map(|schema| &mut schema.tables) {
            table.comment = Some(comment.clone());
            table.columns[0].comment = Some(comment.clone());
        }
        assert_eq!(read(&texts(&seen)).unwrap(), seen, "{line}");
    }
}

#[test]
fn every_file_that_cannot_be_understood_is_told() {
    let codes = |texts: &BTreeMap<String, String>| -> Vec<(&str, String)> {
        let problems: Vec<Diagnostic> = read(texts).unwrap_err();
        problems.into_iter().map(|problem| (problem.code, problem.place)).collect()
    };
    let mut texts = texts(&snapshot());
    let orders = texts["schema/table/orders.toml"].clone();
    texts.insert("schema/table/copy.toml".to_owned(), orders.clone());
    texts.insert("schema/table/orders.toml".to_owned(), orders.clone());
    texts.insert("schema/notes.toml".to_owned(), "mine = 1".to_owned());
    texts.insert("schema/view/merged.toml".to_owned(), "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n".to_owned());
    texts.insert("schema/view/odd.toml".to_owned(), "name = 1".to_owned());
    texts.insert("schema/enum/lost.toml".to_owned(), "schema = \"x\"\nname = \"y\"".to_owned());
    let found = codes(&texts);
    let found: Vec<_> = found.iter().map(|(code, place)| (*code, place.as_str())).collect();
    assert_eq!(
        found,
        [
            ("P002", "schema/enum/lost.toml"),
            ("P004", "schema/table/orders.toml"),
            ("P003", "schema/view/merged.toml"),
            ("P002", "schema/view/odd.toml"),
        ]
    );
    texts.remove(DATABASE);
    assert_eq!(codes(&texts), [("P001", DATABASE.to_owned())]);
}
