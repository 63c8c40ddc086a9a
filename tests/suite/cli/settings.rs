//! Where settings come from: flag, environment, `.env`, `scaffold.toml`, in this order; and mistakes in them.

use super::place::{Place, outcome};
use anyhow::{Result, ensure};

/// Which of these databases a run creates.
fn created(place: &Place) -> Vec<&'static str> {
    let names = ["flag", "environment", "dotenv", "file"];
    names.into_iter().filter(|name| place.path(&format!("{name}.db")).exists()).collect()
}

#[test]
fn a_flag_overrides_the_environment_that_overrides_dotenv_that_overrides_the_file() -> Result<()> {
    let flag = ["sync", "--database-url", "sqlite://flag.db"];
    for (arguments, environment, dotenv, expected) in [
        (&["sync"][..], "", "", "file"),
        (&["sync"], "", "DATABASE_URL=sqlite://dotenv.db\n", "dotenv"),
        (&["sync"], "sqlite://environment.db", "DATABASE_URL=sqlite://dotenv.db\n", "environment"),
        (&flag, "sqlite://environment.db", "DATABASE_URL=sqlite://dotenv.db\n", "flag"),
    ] {
        let place = Place::shop()?;
        place.write("scaffold.toml", "database.url = 'sqlite://file.db'\n")?;
        place.write(".env", dotenv)?;
        outcome(place.scaffold(arguments).env("DATABASE_URL", environment))?.ends_with_code(0)?;
        ensure!(created(&place) == [expected], "{:?} instead of {expected}", created(&place));
    }
    Ok(())
}

#[test]
fn the_file_is_found_from_below_and_paths_start_beside_it() -> Result<()> {
    let place = Place::shop()?;
    place.write("scaffold.toml", "[database]\nurl = 'sqlite://file.db'\n[entity]\ndirectory = 'crates/model'\n")?;
    place.write("app/src/main.rs", "")?;
    let mut command = place.scaffold(&["sync"]);
    outcome(command.current_dir(place.path("app/src")).env_remove("DATABASE_URL"))?.ends_with_code(0)?;
    ensure!(created(&place) == ["file"] && place.path("crates/model/src/generated/mod.rs").is_file());
    // The same file, named from outside.
    let config = place.path("scaffold.toml");
    let mut command = place.scaffold(&["sync", "--config", &config.display().to_string()]);
    let run = outcome(command.current_dir("/").env_remove("DATABASE_URL"))?;
    run.ends_with_code(0)?.says(&["nothing changed"])?;
    Ok(())
}

#[test]
fn mistakes_are_named_with_their_place_and_the_right_word() -> Result<()> {
    let place = Place::shop()?;
    let before = place.snapshot()?;
    for (text, expected) in [
        ("[database]\nulr = 'x'\n", ["C003", "scaffold.toml:2", "`url`"]),
        ("[databse]\nurl = 'x'\n", ["C003", "scaffold.toml:1", "`database`"]),
        ("[entity]\nformat = 'compcat'\n", ["C004", "scaffold.toml:2", "`compact`"]),
        ("[entity]\nserde = 'yes'\n", ["C004", "scaffold.toml:2", "serde"]),
        ("[entity]\nrepositories = false\nfactories = true\n", ["C004", "scaffold.toml:3", "repositories"]),
        ("[entity]\ntests = true\n", ["C004", "scaffold.toml:2", "factories"]),
        ("[entity\n", ["C002", "scaffold.toml:1", "TOML"]),
    ] {
        place.write("scaffold.toml", text)?;
        let run = place.run(&["sync"])?;
        run.ends_with_code(2)?.says(&expected)?;
        let report = place.run(&["sync", "--format", "json"])?.ends_with_code(2)?.json()?;
        ensure!(report["error"]["code"] == expected[0], "{report:#}");
    }
    std::fs::remove_file(place.path("scaffold.toml"))?;
    place.run(&["sync", "--config", "other.toml"])?.ends_with_code(2)?.says(&["C001", "other.toml"])?;
    place.is_as_in(&before)
}

#[test]
fn without_a_database_it_says_where_to_name_one() -> Result<()> {
    let place = Place::shop()?;
    for verb in ["sync", "generate", "check"] {
        let run = outcome(place.scaffold(&[verb]).env_remove("DATABASE_URL"))?;
        run.ends_with_code(2)?.says(&["C011", "--database-url", "DATABASE_URL", ".env", "sqlite://app.db"])?;
    }
    ensure!(!place.path("entity").exists(), "nothing is written");
    Ok(())
}
