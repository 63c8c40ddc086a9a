//! Rows of small catalogs, judged without a database.

use super::*;
use crate::catalog::{
    Action, Check, Column, DataType, Deferral, Domain, ForeignKey, Identity, Index, IndexKey, IndexPart, Key, Object,
    ObjectKind, Schema, Table,
};
use std::collections::BTreeSet;

fn column(name: &str, data_type: DataType) -> Column {
    Column::plain(name, data_type, String::new())
}

fn nullable(name: &str) -> Column {
    Column { nullable: true, ..column(name, DataType::Integer) }
}

fn key(columns: &[&str]) -> Key {
    Key::plain(None, columns.iter().map(ToString::to_string).collect())
}

fn refers(column: &str, target: &str) -> ForeignKey {
    ForeignKey {
        name: None,
        columns: vec![column.to_owned()],
        target: QualifiedName { schema: "s".to_owned(), name: target.to_owned() },
        target_columns: vec!["id".to_owned()],
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: true,
    }
}

fn check(expression: &str) -> Check {
    Check { name: None, expression: expression.to_owned(), allowed: None, no_null_elements: None, validated: true }
}

/// A table with the key `id`.
fn table(name: &str, columns: Vec<Column>, foreign_keys: Vec<ForeignKey>) -> Table {
    let columns = [column("id", DataType::Integer)].into_iter().chain(columns).collect();
    Table { name: name.to_owned(), columns, primary_key: Some(key(&["id"])), foreign_keys, ..Table::default() }
}

fn seeder(tables: Vec<Table>, rows: u64) -> Seeder {
    let schema = Schema { name: "s".to_owned(), is_default: true, tables, ..Schema::default() };
    of_schema(schema, rows)
}

fn of_schema(schema: Schema, rows: u64) -> Seeder {
    let catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    Seeder::new(&catalog, Options { rows, seed: 1, dialect: Dialect::Postgres, checking: Checking::On })
}

/// The rows of all tables as pairs of table and values in the order of the columns.
fn rows(mut seeder: Seeder, count: u64) -> Vec<(String, Vec<Option<Literal>>)> {
    let mut rows = Vec::new();
    for table in seeder.tables().to_vec() {
        for index in 0..count {
            if let Some(row) = seeder.row(table, index, 0) {
                seeder.accept(&row);
                rows.push((seeder.name(table).unwrap().name.clone(), row.draft.values));
            }
        }
    }
    rows
}

fn of<'a>(rows: &'a [(String, Vec<Option<Literal>>)], table: &str, column: usize) -> Vec<&'a Literal> {
    let of_table = rows.iter().filter(|(name, _)| name == table);
    of_table.filter_map(|(_, values)| values[column].as_ref()).collect()
}

#[test]
fn parents_come_before_children() {
    let child = table("a_child", vec![column("parent", DataType::Integer)], vec![refers("parent", "b_parent")]);
    let rows = rows(seeder(vec![child, table("b_parent", Vec::new(), Vec::new())], 20), 20);
    assert_eq!(rows[0].0, "b_parent");
    let keys = of(&rows, "b_parent", 0);
    let references = of(&rows, "a_child", 1);
    assert_eq!(references.len(), 20);
    assert!(references.iter().all(|value| keys.contains(value)));
}

#[test]
fn circles_begin_with_null_and_are_closed_later() {
    let site = table("site", vec![nullable("domain")], vec![refers("domain", "domain")]);
    let domain = table("domain", vec![column("site", DataType::Integer)], vec![refers("site", "site")]);
    let statements: Vec<String> = seeder(vec![domain, site], 4).statements(100).collect();
    assert!(statements[0].starts_with("INSERT INTO \"s\".\"site\""), "{statements:#?}");
    assert!(statements[1].starts_with("INSERT INTO \"s\".\"domain\""));
    assert!(statements[2].starts_with("UPDATE \"s\".\"site\" SET \"domain\" = "));
    assert_eq!(statements.len(), 2 + 3);
}

#[test]
fn a_circle_that_cannot_begin_is_named() {
    let a = table("a", vec![column("b", DataType::Integer)], vec![refers("b", "b")]);
    let b = table("b", vec![column("a", DataType::Integer)], vec![refers("a", "a")]);
    let outside = table("c", vec![column("a", DataType::Integer)], vec![refers("a", "a")]);
    let seeder = seeder(vec![a, b, outside, table("d", Vec::new(), Vec::new())], 3);
    let [diagnostic] = seeder.diagnostics() else { panic!("one circle") };
    assert!(diagnostic.message.ends_with("a → b → a"), "{diagnostic}");
    assert!(rows(seeder, 3).iter().all(|(name, _)| name == "d"));
}

#[test]
fn a_circle_that_may_be_deferred_looks_ahead() {
    let deferred = ForeignKey { deferral: Deferral::InitiallyDeferred, ..refers("b", "b") };
    let a = table("a", vec![column("b", DataType::Integer)], vec![deferred]);
    let b = table("b", vec![column("a", DataType::Integer)], vec![refers("a", "a")]);
    let seeder = seeder(vec![a, b], 5);
    assert!(seeder.looks_ahead(0) && !seeder.looks_ahead(1));
    let rows = rows(seeder, 5);
    assert!(of(&rows, "a", 1).iter().all(|value| of(&rows, "b", 0).contains(value)));
}

#[test]
fn a_circle_is_filled_where_nothing_is_checked() {
    let a = table("a", vec![column("b", DataType::Integer)], vec![refers("b", "b")]);
    let b = table("b", vec![column("a", DataType::Integer)], vec![refers("a", "a")]);
    let schema = Schema { name: "s".to_owned(), tables: vec![a, b], ..Schema::default() };
    let catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
    let options = Options { rows: 5, seed: 1, dialect: Dialect::MySql, checking: Checking::Off };
    let seeder = Seeder::new(&catalog, options);
    assert!(seeder.diagnostics().is_empty());
    let rows = rows(seeder, 5);
    assert_eq!(rows.len(), 10);
    for (here, there) in [("a", "b"), ("b", "a")] {
        assert!(of(&rows, here, 1).iter().all(|value| of(&rows, there, 0).contains(value)));
    }
}

#[test]
fn a_row_may_refer_to_itself() {
    let own = table("t", vec![column("parent", DataType::Integer)], vec![refers("parent", "t")]);
    let rows = rows(seeder(vec![own], 4), 4);
    let keys = of(&rows, "t", 0);
    assert_eq!(keys.len(), 4);
    assert!(of(&rows, "t", 1).iter().all(|value| keys.contains(value)));
}

#[test]
fn unique_keys_hold() {
    let mut tag = table("tag", vec![column("code", DataType::Varchar(Some(12)))], Vec::new());
    let lower = IndexPart::plain(IndexKey::Expression("lower(code)".to_owned()));
    tag.indexes.push(Index {
        name: "i".to_owned(),
        unique: true,
        method: "btree".to_owned(),
        parts: vec![lower],
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    });
    let columns = vec![column("a", DataType::Integer), column("b", DataType::Integer)];
    let junction = Table {
        name: "junction".to_owned(),
        columns,
        primary_key: Some(key(&["a", "b"])),
        foreign_keys: vec![refers("a", "tag"), refers("b", "tag")],
        ..Table::default()
    };
    let mut one = table("one", vec![column("tag", DataType::Integer)], vec![refers("tag", "tag")]);
    one.unique_keys.push(key(&["tag"]));
    let rows = rows(seeder(vec![junction, one, tag], 30), 30);
    let distinct = |table: &str, columns: &[usize]| {
        let of_table = rows.iter().filter(|(name, _)| name == table);
        of_table
            .map(|(_, row)| columns.iter().map(|at| format!("{:?}", row[*at])).collect::<Vec<_>>())
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!((distinct("tag", &[0]), distinct("tag", &[1])), (30, 30));
    assert_eq!((distinct("junction", &[0, 1]), distinct("one", &[1])), (30, 30));
}

#[test]
fn checks_hold_that_are_understood() {
    let date = |name: &str| Column { nullable: true, ..column(name, DataType::Date) };
    let mut all = table("t", vec![date("from"), date("to"), nullable("n"), column("mail", DataType::Text)], Vec::new());
    all.columns.push(Column {
        domain: Some(QualifiedName { schema: "s".to_owned(), name: "year".to_owned() }),
        ..column("year", DataType::Integer)
    });
    let checks = [
        "((\"to\" > \"from\") OR (\"to\" IS NULL))",
        "((n >= 1000) AND (n <= 1002))",
        "(mail ~ '^[a-z]+@[a-z]+\\.org$'::text)",
        "(num_nonnulls(\"from\", n) = 1)",
    ];
    all.checks = checks.map(check).to_vec();
    let domain = Domain {
        name: "year".to_owned(),
        data_type: DataType::Integer,
        raw_type: "integer".to_owned(),
        nullable: true,
        default: None,
        checks: vec![check("((VALUE >= 1901) AND (VALUE <= 2155))")],
        comment: None,
    };
    let schema = Schema { name: "s".to_owned(), tables: vec![all], domains: vec![domain], ..Schema::default() };
    let rows = rows(of_schema(schema, 40), 40);
    let constraints = checks.map(|sql| check::Constraint::parse(sql, None).unwrap());
    let names = ["id", "from", "to", "n", "mail"];
    for (_, row) in &rows {
        let value = |name: &str| row[names.iter().position(|other| *other == name)?].clone();
        for (constraint, sql) in constraints.iter().zip(checks) {
            assert!(!constraint.is_broken(&value), "{sql}: {row:?}");
        }
        let Some(Literal::Number(year)) = &row[5] else { panic!("{row:?}") };
        assert!((1901..=2155).contains(&year.parse::<i32>().unwrap()), "{year}");
    }
    assert!(of(&rows, "t", 3).iter().any(|value| **value != Literal::Null), "values are found beside NULL");
}

#[test]
fn the_first_row_refers_to_itself_by_the_key_that_it_has_in_the_end() {
    let columns = vec![column("owner", DataType::Integer)];
    // The key of a child is that of its parent.
    let child = table("child", columns, vec![refers("owner", "child"), refers("id", "parent")]);
    let mut seeder = seeder(vec![table("parent", vec![nullable("a")], Vec::new()), child], 1);
    let parent = seeder.row(0, 6, 0).unwrap();
    seeder.accept(&parent);
    let child = seeder.row(1, 0, 0).unwrap();
    assert_eq!(child.draft.values, [parent.draft.values[0].clone(), parent.draft.values[0].clone()]);
}

#[test]
fn keys_have_the_values_that_rows_referring_to_them_must_have() {
    let mut child = table("child", vec![column("word", DataType::Text)], vec![refers("word", "parent")]);
    child.checks = vec![check("(word = ANY (ARRAY['one'::text, 'two'::text]))")];
    let mut parent = table("parent", Vec::new(), Vec::new());
    parent.columns[0].data_type = DataType::Text;
    let mut seeder = seeder(vec![parent, child], 4);
    for index in 0..4 {
        let row = seeder.row(0, index, 0).unwrap();
        seeder.accept(&row);
    }
    for index in 0..4 {
        let row = seeder.row(1, index, 0).unwrap();
        let word = &row.draft.values[1];
        assert!([Literal::text("one"), Literal::text("two")].map(Some).contains(word), "{word:?}");
    }
}

#[test]
fn what_the_database_fills_is_left_to_it() {
    let mut line = table("line", vec![column("order", DataType::Integer)], vec![refers("order", "order")]);
    line.columns[0].identity = Some(Identity::ByDefault);
    let mut order = table("order", vec![column("twice", DataType::Integer)], Vec::new());
    order.columns[0].identity = Some(Identity::Always);
    order.columns[1].generated = Some(crate::catalog::Generated { expression: "2 * id".to_owned(), stored: true });
    let statements: Vec<String> = seeder(vec![line, order], 1).statements(10).collect();
    assert_eq!(statements[0], "INSERT INTO \"s\".\"order\" DEFAULT VALUES");
    let given = "(SELECT \"id\" FROM \"s\".\"order\" ORDER BY \"id\" LIMIT 1 OFFSET 0)";
    assert_eq!(statements[1], format!("INSERT INTO \"s\".\"line\" (\"id\", \"order\") VALUES (1, {given})"));
    assert!(statements[2].starts_with("SELECT setval(pg_get_serial_sequence('\"s\".\"line\"', 'id'), max(\"id\"))"));
}

#[test]
fn partitions_are_found_by_later_attempts() {
    let mut all = table("t", vec![column("at", DataType::Date)], Vec::new());
    all.primary_key = Some(key(&["id", "at"]));
    let partition = Object {
        kind: ObjectKind::Partition,
        name: "p".to_owned(),
        table: Some("t".to_owned()),
        definition: Some("PARTITION OF t FOR VALUES FROM ('2031-01-01') TO ('2032-01-01')".to_owned()),
        comment: None,
    };
    let schema = Schema { name: "s".to_owned(), tables: vec![all], objects: vec![partition], ..Schema::default() };
    let seeder = of_schema(schema, 1);
    let found = (0..ATTEMPTS)
        .filter_map(|attempt| seeder.row(0, 0, attempt))
        .any(|row| row.draft.values[1] == Some(Literal::text("2031-01-01")));
    assert!(found);
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_others() {
    let statements = |seed| {
        let tables = vec![table("t", vec![nullable("a"), column("b", DataType::Text), nullable("c")], Vec::new())];
        let schema = Schema { name: "s".to_owned(), tables, ..Schema::default() };
        let catalog = Catalog { schemas: vec![schema], ..Catalog::default() };
        let options = Options { rows: 50, seed, dialect: Dialect::Postgres, checking: Checking::On };
        Seeder::new(&catalog, options).statements(7).collect::<Vec<_>>()
    };
    assert_eq!(statements(1), statements(1));
    assert_ne!(statements(1), statements(2));
    assert_eq!(statements(1).len(), 8);
}

#[test]
fn many_rows_are_a_matter_of_time_alone() {
    let child = table("child", vec![column("parent", DataType::Integer)], vec![refers("parent", "parent")]);
    let seeder = seeder(vec![child, table("parent", Vec::new(), Vec::new())], 20_000);
    assert_eq!(seeder.statements(1_000).count(), 40);
}

#[test]
fn a_text_of_a_constraint_goes_to_columns_that_take_it() {
    let columns = vec![column("place", DataType::Text), column("content", DataType::JsonBinary)];
    let mut all = table("t", columns, Vec::new());
    all.checks = vec![check("((place = 'INLINE'::text) OR ((place = 'EXTERNAL'::text) AND (content IS NULL)))")];
    let seeder = seeder(vec![all], 8);
    let turns = (0..8).flat_map(|index| (0..ATTEMPTS).map(move |attempt| (index, attempt)));
    let rows: Vec<Row> = turns.filter_map(|(index, attempt)| seeder.row(0, index, attempt)).collect();
    let texts = rows.iter().filter_map(|row| match &row.draft.values[2] {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    });
    let bad: Vec<&String> = texts.filter(|text| serde_json::from_str::<serde_json::Value>(text).is_err()).collect();
    assert!(rows.len() > 50 && bad.is_empty(), "{bad:?}");
}

#[test]
fn later_attempts_give_texts_of_known_forms() {
    let mut all = table("t", vec![column("name", DataType::Text)], Vec::new());
    all.unique_keys = vec![key(&["name"])];
    let seeder = seeder(vec![all], 8);
    let rows = (4..ATTEMPTS).filter_map(|attempt| seeder.row(0, 6, attempt));
    let texts: BTreeSet<String> = rows.map(|row| format!("{:?}", row.draft.values[1])).collect();
    for form in ["\"v", "\"1.", "@example.org", "\"https://"] {
        assert!(texts.iter().any(|text| text.contains(form)), "{form} in {texts:?}");
    }
}
