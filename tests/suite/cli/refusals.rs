//! What cannot be done: coded, placed, with the way out, in bounded time, and with every file as it was.

use super::place::{Outcome, Place, outcome};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, Instant};

/// The file that tests put things in the way of.
const CART: &str = "entity/src/generated/entity/cart.rs";

/// What connecting may take, and starting the program besides.
const BOUND: Duration = Duration::from_secs(8);

/// Runs `arguments`, which must end with `code`, say `texts`, and leave every file as it is. In JSON the same code is
/// told.
fn refused(place: &Place, (url, arguments): (&str, &[&str]), code: i32, texts: &[&str]) -> Result<Outcome> {
    let before = place.snapshot()?;
    let run = place.run_on(url, arguments)?;
    run.ends_with_code(code)?.says(texts)?;
    place.is_as_in(&before)?;
    let json = outcome(place.scaffold(arguments).args(["--format", "json"]).env("DATABASE_URL", url))?;
    let document = json.ends_with_code(code)?.json()?.to_string();
    ensure!(document.contains(&format!("\"{}\"", texts[0])), "{document}");
    place.is_as_in(&before)?;
    Ok(run)
}

fn closed_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[test]
fn an_unreachable_server_is_named_at_once() -> Result<()> {
    let place = Place::synced()?;
    for scheme in ["postgres", "mysql"] {
        for verb in ["sync", "generate", "check"] {
            let port = closed_port()?;
            let url = format!("{scheme}://alice:S3cr3t-CANARY@127.0.0.1:{port}/shop");
            let begun = Instant::now();
            let run = refused(&place, (&url, &[verb]), 3, &["D001", &format!("127.0.0.1:{port}"), "help: check host"])?;
            ensure!(begun.elapsed() < 2 * BOUND && !run.both().contains("CANARY"), "{:?} {run:?}", begun.elapsed());
        }
    }
    Ok(())
}

#[test]
fn a_server_that_never_answers_is_given_up_within_five_seconds() -> Result<()> {
    let place = Place::synced()?;
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = silent.local_addr()?.port();
    // Nobody accepts: the kernel answers for the listener, and no byte ever comes.
    let before = place.snapshot()?;
    for scheme in ["postgres", "mysql"] {
        let begun = Instant::now();
        let run = place.run_on(&format!("{scheme}://a:S3cr3t-CANARY@127.0.0.1:{port}/shop"), &["generate"])?;
        run.ends_with_code(3)?.says(&["D002", &format!("127.0.0.1:{port}"), "no answer within 5 seconds"])?;
        ensure!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
    }
    place.is_as_in(&before)
}

#[test]
fn a_schema_or_a_table_that_is_not_there_is_an_error() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::shop()?, server.database("refusals")?);
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
        let url = database.url.as_str();
        place.write("scaffold.toml", "database.schemas = ['publci']\n")?;
        let help = if server.backend == Backend::Postgres { "did you mean public?" } else { "help: " };
        refused(&place, (url, &["generate"]), 3, &["I001", "publci", help])?;
        place.write("scaffold.toml", "database.include = ['order']\n")?;
        refused(&place, (url, &["generate"]), 3, &["I005", "order", "orders"])?;
        place.write("scaffold.toml", "database.exclude = ['*']\n")?;
        refused(&place, (url, &["generate"]), 3, &["I004", "leave out all", "include and exclude"])?;
        place.write("scaffold.toml", "database.include = ['[']\n")?;
        refused(&place, (url, &["generate"]), 2, &["C004", "include", "["])?;
    }
    Ok(())
}

#[test]
fn a_setting_that_gives_no_column_a_type_says_which_name_is_wrong() -> Result<()> {
    let place = Place::synced()?;
    let rule = |conditions: &str| format!("[entity]\nserde = true\n\n[[type]]\n{conditions}\nrust = 'crate::Own'\n");
    for (text, texts) in [
        (rule("table = 'prodcts'"), ["C041", "scaffold.toml:4: type", "`prodcts`", "did you mean products"]),
        (rule("column = 'dimension'"), ["C041", "scaffold.toml:4: type", "`dimension`", "did you mean dimensions?"]),
        (
            rule("column = 'dimensions'\ndatabase_type = 'uuid'"),
            ["C041", "scaffold.toml:4: type", "`uuid` fits none of the types there", "jsonb_text"],
        ),
        (
            rule("column = 'dimensions'\nnullable = false"),
            ["C041", "scaffold.toml:4: type", "`nullable` fits none of the columns there", "the other value"],
        ),
        (
            rule("column = 'price'") + "[[type]]\ncolumn = 'p*'\nrust = 'crate::Other'\n",
            ["C041", "scaffold.toml:4: type", "later rules decide every column", "put the general rule first"],
        ),
        (rule(""), ["C040", "scaffold.toml:4: type", "which columns it is for", "database_type"]),
        ("entity.typed_ids = ['order']\n".to_owned(), ["C042", "entity.typed_ids", "`order`", "orders"]),
        ("entity.typed_domains = ['x']\n".to_owned(), ["C042", "entity.typed_domains", "`x`", "there are no domains"]),
        (rule("column = 'id'").replace("Own", "Own<"), ["C004", "scaffold.toml:6: type.rust", "no Rust type", "Own<"]),
    ] {
        place.write("scaffold.toml", &text)?;
        refused(&place, (super::place::SHOP_DB, &["sync"]), 2, &texts)?;
    }
    // The right name, and the crate refers to the type.
    place.write("scaffold.toml", &rule("column = 'dimensions'"))?;
    place.run(&["sync"])?.ends_with_code(0)?;
    let product = place.read("entity/src/generated/entity/product.rs")?;
    ensure!(product.contains("pub dimensions: Option<crate::Own>,"), "{product}");
    Ok(())
}

#[test]
fn an_empty_database_is_an_error() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::synced()?, server.database("empty")?);
        database.execute("SELECT 1")?;
        refused(&place, (&database.url, &["generate"]), 3, &["I004", "no tables and no views", "migrations first"])?;
    }
    Ok(())
}

#[test]
fn a_url_that_cannot_be_used_is_named() -> Result<()> {
    let place = Place::synced()?;
    for (url, code, texts) in [
        ("sqlite::memory:", 2, ["C012", "memory", "sqlite://app.db"]),
        ("oracle://h/d", 2, ["C010", "oracle://h/d", "postgres://"]),
        ("sqlite://nonesuch.db", 3, ["D003", "nonesuch.db", "scaffold sync"]),
        ("sqlite://migration/Cargo.toml", 3, ["D006", "migration/Cargo.toml", "not a database"]),
    ] {
        let run = place.run_on(url, &["generate"])?;
        run.ends_with_code(code)?.says(&texts)?;
    }
    Ok(())
}

#[test]
fn wrong_passwords_and_databases_are_told_in_the_words_of_the_server() -> Result<()> {
    let place = Place::synced()?;
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("refusals")?;
        let url = database.url.replace(&database.name, "nonesuch_database");
        refused(&place, (&url, &["generate"]), 3, &["D001", "nonesuch_database"])?;
        let url = database.url_as("nonesuch_user", "S3cr3t-CANARY")?;
        let run = refused(&place, (&url, &["generate"]), 3, &["D001", "nonesuch_user"])?;
        ensure!(!run.both().contains("CANARY"), "{run:?}");
    }
    Ok(())
}

#[test]
fn a_hand_edited_generated_file_is_kept() -> Result<()> {
    let place = Place::synced()?;
    let edited = place.read(CART)? + "\nimpl Model {}\n";
    place.write(CART, &edited)?;
    let url = super::place::SHOP_DB;
    let texts = ["F001", "src/generated/entity/cart.rs", "edited by hand", "src/extension", "--force"];
    refused(&place, (url, &["sync"]), 1, &texts)?.says(&["nothing was written"])?;
    ensure!(place.read(CART)? == edited, "the edit is there");
    place.run(&["sync", "--force"])?.ends_with_code(0)?.says(&["updated 1"])?;
    ensure!(!place.read(CART)?.contains("impl Model {}"), "--force overwrites");
    Ok(())
}

#[test]
fn whatever_stands_in_the_way_is_named_and_nothing_at_all_is_written() -> Result<()> {
    let url = super::place::SHOP_DB;
    for (code, help) in [("F002", "move it elsewhere"), ("F003", "remove the link"), ("F004", "move the directory")] {
        let place = Place::shop()?;
        outcome(place.scaffold(&["sync"]).env("STEPS", "4"))?.ends_with_code(0)?;
        place.run_on("sqlite://other.db", &["inspect", "--stage", "plan"])?.ends_with_code(3)?;
        match code {
            "F002" => place.write(CART, "// my own\n")?,
            "F003" => symlink(place.path("migration/Cargo.toml"), place.path(CART))?,
            _ => fs::create_dir(place.path(CART))?,
        }
        // Migrations are applied, for files have no say in that; not one file is written.
        let before = place.entity();
        let run = place.run(&["sync"])?;
        run.ends_with_code(1)?.says(&[code, "src/generated/entity/cart.rs", help, "nothing was written"])?;
        ensure!(place.entity() == before, "{code}: something was written");
        refused(&place, (url, &["sync"]), 1, &[code])?;
    }
    Ok(())
}

#[test]
fn a_read_only_file_that_would_change_is_kept() -> Result<()> {
    let place = Place::shop()?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "4"))?.ends_with_code(0)?;
    let file = place.path("entity/src/generated/prelude.rs");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444))?;
    place.run(&["sync"])?.ends_with_code(1)?.says(&["F006", "src/generated/prelude.rs", "chmod u+w"])?;
    refused(&place, (super::place::SHOP_DB, &["sync"]), 1, &["F006"])?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
    place.run(&["sync"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn a_failing_migration_ends_with_four_and_its_last_words() -> Result<()> {
    let place = Place::synced()?;
    place.write("broken", "#!/bin/sh\necho \"Execution Error: near \\\"$DATABASE_URL\\\"\" >&2\nexit 1\n")?;
    fs::set_permissions(place.path("broken"), fs::Permissions::from_mode(0o755))?;
    let before = place.snapshot()?;
    let broken = place.path("broken");
    let run = outcome(place.scaffold(&["sync"]).env("PROGRAM", &broken).env("NO_LIBRARY", "1"))?;
    run.ends_with_code(4)?.says(&["M002", "migration", "Execution Error", "applied migrations stay applied"])?;
    let run = outcome(place.scaffold(&["sync"]).env("CARGO", "/nonesuch/cargo"))?;
    run.ends_with_code(4)?.says(&["M001", "cannot start cargo"])?;
    fs::remove_dir_all(place.path("migration")).context("removing the migration crate")?;
    place.run(&["sync"])?.ends_with_code(2)?.says(&["C025", "scaffold init", "scaffold generate"])?;
    ensure!(before.keys().filter(|path| path.starts_with(place.path("entity"))).all(|path| path.exists()));
    Ok(())
}

#[test]
fn no_tool_of_the_machine_is_needed_to_write_the_crate() -> Result<()> {
    let place = Place::shop()?;
    let run = outcome(place.scaffold(&["sync"]).env("PATH", "/nonesuch").env("HOME", "/nonesuch"))?;
    run.ends_with_code(0)?;
    ensure!(place.entity() == Place::synced()?.entity(), "another crate without rustfmt on PATH");
    Ok(())
}
