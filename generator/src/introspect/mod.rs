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
mod texts;

pub use identity::identities;
pub use texts::texts;

use crate::catalog::Catalog;
use crate::config::DatabaseSettings;
use crate::database::{Backend, Session};
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use filter::Filters;

/// What a database says to what it was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    /// All that is there of it.
    pub catalog: Catalog,
    /// What is not there and should be, once migrations have finished with the database.
    pub unmet: Option<Diagnostic>,
}

impl Answer {
    /// The catalog of a database that is as the settings expect it.
    ///
    /// Errors: a schema does not exist or is hidden from this role, nothing matched.
    pub fn met(self) -> Result<Catalog, Diagnostic> {
        self.unmet.map_or(Ok(self.catalog), Err)
    }
}

/// Reads the catalog that `settings` ask for: schemas, and the tables and views that pass the filters.
///
/// Errors: the connection broke, a schema does not exist or is hidden from this role, nothing matched.
pub async fn introspect(session: &mut Session, settings: &DatabaseSettings, migration_table: &str) -> Result<Catalog> {
    Ok(read(session, settings, migration_table).await?.met()?)
}

/// The same, of a database that migrations may not have finished with.
///
/// Errors: the connection broke.
pub async fn read(session: &mut Session, settings: &DatabaseSettings, migration_table: &str) -> Result<Answer> {
    let filters = Filters::new(settings)?;
    let mut answer = match session.backend() {
        Backend::Postgres => postgres::read(session, settings, &filters, migration_table).await?,
        Backend::MySql => mysql::read(session, settings, &filters, migration_table).await?,
        Backend::Sqlite => sqlite::read(session, settings, &filters, migration_table).await?,
    };
    answer.catalog.sort();
    proof::settle(&mut answer.catalog, session.backend());
    Ok(answer)
}
