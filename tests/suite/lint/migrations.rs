//! What the rules of migrations claim of locks, scans and rewrites, beside what PostgreSQL does: each statement runs in a
//! transaction on tables with rows, and before that ends the server is asked which locks it holds (`pg_locks`), how often it
//! has read each table from end to end, and whether the table has another file.
//!
//! A claim that is not so, or a rule that speaks of a lock which is not there, fails.

use super::texts;
use crate::servers::{self, Database, Server};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};
use sea_scaffold::catalog::{Catalog, QualifiedName};
use sea_scaffold::config::{DatabaseSettings, Level, Limit, Settings};
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::introspect::introspect;
use sea_scaffold::lint::migration::{Inspection, Lock, Migration, Reach, Set};
use sea_scaffold::lint::{Baseline, Report, Server as Kind, System, Version, manuals};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Tables with rows, and what may be changed about them.
const TABLES: &str = "
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80) NOT NULL, name text, age int);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total numeric(10, 2), note varchar(80), status varchar(20), at timestamp);
ALTER TABLE orders ADD CONSTRAINT fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD CONSTRAINT chk_open CHECK (total >= 0) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT chk_status CHECK (status IS NOT NULL AND length(status) > 0);
CREATE INDEX idx_orders_note ON orders (note);
CREATE UNIQUE INDEX uq_orders_note ON orders (note);
CREATE MATERIALIZED VIEW sales AS SELECT status, count(*) AS orders FROM orders GROUP BY status;
CREATE UNIQUE INDEX uq_sales_status ON sales (status);
CREATE FUNCTION of_mine() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 5; END';
CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
INSERT INTO users SELECT i, 'user' || i, 'name' || i, i FROM generate_series(1, 50) AS i;
INSERT INTO orders SELECT i, i, i, 'note' || i, 'new', now() FROM generate_series(1, 50) AS i;
";

const STRONG: &str = "ACCESS EXCLUSIVE";

/// A statement; what it costs `orders`: the lock, and whether it reads or writes all rows; and the rules that it breaks.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("ALTER TABLE orders ADD COLUMN c int", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c int NOT NULL DEFAULT 5", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c timestamptz NOT NULL DEFAULT now()", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c varchar(9) DEFAULT lower('X')::varchar(9)", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c uuid DEFAULT gen_random_uuid()", STRONG, "writes", &["rewrite/volatile-default"]),
    (
        "ALTER TABLE orders ADD COLUMN c timestamptz DEFAULT clock_timestamp()",
        STRONG,
        "writes",
        &["rewrite/volatile-default"],
    ),
    ("ALTER TABLE orders ADD COLUMN c int DEFAULT of_mine()", STRONG, "writes", &["rewrite/volatile-default"]),
    ("ALTER TABLE orders ADD COLUMN c bigserial", STRONG, "writes", &["rewrite/volatile-default"]),
    (
        "ALTER TABLE orders ADD COLUMN c int GENERATED ALWAYS AS IDENTITY",
        STRONG,
        "writes",
        &["rewrite/volatile-default"],
    ),
    (
        "ALTER TABLE orders ADD COLUMN c bigint GENERATED ALWAYS AS (id * 2) STORED",
        STRONG,
        "writes",
        &["rewrite/volatile-default"],
    ),
    ("ALTER TABLE orders ADD COLUMN c int CHECK (c > 0)", STRONG, "reads", &["lock/check-validate"]),
    ("ALTER TABLE orders ADD COLUMN c int UNIQUE", STRONG, "reads", &["lock/unique-constraint"]),
    ("ALTER TABLE orders ADD COLUMN c bigint REFERENCES users (id)", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c bigint DEFAULT 1 REFERENCES users (id)", STRONG, "reads", &["lock/fk-validate"]),
    ("ALTER TABLE orders DROP COLUMN note", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note SET NOT NULL", STRONG, "reads", &["lock/set-not-null"]),
    ("ALTER TABLE orders ALTER COLUMN status SET NOT NULL", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN id SET NOT NULL", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note DROP NOT NULL", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'x'", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note TYPE varchar(120)", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note TYPE text", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN note TYPE varchar(40)", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN note TYPE char(80)", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2)", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN total TYPE numeric", STRONG, "", &[]),
    ("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 3)", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN total TYPE double precision", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN user_id TYPE int", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN at TYPE timestamptz", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ALTER COLUMN at TYPE date USING at::date", STRONG, "writes", &["rewrite/type-change"]),
    ("ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0)", STRONG, "reads", &["lock/check-validate"]),
    ("ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0) NOT VALID", STRONG, "", &[]),
    ("ALTER TABLE orders VALIDATE CONSTRAINT chk_open", "SHARE UPDATE EXCLUSIVE", "reads", &[]),
    (
        "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id)",
        "SHARE ROW EXCLUSIVE",
        "reads",
        &["lock/fk-validate"],
    ),
    (
        "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
        "SHARE ROW EXCLUSIVE",
        "",
        &[],
    ),
    ("ALTER TABLE orders ADD CONSTRAINT k UNIQUE (note)", STRONG, "reads", &["lock/unique-constraint"]),
    ("ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX uq_orders_note", STRONG, "", &[]),
    ("ALTER TABLE orders ADD CONSTRAINT k EXCLUDE (note WITH =)", STRONG, "reads", &["lock/unique-constraint"]),
    ("ALTER TABLE orders DROP CONSTRAINT chk_open", STRONG, "", &[]),
    ("ALTER TABLE orders DROP CONSTRAINT fk_orders_user_id", STRONG, "", &[]),
    ("ALTER TABLE orders RENAME COLUMN note TO remark", STRONG, "", &[]),
    ("ALTER TABLE orders RENAME TO purchases", STRONG, "", &[]),
    ("ALTER TABLE orders RENAME CONSTRAINT chk_open TO k", STRONG, "", &[]),
    ("ALTER TABLE orders ENABLE ROW LEVEL SECURITY", STRONG, "", &[]),
    ("ALTER TABLE orders DISABLE TRIGGER USER", "SHARE ROW EXCLUSIVE", "", &[]),
    ("CREATE INDEX i ON orders (status)", "SHARE", "reads", &["lock/index-not-concurrent"]),
    ("CREATE UNIQUE INDEX i ON orders (lower(note))", "SHARE", "reads", &["lock/index-not-concurrent"]),
    ("DROP INDEX idx_orders_note", STRONG, "", &["lock/index-not-concurrent"]),
    (
        "CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION changed()",
        "SHARE ROW EXCLUSIVE",
        "",
        &[],
    ),
    ("CREATE TABLE wishes (id int, order_id bigint REFERENCES orders (id))", "SHARE ROW EXCLUSIVE", "", &[]),
    ("REFRESH MATERIALIZED VIEW sales", "ACCESS SHARE", "reads", &[]),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY sales", "ACCESS SHARE", "reads", &[]),
    ("DELETE FROM orders WHERE id = 1", "ROW EXCLUSIVE", "", &[]),
    ("DROP MATERIALIZED VIEW sales; DROP TABLE orders", STRONG, "", &["lock/two-tables"]),
    ("DROP TABLE users CASCADE", STRONG, "", &[]),
];

/// What no older server understands.
const CASES_18: &[Case] = &[
    ("ALTER TABLE orders ADD CONSTRAINT k NOT NULL note", STRONG, "reads", &["lock/set-not-null"]),
    ("ALTER TABLE orders ADD CONSTRAINT k NOT NULL note NOT VALID", STRONG, "", &[]),
    ("ALTER TABLE orders ADD COLUMN c bigint GENERATED ALWAYS AS (id * 2)", STRONG, "", &[]),
];

/// What a statement did to each table: the lock, in the words of the server, and how often it was read and written anew.
type Facts = BTreeMap<String, (String, bool, bool)>;

const FACTS: &str = "SELECT c.name || '|' || coalesce((
    SELECT l.mode FROM pg_locks AS l
    WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.relation = c.part AND l.granted
    ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock',
        'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock', 'AccessShareLock'], l.mode) LIMIT 1), '')
    || '|' || (pg_stat_get_xact_numscans(c.part) - c.scans > 0)
    || '|' || (pg_relation_filenode(c.part) IS DISTINCT FROM c.file AND pg_relation_filenode(c.part) IS NOT NULL) AS fact
FROM watched AS c ORDER BY c.name";

const WATCH: &str = "CREATE TEMPORARY TABLE watched AS
SELECT relname::text AS name, oid AS part, pg_relation_filenode(oid) AS file, pg_stat_get_xact_numscans(oid) AS scans
FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace";

async fn read(database: &Database) -> Result<(Catalog, Option<Version>)> {
    let mut session = Session::open(&database.url).await?;
    let version = session.version().await?;
    let catalog = introspect(&mut session, &DatabaseSettings::default(), "seaql_migrations").await;
    session.close().await;
    Ok((catalog?, Version::of(&version)))
}

/// Runs a statement and says what it did.
async fn done(connection: &DatabaseConnection, sql: &str) -> Result<Facts> {
    connection.execute_unprepared("DROP TABLE IF EXISTS watched").await?;
    connection.execute_unprepared(WATCH).await?;
    let transaction = connection.begin().await?;
    transaction.execute_unprepared(sql).await.with_context(|| sql.to_owned())?;
    let rows = transaction.query_all_raw(Statement::from_string(connection.get_database_backend(), FACTS)).await?;
    let lines: Vec<String> = rows.iter().map(|row| row.try_get("", "fact")).collect::<Result<_, _>>()?;
    transaction.commit().await?;
    let fact = |line: &String| {
        let mut parts = line.split('|').map(str::to_owned);
        let (name, mode) = (parts.next()?, parts.next()?);
        let (scans, rewrites) = (parts.next()? == "true", parts.next()? == "true");
        Some((name, (words(&mode), scans, rewrites)))
    };
    Ok(lines.iter().filter_map(fact).collect())
}

/// `AccessExclusiveLock` as the documentation has it.
fn words(mode: &str) -> String {
    let mut text = String::new();
    for c in mode.trim_end_matches("Lock").chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}

/// What is found of a migration, with every rule on and no limit set.
fn look(server: Kind, migration: &Migration) -> Result<Report> {
    let mut settings = Settings::default();
    (settings.migration.lock_timeout, settings.migration.statement_timeout) = (Limit(None), Limit(None));
    settings.lint.rules = manuals().iter().map(|manual| (manual.id.to_owned(), Level::Warn)).collect();
    let (baseline, names) = (Baseline::default(), [migration.name.clone()]);
    let set = Set { names: &names, reach: Reach::Some, server, settings: &settings };
    let mut inspection = Inspection::new(set, &baseline).map_err(|mut problems| problems.remove(0))?;
    inspection.look(migration);
    Ok(inspection.report())
}

fn migration(sql: &str, (before, after): (&Arc<Catalog>, &Arc<Catalog>)) -> Migration {
    Migration {
        name: "m".to_owned(),
        statements: vec![sql.to_owned()],
        in_transaction: true,
        before: Arc::clone(before),
        after: Arc::clone(after),
        ..Migration::default()
    }
}

/// The claims of locks that hold up anybody, as facts.
fn claims(report: &Report) -> Facts {
    let tolls = report.costs.iter().flat_map(|cost| &cost.locks);
    tolls.map(|toll| (toll.table.clone(), (toll.lock.word().to_owned(), toll.scans, toll.rewrites))).collect()
}

/// The facts that there is something to claim of.
fn telling(facts: &Facts) -> Facts {
    let weak = ["", "ACCESS SHARE", "ROW SHARE"];
    facts.iter().filter(|(_, (lock, ..))| !weak.contains(&lock.as_str())).map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// The rules that say something of locks or rewrites, which is what is asked here.
fn rules(report: &Report) -> Vec<&'static str> {
    let mut rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    rules.retain(|rule| (rule.starts_with("lock/") && *rule != "lock/no-timeout") || rule.starts_with("rewrite/"));
    rules.sort_unstable();
    rules
}

fn judge(server: &'static Server, cases: &[&[Case]]) -> Result<()> {
    let database = server.database("tolls")?;
    servers::wait(|| async {
        let connection = database.connect().await?;
        // In UTC one kind of time is stored as the other.
        connection.execute_unprepared("SET timezone = 'Europe/Berlin'; SET client_min_messages = 'error'").await?;
        connection.execute_unprepared(TABLES).await?;
        let (before, version) = read(&database).await?;
        let before = Arc::new(before);
        let mut failed = Vec::new();
        for case in cases.iter().flat_map(|cases| cases.iter()) {
            if let Err(error) = case_holds((&database, &connection), (&before, version), case).await {
                failed.push(format!("{error:#}"));
            }
        }
        ensure!(failed.is_empty(), "{} claims are wrong:\n{}", failed.len(), failed.join("\n"));
        Ok(())
    })
}

async fn case_holds(
    (database, connection): (&Database, &DatabaseConnection),
    (before, version): (&Arc<Catalog>, Option<Version>),
    case: &Case,
) -> Result<()> {
    let (sql, lock, work, expected) = *case;
    connection.execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await?;
    connection.execute_unprepared(TABLES).await?;
    let facts = done(connection, sql).await?;
    // Only types are compared with what comes after.
    let after = if sql.contains(" TYPE ") { Arc::new(read(database).await?.0) } else { Arc::clone(before) };
    let orders = facts.get("orders").context("orders is watched")?;
    let stated = (lock.to_owned(), !work.is_empty(), work == "writes");
    let is_stated = orders.0 == stated.0 && orders.2 == stated.2 && (orders.1 == stated.1 || lock == "ROW EXCLUSIVE");
    ensure!(is_stated, "{sql}: the server says {orders:?}");
    let rewritten = facts.iter().filter(|(_, fact)| fact.2).map(|(table, _)| table);
    let rewritten: BTreeSet<QualifiedName> =
        rewritten.map(|table| QualifiedName { schema: "public".to_owned(), name: table.clone() }).collect();
    let server = Kind { system: System::Postgres, version };
    let seen = Migration { rewritten: Some(rewritten), ..migration(sql, (before, &after)) };
    let report = look(server, &seen)?;
    ensure!(rules(&report) == expected, "{sql}: {:?}", rules(&report));
    let mut is = telling(&facts);
    // Whether a DELETE goes by an index is for the planner to say.
    if lock == "ROW EXCLUSIVE" {
        is.values_mut().for_each(|fact| fact.1 = false);
    }
    ensure!(claims(&report) == is, "{sql}: {:?} is claimed, and the server says {is:?}", claims(&report));
    // Without a look at the files nothing is claimed that is not so.
    let blind = look(server, &migration(sql, (before, &after)))?;
    for (table, (claimed, scans, rewrites)) in claims(&blind) {
        let fact = is.get(&table).with_context(|| format!("{sql}: {table} has no lock"))?;
        ensure!(claimed == fact.0 && (fact.1 || !scans) && (fact.2 || !rewrites), "{sql}: {table} has {fact:?}");
    }
    Ok(())
}

#[test]
fn the_server_locks_reads_and_rewrites_what_the_rules_say() -> Result<()> {
    servers::database(Backend::Postgres).map_or(Ok(()), |server| judge(server, &[CASES]))
}

#[test]
fn the_server_of_another_version_does_too() -> Result<()> {
    servers::postgres_18().map_or(Ok(()), |server| judge(server, &[CASES, CASES_18]))
}

/// What the rules say that a server refuses, it refuses; and it takes the way out.
#[test]
fn what_is_said_to_be_refused_is_refused() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let database = server.database("refused")?;
    servers::wait(|| async {
        let connection = database.connect().await?;
        connection.execute_unprepared(TABLES).await?;
        connection.execute_unprepared("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE moods (m mood)").await?;
        let (catalog, version) = read(&database).await?;
        let catalog = Arc::new(catalog);
        let kind = Kind { system: System::Postgres, version };
        let cases: [(&[&str], &str); 4] = [
            (&["CREATE INDEX CONCURRENTLY i ON orders (status)"], "lock/concurrently-in-tx"),
            (&["DROP INDEX CONCURRENTLY idx_orders_note"], "lock/concurrently-in-tx"),
            (&["REINDEX TABLE CONCURRENTLY orders"], "lock/concurrently-in-tx"),
            (&["ALTER TYPE mood ADD VALUE 'ok'", "INSERT INTO moods VALUES ('ok')"], "tx/enum-use"),
        ];
        for (statements, rule) in cases {
            let transaction = connection.begin().await?;
            let mut refused = false;
            for sql in statements {
                refused = transaction.execute_unprepared(sql).await.is_err();
            }
            transaction.rollback().await?;
            ensure!(refused, "{statements:?} is not refused");
            let mut migration = migration("", (&catalog, &catalog));
            migration.statements = statements.iter().map(|sql| (*sql).to_owned()).collect();
            migration.refused = true;
            let found: Vec<_> = look(kind, &migration)?.findings.iter().map(|finding| finding.rule).collect();
            ensure!(found.contains(&rule), "{statements:?}: {found:?}");
            for sql in statements {
                connection.execute_unprepared(sql).await?;
            }
            (migration.in_transaction, migration.refused) = (false, false);
            let found: Vec<_> = look(kind, &migration)?.findings.iter().map(|finding| finding.rule).collect();
            ensure!(!found.contains(&rule), "{statements:?}: {found:?}");
        }
        Ok(())
    })
}

/// What MariaDB refuses when others are to write meanwhile, and the rules that say so.
#[test]
fn what_lets_nobody_write_is_told_of_mariadb() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let database = server.database("copied")?;
    let key = "ADD CONSTRAINT k FOREIGN KEY (n) REFERENCES u (id)";
    let cases = [
        ("MODIFY n bigint", Some("rewrite/type-change")),
        ("MODIFY n smallint", Some("rewrite/type-change")),
        ("MODIFY n double", Some("rewrite/type-change")),
        ("MODIFY n decimal(10, 2)", Some("rewrite/type-change")),
        ("MODIFY d datetime", Some("rewrite/type-change")),
        ("MODIFY v varchar(120)", None),
        ("ADD COLUMN c int NOT NULL DEFAULT 5", None),
        ("DROP COLUMN n", None),
        ("ADD INDEX i (n)", None),
        ("ADD UNIQUE INDEX i (n)", None),
        ("ADD FULLTEXT INDEX i (v)", Some("lock/index-not-concurrent")),
        (key, Some("lock/fk-validate")),
    ];
    for (change, rule) in cases {
        database.execute("DROP TABLE IF EXISTS t")?;
        database.execute("CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY)")?;
        database.execute("CREATE TABLE t (id int PRIMARY KEY, n int, d date, v varchar(80))")?;
        let sql = format!("ALTER TABLE t {change}");
        let before = Arc::new(servers::wait(|| read(&database))?.0);
        let refused = database.execute(&format!("{sql}, LOCK=NONE")).is_err();
        ensure!(refused == rule.is_some(), "{sql}: refused is {refused}");
        if refused {
            database.execute(&sql)?;
        }
        let after = Arc::new(servers::wait(|| read(&database))?.0);
        let kind = Kind { system: System::MariaDb, version: None };
        let found = look(kind, &migration(&sql, (&before, &after)))?;
        let told: Vec<_> = rules(&found);
        ensure!(told == rule.into_iter().collect::<Vec<_>>(), "{sql}: {told:?}");
        ensure!(found.costs.iter().all(|cost| cost.locks.iter().all(|toll| toll.lock == Lock::Metadata)));
    }
    database.execute("ALTER TABLE t DROP FOREIGN KEY k")?;
    database.execute(&format!("SET foreign_key_checks = 0; ALTER TABLE t {key}, LOCK=NONE")).context("the way out")
}

/// What is said to fail on rows does, and works on none; where values are made up, they are.
#[test]
fn what_is_said_to_fail_on_rows_fails() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("rows")?;
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a int)")?;
        let add = "ALTER TABLE t ADD COLUMN c int NOT NULL";
        let unique = "CREATE UNIQUE INDEX uq ON t (a)";
        let catalog = Arc::new(servers::wait(|| read(&database))?.0);
        let system = match server.backend {
            Backend::Postgres => System::Postgres,
            Backend::MySql => System::MariaDb,
            Backend::Sqlite => System::Sqlite,
        };
        let look = |sql: &str| look(Kind { system, version: None }, &migration(sql, (&catalog, &catalog)));
        let find = |sql: &str, rule: &str| -> Result<_> {
            look(sql)?.findings.into_iter().find(|finding| finding.rule == rule).context(sql.to_owned())
        };
        database.execute(add).context("there are no rows yet")?;
        database.execute("ALTER TABLE t DROP COLUMN c")?;
        let query = find(unique, "data/unique-would-fail")?.help;
        let query = query
            .strip_prefix("look before: ")
            .context("a query")?
            .replace("SELECT a, count(*)", "SELECT 'twice' AS w");
        let twice = || servers::wait(|| async { texts(&database.connect().await?, &query, "w").await });
        ensure!(twice()?.is_empty(), "{}: nothing is there twice", server.backend);
        database.execute("INSERT INTO t (id, a) VALUES (1, 7), (2, 7), (3, NULL), (4, NULL)")?;
        ensure!(twice()? == ["twice"], "{}: 7 is", server.backend);
        ensure!(database.execute(unique).is_err(), "{}: it is to be unique", server.backend);
        find(add, "data/not-null-no-default")?;
        let fails = database.execute(add).is_err();
        ensure!(fails != (server.backend == Backend::MySql), "{}", server.backend);
    }
    Ok(())
}
