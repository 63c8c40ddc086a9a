//! `scaffold lint --fix`: a schema with every flaw that can be mended, on the databases that are there.
//!
//! `fix/<backend>.sql` is the schema, and `transcripts/fix.<backend>.txt` the migration that mends it.

use super::from_diff::LIBRARY;
use super::place::{Outcome, Place};
use crate::golden::{self, Goldens};
use crate::servers::{self, word};
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Rules that are off, or below what is mended without being named.
const LOUDER: [&str; 8] = [
    "columns/standard",
    "version/optimistic-lock",
    "cursor/order-index",
    "index/redundant-prefix",
    "index/needless-predicate",
    "type/json",
    "type/char-n",
    "pk/serial",
];

/// The rules that are mended on every database, and on one alone.
const EVERYWHERE: [&str; 6] = [
    "columns/standard",
    "cursor/order-index",
    "default/null-string",
    "index/duplicate",
    "index/redundant-prefix",
    "version/optimistic-lock",
];

fn mended_on(backend: Backend) -> BTreeSet<String> {
    let more: &[&str] = match backend {
        Backend::Postgres => &[
            "fk/type-mismatch",
            "fk/unindexed",
            "index/needless-predicate",
            "pk/int-exhaustion",
            "pk/serial",
            "softdelete/unique",
            "type/char-n",
            "type/json",
        ],
        Backend::MySql => &["fk/type-mismatch", "pk/int-exhaustion"],
        Backend::Sqlite => &["fk/unindexed", "index/needless-predicate", "softdelete/unique"],
    };
    EVERYWHERE.iter().chain(more).map(|rule| (*rule).to_owned()).collect()
}

/// A project whose one migration makes the schema with the flaws.
fn flawed(backend: Backend) -> Result<Place> {
    let place = Place::scripted()?;
    place.write("migration/src/lib.rs", LIBRARY)?;
    let text = fs::read_to_string(golden::package().join(format!("suite/cli/fix/{}.sql", word(backend))))?;
    place.migration("m1_flaws", &text)?;
    let rules: String = LOUDER.iter().map(|rule| format!("'{rule}' = 'warn'\n")).collect();
    place.write("scaffold.toml", &format!("[lint.rules]\n{rules}"))?;
    Ok(place)
}

fn json(run: &Outcome) -> Result<Value> {
    run.ends_with_code(0)?.json()
}

/// The rule and the place of each finding in a list, or of what holds a finding.
fn places(list: &Value) -> Result<BTreeSet<(String, String)>> {
    let of = |item: &Value| {
        let finding = item.get("finding").unwrap_or(item);
        let text = |key: &str| finding[key].as_str().map(str::to_owned).with_context(|| finding.to_string());
        Ok((text("rule")?, text("place")?))
    };
    list.as_array().context("a list")?.iter().map(of).collect()
}

fn statements(report: &Value, way: &str) -> Result<String> {
    let all = report[way].as_array().context("the statements")?.iter().filter_map(Value::as_str);
    Ok(all.collect::<Vec<_>>().join(";\n"))
}

#[test]
fn what_the_schema_alone_tells_how_to_mend_is_mended_proved_and_written() -> Result<()> {
    let mut goldens = Goldens::default();
    for server in servers::databases() {
        let (place, database) = (flawed(server.backend)?, server.database("fix")?);
        let run = |arguments: &[&str]| place.run_on(&database.url, arguments);
        let report = json(&run(&["lint", "--fix", "--format", "json"])?)?;
        let done = places(&report["mended"])?;
        let rules: BTreeSet<String> = done.iter().map(|(rule, _)| rule.clone()).collect();
        ensure!(rules == mended_on(server.backend), "{}: {done:?}", server.backend);
        let left = match server.backend {
            Backend::Postgres => Some(("time/no-timezone", "which time zone the values that are there are of")),
            Backend::MySql => Some(("softdelete/unique", "it takes a generated column, which has to be named")),
            Backend::Sqlite => None,
        };
        let found = report["left"].as_array().context("a list")?.first();
        let found = found.map(|left| (left["finding"]["rule"].as_str(), left["reason"].as_str()));
        ensure!(found == left.map(|(rule, reason)| (Some(rule), Some(reason))), "{found:?}");

        let file = report["migration"]["created"].as_str().context("a file")?;
        ensure!(file.ends_with("_fix_lint_findings.rs"), "{file}");
        let text = place.read(file)?;
        ensure!(syn::parse_file(&text).is_ok() && place.read("migration/src/lib.rs")?.contains("_fix_lint_findings::"));
        goldens.file(&golden::package().join(format!("transcripts/fix.{}.txt", word(server.backend))), &text);

        // What was written is what a database takes, among rows, there and back.
        place.migration("m2_fix", &statements(&report, "up")?)?;
        place.migration("m2_fix.down", &statements(&report, "down")?)?;
        run(&["migrate", "verify", "m2_fix"])?.ends_with_code(0)?;
        run(&["migrate", "up", "--to", "m1_flaws"])?.ends_with_code(0)?;
        let before = places(&json_of(&run(&["lint", "--deny", "info", "--format", "json"])?)?["findings"])?;
        // A column that comes may ask for another, or for an index, and an index that changes may be needless.
        let came: Vec<_> = done.difference(&before).collect();
        let may_come = ["cursor/order-index", "index/redundant-prefix", "version/optimistic-lock"];
        ensure!(came.iter().all(|(rule, _)| may_come.contains(&rule.as_str())), "{came:?}");
        run(&["migrate", "up"])?.ends_with_code(0)?;
        let after = json_of(&run(&["lint", "--format", "json"])?)?;
        let now = places(&after["findings"])?;
        ensure!(now.is_disjoint(&done), "these are broken still: {:?}", now.intersection(&done));
        ensure!(now.is_subset(&before), "these are new: {:?}", now.difference(&before));
        let fixable = after["findings"].as_array().context("a list")?.iter().filter(|one| one["fixable"] == true);
        ensure!(fixable.count() == 0, "{after}");
        let lines = place.read("migration/src/lib.rs")?;
        run(&["lint", "--fix"])?.ends_with_code(0)?.says(&["nothing is mended, and nothing is written"])?;
        ensure!(place.read("migration/src/lib.rs")? == lines, "something was written");
    }
    goldens.finish();
    Ok(())
}

/// A report, however the run ended.
fn json_of(run: &Outcome) -> Result<Value> {
    serde_json::from_str(&run.stdout).with_context(|| run.both())
}

#[test]
fn rules_are_named_and_the_migration_is_called_after_them_or_as_one_likes() -> Result<()> {
    let place = flawed(Backend::Sqlite)?;
    place.run(&["lint", "--fix", "fk/unindexed", "index/duplicate"])?.ends_with_code(0)?.says(&[
        "mended   orders.user_id  fk/unindexed\n         adds index idx_orders_user_id (user_id) of orders\n",
        "mended   users.idx_users_email  index/duplicate\n         drops index idx_users_email of users\n",
        "_fix_fk_unindexed_and_index_duplicate.rs\n",
        "proved   2 statements up and 2 down: it is mended, and down leaves no trace",
    ])?;
    place
        .run(&["lint", "--fix", "softdelete/unique", "--name", "sign_up_again"])?
        .ends_with_code(0)?
        .says(&["adds unique index uq_users_email (email) WHERE deleted_at IS NULL of users\n", "_sign_up_again.rs"])?;
    place.run(&["explain", "fk/unindexed", "time/no-timezone"])?.ends_with_code(0)?.says(&[
        "\n--fix adds an index over the columns of the key\n",
        "\n--fix leaves it: which time zone the values that are there are of\n",
    ])?;
    // What an ignore lets pass is not mended.
    place
        .write("scaffold.toml", "[[lint.ignore]]\nrule = 'fk/unindexed'\nobject = 'orders'\nreason = 'few users'\n")?;
    let run = place.run(&["lint", "--fix", "fk/unindexed"])?;
    run.ends_with_code(0)?.says(&["nothing is mended, and nothing is written"])?;
    Ok(())
}

/// The files of the migration crate.
fn crate_of(place: &Place) -> golden::Tree {
    golden::read(&place.path("migration"))
}

#[test]
fn what_cannot_be_mended_or_proved_is_refused_and_nothing_is_written() -> Result<()> {
    Place::empty()?.run(&["lint", "--fix"])?.ends_with_code(2)?.says(&["C025"])?;
    let place = flawed(Backend::Sqlite)?;
    let before = crate_of(&place);
    let refused = |code: i32, arguments: &[&str], said: &[&str]| {
        place.run(&[&["lint", "--fix"], arguments].concat())?.ends_with_code(code)?.says(said)?;
        ensure!(crate_of(&place) == before, "something was written");
        anyhow::Ok(())
    };
    refused(2, &["time/no-timezone"], &["C086", "which time zone", "scaffold explain time/no-timezone"])?;
    refused(2, &["fk/unindexd"], &["C080", "did you mean fk/unindexed"])?;
    refused(2, &["--offline"], &["--offline"])?;
    Ok(())
}

/// One mend that does not hold is left, whatever else there is, and it is said why.
#[test]
fn what_does_not_hold_is_left_and_the_rest_is_mended() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::MySql) {
        let (place, database) = (flawed(server.backend)?, server.database("fix_left")?);
        let (rule, sql, place_of, reason) = match server.backend {
            // What an heir has changes with it, which the facts do not tell.
            Backend::Postgres => (
                "pk/int-exhaustion",
                "CREATE TABLE heirs (id serial PRIMARY KEY);\nCREATE TABLE heir () INHERITS (heirs)",
                "heirs.id",
                "table heir",
            ),
            // What happens on a conflict is told by the text of a table alone, which its mend would write anew.
            _ => (
                "default/null-string",
                "CREATE TABLE picky (id integer PRIMARY KEY, note text DEFAULT 'NULL' UNIQUE ON CONFLICT REPLACE)",
                "picky.note",
                "ON CONFLICT",
            ),
        };
        let run = |arguments: &[&str]| place.run_on(&database.url, &[&["lint", "--fix", rule], arguments].concat());
        let all = json(&run(&["--format", "json", "--name", "all"])?)?;
        place.migration("m2", sql)?;
        let report = json(&run(&["--format", "json"])?)?;
        ensure!(places(&report["mended"])? == places(&all["mended"])?, "{report:#}");
        let left = report["left"].as_array().context("a list")?;
        let of_place = left.iter().find(|left| left["finding"]["place"] == place_of).context("it is left")?;
        let said = of_place["reason"].as_str().unwrap_or_default();
        ensure!(said.starts_with("it does not hold: ") && said.contains(reason), "{said}");
        // What was written holds beside what is left.
        place.migration("m3_fix", &statements(&report, "up")?)?;
        place.migration("m3_fix.down", &statements(&report, "down")?)?;
        place.run_on(&database.url, &["migrate", "verify", "m3_fix"])?.ends_with_code(0)?;
        let before = crate_of(&place);
        run(&[])?.ends_with_code(0)?.says(&["left     ", place_of, "nothing is mended, and nothing is written"])?;
        ensure!(crate_of(&place) == before, "something was written");
    }
    Ok(())
}

/// Names are changed by statements that build nothing, where the database has them; and a number becomes an identity.
#[test]
fn constraints_get_other_names_and_serial_becomes_an_identity() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("fix_names")?);
        place.write("migration/src/lib.rs", LIBRARY)?;
        let id = if server.backend == Backend::Postgres { "serial" } else { "integer" };
        place.migration(
            "m1",
            &format!(
                "CREATE TABLE users (id {id} PRIMARY KEY, email varchar(80) NOT NULL, age integer, \
                 CONSTRAINT email_once UNIQUE (email), CONSTRAINT users_age_check CHECK (age > 0));\n\
                 CREATE TABLE orders (id {id} PRIMARY KEY, user_id integer NOT NULL, \
                 CONSTRAINT buyer FOREIGN KEY (user_id) REFERENCES users (id));\n\
                 CREATE INDEX by_user ON orders (user_id);\nCREATE UNIQUE INDEX twice ON orders (id, user_id)"
            ),
        )?;
        place.migration("m1.down", "DROP TABLE orders;\nDROP TABLE users")?;
        let rules: &[&str] = match server.backend {
            Backend::Postgres => &["naming/constraint", "pk/serial"],
            _ => &["naming/constraint"],
        };
        let fix = [&["lint", "--fix"], rules, &["--format", "json"]].concat();
        let report = json(&place.run_on(&database.url, &fix)?)?;
        let (up, down) = (statements(&report, "up")?, statements(&report, "down")?);
        let names =
            ["uq_users_email", "chk_users_age", "fk_orders_user_id", "idx_orders_user_id", "uq_orders_id_user_id"];
        ensure!(names.iter().all(|name| up.contains(name)), "{}: {up}", server.backend);
        let said: &[&str] = match server.backend {
            Backend::Postgres => &[
                "ALTER INDEX \"by_user\" RENAME TO \"idx_orders_user_id\"",
                "ALTER TABLE \"orders\" RENAME CONSTRAINT \"buyer\" TO \"fk_orders_user_id\"",
                "ADD GENERATED BY DEFAULT AS IDENTITY",
            ],
            Backend::MySql => &["RENAME INDEX `by_user` TO `idx_orders_user_id`", "RENAME INDEX `email_once`"],
            Backend::Sqlite => &["CONSTRAINT \"uq_users_email\" UNIQUE (\"email\")"],
        };
        ensure!(said.iter().all(|part| up.contains(part)), "{}: {up}", server.backend);
        ensure!(server.backend != Backend::Postgres || !up.contains("CREATE ") && !up.contains("DROP INDEX"), "{up}");
        place.migration("m2", &up)?;
        place.migration("m2.down", &down)?;
        place.run_on(&database.url, &["migrate", "verify", "m2"])?.ends_with_code(0)?;
        place.run_on(&database.url, &fix)?.ends_with_code(0)?.says(&["\"migration\": null"])?;
    }
    Ok(())
}
