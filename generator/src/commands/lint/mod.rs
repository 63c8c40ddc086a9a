//! `scaffold lint`: what the rules find in a schema or in migrations, and `scaffold explain`: what a rule says.
//!
//! The schema is what the database says now, or what entity/schema says with `--offline`; migrations are tried in a scratch
//! database. Writes nothing but the baseline, when asked; the migration that mends what was found is written by [`migrate`], as
//! all migrations are.

mod explain;
mod migrations;
mod print;

pub(super) use explain::explain;

use super::apply;
use super::arguments::{LintArguments, LintFormat};
use super::exit::Exit;
use super::migrate::{self, Fix};
use super::output::Output;
use super::stages;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::database::{Backend, Missing};
use crate::diagnostic::{Diagnostic, printable};
use crate::lint::{self, Baseline, Finding, Report, Scope, Server, Subject, System, Version};
use crate::snapshot::{self, Snapshot};
use anyhow::{Context, Result};
use print::{Looked, Printed, human};
use std::fs;
use std::io::ErrorKind;

/// Looks at the schema or at migrations, and prints what breaks rules. Ends with 1 when any of it is as grave as is denied.
pub(super) async fn run(config: &Config, arguments: &LintArguments, output: Output) -> Result<Exit> {
    if let Some(rules) = &arguments.fix {
        return migrate::fix(config, Fix { rules, name: arguments.name.as_deref() }, output).await;
    }
    if arguments.migrations {
        return migrations::run(config, arguments, output).await;
    }
    let Seen { snapshot, committed, server } = seen(config, arguments, output).await?;
    let baseline = baseline(config)?;
    let (catalog, settings) = (&snapshot.catalog, &config.settings);
    let subject = Subject { catalog, committed: committed.as_ref(), server, settings };
    let report = lint::lint(&subject, &baseline).map_err(|mut problems| {
        let first = problems.remove(0);
        // What cannot be printed still ends the run with its code.
        let _ = output.diagnostics(&problems);
        first
    })?;
    if arguments.write_baseline {
        return write(config, (&baseline, &report, Scope::Schema), output);
    }
    tell(&report, (arguments, Looked::Tables), |finding| file(config, &snapshot, finding), output)
}

/// Prints what was found, as was asked for, and says how the run ends.
fn tell(
    report: &Report,
    (arguments, looked): (&LintArguments, Looked),
    file: impl Fn(&Finding) -> String,
    output: Output,
) -> Result<Exit> {
    match arguments.report {
        Some(LintFormat::Sarif) => output.json(&lint::sarif(report, file))?,
        Some(LintFormat::Github) => output.data(&lint::github(&report.findings, file))?,
        None if output.is_json() => output.json(&Printed::of(report))?,
        None => output.data(&human(report, (arguments.deny, looked)))?,
    }
    let is_denied = |finding: &Finding| finding.level >= arguments.deny.level();
    Ok(if report.findings.iter().any(is_denied) { Exit::Findings } else { Exit::Fine })
}

/// What is looked at.
struct Seen {
    snapshot: Snapshot,
    /// What the entity crate was made from, where that is another reading.
    committed: Option<Catalog>,
    server: Server,
}

async fn seen(config: &Config, arguments: &LintArguments, output: Output) -> Result<Seen> {
    let version = said_version(config)?;
    if arguments.offline {
        let snapshot = stages::seen_last(config, output)?.without_orphans();
        let server = server(snapshot.backend, None, version);
        return Ok(Seen { snapshot, committed: None, server });
    }
    let url = stages::database_url(config, Missing::Refuse)?;
    let (snapshot, told) = stages::seen_with_version(config, &url, apply::known(config)?).await?;
    let server = server(snapshot.backend, Some(&told), version);
    // Both as the project file spells them, which is how they compare.
    let last = stages::last(config)?.ok().filter(|last| last.backend == snapshot.backend);
    match last {
        None => Ok(Seen { snapshot, committed: None, server }),
        Some(last) => {
            Ok(Seen { snapshot: snapshot.spelled()?, committed: Some(last.without_orphans().catalog), server })
        }
    }
}

/// The version that the settings say.
pub(super) fn said_version(config: &Config) -> Result<Option<&str>, Diagnostic> {
    let said = config.settings.lint.server_version.as_deref();
    match said.filter(|text| Version::of(text).is_none()) {
        None => Ok(said),
        Some(text) => {
            let path = ["lint", "server_version"];
            let place = config.settings.places.of(&path).unwrap_or_else(|| path.join("."));
            Err(Diagnostic::server_version_not_understood(&place, text))
        }
    }
}

/// The server, by its own word or that of the settings, which goes before.
pub(super) fn server(backend: Backend, told: Option<&str>, said: Option<&str>) -> Server {
    let text = said.or(told).unwrap_or_default();
    let is_maria = [told, said].into_iter().flatten().any(|text| text.to_ascii_lowercase().contains("mariadb"));
    let system = match backend {
        Backend::Postgres => System::Postgres,
        Backend::Sqlite => System::Sqlite,
        Backend::MySql if is_maria => System::MariaDb,
        Backend::MySql => System::MySql,
    };
    Server { system, version: Version::of(text) }
}

/// The findings that are known; none where there is no such file.
pub(super) fn baseline(config: &Config) -> Result<Baseline> {
    let (path, name) = (config.lint_baseline(), config.settings.lint.baseline.display().to_string());
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Baseline::read(&name, &text)?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Baseline { file: name, known: Vec::new() }),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// Writes the findings down as known; what was known and is still there stays, as does what was not looked at, and everything
/// else goes.
fn write(config: &Config, (baseline, report, scope): (&Baseline, &Report, Scope<'_>), output: Output) -> Result<Exit> {
    let is_own = |finding: &&Finding| finding.rule != "lint/unused-ignore";
    let all = report.known.iter().chain(&report.findings).filter(is_own);
    let all: Vec<Finding> = all.cloned().collect();
    stages::put(config, &config.lint_baseline(), baseline.text(&all, scope)?, output)?;
    output.line(&format!("{} findings are known now, in {}", all.len(), printable(&baseline.file)))?;
    Ok(Exit::Fine)
}

/// The file of the project that tells of a finding's table, where it is written down, or else the configuration.
fn file(config: &Config, snapshot: &Snapshot, finding: &Finding) -> String {
    let schema = snapshot.catalog.schema(&finding.schema);
    let name = schema.filter(|schema| !schema.is_default).map(|schema| schema.name.as_str());
    let directory = config.settings.entity.directory.display();
    let path = match schema {
        Some(schema) if schema.tables.iter().any(|table| table.name == finding.table) => {
            snapshot::path_of_table(name, &finding.table)
        }
        Some(_) => snapshot::path_of_view(name, &finding.table),
        None => return crate::config::FILE_NAME.to_owned(),
    };
    if config.entity_directory().join(&path).is_file() {
        format!("{directory}/{path}")
    } else {
        crate::config::FILE_NAME.to_owned()
    }
}
