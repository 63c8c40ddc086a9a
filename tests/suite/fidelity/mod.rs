//! Whether generated code is true to its database, for any number of databases at once: `check` is for everyone.
//!
//! Each subject is loaded twice, read, generated, compiled without a warning together with others, filled with rows
//! that its constraints accept, and used: every row read and written through the entities, every relation followed both
//! ways, every view read. Every object of it is accounted for, and every file has a name that any system accepts. Nothing
//! here knows what is in a subject.

mod compile;
mod contract;
mod fill;
mod hostile;
mod real;
mod script;

pub(crate) use compile::rustc;
pub(crate) use contract::contract;
pub(crate) use real::beside;
pub(crate) use script::run as run_script;

use crate::cases;
use crate::golden::Tree;
use crate::ledger;
use crate::servers::{self, Database, Server};
use anyhow::{Context, Result, ensure};
use compile::Program;
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sea_scaffold::diagnostic::{Diagnostic, Severity};
use std::collections::{BTreeMap, VecDeque};
use std::env;
use std::fs;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

/// The entities that are compiled at once: few enough that a machine with little memory can, many enough that what each
/// program costs alone does not matter.
const AT_ONCE: usize = 120;

/// The programs that are made side by side.
const WORKERS: usize = 2;

/// A database to check.
pub(crate) struct Subject {
    /// What it is called in messages.
    pub(crate) name: String,
    /// Where it is loaded.
    pub(crate) backend: Backend,
    /// What it holds.
    pub(crate) load: Load,
    /// How it is generated.
    pub(crate) settings: Settings,
}

/// Which server of a backend is asked.
pub(crate) type Choice = fn(Backend) -> Option<&'static Server>;

/// How a database gets its schema.
pub(crate) enum Load {
    /// Statements that must all be accepted.
    Sql(String),
    /// A script as people write them, for the backend's own client; what the server refuses is left out.
    Script(String),
}

/// Something that is wrong with a subject.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The subject's name.
    pub(crate) subject: String,
    /// What is wrong.
    pub(crate) text: String,
}

/// What became of a subject.
#[derive(Default)]
pub(crate) struct Report {
    /// The subject's name.
    pub(crate) name: String,
    /// Why the server refused a statement, for each that it did.
    pub(crate) refused: Vec<String>,
    /// What the generator had to say.
    pub(crate) said: Vec<Diagnostic>,
    /// The number of entities, and of views.
    pub(crate) entities: usize,
    pub(crate) views: usize,
    /// The number of rows that were made.
    pub(crate) rows: u64,
    /// The tables that could be given no row, and why.
    pub(crate) empty: Vec<(String, String)>,
    /// What is wrong.
    pub(crate) failures: Vec<String>,
}

/// A subject that is ready to be compiled and used.
struct Ready {
    report: Report,
    tree: Tree,
    catalog: Catalog,
    a: Database,
    b: Database,
}

/// Whether a subject is to be looked at: `SCAFFOLD_TEST_ONLY` names those that are, where it is set.
fn is_chosen(name: &str) -> bool {
    env::var("SCAFFOLD_TEST_ONLY").map_or(true, |only| only.split(',').any(|chosen| chosen == name))
}

/// Everything that is wrong with the subjects.
pub(crate) fn check(subjects: Vec<Subject>) -> Vec<Failure> {
    let failures = |report: Report| {
        let Report { name, failures, .. } = report;
        failures.into_iter().map(move |text| Failure { subject: name.clone(), text })
    };
    reports(subjects).into_iter().flat_map(failures).collect()
}

/// Puts rows into every table of the catalog, and returns how many.
pub(crate) fn rows(database: &Database, catalog: &Catalog) -> Result<u64> {
    Ok(fill::fill(database, catalog)?.rows)
}

/// What becomes of each subject whose server is there, by name.
pub(crate) fn reports(subjects: Vec<Subject>) -> Vec<Report> {
    reports_on(servers::database, subjects)
}

/// What becomes of each subject on the server of its backend, by name.
pub(crate) fn reports_on(server: Choice, subjects: Vec<Subject>) -> Vec<Report> {
    let queue = Mutex::new(VecDeque::from(subjects));
    let mut reports: Vec<Report> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(|| work(server, &queue))).collect();
        let reports = workers.into_iter().map(|worker| worker.join());
        reports.flat_map(|reports| reports.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    reports.sort_by(|a, b| a.name.cmp(&b.name));
    reports
}

/// Takes subjects until there are enough to compile, again and again.
fn work(server: Choice, queue: &Mutex<VecDeque<Subject>>) -> Vec<Report> {
    let next = || queue.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop_front();
    let (mut reports, mut batch, mut entities) = (Vec::new(), Vec::new(), 0);
    loop {
        let subject = next();
        let done = subject.is_none();
        if let Some(subject) = subject {
            let mut report = Report { name: subject.name.clone(), ..Report::default() };
            match ready(server, subject, &mut report) {
                Ok(None) => continue,
                Ok(Some(made)) => {
                    entities += report.entities + report.views;
                    batch.push(Ready { report, ..made });
                }
                Err(error) => {
                    report.failures.push(format!("{error:#}"));
                    reports.push(report);
                }
            }
        }
        if done || entities >= AT_ONCE {
            reports.extend(used(std::mem::take(&mut batch)));
            entities = 0;
        }
        if done {
            return reports;
        }
    }
}

/// Loads, generates and fills; nothing where there is no server.
fn ready(server: Choice, subject: Subject, report: &mut Report) -> Result<Option<Ready>> {
    let Some(server) = server(subject.backend) else { return Ok(None) };
    let (a, b) = (server.database(&subject.name)?, server.database(&subject.name)?);
    report.refused = load(&a, &subject.load).context("loading")?;
    load(&b, &subject.load).context("loading")?;
    let mut settings = subject.settings;
    settings.entity.crate_name = format!("trees::{}", module(&subject.name));
    let outcome = cases::generate(&a.url, &settings).context("generating")?;
    let errors: Vec<&Diagnostic> =
        outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    ensure!(errors.is_empty(), "{errors:?}");
    let texts: Vec<(&str, &str)> = outcome.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    sea_scaffold::render::parse(&texts)?;
    let refused = sea_scaffold::plan::path::refused(outcome.files.iter());
    report.failures.extend(refused.values().map(ToString::to_string));
    report.failures.extend(ledger::faults(&a, &outcome, &settings).context("accounting")?);
    let tree = outcome.generated();
    let modules =
        |folder: &str| tree.keys().filter(|path| path.starts_with(folder) && !path.ends_with("/mod.rs")).count();
    (report.entities, report.views) = (modules("entity/"), modules("view/"));
    report.said = outcome.diagnostics;
    fill::empty(&b, &outcome.catalog).context("emptying the second database")?;
    for database in [&a, &b] {
        fill::make_room(database, &outcome.catalog).context("making a partition")?;
    }
    let filled = fill::fill(&a, &outcome.catalog).context("filling")?;
    (report.rows, report.empty) = (filled.rows, filled.empty);
    Ok(Some(Ready { report: Report::default(), tree, catalog: outcome.catalog, a, b }))
}

/// Gives the database its schema, and returns why the server refused a statement, for each that it did.
pub(crate) fn load(database: &Database, load: &Load) -> Result<Vec<String>> {
    match load {
        Load::Sql(sql) => database.execute(sql).map(|()| Vec::new()),
        Load::Script(text) => script::run(database, text),
    }
}

/// Compiles a batch and uses each of its subjects.
fn used(batch: Vec<Ready>) -> Vec<Report> {
    if batch.is_empty() {
        return Vec::new();
    }
    let mut trees = BTreeMap::new();
    let mut all: Vec<(String, Ready)> = Vec::new();
    for mut ready in batch {
        let name = module(&ready.report.name);
        trees.insert(name.clone(), std::mem::take(&mut ready.tree));
        all.push((name, ready));
    }
    let names: Vec<&str> = trees.keys().map(String::as_str).collect();
    let compiled = Program::new(&trees).and_then(|program| Ok((program.compile(&names)?, program)));
    let examples = compiled
        .as_ref()
        .ok()
        .and_then(|(_, program)| program.examples().unwrap_or_else(|error| Some(format!("{error:#}"))));
    let used = all.into_iter().map(|(name, mut ready)| {
        match &compiled {
            Err(error) => ready.report.failures.push(format!("{error:#}")),
            Ok((refused, program)) => match refused.get(&name) {
                Some(reason) => ready.report.failures.push(format!("it does not compile:\n{reason}")),
                None => match run(program, &name, &ready) {
                    Ok(failures) => ready.report.failures.extend(failures),
                    Err(error) => ready.report.failures.push(format!("{error:#}")),
                },
            },
        }
        ready.report
    });
    let mut reports: Vec<Report> = used.collect();
    if let Some(said) = examples {
        let named = reports.iter().position(|report| said.contains(&format!("{}/", module(&report.name))));
        reports[named.unwrap_or_default()]
            .failures
            .push(format!("an example of the documentation does not compile:\n{said}"));
    }
    reports
}

/// The module of a subject.
fn module(subject: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    format!("s_{}", subject.chars().map(plain).collect::<String>())
}

/// Runs the program for one subject, and returns what it has to say.
fn run(program: &Program, name: &str, ready: &Ready) -> Result<Vec<String>> {
    let job = serde_json::json!({ "name": name, "a": ready.a.url, "b": ready.b.url, "catalog": ready.catalog });
    let path = program.path().with_file_name(format!("{name}.json"));
    fs::write(&path, job.to_string())?;
    let output = Command::new(program.path()).arg(path).output().context("running the program")?;
    ensure!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

#[test]
fn what_is_sound_passes_and_what_is_not_is_named() {
    let subject = |name: &str, sql: &str| Subject {
        name: name.to_owned(),
        backend: Backend::Sqlite,
        load: Load::Sql(sql.to_owned()),
        settings: Settings::default(),
    };
    let sound = "CREATE TABLE parent (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE);
        CREATE TABLE child (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parent (id));
        CREATE VIEW names AS SELECT name FROM parent";
    let failures = check(vec![subject("sound", sound), subject("broken", "CREATE TABLE ()")]);
    let failures: Vec<String> =
        failures.iter().map(|failure| format!("{}: {}", failure.subject, failure.text)).collect();
    assert!(matches!(failures.as_slice(), [one] if one.starts_with("broken: loading")), "{failures:#?}");
}
