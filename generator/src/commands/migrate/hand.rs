//! What applies migrations one after the other for `sync` and `check`: the runner, or the crate's own program where nothing
//! can link it.

use super::super::exit;
use super::super::phases::Phases;
use super::standing::Standing;
use super::{left_out, lock, steps};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::migration::{self, Direction, Runner, Up};
use anyhow::Result;

/// What is at work on one database.
pub(in crate::commands) struct Hand {
    config: Config,
    url: String,
    /// The migrations and what runs them; none where the crate is only a program.
    standing: Option<Standing>,
    /// The runner, from the first migration on.
    runner: Option<Runner>,
    /// Whether a migration that stops half way leaves a mark.
    marks: bool,
    /// What the migrations left out on this kind of database.
    pub(in crate::commands) left_out: Vec<Diagnostic>,
}

impl Hand {
    /// At work on the database that is named; nobody else migrates it meanwhile.
    ///
    /// Errors: a migration is half done, missing, or not where it was locked; the crate does not build.
    pub(in crate::commands) async fn on(config: &Config, url: &str, phases: &mut Phases) -> Result<Self> {
        let standing = linked(Standing::locked(config, url, phases).await)?;
        match &standing {
            Some(standing) => ready(config, standing)?,
            None => migration::settle(config, url, &migration::recorded(config, url).await?).await?,
        }
        Ok(Self::new(config, url, standing, true))
    }

    /// At work on an empty database that nobody else knows.
    pub(in crate::commands) async fn on_scratch(config: &Config, url: &str, phases: &mut Phases) -> Result<Self> {
        let standing = linked(Standing::of(config, None, phases).await)?;
        Ok(Self::new(config, url, standing, false))
    }

    fn new(config: &Config, url: &str, standing: Option<Standing>, marks: bool) -> Self {
        let (config, url) = (config.clone(), url.to_owned());
        Self { config, url, standing, runner: None, marks, left_out: Vec::new() }
    }

    /// Applies the first `count` of the pending migrations, or as many as there are.
    pub(in crate::commands) async fn up(&mut self, count: usize, phases: &mut Phases) -> Result<Up> {
        let Some(standing) = &mut self.standing else {
            phases.begin("migrate", "building and running the migrations");
            return migration::up(&self.config, &self.url, count).await;
        };
        phases.begin("migrate", "running migrations");
        let pending = standing.all.iter().filter(|name| !standing.applied.contains(name));
        let new: Vec<String> = pending.take(count).cloned().collect();
        for name in &new {
            let runner = match &mut self.runner {
                Some(runner) => runner,
                none => none.insert(match self.marks {
                    true => standing.start_marking(&self.config, &self.url)?,
                    false => standing.program.start(&self.config, &self.url)?,
                }),
            };
            let said = steps::one(runner, standing, (Direction::Up, name), phases).await?;
            self.left_out.extend(left_out::all(&said).iter().map(|what| Diagnostic::migration_leaves_out(name, what)));
        }
        Ok(Up { new, there: standing.applied.clone() })
    }

    /// Lets others in.
    pub(in crate::commands) async fn done(mut self) {
        if let Some(standing) = &mut self.standing {
            standing.unlock().await;
        }
    }
}

/// What can be linked; none where the crate is no library, or none with a migrator where one is looked for.
fn linked(standing: Result<Standing>) -> Result<Option<Standing>> {
    let is_program = |code: &str| matches!(code, "M011" | "M012" | "M013");
    match standing {
        Err(error) if exit::diagnostic(&error).is_some_and(|diagnostic| is_program(diagnostic.code)) => Ok(None),
        standing => standing.map(Some),
    }
}

/// What must be so before anything is applied.
///
/// Errors: something is applied that the crate has not; two migrations have one name, or one is not where it was locked.
pub(super) fn ready(config: &Config, standing: &Standing) -> Result<()> {
    standing.refuse_missing()?;
    let wrong = standing.twice().into_iter().chain(lock::read(config)?.misnamed(&standing.all));
    match wrong.into_iter().next() {
        Some(first) => Err(first.into()),
        None => Ok(()),
    }
}
