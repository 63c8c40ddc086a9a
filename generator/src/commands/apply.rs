//! Applying migrations, one at a time where nothing is known of them, and seeing what each did.

use super::interrupt;
use super::migrate::Hand;
use super::phases::Phases;
use super::stages;
use crate::config::Config;
use crate::database::{self, Backend, Missing, Scratch, Session};
use crate::diagnostic::Diagnostic;
use crate::history::{self, History, Identities, State};
use crate::introspect::{self, Answer};
use crate::snapshot::Snapshot;
use crate::{disk, migration, snapshot};
use anyhow::Result;

/// What became of the pending migrations.
pub(super) struct Applied {
    /// The names of those that were applied, in order.
    pub(super) names: Vec<String>,
    /// What the database says now, with what is known of all migrations that made it so.
    pub(super) seen: Snapshot,
    /// What there is to say about those.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What the project file knows of migrations.
pub(super) fn known(config: &Config) -> Result<History> {
    let texts = disk::history(&config.entity_directory())?;
    Ok(snapshot::history(&texts).map_err(|mut problems| problems.remove(0))?)
}

/// The migrations of a history, in order, that are not applied to the named database; all of them where there is none.
pub(super) async fn not_applied(config: &Config, history: &History) -> Result<Vec<String>> {
    let applied = match stages::database_url(config, Missing::Refuse) {
        Ok(url) => migration::applied(config, &url).await?,
        Err(_) => Vec::new(),
    };
    Ok(history.migrations.keys().filter(|name| !applied.contains(name)).cloned().collect())
}

/// Applies all that is pending to the database at `url`.
///
/// Of those that were applied before, where nobody saw them, what they did is looked up in a scratch database, in which all
/// of them run from nothing. Where that cannot be, they are noted as unseen.
pub(super) async fn pending(config: &Config, url: &str, phases: &mut Phases) -> Result<Applied> {
    let mut hand = Hand::on(config, url, phases).await?;
    let mut walk = Walk::from(known(config)?);
    let last = walk.run((config, url), &mut hand, phases).await;
    let left_out = std::mem::take(&mut hand.left_out);
    hand.done().await;
    if last.is_err() && !walk.applied.is_empty() {
        phases.note(&format!("applied before that: {}", walk.applied.join(", ")));
    }
    let last = last?;
    let Walk { applied: names, mut history, there } = walk;
    let unseen: Vec<String> = there.into_iter().filter(|name| !history.knows(name)).collect();
    let mut diagnostics = left_out;
    if !unseen.is_empty() {
        match from_nothing(config, phases).await {
            Ok(seen) => {
                let all = seen.history.migrations.into_iter();
                history.migrations.extend(all.filter(|(name, _)| unseen.contains(name)));
            }
            Err(error) if interrupt::is(&error) => return Err(error),
            Err(error) => diagnostics.push(Diagnostic::migrations_unseen(&unseen, &error.to_string())),
        }
        let unseen: Vec<&str> = unseen.iter().map(String::as_str).filter(|name| !history.knows(name)).collect();
        history.add_unseen(&unseen);
    }
    Ok(Applied { names, seen: last.seen(url, history)?, diagnostics })
}

/// Everything that the migrations make from nothing, in a scratch database that is gone afterwards.
pub(super) async fn from_nothing(config: &Config, phases: &mut Phases) -> Result<Snapshot> {
    let url = stages::database_url(config, Missing::Create)?;
    let history = known(config)?;
    // Those that are known may run at once, as long as no other comes between them.
    let mut leap = history.migrations.len();
    loop {
        let made = stages::on_scratch(&url, async |scratch: &Scratch| {
            let config = stages::within(config, scratch);
            phases.begin("migrate", "building and running the migrations from nothing");
            let mut hand = Hand::on_scratch(&config, &scratch.url, phases).await?;
            let there = if leap == 0 { Vec::new() } else { hand.up(leap, phases).await?.there };
            if let Some(first) = there.iter().position(|name| !history.knows(name)) {
                return Ok(Err(first));
            }
            let mut walk = Walk::from(history.clone());
            let last = walk.run((&config, &scratch.url), &mut hand, phases).await?;
            Ok(Ok(last.seen(&scratch.url, walk.history)?))
        });
        match made.await? {
            Ok(seen) => return Ok(seen),
            Err(first) => leap = first,
        }
    }
}

/// The way of a database from one migration to the next.
struct Walk {
    history: History,
    /// The migrations that were applied on the way.
    applied: Vec<String>,
    /// All that are applied.
    there: Vec<String>,
}

impl From<History> for Walk {
    /// From where so much is known.
    fn from(history: History) -> Self {
        Self { history, applied: Vec::new(), there: Vec::new() }
    }
}

impl Walk {
    /// Applies one migration after the other until there is none left, and looks at what they made.
    async fn run(&mut self, (config, url): (&Config, &str), hand: &mut Hand, phases: &mut Phases) -> Result<Look> {
        phases.begin("introspect", "reading the schema");
        let mut last = Look::at(config, url).await?;
        loop {
            let migration::Up { new, there } = hand.up(1, phases).await?;
            self.there = there;
            if new.is_empty() {
                // What this database never saw is no part of its history.
                self.history.migrations.retain(|name, _| self.there.contains(name));
                return Ok(last);
            }
            phases.begin("introspect", "reading the schema");
            let look = Look::at(config, url).await?;
            let unknown: Vec<&str> = new.iter().map(String::as_str).filter(|name| !self.history.knows(name)).collect();
            if !unknown.is_empty() {
                self.history.add(&unknown, history::effects(last.state(), look.state()));
            }
            last = look;
            self.applied.extend(new);
        }
    }
}

/// A look at a database between two migrations.
pub(super) struct Look {
    answer: Answer,
    identities: Identities,
}

impl Look {
    /// What the database at `url` says, whatever there is yet.
    pub(super) async fn at(config: &Config, url: &str) -> Result<Self> {
        let mut session = Session::open(url).await?;
        let settings = &config.settings;
        let answer = introspect::read(&mut session, &settings.database, &settings.migration.table).await;
        let identities = introspect::identities(&mut session).await;
        session.close().await;
        let readable = |error| database::unreadable(error, url);
        Ok(Self { answer: answer.map_err(readable)?, identities: identities.map_err(readable)? })
    }

    /// What is compared.
    pub(super) fn state(&self) -> State<'_> {
        State { catalog: &self.answer.catalog, identities: &self.identities }
    }

    /// The same as what was seen last, when nothing more is to come.
    ///
    /// Errors: what the settings ask for is not there.
    pub(super) fn seen(self, url: &str, history: History) -> Result<Snapshot> {
        Ok(Snapshot::of_database(Backend::of(url)?, self.answer.met()?, history))
    }
}
