//! What several verbs do on the way from a configuration to a plan.

use super::output::Output;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::{self, Backend, Missing, Session};
use crate::diagnostic::Diagnostic;
use crate::extension::Extensions;
use crate::model::{self, Model};
use crate::render::{self, File};
use crate::snapshot::{self, Snapshot};
use crate::{disk, introspect};
use anyhow::Result;

/// The URL of the database, as the drivers want it.
pub(super) fn database_url(config: &Config, missing: Missing) -> Result<String> {
    let url = config.settings.database.url.as_deref().ok_or_else(Diagnostic::no_database_url)?;
    Ok(database::resolve(url, &config.root, missing)?)
}

/// Everything the database at `url` says.
pub(super) async fn seen(config: &Config, url: &str) -> Result<Snapshot> {
    let backend = Backend::of(url)?;
    let mut session = Session::open(url).await?;
    let settings = &config.settings;
    let catalog = introspect::introspect(&mut session, &settings.database, &settings.migration.table).await;
    session.close().await;
    Ok(Snapshot { backend, catalog: catalog.map_err(|error| database::unreadable(error, url))? })
}

/// Everything the database said last, as the project file tells. Of several problems all are told.
pub(super) fn seen_last(config: &Config, output: Output) -> Result<Snapshot> {
    let texts = disk::snapshot(&config.entity_directory())?;
    snapshot::read(&texts).map_err(|mut problems| {
        let first = problems.remove(0);
        // What cannot be printed still ends the run with its code.
        let _ = output.diagnostics(&problems);
        first.into()
    })
}

/// Everything that is decided about the generated code, in view of the extension files beside it.
pub(super) fn model(config: &Config, catalog: &Catalog) -> Result<(Model, Vec<Diagnostic>)> {
    let (mut model, mut diagnostics) = model::build(catalog, &config.settings);
    let (extensions, problems) = Extensions::read(&disk::extensions(&config.entity_directory())?);
    diagnostics.extend(problems);
    diagnostics.extend(model.extend(&extensions));
    Ok((model, diagnostics))
}

/// Every file of the entity crate, sorted by path: the code, and the facts it is made from.
pub(super) fn files(config: &Config, model: &Model, seen: &Snapshot) -> Result<Vec<File>> {
    let mut files = render::render(model, &config.settings)?;
    files.extend(seen.files()?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
