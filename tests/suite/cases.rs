//! The cases: a directory each, with a schema per backend and the code it must become.
//!
//! `cases/<feature>/` holds `case.md` (one sentence: what a reader should check), `postgres.sql`, `mysql.sql` and
//! `sqlite.sql` for the backends it speaks of, `rows.sql` or `rows.<backend>.sql`, and perhaps `scaffold.toml` and
//! `types.rs`, the user's own module, which the generated code finds at `crate::<feature>_types`; and `extension/`, the
//! user's own code that finds the generated at `crate::<feature>`.
//! The goldens beside them are `catalog.<backend>.json`, `diagnostics.txt`, and `expected/`: what must stand in
//! `src/generated`, for every backend. Where one backend's answer has to differ, the case says so with a directory
//! `expected.<backend>/` of its own; the difference is never blessed without one.

use crate::golden::{self, Goldens, Tree, difference};
use crate::servers::{self, Database};
use crate::{library, servers::word};
use anyhow::{Context, Result, anyhow, ensure};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::{Config, Environment, Overrides, Settings};
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::diagnostic::Diagnostic;
use sea_scaffold::extension::Extensions;
use sea_scaffold::history::History;
use sea_scaffold::model::{Model, Names};
use sea_scaffold::render::{File, Templates};
use sea_scaffold::snapshot::{self, Snapshot};
use sea_scaffold::{introspect, model, render};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;

/// The backends in the order of reference: the first that a case has gives the common golden.
pub(crate) const BACKENDS: [Backend; 3] = [Backend::Postgres, Backend::MySql, Backend::Sqlite];

/// Where generated code lies in an entity crate.
const GENERATED: &str = "src/generated/";

/// One directory of `cases/`.
pub(crate) struct Case {
    /// The directory's name.
    pub(crate) name: String,
    directory: PathBuf,
}

/// What the stages make of one database.
pub(crate) struct Outcome {
    /// The facts.
    pub(crate) catalog: Catalog,
    /// What was decided.
    pub(crate) model: Model,
    /// What there was to say.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The texts, all of them.
    pub(crate) files: Vec<File>,
}

/// Every case, by name.
pub(crate) fn all() -> Vec<Case> {
    let entries = fs::read_dir(golden::package().join("cases")).into_iter().flatten().flatten();
    let directories = entries.filter(|entry| entry.path().is_dir());
    let case =
        |entry: fs::DirEntry| Case { name: entry.file_name().to_string_lossy().into_owned(), directory: entry.path() };
    let mut cases: Vec<Case> = directories.map(case).collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// Runs the stages from a database to its files.
pub(crate) fn generate(url: &str, settings: &Settings) -> Result<Outcome> {
    generate_beside(&Extensions::default(), url, settings)
}

/// The same beside code of the user's.
fn generate_beside(extensions: &Extensions, url: &str, settings: &Settings) -> Result<Outcome> {
    let migrations = &settings.migration.table;
    let catalog = servers::wait(|| async {
        let mut session = Session::open(url).await?;
        let catalog = introspect::introspect(&mut session, &settings.database, migrations).await;
        session.close().await;
        catalog
    })?;
    facts_are_written_and_read(Backend::of(url)?, &catalog)?;
    let (mut model, mut diagnostics) = model::build(&catalog, settings);
    diagnostics.extend(model.extend(extensions));
    let files = render::render(&model, settings, &Templates::default())?;
    Ok(Outcome { catalog, model, diagnostics, files })
}

/// The project file says all of a catalog, but for the name of MySQL's database.
pub(crate) fn facts_are_written_and_read(backend: Backend, catalog: &Catalog) -> Result<()> {
    let (history, orphans) = (History::default(), BTreeSet::new());
    let seen = Snapshot { backend, catalog: catalog.clone(), history, names: Names::new(), orphans };
    let written = seen.files()?;
    let texts = written.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let read = snapshot::read(&texts).map_err(|problems| anyhow!("{problems:#?}"))?;
    let rewritten = read.files()?;
    for (first, second) in written.iter().zip(&rewritten) {
        ensure!(first == second, difference(&first.path, &first.text, &second.text));
    }
    ensure!(written.len() == rewritten.len(), "{} files became {}", written.len(), rewritten.len());
    ensure!(backend == Backend::MySql || read == seen, "what is read is not what was written");
    Ok(())
}

/// Calls `work` for every item, some at a time, and returns the answers in the order of the items.
pub(crate) fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let queue = Mutex::new(items.iter().enumerate());
    let next = || queue.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).next();
    let worker = || {
        let mut answers = Vec::new();
        while let Some((index, item)) = next() {
            answers.push((index, work(item)));
        }
        answers
    };
    let mut answers: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        let answers = workers.into_iter().map(|worker| worker.join());
        answers.flat_map(|answers| answers.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

impl Case {
    /// The backends that the case has a schema for.
    pub(crate) fn backends(&self) -> Vec<Backend> {
        BACKENDS.into_iter().filter(|backend| self.directory.join(schema_file(*backend)).is_file()).collect()
    }

    /// Whether the case has types of its own, as the user of an entity crate may write beside the generated code.
    pub(crate) fn has_types(&self) -> bool {
        self.directory.join("types.rs").is_file()
    }

    /// Whether the case has code of its own beside the generated.
    pub(crate) fn has_extension(&self) -> bool {
        self.directory.join("extension").is_dir()
    }

    /// Runs the stages beside the case's own code.
    pub(crate) fn generate(&self, url: &str) -> Result<Outcome> {
        let files = golden::read(&self.directory.join("extension")).into_iter();
        let files = files.map(|(path, text)| (format!("{}/{path}", sea_scaffold::extension::FOLDER), text)).collect();
        let (extensions, problems) = Extensions::read(&files);
        anyhow::ensure!(problems.is_empty(), "{problems:?}");
        generate_beside(&extensions, url, &self.settings()?)
    }

    /// The settings, from `scaffold.toml` when there is one.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let file = self.directory.join("scaffold.toml");
        let text = self.text("scaffold.toml").unwrap_or_default();
        let config = Overrides { config: file.is_file().then_some(file), ..Overrides::default() };
        let environment = Environment { current_directory: self.directory.clone(), ..Environment::default() };
        let mut settings = Config::load(&config, &environment)?.settings;
        // Every golden would hold the same runtime once more; the cases that are about repositories ask for them.
        settings.entity.repositories &= text.contains("repositories");
        Ok(settings)
    }

    /// A fresh database with the schema in it; `None` when there is no such server.
    pub(crate) fn database(&self, backend: Backend) -> Result<Option<Database>> {
        let Some(server) = servers::database(backend) else { return Ok(None) };
        let database = server.database(&self.name)?;
        self.load(&database)?;
        Ok(Some(database))
    }

    /// Puts the case's schema into an empty database.
    pub(crate) fn load(&self, database: &Database) -> Result<()> {
        let file = schema_file(database.backend);
        let schema = self.text(&file).context("the case has a schema")?;
        database.execute(&schema).with_context(|| format!("{}/{file}", self.name))
    }

    /// Puts the case's rows in.
    pub(crate) fn fill(&self, database: &Database) -> Result<()> {
        let own = format!("rows.{}.sql", word(database.backend));
        let Some(rows) = self.text(&own).or_else(|| self.text("rows.sql")) else { return Ok(()) };
        database.execute(&rows).with_context(|| format!("{}: rows on {}", self.name, database.backend))
    }

    /// The catalogs that the goldens hold, one for each backend.
    pub(crate) fn catalogs(&self) -> Vec<Catalog> {
        let texts = self.backends().into_iter().filter_map(|backend| fs::read_to_string(self.catalog(backend)).ok());
        texts.filter_map(|text| serde_json::from_str(&text).ok()).collect()
    }

    /// Where the golden of that backend lies: its own directory when the case says so, else the common one.
    pub(crate) fn expected(&self, backend: Backend) -> PathBuf {
        let own = self.directory.join(format!("expected.{}", word(backend)));
        if own.is_dir() { own } else { self.directory.join("expected") }
    }

    /// The path of a file of the case.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.directory.join(file)).ok()
    }

    /// Compares everything the case holds with what comes out today.
    fn check(&self) -> Result<Goldens> {
        let mut goldens = Goldens::default();
        let mut said = String::new();
        let mut trees = Vec::new();
        for backend in self.backends() {
            let Some(database) = self.database(backend)? else { continue };
            self.fill(&database)?;
            let outcome = self.generate(&database.url).with_context(|| format!("{} on {backend}", self.name))?;
            // MySQL's schema is the database, whose name is another one every time.
            let catalog = serde_json::to_string_pretty(&outcome.catalog)?.replace(&database.name, "database");
            goldens.file(&self.catalog(backend), &(catalog + "\n"));
            said += &section(backend, &outcome.diagnostics).replace(&database.name, "database");
            trees.push((backend, outcome.generated()));
        }
        let known = self.text("diagnostics.txt").unwrap_or_default();
        let said = if trees.len() == self.backends().len() { said } else { replaced(&known, &said) };
        goldens.file(&self.directory.join("diagnostics.txt"), &said);
        self.check_trees(&mut goldens, &trees);
        Ok(goldens)
    }

    fn check_trees(&self, goldens: &mut Goldens, trees: &[(Backend, Tree)]) {
        let mut common: Option<&(Backend, Tree)> = None;
        for current in trees {
            let (backend, tree) = current;
            let directory = self.expected(*backend);
            let own = !directory.ends_with("expected");
            match common {
                Some((first, reference)) if !own && reference != tree => {
                    let name = format!("{}: {backend} differs from {first}", self.name);
                    let hint =
                        format!("(where that is right: mkdir tests/cases/{}/expected.{})", self.name, word(*backend));
                    goldens.fail(format!("{name} {hint}\n{}", tree_difference(reference, tree)));
                }
                Some((first, reference)) if own && reference == tree => {
                    goldens.fail(format!("{}: {} equals {first}'s golden; remove it", self.name, directory.display()));
                }
                _ => goldens.tree(&directory, tree),
            }
            if !own {
                common = common.or(Some(current));
            }
        }
    }

    /// Where the facts are that the case's database says.
    pub(crate) fn catalog(&self, backend: Backend) -> PathBuf {
        self.directory.join(format!("catalog.{}.json", word(backend)))
    }
}

impl Outcome {
    /// All of it as one text, to be compared.
    pub(crate) fn text(&self) -> Result<String> {
        let files: String = self.files.iter().map(|file| format!("{}\n{}\n", file.path, file.text)).collect();
        Ok(serde_json::to_string_pretty(&self.catalog)? + &format!("{:#?}", self.diagnostics) + &files)
    }

    /// What stands in `src/generated`.
    pub(crate) fn generated(&self) -> Tree {
        let files = self.files.iter();
        files.filter_map(|file| Some((file.path.strip_prefix(GENERATED)?.to_owned(), file.text.clone()))).collect()
    }
}

fn schema_file(backend: Backend) -> String {
    format!("{}.sql", word(backend))
}

/// What was said on one backend, under its name.
fn section(backend: Backend, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics.iter().map(Diagnostic::to_string).collect();
    if lines.is_empty() { String::new() } else { format!("[{}]\n{}\n", word(backend), lines.join("\n")) }
}

/// The known sections, with those replaced that were made today: on a machine without some server the others'
/// sections still count.
fn replaced(known: &str, made: &str) -> String {
    let sections = |text: &str| -> Vec<String> {
        let mut sections: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.starts_with('[') || sections.is_empty() {
                sections.push(String::new());
            }
            sections.last_mut().into_iter().for_each(|section| *section += &format!("{line}\n"));
        }
        sections
    };
    let made = sections(made);
    let head = |section: &str| section.lines().next().unwrap_or_default().to_owned();
    let pick = |old: String| made.iter().find(|new| head(new) == head(&old)).cloned().unwrap_or(old);
    sections(known).into_iter().map(pick).collect()
}

fn tree_difference(reference: &Tree, tree: &Tree) -> String {
    let none = String::new();
    let paths: std::collections::BTreeSet<&String> = reference.keys().chain(tree.keys()).collect();
    let texts =
        paths.into_iter().map(|path| (path, reference.get(path).unwrap_or(&none), tree.get(path).unwrap_or(&none)));
    texts.filter(|(_, a, b)| a != b).map(|(path, a, b)| golden::difference(path, a, b)).collect()
}

#[test]
fn cases_become_the_code_their_goldens_say() {
    let cases = all();
    let mut goldens = Goldens::default();
    for (case, checked) in cases.iter().zip(parallel(&cases, Case::check)) {
        match checked {
            Ok(checked) => goldens.merge(checked),
            Err(error) => goldens.fail(format!("case {}: {error:#}", case.name)),
        }
    }
    // The library of goldens lists what the cases hold, so it is looked at when they are as they should be.
    goldens.file(&golden::package().join("goldens.rs"), &library::text(&cases));
    goldens.finish();
}

#[test]
fn every_case_says_what_a_reader_should_check() {
    for case in all() {
        let sentence = case.text("case.md").unwrap_or_default();
        assert!(sentence.trim_end().ends_with('.'), "cases/{}/case.md: one sentence, please", case.name);
        assert!(!case.backends().is_empty(), "cases/{}: no schema", case.name);
    }
}
