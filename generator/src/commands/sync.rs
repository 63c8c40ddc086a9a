//! `scaffold sync` and `scaffold generate`: schema in, entity crate out. Here the stages meet.

use super::apply::{self, Applied};
use super::arguments::{GenerateArguments, SyncArguments};
use super::exit::Exit;
use super::output::Output;
use super::phases::Phases;
use super::report::{Files, Found, Migrations, Report};
use super::stages::{self, Settled};
use crate::config::Config;
use crate::database::Missing;
use crate::diagnostic::Diagnostic;
use crate::plan::{self, Overwrite};
use crate::snapshot::Snapshot;
use crate::tasks::Picks;
use crate::{disk, ledger};
use anyhow::Result;

/// Where the schema is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// `sync`: in the database, once all pending migrations are applied.
    Migrations,
    /// `sync --plan`: in a scratch database, where all migrations are applied.
    Scratch,
    /// `generate`: in the database as it is.
    Database,
    /// `sync --offline`: in the project file.
    ProjectFile,
}

/// What is asked of a run.
pub(super) struct Request {
    source: Source,
    overwrite: Overwrite,
    /// What of the schema is carried over, where that was said.
    picks: Option<Picks>,
    /// Nothing is written or applied.
    planned: bool,
    /// The texts that differ are shown.
    diff: bool,
}

/// The schema, and how it came to be.
struct Seen {
    snapshot: Snapshot,
    migrations: Option<Migrations>,
    diagnostics: Vec<Diagnostic>,
}

/// Runs all stages and writes the entity crate.
pub(super) async fn run(config: &Config, request: &Request, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let directory = config.entity_directory();
    // From here on, so that of two runs the later one also migrates, reads and writes later.
    let wait = || phases.note(stages::WAITING);
    let lock = (!request.planned).then(|| disk::lock(&directory, wait)).transpose()?;

    let seen = request.look(config, &mut phases, output).await?;
    let last = stages::last(config)?;
    let settled = stages::settled(config, seen.snapshot, &last, request.picks.as_ref())?;
    let Settled { snapshot, tasks, diagnostics: notes } = settled;
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, &snapshot)?;
    diagnostics.extend(seen.diagnostics.into_iter().chain(notes));
    let (templates, outdated) = stages::templates(config)?;
    // A sync is how one gets to comments that are missing, so it only says so.
    let undocumented = stages::undocumented(config, &snapshot).map(Diagnostic::softened);
    diagnostics.extend(outdated.into_iter().chain(undocumented));
    phases.begin("render", "rendering the entity crate");
    let files = stages::files(config, &model, &snapshot, &templates)?;
    phases.begin("write", "writing the entity crate");
    let tree = disk::read(&directory, &files)?;
    let plan = plan::plan(&files, &tree, request.overwrite);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    let changes = stages::changes(config, &last, (&plan, &files), &model);
    let written = !request.planned && Exit::of_diagnostics(&diagnostics) == Exit::Fine;
    if written {
        disk::apply(&directory, &plan)?;
    }
    drop(lock);

    let diff = request.diff.then(|| plan::diff(&plan));
    let files = Files::of(&plan, config);
    let applied = !request.planned && seen.migrations.as_ref().is_some_and(|migrations| !migrations.is_empty());
    let changed = applied || (written && files.differ());
    let found = Found::count(&snapshot.catalog, &model);
    let left_out = ledger::left_out(&ledger::build(&snapshot.catalog, &model, &diagnostics));
    let phases = phases.finish();
    let (migrations, planned) = (seen.migrations, request.planned);
    let report =
        Report { planned, changed, migrations, found, left_out, tasks, changes, files, diff, diagnostics, phases };
    report.print(output)?;
    Ok(report.exit())
}

impl Request {
    /// `sync`, with these flags.
    pub(super) fn sync(arguments: &SyncArguments) -> Self {
        let source = match (arguments.offline, arguments.plan) {
            (true, _) => Source::ProjectFile,
            (false, true) => Source::Scratch,
            (false, false) => Source::Migrations,
        };
        let picks = Picks { only: arguments.only.clone(), skip: arguments.skip.clone() };
        let picks = (arguments.plan || !picks.is_empty()).then_some(picks);
        let overwrite = arguments.write.overwrite();
        Self { source, overwrite, picks, planned: arguments.plan, diff: arguments.write.diff }
    }

    /// `generate`, with these flags.
    pub(super) fn generate(arguments: &GenerateArguments) -> Self {
        let (overwrite, diff) = (arguments.write.overwrite(), arguments.write.diff);
        Self { source: Source::Database, overwrite, picks: None, planned: false, diff }
    }

    /// `sync` as it is without flags.
    pub(super) fn plain() -> Self {
        let (source, overwrite) = (Source::Migrations, Overwrite::Refuse);
        Self { source, overwrite, picks: None, planned: false, diff: false }
    }

    /// Looks the schema up. Migrations make an SQLite database from nothing; without them there must be one.
    async fn look(&self, config: &Config, phases: &mut Phases, output: Output) -> Result<Seen> {
        Ok(match self.source {
            Source::Migrations => {
                let url = stages::database_url(config, Missing::Create)?;
                let Applied { seen, names, diagnostics } = apply::pending(config, &url, phases).await?;
                Seen { snapshot: seen, migrations: Some(Migrations::Applied(names)), diagnostics }
            }
            Source::Scratch => {
                let snapshot = apply::from_nothing(config, phases).await?;
                let pending = apply::not_applied(config, &snapshot.history).await?;
                Seen { snapshot, migrations: Some(Migrations::Pending(pending)), diagnostics: Vec::new() }
            }
            Source::Database => {
                let url = stages::database_url(config, Missing::Refuse)?;
                phases.begin("introspect", "reading the schema");
                let snapshot = stages::seen(config, &url, apply::known(config)?).await?;
                Seen { snapshot, migrations: None, diagnostics: Vec::new() }
            }
            Source::ProjectFile => {
                phases.begin("introspect", "reading the project file");
                // What the database has no more is no part of the schema; what becomes of it is decided anew.
                let snapshot = stages::seen_last(config, output)?.without_orphans();
                Seen { snapshot, migrations: None, diagnostics: Vec::new() }
            }
        })
    }
}
