//! `scaffold check` names the broken edge between migrations, project file, code and database; and it can fail.

use super::place::{Place, outcome};
use crate::servers;
use anyhow::{Result, ensure};

const SCHEMA: &str = "broken      migrations → entity/schema: schema/";
const CODE: &str = "broken      entity/schema → code: ";

#[test]
fn a_migration_without_a_sync_breaks_the_edge_to_the_project_file() -> Result<()> {
    let place = Place::shop()?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "6"))?.ends_with_code(0)?;
    let run = place.run(&["check"])?;
    run.ends_with_code(1)?.says(&[SCHEMA, "schema/view/order_summary_view.toml"])?;
    ensure!(!run.both().contains(CODE), "the code is what the project file makes: {}", run.stderr);
    let report = place.run(&["check", "--format", "json"])?.ends_with_code(1)?.json()?;
    let edge = &report["broken"][0];
    ensure!(edge["from"] == "migrations" && edge["to"] == "entity/schema" && !edge["files"].is_null(), "{report:#}");
    Ok(())
}

#[test]
fn an_edit_of_the_code_breaks_the_edge_from_the_project_file() -> Result<()> {
    let place = Place::synced()?;
    let file = "entity/src/generated/entity/cart.rs";
    place.write(file, &(place.read(file)? + "// mine\n"))?;
    for arguments in [&["check"][..], &["check", "--offline"]] {
        let run = place.run(arguments)?;
        run.ends_with_code(1)?.says(&[&format!("{CODE}src/generated/entity/cart.rs\n")])?;
        ensure!(!run.both().contains(SCHEMA), "the project file is what the migrations make: {}", run.stderr);
    }
    Ok(())
}

#[test]
fn an_edit_of_the_project_file_breaks_both_edges() -> Result<()> {
    let place = Place::synced()?;
    let file = "entity/schema/table/cart_items.toml";
    place.write(file, &place.read(file)?.replace("name = \"quantity\"", "name = \"amount\""))?;
    let run = place.run(&["check"])?;
    run.ends_with_code(1)?.says(&[
        &format!("{SCHEMA}table/cart_items.toml\n"),
        CODE,
        "src/generated/entity/cart_item.rs",
    ])?;
    Ok(())
}

#[test]
fn a_database_that_somebody_changed_breaks_an_edge_that_is_asked_for() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::shop()?, server.database("edge")?);
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
        place.run_on(&database.url, &["check", "--database"])?.ends_with_code(0)?;
        database.execute("ALTER TABLE carts ADD COLUMN mine integer")?;
        place.run_on(&database.url, &["check"])?.ends_with_code(0)?;
        let run = place.run_on(&database.url, &["check", "--database"])?;
        let edge = "broken      migrations → database: schema/table/carts.toml\n";
        run.ends_with_code(1)?.says(&[edge, "+name = \"mine\"\n", "the entity crate is what the migrations make"])?;
    }
    Ok(())
}

#[test]
fn a_check_can_fail() -> Result<()> {
    let place = Place::synced()?;
    let before = place.snapshot()?;
    let run = place.run(&["check", "--self-test"])?;
    run.ends_with_code(0)?.says(&[
        "found       a column more, ",
        "a foreign key less, ",
        "another comment of a table, ",
    ])?;
    run.says(&["another query of a view, order_summary_view", "the loss of schema/database.toml (1 files)"])?;
    let report = place.run(&["check", "--offline", "--self-test", "--format", "json"])?.ends_with_code(0)?.json()?;
    let found = report["found"].as_array().map_or(0, Vec::len);
    ensure!(found > 20 && run.stdout.contains(&format!("each of {found} changes")), "{found}: {}", run.stdout);
    place.is_as_in(&before)
}
