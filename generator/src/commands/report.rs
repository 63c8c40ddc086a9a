//! What a run did, for people and for programs.

use super::diff;
use super::exit::Exit;
use super::output::{FAINT, Output, STRONG};
use super::phases::Phase;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, printable};
use crate::diff::{Changes, Impact};
use crate::ledger::Counts;
use crate::model::Model;
use crate::plan::{Action, Plan, manifest};
use crate::tasks::Task;
use anyhow::Result;
use serde::Serialize;

/// How many paths are listed for people; programs get all of them.
const LISTED: usize = 20;

/// What a run of `sync` or `generate` did.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Whether it says what a run would do, and nothing was done.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) planned: bool,
    /// Whether anything was applied or written.
    pub(super) changed: bool,
    /// The migrations that were applied, or would be, by name; absent where migrations are not driven.
    pub(super) migrations: Option<Migrations>,
    /// What the database holds.
    pub(super) found: Found,
    /// What it holds besides, that acts or could be called and that there is no code for, by kind.
    pub(super) left_out: Counts,
    /// What was to be carried over from the schema, and what of it was, where some of it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tasks: Option<Vec<Task>>,
    /// What changed in the schema since the last run, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<Changes>,
    /// What happened to the files.
    pub(super) files: Files,
    /// How their texts differ, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) diff: Option<String>,
    /// What there is to say about the input.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub(super) phases: Vec<Phase>,
}

/// Names of migrations.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Migrations {
    /// They were applied.
    Applied(Vec<String>),
    /// They are not applied.
    Pending(Vec<String>),
}

impl Migrations {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Applied(names) | Self::Pending(names) => names.is_empty(),
        }
    }

    fn print(&self, output: Output) -> Result<()> {
        let (names, word) = match self {
            Self::Applied(names) => (names, "applied"),
            Self::Pending(names) => (names, "pending"),
        };
        line(output, "migrations", &format!("{} {word}", names.len()))?;
        names.iter().try_for_each(|name| item(output, word, name))
    }
}

/// Objects of the database, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    /// Tables.
    pub(super) tables: usize,
    /// Views, materialized ones included.
    pub(super) views: usize,
    /// Enums, of native types and of checks that list the values of a column.
    pub(super) enums: usize,
    /// Relations between entities, each direction counted.
    pub(super) relations: usize,
    /// Functions that call functions and procedures.
    pub(super) routines: usize,
}

/// What happened to the files, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Files {
    /// The directory of the crate, as the configuration names it.
    pub(super) directory: String,
    /// Written anew.
    pub(super) created: Vec<String>,
    /// Replaced.
    pub(super) updated: Vec<String>,
    /// Removed.
    pub(super) deleted: Vec<String>,
    /// How many were left as they were.
    pub(super) kept: usize,
    /// In the way; where there is one, nothing at all was written.
    pub(super) conflicts: Vec<String>,
}

impl Found {
    /// Counts what the database holds, and what was made of it.
    pub(super) fn count(catalog: &Catalog, model: &Model) -> Self {
        Self {
            tables: catalog.table_count(),
            views: catalog.schemas.iter().map(|schema| schema.views.len()).sum(),
            enums: model.enums.len(),
            relations: model.relation_count(),
            routines: model.routines.functions.len(),
        }
    }
}

impl Files {
    /// Sorts the changes of a plan by what happens.
    pub(super) fn of(plan: &Plan, config: &Config) -> Self {
        let directory = config.settings.entity.directory.display().to_string();
        let mut files = Self { directory, ..Self::default() };
        for change in &plan.changes {
            match &change.action {
                Action::Create(_) => files.created.push(change.path.clone()),
                Action::Update { .. } => files.updated.push(change.path.clone()),
                Action::Delete { .. } => files.deleted.push(change.path.clone()),
                Action::Keep => files.kept += 1,
                Action::Conflict { .. } => files.conflicts.push(change.path.clone()),
            }
        }
        files
    }

    /// Whether the plan changes anything, or would if nothing were in the way.
    pub(super) fn differ(&self) -> bool {
        !(self.created.is_empty() && self.updated.is_empty() && self.deleted.is_empty() && self.conflicts.is_empty())
    }
}

impl Report {
    /// How the run ends.
    pub(super) fn exit(&self) -> Exit {
        Exit::of_diagnostics(&self.diagnostics)
    }

    /// Prints the report as the flags ask for it.
    pub(super) fn print(&self, output: Output) -> Result<()> {
        if output.is_json() {
            return output.json(self);
        }
        output.diagnostics(&self.diagnostics)?;
        self.diff.iter().try_for_each(|diff| output.unified(diff))?;
        self.migrations.iter().try_for_each(|migrations| migrations.print(output))?;
        let Found { tables, views, enums, relations, routines } = self.found;
        let routines = if routines == 0 { String::new() } else { format!(", routines {routines}") };
        let found = format!("tables {tables}, views {views}, enums {enums}, relations {relations}{routines}");
        line(output, "found", &found)?;
        if !self.left_out.is_empty() {
            let kinds = self.left_out.iter().map(|(kind, count)| format!("{} {count}", kind.plural()));
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            line(output, "left out", &format!("{kinds}: scaffold inspect --stage ledger says why"))?;
        }
        self.tasks.iter().try_for_each(|tasks| print_tasks(tasks, output))?;
        if let Some(changes) = &self.changes {
            line(output, "changes", &counted(changes))?;
            let lines = diff::lines(changes);
            lines.iter().take(LISTED).try_for_each(|line| output.line(&format!("{:12}{line}", "")))?;
            more(output, lines.len())?;
        }
        self.print_files(output)?;
        let times = self.phases.iter().map(|phase| format!("{} {:.2} s", phase.name, phase.duration.as_secs_f64()));
        line(output, "time", &times.collect::<Vec<_>>().join(", "))?;
        match (self.exit(), self.changed) {
            (Exit::Fine, _) if self.planned => output.line("nothing was done: this is a plan"),
            (Exit::Fine, false) => output.line("nothing changed"),
            (Exit::Fine, true) => Ok(()),
            _ => output.line("nothing was written"),
        }
    }

    fn print_files(&self, output: Output) -> Result<()> {
        let Files { directory, created, updated, deleted, kept, .. } = &self.files;
        let [create, update, delete, keep] = match self.planned {
            true => ["create", "update", "delete", "keep"],
            false => ["created", "updated", "deleted", "kept"],
        };
        let counts = [(create, created.len()), (update, updated.len()), (delete, deleted.len()), (keep, *kept)];
        let counts = counts.map(|(word, count)| format!("{word} {count}"));
        line(output, "files", &format!("{} in {}", counts.join(", "), printable(directory)))?;
        let created = created.iter().map(|path| (create, path));
        let updated = updated.iter().map(|path| (update, path));
        let deleted = deleted.iter().map(|path| (delete, path));
        let mut all: Vec<_> = deleted.chain(updated).chain(created).collect();
        // The code is what people look for; of the facts it is made from, what there is room for.
        all.sort_by_key(|(_, path)| manifest::is_fact(path));
        all.iter().take(LISTED).try_for_each(|(word, path)| item(output, word, path))?;
        more(output, all.len())
    }
}

/// What is to be done, object by object: all of it, since each line can be chosen.
fn print_tasks(tasks: &[Task], output: Output) -> Result<()> {
    let done = tasks.iter().filter(|task| task.done).count();
    line(output, "tasks", &format!("{done} of {}", tasks.len()))?;
    tasks.iter().try_for_each(|task| {
        let Task { object, deed, from, done, why } = task;
        let from = from.iter().map(|from| format!(" from {from}"));
        let why = why.iter().map(|why| format!(": {why}"));
        let tail: String = from.chain(why).collect();
        let sign = if *done { "x" } else { " " };
        let text = format!("{deed:<7}{} {}{tail}", object.kind.word(), object.place());
        output.line(&format!("{:12}{FAINT}[{sign}]{FAINT:#} {}", "", printable(&text)))
    })
}

/// Says how many there are besides those that were listed.
fn more(output: Output, all: usize) -> Result<()> {
    match all.saturating_sub(LISTED) {
        0 => Ok(()),
        more => item(output, "", &format!("and {more} more")),
    }
}

/// How many changes mean what, and what follows for the version.
fn counted(changes: &Changes) -> String {
    let impacts = [Impact::Breaking, Impact::Additive, Impact::DocOnly];
    let counts = impacts.map(|impact| format!("{impact} {}", changes.count(impact)));
    format!("{}: a {} version", counts.join(", "), changes.verdict)
}

fn line(output: Output, head: &str, text: &str) -> Result<()> {
    output.line(&format!("{STRONG}{head:<12}{STRONG:#}{text}"))
}

fn item(output: Output, word: &str, text: &str) -> Result<()> {
    output.line(&format!("{:12}{FAINT}{word:<9}{FAINT:#}{}", "", printable(text)))
}
