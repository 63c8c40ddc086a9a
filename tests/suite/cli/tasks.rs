//! What of a schema a sync carries over: `--plan`, `--only`, `--skip`, orphans, and what that makes of the crate.

use super::place::{Place, SHOP_DB, outcome};
use anyhow::{Result, ensure};

const FIRST: &str = "CREATE TABLE users (id integer PRIMARY KEY, email varchar(80) NOT NULL);
    CREATE TABLE products (id integer PRIMARY KEY, name varchar(80));
    CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id))";

const SECOND: &str = "CREATE TABLE coupons (id integer PRIMARY KEY, code varchar(20) NOT NULL UNIQUE);
    ALTER TABLE orders ADD COLUMN coupon_id integer REFERENCES coupons (id);
    ALTER TABLE users ADD COLUMN nickname varchar(20);
    DROP TABLE products";

/// A project whose first migration is applied and synced, and whose second is not.
fn half_way(settings: &str) -> Result<Place> {
    let place = Place::scripted()?;
    place.write("scaffold.toml", settings)?;
    place.migration("m1_first", FIRST)?;
    place.migration("m2_second", SECOND)?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "1"))?.ends_with_code(0)?;
    Ok(place)
}

/// The crate once everything is synced.
fn whole() -> Result<crate::golden::Tree> {
    let place = half_way("")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    Ok(place.entity())
}

#[test]
fn a_plan_lists_the_tasks_and_does_none() -> Result<()> {
    let place = half_way("")?;
    let as_it_was = place.snapshot()?;
    place.run(&["sync", "--plan"])?.ends_with_code(0)?.says(&[
        "migrations  1 pending",
        "pending  m2_second",
        "tasks       4 of 4",
        "[x] add    table coupons",
        "[x] change table orders",
        "[x] remove table products",
        "[x] change table users",
        "breaking  table products: removed",
        "files       create 5, update 12, delete 3",
        "delete   src/generated/entity/product.rs",
        "nothing was done: this is a plan",
    ])?;
    place.run(&["sync", "--plan", "--only", "orders"])?.ends_with_code(0)?.says(&[
        "tasks       2 of 4",
        "[x] add    table coupons: needed by orders",
        "[x] change table orders\n",
        "[ ] remove table products: not among --only",
        "[ ] change table users: not among --only",
    ])?;
    let plan = place.run(&["sync", "--plan", "--skip", "coupons", "--diff", "--format", "json"])?.json()?;
    ensure!(plan["planned"] == true && plan["changed"] == false && plan["migrations"][0] == "m2_second", "{plan}");
    let orders = plan["tasks"].as_array().into_iter().flatten().find(|task| task["name"] == "orders");
    ensure!(orders.is_some_and(|task| task["done"] == false && task["why"]["needs"] == "coupons"), "{plan}");
    ensure!(plan["diff"].as_str().is_some_and(|diff| diff.contains("+    pub nickname: Option<String>,")), "{plan}");
    place.is_as_in(&as_it_was)?;
    // Where there is no database yet, none is made.
    let place = Place::scripted()?;
    place.migration("m1_first", FIRST)?;
    place.run(&["sync", "--plan"])?.ends_with_code(0)?.says(&["1 pending", "[x] add    table users"])?;
    ensure!(!place.path("shop.db").exists() && !place.path("entity").exists(), "a plan makes nothing");
    Ok(())
}

#[test]
fn what_is_chosen_is_carried_over_and_the_rest_stays_until_the_next_sync() -> Result<()> {
    let (place, whole) = (half_way("")?, whole()?);
    let first = place.entity();
    let run = place.run(&["sync", "--only", "orders"])?;
    run.ends_with_code(0)?.says(&["1 applied", "2 of 4", "[x] add    table coupons: needed by orders"])?;
    let now = place.entity();
    for path in ["src/generated/entity/product.rs", "schema/table/products.toml", "schema/table/users.toml"] {
        ensure!(now.get(path) == first.get(path), "{path} is as it was");
    }
    for path in ["src/generated/entity/coupon.rs", "schema/table/orders.toml", "src/generated/entity/order.rs"] {
        ensure!(now.get(path) == whole.get(path), "{path} is as it will be");
    }
    // What is made from the facts is whole; that these are not all, a check finds.
    place.run(&["check", "--offline"])?.ends_with_code(0)?;
    place.run(&["check"])?.ends_with_code(1)?.says(&["broken      migrations → entity/schema", "products.toml"])?;
    place.run(&["sync"])?.ends_with_code(0)?.says(&["0 applied", "table products: removed"])?;
    ensure!(place.entity() == whole, "the rest was carried over");
    Ok(())
}

#[test]
fn what_is_skipped_stays_and_so_does_what_needs_it() -> Result<()> {
    let place = half_way("")?;
    let first = place.entity();
    place.run(&["sync", "--skip", "coupons,prod*"])?.ends_with_code(0)?.says(&[
        "[ ] add    table coupons: --skip",
        "[ ] change table orders: needs coupons, which is skipped",
        "[ ] remove table products: --skip",
        "[x] change table users",
    ])?;
    let now = place.entity();
    for name in ["order", "product"] {
        let path = format!("src/generated/entity/{name}.rs");
        ensure!(now.get(&path) == first.get(&path), "{path} is as it was");
    }
    ensure!(place.read("entity/src/generated/entity/user.rs")?.contains("nickname"), "the rest was carried over");
    place.run(&["sync"])?.ends_with_code(0)?;
    ensure!(place.entity() == whole()?, "nothing was lost");
    Ok(())
}

#[test]
fn a_renamed_table_that_is_skipped_keeps_its_facts_under_its_new_name() -> Result<()> {
    let place = Place::scripted()?;
    place.migration("m1_first", FIRST)?;
    place.migration(
        "m2_names",
        "ALTER TABLE users RENAME TO people;\nALTER TABLE people ADD COLUMN nickname varchar(20)",
    )?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "1"))?.ends_with_code(0)?;
    place.run(&["sync", "--skip", "people"])?.ends_with_code(0)?.says(&[
        "[x] rename table people from users",
        "[ ] change table people: --skip",
        "table people: renamed from users",
    ])?;
    let person = place.read("entity/src/generated/entity/person.rs")?;
    ensure!(person.contains("table_name = \"people\"") && !person.contains("nickname"), "{person}");
    ensure!(place.read("entity/src/generated/entity/order.rs")?.contains("super::person::Entity"), "orders lead there");
    place.run(&["sync"])?.ends_with_code(0)?.says(&["column people.nickname: added"])?;
    place.run(&["check"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn a_name_of_nothing_is_an_error_before_anything_is_written() -> Result<()> {
    let place = half_way("")?;
    let entity = place.entity();
    let run = place.run(&["sync", "--only", "ordres", "--skip", "nothing"])?;
    run.ends_with_code(2)?.says(&["error[C046]: --only ordres", "did you mean orders", "--skip nothing"])?;
    ensure!(place.entity() == entity, "nothing was written");
    place.run(&["sync", "--only", "{"])?.ends_with_code(2)?.says(&["is no pattern"])?;
    // Of a project file that cannot be understood nothing can stay.
    place.write("entity/schema/table/users.toml", "name = ")?;
    place.run(&["sync", "--only", "orders"])?.ends_with_code(1)?.says(&["error[P002]: schema/table/users.toml"])?;
    Ok(())
}

#[test]
fn orphans_are_kept_left_out_or_refused_as_the_settings_say() -> Result<()> {
    let whole = whole()?;
    for (word, has_code) in [("keep", true), ("exclude", false)] {
        let place = half_way(&format!("[entity]\norphans = \"{word}\"\n"))?;
        let run = place.run(&["sync"])?;
        run.ends_with_code(0)?.says(&["[P007]: products: this table is gone from the database", "--only products"])?;
        ensure!(place.path("entity/src/generated/entity/product.rs").exists() == has_code, "{word}");
        ensure!(place.read("entity/schema/table/products.toml")?.contains("orphan = true"), "{word}: it is marked");
        for arguments in [&["sync"][..], &["sync", "--offline"], &["check"], &["check", "--offline"]] {
            let entity = place.entity();
            place.run(arguments)?.ends_with_code(0)?;
            ensure!(place.entity() == entity, "{word}: {arguments:?}");
        }
        place.run(&["sync", "--only", "products"])?.ends_with_code(0)?.says(&["[x] remove table products"])?;
        place.run(&["sync"])?.ends_with_code(0)?;
        ensure!(place.entity() == whole, "{word}: it went when it was told to");
    }
    let place = half_way("[entity]\norphans = \"error\"\n")?;
    let entity = place.entity();
    let run = place.run(&["sync"])?;
    run.ends_with_code(1)?.says(&["error[P006]: products: this table is gone", "nothing was written"])?;
    ensure!(place.entity() == entity, "nothing was written");
    place.run(&["check"])?.ends_with_code(1)?.says(&["P006"])?;
    place.run(&["sync", "--only", "products"])?.ends_with_code(0)?;
    place.run(&["sync"])?.ends_with_code(0)?;
    ensure!(place.entity() == whole, "it went when it was told to");
    Ok(())
}

#[test]
fn every_command_takes_an_orphan_for_what_it_is() -> Result<()> {
    for word in ["keep", "exclude"] {
        let place = half_way(&format!("[entity]\norphans = \"{word}\"\n"))?;
        place.run(&["sync"])?.ends_with_code(0)?;
        let run = place.scaffold(&["inspect", "--stage", "plan"]).output()?;
        let plan: serde_json::Value = serde_json::from_slice(&run.stdout)?;
        ensure!(plan.as_array().is_some_and(|plan| plan.iter().all(|change| change["action"] == "keep")), "{plan:#}");
        place.run(&["extend", "orders"])?.ends_with_code(0)?;
        place.run(&["generate"])?.ends_with_code(0)?.says(&["nothing changed"])?;
        place.run(&["check"])?.ends_with_code(0)?;
    }
    Ok(())
}

#[test]
fn an_orphan_that_comes_back_is_one_no_more() -> Result<()> {
    let place = half_way("[entity]\norphans = \"exclude\"\n")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    place.migration("m3_back", "CREATE TABLE products (id integer PRIMARY KEY, name varchar(80), price integer)")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    ensure!(!place.read("entity/schema/table/products.toml")?.contains("orphan"), "it is there again");
    ensure!(place.read("entity/src/generated/entity/product.rs")?.contains("price"), "and has code");
    place.run_on(SHOP_DB, &["check"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn the_difference_is_shown_on_demand() -> Result<()> {
    let place = half_way("")?;
    let run = place.run(&["sync", "--diff"])?;
    run.ends_with_code(0)?.says(&["+++ b/src/generated/entity/coupon.rs", "+    pub nickname: Option<String>,"])?;
    ensure!(!place.run(&["sync", "--diff"])?.ends_with_code(0)?.both().contains("+++"), "nothing differs any more");
    Ok(())
}
