//! What several verbs do on the way from a configuration to a plan.

use super::output::Output;
use super::{apply, interrupt};
use crate::catalog::{Catalog, Texts};
use crate::config::{Config, Orphans};
use crate::database::{self, Backend, Missing, Scratch, Session};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Changes};
use crate::disk::{self, Lock};
use crate::extension::Extensions;
use crate::history::{History, Object};
use crate::introspect::{self, Answer};
use crate::model::{self, Model};
use crate::plan::{self, Action, Change, Entry, Plan, manifest};
use crate::render::{self, Changed, Documented, File, System, Templates};
use crate::snapshot::{self, Snapshot};
use crate::tasks::{Picks, Task, Tasks};
use crate::templates::Project;
use anyhow::{Context, Result};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

/// What is said of a directory that another run is at work on.
pub(super) const WAITING: &str = "waiting for another run on this directory to end";

/// Waits until no other run writes into the directory.
pub(super) fn lock(directory: &Path, output: Output) -> Result<Lock> {
    // A note that cannot be printed is not worth ending the run for.
    disk::lock(directory, || drop(output.note(WAITING)))
}

/// The text of a file of the project's own; none where there is no such file.
///
/// Errors: it cannot be read as text, or is a link.
pub(super) fn taken(config: &Config, path: &Path) -> Result<Option<String>> {
    let (directory, name) = parts(path)?;
    match disk::read(directory, &[File::once(name, "")])?.entries.remove(name) {
        None => Ok(None),
        Some(Entry::Text(text) | Entry::ReadOnly(text)) => Ok(Some(text)),
        Some(Entry::Obstacle(obstacle)) => Err(plan::in_the_way(&shown(config, path), &obstacle).into()),
    }
}

/// Writes a file of the project's own in the place of what is there.
///
/// Errors: that may not be written to, or is no text.
pub(super) fn put(config: &Config, path: &Path, new: String, output: Output) -> Result<()> {
    let (directory, name) = parts(path)?;
    let lock = lock(directory, output)?;
    let action = match disk::read(directory, &[File::once(name, "")])?.entries.remove(name) {
        None => Action::Create(new),
        Some(Entry::Text(old)) if old == new => Action::Keep,
        Some(Entry::Text(old)) => Action::Update { old, new },
        Some(Entry::ReadOnly(_)) => return Err(Diagnostic::file_read_only(&shown(config, path)).into()),
        Some(Entry::Obstacle(obstacle)) => return Err(plan::in_the_way(&shown(config, path), &obstacle).into()),
    };
    disk::apply(directory, &Plan { changes: vec![Change { path: name.to_owned(), action }] })?;
    drop(lock);
    Ok(())
}

fn parts(path: &Path) -> Result<(&Path, &str)> {
    path.parent().zip(path.file_name().and_then(OsStr::to_str)).context("a file has a name and lies in a directory")
}

/// A path as people see it: from the project's root where it is below that.
pub(super) fn shown(config: &Config, path: &Path) -> String {
    path.strip_prefix(&config.root).unwrap_or(path).display().to_string()
}

/// The URL of the database, as the drivers want it.
pub(super) fn database_url(config: &Config, missing: Missing) -> Result<String> {
    let url = config.settings.database.url.as_deref().ok_or_else(Diagnostic::no_database_url)?;
    Ok(database::resolve(url, &config.root, missing)?)
}

/// Everything the database at `url` says, and what is known of the migrations that made it.
pub(super) async fn seen(config: &Config, url: &str, history: History) -> Result<Snapshot> {
    let mut session = Session::open(url).await?;
    let answer = answer(config, (&mut session, url)).await;
    session.close().await;
    Ok(Snapshot::of_database(Backend::of(url)?, answer?.met()?, history))
}

/// The same of a database in which migrations may not have begun, without what is known of them.
pub(super) async fn seen_so_far(config: &Config, url: &str) -> Result<Snapshot> {
    let mut session = Session::open(url).await?;
    let answer = answer(config, (&mut session, url)).await;
    session.close().await;
    Ok(Snapshot::of_database(Backend::of(url)?, answer?.catalog, History::default()))
}

/// The same as the project file tells it, and what the database says in words of its own.
pub(super) async fn seen_in_full(config: &Config, url: &str) -> Result<(Snapshot, Texts)> {
    let mut session = Session::open(url).await?;
    let read = async {
        let catalog = answer(config, (&mut session, url)).await?.catalog;
        let texts = introspect::texts(&mut session, &catalog.schemas).await;
        Ok((catalog, texts.map_err(|error| database::unreadable(error, url))?))
    };
    let read: Result<(Catalog, Texts)> = read.await;
    session.close().await;
    let (catalog, texts) = read?;
    let called = |catalog: &Catalog| catalog.default_schema().map(|schema| schema.name.clone()).unwrap_or_default();
    let connected = called(&catalog);
    let seen = Snapshot::of_database(Backend::of(url)?, catalog, History::default()).spelled()?;
    let texts = if seen.backend == Backend::MySql { texts.renamed(&connected, &called(&seen.catalog)) } else { texts };
    Ok((seen, texts))
}

/// Everything the database says, with what is known of its migrations, and what the server says of its version.
pub(super) async fn seen_with_version(config: &Config, url: &str, history: History) -> Result<(Snapshot, String)> {
    let mut session = Session::open(url).await?;
    let version = session.version().await;
    let answer = answer(config, (&mut session, url)).await;
    session.close().await;
    let seen = Snapshot::of_database(Backend::of(url)?, answer?.met()?, history);
    Ok((seen, version.map_err(|error| database::unreadable(error, url))?))
}

async fn answer(config: &Config, (session, url): (&mut Session, &str)) -> Result<Answer> {
    let settings = &config.settings;
    let answer = introspect::read(session, &settings.database, &settings.migration.table).await;
    answer.map_err(|error| database::unreadable(error, url))
}

/// Does something in an empty scratch database beside that at `url`.
pub(super) async fn on_scratch<T>(url: &str, work: impl AsyncFnOnce(&Scratch) -> Result<T>) -> Result<T> {
    on(Scratch::create(url).await?, work).await
}

/// Does something in a scratch database, which is gone afterwards.
pub(super) async fn on<T>(scratch: Scratch, work: impl AsyncFnOnce(&Scratch) -> Result<T>) -> Result<T> {
    let done = interrupt::ends(work(&scratch)).await;
    // The scratch database goes first, even when the run is interrupted; only then is it said what went wrong.
    let dropped = scratch.drop().await;
    let done = done?;
    dropped?;
    Ok(done)
}

/// The configuration with the scratch database in the place of the named one.
///
/// On MySQL a schema is a database: whoever lists the named one among the schemas means the scratch one here.
pub(super) fn within(config: &Config, scratch: &Scratch) -> Config {
    let mut config = config.clone();
    if scratch.is_schema() {
        let schemas = config.settings.database.schemas.iter_mut();
        schemas.filter(|schema| **schema == scratch.beside).for_each(|schema| schema.clone_from(&scratch.name));
    }
    config
}

/// The configuration without what would hide a part of the schema.
pub(super) fn whole(config: &Config) -> Config {
    let mut config = config.clone();
    let database = &mut config.settings.database;
    for list in
        [&mut database.include, &mut database.exclude, &mut database.include_routines, &mut database.exclude_routines]
    {
        list.clear();
    }
    config
}

/// Everything the database said last, as the project file tells.
pub(super) fn seen_last(config: &Config, output: Output) -> Result<Snapshot> {
    understood(&disk::snapshot(&config.entity_directory())?, output)
}

/// What the files of a project file say. Of several problems all are told.
pub(super) fn understood(texts: &BTreeMap<String, String>, output: Output) -> Result<Snapshot> {
    snapshot::read(texts).map_err(|mut problems| {
        let first = problems.remove(0);
        // What cannot be printed still ends the run with its code.
        let _ = output.diagnostics(&problems);
        first.into()
    })
}

/// What the project file says, where there is one that can be understood. What is wrong with another is told where it matters.
pub(super) type Last = Result<Snapshot, Vec<Diagnostic>>;

/// Reads the project file.
pub(super) fn last(config: &Config) -> Result<Last> {
    Ok(snapshot::read(&disk::snapshot(&config.entity_directory())?))
}

/// A state of the schema, and how it came to be that.
pub(super) struct Settled {
    /// What is written down, and code is made from.
    pub(super) snapshot: Snapshot,
    /// What of the schema was to be carried over, where that was asked.
    pub(super) tasks: Option<Vec<Task>>,
    /// What there is to say about it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The state in which the tasks between two states are done that were picked, or that the settings let be done.
///
/// Errors: what is picked is not there; orphans that the settings forbid; a project file that cannot be understood, where
/// something is to stay as it says.
pub(super) fn settled(config: &Config, seen: Snapshot, last: &Last, picks: Option<&Picks>) -> Result<Settled> {
    let orphans = config.settings.entity.orphans;
    if picks.is_none() && orphans == Orphans::Remove {
        return Ok(Settled { snapshot: seen, tasks: None, diagnostics: Vec::new() });
    }
    let chooses = picks.is_some_and(|picks| !picks.is_empty());
    let last = comparable(last, &seen, chooses)?;
    let spelled = seen.spelled()?;
    let mut tasks = Tasks::between(last, &spelled);
    let mut diagnostics = tasks.choose(picks.unwrap_or(&Picks::default()), orphans).err().unwrap_or_default();
    let snapshot = tasks.done();
    let stays = |object: &Object| Diagnostic::orphan_stays(object.kind.word(), &object.place(), orphans.word());
    diagnostics.extend(snapshot.orphans.iter().map(stays));
    // Where nothing is held back, the schema is told as the database spells it.
    let snapshot = if snapshot == spelled { seen } else { snapshot };
    Ok(Settled { snapshot, tasks: picks.map(|_| tasks.list()), diagnostics })
}

/// Everything the database at `url` says, in the state that the settings let it be written down in.
pub(super) async fn seen_and_settled(config: &Config, url: &str) -> Result<Settled> {
    settled(config, seen(config, url, apply::known(config)?).await?, &last(config)?, None)
}

/// What was seen last, where it can be compared with what is seen now. That it cannot is an error where it has to be.
fn comparable<'a>(last: &'a Last, seen: &Snapshot, has_to: bool) -> Result<Option<&'a Snapshot>, Diagnostic> {
    match last {
        Ok(last) if last.backend == seen.backend => Ok(Some(last)),
        Ok(last) if has_to => {
            let (theirs, ours) = (last.backend.to_string(), seen.backend.to_string());
            Err(Diagnostic::project_file_cannot_be_picked_from(snapshot::FOLDER, &theirs, &ours))
        }
        Err(problems) if has_to => {
            problems.iter().find(|problem| problem.code != "P001").cloned().map_or(Ok(None), Err)
        }
        _ => Ok(None),
    }
}

/// Everything that is decided about the generated code, in view of the extension files beside it.
pub(super) fn model(config: &Config, seen: &Snapshot) -> Result<(Model, Vec<Diagnostic>)> {
    let catalog = seen.of_code(config.settings.entity.orphans);
    let (settings, notes) = model::follow(&config.settings, &catalog, &seen.history);
    let (mut model, mut diagnostics) = model::build(&catalog, &settings);
    diagnostics.extend(notes);
    model.remember(&catalog, &seen.history, &config.settings);
    let (extensions, problems) = Extensions::read(&disk::extensions(&config.entity_directory())?);
    diagnostics.extend(problems);
    diagnostics.extend(model.extend(&extensions));
    let entity = &config.settings.entity;
    if entity.repositories && !entity.streams {
        let manifest = shown(config, &config.entity_directory().join("Cargo.toml"));
        diagnostics.push(Diagnostic::dependency_missing(&manifest, "futures-core", "0.3"));
    }
    Ok((model, diagnostics))
}

/// What is decided about the code of a state, as far as its facts say.
pub(super) fn decided(config: &Config, seen: &Snapshot) -> Model {
    let catalog = seen.of_code(config.settings.entity.orphans);
    let (settings, _) = model::follow(&config.settings, &catalog, &seen.history);
    model::build(&catalog, &settings).0
}

/// What is compared of a state.
pub(super) fn state<'a>(seen: &'a Snapshot, model: &'a Model) -> diff::State<'a> {
    diff::State { catalog: &seen.catalog, model, history: &seen.history, names: &seen.names }
}

/// What changed since the project file was written, where a plan writes it anew; nothing where there was none, or one
/// that cannot be understood or is from another kind of database.
pub(super) fn changes(config: &Config, last: &Last, (plan, files): (&Plan, &[File]), model: &Model) -> Option<Changes> {
    let differs = |change: &Change| manifest::is_fact(&change.path) && change.action != Action::Keep;
    if !plan.changes.iter().any(differs) {
        return None;
    }
    let now = files.iter().filter(|file| manifest::is_fact(&file.path));
    let now = now.map(|file| (file.path.clone(), file.text.clone())).collect();
    let (Ok(last), Ok(now)) = (last, snapshot::read(&now)) else { return None };
    if last.backend != now.backend {
        return None;
    }
    let model_of_last = decided(config, last);
    let changes = diff::changes(state(last, &model_of_last), state(&now, model));
    (!changes.changes.is_empty()).then_some(changes)
}

/// What the project has of templates.
pub(super) fn project_templates(config: &Config) -> Result<Project> {
    Ok(Project::of(disk::templates(&config.template_directory())?))
}

/// What the code is printed with, and what there is to say about templates that lack what changed in the built-in ones.
pub(super) fn templates(config: &Config) -> Result<(Templates, Option<Diagnostic>)> {
    let project = project_templates(config)?;
    let (names, directory) = (project.out_of_date(), config.settings.templates.directory.display().to_string());
    let outdated = (!names.is_empty()).then(|| Diagnostic::templates_out_of_date(&directory, &names));
    Ok((Templates::new(&directory, project.into_own())?, outdated))
}

/// What there is to say of comments that are missing, where the settings say how many may be.
pub(super) fn undocumented(config: &Config, seen: &Snapshot) -> Option<Diagnostic> {
    let allowed = config.settings.docs.undocumented?;
    let names = render::undocumented(&seen.of_code(config.settings.entity.orphans));
    match names.len().cmp(&allowed) {
        Ordering::Greater => Some(Diagnostic::undocumented(&names, allowed)),
        Ordering::Less => Some(Diagnostic::better_documented(names.len(), allowed)),
        Ordering::Equal => None,
    }
}

/// The documentation of a schema, where the settings ask for it.
fn documentation(
    config: &Config,
    state: (&Model, &Snapshot),
    templates: &Templates,
    rows: Option<&str>,
) -> Result<Vec<File>> {
    let docs = &config.settings.docs;
    if docs.directory.is_none() {
        return Ok(Vec::new());
    }
    documented(config, state, |facts| {
        let facts = Documented { rows: rows.unwrap_or(facts.rows), ..*facts };
        render::documentation(&facts, docs, templates)
    })
}

/// The diagram of a schema, with what changed in it.
pub(super) fn diagram(config: &Config, state: (&Model, &Snapshot), changes: &[Changed]) -> Result<String> {
    let (templates, _) = templates(config)?;
    documented(config, state, |facts| render::changed_diagram(facts, (&config.settings.docs, changes), &templates))
}

/// Makes something of what documentation is made from: what the project file says, and not what a database spelled
/// otherwise, so that a check without a server tells the same.
fn documented<T>(
    config: &Config,
    (model, seen): (&Model, &Snapshot),
    make: impl FnOnce(&Documented<'_>) -> Result<T>,
) -> Result<T> {
    let directory = config.settings.docs.directory.as_deref().unwrap_or_default();
    let kept = |name: &str| disk::kept(&config.entity_directory(), &format!("{directory}/{name}"));
    let (layout, rows) = (kept(render::LAYOUT)?, kept(render::ROWS)?);
    let system = match seen.backend {
        Backend::Postgres => System::Postgres,
        Backend::MySql => System::MySql,
        Backend::Sqlite => System::Sqlite,
    };
    let seen = seen.spelled()?;
    let catalog = seen.of_code(config.settings.entity.orphans);
    let crate_name = &config.settings.entity.crate_name;
    make(&Documented {
        catalog: &catalog,
        model,
        history: &seen.history,
        system,
        layout: &layout,
        rows: &rows,
        crate_name,
    })
}

/// Every file of the entity crate, sorted by path: the code, the facts it is made from, and their documentation.
pub(super) fn files(config: &Config, model: &Model, seen: &Snapshot, templates: &Templates) -> Result<Vec<File>> {
    files_with_rows(config, (model, seen), templates, None)
}

/// The same with what a database has just said of rows, in the place of what the documentation says of them.
pub(super) fn files_with_rows(
    config: &Config,
    (model, seen): (&Model, &Snapshot),
    templates: &Templates,
    rows: Option<&str>,
) -> Result<Vec<File>> {
    let mut files = render::render(model, &config.settings, templates)?;
    let default = seen.catalog.default_schema().map(|schema| schema.name.as_str());
    files.extend(seen.files_with(&model.names(default))?);
    files.extend(documentation(config, (model, seen), templates, rows)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
