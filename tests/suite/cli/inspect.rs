//! `scaffold inspect`: each stage as JSON, and what `--only` leaves of it.

use super::place::Place;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

fn stage(place: &Place, stage: &str, only: &[&str]) -> Result<Value> {
    let arguments = [&["inspect", "--stage", stage], only].concat();
    place.run(&arguments)?.ends_with_code(0)?.json()
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[test]
fn every_stage_prints_json_and_changes_nothing() -> Result<()> {
    let place = Place::synced()?;
    let before = place.snapshot()?;
    let catalog = stage(&place, "catalog", &[])?;
    ensure!(length(&catalog["schemas"][0]["tables"]) == 11, "{catalog:#}");
    let model = stage(&place, "model", &[])?;
    ensure!(length(&model["entities"]) == 11 && length(&model["views"]) == 2);
    let files = stage(&place, "files", &[])?;
    let paths = files.as_array().context("a list")?.iter().filter_map(|file| file["path"].as_str());
    ensure!(paths.into_iter().any(|path| path == "src/generated/entity/order.rs"), "{files:#}");
    let plan = stage(&place, "plan", &[])?;
    ensure!(length(&plan) == place.entity().len(), "{plan:#}");
    ensure!(plan.as_array().is_some_and(|plan| plan.iter().all(|change| change["action"] == "keep")), "{plan:#}");
    place.is_as_in(&before)
}

#[test]
fn only_leaves_what_belongs_to_the_name() -> Result<()> {
    let place = Place::synced()?;
    let only = ["--only", "orders"];
    let catalog = stage(&place, "catalog", &only)?;
    ensure!(length(&catalog["schemas"][0]["tables"]) == 1 && catalog["schemas"][0]["tables"][0]["name"] == "orders");
    let model = stage(&place, "model", &only)?;
    ensure!(length(&model["entities"]) == 1 && model["entities"][0]["table"] == "orders", "{model:#}");
    let files = stage(&place, "files", &only)?;
    ensure!(length(&files) == 4, "its facts, the entity, its relations and its repository: {files:#}");
    let plan = stage(&place, "plan", &["--only", "src/generated/entity/order.rs"])?;
    ensure!(length(&plan) == 1 && plan[0]["path"] == "src/generated/entity/order.rs", "{plan:#}");
    for stage in ["catalog", "model", "files", "plan", "ledger"] {
        let run = place.run(&["inspect", "--stage", stage, "--only", "nonesuch"])?;
        run.ends_with_code(2)?.says(&["C026", "nonesuch", stage])?;
    }
    Ok(())
}

#[test]
fn the_ledger_counts_first_and_says_why() -> Result<()> {
    let place = Place::synced()?;
    let ledger = stage(&place, "ledger", &[])?;
    ensure!(ledger["counts"]["generated"]["table"] == 11 && ledger["counts"]["generated"]["view"] == 2, "{ledger:#}");
    let entries = ledger["entries"].as_array().context("a list")?;
    let counted = ledger["counts"].as_object().context("a map")?.values().filter_map(Value::as_object);
    let counted = counted.flat_map(|kinds| kinds.values()).filter_map(Value::as_u64).sum::<u64>();
    ensure!(counted == entries.len() as u64, "{counted} are counted, {} are there", entries.len());
    let key = entries.iter().find(|entry| entry["kind"] == "foreign_key" && entry["table"] == "carts");
    let code = &key.context("carts refer to users")?["code"];
    ensure!(*code == serde_json::json!(["cart::Relation::User", "user::Relation::Carts"]), "{code}");
    let of_orders = stage(&place, "ledger", &["--only", "orders"])?;
    let of_orders = of_orders["entries"].as_array().context("a list")?;
    ensure!(
        of_orders.len() > 10 && of_orders.iter().all(|entry| entry["table"] == "orders" || entry["name"] == "orders")
    );
    Ok(())
}

#[test]
fn the_plan_says_what_would_happen() -> Result<()> {
    let place = Place::synced()?;
    std::fs::remove_file(place.path("entity/src/generated/entity/cart.rs"))?;
    let plan = stage(&place, "plan", &["--only", "carts"])?;
    let created = |change: &Value| change["action"]["create"].is_string();
    ensure!(plan.as_array().is_some_and(|plan| plan.iter().any(created)), "{plan:#}");
    ensure!(!place.path("entity/src/generated/entity/cart.rs").exists(), "nothing is written");
    Ok(())
}
