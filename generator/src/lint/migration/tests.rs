//! What breaks each rule of migrations and what does not, on each backend that the rule speaks of.
//!
//! Before each migration there are `users` and `orders`, which refers to them; a case says what it has besides.

mod data;
mod engine;
mod locks;
mod source;

use super::*;
use crate::catalog::{Schema, View};
use crate::config::Level;
use crate::lint::migration::Reach;
use crate::lint::server::{System, Version};
use crate::lint::tests::{Change as _, check, index, refers};
use crate::lint::tests::{LITE, MY, PG, catalog, table};

/// What is there before.
fn tables() -> Vec<Table> {
    let users = table("users", "id:bigint email:varchar80 name:text? age:int?");
    let orders = table("orders", "id:bigint user_id:bigint? total:decimal2? note:varchar80? status:varchar20?");
    vec![users, refers(orders, "user_id", "users")]
}

/// A migration by what it says.
fn said(statements: &[&str]) -> Migration {
    let before = Arc::new(catalog(&tables()));
    Migration {
        name: "m1".to_owned(),
        statements: statements.iter().map(|sql| (*sql).to_owned()).collect(),
        in_transaction: true,
        after: Arc::clone(&before),
        before,
        ..Migration::default()
    }
}

/// The same with other tables before it.
fn among(tables: &[Table], statements: &[&str]) -> Migration {
    let before = Arc::new(catalog(tables));
    Migration { after: Arc::clone(&before), before, ..said(statements) }
}

/// The same with other tables after it.
fn making(after: &[Table], migration: Migration) -> Migration {
    Migration { after: Arc::new(catalog(after)), ..migration }
}

fn report(server: Server, reach: Reach, migrations: &[Migration]) -> Report {
    let mut settings = Settings::default();
    let off = crate::config::Limit(None);
    (settings.migration.lock_timeout, settings.migration.statement_timeout) = (off, off);
    settings.lint.rules = rule::all().map(|(id, _)| (id.to_owned(), Level::Warn)).collect();
    let names: Vec<String> = migrations.iter().map(|migration| migration.name.clone()).collect();
    let baseline = Baseline::default();
    let set = Set { names: &names, reach, server, settings: &settings };
    let mut inspection = Inspection::new(set, &baseline).expect("the settings are in order");
    migrations.iter().for_each(|migration| inspection.look(migration));
    inspection.report()
}

fn server(system: System) -> Server {
    Server { system, version: Some(Version(15, 0, 0)) }
}

/// The objects at which a rule is broken.
fn found_in(rule: &str, system: System, migration: &Migration) -> Vec<String> {
    assert!(rule::all().any(|(own, _)| own == rule), "{rule} is a rule");
    let report = report(server(system), Reach::Some, std::slice::from_ref(migration));
    let findings = report.findings.into_iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| finding.place.trim_start_matches("m1.").to_owned()).collect()
}

fn found(rule: &str, system: System, statements: &[&str]) -> Vec<String> {
    found_in(rule, system, &said(statements))
}

/// A rule is broken by each of the bad ones at its place, and by none of the good ones.
fn judged(rule: &str, systems: &[System], bad: &[(&str, &str)], good: &[&str]) {
    for system in systems {
        for (sql, place) in bad {
            assert_eq!(found(rule, *system, &[sql]), [*place], "{rule} on {system}: {sql}");
        }
        for sql in good {
            assert_eq!(found(rule, *system, &[sql]), [""; 0], "{rule} on {system}: {sql}");
        }
    }
}
