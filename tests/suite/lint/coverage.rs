//! Which indexes find the rows of a foreign key: `fk/unindexed` beside the planners of PostgreSQL and SQLite.
//!
//! PostgreSQL says so by the cost of its own look-up, planned for any value: one that is at most three times that of an index
//! made for the key finds the rows; to read all of an index or a table costs many times as much. SQLite says so by whether
//! it searches by all columns of the key.
//!
//! Left out is what no catalog can tell: whether one column of several narrows the rows enough by itself.

use super::{ROWS, findings, plan, texts};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_scaffold::database::Backend;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A foreign key.
struct Key {
    columns: &'static [&'static str],
    /// What it refers to.
    target: &'static str,
    /// The types of its columns.
    types: &'static str,
}

const ONE: Key = Key { columns: &["a"], target: "parents (a)", types: "int" };
const TWO: Key = Key { columns: &["m", "n"], target: "parents (m, n)", types: "int, int" };
const MIXED: Key = Key { columns: &["a", "n"], target: "parents (a, n)", types: "int, int" };
const TEXT: Key = Key { columns: &["v"], target: "parents (v)", types: "text" };

/// A foreign key, and what else there is: statements in which `{t}` is the table and `{i}` an index.
struct Case {
    key: &'static Key,
    statements: Vec<String>,
}

fn index(rest: &str) -> String {
    format!("CREATE INDEX {{i}} ON {{t}} {rest}")
}

/// Every shape with every condition, and what has no such product.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |key, statements: Vec<String>| cases.push(Case { key, statements });
    of_one_column(&mut add);
    of_two_columns(&mut add);
    of_other_methods(&mut add);
    of_keys(&mut add);
    cases
}

/// Shapes and conditions of an index for one column.
fn of_one_column(add: &mut impl FnMut(&'static Key, Vec<String>)) {
    let shapes =
        ["(a)", "(a DESC)", "(a NULLS FIRST)", "(x, a)", "(a, x)", "((a + 0))", "(x) INCLUDE (a)", "(a) INCLUDE (x)"];
    let conditions = [
        "",
        " WHERE a IS NOT NULL",
        " WHERE NOT (a IS NULL)",
        " WHERE deleted_at IS NULL",
        " WHERE a > 0",
        " WHERE a IS NOT NULL AND deleted_at IS NULL",
        " WHERE a IS NOT NULL OR x = 1",
        " WHERE x IS NOT NULL",
    ];
    for shape in shapes {
        for condition in conditions {
            add(&ONE, vec![index(&format!("{shape}{condition}"))]);
        }
    }
}

/// The same for two.
fn of_two_columns(add: &mut impl FnMut(&'static Key, Vec<String>)) {
    let shapes =
        ["(m, n)", "(n, m)", "(m, x, n)", "(x, m, n)", "(m)", "(n)", "(m) INCLUDE (n)", "(n DESC, m)", "(m, n, x)"];
    let conditions = [
        "",
        " WHERE m IS NOT NULL",
        " WHERE m IS NOT NULL AND n IS NOT NULL",
        " WHERE m IS NOT NULL AND x IS NOT NULL",
        " WHERE deleted_at IS NULL",
    ];
    for shape in shapes {
        for condition in conditions {
            add(&TWO, vec![index(&format!("{shape}{condition}"))]);
        }
    }
}

/// Other methods, operator classes and collations, what is not valid, and what is not there.
fn of_other_methods(add: &mut impl FnMut(&'static Key, Vec<String>)) {
    for shape in
        ["(v)", "(v text_pattern_ops)", "(v COLLATE \"C\")", "(v COLLATE \"C\" text_pattern_ops)", "(lower(v))"]
    {
        for method in ["btree", "hash"] {
            add(&TEXT, vec![index(&format!("USING {method} {shape}"))]);
        }
    }
    for rest in ["USING hash (a)", "USING brin (a)", "USING hash (x)", "USING hash (a) WHERE deleted_at IS NULL"] {
        add(&ONE, vec![index(rest)]);
    }
    for rest in ["USING spgist (v)", "USING brin (v)", "USING spgist (v) WHERE deleted_at IS NULL"] {
        add(&TEXT, vec![index(rest)]);
    }
    let invalid = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{i}'::regclass";
    add(&ONE, vec![index("(a)"), invalid.to_owned()]);
    add(&TWO, vec![index("(n, m)"), invalid.to_owned()]);
    add(&ONE, vec![]);
    add(&TWO, vec![]);
}

/// Unique indexes, and keys.
fn of_keys(add: &mut impl FnMut(&'static Key, Vec<String>)) {
    let unique = |rest: &str| vec![format!("CREATE UNIQUE INDEX {{i}} ON {{t}} {rest}")];
    let keys = |rest: &str| vec![format!("ALTER TABLE {{t}} ADD {rest}")];
    for statements in [unique("(a)"), unique("(a) WHERE deleted_at IS NULL"), unique("(a) WHERE a IS NOT NULL")] {
        add(&ONE, statements);
    }
    for statements in
        [keys("UNIQUE (a)"), keys("PRIMARY KEY (a, x)"), keys("PRIMARY KEY (x, a)"), keys("UNIQUE (a) DEFERRABLE")]
    {
        add(&ONE, statements);
    }
    for statements in [
        keys("PRIMARY KEY (n, m)"),
        keys("UNIQUE (x)"),
        keys("PRIMARY KEY (m, n, x)"),
        keys("UNIQUE (m, n) INCLUDE (x)"),
    ] {
        add(&TWO, statements);
    }
    for statements in
        [unique("(a)"), unique("(a) WHERE n IS NOT NULL"), unique("(a) WHERE x IS NOT NULL"), keys("PRIMARY KEY (a)")]
    {
        add(&MIXED, statements);
    }
}

impl Case {
    fn sql(&self, table: &str, index: &str) -> Vec<String> {
        self.statements.iter().map(|sql| sql.replace("{t}", table).replace("{i}", index)).collect()
    }

    /// What the plan of the look-up for the key costs, with what there is.
    async fn cost(&self, connection: &DatabaseConnection) -> Result<f64> {
        let sql = |text: String| async move { connection.execute_unprepared(&text).await.context(text) };
        sql("BEGIN".to_owned()).await?;
        for text in self.sql("oracle", "i") {
            sql(text).await?;
        }
        let tests = self.key.columns.iter().zip(1..);
        let tests = tests.map(|(column, number)| format!("${number} OPERATOR(pg_catalog.=) {column}"));
        let tests = tests.collect::<Vec<_>>().join(" AND ");
        let types = self.key.types;
        sql(format!("PREPARE look_up ({types}) AS SELECT 1 FROM ONLY oracle x WHERE {tests} FOR KEY SHARE OF x"))
            .await?;
        let values = self.key.columns.iter().map(|_| "NULL").collect::<Vec<_>>().join(", ");
        let plan = plan(connection, &format!("EXECUTE look_up({values})")).await?;
        sql("DEALLOCATE look_up".to_owned()).await?;
        sql("ROLLBACK".to_owned()).await?;
        plan["Total Cost"].as_f64().context("a plan has a cost")
    }
}

fn told(case: &Case) -> String {
    format!("({}) with {:?}", case.key.columns.join(", "), case.statements)
}

#[test]
fn an_index_counts_for_a_foreign_key_exactly_when_postgres_can_use_it() -> Result<()> {
    for server in servers::database(Backend::Postgres).into_iter().chain(servers::postgres_18()) {
        let database = server.database("lint_coverage")?;
        let cases = cases();
        let unusable = servers::wait(|| async {
            let connection = database.connect().await?;
            connection.execute_unprepared(ROWS).await?;
            connection.execute_unprepared("VACUUM ANALYZE oracle").await?;
            connection.execute_unprepared("SET plan_cache_mode = force_generic_plan").await?;
            let mut unusable = BTreeSet::new();
            for (number, case) in cases.iter().enumerate() {
                let made_for_it =
                    Case { key: case.key, statements: vec![index(&format!("({})", case.key.columns.join(", ")))] };
                if case.cost(&connection).await.with_context(|| told(case))?
                    > 3.0 * made_for_it.cost(&connection).await?
                {
                    unusable.insert(number);
                }
            }
            anyhow::Ok(unusable)
        })?;
        let mut sql = "DROP TABLE oracle; CREATE TABLE parents (a int UNIQUE, m int, n int, v text UNIQUE, UNIQUE (m, n), UNIQUE (a, n));"
            .to_owned();
        for (number, case) in cases.iter().enumerate() {
            let columns = case.key.columns.join(", ");
            writeln!(
                sql,
                "CREATE TABLE c{number} (a int, m int, n int, x int, v text, deleted_at timestamptz, FOREIGN KEY ({columns}) REFERENCES {});",
                case.key.target
            )?;
            for text in case.sql(&format!("c{number}"), &format!("i{number}")) {
                writeln!(sql, "{text};")?;
            }
        }
        database.execute(&sql)?;
        let flagged = findings(&database)?.into_iter().filter(|finding| finding.rule == "fk/unindexed");
        let flagged: BTreeSet<String> = flagged.map(|finding| finding.table).collect();
        let verdicts = cases
            .iter()
            .enumerate()
            .map(|(number, case)| (case, unusable.contains(&number), flagged.contains(&format!("c{number}"))));
        let wrong: Vec<String> = verdicts
            .filter(|(_, truth, said)| truth != said)
            .map(|(case, truth, _)| format!("{}: {}", if truth { "MISSED" } else { "FALSE ALARM" }, told(case)))
            .collect();
        ensure!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
        let truths = unusable.len();
        ensure!(cases.len() >= 120 && truths > 30 && cases.len() - truths > 30, "{truths} of {}", cases.len());
    }
    Ok(())
}

/// The keys of SQLite: columns, the types and collations of both sides.
const SQLITE: &[(&str, &str, &str)] = &[
    ("a", "a integer", "a integer PRIMARY KEY"),
    ("m, n", "m integer, n integer", "m integer, n integer, PRIMARY KEY (m, n)"),
    ("v", "v text", "v text PRIMARY KEY"),
    ("v", "v text", "v text COLLATE NOCASE PRIMARY KEY"),
    ("v", "v text COLLATE NOCASE", "v text COLLATE NOCASE PRIMARY KEY"),
];

fn sqlite_indexes(columns: &str) -> Vec<String> {
    let shapes: &[&str] = match columns {
        "a" => &["", "(a)", "(a DESC)", "(x, a)", "(a, x)", "(a + 0)"],
        "m, n" => &["", "(m, n)", "(n, m)", "(m, x, n)", "(x, m, n)", "(m)", "(n, m, x)"],
        _ => &["", "(v)", "(v COLLATE NOCASE)", "(v COLLATE BINARY)", "(v COLLATE RTRIM)", "(x, v)"],
    };
    let first = columns.split(',').next().unwrap_or_default();
    let conditions = [String::new(), format!(" WHERE {first} IS NOT NULL"), " WHERE gone IS NULL".to_owned()];
    let with = |shape: &&str| {
        let shape = (*shape).to_owned();
        let count = if shape.is_empty() { 1 } else { conditions.len() };
        conditions[..count].iter().map(move |condition| format!("{shape}{condition}")).collect::<Vec<_>>()
    };
    shapes.iter().flat_map(with).collect()
}

#[test]
fn an_index_counts_for_a_foreign_key_exactly_when_sqlite_searches_by_it() -> Result<()> {
    let database = servers::database(Backend::Sqlite).context("SQLite is always there")?.database("lint_coverage")?;
    let cases: Vec<_> =
        SQLITE.iter().flat_map(|key| sqlite_indexes(key.0).into_iter().map(move |index| (key, index))).collect();
    let mut sql = "BEGIN;\n".to_owned();
    for (number, ((columns, types, parent), index)) in cases.iter().enumerate() {
        writeln!(sql, "CREATE TABLE p{number} ({parent});")?;
        writeln!(
            sql,
            "CREATE TABLE c{number} ({types}, x integer, gone text, FOREIGN KEY ({columns}) REFERENCES p{number} ({columns}));"
        )?;
        if !index.is_empty() {
            writeln!(sql, "CREATE INDEX i{number} ON c{number} {index};")?;
        }
    }
    database.execute(&format!("{sql}COMMIT;"))?;
    let plans = servers::wait(|| async {
        let connection = database.connect().await?;
        connection.execute_unprepared("PRAGMA automatic_index = OFF").await?;
        let mut plans = Vec::new();
        for (number, ((columns, ..), _)) in cases.iter().enumerate() {
            // What refers is compared by the collation of the other side, which stands in front.
            let tests = columns.split(", ").map(|column| format!("p{number}.{column} = c{number}.{column}"));
            let tests = tests.collect::<Vec<_>>().join(" AND ");
            let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM p{number} CROSS JOIN c{number} WHERE {tests}");
            plans.push(texts(&connection, &sql, "detail").await?.join("; "));
        }
        anyhow::Ok(plans)
    })?;
    let flagged = findings(&database)?.into_iter().filter(|finding| finding.rule == "fk/unindexed");
    let flagged: BTreeSet<String> = flagged.map(|finding| finding.table).collect();
    let mut wrong = Vec::new();
    for (number, ((key, index), plan)) in cases.iter().zip(&plans).enumerate() {
        let step = plan.split("; ").find(|step| step.contains(&format!(" c{number}"))).unwrap_or_default();
        let searched =
            step.starts_with("SEARCH") && key.0.split(", ").all(|column| step.contains(&format!("{column}=?")));
        if searched == flagged.contains(&format!("c{number}")) {
            wrong.push(format!("{key:?} with {index:?}: {plan}"));
        }
    }
    ensure!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    ensure!(cases.len() >= 60 && flagged.len() > 20, "{} of {}", flagged.len(), cases.len());
    Ok(())
}

#[test]
fn mysql_has_an_index_for_every_foreign_key_by_itself() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let database = server.database("lint_coverage")?;
    let mut sql = "CREATE TABLE parents (a int PRIMARY KEY, m int, n int, UNIQUE (m, n));".to_owned();
    let indexes = ["", ", INDEX (a)", ", INDEX (x, a)", ", INDEX (x, m, n)", ", INDEX (m)", ", INDEX (m, n, x)"];
    for (number, index) in indexes.iter().enumerate() {
        for (key, columns) in ["a", "m, n"].iter().enumerate() {
            writeln!(
                sql,
                "CREATE TABLE c{number}_{key} (a int, m int, n int, x int{index}, FOREIGN KEY ({columns}) REFERENCES parents ({columns}));"
            )?;
        }
    }
    database.execute(&sql)?;
    // Each key whose columns are the first of no index.
    let without = "SELECT k.TABLE_NAME AS t FROM information_schema.KEY_COLUMN_USAGE k
        WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM information_schema.STATISTICS s
                          WHERE s.TABLE_SCHEMA = k.TABLE_SCHEMA AND s.TABLE_NAME = k.TABLE_NAME
                            AND s.COLUMN_NAME = k.COLUMN_NAME AND s.SEQ_IN_INDEX = k.ORDINAL_POSITION)";
    let without = servers::wait(|| async { texts(&database.connect().await?, without, "t").await })?;
    ensure!(without.is_empty(), "{without:?}");
    let flagged: Vec<_> = findings(&database)?.into_iter().filter(|finding| finding.rule == "fk/unindexed").collect();
    ensure!(flagged.is_empty(), "{flagged:?}");
    Ok(())
}
