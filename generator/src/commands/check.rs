//! `scaffold check`: would `sync` change the committed crate? Answered from the migrations alone, or offline from the
//! project file alone.
//!
//! The migrations run from nothing in a scratch database, so what the named database holds does not matter, and neither
//! it nor any file is changed. Where the crate is not up to date, the broken edge between migrations, project file and
//! code is named; the named database is one end of another edge, when asked for.

use super::apply;
use super::arguments::CheckArguments;
use super::edges::{self, Edge};
use super::exit::Exit;
use super::output::Output;
use super::phases::{Phase, Phases};
use super::report::Files;
use super::self_test;
use super::stages::{self, Last, Settled};
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::Diagnostic;
use crate::disk;
use crate::plan::{self, Overwrite, Plan};
use crate::snapshot::{self, Snapshot};
use anyhow::Result;
use serde::Serialize;

/// Where a check takes the schema from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From what the migrations make from nothing.
    Migrations,
    /// `--offline`: from the project file.
    ProjectFile,
}

/// What a check found.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    up_to_date: bool,
    /// Where the chain from migrations to code is broken.
    broken: Vec<Edge>,
    files: Files,
    diff: String,
    diagnostics: Vec<Diagnostic>,
    phases: Vec<Phase>,
    #[serde(skip)]
    source: Source,
}

/// Compares what the source makes with what is there, or with what it must be told from.
pub(super) async fn run(config: &Config, arguments: &CheckArguments, output: Output) -> Result<Exit> {
    let source = if arguments.offline { Source::ProjectFile } else { Source::Migrations };
    let mut phases = Phases::new(output);
    let seen = seen(config, source, &mut phases, output).await?;
    if arguments.self_test {
        return self_test::run(config, &seen, output);
    }
    let edge = match arguments.database {
        true => {
            let url = stages::database_url(config, Missing::Refuse)?;
            edges::database(&seen, &stages::seen(config, &url, seen.history.clone()).await?)?
        }
        false => None,
    };
    let mut verdict = Verdict::of(config, source, seen, phases)?;
    verdict.extend(edge);
    verdict.tell(output)?;
    Ok(verdict.exit())
}

/// What there is to say about the crate.
pub(super) async fn verdict(config: &Config, source: Source, output: Output) -> Result<Verdict> {
    let mut phases = Phases::new(output);
    let seen = seen(config, source, &mut phases, output).await?;
    Verdict::of(config, source, seen, phases)
}

async fn seen(config: &Config, source: Source, phases: &mut Phases, output: Output) -> Result<Snapshot> {
    match source {
        Source::Migrations => apply::from_nothing(config, phases).await,
        Source::ProjectFile => {
            phases.begin("introspect", "reading the project file");
            Ok(stages::seen_last(config, output)?.without_orphans())
        }
    }
}

/// What would happen to the crate, and what there is to say about the schema.
type Compared = (Plan, Vec<Diagnostic>);

fn compare(config: &Config, seen: &Snapshot, last: &Last, phases: &mut Phases) -> Result<Compared> {
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, seen)?;
    let (templates, outdated) = stages::templates(config)?;
    diagnostics.extend(outdated);
    phases.begin("render", "rendering the entity crate");
    // Facts are spelled as the database spells them, so those of two systems have nothing in common.
    let other = last.as_ref().ok().filter(|last| last.backend != seen.backend);
    if let Some(other) = other {
        let (theirs, ours) = (other.backend.to_string(), seen.backend.to_string());
        diagnostics.push(Diagnostic::project_file_of_another(snapshot::FOLDER, &theirs, &ours));
    }
    let files = stages::files(config, &model, other.unwrap_or(seen), &templates)?;
    phases.begin("compare", "comparing");
    let tree = disk::read(&config.entity_directory(), &files)?;
    let plan = plan::plan(&files, &tree, Overwrite::Refuse);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    Ok((plan, diagnostics))
}

impl Source {
    /// The source as a part of a sentence.
    fn makes(self) -> &'static str {
        match self {
            Self::Migrations => "the migrations make",
            Self::ProjectFile => "entity/schema makes",
        }
    }
}

impl Verdict {
    fn of(config: &Config, source: Source, seen: Snapshot, mut phases: Phases) -> Result<Self> {
        let last = stages::last(config)?;
        let Settled { snapshot: seen, diagnostics: notes, .. } = stages::settled(config, seen, &last, None)?;
        let (plan, mut diagnostics) = compare(config, &seen, &last, &mut phases)?;
        diagnostics.extend(notes.into_iter().chain(stages::undocumented(config, &seen)));
        let files = Files::of(&plan, config);
        let broken = edges::broken(config, (source, &seen), &last, &plan)?;
        let (up_to_date, diff, phases) = (!files.differ(), plan::diff(&plan), phases.finish());
        Ok(Self { up_to_date, broken, files, diff, diagnostics, phases, source })
    }

    /// Adds an edge beside those that lead to the code.
    fn extend(&mut self, other: Option<(Edge, String)>) {
        if let Some((edge, diff)) = other {
            self.broken.push(edge);
            self.diff += &diff;
        }
    }

    fn exit(&self) -> Exit {
        match (Exit::of_diagnostics(&self.diagnostics), self.broken.is_empty() && self.up_to_date) {
            (Exit::Fine, true) => Exit::Fine,
            (Exit::Fine, false) => Exit::Findings,
            (worse, _) => worse,
        }
    }

    /// Everything that is wrong, in words; nothing where all is well.
    pub(super) fn problem(&self) -> Option<String> {
        if self.exit() == Exit::Fine {
            return None;
        }
        let diagnostics = self.diagnostics.iter().map(ToString::to_string);
        let edges = self.broken.iter().map(Edge::to_string);
        let lines: Vec<String> = [self.conclusion()].into_iter().chain(edges).chain(diagnostics).collect();
        Some(format!("{}\n\n{}", lines.join("\n"), self.diff))
    }

    fn conclusion(&self) -> String {
        match self.up_to_date {
            true => format!("the entity crate is what {}", self.source.makes()),
            false => {
                let made = self.source.makes();
                format!("the entity crate is not what {made}: run `scaffold sync` and commit the result")
            }
        }
    }

    /// Prints the verdict.
    fn tell(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return output.json(self);
        }
        output.diagnostics(&self.diagnostics)?;
        output.unified(&self.diff)?;
        self.broken.iter().try_for_each(|edge| output.note(&edge.to_string()))?;
        match self.up_to_date {
            true => output.line(&self.conclusion()),
            false => output.note(&self.conclusion()),
        }
    }
}
