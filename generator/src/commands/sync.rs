//! `scaffold sync` and `scaffold generate`: database in, entity crate out. Here the stages meet.

use super::exit::Exit;
use super::output::Output;
use super::phases::Phases;
use super::report::{Files, Found, Report};
use super::stages;
use crate::config::Config;
use crate::database::Missing;
use crate::plan::{self, Overwrite};
use crate::{disk, ledger, migration, render};
use anyhow::Result;

/// Whether the user's migrations are applied first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Migrations {
    /// `sync`: all that are pending.
    Apply,
    /// `generate`: the database is taken as it is.
    Leave,
}

/// Runs all stages and writes the entity crate.
pub(super) async fn run(config: &Config, migrations: Migrations, overwrite: Overwrite, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let url = stages::database_url(config, migrations.missing())?;
    let directory = config.entity_directory();
    // From here on, so that of two runs the later one also migrates, reads and writes later.
    let lock = disk::lock(&directory, || phases.note("waiting for another run on this directory to end"))?;

    let applied = match migrations {
        Migrations::Leave => None,
        Migrations::Apply => {
            phases.begin("migrate", "building and running the migrations");
            Some(migration::up(config, &url).await?)
        }
    };
    phases.begin("introspect", "reading the database");
    let catalog = stages::catalog(config, &url).await?;
    phases.begin("model", "deciding names, types and relations");
    let (model, mut diagnostics) = stages::model(config, &catalog)?;
    phases.begin("render", "rendering the entity crate");
    let files = render::render(&model, &config.settings)?;
    phases.begin("write", "writing the entity crate");
    let tree = disk::read(&directory, &files)?;
    let plan = plan::plan(&files, &tree, overwrite);
    diagnostics.extend(plan.conflicts().into_iter().cloned());
    let written = Exit::of_diagnostics(&diagnostics) == Exit::Fine;
    if written {
        disk::apply(&directory, &plan)?;
    }
    drop(lock);

    let files = Files::of(&plan, config);
    let changed = applied.as_ref().is_some_and(|names| !names.is_empty()) || (written && files.differ());
    let found = Found::count(&catalog, &model);
    let left_out = ledger::left_out(&ledger::build(&catalog, &model, &diagnostics));
    let phases = phases.finish();
    let report = Report { changed, migrations: applied, found, left_out, files, diagnostics, phases };
    report.print(output)?;
    Ok(report.exit())
}

impl Migrations {
    /// Migrations make an SQLite database from nothing; without them there must be one.
    fn missing(self) -> Missing {
        match self {
            Self::Apply => Missing::Create,
            Self::Leave => Missing::Refuse,
        }
    }
}
