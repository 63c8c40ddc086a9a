//! Help, completions, the manual page, and command lines that are not understood.

use super::place::Place;
use anyhow::{Result, ensure};

const VERBS: [&str; 22] = [
    "sync",
    "generate",
    "check",
    "inspect",
    "extend",
    "merge",
    "migrate",
    "seed",
    "doctor",
    "backup",
    "restore",
    "watch",
    "templates",
    "diff",
    "blame",
    "docs",
    "lint",
    "explain",
    "new",
    "init",
    "completions",
    "man",
];

#[test]
fn help_lists_every_verb_and_exit_code() -> Result<()> {
    let place = Place::empty()?;
    for arguments in [["help"], ["--help"]] {
        let run = place.run(&arguments)?;
        run.ends_with_code(0)?.says(&VERBS)?;
        run.says(&["0 fine", "1 ", "2 usage", "3 database", "4 a migration failed", "--database-url", "--format"])?;
    }
    for verb in VERBS {
        place.run(&["help", verb])?.ends_with_code(0)?.says(&["Usage: scaffold ", verb])?;
    }
    place.run(&["--version"])?.ends_with_code(0)?.says(&["scaffold "])?;
    Ok(())
}

#[test]
fn help_does_not_show_the_url_of_the_environment() -> Result<()> {
    let place = Place::empty()?;
    let run = place.run_on("postgres://a:S3cr3t-CANARY@h/d", &["sync", "--help"])?;
    ensure!(!run.ends_with_code(0)?.both().contains("CANARY"), "{}", run.stdout);
    Ok(())
}

#[test]
fn completions_and_the_manual_page_know_every_verb() -> Result<()> {
    let place = Place::empty()?;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = place.run(&["completions", shell])?;
        run.ends_with_code(0)?.says(&VERBS)?.says(&["database-url"])?;
    }
    let mut syntax = place.command("bash");
    place.write("scaffold.bash", &place.run(&["completions", "bash"])?.stdout)?;
    super::place::outcome(syntax.args(["-n", "scaffold.bash"]))?.ends_with_code(0)?;
    let manual = place.run(&["man"])?;
    manual.ends_with_code(0)?.says(&[".TH", ".SH NAME", "Exit codes"])?;
    for verb in VERBS {
        ensure!(manual.stdout.contains(&format!("SCAFFOLD {}", verb.to_uppercase())), "{verb} is not in the manual");
    }
    Ok(())
}

#[test]
fn what_is_not_understood_ends_with_two() -> Result<()> {
    let place = Place::empty()?;
    for (arguments, expected) in [
        (&["snyc"][..], "sync"),
        (&["sync", "--froce"], "--force"),
        (&["sync", "--format", "yaml"], "human"),
        (&["inspect"], "--stage"),
        (&["inspect", "--stage", "catalogue"], "catalog"),
        (&["new"], "PATH"),
        (&["completions", "basic"], "bash"),
        (&[], "Usage"),
    ] {
        let run = place.run(arguments)?;
        run.ends_with_code(2)?.says(&[expected])?;
        ensure!(run.stdout.is_empty(), "{}", run.stdout);
    }
    ensure!(place.snapshot()?.is_empty(), "nothing is written");
    Ok(())
}

#[test]
fn a_reader_that_goes_away_is_no_failure() -> Result<()> {
    let place = Place::empty()?;
    let mut command = place.command("sh");
    let scaffold = super::place::program("scaffold");
    command.args(["-c", "{ \"$0\" man; echo $? >code; } | true"]).arg(scaffold);
    let run = super::place::outcome(&mut command)?;
    ensure!(run.ends_with_code(0)?.stderr.is_empty(), "{}", run.stderr);
    ensure!(place.read("code")?.trim() == "0", "{}", place.read("code")?);
    Ok(())
}

#[test]
fn quiet_says_nothing_when_all_is_well() -> Result<()> {
    let place = Place::shop()?;
    let run = place.run(&["sync", "--quiet"])?;
    ensure!(run.ends_with_code(0)?.both().is_empty(), "{}", run.both());
    Ok(())
}

#[test]
fn colour_is_for_terminals_unless_asked_for() -> Result<()> {
    let place = Place::synced()?;
    ensure!(!place.run(&["generate"])?.both().contains('\u{1b}'), "colour without a terminal");
    ensure!(place.run(&["generate", "--color", "always"])?.both().contains('\u{1b}'), "no colour where it is wanted");
    Ok(())
}
