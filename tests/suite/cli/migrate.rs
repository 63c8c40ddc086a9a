//! `scaffold migrate`: single migrations by name, on the databases that are there.

use super::place::{Outcome, Place, outcome, program};
use crate::cargo::cargo;
use crate::golden;
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A project with three migrations that can be taken back.
pub(super) fn three() -> Result<Place> {
    let place = Place::scripted()?;
    for (name, table) in [("m1_users", "users"), ("m2_orders", "orders"), ("m3_order_items", "order_items")] {
        place.migration(name, &format!("CREATE TABLE {table} (id integer PRIMARY KEY)"))?;
        place.migration(&format!("{name}.down"), &format!("DROP TABLE {table}"))?;
    }
    Ok(place)
}

/// What `migrate` says when it ends with that code.
pub(super) fn migrate(place: &Place, url: &str, (arguments, code): (&[&str], i32)) -> Result<Outcome> {
    let run = outcome(place.scaffold(&["migrate"]).args(arguments).env("DATABASE_URL", url))?;
    run.ends_with_code(code)?;
    Ok(run)
}

#[test]
fn migrations_are_applied_and_taken_back_by_number_and_by_name_on_every_database() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (three()?, server.database("migrate")?);
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        run(&["list"], 0)?.says(&["m1_users\nm2_orders\nm3_order_items\n"])?;
        run(&["status"], 1)?.says(&["pending  m1_users", "0 applied, 3 pending"])?;
        run(&["up", "-n", "1"], 0)?.says(&["applied     m1_users", "1 applied, 2 pending"])?;
        run(&["up", "--to", "m2"], 0)?.says(&["applied     m2_orders", "2 applied, 1 pending"])?;
        run(&["up", "--to", "users"], 0)?.says(&["nothing changed: 2 applied"])?;
        run(&["up"], 0)?.says(&["applied     m3_order_items", "3 applied, 0 pending"])?;
        run(&["status"], 0)?.says(&["applied  m3_order_items", "3 applied, 0 pending"])?;
        run(&["down"], 0)?.says(&["taken back  m3_order_items", "2 applied"])?;
        run(&["down", "--to", "m1_users"], 0)?.says(&["taken back  m2_orders", "1 applied"])?;
        let status = run(&["status", "--format", "json"], 1)?.json()?;
        ensure!(status["applied"] == 1 && status["migrations"][1]["state"] == "pending", "{status}");
        let up = run(&["up", "--format", "json"], 0)?.json()?;
        ensure!(up["applied"][1]["name"] == "m3_order_items" && up["pending"] == serde_json::json!([]), "{up}");
        database.execute("INSERT INTO order_items (id) VALUES (1)")?;
    }
    Ok(())
}

#[test]
fn every_verb_answers_a_machine_in_one_document() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let (place, database) = (three()?, server.database("json")?);
    let all: [(&[&str], i32, &str); 13] = [
        (&["list"], 0, "migrations"),
        (&["lock"], 0, "locked"),
        (&["lock", "--check"], 0, "diagnostics"),
        (&["up"], 0, "applied"),
        (&["status"], 0, "migrations"),
        (&["redo"], 0, "taken_back"),
        (&["down"], 0, "taken_back"),
        (&["sql"], 0, "migrations"),
        (&["verify"], 0, "verified"),
        (&["repair"], 0, "unfinished"),
        (&["baseline", "--to", "m2"], 0, "recorded"),
        (&["reset"], 0, "taken_back"),
        (&["fresh"], 0, "applied"),
    ];
    for (arguments, code, key) in all {
        let json = migrate(&place, &database.url, (&[arguments, &["--format", "json"]].concat(), code))?.json()?;
        ensure!(json.get(key).is_some(), "{arguments:?}: {json}");
    }
    Ok(())
}

#[test]
fn a_crate_goes_up_and_down_as_it_is_and_sync_goes_on_from_there() -> Result<()> {
    let place = Place::shop()?;
    let run = |arguments: &[&str]| {
        let run = outcome(place.scaffold(&["migrate"]).args(arguments).env("PROGRAM", program("runner")))?;
        run.ends_with_code(0)?;
        Ok::<_, anyhow::Error>(run)
    };
    run(&["list"])?.says(&["m20260101_000001_users\n", "m20260101_000011_seed_data\n"])?;
    run(&["up"])?.says(&["11 applied, 0 pending"])?;
    run(&["down", "-n", "2"])?.says(&["9 applied"])?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["2 applied", "m20260101_000010_views"])?;
    run(&["reset"])?.says(&["0 applied"])?;
    run(&["fresh"])?.says(&["11 applied to an empty database"])?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["nothing changed"])?;
    Ok(())
}

/// What the shop's migrations say is run as it is printed, in an empty database: what it makes is what the migrations make.
#[test]
fn the_sql_that_is_printed_makes_what_the_migrations_make() -> Result<()> {
    for server in servers::databases() {
        let place = Place::shop()?;
        // Where no migrator has written, nobody knows that `integer` is of 32 bits.
        place.write("scaffold.toml", "[database]\nsqlite_integer = \"i32\"\n")?;
        let (printed, migrated) = (server.database("printed")?, server.database("migrated")?);
        let run = |database: &servers::Database, arguments: &[&str]| {
            let mut scaffold = place.scaffold(arguments);
            let run = outcome(scaffold.env("DATABASE_URL", &database.url).env("PROGRAM", program("runner")))?;
            run.ends_with_code(0)?;
            Ok::<_, anyhow::Error>(run)
        };
        let statements = |json: &serde_json::Value| -> Result<Vec<String>> {
            let migrations = json["migrations"].as_array().context("the migrations")?.iter();
            let all = migrations.flat_map(|migration| migration["statements"].as_array().into_iter().flatten());
            all.map(|sql| Ok(sql.as_str().context("a statement")?.to_owned())).collect()
        };
        let up = statements(&run(&printed, &["migrate", "sql", "--format", "json"])?.json()?)?;
        ensure!(up.len() > 30, "{up:?}");
        ensure_fails(&printed, "SELECT * FROM seaql_migrations")?;
        up.iter().try_for_each(|sql| printed.execute(sql).with_context(|| sql.clone()))?;
        run(&migrated, &["migrate", "up"])?;
        let catalog = |database| run(database, &["inspect", "--stage", "catalog"])?.json();
        let [mut one, mut other] = [catalog(&printed)?, catalog(&migrated)?];
        for catalog in [&mut one, &mut other] {
            // On MySQL a database is a schema.
            catalog["migrated"] = true.into();
            catalog["schemas"][0]["name"] = "".into();
        }
        let one = serde_json::to_string_pretty(&one)?.replace(&printed.name, "");
        let other = serde_json::to_string_pretty(&other)?.replace(&migrated.name, "");
        let different = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        ensure!(one == other, "{}: {different:?}", server.backend);
        for (table, column) in [("users", "password_hash"), ("categories", "description")] {
            let [one, other] = [texts(&printed, table, column)?, texts(&migrated, table, column)?];
            ensure!(one == other && !one.is_empty(), "{}: {table}: {one:?} {other:?}", server.backend);
        }
        run(&migrated, &["migrate", "sql"])?.says(&["no migration is left"])?;
        let down = run(&migrated, &["migrate", "sql", "--down", "-n", "11", "--format", "json"])?.json()?;
        statements(&down)?.iter().try_for_each(|sql| migrated.execute(sql).with_context(|| sql.clone()))?;
        ensure_fails(&migrated, "SELECT * FROM users")?;
    }
    Ok(())
}

/// What a column holds, in its order.
fn texts(database: &servers::Database, table: &str, column: &str) -> Result<Vec<String>> {
    let sql = format!("SELECT {column} FROM {table} ORDER BY {column}");
    servers::wait(|| async {
        let connection = database.connect().await?;
        let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
        Ok(rows.iter().map(|row| row.try_get("", column)).collect::<Result<_, _>>()?)
    })
}

#[test]
fn sql_is_of_what_is_pending_or_of_what_was_applied() -> Result<()> {
    let place = three()?;
    let whole = "-- up m1_users\nCREATE TABLE users (id integer PRIMARY KEY);\n\n-- up m2_orders\n";
    place.run(&["migrate", "sql"])?.ends_with_code(0)?.says(&[whole, "-- up m3_order_items\n"])?;
    ensure!(!place.path("shop.db").exists(), "a database was made");
    place.run(&["migrate", "up", "-n", "1"])?.ends_with_code(0)?;
    let said = place.run(&["migrate", "sql", "--to", "m2"])?;
    ensure!(said.stdout == "-- up m2_orders\nCREATE TABLE orders (id integer PRIMARY KEY);\n", "{}", said.both());
    let said = place.run(&["migrate", "sql", "--down"])?;
    ensure!(said.stdout == "-- down m1_users\nDROP TABLE users;\n", "{}", said.both());
    let said = place.run(&["migrate", "sql", "--all", "--down", "--to", "m1"])?;
    said.says(&["-- down m3_order_items\nDROP TABLE order_items;\n\n-- down m2_orders\nDROP TABLE orders;\n"])?;
    place.run(&["migrate", "sql", "--to", "m4"])?.ends_with_code(2)?.says(&["M030"])?;
    place.migration("m2_orders", "CREATE TABLE a (id integer);\nCREATE TABLE orders (nonsense")?;
    let said = place.run(&["migrate", "sql"])?;
    said.ends_with_code(4)?.says(&["M015", "the last statement that got to the database was its "])?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["1 applied, 2 pending"])?;
    Ok(())
}

#[test]
fn what_changed_since_it_was_locked_is_found_before_it_runs() -> Result<()> {
    let place = three()?;
    let run = |arguments: &[&str], code: i32| -> Result<Outcome> {
        let run = place.run(&[&["migrate"], arguments].concat())?;
        run.ends_with_code(code)?;
        Ok(run)
    };
    let lock = || fs::read_to_string(place.path("migration/migrations.lock"));
    run(&["lock", "--check"], 1)?.says(&["M047", "m1_users", "not locked on sqlite", "3 of 3"])?;
    run(&["lock"], 0)?.says(&["3 locked anew, 3 in all"])?;
    let first = lock()?;
    run(&["lock"], 0)?.says(&["nothing changed: 3 locked"])?;
    run(&["lock", "--check"], 0)?;
    ensure!(first == lock()? && first.matches("reverses = true").count() == 3, "{first}");
    ensure!(!place.path("shop.db").exists(), "a database was made");
    // Another database adds what it says, and a new migration comes at the end.
    for server in servers::databases() {
        migrate(&place, &server.database("locked")?.url, (&["lock"], 0))?;
    }
    place.migration("m4_loss", "ALTER TABLE users ADD COLUMN a integer")?;
    place.migration("m4_loss.down", "ALTER TABLE users DROP COLUMN a")?;
    place.migration("m5_end", "ALTER TABLE users DROP COLUMN a")?;
    place.migration("m5_end.down", "ALTER TABLE users ADD COLUMN a integer")?;
    run(&["lock"], 0)?.says(&["warning[M023]", "users.a", "2 locked anew, 5 in all"])?;
    let whole = lock()?;
    ensure!(whole.contains("loses = [\"users.a\"]"), "{whole}");
    // What is not as it was locked: edited, missing, late.
    place.migration("m2_orders", "CREATE TABLE orders (id integer PRIMARY KEY, edited integer)")?;
    run(&["lock", "--check"], 1)?.says(&["error[M045]", "m2_orders", "it was edited", "1 of 5"])?;
    run(&["lock"], 1)?.says(&["M045"])?;
    place.migration("m2_orders", "CREATE TABLE orders (id integer PRIMARY KEY)")?;
    place.migration("m2b_late", "CREATE TABLE late (id integer PRIMARY KEY)")?;
    run(&["up"], 4)?.says(&["M044", "m2b_late"])?;
    fs::remove_file(place.path("migration/sql/m2b_late.sql"))?;
    for file in ["m3_order_items.sql", "m3_order_items.down.sql"] {
        fs::rename(place.path(&format!("migration/sql/{file}")), place.path(file))?;
    }
    run(&["up"], 4)?.says(&["M042", "m3_order_items"])?;
    ensure!(!place.path("shop.db").exists() || run(&["status"], 1)?.stdout.contains("0 applied"), "something ran");
    run(&["lock", "--force"], 0)?.says(&["4 locked anew, 4 in all"])?;
    run(&["up"], 0)?.says(&["4 applied"])?;
    // A migration that cannot go up again is not locked.
    place.migration("m6_bad", "CREATE TABLE bad (id integer PRIMARY KEY)")?;
    place.migration("m6_bad.down", "SELECT 1")?;
    let before = lock()?;
    run(&["lock"], 1)?.says(&["M022", "M024"])?;
    ensure!(before == lock()?);
    place.write("migration/migrations.lock", &before.replacen("chain = \"", "chain = \"0", 1))?;
    run(&["lock"], 4)?.says(&["M041", "migration/migrations.lock", "lock --force"])?;
    fs::remove_file(place.path("migration/sql/m6_bad.sql"))?;
    fs::remove_file(place.path("migration/sql/m6_bad.down.sql"))?;
    run(&["lock", "--force"], 0)?;
    ensure!(before == lock()?);
    Ok(())
}

#[test]
fn status_writes_nothing() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (three()?, server.database("status")?);
        migrate(&place, &database.url, (&["status"], 1))?;
        ensure!(database.execute("SELECT * FROM seaql_migrations").is_err(), "{}: a table was made", server.backend);
    }
    let place = three()?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["0 applied, 3 pending"])?;
    ensure!(!place.path("shop.db").exists(), "a database was made");
    Ok(())
}

#[test]
fn what_was_passed_and_what_is_missing_is_told() -> Result<()> {
    let place = three()?;
    place.run(&["migrate", "up"])?.ends_with_code(0)?;
    place.migration("m2_late", "CREATE TABLE late (id integer)")?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["passed   m2_late", "3 applied, 1 pending"])?;
    fs::remove_file(place.path("migration/sql/m3_order_items.sql"))?;
    fs::remove_file(place.path("migration/sql/m3_order_items.down.sql"))?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["missing  m3_order_items", "1 missing"])?;
    for verb in ["up", "down"] {
        let run = place.run(&["migrate", verb])?;
        run.ends_with_code(4)?.says(&["M017", "m3_order_items", "help: check out the revision"])?;
    }
    Ok(())
}

#[test]
fn a_migration_that_fails_is_named_and_those_before_it_stay() -> Result<()> {
    let place = three()?;
    place.migration("m2_orders", "CREATE TABLE orders (nonsense")?;
    let run = place.run(&["migrate", "up"])?;
    run.ends_with_code(4)?.says(&[
        "applied     m1_users",
        "error[M015]: m2_orders: its `up` failed",
        "incomplete input",
    ])?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["1 applied, 2 pending"])?;
    fs::remove_file(place.path("migration/sql/m1_users.down.sql"))?;
    place.run(&["migrate", "down"])?.ends_with_code(4)?.says(&["M015", "m1_users", "there is no way back"])?;
    Ok(())
}

#[test]
fn a_name_that_is_none_is_refused_with_the_nearest() -> Result<()> {
    let place = three()?;
    let run = place.run(&["migrate", "up", "--to", "m2_ordres"])?;
    run.ends_with_code(2)?.says(&["M030", "did you mean m2_orders?"])?;
    place.run(&["migrate", "up", "--to", "order"])?.ends_with_code(2)?.says(&["M031", "m2_orders, m3_order_items"])?;
    place.run(&["migrate", "up", "-n", "1", "--to", "m2"])?.ends_with_code(2)?;
    place.run(&["migrate", "status"])?.ends_with_code(1)?.says(&["0 applied"])?;
    Ok(())
}

#[test]
fn a_crate_that_cannot_be_linked_is_told_so_and_its_program_is_run() -> Result<()> {
    let place = three()?;
    let run = |variable: &str, value: &str, arguments: &[&str]| {
        outcome(place.scaffold(&["migrate"]).args(arguments).env(variable, value))
    };
    run("NO_LIBRARY", "1", &["list"])?.ends_with_code(4)?.says(&["M011", "src/lib.rs"])?;
    let said = run("ERRORS", "error[E0432]: unresolved import\n  --> migration/src/lib.rs:1:5", &["up"])?;
    said.ends_with_code(4)?.says(&["M014", "E0432", "migration/src/lib.rs:1:5", "the database was not changed"])?;
    let missing = "error[E0433]: failed to resolve: could not find `Migrator`\n runner::run::<migration::Migrator>()";
    run("ERRORS", missing, &["up"])?.ends_with_code(4)?.says(&["M013", "pub use"])?;
    run("NO_LIBRARY", "1", &["up"])?.ends_with_code(0)?.says(&["running its program instead", "m3_order_items"])?;
    Ok(())
}

/// What cargo would build is made of the versions that the workspace has, none more and none other.
#[test]
fn the_runner_has_the_versions_of_the_workspace() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let (script, answer) = (directory.path().join("cargo"), directory.path().join("metadata.json"));
    let real = cargo().get_program().to_string_lossy().into_owned();
    let text = format!(
        "#!/bin/sh\n[ \"$1\" = metadata ] && exec {real} \"$@\"\n\
         # What other systems need may not be here.\n\
         host=$({real} -vV | sed -n 's/^host: //p')\n\
         {real} metadata --offline --filter-platform \"$host\" --format-version 1 --manifest-path \"$6\" >'{}' || exit 1\nexit 101\n",
        answer.display()
    );
    fs::write(&script, text)?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    let root = golden::package().join("..");
    let mut scaffold = std::process::Command::new(program("scaffold"));
    let run = outcome(scaffold.args(["migrate", "list"]).current_dir(&root).env("CARGO", &script))?;
    run.ends_with_code(4)?.says(&["M014"])?;
    let metadata: serde_json::Value = serde_json::from_str(&fs::read_to_string(&answer)?)?;
    let lock: toml::Table = fs::read_to_string(root.join("Cargo.lock"))?.parse()?;
    let versions = |packages: Option<&Vec<serde_json::Value>>| -> BTreeSet<(String, String)> {
        let of = |package: &serde_json::Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
        packages.into_iter().flatten().map(|package| (of(package, "name"), of(package, "version"))).collect()
    };
    let locked = serde_json::to_value(&lock)?;
    let (own, locked) = (versions(metadata["packages"].as_array()), versions(locked["package"].as_array()));
    let other: Vec<_> = own.difference(&locked).filter(|(name, _)| name != "scaffold-runner-migration").collect();
    ensure!(other.is_empty() && own.len() > 50, "of {} packages: {other:?}", own.len());
    let resolved = metadata["resolve"]["nodes"].as_array().context("cargo resolves")?;
    ensure!(resolved.iter().any(|node| node["id"].as_str().is_some_and(|id| id.contains("sea-orm-migration"))));
    Ok(())
}

#[test]
fn new_migrations_are_declared_and_listed_even_when_many_are_made_at_once() -> Result<()> {
    let place = Place::shop()?;
    let before = place.read("migration/src/lib.rs")?;
    let run = place.run(&["migrate", "new", "create_wishlists"])?;
    run.ends_with_code(0)?.says(&[
        "created  migration/src/m2",
        "_create_wishlists.rs",
        "written  migration/src/lib.rs",
    ])?;
    let names = ["add_note_to_orders", "backfill_note_in_orders", "create_sales_view", "a", "b", "c", "d", "e"];
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            names.map(|name| scope.spawn(|| place.run(&["migrate", "new", name])?.ends_with_code(0).map(drop))).into();
        runs.into_iter().try_for_each(|run| run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    let library = place.read("migration/src/lib.rs")?;
    for name in names.iter().chain(&["create_wishlists"]) {
        let modules = library.lines().filter(|line| line.starts_with("mod m") && line.ends_with(&format!("_{name};")));
        let listed = library.matches(&format!("_{name}::Migration),\n")).count();
        ensure!(modules.count() == 1 && listed == 1, "{name}:\n{library}");
    }
    let kept = library.lines().filter(|line| {
        !names
            .iter()
            .chain(&["create_wishlists"])
            .any(|name| line.contains(&format!("_{name};")) || line.contains(&format!("_{name}::")))
    });
    ensure!(kept.collect::<Vec<_>>() == before.lines().collect::<Vec<_>>(), "{library}");
    Ok(())
}

#[test]
fn a_crate_that_lists_its_migrations_otherwise_is_left_as_it_was() -> Result<()> {
    let place = Place::shop()?;
    place.write(
        "migration/src/lib.rs",
        "impl MigratorTrait for Migrator {\n    fn migrations() -> V {\n        all()\n    }\n}\n",
    )?;
    let before = place.snapshot()?;
    place.run(&["migrate", "new", "x"])?.ends_with_code(4)?.says(&[
        "M018",
        "vec![",
        "nothing was written",
        "::Migration)",
    ])?;
    place.run(&["migrate", "new", "2x"])?.ends_with_code(2)?.says(&["M032"])?;
    place.is_as_in(&before)
}

#[test]
fn sixteen_runs_at_once_apply_each_migration_once_and_wait_for_each_other() -> Result<()> {
    for server in servers::databases().iter().chain(servers::vendor_mysql()) {
        let (place, database) = (three()?, server.database("crowd")?);
        place.migration("m2_orders", "CREATE TABLE orders (id integer PRIMARY KEY);\n-- sleep 1500")?;
        let runs: Vec<Result<Outcome>> = std::thread::scope(|scope| {
            let run = || outcome(place.scaffold(&["migrate", "up"]).env("DATABASE_URL", &database.url));
            let runs: Vec<_> = (0..16).map(|_| scope.spawn(run)).collect();
            runs.into_iter().map(|run| run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let (mut applied, mut waited) = (0, 0);
        for run in runs {
            let run = run?;
            run.ends_with_code(0)?.says(&["3 applied, 0 pending"])?;
            applied += run.stdout.matches("applied     m").count();
            waited += usize::from(run.stderr.contains("waiting for another run on this database to end: "));
            ensure!(!run.both().contains("CANARY"), "{run:?}");
        }
        ensure!(applied == 3 && waited > 0, "{}: {applied} applied, {waited} waited", server.backend);
        ensure!(!place.path("shop.db.migrate-lock").exists());
    }
    Ok(())
}

#[test]
fn what_takes_data_away_elsewhere_asks_for_the_name_of_the_database() -> Result<()> {
    let place = three()?;
    let url = "postgres://alice:S3cr3t-CANARY@nonesuch.invalid/shop";
    for verb in ["down", "redo", "reset", "fresh"] {
        let run = migrate(&place, url, (&[verb], 2))?;
        run.says(&["M033", "nonesuch.invalid/shop", "--database-name shop"])?;
        migrate(&place, url, (&[verb, "--database-name", "shpo"], 2))?.says(&["M034", "called shop, not shpo"])?;
        migrate(&place, url, (&[verb, "--database-name", "shop"], 3))?.says(&["D001"])?;
        ensure!(!run.both().contains("CANARY"), "{run:?}");
    }
    Ok(())
}

#[test]
fn what_was_just_written_is_redone_and_everything_can_be_taken_back() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (three()?, server.database("redo")?);
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        run(&["up"], 0)?;
        let two =
            ["taken back  m3_order_items", "taken back  m2_orders", "applied     m2_orders", "applied     m3_order"];
        run(&["redo", "-n", "2"], 0)?.says(&two)?.says(&["3 applied"])?;
        run(&["reset"], 0)?.says(&["taken back  m1_users", "0 applied"])?;
        run(&["reset"], 0)?.says(&["nothing changed: 0 applied"])?;
        run(&["up", "-n", "1"], 0)?.says(&["1 applied, 2 pending"])?;
    }
    Ok(())
}

#[test]
fn fresh_leaves_nothing_of_what_was_there() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (three()?, server.database("fresh")?);
        let run = |arguments: &[&str], code| migrate(&place, &database.url, (arguments, code));
        run(&["up"], 0)?;
        database.execute("CREATE TABLE a (id integer PRIMARY KEY)")?;
        database.execute("CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a (id))")?;
        database.execute("CREATE VIEW v AS SELECT id FROM b")?;
        if server.backend == Backend::Postgres {
            database.execute("CREATE TYPE mood AS ENUM ('sad'); CREATE SEQUENCE s; CREATE TABLE c (m mood)")?;
            database.execute("CREATE FUNCTION f(m mood) RETURNS a LANGUAGE sql AS 'SELECT NULL::a'")?;
            database.execute("CREATE MATERIALIZED VIEW mv AS SELECT id FROM v")?;
        }
        if server.backend == Backend::MySql {
            database.execute("CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1")?;
        }
        run(&["fresh"], 0)?.says(&["applied     m1_users", "3 applied to an empty database"])?;
        run(&["fresh"], 0)?;
        let gone = |sql: &str| ensure_fails(&database, sql);
        gone("SELECT * FROM a")?;
        gone("SELECT * FROM v")?;
        match server.backend {
            Backend::Sqlite => (),
            Backend::MySql => gone("SELECT f()")?,
            Backend::Postgres => {
                let all = ["SELECT f(NULL)", "SELECT NULL::mood", "SELECT nextval('s')"];
                all.into_iter().try_for_each(gone)?;
            }
        }
        run(&["status"], 0)?.says(&["3 applied"])?;
    }
    Ok(())
}

pub(super) fn ensure_fails(database: &servers::Database, sql: &str) -> Result<()> {
    ensure!(database.execute(sql).is_err(), "still there: {sql}");
    Ok(())
}

#[test]
fn who_holds_up_a_migration_is_named() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let (place, database) = (three()?, server.database("blocked")?);
    migrate(&place, &database.url, (&["up"], 0))?;
    place.migration("m4_note", "SET LOCAL lock_timeout = '3s';\nALTER TABLE users ADD COLUMN note text")?;
    let run = servers::wait(|| async {
        let connection = database.connect().await?;
        connection.execute_unprepared("BEGIN; SELECT * FROM users").await?;
        let run = migrate(&place, &database.url, (&["up"], 4))?;
        connection.execute_unprepared("ROLLBACK").await?;
        Ok::<_, anyhow::Error>(run)
    })?;
    run.says(&[
        "m4_note waits for backend ",
        "M015",
        "lock timeout",
        "; it waited for backend ",
        "idle in transaction",
    ])?;
    migrate(&place, &database.url, (&["up"], 0))?.says(&["applied     m4_note"])?;
    Ok(())
}

#[test]
fn a_migration_waits_for_a_lock_no_longer_than_the_settings_say() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = (three()?, server.database("patient")?);
        place.write("scaffold.toml", "[migration]\nlock_timeout = \"2s\"\n")?;
        migrate(&place, &database.url, (&["up"], 0))?;
        place.migration("m4_note", "ALTER TABLE users ADD COLUMN note text")?;
        let run = servers::wait(|| async {
            let connection = database.connect().await?;
            connection.execute_unprepared("BEGIN").await?;
            connection.execute_unprepared("SELECT * FROM users").await?;
            let run = migrate(&place, &database.url, (&["up"], 4))?;
            connection.execute_unprepared("ROLLBACK").await?;
            Ok::<_, anyhow::Error>(run)
        })?;
        run.says(&["m4_note waits for ", "M015", "timeout", "; it waited for "])?;
        migrate(&place, &database.url, (&["up"], 0))?.says(&["applied     m4_note"])?;
        // A statement that nobody holds up has its limit too.
        place.write("scaffold.toml", "[migration]\nstatement_timeout = \"1s\"\n")?;
        let long = match server.backend {
            Backend::Postgres => "SELECT pg_sleep(20)",
            _ => "SELECT COUNT(*) FROM seq_1_to_1000000 a JOIN seq_1_to_1000000 b ON a.seq <> b.seq",
        };
        place.migration("m5_long", long)?;
        migrate(&place, &database.url, (&["up"], 4))?.says(&["M015", "m5_long"])?;
        place.migration("m5_long", "SELECT 1")?;
        migrate(&place, &database.url, (&["up"], 0))?;
        place.write("scaffold.toml", "[migration]\nlock_timeout = \"soon\"\n")?;
        migrate(&place, &database.url, (&["up"], 2))?.says(&["scaffold.toml", "`soon` is no time such as 10s"])?;
    }
    Ok(())
}
