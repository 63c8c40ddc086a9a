//! `scaffold init`: an existing SeaORM workspace is found its way around in.

use super::place::Place;
use anyhow::{Result, ensure};

#[test]
fn it_finds_the_crates_and_sync_works_at_once() -> Result<()> {
    let place = Place::empty()?;
    let shop = Place::shop()?;
    place.write("Cargo.toml", "[workspace]\nmembers = ['crates/*']\n")?;
    for path in ["Cargo.toml", "src/lib.rs", "src/main.rs"] {
        place.write(&format!("crates/schema-migration/{path}"), &shop.read(&format!("migration/{path}"))?)?;
    }
    let run = place.run(&["init"])?;
    run.ends_with_code(0)?.says(&["wrote scaffold.toml", "crates/schema-migration", "next:", "scaffold sync"])?;
    let settings = place.read("scaffold.toml")?;
    ensure!(settings.contains("directory = \"crates/schema-migration\""), "{settings}");
    place.run(&["sync"])?.ends_with_code(0)?.says(&["11 applied"])?;
    place.run(&["check"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn an_entity_crate_that_is_there_is_kept() -> Result<()> {
    let place = Place::shop()?;
    let manifest = "[package]\nname = 'my-entities'\n[dependencies]\nsea-orm = '2'\n";
    place.write("models/Cargo.toml", manifest)?;
    place.write("models/src/lib.rs", "//! Mine.\n")?;
    let report = place.run(&["init", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["entity"] == "models" && report["migration"] == "migration", "{report:#}");
    place.run(&["sync"])?.ends_with_code(0)?.says(&["in models"])?;
    ensure!(place.read("models/Cargo.toml")? == manifest && place.read("models/src/lib.rs")? == "//! Mine.\n");
    ensure!(place.path("models/src/generated/entity/cart.rs").is_file(), "the entities are in their crate");
    Ok(())
}

#[test]
fn a_second_time_is_an_error_and_no_migration_crate_is_too() -> Result<()> {
    let place = Place::shop()?;
    place.run(&["init"])?.ends_with_code(0)?;
    let before = place.snapshot()?;
    place.run(&["init"])?.ends_with_code(2)?.says(&["C022", "scaffold.toml", "scaffold sync"])?;
    place.is_as_in(&before)?;
    let empty = Place::empty()?;
    empty.run(&["init"])?.ends_with_code(2)?.says(&["C023", "scaffold new PATH", "scaffold generate"])?;
    ensure!(empty.snapshot()?.is_empty(), "nothing is written");
    Ok(())
}
