//! `scaffold diff`: two states of the schema, and what the difference means.

use super::place::{Place, outcome};
use crate::servers;
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;

/// The shop after six of its migrations, committed and tagged `six`, and then after all of them.
fn grown() -> Result<Place> {
    let place = Place::shop()?;
    outcome(place.scaffold(&["sync"]).env("STEPS", "6"))?.ends_with_code(0)?;
    place.git(&["init", "-q"])?.ends_with_code(0)?;
    place.git(&["add", "-A"])?.ends_with_code(0)?;
    place.git(&["commit", "-qm", "six"])?.ends_with_code(0)?;
    place.git(&["tag", "six"])?.ends_with_code(0)?;
    place.run(&["sync"])?.ends_with_code(0)?;
    Ok(place)
}

#[test]
fn what_is_not_committed_yet_is_told_with_what_it_means() -> Result<()> {
    let place = grown()?;
    let before = place.snapshot()?;
    for arguments in [&["diff"][..], &["diff", "six"], &["diff", "six", "schema"], &["diff", "HEAD", "migrations"]] {
        let run = place.run(arguments)?;
        run.ends_with_code(1)?.says(&["additive  view order_summary_view: added\n", "version   minor change\n"])?;
    }
    let back = place.run(&["diff", "schema", "six"])?;
    back.ends_with_code(1)?.says(&["breaking  view order_summary_view: removed\n", "version   major change\n"])?;
    let report = place.run(&["diff", "--format", "json"])?.ends_with_code(1)?.json()?;
    let changes = report["changes"].as_array().map_or(&[][..], Vec::as_slice);
    let view = changes.iter().find(|change| change["place"] == "order_summary_view");
    ensure!(report["verdict"] == "minor" && view.is_some_and(|view| view["kind"] == "added"), "{report:#}");
    place.is_as_in(&before)
}

#[test]
fn a_pull_request_gets_markdown_and_an_action_annotations() -> Result<()> {
    let place = grown()?;
    let markdown = place.run(&["diff", "six", "--report", "markdown"])?;
    let lines = ["### Schema: minor change for users", "\n**Additive** (", "\n- `view order_summary_view: added`\n"];
    markdown.ends_with_code(1)?.says(&lines)?;
    let github = place.run(&["diff", "schema", "six", "--report", "github"])?;
    let line = "::warning title=breaking schema change::view order_summary_view: removed\n";
    github.ends_with_code(1)?.says(&[line])?;
    Ok(())
}

#[test]
fn states_that_say_the_same_do_not_differ_on_any_database() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::shop()?, server.database("diff")?);
        place.run_on(&database.url, &["sync"])?.ends_with_code(0)?;
        let states = ["database", "migrations", "schema"];
        for (before, after) in [(0, 1), (1, 2), (2, 0)] {
            let run = place.run_on(&database.url, &["diff", states[before], states[after]])?;
            run.ends_with_code(0)?.says(&["nothing changed\n"])?;
        }
        database.execute("ALTER TABLE users ADD COLUMN nickname varchar(20)")?;
        let run = place.run_on(&database.url, &["diff", "schema", "database"])?;
        run.ends_with_code(1)?.says(&["additive  column users.nickname: added\n", "version   minor change\n"])?;
    }
    Ok(())
}

#[test]
fn what_is_no_state_is_refused() -> Result<()> {
    let place = grown()?;
    for word in ["live", "HEAD~9", "--output=x", "-x", "", "HEAD:entity", "$(touch x)"] {
        place.run(&["diff", "--", word, "schema"])?.ends_with_code(2)?.says(&["C043", "HEAD, main or a tag"])?;
    }
    ensure!(!place.path("x").exists() && !place.path("entity/x").exists(), "git understood a word as an option");
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let run = place.run_on(&server.database("diff")?.url, &["diff", "schema", "migrations"])?;
        run.ends_with_code(2)?.says(&["C044", "SQLite", &server.backend.to_string()])?;
    }
    Ok(())
}

#[test]
fn a_revision_before_the_project_file_tells_nothing() -> Result<()> {
    let place = Place::shop()?;
    place.git(&["init", "-q"])?.ends_with_code(0)?;
    place.git(&["add", "-A"])?.ends_with_code(0)?;
    place.git(&["commit", "-qm", "before"])?.ends_with_code(0)?;
    place.run(&["sync"])?.ends_with_code(0)?;
    place.run(&["diff"])?.ends_with_code(1)?.says(&["P001", "schema/database.toml"])?;
    Ok(())
}
