//! What each migration did: exact renames on three databases, and `blame`.

use super::place::{Outcome, Place, SHOP_DB, outcome};
use crate::fidelity::rustc;
use crate::servers;
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;

const USERS: &str = "CREATE TABLE users (id integer PRIMARY KEY, email varchar(80) NOT NULL, note varchar(80));
    CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), status varchar(20))";

/// A project with two migrations: users and orders, and a rename of a table and of a column, with a column more.
fn renamed() -> Result<Place> {
    let place = Place::scripted()?;
    place.migration("m1_users", USERS)?;
    place.migration(
        "m2_names",
        "ALTER TABLE orders RENAME TO purchases;\nALTER TABLE purchases RENAME COLUMN status TO state;
        ALTER TABLE users ADD COLUMN nickname varchar(20)",
    )?;
    Ok(place)
}

/// What `sync` says when the first migrations are applied and synced, and then the rest are.
fn second_sync(place: &Place, url: &str, first: &str) -> Result<Outcome> {
    outcome(place.scaffold(&["sync"]).env("DATABASE_URL", url).env("STEPS", first))?.ends_with_code(0)?;
    let run = place.run_on(url, &["sync"])?;
    run.ends_with_code(0)?;
    Ok(run)
}

#[test]
fn a_rename_is_told_as_one_on_every_database_and_found_again_from_nothing() -> Result<()> {
    for server in servers::databases().iter().chain(servers::vendor_mysql()) {
        let (_guard, server) = servers::alone(server);
        let place = renamed()?;
        let database = server.database("history")?;
        let run = second_sync(&place, &database.url, "1")?;
        run.says(&["1 applied", "table purchases: renamed from orders", "name in Rust Order → Purchase"])?;
        run.says(&["column purchases.state: renamed from orders.status", "column users.nickname: added"])?;
        for word in ["table orders: removed", "status: removed", "table purchases: added", "state: added"] {
            ensure!(!run.both().contains(word), "{}: {}", server.backend, run.both());
        }
        place.run_on(&database.url, &["check"])?.ends_with_code(0)?;
        // Nobody has to be there when a migration runs.
        let expected = place.entity();
        fs::remove_dir_all(place.path("entity/schema/migration"))?;
        place.run_on(&database.url, &["check"])?.ends_with_code(1)?.says(&["m2_names"])?;
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
        ensure!(
            place.entity() == expected,
            "{}: {:?}",
            server.backend,
            place.read("entity/schema/migration/m2_names.toml")
        );
    }
    Ok(())
}

#[test]
fn one_that_went_and_one_that_came_are_no_rename() -> Result<()> {
    for server in servers::databases().iter().chain(servers::vendor_mysql()) {
        let (_guard, server) = servers::alone(server);
        let place = Place::scripted()?;
        place.migration("m1_users", USERS)?;
        // In the same place, of the same types, and last in their tables and in the database.
        place.migration(
            "m2_others",
            "DROP TABLE orders;
            CREATE TABLE purchases (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), status varchar(20));
            ALTER TABLE users DROP COLUMN note;\nALTER TABLE users ADD COLUMN remark varchar(80)",
        )?;
        let run = second_sync(&place, &server.database("history2")?.url, "1")?;
        run.says(&["table orders: removed", "table purchases: added", "users.note: removed", "users.remark: added"])?;
        ensure!(!run.both().contains("renamed"), "{}: {}", server.backend, run.both());
    }
    Ok(())
}

#[test]
fn postgresql_tells_every_kind_of_rename() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let place = Place::scripted()?;
    place.migration(
        "m1",
        "CREATE TYPE mood AS ENUM ('low', 'high');\nCREATE TABLE a (id int PRIMARY KEY, x int, y int, m mood,
        CONSTRAINT u UNIQUE (x));\nCREATE INDEX i ON a (y);
        CREATE TABLE b (id int PRIMARY KEY, a_id int CONSTRAINT fk REFERENCES a (id));
        CREATE VIEW v AS SELECT id FROM a;\nCREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE DOMAIN d AS int CONSTRAINT dc CHECK (VALUE > 0);\nCREATE TYPE c AS (p int)",
    )?;
    place.migration(
        "m2",
        "ALTER TABLE a RENAME TO a2;\nALTER TABLE a2 RENAME COLUMN x TO x2;\nALTER TABLE a2 RENAME COLUMN y TO y2;
        ALTER TABLE a2 ADD COLUMN z int;\nALTER TYPE mood RENAME TO mood2;\nALTER TYPE mood2 RENAME VALUE 'low' TO 'low2';
        ALTER TABLE b RENAME CONSTRAINT fk TO fk2;\nALTER INDEX u RENAME TO u2;\nALTER INDEX i RENAME TO i2;
        ALTER VIEW v RENAME TO v2;\nALTER FUNCTION f(int) RENAME TO f2;\nALTER DOMAIN d RENAME TO d2;
        ALTER DOMAIN d2 RENAME CONSTRAINT dc TO dc2;\nALTER TYPE c RENAME TO c2;\nALTER TYPE c2 RENAME ATTRIBUTE p TO p2",
    )?;
    let database = server.database("history3")?;
    let report = place.run_on(&database.url, &["sync", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["migrations"] == serde_json::json!(["m1", "m2"]), "{report:#}");
    let text = place.read("entity/schema/migration/m2.toml")?;
    let document: toml::Table = text.parse()?;
    let renamed = document["renamed"].as_array().cloned().unwrap_or_default();
    let told = |rename: &toml::Value| {
        let word = |key: &str| rename.get(key).and_then(toml::Value::as_str).unwrap_or("-").to_owned();
        [word("kind"), word("of"), word("from"), word("name")].join(" ")
    };
    let mut told: Vec<String> = renamed.iter().map(told).collect();
    told.sort();
    let expected = [
        "attribute c2 p p2",
        "column a2 x x2",
        "column a2 y y2",
        "composite - c c2",
        "constraint a2 u u2",
        "constraint b fk fk2",
        "constraint d2 dc dc2",
        "domain - d d2",
        "enum - mood mood2",
        "index a2 i i2",
        "routine - f(integer) f2(integer)",
        "table - a a2",
        "value mood2 low low2",
        "view - v v2",
    ];
    ensure!(told == expected, "{text}");
    ensure!(document.get("dropped").is_none(), "{text}");
    Ok(())
}

#[test]
fn blame_names_the_migrations_of_an_object() -> Result<()> {
    let place = renamed()?;
    place.migration("m3_longer", "UPDATE users SET email = email")?;
    place.migration("m4_index", "CREATE INDEX by_state ON purchases (state)")?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["4 applied"])?;
    let blame = |names: &[&str]| outcome(place.scaffold(&[&["blame"], names].concat()).env("DATABASE_URL", ""));
    let run = blame(&["purchases.state", "main.users.nickname", "purchases.id"])?;
    let expected = "column purchases.state\n  m1_users made\n  m2_names renamed from orders.status\n\
        column users.nickname\n  m2_names made\ncolumn purchases.id\n  m1_users made\n";
    ensure!(run.ends_with_code(0)?.stdout == expected, "{}", run.stdout);
    let run = blame(&["purchases", "purchases.by_state", "--format", "json"])?;
    let document = run.ends_with_code(0)?.json()?;
    ensure!(
        document[0]["events"][1]["from"] == "orders" && document[1]["events"][0]["migration"] == "m4_index",
        "{document:#}"
    );
    blame(&["purchases.stat"])?.ends_with_code(2)?.says(&["C045", "did you mean", "purchases.state"])?;
    Ok(())
}

#[test]
fn what_ran_before_a_migration_fails_is_not_forgotten() -> Result<()> {
    let place = renamed()?;
    place.migration("m3_broken", "ALTER TABLE nothing ADD COLUMN x int")?;
    place.run(&["sync"])?.ends_with_code(4)?.says(&["M015", "m3_broken", "applied before that: m1_users, m2_names"])?;
    ensure!(!place.path("entity").exists(), "something was written");
    place.migration("m3_broken", "ALTER TABLE purchases ADD COLUMN x int")?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["1 applied"])?;
    let run = place.run(&["blame", "purchases.x", "purchases"])?;
    run.ends_with_code(0)?.says(&["m3_broken made", "m2_names renamed from orders"])?;
    Ok(())
}

/// Code of those who have not heard of the rename of [`renamed`] yet.
const OLD_CODE: &str = "#![deny(warnings)]
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use synced::order;
use synced::prelude::*;

pub async fn run(db: &DatabaseConnection) -> Result<Vec<order::Model>, DbErr> {
    let _ = (Order, order::Column::Status, OrderRelation::USER);
    let _: Option<order::Model> = Order::find().one(db).await?;
    let new = NewOrder { user_id: 2 };
    let _ = db.order().create(new).await;
    Ok(db.order().filter(Order::STATUS.eq(\"new\")).all().await?)
}
";

#[test]
fn old_code_compiles_for_as_many_migrations_as_the_settings_say_and_is_told_the_new_names() -> Result<()> {
    let place = renamed()?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let entity = place.path("entity");
    let compiles = |expected: &[&str]| {
        let library: &[&str] = &["src/lib.rs", "--crate-name", "synced", "--crate-type", "rlib", "-D", "warnings"];
        let said = rustc(&entity, library)?;
        ensure!(said.is_none(), "{}", said.unwrap_or_default());
        let user: &[&str] = &["user.rs", "--crate-type", "rlib", "--extern", "synced=libsynced.rlib"];
        let said = rustc(&entity, user)?.unwrap_or_default();
        let missing: Vec<_> = expected.iter().filter(|text| !said.contains(**text)).collect();
        ensure!(missing.is_empty() && said.is_empty() == expected.is_empty(), "{missing:?} {said}");
        Ok(())
    };
    place.write("entity/user.rs", OLD_CODE)?;
    compiles(&[
        "use of deprecated module `synced::order`: renamed to `purchase`",
        "use of deprecated type alias `synced::prelude::Order`: renamed to `Purchase`",
        "Column::Status`: renamed to `State`",
        "STATUS`: renamed to `STATE`",
        "NewOrder`: renamed to `NewPurchase`",
        "OrderRelation`: renamed to `PurchaseRelation`",
        "::order`: renamed to `purchase`",
    ])?;
    place.write("entity/user.rs", &OLD_CODE.replace("deny(warnings)", "allow(deprecated)"))?;
    compiles(&[])?;
    place.write("scaffold.toml", "[entity]\nformer_names = 0\n")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    compiles(&["unresolved import `synced::order`"])?;
    place.write("scaffold.toml", "[entity]\nformer_names = 2\n")?;
    place.migration("m3_more", "UPDATE users SET email = email")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    compiles(&[])?;
    place.migration("m4_more", "UPDATE users SET email = email")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    compiles(&["unresolved import `synced::order`"])
}

#[test]
fn a_former_name_is_that_of_what_has_it_now() -> Result<()> {
    let place = renamed()?;
    place.migration("m3_new", "CREATE TABLE orders (id integer PRIMARY KEY, what varchar(20) NOT NULL)")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    ensure!(!place.read("entity/src/generated/prelude.rs")?.contains("deprecated"), "an alias of a name that is taken");
    ensure!(place.read("entity/src/generated/entity/purchase.rs")?.contains("pub const Status: Self = Self::State"));
    Ok(())
}

#[test]
fn names_that_were_chosen_follow_a_rename_and_are_no_former_ones() -> Result<()> {
    let place = renamed()?;
    let settings = "[table.orders]\nname = \"Deal\"\n[table.orders.column.status]\nname = \"stage\"\n";
    place.write("scaffold.toml", settings)?;
    let run = second_sync(&place, SHOP_DB, "1")?;
    run.says(&["G024", "table.orders: ", "renamed it to `purchases`", "table.orders.column.status", "`state`"])?;
    run.says(&["table purchases: renamed from orders", "column purchases.state: renamed from orders.status"])?;
    ensure!(!run.both().contains("name in Rust"), "{}", run.both());
    let generated = place.code();
    ensure!(generated["src/generated/prelude.rs"].contains("deal::Entity as Deal"));
    ensure!(generated["src/generated/entity/deal.rs"].contains("pub stage: "));
    ensure!(generated.values().all(|text| !text.contains("deprecated")), "nothing has another name in code");
    place.write("scaffold.toml", &settings.replace("orders", "purchases").replace("status", "state"))?;
    let run = place.run(&["sync"])?;
    ensure!(
        run.ends_with_code(0)?.stdout.contains("nothing changed") && !run.both().contains("G024"),
        "{}",
        run.both()
    );
    Ok(())
}
