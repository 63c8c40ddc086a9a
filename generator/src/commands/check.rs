//! `scaffold check`: would `sync` change the committed crate? Answered from the migrations alone, or offline from the
//! project file alone.
//!
//! The migrations run from nothing in a scratch database, so what the named database holds does not matter, and neither
//! it nor any file is changed.

use super::apply;
use super::exit::Exit;
use super::output::{ADDED, FAINT, Output, REMOVED, STRONG};
use super::phases::{Phase, Phases};
use super::report::Files;
use super::stages;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::plan::{self, Overwrite, Plan};
use crate::snapshot::{self, Snapshot};
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
    let seen = apply::from_nothing(config, &mut phases).await?;
    let compared = compare(config, &seen, &mut phases)?;
    Verdict::of(config, compared, phases).tell("the migrations make", output)
}

/// Compares the crate that the project file makes with the one on disk.
pub(super) fn offline(config: &Config, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    phases.begin("introspect", "reading the project file");
    let seen = stages::seen_last(config, output)?;
    let compared = compare(config, &seen, &mut phases)?;
    Verdict::of(config, compared, phases).tell("entity/schema makes", output)
}

/// What would happen to the crate, and what there is to say about the schema.
type Compared = (Plan, Vec<Diagnostic>);

fn compare(config: &Config, seen: &Snapshot, phases: &mut Phases) -> Result<Compared> {
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, seen)?;
    phases.begin("render", "rendering the entity crate");
    let last = snapshot::read(&disk::snapshot(&config.entity_directory())?);
    // Facts are spelled as the database spells them, so those of two systems have nothing in common.
    let other = last.ok().filter(|last| last.backend != seen.backend);
    if let Some(other) = &other {
        let (theirs, ours) = (other.backend.to_string(), seen.backend.to_string());
        diagnostics.push(Diagnostic::project_file_of_another(snapshot::FOLDER, &theirs, &ours));
    }
    let files = stages::files(config, &model, other.as_ref().unwrap_or(seen))?;
    phases.begin("compare", "comparing");
    let tree = disk::read(&config.entity_directory(), &files)?;
    let plan = plan::plan(&files, &tree, Overwrite::Refuse);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    Ok((plan, diagnostics))
}

impl Verdict {
    fn of(config: &Config, (plan, diagnostics): Compared, phases: Phases) -> Self {
        let files = Files::of(&plan, config);
        Self { up_to_date: !files.differ(), files, diff: plan::diff(&plan), diagnostics, phases: phases.finish() }
    }

    fn exit(&self) -> Exit {
        match (Exit::of_diagnostics(&self.diagnostics), self.up_to_date) {
            (Exit::Fine, true) => Exit::Fine,
            (Exit::Fine, false) => Exit::Findings,
            (worse, _) => worse,
        }
    }

    /// Prints the verdict on what some source makes.
    fn tell(&self, source: &str, output: Output) -> Result<Exit> {
        if output.is_json() {
            output.json(self)?;
            return Ok(self.exit());
        }
        output.diagnostics(&self.diagnostics)?;
        output.data(&coloured(&self.diff))?;
        match self.exit() {
            Exit::Fine => output.line(&format!("the entity crate is what {source}"))?,
            _ => output
                .note(&format!("the entity crate is not what {source}: run `scaffold sync` and commit the result"))?,
        }
        Ok(self.exit())
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
