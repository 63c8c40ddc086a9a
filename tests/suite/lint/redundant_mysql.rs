//! Which indexes are needless in MariaDB, beside what it explains of the queries that they serve.
//!
//! One does as well as another when it is read in the same way, by as many parts, and without a sort where the other needs
//! none; and when it refuses what the other refuses.

use super::findings;
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_scaffold::database::Backend;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

const COLUMNS: &str = "(a int, m int, n int, x int, v varchar(200) CHARACTER SET ascii)";

/// Indexes: unique or not, and their parts.
const SHAPES: &[(bool, &[&str])] = &[
    (false, &["a"]),
    (false, &["a DESC"]),
    (false, &["a", "n"]),
    (false, &["n"]),
    (false, &["n", "a"]),
    (false, &["n", "a DESC"]),
    (false, &["n DESC", "a"]),
    (false, &["n", "a", "x"]),
    (false, &["v"]),
    (false, &["v(10)"]),
    (false, &["v(20)"]),
    (false, &["n", "v(10)"]),
    (true, &["a"]),
    (true, &["a", "n"]),
];

/// How a query is answered.
#[derive(PartialEq)]
struct Way {
    access: String,
    /// By how many parts of the index.
    compared: usize,
    sorts: bool,
}

fn index((unique, parts): &(bool, &[&str]), name: &str, table: &str) -> String {
    format!("CREATE {}INDEX {name} ON {table} ({})", if *unique { "UNIQUE " } else { "" }, parts.join(", "))
}

/// The queries that an index over these parts serves.
fn served(parts: &[&str]) -> Vec<String> {
    let column = |part: &str| part.split([' ', '(']).next().unwrap_or(part).to_owned();
    let test = |part: &&str| format!("{} = {}", column(part), if part.starts_with('v') { "'a1'" } else { "7" });
    let tests: Vec<String> = parts.iter().map(test).collect();
    let equal = (1..=tests.len()).map(|count| format!("SELECT m FROM oracle WHERE {}", tests[..count].join(" AND ")));
    let order = |turned: bool| {
        let part =
            |part: &&str| format!("{} {}", column(part), if part.contains("DESC") == turned { "ASC" } else { "DESC" });
        format!("SELECT m FROM oracle ORDER BY {} LIMIT 5", parts.iter().map(part).collect::<Vec<_>>().join(", "))
    };
    equal.chain([order(false), order(true)]).collect()
}

/// Finds the values of a key, wherever it is.
fn values<'a>(plan: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match plan {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|value| values(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| values(value, key, found)),
        _ => {}
    }
}

async fn way(connection: &DatabaseConnection, query: &str) -> Result<Way> {
    let sql = format!("EXPLAIN FORMAT=JSON {query}");
    let statement = Statement::from_string(connection.get_database_backend(), &sql);
    let row = connection.query_one_raw(statement).await?.context("a plan is a row")?;
    let plan: Value = serde_json::from_str(&row.try_get_by_index::<String>(0)?)?;
    let all = |key| {
        let mut found = Vec::new();
        values(&plan, key, &mut found);
        found
    };
    // By a unique key there is one row at most, which is no worse.
    let access =
        all("access_type").first().and_then(|access| access.as_str()).unwrap_or_default().replace("const", "ref");
    // The names of the parts are not told of an index that has one in descending order.
    let compared = all("ref").first().and_then(|parts| parts.as_array()).map_or(0, Vec::len);
    Ok(Way { access, compared, sorts: !all("filesort").is_empty() })
}

/// How each shape's queries are answered with what there is, and whether the two rows that it refuses are refused.
async fn service(connection: &DatabaseConnection, shape: &(bool, &[&str])) -> Result<(Vec<Way>, bool)> {
    let mut ways = Vec::new();
    for query in served(shape.1) {
        ways.push(way(connection, &query).await.context(query)?);
    }
    let second = if shape.1.len() > 1 { "(90001, 2, 1, 2, 'q')" } else { "(90001, 2, 2, 2, 'q')" };
    connection.execute_unprepared("START TRANSACTION").await?;
    connection.execute_unprepared("INSERT INTO oracle VALUES (90001, 1, 1, 1, 'p')").await?;
    let refused = connection.execute_unprepared(&format!("INSERT INTO oracle VALUES {second}")).await.is_err();
    connection.execute_unprepared("ROLLBACK").await?;
    Ok((ways, refused))
}

fn is_as_good((own, other): (&Way, &Way)) -> bool {
    // What the one does not serve is no worse without it.
    own.access == "ALL" || (own.access == other.access && own.compared == other.compared && (own.sorts || !other.sorts))
}

#[test]
fn an_index_is_needless_exactly_when_mariadb_does_as_well_without() -> Result<()> {
    let Some(server) = servers::database(Backend::MySql) else { return Ok(()) };
    let database = server.database("lint_redundant")?;
    let services = servers::wait(|| async {
        let connection = database.connect().await?;
        let rows = "SELECT p, p DIV 64, p % 64, p * 3571 % 4093, md5(p) FROM (SELECT seq * 1009 % 4093 AS p FROM seq_1_to_4000) r";
        connection.execute_unprepared(&format!("CREATE TABLE oracle {COLUMNS}")).await?;
        connection.execute_unprepared(&format!("INSERT INTO oracle {rows}")).await?;
        let mut all = Vec::new();
        for present in SHAPES {
            connection.execute_unprepared(&index(present, "present", "oracle")).await?;
            connection.execute_unprepared("ANALYZE TABLE oracle").await?;
            let mut of_one = Vec::new();
            for wanted in SHAPES {
                of_one.push(service(&connection, wanted).await?);
            }
            connection.execute_unprepared("DROP INDEX present ON oracle").await?;
            all.push(of_one);
        }
        anyhow::Ok(all)
    })?;
    let pairs: Vec<(usize, usize)> =
        (0..SHAPES.len()).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
    let mut sql = "DROP TABLE oracle;".to_owned();
    for (one, other) in &pairs {
        let table = format!("t{one}_{other}");
        writeln!(sql, "CREATE TABLE {table} {COLUMNS};")?;
        writeln!(sql, "{};{};", index(&SHAPES[*one], "p", &table), index(&SHAPES[*other], "q", &table))?;
    }
    database.execute(&sql)?;
    let flagged = findings(&database)?.into_iter();
    let flagged = flagged.filter(|finding| matches!(finding.rule, "index/duplicate" | "index/redundant-prefix"));
    let flagged: BTreeSet<String> = flagged.map(|finding| finding.place).collect();
    let needless = |this: usize, that: usize| {
        let (own, other) = (&services[this][this], &services[that][this]);
        own.0.iter().zip(&other.0).all(is_as_good) && (!SHAPES[this].0 || other.1)
    };
    let mut wrong = Vec::new();
    for (one, other) in &pairs {
        let truth = [needless(*one, *other), needless(*other, *one)];
        let said = ["p", "q"].map(|name| flagged.contains(&format!("t{one}_{other}.{name}")));
        let is_right = if truth == [true, true] { said[0] != said[1] } else { said == truth };
        if !is_right {
            wrong.push(format!("{:?} | {:?}: {truth:?}, and {said:?} is said", SHAPES[*one], SHAPES[*other]));
        }
    }
    ensure!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
    ensure!(pairs.len() > 80 && flagged.len() > 10, "{} of {}", flagged.len(), pairs.len());
    Ok(())
}
