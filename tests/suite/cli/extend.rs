//! `scaffold extend`: files of the user's own, which no later run changes.

use super::place::{Outcome, Place};
use super::workspace;
use anyhow::{Context, Result, ensure};
use std::fs;

const LIB: &str = "entity/src/lib.rs";
const ROOT: &str = "entity/src/extension/mod.rs";
const ORDER: &str = "entity/src/extension/order.rs";
const GENERATED: &str = "entity/src/generated/entity/order.rs";
const BEHAVIOR: &str = "\nimpl ActiveModelBehavior for ActiveModel {";

/// Whether the generated code of orders implements the behavior.
fn is_generated(place: &Place) -> Result<bool> {
    Ok(place.read(GENERATED)?.contains(BEHAVIOR))
}

/// Fails unless a run changed nothing.
fn changes_nothing(place: &Place, arguments: &[&str]) -> Result<Outcome> {
    let before = place.snapshot()?;
    let run = place.run(arguments)?;
    place.is_as_in(&before)?;
    Ok(run)
}

#[test]
fn a_file_is_made_declared_and_never_touched_again() -> Result<()> {
    let place = Place::synced()?;
    let lib = "//! Mine. \u{E9}\n\n// Machine-made.\n#[rustfmt::skip]\nmod generated; // all of it\n\npub use generated::*;\n";
    place.write(LIB, lib)?;
    let run = place.run(&["extend", "orders", "user", "order_summary_view"])?;
    run.ends_with_code(0)?.says(&[
        "created  entity/src/extension/order.rs: yours from now on\n",
        "created  entity/src/extension/order_summary_view.rs: yours from now on\n",
        "created  entity/src/extension/user.rs: yours from now on\n",
        "written  entity/src/extension/mod.rs\n",
        "written  entity/src/generated/entity/order.rs\n",
        "written  entity/src/lib.rs\n",
    ])?;
    let declared = lib.replace("// Machine-made.", "mod extension;\n// Machine-made.");
    ensure!(place.read(LIB)? == declared, "{}", place.read(LIB)?);
    let root = place.read(ROOT)?;
    ensure!(root.ends_with(".\n\nmod order;\nmod order_summary_view;\nmod user;\n"), "{root}");
    ensure!(!is_generated(&place)? && place.read(ORDER)?.contains(BEHAVIOR), "it moved");
    ensure!(!place.read("entity/src/extension/order_summary_view.rs")?.contains("Behavior"), "a view has no hooks");

    // What is the user's from now on: edited, with a comment in the root and a module of no entity beside.
    let mine =
        "//! Mine.\n\nmod order;\nmod order_summary_view; // read\nmod user;\n\nconst NOTE: &str = \"mod cart;\";\n";
    place.write(ROOT, mine)?;
    place.write(ORDER, &(place.read(ORDER)? + "\n// Mine, without a line break at the end, \u{1F600}"))?;
    place.write("entity/src/extension/notes.txt", "mine")?;
    place.write("entity/src/extension/order/deep/data.json", "{}")?;
    for arguments in [&["sync"][..], &["generate"], &["generate", "--force"], &["extend", "orders", "user"]] {
        changes_nothing(&place, arguments)?.ends_with_code(0)?.says(&["nothing changed"])?;
    }
    changes_nothing(&place, &["check"])?.ends_with_code(0)?.says(&["the entity crate is what the migrations make"])?;
    changes_nothing(&place, &["extend", "order"])?.says(&["there    entity/src/extension/order.rs: it is yours"])?;

    let report = place.run(&["extend", "carts", "orders", "--format", "json"])?.ends_with_code(0)?.json()?;
    ensure!(report["created"] == serde_json::json!(["src/extension/cart.rs"]), "{report:#}");
    ensure!(report["there"] == serde_json::json!(["src/extension/order.rs"]), "{report:#}");
    ensure!(place.read(ROOT)? == mine.replace("\nmod order;", "\nmod cart;\nmod order;"), "{}", place.read(ROOT)?);
    ensure!(place.read(LIB)? == declared, "it is declared already");
    Ok(())
}

#[test]
fn generated_files_follow_what_the_user_implements() -> Result<()> {
    let place = Place::synced()?;
    let original = place.entity();
    place.run(&["extend", "orders"])?.ends_with_code(0)?;
    let file = place.read(ORDER)?;
    let hooked = file.replace(BEHAVIOR, &format!("{BEHAVIOR} hooks!();"));
    for (text, generated, hooks) in [
        ("//! Methods alone.\nimpl crate::order::Model {}\n", true, false),
        (&file, false, false),
        ("// impl ActiveModelBehavior for ActiveModel {}\n", true, false),
        (&hooked, false, true),
    ] {
        place.write(ORDER, text)?;
        place.run(&["check"])?.ends_with_code(1)?.says(&["src/generated/entity/order.rs"])?;
        place.run(&["sync"])?.ends_with_code(0)?;
        ensure!(is_generated(&place)? == generated, "{text}");
        let repository = place.read("entity/src/generated/repository/order.rs")?;
        ensure!(repository.contains("const DELETION_HOOKS: bool = true;") == hooks, "{text}");
        ensure!(place.read(ORDER)? == text, "it is the user's");
        changes_nothing(&place, &["check"])?.ends_with_code(0)?;
    }
    // Not Rust: nobody knows what it implements.
    place.write(ORDER, "impl ActiveModelBehavior for {")?;
    changes_nothing(&place, &["sync"])?.ends_with_code(1)?.says(&[
        "F019",
        "src/extension/order.rs",
        "nothing was written",
    ])?;
    fs::remove_file(place.path(ORDER))?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let generated = |tree: crate::golden::Tree| -> crate::golden::Tree {
        tree.into_iter().filter(|(path, _)| path.starts_with("src/generated")).collect()
    };
    ensure!(generated(place.entity()) == generated(original), "without the file all is as before");
    Ok(())
}

#[test]
fn a_file_that_no_entity_is_there_for_is_named_and_kept() -> Result<()> {
    let place = Place::synced()?;
    place.write("entity/src/extension/oder.rs", "impl ActiveModelBehavior for ActiveModel {}\n")?;
    place.write("entity/src/extension/money/mod.rs", "")?;
    let run = changes_nothing(&place, &["sync"])?;
    run.ends_with_code(0)?.says(&["warning[G090]: src/extension/oder.rs", "`oder`", "did you mean order"])?;
    run.says(&["warning[G090]: src/extension/money/mod.rs"])?;
    changes_nothing(&place, &["check"])?.ends_with_code(0)?.says(&["G090"])?;
    ensure!(is_generated(&place)?, "a misspelt file does nothing");
    Ok(())
}

#[test]
fn what_cannot_be_extended_is_refused_and_nothing_is_written() -> Result<()> {
    let place = Place::synced()?;
    changes_nothing(&place, &["extend", "ordrs"])?.ends_with_code(2)?.says(&[
        "C028",
        "ordrs",
        "did you mean",
        "orders",
    ])?;
    changes_nothing(&place, &["extend", "orders", "x"])?.ends_with_code(2)?.says(&["C028", "x"])?;
    let lib = place.read(LIB)?;
    for (text, code) in [("mod {", "F019"), ("mod generated;\nmod extension { mod user; }\n", "F020")] {
        place.write(LIB, text)?;
        changes_nothing(&place, &["extend", "orders"])?.ends_with_code(1)?.says(&[code, "src/lib.rs"])?;
    }
    place.write(LIB, &lib)?;
    place.write(ROOT, "impl")?;
    changes_nothing(&place, &["extend", "orders"])?.ends_with_code(1)?.says(&["F019", "src/extension/mod.rs"])?;
    fs::remove_file(place.path(ROOT))?;
    place.write(GENERATED, &(place.read(GENERATED)? + "// mine\n"))?;
    changes_nothing(&place, &["extend", "users"])?.ends_with_code(1)?.says(&["F001", "entity/order.rs"])?;
    fs::remove_file(place.path(GENERATED))?;
    changes_nothing(&place, &["extend", "users"])?.ends_with_code(1)?.says(&["F021", "scaffold sync"])?;
    Ok(())
}

#[test]
fn what_it_writes_compiles_with_its_examples() -> Result<()> {
    let place = Place::synced()?;
    let folder = place.path("entity/src/generated");
    let names = |kind: &str| -> Result<Vec<String>> {
        let files = fs::read_dir(folder.join(kind))?.filter_map(Result::ok);
        let stems = files.filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()));
        Ok(stems.filter(|stem| stem != "mod").collect())
    };
    let all = [names("entity")?, names("view")?].concat();
    let mut arguments = vec!["extend"];
    arguments.extend(all.iter().map(String::as_str));
    place.run(&arguments)?.ends_with_code(0)?;
    let mut format = workspace::cargo(&place, "entity");
    workspace::built(format.args(["fmt", "--check"]))?.ends_with_code(0)?;
    for name in &all {
        let file = format!("entity/src/extension/{name}.rs");
        let code = |line: &str| line.strip_prefix("    // ").map_or(line.to_owned(), |code| format!("    {code}"));
        let text: String = place.read(&file)?.lines().map(|line| code(line) + "\n").collect();
        let hooked = text.contains("async fn before_save");
        ensure!(hooked == folder.join(format!("entity/{name}.rs")).is_file(), "{name}: {text}");
        place.write(&file, &text)?;
    }
    let mut check = workspace::cargo(&place, "entity");
    let run = workspace::built(check.args(["check", "--quiet"]))?;
    ensure!(run.code == 0 && run.stderr.is_empty(), "{}", run.both());
    Ok(())
}

#[test]
fn the_root_may_lie_beside_its_folder_and_an_extension_in_one() -> Result<()> {
    let place = Place::synced()?;
    place.write("entity/src/extension.rs", "mod zoo {}\n")?;
    place.write("entity/src/extension/user/mod.rs", "impl ActiveModelBehavior for super::ActiveModel {}\n")?;
    place.write(LIB, "mod extension;\n#[rustfmt::skip]\nmod generated;\npub use generated::*;\n")?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let run = place.run(&["extend", "users", "orders"])?;
    run.ends_with_code(0)?
        .says(&["there    entity/src/extension/user/mod.rs", "created  entity/src/extension/order.rs"])?;
    let root = place.read("entity/src/extension.rs")?;
    ensure!(root.contains("mod order;\n") && root.contains("mod user;\n") && root.ends_with("mod zoo {}\n"), "{root}");
    let made = [ROOT, "entity/src/extension/user.rs"].map(|path| place.path(path).exists());
    ensure!(made == [false, false], "rustc takes one file for a module");
    Ok(())
}

#[test]
fn help_is_enough_for_a_stranger() -> Result<()> {
    let place = Place::empty()?;
    let run = place.run(&["help", "extend"])?;
    run.ends_with_code(0)?.says(&["<NAME>...", "src/extension/NAME.rs", "before_save", "scaffold sync", "orders"])?;
    place.run(&["extend"])?.ends_with_code(2)?.says(&["<NAME>"]).map(drop).context("a name is needed")
}
