//! `scaffold migrate new` and the building blocks: written where they are wanted, and the user's from then on.

use super::place::Place;
use crate::golden::{self, Goldens};
use anyhow::{Context, Result, ensure};

const PAGES: [&str; 5] = ["check", "function", "index", "policy", "trigger"];

/// The blocks as they lie in the repository.
fn blocks() -> golden::Tree {
    golden::read(&golden::package().join("../templates/migration/blocks"))
}

fn written(place: &Place) -> golden::Tree {
    golden::read(&place.path("migration/src/blocks"))
}

#[test]
fn pages_that_use_blocks_bring_them_once() -> Result<()> {
    let (place, mut goldens) = (Place::shop()?, Goldens::default());
    let before = place.read("migration/src/lib.rs")?;
    for page in PAGES {
        let made =
            place.run(&["migrate", "new", &format!("create_{page}_on_notes"), "--kind", page, "--format", "json"])?;
        let made = made.ends_with_code(0)?.json()?;
        let text = place.read(made["created"].as_str().context("a file")?)?;
        goldens.file(&golden::package().join(format!("pages/{page}.rs")), &text);
        let files = made["blocks"].as_array().map_or(0, Vec::len);
        ensure!(files == if page == PAGES[0] { blocks().len() } else { 0 }, "{made}");
    }
    goldens.finish();
    ensure!(written(&place) == blocks(), "they are as they are here, all of them");
    let library = place.read("migration/src/lib.rs")?;
    ensure!(library.matches("\npub mod blocks;\n").count() == 1, "{library}");
    let kept: Vec<&str> =
        library.lines().filter(|line| !line.contains("_on_notes") && *line != "pub mod blocks;").collect();
    ensure!(kept == before.lines().collect::<Vec<_>>(), "{library}");
    Ok(())
}

#[test]
fn blocks_are_offered_to_any_migration_and_never_written_over() -> Result<()> {
    let place = Place::shop()?;
    place.run(&["migrate", "new", "create_plain"])?.ends_with_code(0)?;
    ensure!(written(&place).is_empty(), "nobody wants them");
    place
        .run(&["migrate", "new", "create_wishlists", "--blocks"])?
        .ends_with_code(0)?
        .says(&["created  migration/src/blocks/mod.rs", "written  migration/src/lib.rs"])?;
    place.write("migration/src/blocks/mod.rs", "//! Mine.\n")?;
    std::fs::remove_file(place.path("migration/src/blocks/views.rs"))?;
    let mine = written(&place);
    place.run(&["migrate", "new", "add_price_index_to_products"])?.ends_with_code(0)?;
    ensure!(written(&place) == mine, "they are the user's");

    let place = Place::shop()?;
    place.write("migration/src/blocks.rs", "//! Mine.\n")?;
    place.run(&["migrate", "new", "add_price_index_to_products"])?.ends_with_code(0)?;
    ensure!(written(&place).is_empty() && place.read("migration/src/blocks.rs")? == "//! Mine.\n");
    ensure!(place.read("migration/src/lib.rs")?.contains("pub mod blocks;"));
    Ok(())
}
