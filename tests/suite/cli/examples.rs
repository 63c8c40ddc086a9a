//! The workspaces under `examples/` as their users drive them: the committed entity crates are what the migrations make on
//! PostgreSQL, every migration goes up and down, and what other databases have not is listed.

use super::place::{Outcome, Place};
use crate::golden::{self, Goldens};
use crate::servers::{self, word};
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;
use std::fmt::Write;

pub(super) const EXAMPLES: [&str; 4] = ["accounts", "blog", "catalog", "orders"];

fn run(place: &Place, url: &str, arguments: &[&str]) -> Result<Outcome> {
    let run = place.run_on(url, arguments)?;
    run.ends_with_code(0)?;
    Ok(run)
}

#[test]
fn the_entity_crates_of_the_examples_are_what_their_migrations_make() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    for example in EXAMPLES {
        let (place, database) = (Place::example(example)?, server.database(example)?);
        run(&place, &database.url, &["check"])?;
        // It can fail.
        let lib = place.path("entity/src/generated/prelude.rs");
        std::fs::remove_file(lib)?;
        place.run_on(&database.url, &["check"])?.ends_with_code(1)?;
    }
    Ok(())
}

#[test]
fn the_migrations_of_the_examples_go_up_down_and_up_again_among_rows() -> Result<()> {
    for server in servers::databases() {
        for example in EXAMPLES {
            let (place, database) = (Place::example(example)?, server.database(example)?);
            run(&place, &database.url, &["migrate", "verify"])?.says(&[" verified, 0 failed"])?;
        }
    }
    Ok(())
}

#[test]
fn what_a_database_has_not_is_left_out_and_listed() -> Result<()> {
    let mut goldens = Goldens::default();
    for server in servers::databases() {
        let mut told = String::new();
        for example in EXAMPLES {
            let (place, database) = (Place::example(example)?, server.database(example)?);
            let said = run(&place, &database.url, &["migrate", "sql", "--all", "--left-out"])?.stdout;
            let _ = writeln!(told, "{example}\n{said}");
            let up = run(&place, &database.url, &["migrate", "up", "--format", "json"])?.json()?;
            let steps = up["applied"].as_array().into_iter().flatten();
            let listed = steps.flat_map(|step| {
                let what = step["left_out"].as_array().into_iter().flatten();
                what.map(|what| format!("{}: {}\n", step["name"].as_str().unwrap_or(""), what.as_str().unwrap_or("")))
            });
            ensure!(listed.collect::<String>() == said, "{example} on {}: {up}", server.backend);
            run(&place, &database.url, &["migrate", "reset"])?.says(&["0 applied"])?;
            let again = run(&place, &database.url, &["migrate", "up"])?;
            let first = said.split_once(": ").and_then(|(_, what)| what.lines().next());
            again.says(
                &first.map(|what| format!("  left out  {what}")).iter().map(String::as_str).collect::<Vec<_>>(),
            )?;
        }
        ensure!(
            server.backend != Backend::Postgres || told.lines().all(|line| EXAMPLES.contains(&line) || line.is_empty())
        );
        if server.backend != Backend::Postgres {
            goldens.file(&golden::package().join(format!("transcripts/left_out.{}.txt", word(server.backend))), &told);
        }
    }
    goldens.finish();
    Ok(())
}
