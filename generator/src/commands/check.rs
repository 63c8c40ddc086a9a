//! `scaffold check`: would `sync` change the committed crate? Answered from the migrations alone.
//!
//! They run from nothing in a scratch database, so what the named database holds does not matter, and neither
//! it nor any file is changed.

use super::exit::Exit;
use super::interrupt;
use super::output::{ADDED, FAINT, Output, REMOVED, STRONG};
use super::phases::{Phase, Phases};
use super::report::Files;
use super::stages;
use crate::config::Config;
use crate::database::{Missing, Scratch};
use crate::diagnostic::{Diagnostic, printable};
use crate::plan::{self, Overwrite, Plan};
use crate::{disk, migration, render};
use anyhow::Result;
use serde::Serialize;

/// What a check found.
#[derive(Debug, Serialize)]
struct Verdict {
    up_to_date: bool,
    files: Files,
    diff: String,
    diagnostics: Vec<Diagnostic>,
    phases: Vec<Phase>,
}

/// Compares the crate that the migrations make with the one on disk.
pub(super) async fn run(config: &Config, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, Missing::Create)?;
    let scratch = Scratch::create(&url).await?;
    let made = interrupt::ends(plan_from_nothing(config, &scratch, &mut phases)).await;
    // The scratch database goes first, even when the run is interrupted; only then is it said what went wrong.
    let dropped = scratch.drop().await;
    let (plan, diagnostics) = made?;
    dropped?;

    let files = Files::of(&plan, config);
    let diff = plan::diff(&plan);
    let verdict = Verdict { up_to_date: !files.differ(), files, diff, diagnostics, phases: phases.finish() };
    verdict.print(output)?;
    Ok(verdict.exit())
}

async fn plan_from_nothing(config: &Config, scratch: &Scratch, phases: &mut Phases) -> Result<(Plan, Vec<Diagnostic>)> {
    let config = &within(config, scratch);
    phases.begin("migrate", "building and running the migrations from nothing");
    migration::up(config, &scratch.url).await?;
    phases.begin("introspect", "reading the scratch database");
    let catalog = stages::catalog(config, &scratch.url).await?;
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, &catalog)?;
    phases.begin("render", "rendering the entity crate");
    let files = render::render(&model, &config.settings)?;
    phases.begin("compare", "comparing");
    let tree = disk::read(&config.entity_directory(), &files)?;
    let plan = plan::plan(&files, &tree, Overwrite::Refuse);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    Ok((plan, diagnostics))
}

/// The configuration with the scratch database in the place of the named one.
///
/// On MySQL a schema is a database: whoever lists the named one among the schemas means the scratch one here.
fn within(config: &Config, scratch: &Scratch) -> Config {
    let mut config = config.clone();
    if scratch.is_schema() {
        let schemas = config.settings.database.schemas.iter_mut();
        schemas.filter(|schema| **schema == scratch.beside).for_each(|schema| schema.clone_from(&scratch.name));
    }
    config
}

impl Verdict {
    fn exit(&self) -> Exit {
        match (Exit::of_diagnostics(&self.diagnostics), self.up_to_date) {
            (Exit::Fine, true) => Exit::Fine,
            (Exit::Fine, false) => Exit::Findings,
            (worse, _) => worse,
        }
    }

    fn print(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return output.json(self);
        }
        output.diagnostics(&self.diagnostics)?;
        output.data(&coloured(&self.diff))?;
        match self.exit() {
            Exit::Fine => output.line("the entity crate is what the migrations make"),
            _ => output
                .note("the entity crate is not what the migrations make: run `scaffold sync` and commit the result"),
        }
    }
}

/// A unified diff with colours, and without control characters from the files.
fn coloured(diff: &str) -> String {
    let line = |line: &str| {
        let text = line.split('\t').map(printable).collect::<Vec<_>>().join("\t");
        match line.get(..3) {
            Some("---" | "+++") => format!("{STRONG}{text}{STRONG:#}\n"),
            _ if line.starts_with('+') => format!("{ADDED}{text}{ADDED:#}\n"),
            _ if line.starts_with('-') => format!("{REMOVED}{text}{REMOVED:#}\n"),
            _ if line.starts_with("@@") => format!("{FAINT}{text}{FAINT:#}\n"),
            _ => format!("{text}\n"),
        }
    };
    diff.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_keeps_its_text_and_loses_its_tricks() {
        let diff = "--- a\n+++ b\n@@ -1 +1 @@\n-\told\n+new\u{1b}[2J\n same\n";
        let plain = anstream::adapter::strip_str(&coloured(diff)).to_string();
        assert_eq!(plain, "--- a\n+++ b\n@@ -1 +1 @@\n-\told\n+new\\u{1b}[2J\n same\n");
    }
}
