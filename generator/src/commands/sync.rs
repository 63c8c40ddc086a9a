//! `scaffold sync` and `scaffold generate`: schema in, entity crate out. Here the stages meet.

use super::apply::{self, Applied};
use super::exit::Exit;
use super::output::Output;
use super::phases::Phases;
use super::report::{Files, Found, Report};
use super::stages;
use crate::config::Config;
use crate::database::Missing;
use crate::plan::{self, Overwrite};
use crate::{disk, ledger};
use anyhow::Result;

/// Where the schema is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// `sync`: in the database, once all pending migrations are applied.
    Migrations,
    /// `generate`: in the database as it is.
    Database,
    /// `sync --offline`: in the project file.
    ProjectFile,
}

/// Runs all stages and writes the entity crate.
pub(super) async fn run(config: &Config, source: Source, overwrite: Overwrite, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = source.database_url(config)?;
    let directory = config.entity_directory();
    // From here on, so that of two runs the later one also migrates, reads and writes later.
    let lock = disk::lock(&directory, || phases.note("waiting for another run on this directory to end"))?;

    let (seen, applied, notes) = match &url {
        Some(url) if source == Source::Migrations => {
            phases.begin("migrate", "building and running the migrations");
            let Applied { seen, names, diagnostics } = apply::pending(config, url, &mut phases).await?;
            (seen, Some(names), diagnostics)
        }
        url => {
            phases.begin("introspect", "reading the schema");
            let seen = match url {
                Some(url) => stages::seen(config, url, apply::known(config)?).await?,
                None => stages::seen_last(config, output)?,
            };
            (seen, None, Vec::new())
        }
    };
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, &seen)?;
    diagnostics.extend(notes);
    diagnostics.extend(stages::templates_out_of_date(config)?);
    phases.begin("render", "rendering the entity crate");
    let files = stages::files(config, &model, &seen)?;
    phases.begin("write", "writing the entity crate");
    let tree = disk::read(&directory, &files)?;
    let plan = plan::plan(&files, &tree, overwrite);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    let changes = stages::changes(config, &plan, &files, &model)?;
    let written = Exit::of_diagnostics(&diagnostics) == Exit::Fine;
    if written {
        disk::apply(&directory, &plan)?;
    }
    drop(lock);

    let files = Files::of(&plan, config);
    let changed = applied.as_ref().is_some_and(|names| !names.is_empty()) || (written && files.differ());
    let found = Found::count(&seen.catalog, &model);
    let left_out = ledger::left_out(&ledger::build(&seen.catalog, &model, &diagnostics));
    let phases = phases.finish();
    let report = Report { changed, migrations: applied, found, left_out, changes, files, diagnostics, phases };
    report.print(output)?;
    Ok(report.exit())
}

impl Source {
    /// The URL of the database, where one is asked. Migrations make an SQLite database from nothing; without them there
    /// must be one.
    fn database_url(self, config: &Config) -> Result<Option<String>> {
        match self {
            Self::Migrations => stages::database_url(config, Missing::Create).map(Some),
            Self::Database => stages::database_url(config, Missing::Refuse).map(Some),
            Self::ProjectFile => Ok(None),
        }
    }
}
