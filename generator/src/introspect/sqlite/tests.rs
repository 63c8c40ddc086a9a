//! SQLite databases in memory, read back as catalogs.

use crate::catalog::{
    Action, Catalog, DataType, DefaultValue, Deferral, Identity, IndexKey, ObjectKind, Table, TableKind, View,
};
use crate::config::DatabaseSettings;
use crate::database::Session;
use crate::introspect::introspect;

const MIGRATIONS: &str = "seaql_migrations";

async fn session(sql: &'static str) -> Session {
    let mut session = Session::open("sqlite::memory:").await.unwrap();
    session.execute(sql).await.unwrap();
    session
}

async fn read(sql: &'static str) -> Catalog {
    let mut session = session(sql).await;
    let before = session.statements();
    let catalog = introspect(&mut session, &DatabaseSettings::default(), MIGRATIONS).await.unwrap();
    assert_eq!(session.statements() - before, 7);
    catalog
}

fn table<'a>(catalog: &'a Catalog, name: &str) -> &'a Table {
    catalog.schemas[0].tables.iter().find(|table| table.name == name).unwrap()
}

fn view<'a>(catalog: &'a Catalog, name: &str) -> &'a View {
    catalog.schemas[0].views.iter().find(|view| view.name == name).unwrap()
}

fn data_type(table: &Table, column: &str) -> DataType {
    table.column(column).unwrap().data_type.clone()
}

fn columns(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

#[tokio::test]
async fn foreign_keys_resolve_to_real_names() {
    let catalog = read(
        "CREATE TABLE Parent (Id INTEGER PRIMARY KEY, A INT, B INT, UNIQUE (A, B));
         CREATE TABLE child (
             p REFERENCES parent,
             q INT CONSTRAINT fk_q REFERENCES PARENT (ID) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
             x INT, y INT, z INT REFERENCES missing (id), w INT REFERENCES missing, v INT REFERENCES parent (nowhere),
             CONSTRAINT fk_pair FOREIGN KEY (y, x) REFERENCES parent (b, a) ON UPDATE SET DEFAULT
         );",
    )
    .await;
    let keys = &table(&catalog, "child").foreign_keys;
    let found: Vec<_> = keys
        .iter()
        .map(|key| (key.name.as_deref(), columns(&key.columns), key.target.name.as_str(), columns(&key.target_columns)))
        .collect();
    assert_eq!(
        found,
        [
            (None, vec!["p"], "Parent", vec!["Id"]),
            (None, vec!["v"], "Parent", vec![]),
            (None, vec!["w"], "missing", vec![]),
            (None, vec!["z"], "missing", vec!["id"]),
            (Some("fk_pair"), vec!["y", "x"], "Parent", vec!["B", "A"]),
            (Some("fk_q"), vec!["q"], "Parent", vec!["Id"]),
        ]
    );
    assert_eq!((keys[5].on_delete, keys[5].deferral), (Action::Cascade, Deferral::InitiallyDeferred));
    assert_eq!(keys[4].on_update, Action::SetDefault);
}

#[tokio::test]
async fn the_rowid_numbers_rows_and_nothing_else_does() {
    let catalog = read(
        "CREATE TABLE a (id INTEGER PRIMARY KEY);
         CREATE TABLE b (id integer, x, PRIMARY KEY (id));
         CREATE TABLE c (id INT PRIMARY KEY);
         CREATE TABLE d (id INTEGER PRIMARY KEY DESC);
         CREATE TABLE e (id INTEGER PRIMARY KEY) WITHOUT ROWID;
         CREATE TABLE f (x INTEGER, y INTEGER, PRIMARY KEY (y, x));
         CREATE TABLE g (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
         CREATE TABLE h (id TEXT PRIMARY KEY) STRICT;
         INSERT INTO c VALUES (NULL);
         INSERT INTO d VALUES (NULL);",
    )
    .await;
    for (name, identity) in
        [("a", true), ("b", true), ("c", false), ("d", false), ("e", false), ("g", true), ("h", false)]
    {
        let id = table(&catalog, name).column("id").unwrap();
        assert_eq!(id.identity, identity.then_some(Identity::ByDefault), "{name}");
        // NULL can be stored in both of these, and no program that has them for a key should care.
        assert_eq!(id.nullable, ["c", "d"].contains(&name), "{name}");
        assert!(!table(&catalog, name).is_optional("id"), "{name}");
    }
    let key = table(&catalog, "f").primary_key.as_ref().unwrap();
    assert_eq!(columns(&key.columns), ["y", "x"]);
    assert!(catalog.schemas[0].tables.iter().all(|table| !table.name.starts_with("sqlite_")));
}

#[tokio::test]
async fn a_column_of_moments_that_are_none_holds_text_or_anything() {
    let catalog = read(
        "CREATE TABLE t (a datetime NOT NULL DEFAULT '0000-00-00 00:00:00', b datetime DEFAULT CURRENT_TIMESTAMP,
             c date DEFAULT '2026-00-00', d date, e timestamp, f timestamp DEFAULT '2026-01-01 00:00:00');
         CREATE TABLE u (a timestamp_text DEFAULT 0);
         CREATE VIEW v AS SELECT a, d, e FROM t;",
    )
    .await;
    let found = |column: &str| data_type(table(&catalog, "t"), column);
    assert_eq!([found("a"), found("c")], [DataType::Text, DataType::Text]);
    assert_eq!([found("b"), found("d")], [DataType::DateTime, DataType::Date]);
    assert_eq!(found("e"), found("f"));
    assert_eq!(data_type(table(&catalog, "u"), "a"), DataType::Any);
    let types: Vec<_> = view(&catalog, "v").columns.iter().map(|column| column.data_type.clone()).collect();
    assert_eq!(types, [DataType::Text, DataType::Text, found("e")]);
}

#[tokio::test]
async fn indexes_are_told_from_keys() {
    let catalog = read(
        "CREATE TABLE t (a INT UNIQUE, b TEXT COLLATE nocase, c INT, CONSTRAINT uq UNIQUE (C, b));
         CREATE UNIQUE INDEX part ON t (b) WHERE c IS NOT NULL;
         CREATE INDEX mixed ON t (c DESC, lower(b));",
    )
    .await;
    let table = table(&catalog, "t");
    let keys: Vec<_> = table.unique_keys.iter().map(|key| (key.name.as_deref(), columns(&key.columns))).collect();
    assert_eq!(keys, [(None, vec!["a"]), (Some("uq"), vec!["c", "b"])]);
    assert_eq!(table.unique_column_sets(), [vec!["a"], vec!["c", "b"]]);
    let [mixed, part] = table.indexes.as_slice() else { panic!("{:?}", table.indexes) };
    assert!(part.unique);
    assert_eq!(part.predicate.as_deref(), Some("c IS NOT NULL"));
    assert_eq!(mixed.parts[1].key, IndexKey::Expression("lower(b)".to_owned()));
    assert!(mixed.parts[0].descending);
    assert_eq!(table.column("b").unwrap().collation.as_deref(), Some("nocase"));
}

#[tokio::test]
async fn generated_columns_and_defaults_are_read() {
    let catalog = read(
        "CREATE TABLE t (a boolean NOT NULL DEFAULT TRUE, b text DEFAULT NULL, c datetime DEFAULT (datetime('now')),
             d INT AS (length(b)) STORED, e GENERATED ALWAYS AS (b || '!') VIRTUAL,
             f varchar(9) CHECK (f IN ('x', 'it''s')));",
    )
    .await;
    let table = table(&catalog, "t");
    let value = |name: &str| table.column(name).unwrap().default.as_ref().map(|default| default.value.clone());
    assert_eq!(value("a"), Some(DefaultValue::Boolean(true)));
    assert_eq!(value("b"), None);
    assert_eq!(value("c"), Some(DefaultValue::CurrentTimestamp));
    let generated = |name: &str| table.column(name).unwrap().generated.clone().unwrap();
    assert_eq!((generated("d").expression.as_str(), generated("d").stored), ("length(b)", true));
    assert_eq!((generated("e").expression.as_str(), generated("e").stored), ("b || '!'", false));
    let allowed = table.checks[0].allowed.as_ref().unwrap();
    assert_eq!((allowed.column.as_str(), columns(&allowed.values)), ("f", vec!["x", "it's"]));
}

#[tokio::test]
async fn migrated_integers_are_narrow_unless_a_bigint_refers_to_them() {
    const TABLES: &str = "CREATE TABLE a (id integer PRIMARY KEY, n integer);
        CREATE TABLE b (id integer PRIMARY KEY REFERENCES a (id));
        CREATE TABLE c (id integer PRIMARY KEY, b_id bigint REFERENCES b (id), a_id integer REFERENCES a (id));";
    let plain = read(TABLES).await;
    assert!(!plain.migrated);
    assert_eq!(data_type(table(&plain, "a"), "n"), DataType::BigInteger);
    let mut session = session(TABLES).await;
    session.execute("CREATE TABLE seaql_migrations (version varchar PRIMARY KEY)").await.unwrap();
    let catalog = introspect(&mut session, &DatabaseSettings::default(), MIGRATIONS).await.unwrap();
    assert!(catalog.migrated);
    assert_eq!(catalog.schemas[0].tables.len(), 3);
    for (name, column, expected) in [
        ("a", "id", DataType::BigInteger),
        ("a", "n", DataType::Integer),
        ("b", "id", DataType::BigInteger),
        ("c", "id", DataType::Integer),
        ("c", "b_id", DataType::BigInteger),
        ("c", "a_id", DataType::Integer),
    ] {
        assert_eq!(data_type(table(&catalog, name), column), expected, "{name}.{column}");
    }
}

#[tokio::test]
async fn columns_of_views_have_the_types_of_what_they_show() {
    let catalog = read(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name varchar(20) NOT NULL, price decimal(10, 2));
         CREATE VIEW v (id, name, n, label, kind, whole, five, amount, unknown) AS
             SELECT id, name, count(*), name || '!', CASE WHEN id > 1 THEN 'a' WHEN id > 2 THEN NULL ELSE 'b' END,
                 CAST(price AS bigint), 5, price, id + 1 FROM t GROUP BY id;",
    )
    .await;
    let view = view(&catalog, "v");
    let never_null: Vec<_> = view.columns.iter().filter(|column| !column.nullable).map(|column| &column.name).collect();
    assert_eq!(never_null, ["id", "name", "n", "label", "five", "unknown"]);
    assert_eq!(view.key, ["id"]);
    let text = DataType::castable("text", "text");
    let expected = [
        DataType::BigInteger,
        DataType::Varchar(Some(20)),
        DataType::BigInteger,
        DataType::Text,
        DataType::Text,
        DataType::BigInteger,
        DataType::BigInteger,
        DataType::Numeric(Some((10, 2))),
        text,
    ];
    let types: Vec<_> = view.columns.iter().map(|column| column.data_type.clone()).collect();
    assert_eq!(types, expected);
    assert!(view.definition.starts_with("SELECT id, name"));
}

#[tokio::test]
async fn a_broken_view_loses_its_columns_and_no_others() {
    let mut session = session(
        "CREATE TABLE gone (x); CREATE TABLE t (a INT); CREATE VIEW broken AS SELECT x FROM gone;
         CREATE VIEW good AS SELECT a FROM t; DROP TABLE gone;",
    )
    .await;
    let catalog = introspect(&mut session, &DatabaseSettings::default(), MIGRATIONS).await.unwrap();
    assert_eq!(view(&catalog, "broken").columns, []);
    assert_eq!(view(&catalog, "broken").definition, "SELECT x FROM gone");
    assert_eq!(view(&catalog, "good").columns.len(), 1);
    assert_eq!(table(&catalog, "t").columns.len(), 1);
}

#[tokio::test]
async fn virtual_tables_are_read_without_their_shadows() {
    let catalog = read("CREATE VIRTUAL TABLE search USING fts5(title, body); CREATE TABLE t (a);").await;
    let names: Vec<&str> = catalog.schemas[0].tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["search", "t"]);
    let search = table(&catalog, "search");
    assert_eq!(search.kind, TableKind::Virtual);
    assert_eq!(search.columns.len(), 2);
}

#[tokio::test]
async fn triggers_and_shadow_tables_belong_to_their_tables() {
    let catalog = read(
        "CREATE TABLE Notes (a); CREATE VIEW v AS SELECT a FROM notes;
         CREATE TRIGGER first AFTER INSERT ON notes BEGIN SELECT 1; END;
         CREATE TRIGGER second INSTEAD OF DELETE ON v BEGIN SELECT 2; END;
         CREATE VIRTUAL TABLE n USING fts5(x); CREATE VIRTUAL TABLE n_m USING fts5(x);",
    )
    .await;
    let objects = &catalog.schemas[0].objects;
    let of_kind = |kind: ObjectKind| -> Vec<(&str, &str)> {
        let objects = objects.iter().filter(|object| object.kind == kind);
        objects.map(|object| (object.table.as_deref().unwrap(), object.name.as_str())).collect()
    };
    assert_eq!(of_kind(ObjectKind::Trigger), [("Notes", "first"), ("v", "second")]);
    let shadows = of_kind(ObjectKind::ShadowTable);
    assert!(shadows.contains(&("n", "n_data")) && shadows.contains(&("n_m", "n_m_data")), "{shadows:?}");
    assert_eq!(shadows.len(), 10);
    let trigger = objects.iter().find(|object| object.name == "first").unwrap();
    assert!(trigger.definition.as_deref().unwrap().starts_with("CREATE TRIGGER first"));
}

#[tokio::test]
async fn hostile_names_are_only_names() {
    let catalog = read(
        "CREATE TABLE x (id INTEGER PRIMARY KEY);
         CREATE TABLE \"t'); DROP TABLE x; --\" (\"a\"\"b\" INT CONSTRAINT \"c,(d\" REFERENCES x, \"check (\" INT UNIQUE);
         CREATE INDEX \"i'\" ON \"t'); DROP TABLE x; --\" (\"check (\");",
    )
    .await;
    let table = table(&catalog, "t'); DROP TABLE x; --");
    assert_eq!(table.foreign_keys[0].name.as_deref(), Some("c,(d"));
    assert_eq!(columns(&table.foreign_keys[0].columns), ["a\"b"]);
    assert_eq!(columns(&table.unique_keys[0].columns), ["check ("]);
    assert_eq!(table.indexes[0].name, "i'");
}

#[tokio::test]
async fn an_unknown_schema_and_an_empty_database_are_errors() {
    let mut session = session("SELECT 1").await;
    let settings = DatabaseSettings { schemas: vec!["public".to_owned()], ..Default::default() };
    let error = introspect(&mut session, &settings, MIGRATIONS).await.unwrap_err().to_string();
    assert!(error.contains("I001") && error.contains("public"), "{error}");
    let error = introspect(&mut session, &DatabaseSettings::default(), MIGRATIONS).await.unwrap_err().to_string();
    assert!(error.contains("I004"), "{error}");
}
