//! What is new for a set, what lets findings pass, and what is no longer needed.

use super::*;
use crate::config::{Ignore, Pattern};
use crate::lint::{Known, Scope};
use std::slice::from_ref;

fn named(name: &str, migration: Migration) -> Migration {
    Migration { name: name.to_owned(), ..migration }
}

/// Two migrations of which the first makes a table that the second changes.
fn two() -> [Migration; 2] {
    let wishes = table("wishes", "id:bigint note:text?");
    let all = [tables(), vec![wishes]].concat();
    let first = making(&all, said(&["CREATE TABLE wishes (id bigint PRIMARY KEY, note text)"]));
    let second = among(&all, &["ALTER TABLE wishes RENAME TO dreams", "ALTER TABLE dreams DROP COLUMN note"]);
    [named("m1", first), named("m2", second)]
}

fn rules(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_text_is_cut_where_the_database_stops() {
    use super::super::{Part, parts};
    let cut = |text: &str, system| -> Vec<(String, bool)> {
        parts(text, system).into_iter().map(|Part { sql, setting }| (sql, setting)).collect()
    };
    let sqlite = "PRAGMA foreign_keys = OFF;\nBEGIN;\nCREATE TABLE a (b text DEFAULT ';');\nDROP TABLE c;\nCOMMIT;\nDROP TABLE d";
    let expected = [
        ("PRAGMA foreign_keys = OFF", true),
        ("BEGIN;\nCREATE TABLE a (b text DEFAULT ';');\nDROP TABLE c;\nCOMMIT", false),
        ("DROP TABLE d", false),
    ];
    assert_eq!(cut(sqlite, System::Sqlite), expected.map(|(sql, is)| (sql.to_owned(), is)));
    let mysql = "SET foreign_key_checks = 0; CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END; \
                 INSERT INTO a VALUES ('; \\'; ')";
    let expected = [
        ("SET foreign_key_checks = 0", true),
        ("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END", false),
        ("INSERT INTO a VALUES ('; \\'; ')", false),
    ];
    assert_eq!(cut(mysql, System::MySql), expected.map(|(sql, is)| (sql.to_owned(), is)));
}

#[test]
fn a_table_is_new_to_the_migrations_that_are_applied_with_the_one_that_makes_it() {
    let together = report(server(PG), Reach::Pending, &two());
    assert!(together.findings.is_empty(), "{:?}", together.findings);
    let apart = report(server(PG), Reach::All, &two());
    assert_eq!(rules(&apart), ["lock/no-timeout", "data/drop-column"]);
    assert_eq!(apart.findings[1].place, "m2.wishes.note");
    assert_eq!(apart.findings[1].statement.as_ref().map(|said| said.number), Some(2));
}

#[test]
fn a_table_that_is_renamed_is_the_same() {
    let statements = ["ALTER TABLE orders RENAME TO purchases", "ALTER TABLE purchases DROP COLUMN note"];
    assert_eq!(found("data/drop-column", PG, &statements), ["orders.note"]);
    let made_anew = ["DROP TABLE orders", "CREATE TABLE orders (id int)", "CREATE INDEX i ON orders (id)"];
    assert!(found("lock/index-not-concurrent", PG, &made_anew).is_empty());
    let not_made = ["CREATE TABLE IF NOT EXISTS orders (id int)", "CREATE INDEX i ON orders (id)"];
    assert_eq!(found("lock/index-not-concurrent", PG, &not_made), ["orders.i"]);
}

#[test]
fn names_are_compared_as_the_server_does() {
    assert_eq!(found("data/truncate", PG, &["TRUNCATE ORDERS"]), ["orders"]);
    assert!(found("data/truncate", PG, &["TRUNCATE \"ORDERS\""]).is_empty());
    assert!(found("data/truncate", PG, &["TRUNCATE app.orders"]).is_empty());
    assert_eq!(found("data/truncate", MY, &["TRUNCATE shop.`ORDERS`"]), ["orders"]);
}

#[test]
fn comments_let_a_statement_or_a_migration_pass() {
    let drop = "ALTER TABLE orders DROP COLUMN note";
    let ignored = |statements: &[&str]| report(server(LITE), Reach::All, &[said(statements)]);
    let own = ignored(&[&format!("{drop} /* scaffold:ignore data/drop-column: nobody reads it */")]);
    assert!(own.findings.is_empty());
    assert_eq!(own.ignored[0].reason, "nobody reads it");
    let all = ignored(&["SELECT 1 /* scaffold:ignore data/drop-column: nobody reads it */", drop]);
    assert!(all.findings.is_empty() && all.ignored.len() == 1);
    let idle = ignored(&["DELETE FROM wishes -- scaffold:ignore data/drop-column: what?", drop]);
    assert_eq!(rules(&idle), ["lint/unused-ignore", "data/drop-column"]);
    let unknown = ignored(&["SELECT 1 -- scaffold:ignore data/drop-colum: what?"]);
    assert_eq!(unknown.findings[0].message, "a comment ignores data/drop-colum, and there is no such rule");
    let mute = ignored(&[&format!("{drop} -- scaffold:ignore data/drop-column")]);
    assert_eq!(rules(&mute), ["lint/unused-ignore", "data/drop-column"]);
    assert_eq!(mute.findings[0].message, "a comment ignores data/drop-column and does not say why");
}

fn look(settings: &Settings, (reach, baseline): (Reach, &Baseline), migrations: &[Migration]) -> Report {
    let names: Vec<String> = migrations.iter().map(|migration| migration.name.clone()).collect();
    let mut inspection =
        Inspection::new(Set { names: &names, reach, server: server(LITE), settings }, baseline).unwrap();
    migrations.iter().for_each(|migration| inspection.look(migration));
    inspection.report()
}

#[test]
fn settings_let_a_migration_pass_and_are_told_when_they_do_nothing() {
    let ignore = |rule: &str, object: &str| Ignore {
        rule: rule.to_owned(),
        object: Pattern::try_from(object.to_owned()).unwrap(),
        reason: "so it is".to_owned(),
        place: object.to_owned(),
    };
    let mut settings = Settings::default();
    let idle = [ignore("data/truncate", "m1"), ignore("data/truncate", "m7"), ignore("pk/missing", "orders")];
    settings.lint.ignore = [vec![ignore("data/drop-column", "m1")], idle.to_vec()].concat();
    let drop = said(&["ALTER TABLE orders DROP COLUMN note"]);
    let baseline = Baseline::default();
    let places = |report: &Report| report.findings.iter().map(|finding| finding.place.clone()).collect::<Vec<_>>();
    let some = look(&settings, (Reach::Some, &baseline), from_ref(&drop));
    assert_eq!((some.ignored.len(), places(&some)), (1, vec!["m1".to_owned()]), "m7 was not looked at, nor the schema");
    let all = look(&settings, (Reach::All, &baseline), from_ref(&drop));
    assert_eq!(places(&all), ["m1", "m7"]);
    settings.lint.ignore = vec![ignore("data/drop-column", "m1.orders.*")];
    assert!(look(&settings, (Reach::All, &baseline), &[drop]).findings.is_empty());
}

#[test]
fn a_baseline_keeps_what_was_not_looked_at() {
    let settings = Settings::default();
    let known = |rule: &str, object: &str| Known { rule: rule.to_owned(), object: object.to_owned(), reason: None };
    let all =
        vec![known("pk/missing", "visits"), known("data/truncate", "m1.orders"), known("data/truncate", "m10.orders")];
    let baseline = Baseline { file: "known".to_owned(), known: all };
    let names = ["m1".to_owned()];
    let drop = said(&["ALTER TABLE orders DROP COLUMN note"]);
    let found = look(&settings, (Reach::Some, &baseline), &[drop]);
    let idle: Vec<_> = found.findings.iter().filter(|finding| finding.rule == "lint/unused-ignore").collect();
    assert_eq!(idle.len(), 1);
    assert_eq!(idle[0].message, "data/truncate at m1.orders is put right");
    let kept = |scope| {
        let findings: Vec<Finding> =
            found.findings.iter().filter(|own| own.rule == "data/drop-column").cloned().collect();
        let text = baseline.text(&findings, scope).unwrap();
        let again = Baseline::read("known", &text).unwrap();
        again.known.into_iter().map(|known| known.object).collect::<Vec<_>>()
    };
    let some = Scope::Migrations { names: &names, whole: false };
    assert_eq!(kept(some), ["m1.orders.note", "m10.orders", "visits"]);
    assert_eq!(kept(Scope::Migrations { names: &names, whole: true }), ["m1.orders.note", "visits"]);
}

#[test]
fn what_a_text_may_have_changed_is_known() {
    let cases = [
        ("UPDATE t SET a = 1; SELECT 1", Effect::Rows),
        ("INSERT INTO t VALUES (1)", Effect::Rows),
        ("SELECT f()", Effect::Schema),
        ("UPDATE t SET a = 1; CREATE TABLE t (a int)", Effect::Schema),
        ("ALTER TABLE t DROP COLUMN a", Effect::Drops),
        ("not sql at all", Effect::Schema),
        ("DROP VIEW v", Effect::Drops),
    ];
    for (text, expected) in cases {
        assert_eq!(effect(text, PG), expected, "{text}");
    }
}
