//! Database → [`Catalog`]: reads the facts of one database through SELECT statements alone.
//!
//! One file and one folder of `.sql` per backend; what backends spell differently ends here. The number of
//! statements does not depend on the number of tables. `proof` reads on in what was read: what the definitions of
//! views say of their columns. Nothing is decided about the generated code.

mod check;
mod default;
mod expression;
mod filter;
mod identity;
mod mysql;
mod postgres;
mod proof;
mod sqlite;

pub use identity::identities;

use crate::catalog::Catalog;
use crate::config::DatabaseSettings;
use crate::database::{Backend, Session};
use anyhow::Result;
use filter::{Demand, Filters};

/// Reads the catalog that `settings` ask for: schemas, and the tables and views that pass the filters.
///
/// Errors: the connection broke, a schema does not exist or is hidden from this role, nothing matched.
pub async fn introspect(session: &mut Session, settings: &DatabaseSettings, migration_table: &str) -> Result<Catalog> {
    read(session, settings, migration_table, Demand::Matches).await
}

/// The same of a database that migrations have not finished with: what the settings ask for may not be there yet.
pub async fn unfinished(session: &mut Session, settings: &DatabaseSettings, migration_table: &str) -> Result<Catalog> {
    read(session, settings, migration_table, Demand::Nothing).await
}

async fn read(
    session: &mut Session,
    settings: &DatabaseSettings,
    migration_table: &str,
    demand: Demand,
) -> Result<Catalog> {
    let filters = Filters::new(settings, demand)?;
    let mut catalog = match session.backend() {
        Backend::Postgres => postgres::read(session, settings, &filters, migration_table).await?,
        Backend::MySql => mysql::read(session, settings, &filters, migration_table).await?,
        Backend::Sqlite => sqlite::read(session, settings, &filters, migration_table).await?,
    };
    catalog.sort();
    proof::settle(&mut catalog, session.backend());
    Ok(catalog)
}
