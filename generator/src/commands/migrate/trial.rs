//! A scratch database in which migrations are tried; it is gone afterwards, and the named one is not touched.

use super::super::exit;
use super::super::stages;
use super::repair;
use super::standing::Standing;
use crate::catalog::{Catalog, Texts};
use crate::config::Config;
use crate::database::{self, Backend, Scratch, Session};
use crate::introspect;
use crate::migration::{Direction, Last, Runner};
use crate::rows::{self, Contents};
use crate::snapshot::Snapshot;
use anyhow::Result;
use sqlx::{AssertSqlSafe, FromRow};

/// A scratch database at some point between migrations.
pub(super) struct Trial {
    config: Config,
    url: String,
    runner: Runner,
    /// What the scratch database is called, and what the one beside it.
    names: (String, String),
    /// The migrations that are applied.
    applied: Vec<String>,
}

/// The file of a table, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(super) struct TableFile {
    /// What the server calls the part, whatever its name.
    pub(super) part: i64,
    /// The schema of the table.
    pub(super) schema: String,
    /// The table.
    pub(super) name: String,
    /// The file.
    pub(super) file: i64,
}

/// A partition is a part of the table at the top.
const FILES: &str = "SELECT part.oid::bigint AS part, n.nspname::text AS schema, c.relname::text AS name,
    pg_relation_filenode(part.oid)::bigint AS file
FROM pg_class AS part
JOIN pg_class AS c ON c.oid = coalesce(pg_partition_root(part.oid), part.oid)
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE part.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
ORDER BY part.oid";

/// Does something in an empty scratch database beside that at `url`.
pub(super) async fn on_scratch<T>(
    (config, url): (&Config, &str),
    standing: &Standing,
    work: impl AsyncFnOnce(&mut Trial) -> Result<T>,
) -> Result<T> {
    stages::on_scratch(url, async |scratch: &Scratch| {
        let mut trial = Trial::at((config, scratch), standing, Vec::new())?;
        work(&mut trial).await
    })
    .await
}

/// Scratch databases in which all migrations before one are applied: copies of one that goes from one migration to the next,
/// where there is such a one.
pub(super) struct Track<'a> {
    place: (&'a Config, &'a str),
    standing: &'a Standing,
    along: Option<&'a Scratch>,
    applied: Vec<String>,
}

impl<'a> Track<'a> {
    /// Before the first migration; what goes along has to be of a system that can copy a database.
    pub(super) fn new(place: (&'a Config, &'a str), standing: &'a Standing, along: Option<&'a Scratch>) -> Self {
        Self { place, standing, along, applied: Vec::new() }
    }

    /// Does something in a database in which all migrations before this one are applied, and no other.
    ///
    /// Asked for in the order of the migrations, each is applied once, where there is something to copy.
    pub(super) async fn before<T>(&mut self, name: &str, work: impl AsyncFnOnce(&mut Trial) -> Result<T>) -> Result<T> {
        let wanted: Vec<String> = self.standing.all.iter().take_while(|before| *before != name).cloned().collect();
        let (config, url) = self.place;
        let left = wanted.strip_prefix(self.applied.as_slice());
        if let Some((along, left @ [_, ..])) = self.along.zip(left) {
            // Nobody may be connected to what is copied, so what runs them goes at once.
            let mut trial = Trial::at((config, along), self.standing, self.applied.clone())?;
            trial.up_all(left).await?;
            self.applied = wanted.clone();
        }
        let copy = match self.along.filter(|_| self.applied == wanted) {
            Some(along) => along.copy().await?,
            None => None,
        };
        let (scratch, applied) = match copy {
            Some(copy) => (copy, self.applied.clone()),
            None => (Scratch::create(url).await?, Vec::new()),
        };
        stages::on(scratch, async |scratch: &Scratch| {
            let mut trial = Trial::at((config, scratch), self.standing, applied)?;
            trial.up_all(&wanted[trial.applied.len()..]).await?;
            work(&mut trial).await
        })
        .await
    }
}

/// Whether an error is a migration's own.
pub(super) fn is_failed_step(error: &anyhow::Error) -> bool {
    exit::diagnostic(error).is_some_and(|diagnostic| diagnostic.code == "M015")
}

/// All that a database says, but for whether SeaORM has made its own table yet: that is no difference between schemas.
pub(super) async fn schema(config: &Config, url: &str) -> Result<Snapshot> {
    let mut seen = stages::seen_so_far(config, url).await?;
    seen.catalog.migrated = true;
    Ok(seen)
}

impl Trial {
    fn at((config, scratch): (&Config, &Scratch), standing: &Standing, applied: Vec<String>) -> Result<Self> {
        let config = stages::within(config, scratch);
        let runner = standing.program.start(&config, &scratch.url)?;
        let names = (scratch.name.clone(), scratch.beside.clone());
        Ok(Self { config, url: scratch.url.clone(), runner, names, applied })
    }

    /// Applies a migration, and gives back what it said.
    pub(super) async fn up(&mut self, name: &str) -> Result<Vec<String>> {
        let said = self.step(name, Direction::Up).await?;
        Ok(self.shown(said))
    }

    /// Applies migrations, whatever they say.
    pub(super) async fn up_all(&mut self, names: impl IntoIterator<Item = &String>) -> Result<()> {
        for name in names {
            self.up(name).await?;
        }
        Ok(())
    }

    /// Applies all migrations before this one that are not.
    pub(super) async fn up_before(&mut self, name: &str, all: &[String]) -> Result<()> {
        let before = all.iter().take_while(|other| *other != name).filter(|other| !self.applied.contains(other));
        let before: Vec<&String> = before.collect();
        self.up_all(before).await
    }

    /// Takes a migration back, and gives back what it said.
    pub(super) async fn down(&mut self, name: &str) -> Result<Vec<String>> {
        let said = self.step(name, Direction::Down).await?;
        Ok(self.shown(said))
    }

    /// The same, as it was said in this very database.
    pub(super) async fn step(&mut self, name: &str, direction: Direction) -> Result<Vec<String>> {
        match direction {
            Direction::Up => {
                let said = self.runner.up(name, &self.applied).await?;
                self.applied.push(name.to_owned());
                Ok(said)
            }
            Direction::Down => {
                let said = self.runner.down(name, &self.applied).await?;
                self.applied.retain(|applied| applied != name);
                Ok(said)
            }
        }
    }

    /// Makes SeaORM's own table, which says of an SQLite database who made its schema.
    pub(super) async fn install(&mut self) -> Result<()> {
        self.runner.install(&self.applied).await
    }

    /// What the last migration did, whether it failed or not.
    pub(super) fn last(&self) -> Last {
        let last = self.runner.last().clone();
        Last { statements: self.shown(last.statements), ..last }
    }

    /// What routines and the like say.
    pub(super) async fn texts(&self, catalog: &Catalog) -> Result<Texts> {
        let mut session = Session::open(&self.url).await?;
        let texts = introspect::texts(&mut session, &catalog.schemas).await;
        session.close().await;
        texts
    }

    /// In which file each table keeps its rows, by the number and the name of the table; nothing where the server does not tell.
    pub(super) async fn files(&self) -> Result<Option<Vec<TableFile>>> {
        if Backend::of(&self.url)? != Backend::Postgres {
            return Ok(None);
        }
        let mut session = Session::open(&self.url).await?;
        let files = session.postgres(sqlx::query_as(FILES)).await;
        session.close().await;
        files.map(Some)
    }

    /// A session in the scratch database.
    pub(super) async fn session(&self) -> Result<Session> {
        repair::session(&self.config, &self.url).await
    }

    /// What the server says of its version.
    pub(super) async fn version(&self) -> Result<String> {
        database::version(&self.url).await
    }

    /// What the scratch database is called; nothing where that has no name.
    pub(super) fn name(&self) -> &str {
        &self.names.0
    }

    /// A migration that asks for the name of its database hears that of the scratch one.
    pub(super) fn shown(&self, said: Vec<String>) -> Vec<String> {
        match &self.names {
            (scratch, _) if scratch.is_empty() => said,
            (scratch, beside) => said.iter().map(|statement| statement.replace(scratch, beside)).collect(),
        }
    }

    /// All that the database says.
    pub(super) async fn schema(&self) -> Result<Snapshot> {
        schema(&self.config, &self.url).await
    }

    /// Who may do what there.
    pub(super) async fn grants(&self) -> Result<Vec<String>> {
        let mut session = Session::open(&self.url).await?;
        let grants = rows::grants(&mut session).await;
        session.close().await;
        grants
    }

    /// All that the database says, as the project file tells it, and what it says in words of its own.
    pub(super) async fn in_full(&self) -> Result<(Snapshot, Texts)> {
        stages::seen_in_full(&self.config, &self.url).await
    }

    /// Executes statements that are no migration yet, each over the one connection.
    ///
    /// Errors: the database cannot be reached. That it refuses one is what it says of that.
    pub(super) async fn execute(&self, statements: &[String]) -> Result<Result<(), (String, String)>> {
        let mut session = Session::open(&self.url).await?;
        let mut refused = Ok(());
        for statement in statements {
            if let Err(error) = session.execute(AssertSqlSafe(statement.clone())).await {
                let reason =
                    error.chain().find_map(|cause| cause.downcast_ref::<sqlx::Error>()).map(ToString::to_string);
                refused = Err((statement.clone(), reason.unwrap_or_else(|| error.to_string())));
                break;
            }
        }
        session.close().await;
        Ok(refused)
    }

    /// What the tables hold, those of `snapshot`; with `rows` more in each.
    pub(super) async fn contents(&self, snapshot: &Snapshot, rows: u64) -> Result<Contents> {
        let mut session = Session::open(&self.url).await?;
        let contents = async {
            if rows > 0 {
                rows::fill(&mut session, &snapshot.catalog, rows).await?;
            }
            rows::contents(&mut session, &snapshot.catalog).await
        };
        let contents = contents.await;
        session.close().await;
        contents
    }
}
