//! `scaffold templates`: what is built in, made the project's own, compared with what is built in now, and brought up to
//! date.

use super::arguments::TemplatesVerb;
use super::exit::Exit;
use super::output::Output;
use super::stages;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, printable};
use crate::plan::{Action, Plan};
use crate::templates::{self, Ejected, Project, Standing, Update};
use crate::{disk, render};
use anyhow::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A template as it is listed.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    /// How the project's own stands; nothing where there is none.
    own: Option<Standing>,
}

/// A template as it is compared.
#[derive(Serialize)]
struct Compared<'a> {
    name: &'a str,
    #[serde(flatten)]
    standing: Standing,
    diff: String,
}

/// What was done to the project's templates.
#[derive(Serialize)]
struct Done {
    /// The directory of the templates, as the configuration names it.
    directory: String,
    /// Templates that are new.
    created: Vec<String>,
    /// Templates that were there, and are as they were.
    there: Vec<String>,
    /// Templates that have what changed upstream.
    updated: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

/// Does what was asked for.
pub(super) fn run(config: &Config, verb: &TemplatesVerb, output: Output) -> Result<Exit> {
    match verb {
        TemplatesVerb::List => list(&stages::project_templates(config)?, output),
        TemplatesVerb::Eject(eject) => self::eject(config, &templates::chosen(&eject.names)?, output),
        TemplatesVerb::Diff(diff) => self::diff(config, &diff.names, output),
        TemplatesVerb::Update(update) => self::update(config, &templates::chosen(&update.keep)?, output),
    }
}

fn list(project: &Project, output: Output) -> Result<Exit> {
    let own: BTreeMap<&str, Standing> = project.ejected().map(|own| (own.name, own.standing())).collect();
    let names: BTreeSet<&str> = render::built_in().map(|(name, _)| name).chain(own.keys().copied()).collect();
    let listed = names.into_iter().map(|name| Listed { name, own: own.get(name).copied() });
    if output.is_json() {
        output.json(&listed.collect::<Vec<_>>())?;
        return Ok(Exit::Fine);
    }
    for Listed { name, own } in listed {
        let own = own.map(|own| format!(": {}", words(own))).unwrap_or_default();
        output.data(&format!("{}{own}\n", printable(name)))?;
    }
    Ok(Exit::Fine)
}

fn words(standing: Standing) -> String {
    let mine = if standing.changed_by_you { "changed by you" } else { "unchanged by you" };
    match standing {
        Standing { gone: true, .. } => format!("{mine}, no longer built in"),
        Standing { upstream_changed: true, .. } => format!("{mine}, upstream changed"),
        _ => mine.to_owned(),
    }
}

fn eject(config: &Config, names: &BTreeSet<&'static str>, output: Output) -> Result<Exit> {
    let (plan, ()) = write(config, output, |project| (project.eject(names), ()))?;
    Done::of(config, &plan, Update::default()).print(output)
}

fn update(config: &Config, kept: &BTreeSet<&'static str>, output: Output) -> Result<Exit> {
    let (plan, update) = write(config, output, |project| {
        let mut update = project.update(kept);
        (std::mem::take(&mut update.plan), update)
    })?;
    Done::of(config, &plan, update).print(output)
}

/// Writes what is planned in view of the project's templates.
fn write<T>(config: &Config, output: Output, plan: impl FnOnce(&Project) -> (Plan, T)) -> Result<(Plan, T)> {
    let directory = config.template_directory();
    let lock = stages::lock(&directory, output)?;
    let (plan, rest) = plan(&stages::project_templates(config)?);
    disk::apply(&directory, &plan)?;
    drop(lock);
    Ok((plan, rest))
}

fn diff(config: &Config, names: &[String], output: Output) -> Result<Exit> {
    let project = stages::project_templates(config)?;
    let chosen = templates::chosen(names)?;
    let is_chosen = |own: &Ejected<'_>| names.is_empty() || chosen.contains(own.name);
    let own = project.ejected().filter(is_chosen);
    let compared: Vec<Compared<'_>> =
        own.map(|own| Compared { name: own.name, standing: own.standing(), diff: own.diff() }).collect();
    let is_behind = compared.iter().any(|own| own.standing.upstream_changed);
    let exit = if is_behind { Exit::Findings } else { Exit::Fine };
    if output.is_json() {
        output.json(&compared)?;
        return Ok(exit);
    }
    let directory = printable(&config.settings.templates.directory.display().to_string());
    for Compared { name, standing, diff } in &compared {
        output.line(&format!("{directory}/{}: {}", printable(name), words(*standing)))?;
        output.unified(diff)?;
    }
    if compared.is_empty() {
        output.line("no template is ejected")?;
    }
    Ok(exit)
}

impl Done {
    fn of(config: &Config, plan: &Plan, update: Update) -> Self {
        let directory = config.settings.templates.directory.display().to_string();
        let place = |name: &str| format!("{directory}/{name}");
        let conflicts =
            update.conflicts.iter().map(|(name, lines)| Diagnostic::template_in_conflict(&place(name), lines));
        let gone = update.gone.iter().map(|name| Diagnostic::template_gone(&place(name)));
        let diagnostics = conflicts.chain(gone).collect();
        let named = |wanted: fn(&Action) -> bool| {
            let changes =
                plan.changes.iter().filter(|change| !templates::is_base(&change.path) && wanted(&change.action));
            changes.map(|change| change.path.clone()).collect()
        };
        Self {
            created: named(|action| matches!(action, Action::Create(_))),
            there: named(|action| *action == Action::Keep),
            updated: update.updated,
            diagnostics,
            directory,
        }
    }

    fn print(&self, output: Output) -> Result<Exit> {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        let exit = if self.diagnostics.iter().any(is_error) { Exit::Findings } else { Exit::Fine };
        if output.is_json() {
            output.json(self)?;
            return Ok(exit);
        }
        output.diagnostics(&self.diagnostics)?;
        let created = self.created.iter().map(|name| ("created", name, ": yours from now on"));
        let there = self.there.iter().map(|name| ("there", name, ": it is yours, and as it was"));
        let updated = self.updated.iter().map(|name| ("updated", name, ""));
        for (word, name, note) in created.chain(there).chain(updated) {
            output.line(&format!("{word:<9}{}/{}{note}", printable(&self.directory), printable(name)))?;
        }
        if self.created.is_empty() && self.updated.is_empty() {
            output.line("nothing changed")?;
        }
        Ok(exit)
    }
}
