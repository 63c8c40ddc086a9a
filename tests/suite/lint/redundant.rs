//! Which indexes are needless: `index/duplicate` and `index/redundant-prefix` beside the planners, for every pair of shapes.
//!
//! An index is needless beside another when every query that it serves is served by the other alone: by the same steps, with
//! the same conditions, without a sort, and at most three times the cost; and when whatever it refuses the other refuses, at
//! the same time. Where each is needless beside the other, exactly one of them is to be told.

use super::{ROWS, findings, plan, texts};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_scaffold::database::Backend;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An index or key, and what it is there for.
struct Shape {
    /// `{t}` is the table and `{i}` the name.
    sql: &'static str,
    /// Queries of the table `oracle`.
    queries: Vec<String>,
    /// Values of (a, m, n, x, v) of two rows, the second of which it refuses.
    refuses: &'static [[&'static str; 2]],
    /// Whether the server can take it for what a statement ON CONFLICT names.
    conflict: Option<&'static str>,
}

/// The queries that an index over these parts serves, where the condition holds: by the first part, the first two, …; by a
/// range of the last; sorted by all in either direction, and by what the last sorts within the others.
fn served(parts: &[&str], (columns, condition): (&str, &str)) -> Vec<String> {
    let (plain, condition) = (
        |part: &str| part.split(" DESC").next().unwrap_or(part).split(" NULLS").next().unwrap_or(part).to_owned(),
        condition,
    );
    let mut tests = Vec::new();
    let mut queries = Vec::new();
    let all = |tests: &[String], more: &str| {
        let tests: Vec<&str> =
            tests.iter().map(String::as_str).chain([condition]).filter(|test| !test.is_empty()).collect();
        let tests = if tests.is_empty() { String::new() } else { format!(" WHERE {}", tests.join(" AND ")) };
        format!("SELECT {columns} FROM oracle{tests}{more}")
    };
    for part in parts {
        let value = if part.starts_with('v') || part.contains("lower") { "'a1'" } else { "7" };
        tests.push(format!("{} = {value}", plain(part)));
        queries.push(all(&tests, ""));
    }
    let turned = |part: &&str| {
        let [order, nulls] = [
            part.contains("DESC"),
            part.contains("NULLS FIRST") || (part.contains("DESC") && !part.contains("NULLS LAST")),
        ];
        format!("{} {} NULLS {}", plain(part), if order { "ASC" } else { "DESC" }, if nulls { "LAST" } else { "FIRST" })
    };
    queries.push(all(&[], &format!(" ORDER BY {} LIMIT 5", parts.join(", "))));
    queries.push(all(&[], &format!(" ORDER BY {} LIMIT 5", parts.iter().map(turned).collect::<Vec<_>>().join(", "))));
    queries
}

fn index(sql: &'static str, queries: Vec<String>) -> Shape {
    Shape { sql, queries, refuses: &[], conflict: None }
}

fn btree(sql: &'static str, parts: &[&str]) -> Shape {
    index(
        sql,
        served(parts, (&parts[0].replace(" DESC", "").replace(" NULLS FIRST", "").replace(" NULLS LAST", ""), "")),
    )
}

const SAME_A: [&str; 2] = ["90001, 1, 1, 90001, 'p'", "90001, 2, 2, 90002, 'q'"];
const SAME_AN: [&str; 2] = ["90001, 1, 1, 90001, 'p'", "90001, 2, 1, 90002, 'q'"];
const NULL_AN: [&str; 2] = ["NULL, 1, 1, 90001, 'p'", "NULL, 2, 1, 90002, 'q'"];
const NULL_A: [&str; 2] = ["NULL, 1, 1, 90001, 'p'", "NULL, 2, 2, 90002, 'q'"];

/// Every shape.
fn shapes() -> Vec<Shape> {
    indexes().into_iter().chain(keys()).collect()
}

/// Indexes that guarantee nothing.
fn indexes() -> Vec<Shape> {
    vec![
        btree("CREATE INDEX {i} ON {t} (a)", &["a"]),
        btree("CREATE INDEX {i} ON {t} (a DESC)", &["a DESC"]),
        btree("CREATE INDEX {i} ON {t} (a NULLS FIRST)", &["a NULLS FIRST"]),
        btree("CREATE INDEX {i} ON {t} (x)", &["x"]),
        btree("CREATE INDEX {i} ON {t} (a, n)", &["a", "n"]),
        btree("CREATE INDEX {i} ON {t} (n, a)", &["n", "a"]),
        btree("CREATE INDEX {i} ON {t} (n)", &["n"]),
        btree("CREATE INDEX {i} ON {t} (n, a DESC)", &["n", "a DESC"]),
        btree("CREATE INDEX {i} ON {t} (n DESC, a)", &["n DESC", "a"]),
        btree("CREATE INDEX {i} ON {t} (n, a, x)", &["n", "a", "x"]),
        btree("CREATE INDEX {i} ON {t} (n, x)", &["n", "x"]),
        index("CREATE INDEX {i} ON {t} (a) INCLUDE (x)", served(&["a"], ("a, x", ""))),
        index("CREATE INDEX {i} ON {t} (a) INCLUDE (m)", served(&["a"], ("a, m", ""))),
        index("CREATE INDEX {i} ON {t} (a, x) INCLUDE (m)", served(&["a", "x"], ("a, x, m", ""))),
        index(
            "CREATE INDEX {i} ON {t} (n) WHERE deleted_at IS NULL AND m = 5",
            served(&["n"], ("n", "deleted_at IS NULL AND m = 5")),
        ),
        index(
            "CREATE INDEX {i} ON {t} (n, a) WHERE deleted_at IS NULL AND m = 5",
            served(&["n", "a"], ("n", "deleted_at IS NULL AND m = 5")),
        ),
        index("CREATE INDEX {i} ON {t} (n) WHERE m = 5", served(&["n"], ("n", "m = 5"))),
        index("CREATE INDEX {i} ON {t} (lower(v))", served(&["lower(v)"], ("m", ""))),
        index("CREATE INDEX {i} ON {t} (lower(v), n)", served(&["lower(v)", "n"], ("m", ""))),
        btree("CREATE INDEX {i} ON {t} (v)", &["v"]),
        btree("CREATE INDEX {i} ON {t} (v, n)", &["v", "n"]),
        index(
            "CREATE INDEX {i} ON {t} (v text_pattern_ops)",
            vec![
                "SELECT v FROM oracle WHERE v LIKE 'a1f%'".to_owned(),
                "SELECT v FROM oracle WHERE v = 'a1'".to_owned(),
            ],
        ),
        index(
            "CREATE INDEX {i} ON {t} (v text_pattern_ops, n)",
            vec![
                "SELECT v FROM oracle WHERE v LIKE 'a1f%'".to_owned(),
                "SELECT v FROM oracle WHERE v = 'a1' AND n = 7".to_owned(),
            ],
        ),
        index("CREATE INDEX {i} ON {t} (v COLLATE \"C\")", served(&["v COLLATE \"C\""], ("v", ""))),
        index("CREATE INDEX {i} ON {t} USING hash (v)", vec!["SELECT m FROM oracle WHERE v = 'a1'".to_owned()]),
        index(
            "CREATE INDEX {i} ON {t} USING gin (tags)",
            vec!["SELECT m FROM oracle WHERE tags @> ARRAY[7]".to_owned()],
        ),
    ]
}

/// Indexes and constraints that do.
fn keys() -> Vec<Shape> {
    let unique = |shape: Shape, refuses, conflict| Shape { refuses, conflict, ..shape };
    vec![
        unique(btree("CREATE UNIQUE INDEX {i} ON {t} (a)", &["a"]), &[SAME_A], Some("(a)")),
        unique(btree("CREATE UNIQUE INDEX {i} ON {t} (a, n)", &["a", "n"]), &[SAME_AN], Some("(a, n)")),
        unique(btree("ALTER TABLE {t} ADD CONSTRAINT {i} UNIQUE (a)", &["a"]), &[SAME_A], Some("(a)")),
        unique(
            btree("ALTER TABLE {t} ADD CONSTRAINT {i} UNIQUE (a) DEFERRABLE INITIALLY DEFERRED", &["a"]),
            &[SAME_A],
            None,
        ),
        unique(
            index("ALTER TABLE {t} ADD CONSTRAINT {i} UNIQUE (a) INCLUDE (x)", served(&["a"], ("a, x", ""))),
            &[SAME_A],
            Some("(a)"),
        ),
        unique(btree("ALTER TABLE {t} ADD CONSTRAINT {i} PRIMARY KEY (a)", &["a"]), &[SAME_A, NULL_A], Some("(a)")),
        unique(
            btree("CREATE UNIQUE INDEX {i} ON {t} (a, n) NULLS NOT DISTINCT", &["a", "n"]),
            &[SAME_AN, NULL_AN],
            Some("(a, n)"),
        ),
    ]
}

impl Shape {
    fn sql(&self, table: &str, name: &str) -> String {
        self.sql.replace("{t}", table).replace("{i}", name)
    }

    /// An index of another method is kept, for it is better at what it was made for.
    fn method(&self) -> &str {
        self.sql.split_once("USING ").map_or("btree", |(_, rest)| rest.split(' ').next().unwrap_or(rest))
    }

    /// What the rows are that it has.
    fn condition(&self) -> &str {
        self.sql.split_once(" WHERE ").map_or("", |(_, condition)| condition)
    }

    fn is_primary(&self) -> bool {
        self.sql.contains("PRIMARY")
    }
}

/// What a server does for a shape: the steps and costs of its queries, and what is refused.
type Service = (Vec<(String, f64)>, Vec<bool>);

/// The steps of a plan, without the names of indexes, and where it sorts.
fn steps(plan: &serde_json::Value) -> String {
    let text = |key: &str| plan[key].as_str().map(|text| format!(" {key}: {text}")).unwrap_or_default();
    let own = ["Node Type", "Index Cond", "Recheck Cond", "Filter", "Sort Key"].map(text).concat();
    let below = plan["Plans"].as_array().into_iter().flatten().map(steps).collect::<Vec<_>>().concat();
    format!("{own};{below}")
}

async fn service(connection: &DatabaseConnection, shape: &Shape) -> Result<Service> {
    let mut plans = Vec::new();
    for query in &shape.queries {
        let plan = plan(connection, query).await?;
        plans.push((steps(&plan), plan["Total Cost"].as_f64().context("a plan has a cost")?));
    }
    let mut refused = Vec::new();
    let run = |sql: String| async move { connection.execute_unprepared(&sql).await };
    for rows in shape.refuses {
        let [one, other] = rows.map(|row| format!("INSERT INTO oracle (a, m, n, x, v) VALUES ({row})"));
        run("SAVEPOINT probe".to_owned()).await?;
        let at_once = run(one).await.is_err() || run(other).await.is_err();
        let at_the_end = at_once || run("SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await.is_err();
        run("ROLLBACK TO SAVEPOINT probe".to_owned()).await?;
        refused.extend([at_once, at_the_end]);
    }
    if let Some(columns) = shape.conflict {
        run("SAVEPOINT probe".to_owned()).await?;
        let sql =
            format!("INSERT INTO oracle (a, m, n, x, v) VALUES (90001, 1, 1, 1, 'p') ON CONFLICT {columns} DO NOTHING");
        refused.push(run(sql).await.is_ok());
        run("ROLLBACK TO SAVEPOINT probe".to_owned()).await?;
    }
    Ok((plans, refused))
}

/// For each shape, what the server does with it alone for every shape.
async fn services(connection: &DatabaseConnection, shapes: &[Shape]) -> Result<Vec<Vec<Service>>> {
    let mut all = Vec::new();
    for present in shapes {
        connection.execute_unprepared("BEGIN").await?;
        let sql = present.sql("oracle", "present");
        connection.execute_unprepared(&sql).await.context(sql)?;
        let only_bitmaps = present.sql.contains("gin");
        connection
            .execute_unprepared(&format!("SET LOCAL enable_bitmapscan = {}", if only_bitmaps { "on" } else { "off" }))
            .await?;
        let mut of_one = Vec::new();
        for wanted in shapes {
            of_one.push(service(connection, wanted).await.with_context(|| wanted.sql)?);
        }
        connection.execute_unprepared("ROLLBACK").await?;
        all.push(of_one);
    }
    Ok(all)
}

/// Whether the one does with the other alone as well as by itself.
fn is_needless(own: &Service, with_other: &Service) -> bool {
    let is_as_good = |(one, other): (&(String, f64), &(String, f64))| one.0 == other.0 && other.1 <= 3.0 * one.1;
    let refuses = own.1.iter().zip(&with_other.1).all(|(one, other)| !one || *other);
    own.0.iter().zip(&with_other.0).all(is_as_good) && refuses
}

#[test]
fn an_index_is_needless_exactly_when_postgres_does_as_well_without() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let database = server.database_with("lint_redundant", "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")?;
    let shapes = shapes();
    let services = servers::wait(|| async {
        let connection = database.connect().await?;
        connection.execute_unprepared(ROWS).await?;
        connection.execute_unprepared("VACUUM ANALYZE oracle").await?;
        services(&connection, &shapes).await
    })?;
    // The first of a table is called `p`, the second `q`.
    let pairs: Vec<(usize, usize)> =
        (0..shapes.len()).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
    let mut sql = "DROP TABLE oracle;".to_owned();
    for (one, other) in &pairs {
        let table = format!("t{one}_{other}");
        writeln!(
            sql,
            "CREATE TABLE {table} (a int, m int, n int, x int, v text, tags int[], deleted_at timestamptz);"
        )?;
        writeln!(
            sql,
            "{};{};",
            shapes[*one].sql(&table, &format!("{table}_p")),
            shapes[*other].sql(&table, &format!("{table}_q"))
        )?;
    }
    database.execute(&sql)?;
    let mut flagged: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let is_of_redundance = |rule| matches!(rule, "index/duplicate" | "index/redundant-prefix");
    for finding in findings(&database)?.into_iter().filter(|finding| is_of_redundance(finding.rule)) {
        let name = finding.place.rsplit('.').next().unwrap_or_default().to_owned();
        flagged.entry(finding.table).or_default().insert(name);
    }
    let mut wrong = Vec::new();
    let mut needless = 0;
    for (one, other) in &pairs {
        let table = format!("t{one}_{other}");
        let without = |this: usize, that: usize| {
            let is_another = shapes[this].is_primary() || shapes[this].method() != shapes[that].method();
            !is_another && is_needless(&services[this][this], &services[that][this])
        };
        let truth = [without(*one, *other), without(*other, *one)];
        let said =
            ["p", "q"].map(|name| flagged.get(&table).is_some_and(|names| names.contains(&format!("{table}_{name}"))));
        needless += usize::from(truth != [false, false]);
        let is_right = if truth == [true, true] { said[0] != said[1] } else { said == truth };
        if !is_right {
            wrong.push(format!("{} | {}: {truth:?}, and {said:?} is said", shapes[*one].sql, shapes[*other].sql));
        }
    }
    ensure!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
    ensure!(pairs.len() > 400 && needless > 40, "{needless} of {}", pairs.len());
    Ok(())
}

/// The indexes of SQLite, each with the queries that it serves.
fn sqlite_shapes() -> Vec<Shape> {
    vec![
        btree("CREATE INDEX {i} ON {t} (a)", &["a"]),
        btree("CREATE INDEX {i} ON {t} (a DESC)", &["a DESC"]),
        btree("CREATE INDEX {i} ON {t} (a, n)", &["a", "n"]),
        btree("CREATE INDEX {i} ON {t} (n, a)", &["n", "a"]),
        btree("CREATE INDEX {i} ON {t} (n, a DESC)", &["n", "a DESC"]),
        btree("CREATE INDEX {i} ON {t} (n DESC, a)", &["n DESC", "a"]),
        btree("CREATE INDEX {i} ON {t} (n)", &["n"]),
        btree("CREATE INDEX {i} ON {t} (v)", &["v"]),
        index("CREATE INDEX {i} ON {t} (v COLLATE NOCASE)", served(&["v COLLATE NOCASE"], ("v", ""))),
        index("CREATE INDEX {i} ON {t} (v COLLATE NOCASE, n)", served(&["v COLLATE NOCASE", "n"], ("v", ""))),
        index("CREATE INDEX {i} ON {t} (lower(v))", served(&["lower(v)"], ("m", ""))),
        index("CREATE INDEX {i} ON {t} (n) WHERE gone IS NULL", served(&["n"], ("n", "gone IS NULL"))),
        index("CREATE INDEX {i} ON {t} (n, a) WHERE gone IS NULL", served(&["n", "a"], ("n", "gone IS NULL"))),
        Shape { refuses: &[SAME_A], ..btree("CREATE UNIQUE INDEX {i} ON {t} (a)", &["a"]) },
        Shape { refuses: &[SAME_AN], ..btree("CREATE UNIQUE INDEX {i} ON {t} (a, n)", &["a", "n"]) },
    ]
}

async fn sqlite_service(connection: &DatabaseConnection, shape: &Shape) -> Result<Service> {
    let mut plans = Vec::new();
    for query in &shape.queries {
        let plan = texts(connection, &format!("EXPLAIN QUERY PLAN {query}"), "detail").await?.join("; ");
        plans.push((plan.replace("COVERING INDEX", "INDEX"), 1.0));
    }
    let mut refused = Vec::new();
    for rows in shape.refuses {
        let [one, other] = rows.map(|row| format!("INSERT INTO oracle (a, m, n, x, v) VALUES ({row})"));
        connection.execute_unprepared("SAVEPOINT probe").await?;
        let failed =
            connection.execute_unprepared(&one).await.is_err() || connection.execute_unprepared(&other).await.is_err();
        connection.execute_unprepared("ROLLBACK TO probe; RELEASE probe").await?;
        refused.push(failed);
    }
    Ok((plans, refused))
}

#[test]
fn an_index_is_needless_exactly_when_sqlite_does_as_well_without() -> Result<()> {
    let database = servers::database(Backend::Sqlite).context("SQLite is always there")?.database("lint_redundant")?;
    let columns = "(a integer, m integer, n integer, x integer, v text, gone text)";
    let shapes = sqlite_shapes();
    let services = servers::wait(|| async {
        let connection = database.connect().await?;
        connection.execute_unprepared(&format!("CREATE TABLE oracle {columns}")).await?;
        let mut all = Vec::new();
        for present in &shapes {
            connection.execute_unprepared(&present.sql("oracle", "present")).await?;
            let mut of_one = Vec::new();
            for wanted in &shapes {
                of_one.push(sqlite_service(&connection, wanted).await.with_context(|| wanted.sql)?);
            }
            connection.execute_unprepared("DROP INDEX present").await?;
            all.push(of_one);
        }
        anyhow::Ok(all)
    })?;
    let pairs: Vec<(usize, usize)> =
        (0..shapes.len()).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
    let mut sql = "BEGIN; DROP TABLE oracle;".to_owned();
    for (one, other) in &pairs {
        let table = format!("t{one}_{other}");
        writeln!(sql, "CREATE TABLE {table} {columns};")?;
        writeln!(
            sql,
            "{};{};",
            shapes[*one].sql(&table, &format!("{table}_p")),
            shapes[*other].sql(&table, &format!("{table}_q"))
        )?;
    }
    database.execute(&format!("{sql}COMMIT;"))?;
    let flagged: BTreeSet<String> = findings(&database)?
        .into_iter()
        .filter(|finding| matches!(finding.rule, "index/duplicate" | "index/redundant-prefix"))
        .map(|finding| finding.place)
        .collect();
    let mut wrong = Vec::new();
    let mut needless = 0;
    for (one, other) in &pairs {
        let table = format!("t{one}_{other}");
        // The plan shows no filter, so that an index with fewer rows would look like one with all.
        let is_alike = shapes[*one].condition() == shapes[*other].condition();
        let truth = [
            is_alike && is_needless(&services[*one][*one], &services[*other][*one]),
            is_alike && is_needless(&services[*other][*other], &services[*one][*other]),
        ];
        let said = ["p", "q"].map(|name| flagged.contains(&format!("{table}.{table}_{name}")));
        needless += usize::from(truth != [false, false]);
        let is_right = if truth == [true, true] { said[0] != said[1] } else { said == truth };
        if !is_right {
            wrong.push(format!("{} | {}: {truth:?}, and {said:?} is said", shapes[*one].sql, shapes[*other].sql));
        }
    }
    ensure!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
    ensure!(pairs.len() > 90 && needless > 8, "{needless} of {}", pairs.len());
    Ok(())
}
