//! Rows that are lost, that do not fit, or that programs do not find any more.

use super::*;
use crate::catalog::{Check, DataType, Enum, QualifiedName, TextKind, TextOf};

#[test]
fn a_column_that_must_have_a_value_has_one() {
    let bad = [("ALTER TABLE orders ADD COLUMN channel varchar(20) NOT NULL", "orders.channel")];
    let good = [
        "ALTER TABLE orders ADD COLUMN channel varchar(20) NOT NULL DEFAULT 'web'",
        "ALTER TABLE orders ADD COLUMN channel varchar(20)",
        "ALTER TABLE wishes ADD COLUMN channel varchar(20) NOT NULL",
        "CREATE TABLE wishes (channel varchar(20) NOT NULL)",
    ];
    judged("data/not-null-no-default", &[PG, MY, LITE], &bad, &good);
    let own = [
        "ALTER TABLE orders ADD nr bigserial NOT NULL",
        "ALTER TABLE orders ADD nr int GENERATED ALWAYS AS IDENTITY NOT NULL",
    ];
    judged("data/not-null-no-default", &[PG], &[("ALTER TABLE orders ADD nr int PRIMARY KEY", "orders.nr")], &own);
    judged("data/not-null-no-default", &[MY], &[], &["ALTER TABLE orders ADD nr int NOT NULL AUTO_INCREMENT UNIQUE"]);
    let twice = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note varchar(80) NOT NULL";
    judged("data/not-null-no-default", &[PG], &[], &[twice]);
}

#[test]
fn what_goes_for_good_is_told_with_who_still_names_it() {
    let bad = [("ALTER TABLE orders DROP COLUMN note", "orders.note")];
    let good = ["ALTER TABLE orders DROP COLUMN nonesuch", "ALTER TABLE wishes DROP COLUMN note"];
    judged("data/drop-column", &[PG, MY, LITE], &bad, &good);
    let statements = ["ALTER TABLE orders ADD COLUMN extra int", "ALTER TABLE orders DROP COLUMN extra"];
    assert!(found("data/drop-column", PG, &statements).is_empty());

    let mut migration = said(&["ALTER TABLE orders DROP COLUMN note"]);
    let view = View { name: "notes".to_owned(), definition: "SELECT note FROM orders".to_owned(), ..View::default() };
    let schema = |view: &View| {
        let mut schema = catalog(&tables()).schemas.remove(0);
        schema.views.push(view.clone());
        schema
    };
    migration.after = Arc::new(Catalog { schemas: vec![schema(&view)], ..Catalog::default() });
    let of =
        TextOf { kind: TextKind::Function, schema: "public".to_owned(), name: "f".to_owned(), part: String::new() };
    migration.texts.add(of, "SELECT max(note) FROM orders".to_owned());
    let message = |system, migration: &Migration| {
        let findings = report(server(system), Reach::Some, std::slice::from_ref(migration)).findings;
        findings.into_iter().find(|finding| finding.rule == "data/drop-column").map(|finding| finding.message)
    };
    let told = |who: &str| Some(format!("the values of the column go; {who}"));
    assert_eq!(message(MY, &migration), told("still named by view notes, function f"));
    // The view can only mean a column of another table.
    assert_eq!(message(PG, &migration), told("function f still names it"));
    migration.texts = Texts::default();
    assert_eq!(message(LITE, &migration), Some("the values of the column go".to_owned()));
}

#[test]
fn a_table_that_is_there_again_has_its_rows() {
    let bare = making(&tables()[..1], said(&["DROP TABLE orders"]));
    assert_eq!(found_in("data/drop-table", PG, &bare), ["orders"]);
    assert_eq!(found_in("data/drop-table", MY, &bare), ["orders"]);
    assert!(found("data/drop-table", PG, &["DROP TABLE wishes", "DROP VIEW orders"]).is_empty());
    let aside = ["ALTER TABLE orders RENAME TO old", "CREATE TABLE orders (id int)", "DROP TABLE old"];
    assert!(found("data/drop-table", PG, &aside).is_empty());
    let rebuilt = [
        "CREATE TABLE orders_new (id integer PRIMARY KEY, note text)",
        "INSERT INTO orders_new SELECT id, note FROM orders",
        "DROP TABLE orders",
        "ALTER TABLE orders_new RENAME TO orders",
        "UPDATE orders SET note = ''",
    ];
    for rule in ["data/drop-table", "compat/rename"] {
        assert!(found(rule, LITE, &rebuilt).is_empty(), "{rule}");
    }
    assert_eq!(found("data/unbounded-backfill", LITE, &rebuilt), ["orders"], "it has all rows");
}

#[test]
fn a_schema_goes_with_its_tables() {
    judged("data/drop-schema", &[PG, MY], &[("DROP SCHEMA public", "public"), ("DROP SCHEMA app", "app")], &[]);
    let finding = report(server(PG), Reach::Some, &[said(&["DROP SCHEMA public"])]).findings.remove(0);
    assert_eq!(finding.message, "the schema goes with the 2 tables that are in it");
    assert!(found("data/drop-schema", PG, &["CREATE SCHEMA app", "DROP SCHEMA app"]).is_empty());
}

#[test]
fn what_goes_along_with_cascade_is_named() {
    let mut migration = said(&["DROP TABLE users CASCADE"]);
    let mut schema: Schema = catalog(&tables()).schemas.remove(0);
    schema.views.push(View { name: "totals".to_owned(), ..View::default() });
    migration.before = Arc::new(Catalog { schemas: vec![schema], ..Catalog::default() });
    let mut left = tables().remove(1);
    left.foreign_keys.clear();
    let migration = making(&[left], migration);
    assert_eq!(found_in("data/drop-cascade", PG, &migration), ["users"]);
    assert!(found_in("data/drop-cascade", MY, &migration).is_empty());
    let findings = report(server(PG), Reach::Some, &[migration]).findings;
    let finding = findings.iter().find(|finding| finding.rule == "data/drop-cascade");
    let message = finding.map(|finding| finding.message.as_str());
    assert_eq!(message, Some("CASCADE takes along foreign key orders.fk_user_id, view totals"));
    let bad = [("ALTER TABLE users DROP COLUMN email CASCADE", "users.email"), ("DROP TYPE mood CASCADE", "mood")];
    judged("data/drop-cascade", &[PG], &bad, &["DROP TABLE users", "ALTER TABLE users DROP COLUMN email"]);
}

#[test]
fn what_holds_less_is_told() {
    let retyped = |column: &str, from: &str, to: &str| {
        let before = table("t", &format!("id:bigint {column}:{from}"));
        let after = table("t", &format!("id:bigint {column}:{to}"));
        making(&[after], among(&[before], &[&format!("ALTER TABLE t ALTER COLUMN {column} TYPE whatever")]))
    };
    for (from, to) in [
        ("text", "varchar80"),
        ("varchar80", "varchar20"),
        ("bigint", "int"),
        ("decimal2", "decimal0"),
        ("decimal", "decimal2"),
        ("double", "int"),
        ("timestamptz", "timestamp"),
        ("timestamptz", "date"),
        ("int", "uint"),
    ] {
        assert_eq!(found_in("data/narrowing", PG, &retyped("c", from, to)), ["t.c"], "{from} to {to}");
    }
    for (from, to) in [
        ("varchar20", "varchar80"),
        ("varchar80", "text"),
        ("int", "bigint"),
        ("decimal0", "decimal"),
        ("date", "timestamp"),
    ] {
        assert!(found_in("data/narrowing", PG, &retyped("c", from, to)).is_empty(), "{from} to {to}");
    }
    let before = table("t", "id:bigint name:varchar80");
    let after = table("t", "id:bigint title:varchar20");
    let change = making(&[after], among(&[before], &["ALTER TABLE t CHANGE name title varchar(20)"]));
    assert_eq!(found_in("data/narrowing", MY, &change), ["t.name"]);
}

#[test]
fn a_value_that_an_enum_loses_is_told() {
    let with_values = |values: &[&str]| {
        let name = QualifiedName { schema: "public".to_owned(), name: "t_mood".to_owned() };
        let mut table = table("t", "id:bigint mood:text");
        table.columns[1].data_type = DataType::Enum(name);
        let mut catalog = catalog(&[table]);
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        catalog.schemas[0].enums = vec![Enum { name: "t_mood".to_owned(), values, ..Enum::default() }];
        Arc::new(catalog)
    };
    let change = |before: &[&str], after: &[&str]| {
        let statements = said(&["ALTER TABLE t MODIFY mood enum('a') NOT NULL"]);
        Migration { before: with_values(before), after: with_values(after), ..statements }
    };
    assert_eq!(found_in("data/narrowing", MY, &change(&["a", "b"], &["a"])), ["t.mood"]);
    assert!(found_in("data/narrowing", MY, &change(&["a"], &["a", "b"])).is_empty());
}

#[test]
fn rows_go_or_change_all_at_once() {
    judged(
        "data/truncate",
        &[PG, MY],
        &[("TRUNCATE TABLE orders", "orders")],
        &["TRUNCATE wishes", "DELETE FROM orders"],
    );
    let bad = [
        ("UPDATE orders SET note = ''", "orders"),
        ("DELETE FROM orders", "orders"),
        ("DELETE FROM orders WHERE 1 = 1", "orders"),
    ];
    let good = [
        "UPDATE orders SET note = '' WHERE status = 'new'",
        "UPDATE orders SET note = '' WHERE note IS NULL",
        "UPDATE orders SET note = '' WHERE id IN (SELECT id FROM orders WHERE note IS NULL LIMIT 100)",
        "UPDATE wishes SET note = ''",
        "INSERT INTO orders (id) SELECT 1",
    ];
    judged("data/unbounded-backfill", &[PG, MY, LITE], &bad, &good);
    let backfill =
        ["ALTER TABLE orders ADD COLUMN channel text", "UPDATE orders SET channel = 'web' WHERE channel IS NULL"];
    assert_eq!(found("data/unbounded-backfill", PG, &backfill), ["orders"]);
}

#[test]
fn what_is_to_be_unique_is_looked_for_twice() {
    let bad = [
        ("CREATE UNIQUE INDEX uq_orders_note ON orders (note)", "orders.uq_orders_note"),
        ("CREATE UNIQUE INDEX uq_lower ON users (lower(email))", "users.uq_lower"),
    ];
    let good = [
        "CREATE INDEX idx_orders_note ON orders (note)",
        "CREATE UNIQUE INDEX uq_orders_id_note ON orders (id, note)",
        "CREATE UNIQUE INDEX uq_wishes_note ON wishes (note)",
    ];
    judged("data/unique-would-fail", &[PG, MY, LITE], &bad, &good);
    let bad = [
        ("ALTER TABLE orders ADD CONSTRAINT uq_note UNIQUE (note, status)", "orders.uq_note"),
        ("ALTER TABLE orders ADD COLUMN code text DEFAULT 'x' UNIQUE", "orders.code"),
    ];
    let good =
        ["ALTER TABLE orders ADD COLUMN code text UNIQUE", "ALTER TABLE orders ADD CONSTRAINT uq UNIQUE USING INDEX i"];
    judged("data/unique-would-fail", &[PG], &bad, &good);
    judged(
        "data/unique-would-fail",
        &[MY],
        &[("ALTER TABLE orders ADD UNIQUE KEY uq_note (note)", "orders.uq_note")],
        &[],
    );
    let cleaned = ["DELETE FROM orders WHERE id > 5", "CREATE UNIQUE INDEX uq_note ON orders (note)"];
    assert!(found("data/unique-would-fail", PG, &cleaned).is_empty());
    let sql = "CREATE UNIQUE INDEX uq ON orders (user_id, note) WHERE status = 'new'";
    let report = report(server(PG), Reach::Some, &[said(&[sql])]);
    let finding = report.findings.iter().find(|finding| finding.rule == "data/unique-would-fail").unwrap();
    let query = "SELECT user_id, note, count(*) FROM orders WHERE user_id IS NOT NULL AND note IS NOT NULL AND (status = 'new') \
                 GROUP BY user_id, note HAVING count(*) > 1";
    assert_eq!(finding.help, format!("look before: {query}"));
}

#[test]
fn a_name_that_programs_know_stays() {
    let renamed = |sql: &str| making(&tables()[..1], said(&[sql]));
    let bad = [
        ("ALTER TABLE orders RENAME COLUMN note TO remark", "orders.note"),
        ("ALTER TABLE orders RENAME TO purchases", "orders"),
    ];
    for (sql, place) in bad {
        for system in [PG, MY, LITE] {
            assert_eq!(found_in("compat/rename", system, &renamed(sql)), [place], "{sql}");
        }
    }
    assert_eq!(found_in("compat/rename", MY, &renamed("RENAME TABLE orders TO purchases")), ["orders"]);
    assert_eq!(found_in("compat/rename", MY, &renamed("ALTER TABLE orders CHANGE note remark text")), ["orders.note"]);
    assert_eq!(found_in("compat/rename", PG, &renamed("ALTER TABLE orders SET SCHEMA app")), ["orders"]);
    let good = [
        "ALTER TABLE orders RENAME CONSTRAINT a TO b",
        "ALTER INDEX i RENAME TO j",
        "ALTER TABLE wishes RENAME TO orders_old",
        "ALTER TABLE orders RENAME COLUMN nonesuch TO x",
    ];
    judged("compat/rename", &[PG], &[], &good);
    // A view of the old name, or the table again.
    assert!(found("compat/rename", PG, &["ALTER TABLE orders RENAME TO purchases"]).is_empty());
    judged("compat/rename", &[MY], &[], &["ALTER TABLE orders CHANGE note note text"]);
}

#[test]
fn a_check_that_is_not_validated_proves_nothing() {
    let open = Check { validated: false, ..check("chk", "note IS NOT NULL") };
    let orders = tables().remove(1).with(|table| table.checks.push(open));
    let set = among(&[orders], &["ALTER TABLE orders ALTER COLUMN note SET NOT NULL"]);
    assert_eq!(found_in("lock/set-not-null", PG, &set), ["orders.note"]);
}
