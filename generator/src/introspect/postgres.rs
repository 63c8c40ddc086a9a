//! x
use crate::catalog::Catalog;
use crate::config::DatabaseSettings;
use crate::database::Session;
use anyhow::Result;

pub(super) async fn read(
    _session: &mut Session,
    _settings: &DatabaseSettings,
    _migration_table: &str,
) -> Result<Catalog> {
    Ok(Catalog::default())
}
