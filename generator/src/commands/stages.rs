//! What several verbs do on the way from a configuration to a plan.

use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::{self, Missing, Session};
use crate::diagnostic::Diagnostic;
use crate::extension::Extensions;
use crate::model::{self, Model};
use crate::{disk, introspect};
use anyhow::Result;

/// The URL of the database, as the drivers want it.
pub(super) fn database_url(config: &Config, missing: Missing) -> Result<String> {
    let url = config.settings.database.url.as_deref().ok_or_else(Diagnostic::no_database_url)?;
    Ok(database::resolve(url, &config.root, missing)?)
}

/// Everything the database at `url` says.
pub(super) async fn catalog(config: &Config, url: &str) -> Result<Catalog> {
    let mut session = Session::open(url).await?;
    let settings = &config.settings;
    let catalog = introspect::introspect(&mut session, &settings.database, &settings.migration.table).await;
    session.close().await;
    catalog.map_err(|error| database::unreadable(error, url))
}

/// Everything that is decided about the generated code, in view of the extension files beside it.
pub(super) fn model(config: &Config, catalog: &Catalog) -> Result<(Model, Vec<Diagnostic>)> {
    let (mut model, mut diagnostics) = model::build(catalog, &config.settings);
    let (extensions, problems) = Extensions::read(&disk::extensions(&config.entity_directory())?);
    diagnostics.extend(problems);
    diagnostics.extend(model.extend(&extensions));
    Ok((model, diagnostics))
}
