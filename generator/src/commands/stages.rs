//! What several verbs do on the way from a configuration to a plan.

use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::{self, Missing, Session};
use crate::diagnostic::Diagnostic;
use crate::introspect;
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
