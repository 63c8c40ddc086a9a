//! `scaffold lint` and `scaffold explain`: what they print, how they end, and what lets findings pass.

use super::offline::{alone, generated};
use super::place::{Outcome, Place};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::ConnectionTrait;
use sea_scaffold::database::Backend;
use serde_json::Value;

/// A table with a breach of each level: no key, an index twice, and an index that is the beginning of another.
const BROKEN: &str = "CREATE TABLE visits (page text NOT NULL, price double NOT NULL);
    CREATE TABLE users (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, plan varchar(20) NOT NULL);
    CREATE INDEX idx_users_email ON users (email);
    CREATE INDEX idx_users_plan ON users (plan);
    CREATE INDEX idx_users_plan_email ON users (plan, email);
    CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id));";

fn json(run: &Outcome) -> Result<Value> {
    serde_json::from_str(&run.stdout).with_context(|| run.stdout.clone())
}

#[test]
fn findings_are_told_by_table_with_what_is_wrong_why_and_the_way_out() -> Result<()> {
    let place = generated(&[BROKEN])?;
    let before = place.snapshot()?;
    let run = alone(&place, &["lint", "--offline"])?;
    run.ends_with_code(1)?.says(&[
        "orders\n  warn  user_id refers to users without an index  fk/unindexed\n",
        "        each row that goes from users reads all of orders\n",
        "        help: CREATE INDEX idx_orders_user_id ON orders (user_id)\n",
        "users\n  warn  idx_users_email (email) duplicates the unique key (email)  index/duplicate\n",
        "visits\n  error price is an amount of money as double, which rounds  money/float\n",
        "3 tables and views: 2 errors, 2 warnings, 1 note\n",
        "scaffold explain",
    ])?;
    place.is_as_in(&before)
}

#[test]
fn what_is_denied_decides_how_it_ends() -> Result<()> {
    let place = generated(&[
        "CREATE TABLE users (id integer PRIMARY KEY, email varchar(80) UNIQUE NOT NULL, plan varchar(20));
        CREATE INDEX idx_users_email ON users (email);",
    ])?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(0)?.says(&["0 errors, 1 warning, 0 notes"])?;
    alone(&place, &["lint", "--offline", "--deny", "warn"])?.ends_with_code(1)?;
    alone(&place, &["lint", "--offline", "--deny", "info"])?.ends_with_code(1)?;
    place.write("scaffold.toml", "[lint.rules]\n'index/duplicate' = 'off'\n")?;
    alone(&place, &["lint", "--offline", "--deny", "info"])?
        .ends_with_code(0)?
        .says(&["0 errors, 0 warnings, 0 notes"])?;
    place.write("scaffold.toml", "[lint.rules]\n'index/duplicate' = 'error'\n")?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(1)?;
    Ok(())
}

#[test]
fn a_finding_is_let_pass_for_a_reason_and_an_ignore_that_is_idle_is_told() -> Result<()> {
    let place = generated(&[BROKEN])?;
    let ignore = |rule: &str, object: &str| {
        format!("[[lint.ignore]]\nrule = '{rule}'\nobject = '{object}'\nreason = 'so it is'\n")
    };
    place.write(
        "scaffold.toml",
        &[ignore("pk/missing", "visits"), ignore("money/float", "visits.*"), ignore("fk/unindexed", "user*")].concat(),
    )?;
    let run = alone(&place, &["lint", "--offline"])?;
    run.ends_with_code(0)?.says(&[
        "fk/unindexed at user* lets nothing pass",
        "scaffold.toml:9: lint.ignore.2",
        "2 ignored",
    ])?;
    place.write("scaffold.toml", "[[lint.ignore]]\nrule = 'pk/missing'\nobject = 'visits'\nreason = ' '\n")?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(2)?.says(&["a reason says why"])?;
    place.write("scaffold.toml", "[lint.rules]\n'fk/unindexd' = 'off'\n")?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(2)?.says(&[
        "C080",
        "scaffold.toml:2: lint.rules.fk/unindexd",
        "did you mean fk/unindexed",
    ])?;
    Ok(())
}

#[test]
fn comments_of_the_database_let_findings_pass() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let (place, database) = (Place::empty()?, server.database("lint_comments")?);
    database.execute(
        "CREATE TABLE visits (page text NOT NULL, price double precision NOT NULL, tax double precision NOT NULL);
         COMMENT ON TABLE visits IS E'Who came.\\n@scaffold ignore=pk/missing, a log';
         COMMENT ON COLUMN visits.price IS '@scaffold ignore=money/float, of a sensor';
         COMMENT ON COLUMN visits.page IS '@scaffold ignore=bool/nullable, never was one';",
    )?;
    let run = place.run_on(&database.url, &["lint", "--format", "json"])?;
    let report = json(run.ends_with_code(1)?)?;
    let rules: Vec<_> = report["findings"]
        .as_array()
        .context("a list")?
        .iter()
        .map(|finding| (&finding["rule"], &finding["place"]))
        .collect();
    let expected = ["money/float", "visits.tax", "lint/unused-ignore", "visits.page"].map(Value::from);
    ensure!(rules == [(&expected[0], &expected[1]), (&expected[2], &expected[3])], "{rules:?}");
    let reasons: Vec<_> = report["ignored"].as_array().context("a list")?.iter().map(|one| &one["reason"]).collect();
    ensure!(reasons == ["of a sensor", "a log"], "{reasons:?}");
    // The generator takes such a line for what it is, and not for documentation.
    place.run_on(&database.url, &["generate", "--output", "entity"])?.ends_with_code(0)?;
    ensure!(!place.read("entity/src/generated/entity/visit.rs")?.contains("@scaffold"), "the tag is documentation");
    Ok(())
}

#[test]
fn what_is_known_is_not_told_again_until_it_is_put_right() -> Result<()> {
    let place = generated(&[BROKEN])?;
    alone(&place, &["lint", "--offline", "--write-baseline"])?
        .ends_with_code(0)?
        .says(&["5 findings are known now"])?;
    let known = place.read("scaffold-lint.toml")?;
    ensure!(known.matches("[[known]]").count() == 5, "{known}");
    alone(&place, &["lint", "--offline"])?.ends_with_code(0)?.says(&["0 errors, 0 warnings, 0 notes, 5 known"])?;
    let reasoned = known.replace("object = \"visits.price\"", "object = \"visits.price\"\nreason = \"a toy\"");
    place.write("scaffold-lint.toml", &format!("{reasoned}\n[[known]]\nrule = \"pk/missing\"\nobject = \"gone\"\n"))?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(0)?.says(&["pk/missing at gone is put right", "5 known"])?;
    alone(&place, &["lint", "--offline", "--write-baseline"])?.ends_with_code(0)?;
    ensure!(place.read("scaffold-lint.toml")? == reasoned, "{}", place.read("scaffold-lint.toml")?);
    place.write("scaffold-lint.toml", "known = 3\n")?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(2)?.says(&["C081"])?;
    Ok(())
}

#[test]
fn a_live_database_is_compared_with_the_entity_crate() -> Result<()> {
    let place = Place::synced()?;
    place.run(&["lint"])?.ends_with_code(0)?.says(&["13 tables and views: 0 errors"])?;
    let url = format!("sqlite://{}", place.path("shop.db").display());
    let change = "ALTER TABLE users ADD COLUMN nick varchar(20); CREATE TABLE extras (id integer PRIMARY KEY);";
    servers::wait(|| async { sea_orm::Database::connect(url).await?.execute_unprepared(change).await })?;
    place.run(&["lint"])?.ends_with_code(1)?.says(&[
        "has new nick",
        "entity/drift",
        "the entity crate does not know it",
    ])?;
    alone(&place, &["lint", "--offline"])?.ends_with_code(0)?;
    Ok(())
}

/// What the specification of SARIF 2.1.0 asks for, as far as results of a linter go: §3.13, §3.14, §3.18, §3.19, §3.27, §3.49.
pub(super) fn is_sarif(log: &Value) -> Result<()> {
    ensure!(log["version"] == "2.1.0" && log["$schema"].as_str().is_some_and(|uri| uri.ends_with("sarif-2.1.0.json")));
    let runs = log["runs"].as_array().context("runs is an array")?;
    ensure!(runs.len() == 1);
    let driver = &runs[0]["tool"]["driver"];
    ensure!(driver["name"] == "scaffold");
    let rules = driver["rules"].as_array().context("rules is an array")?;
    for rule in rules {
        for text in [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"], &rule["help"]["text"]] {
            ensure!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().context("a level")?;
        ensure!(["none", "note", "warning", "error"].contains(&level), "{level}");
    }
    let bases = &runs[0]["originalUriBaseIds"];
    for result in runs[0]["results"].as_array().context("results is an array")? {
        let index = usize::try_from(result["ruleIndex"].as_u64().context("an index")?)?;
        ensure!(rules[index]["id"] == result["ruleId"], "{result}");
        ensure!(["note", "warning", "error"].contains(&result["level"].as_str().context("a level")?), "{result}");
        ensure!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        let location = &result["locations"][0];
        let artifact = &location["physicalLocation"]["artifactLocation"];
        let uri = artifact["uri"].as_str().context("a uri")?;
        ensure!(!uri.starts_with('/') && !uri.contains([' ', '\\', '"']), "{uri}");
        ensure!(bases.get(artifact["uriBaseId"].as_str().context("a base")?).is_some(), "{result}");
        ensure!(location["physicalLocation"]["region"]["startLine"].as_u64() >= Some(1), "{result}");
        ensure!(location["logicalLocations"][0]["fullyQualifiedName"].is_string(), "{result}");
        ensure!(result["partialFingerprints"].as_object().is_some_and(|prints| prints.values().all(Value::is_string)));
        let states = ["new", "unchanged", "updated", "absent"];
        ensure!(result.get("baselineState").is_none_or(|state| states.iter().any(|known| state == known)), "{result}");
        for suppression in result["suppressions"].as_array().into_iter().flatten() {
            ensure!(["inSource", "external"].iter().any(|kind| suppression["kind"] == *kind), "{suppression}");
        }
    }
    Ok(())
}

#[test]
fn machines_that_show_findings_to_people_understand_them() -> Result<()> {
    let place = generated(&[BROKEN])?;
    place.write("scaffold.toml", "[[lint.ignore]]\nrule = 'pk/missing'\nobject = 'visits'\nreason = 'a log'\n")?;
    let run = alone(&place, &["lint", "--offline", "--report", "sarif"])?;
    let log = json(run.ends_with_code(1)?)?;
    is_sarif(&log)?;
    let results = log["runs"][0]["results"].as_array().context("results")?;
    ensure!(results.len() == 5 && results.iter().filter(|result| result.get("suppressions").is_some()).count() == 1);
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    ensure!(uri == "entity/schema/table/orders.toml", "{uri}");
    let run = alone(&place, &["lint", "--offline", "--report", "github"])?;
    let lines: Vec<&str> = run.ends_with_code(1)?.stdout.lines().collect();
    ensure!(lines.len() == 4, "{}", run.stdout);
    let start = "::error file=entity/schema/table/visits.toml,title=money/float%3A visits.price::is an amount of money as double";
    ensure!(lines.iter().any(|line| line.starts_with(start)), "{}", run.stdout);
    ensure!(lines.iter().all(|line| ["::error ", "::warning ", "::notice "].iter().any(|word| line.starts_with(word))));
    Ok(())
}

#[test]
fn each_rule_is_explained_and_a_slip_is_understood() -> Result<()> {
    let place = Place::empty()?;
    let list = place.run(&["explain"])?;
    let ids: Vec<&str> =
        list.ends_with_code(0)?.stdout.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    ensure!(ids.len() > 50 && ids.contains(&"fk/unindexed"), "{ids:?}");
    let pages = place.run(&[&["explain"], ids.as_slice()].concat())?;
    for id in &ids {
        pages.ends_with_code(0)?.says(&[&format!("`{id}`: ")])?;
    }
    place.run(&["explain", "fk/unindexed"])?.ends_with_code(0)?.says(&[
        "WHERE deleted_at IS NULL",
        "By itself: warn",
        "```sql",
    ])?;
    for (slip, meant) in [("fk/unindexd", "fk/unindexed"), ("unindexed", "fk/unindexed"), ("pk/mising", "pk/missing")] {
        place.run(&["explain", slip])?.ends_with_code(2)?.says(&["C080", meant])?;
    }
    Ok(())
}
