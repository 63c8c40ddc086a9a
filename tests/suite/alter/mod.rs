//! What turns one schema into another, on the servers: they say whether it did.
//!
//! A database goes from schema to schema by the statements that `alter` finds, and is read after each step: what it says
//! must be what it was to become. There and back, so that each step is tried both ways.

mod besides;
mod changed;
mod vendor;
mod walk;

use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_scaffold::alter::{self, Script, Side};
use sea_scaffold::catalog::{Catalog, Texts};
use sea_scaffold::config::{DatabaseSettings, Settings};
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::history::History;
use sea_scaffold::snapshot::Snapshot;
use sea_scaffold::{introspect, rows};
use sqlx::AssertSqlSafe;

/// What a database says, as the project file tells it, and in words of its own.
#[derive(Clone)]
struct State {
    backend: Backend,
    catalog: Catalog,
    texts: Texts,
}

impl State {
    /// The facts alone, as a project file has them.
    fn of_facts(backend: Backend, catalog: Catalog) -> Result<Self> {
        let catalog = Snapshot::of_database(backend, catalog, History::default()).spelled()?.catalog;
        Ok(Self { backend, catalog, texts: Texts::default() })
    }

    /// What a database says now of these schemas, or of its own.
    fn seen(database: &Database, schemas: &[String]) -> Result<Self> {
        let database_settings = DatabaseSettings { schemas: schemas.to_vec(), ..Settings::default().database };
        let (catalog, texts) = servers::wait(|| async {
            let mut session = Session::open(&database.url).await?;
            let catalog = introspect::read(&mut session, &database_settings, "seaql_migrations").await?.catalog;
            let texts = introspect::texts(&mut session, &catalog.schemas).await?;
            session.close().await;
            anyhow::Ok((catalog, texts))
        })?;
        let texts = if database.backend == Backend::MySql { texts.renamed(&database.name, "database") } else { texts };
        Ok(Self { texts, ..Self::of_facts(database.backend, catalog)? })
    }

    /// A database of the same kind in which nothing is but its default schema.
    fn without_anything(&self) -> Self {
        let mut empty = self.clone();
        empty.texts = Texts::default();
        empty.catalog.schemas.retain(|schema| schema.is_default);
        for schema in &mut empty.catalog.schemas {
            let (name, is_default) = (schema.name.clone(), schema.is_default);
            *schema = sea_scaffold::catalog::Schema { name, is_default, ..sea_scaffold::catalog::Schema::default() };
        }
        empty
    }

    fn side(&self) -> Side<'_> {
        Side { catalog: &self.catalog, texts: &self.texts }
    }

    /// What leads from here to another state.
    fn script_to(&self, other: &Self) -> Script {
        alter::script(rows::dialect(self.backend), self.side(), other.side())
    }

    /// What is compared, as texts.
    fn told(&self) -> Result<String> {
        let mut catalog = alter::comparable(rows::dialect(self.backend), &self.catalog);
        catalog.times_are_spans = false;
        Ok(serde_json::to_string_pretty(&catalog)?)
    }

    /// Whether two databases say the same.
    fn must_be(&self, wanted: &Self) -> Result<()> {
        let (now, wanted_text) = (self.told()?, wanted.told()?);
        let differs = now.lines().zip(wanted_text.lines()).find(|(now, wanted)| now != wanted);
        ensure!(
            now == wanted_text,
            "it says {:?}\n{}",
            differs,
            crate::golden::difference("catalog", &wanted_text, &now)
        );
        let texts = alter::other_texts(self.side(), wanted.side());
        ensure!(texts.is_empty(), "another text: {texts:?}");
        Ok(())
    }
}

/// Executes the statements of a script, as a migration does.
fn execute(database: &Database, script: &Script) -> Result<()> {
    let statements = script.sent(rows::dialect(database.backend));
    servers::wait(|| async {
        let mut session = Session::open(&database.url).await?;
        for sql in statements {
            session.execute(AssertSqlSafe(sql.clone())).await.with_context(|| sql)?;
        }
        session.close().await;
        Ok(())
    })
}

/// Goes from what the database says to a state, and reads what it says then.
fn go(database: &Database, from: &State, to: &State) -> Result<State> {
    let script = from.script_to(to);
    ensure!(script.unsaid.is_empty(), "cannot be said: {:?}", script.unsaid);
    execute(database, &script)?;
    let schemas = to.catalog.schemas.iter().chain(&from.catalog.schemas).map(|schema| schema.name.clone());
    // MySQL's only schema is the database.
    let schemas: Vec<String> = if database.backend == Backend::Postgres { schemas.collect() } else { Vec::new() };
    let now = State::seen(database, &schemas)?;
    now.must_be(to)?;
    Ok(now)
}
