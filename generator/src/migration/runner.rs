//! The program that links the user's migration crate: built where it is not up to date, started, and asked.

use super::package::{self, Linked};
use super::unfinished::{Direction, Mark};
use super::{cargo, ensure_crate, tail};
use crate::config::{Config, MigrationSettings};
use crate::database::{Backend, without_secrets};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::PathBuf;
use std::process::{self, Stdio};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// What an answer opens with; see `templates/runner/runner.rs`.
const MARK: &str = "\u{1}scaffold ";

/// How many lines of the compiler's errors are shown.
const ERROR_LINES: usize = 40;

/// The built program.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
}

/// What the migration crate holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Listing {
    /// The table in which its migrator records what is applied.
    pub table: String,
    /// The names of all migrations, in order.
    pub migrations: Vec<String>,
}

/// The program at work on one database. It ends with this value.
pub struct Runner {
    child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    /// What the migrations said on their standard error.
    errors: File,
    /// What they said on their standard output, in lines.
    said: String,
    url: String,
    last: Last,
    /// In whose migration table it is written down how far a migration has come that would not be taken back as a whole; none
    /// for a scratch database.
    marks: Option<Box<Config>>,
}

/// What the last migration did, whether it failed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// What it told the database, as in [`Runner::up`].
    pub statements: Vec<String>,
    /// Whether the database takes it back as a whole when it fails.
    pub whole: bool,
    /// Whether the database refused its last statement.
    pub refused: bool,
}

/// An answer of the program.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    Failed {
        failed: String,
        /// Whether that was the database's answer to a statement.
        refused: bool,
        #[serde(flatten)]
        told: Told,
    },
    Listing(Listing),
    /// A migration begins that the database would not take back as a whole.
    Begun {
        #[serde(rename = "begun")]
        _begun: bool,
    },
    /// It has sent so many statements, and waits.
    Sent {
        sent: usize,
    },
    Done {
        #[serde(flatten)]
        told: Told,
    },
}

/// What a migration told the database.
#[derive(Debug, Default, Deserialize)]
struct Told {
    /// Whether that could be heard.
    heard: bool,
    /// The statements in order, with the values of their parameters in them.
    statements: Vec<String>,
}

/// What cargo says of something that it has built.
#[derive(Deserialize)]
struct Artifact {
    executable: Option<PathBuf>,
}

impl Program {
    /// Builds the program. Where nothing has changed, cargo only looks.
    ///
    /// Errors: there is no migration crate, it is no library with a `Migrator`, or it does not compile.
    pub async fn build(config: &Config) -> Result<Self> {
        ensure_crate(config)?;
        let place = config.migration_directory().display().to_string();
        let Linked { manifest, target } = package::link(config).await?;
        let mut command = cargo(config);
        command.args(["build", "--quiet", "--message-format", "json-render-diagnostics", "--manifest-path"]);
        command.arg(manifest).arg("--target-dir").arg(target);
        let output =
            command.output().await.map_err(|error| Diagnostic::cargo_not_started(&place, &error.to_string()))?;
        if !output.status.success() {
            return Err(refused(&place, &String::from_utf8_lossy(&output.stderr)).into());
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let artifacts = said.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
        let path = artifacts.filter_map(|artifact| artifact.executable).next_back();
        let path = path.ok_or_else(|| Diagnostic::runner_not_built(&place, "cargo names no program"))?;
        Ok(Self { path })
    }

    /// Starts the program; it connects to `url` when a migration is asked for.
    pub fn start(&self, config: &Config, url: &str) -> Result<Runner> {
        let mut errors = tempfile::tempfile().context("making a file for what migrations say")?;
        let mut command = Command::new(&self.path);
        command.current_dir(&config.root).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(errors.try_clone()?);
        // SeaORM's own command line reads this file, and migrations may count on it.
        let settings = dotenvy::from_path_iter(config.root.join(".env")).into_iter().flatten().filter_map(Result::ok);
        command.envs(settings.filter(|(name, _)| std::env::var_os(name).is_none()));
        command.env("DATABASE_URL", url).env("CARGO_MANIFEST_DIR", config.migration_directory());
        if let Some(schema) = &config.settings.migration.schema {
            command.env("DATABASE_SCHEMA", schema);
        }
        let settings = &config.settings.migration;
        match Backend::of(url) {
            Ok(Backend::Postgres) => command.env("SCAFFOLD_URL", with_settings(url, settings)),
            Ok(Backend::MySql) => command.env("SCAFFOLD_SETTINGS", limits(settings).join("\n")),
            // SQLite's driver waits for five seconds; or no database is asked.
            Ok(Backend::Sqlite) | Err(_) => &mut command,
        };
        let place = self.path.display().to_string();
        let mut child = command.spawn().map_err(|error| Diagnostic::runner_not_built(&place, &error.to_string()))?;
        errors.rewind()?;
        let (requests, answers) = child.stdin.take().zip(child.stdout.take()).context("the runner has no pipes")?;
        let answers = BufReader::new(answers).lines();
        Ok(Runner {
            child,
            requests,
            answers,
            errors,
            said: String::new(),
            url: url.to_owned(),
            last: Last::default(),
            marks: None,
        })
    }

    /// What the migration crate holds. No database is asked.
    pub async fn list(&self, config: &Config) -> Result<Listing> {
        let mut runner = self.start(config, "")?;
        runner.send("list").await;
        match runner.answer("list").await? {
            Answer::Listing(listing) => Ok(listing),
            other => Err(anyhow!("the runner does not list its migrations: {other:?}")),
        }
    }
}

impl Default for Last {
    fn default() -> Self {
        Self { statements: Vec::new(), whole: true, refused: false }
    }
}

impl Runner {
    /// What the last migration did.
    pub fn last(&self) -> &Last {
        &self.last
    }

    /// The same, that writes down in the table which `config` names how far it has come.
    pub fn marking(self, config: &Config) -> Self {
        Self { marks: Some(Box::new(config.clone())), ..self }
    }

    /// Applies the migration to a database in which `applied` are applied, and says with which statements.
    pub async fn up(&mut self, name: &str, applied: &[String]) -> Result<Vec<String>> {
        self.step(("up", Direction::Up), name, applied).await
    }

    /// Takes the migration back from a database in which `applied` are applied, this one among them, and says with which
    /// statements.
    pub async fn down(&mut self, name: &str, applied: &[String]) -> Result<Vec<String>> {
        self.step(("down", Direction::Down), name, applied).await
    }

    /// Records that the migration is applied, in a database in which `applied` are. It does nothing itself.
    pub async fn note(&mut self, name: &str, applied: &[String]) -> Result<()> {
        self.step(("note", Direction::Up), name, applied).await.map(drop)
    }

    /// Makes the table in which SeaORM records migrations, where it is not there yet, in a database in which `applied` are
    /// applied.
    pub async fn install(&mut self, applied: &[String]) -> Result<()> {
        let seen = applied.iter().map(String::as_str);
        self.send(&["note"].into_iter().chain(seen).collect::<Vec<_>>().join("\t")).await;
        match self.answer("SeaORM's own table").await? {
            Answer::Done { .. } => Ok(()),
            other => Err(anyhow!("the runner does not make SeaORM's own table: {other:?}")),
        }
    }

    async fn step(
        &mut self,
        (verb, direction): (&str, Direction),
        name: &str,
        applied: &[String],
    ) -> Result<Vec<String>> {
        let others = applied.iter().map(String::as_str).filter(|other| *other != name);
        let seen: Vec<&str> = others.chain([name]).collect();
        self.send(&[&[verb], seen.as_slice()].concat().join("\t")).await;
        let mut mark = None;
        self.last = Last::default();
        let answer = loop {
            match self.answer(name).await? {
                Answer::Begun { .. } => {
                    self.last.whole = false;
                    if let Some(config) = &self.marks {
                        mark = Some(Mark::set(config, &self.url, (name, direction)).await?);
                    }
                }
                Answer::Sent { sent } => {
                    if let Some(mark) = &mut mark {
                        mark.sent(sent).await;
                    }
                }
                answer => break answer,
            }
            self.send("on").await;
        };
        match answer {
            Answer::Failed { failed, refused, told } => {
                let reason = without_secrets(&failed, &self.url);
                let statements: Vec<String> =
                    told.statements.iter().map(|statement| without_secrets(statement, &self.url)).collect();
                (self.last.refused, self.last.statements) = (refused, statements.clone());
                let stays = match mark {
                    Some(mut mark) => match mark.is_untouched(statements.len(), refused).await {
                        true => mark.clear().await.map(|()| false)?,
                        false => {
                            mark.failed(statements.len()).await;
                            true
                        }
                    },
                    None => false,
                };
                let error = Diagnostic::migration_step_failed(name, verb, (&reason, &statements));
                Err(if stays { error.half_done() } else { error }.into())
            }
            Answer::Done { told } if told.heard => {
                if let Some(mark) = mark {
                    mark.clear().await.with_context(|| format!("noting that {name} has ended"))?;
                }
                self.last.statements.clone_from(&told.statements);
                Ok(told.statements)
            }
            other => Err(anyhow!("the runner does not say what {name} told the database: {other:?}")),
        }
    }

    async fn send(&mut self, line: &str) {
        // A program that is gone is noticed when it does not answer.
        let _ = self.requests.write_all(format!("{line}\n").as_bytes()).await;
    }

    /// The next answer; `about` is what it will be about.
    async fn answer(&mut self, about: &str) -> Result<Answer> {
        while let Some(line) = self.answers.next_line().await? {
            match line.split_once(MARK) {
                Some((_, answer)) => return serde_json::from_str(answer).context("reading an answer of the runner"),
                None => self.said.extend([line.as_str(), "\n"]),
            }
        }
        let status = self.child.wait().await?;
        let mut errors = Vec::new();
        self.errors.rewind()?;
        self.errors.read_to_end(&mut errors)?;
        let said = format!("{}{}\n{status}", self.said, String::from_utf8_lossy(&errors));
        Err(Diagnostic::runner_ended(about, &tail(&without_secrets(&said, &self.url))).into())
    }
}

/// How PostgreSQL sees the runners of this process.
pub(super) fn application_name() -> String {
    format!("scaffold migrate, process {}, runner", process::id())
}

/// The URL with what PostgreSQL is told of the connection: its name, and how long it waits where the URL does not say so. A
/// migration that waits for a lock holds up everybody who comes after it. Where a pooler refuses that, the runner does
/// without.
fn with_settings(url: &str, settings: &MigrationSettings) -> String {
    let limits = [("lock_timeout", settings.lock_timeout), ("statement_timeout", settings.statement_timeout)];
    let limits = limits.map(|(name, limit)| format!("-c%20{name}%3D{}", limit.0.unwrap_or_default().as_millis()));
    let (start, query) = url.split_once('?').unwrap_or((url, ""));
    let theirs = if query.is_empty() { String::new() } else { format!("&{query}") };
    let name = application_name().replace(' ', "%20");
    format!("{start}?options={}{theirs}&application_name={name}", limits.join("%20"))
}

/// Statements that tell MySQL or MariaDB how long it waits. One that a server does not know is none.
fn limits(settings: &MigrationSettings) -> Vec<String> {
    let lock = settings.lock_timeout.0.map(|limit| {
        let seconds = limit.as_secs().max(1);
        format!("SET lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}")
    });
    let statement =
        settings.statement_timeout.0.map(|limit| format!("SET max_statement_time = {}", limit.as_secs_f64()));
    lock.into_iter().chain(statement).collect()
}

/// What the compiler says, from its first error on.
fn refused(place: &str, said: &str) -> Diagnostic {
    if said.contains("migration::Migrator") && said.contains("`Migrator`") {
        return Diagnostic::migrator_missing(place);
    }
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let first = lines.iter().position(|line| line.starts_with("error")).unwrap_or_default();
    let shown: Vec<String> =
        lines[first..].iter().take(ERROR_LINES).map(|line| crate::diagnostic::printable(line)).collect();
    Diagnostic::runner_not_built(place, &shown.join("\n"))
}
