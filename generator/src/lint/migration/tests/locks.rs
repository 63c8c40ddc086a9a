//! Who waits for what, and for how long. What PostgreSQL really does is asked by the suite.

use super::*;

/// The locks, scans and rewrites that are claimed of a statement.
fn claimed(migration: &Migration) -> Vec<(String, Lock, bool, bool)> {
    let report = report(server(PG), Reach::Some, std::slice::from_ref(migration));
    let tolls = report.costs.into_iter().flat_map(|cost| cost.locks);
    tolls.map(|toll| (toll.table, toll.lock, toll.scans, toll.rewrites)).collect()
}

#[test]
fn not_null_is_noted_where_a_constraint_says_it_already() {
    let bad = [
        ("ALTER TABLE orders ALTER COLUMN note SET NOT NULL", "orders.note"),
        ("ALTER TABLE orders ADD CONSTRAINT n NOT NULL note", "orders.note"),
    ];
    let good = [
        "ALTER TABLE users ALTER COLUMN email SET NOT NULL",
        "ALTER TABLE orders ADD CONSTRAINT n NOT NULL note NOT VALID",
        "ALTER TABLE wishes ALTER COLUMN note SET NOT NULL",
    ];
    judged("lock/set-not-null", &[PG], &bad, &good);
    judged("lock/set-not-null", &[MY], &[], &["ALTER TABLE orders MODIFY note varchar(80) NOT NULL"]);
    let set = "ALTER TABLE orders ALTER COLUMN note SET NOT NULL";
    let add = "ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID";
    let validate = "ALTER TABLE orders VALIDATE CONSTRAINT c";
    assert_eq!(found("lock/set-not-null", PG, &[add, set]), ["orders.note"]);
    assert!(found("lock/set-not-null", PG, &[add, validate, set]).is_empty());
    let new = [
        "ALTER TABLE orders ADD COLUMN \"role\" text",
        "ALTER TABLE orders ADD CONSTRAINT c CHECK (\"role\" IS NOT NULL) NOT VALID",
        "ALTER TABLE orders VALIDATE CONSTRAINT c",
        "ALTER TABLE orders ALTER COLUMN \"role\" SET NOT NULL",
    ];
    assert!(found("lock/set-not-null", PG, &new).is_empty());
    assert_eq!(found("lock/set-not-null", PG, &[new[0], new[3]]), ["orders.role"]);
    let other = "ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL OR total > 0)";
    assert_eq!(found("lock/set-not-null", PG, &[other, set]), ["orders.note"]);
    let orders = tables().remove(1).with(|table| table.checks.push(check("chk", "((note IS NOT NULL) AND (id > 0))")));
    assert!(found_in("lock/set-not-null", PG, &among(&[orders], &[set])).is_empty());
}

#[test]
fn the_way_out_is_that_of_the_version() {
    let help = |version| {
        let server = Server { system: PG, version: Some(version) };
        let report = report(server, Reach::Some, &[said(&["ALTER TABLE orders ALTER COLUMN note SET NOT NULL"])]);
        report.findings.iter().find(|finding| finding.rule == "lock/set-not-null").unwrap().help.clone()
    };
    assert!(help(Version(15, 0, 0)).contains("CHECK (note IS NOT NULL) NOT VALID"));
    assert!(help(Version(18, 0, 0)).contains("NOT NULL note NOT VALID"));
}

#[test]
fn indexes_are_built_while_others_write() {
    let bad = [
        ("CREATE INDEX idx_orders_note ON orders (note)", "orders.idx_orders_note"),
        ("CREATE INDEX ON public.orders (note)", "orders.note"),
    ];
    let good =
        ["CREATE INDEX CONCURRENTLY i ON orders (note)", "CREATE INDEX i ON wishes (note)", "DROP INDEX nonesuch"];
    judged("lock/index-not-concurrent", &[PG], &bad, &good);
    judged("lock/index-not-concurrent", &[MY, LITE], &[], &["CREATE INDEX i ON orders (note)"]);
    let words = [
        ("CREATE FULLTEXT INDEX i ON orders (note)", "orders.i"),
        ("ALTER TABLE orders ADD FULLTEXT KEY i (note)", "orders.i"),
    ];
    judged("lock/index-not-concurrent", &[MY], &words, &["CREATE FULLTEXT INDEX i ON wishes (note)"]);
    let orders = tables().remove(1).with(|table| table.indexes.push(index("i", "note")));
    let drop = |sql| found_in("lock/index-not-concurrent", PG, &among(std::slice::from_ref(&orders), &[sql]));
    assert_eq!(drop("DROP INDEX i"), ["orders.i"]);
    assert_eq!(drop("DROP INDEX IF EXISTS public.i"), ["orders.i"]);
    assert!(drop("DROP INDEX CONCURRENTLY i").is_empty());
}

#[test]
fn concurrently_is_for_no_transaction() {
    let bad = [("CREATE INDEX CONCURRENTLY i ON orders (note)", "i"), ("DROP INDEX CONCURRENTLY i", "i")];
    let good = ["CREATE INDEX i ON orders (note)", "REFRESH MATERIALIZED VIEW CONCURRENTLY v"];
    judged("lock/concurrently-in-tx", &[PG], &bad, &good);
    for (sql, _) in bad {
        let mut migration = said(&[sql]);
        migration.refused = true;
        assert_eq!(found_in("lock/concurrently-in-tx", PG, &migration), ["i"], "that is why it was refused");
        assert!(found_in("idempotence", PG, &migration).is_empty(), "others say nothing of what was refused");
        (migration.refused, migration.in_transaction) = (false, false);
        assert!(found_in("lock/concurrently-in-tx", PG, &migration).is_empty());
    }
}

#[test]
fn constraints_come_in_two_steps() {
    let bad = [
        ("ALTER TABLE orders ADD CONSTRAINT chk CHECK (total > 0)", "orders.chk"),
        ("ALTER TABLE orders ADD COLUMN tax int CHECK (tax > 0)", "orders.tax"),
    ];
    let good = [
        "ALTER TABLE orders ADD CONSTRAINT chk CHECK (total > 0) NOT VALID",
        "ALTER TABLE wishes ADD CHECK (total > 0)",
    ];
    judged("lock/check-validate", &[PG], &bad, &good);
    let key = "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users";
    let bad =
        [(key, "orders.fk"), ("ALTER TABLE orders ADD COLUMN buyer bigint DEFAULT 1 REFERENCES users", "orders.buyer")];
    let not_valid = format!("{key} NOT VALID");
    let good = [
        not_valid.as_str(),
        "ALTER TABLE orders ADD COLUMN buyer bigint REFERENCES users",
        "CREATE TABLE wishes (user_id bigint REFERENCES users)",
        "ALTER TABLE wishes ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)",
    ];
    judged("lock/fk-validate", &[PG], &bad, &good);
    let report = report(server(PG), Reach::Some, &[said(&[key])]);
    let finding = report.findings.iter().find(|finding| finding.rule == "lock/fk-validate").unwrap();
    let query = "SELECT count(*) FROM orders AS o WHERE o.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users AS t \
                 WHERE t.id = o.user_id)";
    assert!(finding.help.contains(query), "{}", finding.help);
    let bad = [
        ("ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (note)", "orders.uq"),
        ("ALTER TABLE orders ADD COLUMN code text UNIQUE", "orders.code"),
        ("ALTER TABLE orders ADD CONSTRAINT ex EXCLUDE USING gist (note WITH =)", "orders.ex"),
    ];
    let good = ["ALTER TABLE orders ADD CONSTRAINT uq UNIQUE USING INDEX i", "ALTER TABLE wishes ADD UNIQUE (note)"];
    judged("lock/unique-constraint", &[PG], &bad, &good);
    judged("lock/check-validate", &[MY, LITE], &[], &["ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0)"]);
    judged("lock/fk-validate", &[LITE], &[], &[key]);
    judged("lock/fk-validate", &[MY], &[(key, "orders.fk")], &[]);
    assert!(found("lock/fk-validate", MY, &["SET foreign_key_checks = 0", key]).is_empty());
    assert_eq!(
        found("lock/fk-validate", MY, &["SET foreign_key_checks = 0", "SET foreign_key_checks = 1", key]).len(),
        1
    );
}

#[test]
fn types_that_are_written_otherwise_are_told() {
    let retyped = |from: &str, to: &str| {
        let change = among(&[table("t", &format!("id:bigint c:{from}"))], &["ALTER TABLE t ALTER c TYPE whatever"]);
        making(&[table("t", &format!("id:bigint c:{to}"))], change)
    };
    for (from, to) in [("int", "bigint"), ("varchar80", "varchar20"), ("text", "varchar20"), ("decimal2", "decimal0")] {
        assert_eq!(found_in("rewrite/type-change", PG, &retyped(from, to)), ["t.c"], "{from} to {to}");
    }
    for (from, to) in
        [("varchar20", "varchar80"), ("varchar20", "text"), ("decimal2", "decimal"), ("timestamp", "timestamptz")]
    {
        assert!(found_in("rewrite/type-change", PG, &retyped(from, to)).is_empty(), "{from} to {to}");
    }
    // What the server did goes before what is written about it.
    let t = QualifiedName { schema: "public".to_owned(), name: "t".to_owned() };
    let seen = |rewritten: &[&QualifiedName], from, to| {
        let rewritten = Some(rewritten.iter().map(|name| (*name).clone()).collect());
        found_in("rewrite/type-change", PG, &Migration { rewritten, ..retyped(from, to) })
    };
    assert_eq!(seen(&[&t], "timestamp", "timestamptz"), ["t.c"]);
    assert!(seen(&[], "timestamp", "timestamptz").is_empty());
    assert!(seen(&[], "int", "bigint").is_empty());
    assert!(seen(&[&t], "varchar20", "text").is_empty());
    let copied = |from: &str, to: &str| {
        let change =
            among(&[table("t", &format!("id:bigint c:{from}"))], &["ALTER TABLE t MODIFY c whatever NOT NULL"]);
        found_in("rewrite/type-change", MY, &making(&[table("t", &format!("id:bigint c:{to}"))], change))
    };
    assert_eq!(copied("int", "bigint"), ["t.c"]);
    assert!(copied("varchar20", "varchar80").is_empty());
}

#[test]
fn a_default_is_written_into_rows_where_each_has_another() {
    let bad = [
        ("ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()", "orders.token"),
        ("ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT clock_timestamp()", "orders.at"),
        ("ALTER TABLE orders ADD COLUMN nr bigserial", "orders.nr"),
        ("ALTER TABLE orders ADD COLUMN nr int GENERATED ALWAYS AS IDENTITY", "orders.nr"),
        ("ALTER TABLE orders ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED", "orders.twice"),
    ];
    let good = [
        "ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT now()",
        "ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP",
        "ALTER TABLE orders ADD COLUMN c varchar(20) NOT NULL DEFAULT 'random()'",
        "ALTER TABLE orders ADD COLUMN c varchar(20) DEFAULT 'x'::varchar(20)",
        "ALTER TABLE orders ADD COLUMN c int DEFAULT of_mine()",
        "ALTER TABLE orders ADD COLUMN c int",
    ];
    judged("rewrite/volatile-default", &[PG], &bad, &good);
    let old = Server { system: PG, version: Some(Version(10, 0, 0)) };
    let sql = "ALTER TABLE orders ADD COLUMN c int DEFAULT 5";
    let findings = report(old, Reach::Some, &[said(&[sql])]).findings;
    assert!(findings.iter().any(|finding| finding.rule == "rewrite/volatile-default"));
    let orders = QualifiedName { schema: "public".to_owned(), name: "orders".to_owned() };
    let mine = said(&["ALTER TABLE orders ADD COLUMN c int DEFAULT of_mine()"]);
    let seen = Migration { rewritten: Some(BTreeSet::from([orders])), ..mine };
    assert_eq!(found_in("rewrite/volatile-default", PG, &seen), ["orders.c"]);
}

#[test]
fn a_lock_has_a_limit() {
    let add = "ALTER TABLE orders ADD COLUMN c int";
    judged(
        "lock/no-timeout",
        &[PG, MY],
        &[(add, "orders")],
        &["ALTER TABLE wishes ADD COLUMN c int", "DELETE FROM orders"],
    );
    judged("lock/no-timeout", &[LITE], &[], &[add]);
    for limit in [
        "SET LOCAL lock_timeout = '5s'",
        "SET statement_timeout TO 5000",
        "SELECT set_config('lock_timeout', '5s', true)",
    ] {
        assert!(found("lock/no-timeout", PG, &[limit, add]).is_empty(), "{limit}");
    }
    assert!(found("lock/no-timeout", MY, &["SET SESSION lock_wait_timeout = 5", add]).is_empty());
    for none in ["SET lock_timeout = 0", "SET lock_timeout = '0s'", "SET lock_timeout TO DEFAULT"] {
        assert_eq!(found("lock/no-timeout", PG, &["SET lock_timeout = '5s'", none, add]), ["orders"], "{none}");
    }
    assert_eq!(
        found("lock/no-timeout", PG, &[add, "ALTER TABLE users ADD COLUMN c int"]),
        ["orders"],
        "it is told once"
    );
    let mut settings = Settings::default();
    settings.lint.rules.insert("lock/no-timeout".to_owned(), Level::Error);
    let (baseline, names) = (Baseline::default(), ["m1".to_owned()]);
    let set = Set { names: &names, reach: Reach::All, server: server(PG), settings: &settings };
    let mut inspection = Inspection::new(set, &baseline).unwrap();
    inspection.look(&said(&[add]));
    assert_eq!(inspection.report().count(Level::Error), 0, "the settings have a limit by themselves");
}

#[test]
fn nothing_long_is_done_under_a_lock() {
    let rule = "lock/held-while-working";
    let add = "ALTER TABLE orders ADD COLUMN c int";
    for work in
        ["UPDATE users SET name = ''", "CREATE INDEX i ON users (name)", "INSERT INTO wishes SELECT * FROM orders"]
    {
        let expected: &[&str] = if work.starts_with("INSERT") { &[] } else { &["orders"] };
        assert_eq!(found(rule, PG, &[add, work]), expected, "{work}");
        assert!(found(rule, PG, &[work, add]).is_empty(), "{work}");
    }
    assert_eq!(found(rule, PG, &[add, "UPDATE users SET name = ''", "DELETE FROM users"]), ["orders"], "once");
    let mut apart = said(&[add, "UPDATE users SET name = ''"]);
    apart.in_transaction = false;
    assert!(found_in(rule, PG, &apart).is_empty());
    apart.statements.insert(0, "BEGIN".to_owned());
    assert_eq!(found_in(rule, PG, &apart), ["orders"]);
}

/// What the building blocks make of a check and of NOT NULL: in no transaction, in two, and in one.
#[test]
fn a_rule_is_made_in_halves_that_hold_nobody_up() {
    let rule = "lock/held-while-working";
    let halves: [(&[&str], &[&str]); 2] = [
        (
            &["ALTER TABLE \"orders\" ADD CONSTRAINT \"c\" CHECK (total >= 0) NOT VALID"],
            &["ALTER TABLE \"orders\" VALIDATE CONSTRAINT \"c\""],
        ),
        (
            &["ALTER TABLE \"orders\" ADD CONSTRAINT \"n\" CHECK (\"total\" IS NOT NULL) NOT VALID"],
            &[
                "ALTER TABLE \"orders\" VALIDATE CONSTRAINT \"n\"",
                "ALTER TABLE \"orders\" ALTER COLUMN \"total\" SET NOT NULL",
                "ALTER TABLE \"orders\" DROP CONSTRAINT \"n\"",
            ],
        ),
    ];
    for (new, old) in halves {
        let both = [new, old].concat();
        assert_eq!(found(rule, PG, &both), ["orders"]);
        let mut apart = said(&both);
        apart.in_transaction = false;
        for migration in [apart, said(new), said(old)] {
            for rule in [rule, "lock/check-validate", "idempotence", "merge/alter"] {
                assert!(found_in(rule, PG, &migration).is_empty(), "{rule} {migration:?}");
            }
        }
    }
}

#[test]
fn what_is_done_in_parts_can_be_done_again() {
    let two = ["ALTER TABLE orders ADD COLUMN a int", "ALTER TABLE users ADD COLUMN a int", "DROP TABLE users"];
    assert_eq!(found("tx/mysql-partial", MY, &two), ["statements"]);
    assert!(found("tx/mysql-partial", MY, &[two[0], "UPDATE orders SET a = 1"]).is_empty());
    assert!(found("tx/mysql-partial", PG, &two).is_empty());
    let apart = |statements: &[&str]| {
        let mut migration = said(statements);
        migration.in_transaction = false;
        found_in("idempotence", PG, &migration)
    };
    let index = "CREATE INDEX CONCURRENTLY i ON orders (note)";
    assert_eq!(apart(&[index, two[0]]), ["i", "orders.a"]);
    assert!(apart(&[index]).is_empty());
    let again = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (note)";
    assert!(apart(&[again, "ALTER TABLE orders ADD COLUMN IF NOT EXISTS a int", "DROP TABLE IF EXISTS x"]).is_empty());
    assert!(found("idempotence", PG, &[index, two[0]]).is_empty());
}

#[test]
fn an_enum_value_counts_from_the_next_migration_on() {
    let add = "ALTER TYPE status ADD VALUE 'returned'";
    let update = "UPDATE orders SET status = 'returned' WHERE id = 1";
    let mut migration = said(&[add, update]);
    assert!(found_in("tx/enum-use", PG, &migration).is_empty(), "the server took it");
    migration.refused = true;
    assert_eq!(found_in("tx/enum-use", PG, &migration), ["status.returned"]);
    migration.statements[1] = "SELECT nonesuch".to_owned();
    assert!(found_in("tx/enum-use", PG, &migration).is_empty());
}

#[test]
fn a_materialized_view_is_refreshed_while_others_read() {
    let with_view = |indexes: &[crate::catalog::Index], sql: &str| {
        let view = View { name: "sales".to_owned(), materialized: true, indexes: indexes.to_vec(), ..View::default() };
        let mut catalog = catalog(&tables());
        catalog.schemas[0].views.push(view);
        let catalog = Arc::new(catalog);
        found_in("matview", PG, &Migration { before: Arc::clone(&catalog), after: catalog, ..said(&[sql]) })
    };
    let unique = index("uq", "day").with(|index| index.unique = true);
    assert_eq!(with_view(&[], "REFRESH MATERIALIZED VIEW sales"), ["sales"]);
    assert!(with_view(&[], "REFRESH MATERIALIZED VIEW CONCURRENTLY sales").is_empty());
    assert_eq!(with_view(&[], "CREATE MATERIALIZED VIEW sales AS SELECT 1"), ["sales"]);
    assert!(with_view(&[unique], "CREATE MATERIALIZED VIEW sales AS SELECT 1").is_empty());
}

#[test]
fn one_pass_over_a_table_is_enough() {
    let checks = ["ALTER TABLE orders ADD CHECK (total > 0)", "ALTER TABLE orders ADD CHECK (id > 0)"];
    assert_eq!(found("merge/alter", PG, &checks), ["orders"]);
    let quick = ["ALTER TABLE orders ADD COLUMN a int", "ALTER TABLE orders ADD COLUMN b int"];
    assert!(found("merge/alter", PG, &quick).is_empty());
    assert_eq!(found("merge/alter", MY, &quick), ["orders"]);
    assert!(found("merge/alter", LITE, &quick).is_empty());
    assert!(found("merge/alter", MY, &[quick[0], "ALTER TABLE users ADD COLUMN a int", quick[1]]).is_empty());
}

#[test]
fn both_ends_of_a_foreign_key_are_locked() {
    let one = |table: &str, lock, scans| (table.to_owned(), lock, scans, false);
    let strong = Lock::AccessExclusive;
    assert_eq!(claimed(&said(&["DROP TABLE orders"])), [one("orders", strong, false), one("users", strong, false)]);
    let new = "CREATE TABLE wishes (id int, user_id bigint REFERENCES users (id))";
    assert_eq!(claimed(&said(&[new])), [one("users", Lock::ShareRowExclusive, false)]);
    let key = "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id)";
    let both = [one("orders", Lock::ShareRowExclusive, true), one("users", Lock::ShareRowExclusive, true)];
    assert_eq!(claimed(&said(&[key])), both);
    assert!(claimed(&said(&["ALTER TABLE orders FROBNICATE", "DO $$ BEGIN END $$"])).is_empty());
}
