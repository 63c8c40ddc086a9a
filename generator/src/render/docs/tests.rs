//! Tests of the documentation: what is told, that no text of a database changes its shape, and how much a change changes.

use super::*;
use crate::catalog::{
    Action, AllowedValues, Check, Column, DataType, Deferral, Domain, Enum, ForeignKey, Identity, Index, IndexKey,
    IndexPart, Key, Object, ObjectKind, Parameter, QualifiedName, Routine, Schema, Table, View,
};
use crate::config::Settings;
use crate::history::{self, Effects};
use crate::{model, render};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Texts that mean something to Markdown, HTML, Mermaid, SQL, git or a terminal.
const PAYLOADS: &[&str] = &[
    "a|b",
    "a\\|b",
    "`",
    "``` x",
    "\\`a`",
    "<script>alert(1)</script>",
    "</pre><script>",
    "<!--",
    "-->",
    "---",
    "# x",
    "]]>",
    "](javascript:alert(1))",
    "[x](y)",
    "![x](y)",
    "*x*",
    "_x_",
    "~~x~~",
    "a\nb",
    "a\r\n\r\n# b",
    "a\n---\nb",
    "a\n```\nb",
    "\u{202e}gnp",
    "\u{200b}",
    "\u{1b}[2J",
    "&amp;",
    "$x$",
    "1. x",
    "- x",
    "+ x",
    "> x",
    "<x@y.z>",
    "a  ",
    "  a",
    "\ta",
    "| - |",
    "\"; click X href \"javascript:x\"",
    "a\" { int b }",
    "} o--o {",
    "%% x",
    "%%{init: {}}%%",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "<<<<<<< HEAD",
    "=======",
    "https://x.y/<z>",
    "@x #1",
    ":x:",
    "'; DROP TABLE x; --",
    "a](../b",
    "\\",
    "^x",
    "[^1]",
    "=",
    "~~~",
    "",
    "é日本",
    "$1`${x}",
    "end",
    "PK",
    "erDiagram",
];

fn benign(text: &str) -> String {
    // A space at an end is no word, and what is empty stays empty.
    text.chars().map(|c| if c.is_whitespace() { c } else { 'x' }).collect()
}

fn column(name: &str, comment: &str) -> Column {
    Column { comment: Some(comment.to_owned()), ..Column::plain(name, DataType::Integer, "integer") }
}

fn key(columns: &[&str], name: Option<&str>) -> Key {
    Key::plain(name.map(str::to_owned), columns.iter().map(|name| (*name).to_owned()).collect())
}

fn reference(column: &str, target: &str) -> ForeignKey {
    ForeignKey {
        name: Some(format!("fk_{column}")),
        columns: vec![column.to_owned()],
        target: QualifiedName { schema: "public".to_owned(), name: target.to_owned() },
        target_columns: vec!["id".to_owned()],
        on_update: Action::NoAction,
        on_delete: Action::Cascade,
        deferral: Deferral::NotDeferrable,
        validated: true,
    }
}

fn table(name: &str, targets: &[&str]) -> Table {
    let id = Column { identity: Some(Identity::Always), ..column("id", "") };
    let own = targets.iter().map(|target| column(&format!("{target}_id"), ""));
    Table {
        name: name.to_owned(),
        columns: std::iter::once(id).chain(own).collect(),
        primary_key: Some(key(&["id"], None)),
        foreign_keys: targets.iter().map(|target| reference(&format!("{target}_id"), target)).collect(),
        ..Table::default()
    }
}

fn catalog(tables: Vec<Table>) -> Catalog {
    let schema = Schema { name: "public".to_owned(), is_default: true, tables, ..Schema::default() };
    let mut catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    catalog.sort();
    catalog
}

/// An index with a text in every place.
fn filled_index(text: &str, column: &str) -> Index {
    let named = |letter: &str| format!("{letter}{text}");
    Index {
        name: named("i"),
        unique: false,
        method: "btree".to_owned(),
        parts: vec![
            IndexPart { descending: true, ..IndexPart::plain(IndexKey::Column(column.to_owned())) },
            IndexPart { prefix: Some(3), ..IndexPart::plain(IndexKey::Expression(named("e"))) },
        ],
        include: vec![column.to_owned()],
        predicate: Some(named("p")),
        valid: true,
        nulls_not_distinct: false,
    }
}

/// A schema with a text in every place that has one. Letters in front keep the order that its objects have.
fn filled(text: &str) -> (Catalog, History) {
    let named = |letter: &str| format!("{letter}{text}");
    let (first, second, third) = (named("a"), named("b"), named("c"));
    let index = filled_index(text, &third);
    let mut one = table(&first, &[]);
    one.comment = Some(text.to_owned());
    one.columns.push(Column {
        default: Some(crate::catalog::Default { raw: named("d"), value: crate::catalog::DefaultValue::Expression }),
        raw_type: named("t"),
        ..column(&third, text)
    });
    one.checks.push(Check {
        name: Some(named("k")),
        expression: named("x"),
        allowed: Some(AllowedValues { column: third.clone(), values: vec![named("v")], padded: false }),
        no_null_elements: None,
        validated: false,
    });
    one.indexes.push(index);
    one.unique_keys.push(key(&[&third], Some(&named("u"))));
    let mut two = table(&second, &[]);
    two.columns.push(column(&named("r"), text));
    two.foreign_keys.push(ForeignKey { columns: vec![named("r")], ..reference("r", &first) });
    let mut catalog = catalog(vec![one, two]);
    let schema = &mut catalog.schemas[0];
    schema.views.push(View {
        name: named("v"),
        comment: Some(text.to_owned()),
        columns: vec![column(&third, text)],
        definition: named("q"),
        ..View::default()
    });
    schema.enums.push(Enum { name: named("n"), values: vec![named("m")], comment: Some(text.to_owned()), owner: None });
    let comment = Some(text.to_owned());
    schema.routines.push(Routine {
        name: named("f"),
        signature: named("s"),
        parameters: vec![Parameter {
            name: Some(named("g")),
            mode: crate::catalog::ParameterMode::In,
            data_type: DataType::Integer,
            raw_type: named("t"),
            row_of: None,
            has_default: false,
        }],
        comment: comment.clone(),
        ..Routine::default()
    });
    schema.domains.push(Domain {
        name: named("o"),
        data_type: DataType::Text,
        raw_type: named("t"),
        nullable: true,
        default: None,
        checks: Vec::new(),
        comment,
    });
    let (kind, table, name) = (ObjectKind::Trigger, Some(first.clone()), named("w"));
    schema.objects.push(Object { kind, name, table, definition: Some(text.to_owned()), comment: None });
    let made = history::Object { kind: history::Kind::Table, schema: None, of: None, name: first };
    let effects = Effects { made: vec![made], ..Effects::default() };
    (catalog, History { migrations: [(named("m"), effects)].into() })
}

fn settings() -> DocsSettings {
    let documents = [Document::Design, Document::Schema].into();
    DocsSettings { directory: Some("docs".to_owned()), documents, ..DocsSettings::default() }
}

/// The files; behind the places may stand what is known of rows.
fn files(catalog: &Catalog, history: &History, layout: &str) -> BTreeMap<String, String> {
    let (model, _) = model::build(catalog, &Settings::default());
    let system = System::Postgres;
    let (layout, rows) = layout.split_once("-- rows\n").unwrap_or((layout, ""));
    let facts = Documented { catalog, model: &model, history, system, layout, rows, crate_name: "entity" };
    let files = documentation(&facts, &settings(), &Templates::default()).unwrap();
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// What is built of a text: everything that a parser makes of it, but the words.
fn skeleton(text: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH;
    let mut shapes: Vec<String> = Vec::new();
    let mut in_code = false;
    for event in Parser::new_ext(text, options) {
        let shape = match event {
            Event::InlineHtml(html) if &*html == "<code>" || &*html == "</code>" => {
                in_code = &*html == "<code>";
                if in_code { Some("code".to_owned()) } else { None }
            }
            Event::InlineHtml(html) if html.starts_with("<a id=") || &*html == "</a>" => Some("anchor".to_owned()),
            Event::Text(_) if in_code => None,
            Event::Text(_) => Some("text".to_owned()),
            Event::Code(_) => Some("code".to_owned()),
            Event::Html(html) if html.starts_with("<!-- @generated") || html.starts_with("<!-- scaffold-seal") => None,
            Event::Start(Tag::Link { .. }) => Some("link".to_owned()),
            other => Some(format!("{other:?}")),
        };
        // What stands between two pieces of code is of our own, and a text may be told in several.
        if let Some(shape) = shape.filter(|shape| shape != "text" || shapes.last().is_none_or(|last| last != "text")) {
            shapes.push(shape);
        }
    }
    shapes
}

#[test]
fn no_text_of_a_database_changes_the_shape_of_a_page() {
    for payload in PAYLOADS {
        let of = |text: &str| {
            let (catalog, history) = filled(text);
            let files = files(&catalog, &history, "");
            files.into_iter().filter(|(path, _)| path.ends_with(".md")).collect::<Vec<_>>()
        };
        let (hostile, plain) = (of(payload), of(&benign(payload)));
        assert_eq!(hostile.len(), plain.len(), "{payload:?}");
        // Keys of hostile names have a hash, so files of a folder are compared in their order.
        let in_order = |files: Vec<(String, String)>| {
            let mut files: Vec<_> = files
                .into_iter()
                .map(|(path, text)| {
                    (
                        path.rsplit_once('/')
                            .map(|(folder, name)| (folder.to_owned(), name.chars().next(), path.clone())),
                        text,
                    )
                })
                .collect();
            files.sort();
            files
        };
        for ((path, hostile), (_, plain)) in in_order(hostile).into_iter().zip(in_order(plain)) {
            assert_eq!(skeleton(&hostile), skeleton(&plain), "{payload:?} in {path:?}:\n{hostile}");
            assert!(!hostile.contains(['\u{202e}', '\u{200b}', '\u{1b}']), "{payload:?} in {path:?}");
        }
    }
}

#[test]
fn json_html_and_svg_hold_any_text_and_nothing_of_it_acts() {
    for payload in PAYLOADS {
        let (catalog, history) = filled(payload);
        let files = files(&catalog, &history, "");
        let json: serde_json::Value = serde_json::from_str(&files["docs/schema.json"]).unwrap();
        assert_eq!(json["tables"][0]["comment"], *payload);
        let html = &files["docs/index.html"];
        assert_eq!(html.matches("<script").count(), 2, "{payload:?}");
        let (_, data) = html.split_once("id=\"data\">").unwrap();
        let data: serde_json::Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
        assert_eq!(data["tables"][0][0], format!("a{payload}"));
        let svg = &files["docs/schema.svg"];
        assert_eq!(svg.matches('<').count(), svg.matches('>').count(), "{payload:?}");
        assert_eq!((svg.matches("<text").count(), svg.matches("<script").count()), (5, 0), "{payload:?}: {svg}");
        let dbml = &files["docs/schema.dbml"];
        assert!(dbml.lines().filter(|line| line.starts_with("Table ")).count() == 2, "{payload:?}: {dbml}");
    }
}

/// What tbls's own JSON Schema lets stand in each kind of object, since it lets nothing else.
const TBLS: &[(&str, &[&str])] = &[
    ("", &["name", "desc", "tables", "relations", "functions", "enums", "driver", "labels", "viewpoints"]),
    (
        "tables",
        &[
            "name",
            "type",
            "comment",
            "columns",
            "indexes",
            "constraints",
            "triggers",
            "def",
            "labels",
            "referenced_tables",
        ],
    ),
    ("columns", &["name", "type", "nullable", "default", "extra_def", "labels", "comment"]),
    ("indexes", &["name", "def", "table", "columns", "comment"]),
    ("constraints", &["name", "type", "def", "table", "referenced_table", "columns", "referenced_columns", "comment"]),
    ("triggers", &["name", "def", "comment"]),
    (
        "relations",
        &["table", "columns", "cardinality", "parent_table", "parent_columns", "parent_cardinality", "def", "virtual"],
    ),
    ("functions", &["name", "return_type", "arguments", "type"]),
    ("enums", &["name", "values"]),
    ("driver", &["name", "database_version", "meta"]),
];

fn strangers(kind: &str, value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(list) => list.iter().flat_map(|value| strangers(kind, value)).collect(),
        serde_json::Value::Object(object) => {
            let known = TBLS.iter().find(|(name, _)| *name == kind).map(|(_, known)| *known).unwrap_or_default();
            let own = object.keys().filter(|key| !known.contains(&key.as_str())).map(|key| format!("{kind}.{key}"));
            own.chain(object.iter().flat_map(|(key, value)| strangers(key, value))).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn tbls_knows_every_key_of_its_document() {
    let (catalog, history) = filled("x");
    let json = serde_json::from_str(&files(&catalog, &history, "")["docs/schema.json"]).unwrap();
    assert_eq!(strangers("", &json), Vec::<String>::new());
}

#[test]
fn every_case_is_documented_by_both_engines_and_every_link_leads_somewhere() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let folders = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path());
    let paths =
        folders.flat_map(|folder| ["postgres", "sqlite"].map(|name| folder.join(format!("catalog.{name}.json"))));
    let mut seen = 0;
    for path in paths.filter(|path| path.exists()) {
        let catalog: Catalog = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let files = files(&catalog, &History::default(), "");
        seen += 1;
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
            for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
                if let Event::Start(Tag::Link { dest_url, .. }) = event {
                    let folder = path.rsplit_once('/').map(|(folder, _)| folder).unwrap();
                    let target = match dest_url.strip_prefix("../") {
                        Some(rest) => format!("docs/{rest}"),
                        None => format!("{folder}/{dest_url}"),
                    };
                    assert!(files.contains_key(&target), "{path} links to {target}");
                }
            }
        }
    }
    assert!(seen > 40, "the cases are where they are expected");
}

/// The diagrams of a page.
fn diagrams(text: &str) -> Vec<&str> {
    text.split("```mermaid\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn a_diagram_is_never_more_than_mermaid_takes() {
    let wide = |name: String| {
        let mut table = table(&name, &["hub"]);
        table.columns.extend((0..60).map(|number| column(&format!("a_rather_long_name_of_a_column_{number}"), "")));
        table.foreign_keys.extend((0..30).map(|number| {
            let column = format!("a_rather_long_name_of_a_column_{number}");
            reference(&column, "hub")
        }));
        table
    };
    let tables = (0..60).map(|number| wide(format!("spoke_{number}"))).chain([table("hub", &[])]).collect();
    let files = files(&catalog(tables), &History::default(), "");
    let mut count = 0;
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for diagram in diagrams(text) {
            count += 1;
            assert!(diagram.chars().count() < 50_000, "{path}: {}", diagram.chars().count());
            assert!(diagram.matches("--").count() < 500, "{path}");
        }
    }
    assert!(count > 62, "{count} diagrams");
    let spokes: BTreeSet<&str> = diagrams(&files["docs/table/hub.md"])
        .into_iter()
        .flat_map(|text| text.split('"'))
        .filter(|word| word.starts_with("spoke_"))
        .collect();
    assert_eq!(spokes.len(), 60, "none is left out");
}

#[test]
fn a_table_with_another_name_stands_where_it_stood() {
    let tables = |orders: &str| {
        vec![table("users", &[]), table(orders, &["users"]), table("items", &[orders]), table("parts", &[orders])]
    };
    let line = |layout: &str, key: &str| {
        let own = layout.lines().find_map(|line| line.strip_prefix(&format!("{key} ")));
        own.map(str::to_owned)
    };
    let first = &files(&catalog(tables("orders")), &History::default(), "")["docs/layout.txt"];
    // Far from where one would put it.
    let own = line(first, "orders").unwrap();
    let [domain, _, _, height] = own.split(' ').collect::<Vec<_>>()[..] else { panic!("{own}") };
    let before = first.replace(&format!("orders {own}"), &format!("orders {domain} 7 70 {height}"));
    let of = |kind, name: &str| history::Object { kind, schema: None, of: None, name: name.to_owned() };
    let renamed = |name: &str, from: &str| history::Rename {
        object: of(history::Kind::Table, name),
        from: from.to_owned(),
        from_schema: None,
    };
    let did = |name: &str, from: &str| Effects { renamed: vec![renamed(name, from)], ..Effects::default() };
    let told = History {
        migrations: [("m1".to_owned(), did("bills", "orders")), ("m2".to_owned(), did("sales", "bills"))].into(),
    };
    let after = &files(&catalog(tables("sales")), &told, &before)["docs/layout.txt"];
    for key in ["orders", "users", "items", "parts"] {
        let (now, was) = (if key == "orders" { "sales" } else { key }, line(&before, key).unwrap());
        assert_eq!(line(after, now), Some(was.replacen("orders", "sales", 1)), "{key}");
    }
    assert_eq!(line(after, "orders"), None);
    // What nobody has seen is another table.
    let unseen = &files(&catalog(tables("sales")), &History::default(), &before)["docs/layout.txt"];
    assert!(!line(unseen, "sales").unwrap().contains(" 7 70 "), "{unseen}");
}

#[test]
fn how_many_rows_there_are_is_told_where_that_was_asked() {
    let tables = catalog(vec![table("users", &[]), table("orders", &["users"])]);
    let bare = files(&tables, &History::default(), "");
    assert!(!bare.contains_key("docs/rows.txt") && !bare["docs/README.md"].contains("| Rows |"));
    let known = format!("{}-- rows\nusers tens of thousands\ngone millions\n", bare["docs/layout.txt"]);
    let told = files(&tables, &History::default(), &known);
    assert!(told["docs/rows.txt"].ends_with("\nusers tens of thousands\n"), "{}", told["docs/rows.txt"]);
    assert!(told["docs/README.md"].contains("| tens of thousands |"), "{}", told["docs/README.md"]);
    let changed = told.iter().filter(|(path, text)| bare.get(*path).is_some_and(|old| old != *text));
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    let is_list = |path: &&str| *path == "docs/README.md" || path.starts_with("docs/domain/");
    assert!(changed.iter().all(is_list) && changed.len() > 1, "{changed:?}");
}

#[test]
fn a_table_more_changes_its_neighbours_and_lists_alone() {
    let tables =
        || vec![table("users", &[]), table("orders", &["users"]), table("items", &["orders"]), table("notes", &[])];
    let before = files(&catalog(tables()), &History::default(), "");
    let layout = &before["docs/layout.txt"];
    assert_eq!(files(&catalog(tables()), &History::default(), layout), before, "the second run changes nothing");
    let more = catalog(tables().into_iter().chain([table("payments", &["orders"])]).collect());
    let after = files(&more, &History::default(), layout);
    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, text)| before.get(*path).is_some_and(|old| old != *text))
        .map(|(path, _)| path.as_str())
        .collect();
    let domain = before["docs/layout.txt"].lines().find_map(|line| line.strip_prefix("orders ")).unwrap();
    let domain = format!("docs/domain/{}.md", domain.split(' ').next().unwrap());
    let expected: BTreeSet<&str> = [
        "docs/README.md",
        &domain,
        "docs/table/orders.md",
        "docs/design.md",
        "docs/schema.md",
        "docs/index.html",
        "docs/layout.txt",
        "docs/schema.dbml",
        "docs/schema.json",
        "docs/schema.svg",
    ]
    .into();
    assert_eq!(changed.into_iter().collect::<BTreeSet<_>>(), expected);
    let kept = |files: &BTreeMap<String, String>| {
        files["docs/layout.txt"]
            .lines()
            .skip(2)
            .filter(|line| !line.starts_with("payments "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(&after), kept(&before), "nobody moves");
}

#[test]
fn a_page_says_what_a_stranger_asks() {
    let mut orders = table("orders", &["users"]);
    orders.comment = Some("What people bought.\n\nKept for ten years.".to_owned());
    orders.columns.push(column("status", "How far it is."));
    let part = |name: &str| IndexPart::plain(IndexKey::Column(name.to_owned()));
    let index = |name: &str, columns: &[&str]| Index {
        name: name.to_owned(),
        unique: false,
        method: "btree".to_owned(),
        parts: columns.iter().map(|column| part(column)).collect(),
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    };
    orders.indexes = vec![index("by_user", &["users_id"]), index("by_user_status", &["users_id", "status"])];
    let made = |kind, name: &str| history::Object { kind, schema: None, of: None, name: name.to_owned() };
    let status = history::Object { of: Some("orders".to_owned()), ..made(history::Kind::Column, "status") };
    let first = Effects { made: vec![made(history::Kind::Table, "orders")], ..Effects::default() };
    let second = Effects { made: vec![status], ..Effects::default() };
    let history = History { migrations: [("m1".to_owned(), first), ("m2".to_owned(), second)].into() };
    let files = files(&catalog(vec![orders, table("users", &[])]), &history, "");
    let page = &files["docs/table/orders.md"];
    for line in [
        "What people bought.\n\nKept for ten years.\n",
        "| <a id=\"users_id\"></a>`users_id` | `integer` | FK → [`users`](../table/users.md), NOT NULL |",
        "`status: i32` |\n",
        "| `by_user` | `users_id` | `btree` | finds rows by what they refer to in `users`; serves `list_by_users_id`; `by_user_status` begins with the same columns |\n",
        "- belongs to [`users`](../table/users.md) by `users_id`; many-to-one; deleted with it; `find_users` in code\n",
        "    \"orders\" }o--|| \"users\" : \"users_id\"\n",
        "SELECT t.*, r1.*\nFROM \"orders\" AS t\nJOIN \"users\" AS r1 ON r1.\"id\" = t.\"users_id\"\nWHERE t.\"id\" = $1;\n",
        "- Entity `entity::Order` in `src/generated/entity/order.rs`\n- Repository `db.order()`\n",
        "- `m1` made table `orders`\n- `m2` made column `status`\n",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(
        files["docs/table/users.md"]
            .contains("- has many [`orders`](../table/orders.md) by `users_id`; deleted with it\n")
    );
    let undocumented = undocumented(&catalog(vec![table("users", &[])]));
    assert_eq!(undocumented, ["users"], "the key says what it is");
    assert!(files.values().all(|text| render::seal::inspect(text) == render::seal::Seal::Intact));
}
