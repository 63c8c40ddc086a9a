//! A plan → the disk.
//!
//! First everything that can fail is done where it changes nothing: the checks, and every text written to the
//! staging directory. Then come the steps, which only rename; should one of them fail, those before it are taken
//! back. A directory of the generator's own is one step where the system can do that; otherwise the manifest is placed
//! last.

use super::exchange;
use super::read::{self, Reader};
use super::staging::{Durability, Staging, unwritable};
use super::step::Step;
use crate::diagnostic::Diagnostic;
use crate::plan::{Action, Change, Entry, Obstacle, Plan, manifest, path};
use crate::render;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// More files than this are not flushed one by one: that takes longer than to write them again.
const FLUSHED_FILES: usize = 200;

/// Brings the plan to the disk. Errors name the file and leave the tree as it was. The caller holds the lock.
pub fn apply(directory: &Path, plan: &Plan) -> Result<()> {
    refuse(plan)?;
    read::is_there(directory)?;
    Staging::clean(directory)?;
    if plan.is_unchanged() {
        return Ok(());
    }
    fs::create_dir_all(directory).map_err(|error| unwritable(directory, &error))?;
    check_directories(directory, plan)?;
    let mut staging = Staging::open(directory, durability(plan))?;
    let steps = stage(&mut staging, directory, plan)?;
    let whole = exchange::whole(&mut staging, directory, &steps);
    check_unchanged(directory, plan)?;
    match whole.as_deref().map(attempt) {
        Some(Ok(())) => Ok(()),
        Some(Err(failure)) if !failure.is_for_want_of_exchange() => Err(failure.told().into()),
        Some(Err(_)) | None => run(&steps),
    }
}

/// A plan with conflicts is not applied, nor one that `plan` cannot have made, nor one with Rust that is none.
fn refuse(plan: &Plan) -> Result<()> {
    if let Some(problem) = plan.conflicts().first() {
        return Err((*problem).clone().into());
    }
    for Change { path, .. } in &plan.changes {
        if let Some(reason) = path::flaw(path) {
            return Err(Diagnostic::file_path_unsafe(path, reason).into());
        }
    }
    render::parse(&plan.texts())
}

pub(super) fn durability(plan: &Plan) -> Durability {
    if plan.changes.len() - plan.kept() <= FLUSHED_FILES { Durability::Flushed } else { Durability::Lazy }
}

/// Gets everything ready. What is returned only renames.
pub(super) fn stage(staging: &mut Staging, directory: &Path, plan: &Plan) -> Result<Vec<Step>> {
    let (mut places, mut removals) = (Vec::new(), Vec::new());
    let (is_manifest, others): (Vec<&Change>, Vec<&Change>) =
        plan.changes.iter().partition(|change| change.path == manifest::MANIFEST);
    for Change { path, action } in others.into_iter().chain(is_manifest) {
        let target = directory.join(path);
        match action {
            Action::Create(new) => {
                let staged = staging.write(new, &target).map_err(|error| unwritable(Path::new(path), &error))?;
                places.push(Step::Place { staged, target, backup: None });
            }
            Action::Update { new, .. } => {
                let staged = staging.write(new, &target).map_err(|error| unwritable(Path::new(path), &error))?;
                let backup = Some(staging.back_up(&target).map_err(|error| unwritable(Path::new(path), &error))?);
                places.push(Step::Place { staged, target, backup });
            }
            Action::Delete { .. } => removals.push(Step::Remove { target, backup: staging.place() }),
            Action::Keep | Action::Conflict { .. } => {}
        }
    }
    Ok(ordered(directory, places, removals))
}

/// Directories, files, removals, the manifest (whose place is the last of `places`), and the directories that are
/// empty now.
fn ordered(directory: &Path, mut places: Vec<Step>, removals: Vec<Step>) -> Vec<Step> {
    let parents = |steps: &[Step]| -> BTreeSet<PathBuf> {
        let above = steps.iter().flat_map(|step| step.path().ancestors().skip(1));
        above.filter(|path| *path != directory && path.starts_with(directory)).map(Path::to_owned).collect()
    };
    let missing: Vec<PathBuf> = parents(&places).into_iter().filter(|path| !path.exists()).collect();
    let emptied = parents(&removals);
    let manifest = places.pop_if(|step| step.path().ends_with(manifest::MANIFEST));
    let mut steps: Vec<Step> = missing.into_iter().map(Step::MakeDirectory).collect();
    steps.append(&mut places);
    steps.extend(removals);
    steps.extend(manifest);
    steps.extend(emptied.into_iter().rev().map(Step::Prune));
    steps
}

/// Runs the steps, or takes back those that were run.
pub(super) fn run(steps: &[Step]) -> Result<()> {
    attempt(steps).map_err(|failure| failure.told().into())
}

/// A step that failed, and what could not be taken back of those before it.
struct Failure<'a> {
    step: &'a Step,
    error: io::Error,
    left: Vec<String>,
}

fn attempt(steps: &[Step]) -> Result<(), Failure<'_>> {
    for (done, step) in steps.iter().enumerate() {
        if let Err(error) = step.run() {
            let undone = steps[..done].iter().rev();
            let left = undone.filter_map(|step| step.undo().err().map(|_| step.path().display().to_string()));
            return Err(Failure { step, error, left: left.collect() });
        }
    }
    Ok(())
}

impl Failure<'_> {
    fn is_for_want_of_exchange(&self) -> bool {
        matches!(self.step, Step::Exchange(_)) && self.left.is_empty() && exchange::is_unknown(&self.error)
    }

    fn told(&self) -> Diagnostic {
        let path = self.step.path();
        if !self.left.is_empty() {
            let (path, left) = (path.display().to_string(), self.left.join(", "));
            return Diagnostic::file_rollback_incomplete(&path, &self.error.to_string(), &left);
        }
        match (self.step, self.error.kind()) {
            (Step::Exchange(_), ErrorKind::ResourceBusy) => {
                Diagnostic::file_changed_meanwhile(&path.display().to_string())
            }
            _ => unwritable(path, &self.error),
        }
    }
}

/// Every directory in which something changes must be writable by its mode, for root too.
fn check_directories(directory: &Path, plan: &Plan) -> Result<()> {
    let changed = plan.changes.iter().filter(|change| change.action != Action::Keep);
    let parents: BTreeSet<PathBuf> = changed.filter_map(|change| nearest(directory, &change.path)).collect();
    for parent in parents {
        let permissions = fs::metadata(&parent).map(|metadata| metadata.permissions());
        if cfg!(unix) && permissions.is_ok_and(|permissions| permissions.readonly()) {
            return Err(Diagnostic::file_directory_read_only(&parent.display().to_string()).into());
        }
    }
    Ok(())
}

fn nearest(directory: &Path, path: &str) -> Option<PathBuf> {
    directory.join(path).ancestors().skip(1).find(|parent| parent.is_dir()).map(Path::to_owned)
}

/// An editor does not know of our lock: what it saved since the plan was made must not be lost.
fn check_unchanged(directory: &Path, plan: &Plan) -> Result<()> {
    let mut reader = Reader::new(directory);
    for Change { path, action } in &plan.changes {
        let planned = match action {
            Action::Create(_) => None,
            Action::Update { old, .. } | Action::Delete { old } => Some(Entry::Text(old.clone())),
            Action::Keep | Action::Conflict { .. } => continue,
        };
        match reader.entry(path) {
            found if found == planned => {}
            Some(Entry::Obstacle(Obstacle::Unreadable(reason))) => {
                return Err(Diagnostic::file_unreadable(path, &reason).into());
            }
            _ => return Err(Diagnostic::file_changed_meanwhile(path).into()),
        }
    }
    Ok(())
}
