//! `scaffold lint`: what the rules find in a schema, and `scaffold explain`: what a rule says.
//!
//! The schema is what the database says now, or what entity/schema says with `--offline`. Writes nothing but the baseline,
//! when asked; the migration that mends what was found is written by [`migrate`], as all migrations are.

use super::apply;
use super::arguments::{Deny, ExplainArguments, LintArguments, LintFormat};
use super::exit::Exit;
use super::migrate::{self, Fix};
use super::output::{FAINT, Output, STRONG};
use super::stages;
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::database::{Backend, Missing};
use crate::diagnostic::{Diagnostic, printable};
use crate::lint::{self, Baseline, Finding, Report, Server, Subject, System, Version};
use crate::snapshot::{self, Snapshot};
use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::io::ErrorKind;

/// Looks at the schema and prints what breaks rules. Ends with 1 when any of it is as grave as is denied.
pub(super) async fn run(config: &Config, arguments: &LintArguments, output: Output) -> Result<Exit> {
    if let Some(rules) = &arguments.fix {
        return migrate::fix(config, Fix { rules, name: arguments.name.as_deref() }, output).await;
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
        return write(config, (&baseline, &report), output);
    }
    let file = |finding: &Finding| file(config, &snapshot, finding);
    match arguments.report {
        Some(LintFormat::Sarif) => output.json(&lint::sarif(&report, file))?,
        Some(LintFormat::Github) => output.data(&lint::github(&report.findings, file))?,
        None if output.is_json() => output.json(&Printed::of(&report))?,
        None => output.data(&human(&report, arguments.deny))?,
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

/// Writes the findings down as known; what was known and is still there stays, and everything else goes.
fn write(config: &Config, (baseline, report): (&Baseline, &Report), output: Output) -> Result<Exit> {
    let is_of_schema = |finding: &&Finding| finding.rule != "lint/unused-ignore";
    let all = report.known.iter().chain(&report.findings).filter(is_of_schema);
    let all: Vec<Finding> = all.cloned().collect();
    stages::put(config, &config.lint_baseline(), baseline.text(&all)?, output)?;
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

/// The report as JSON.
#[derive(Serialize)]
struct Printed<'a> {
    errors: usize,
    warnings: usize,
    infos: usize,
    #[serde(flatten)]
    report: &'a Report,
}

impl<'a> Printed<'a> {
    fn of(report: &'a Report) -> Self {
        let [errors, warnings, infos] = counts(report);
        Self { errors, warnings, infos, report }
    }
}

fn counts(report: &Report) -> [usize; 3] {
    [Level::Error, Level::Warn, Level::Info].map(|level| report.count(level))
}

/// The findings for people, by table, and how many there are.
fn human(report: &Report, deny: Deny) -> String {
    let mut text = String::new();
    for group in report.findings.chunk_by(|one, other| (&one.schema, &one.table) == (&other.schema, &other.table)) {
        text += &format!("{STRONG}{}{STRONG:#}\n", printable(&head(&group[0])));
        text += &group.iter().map(paragraph).collect::<String>();
        text.push('\n');
    }
    text + &conclusion(report, deny)
}

/// What a group of findings is about.
fn head(finding: &Finding) -> String {
    if finding.schema.is_empty() {
        return "ignores".to_owned();
    }
    // The place begins with the table, by whatever name messages call it.
    let end = finding.place.find(&finding.table).map_or(finding.place.len(), |at| at + finding.table.len());
    finding.place.get(..end).unwrap_or(&finding.place).to_owned()
}

fn paragraph(finding: &Finding) -> String {
    let Finding { rule, level, place, message, why, help, .. } = finding;
    let style = style(*level);
    let head = head(finding);
    let part = place.strip_prefix(&head).map_or(place.as_str(), |rest| rest.trim_start_matches('.'));
    let part = Some(part).filter(|part| !part.is_empty());
    let part = part.map(|part| format!("{STRONG}{}{STRONG:#} ", printable(part))).unwrap_or_default();
    let mut text =
        format!("  {style}{:<5}{style:#} {part}{}  {FAINT}{rule}{FAINT:#}\n", level.word(), printable(message));
    for (word, line) in [("", why), ("help: ", help)].into_iter().filter(|(_, line)| !line.is_empty()) {
        text += &format!("        {FAINT}{word}{FAINT:#}{}\n", printable(line));
    }
    text
}

fn style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warn => AnsiColor::Yellow.on_default().bold(),
        Level::Info | Level::Off => AnsiColor::Cyan.on_default().bold(),
    }
}

fn conclusion(report: &Report, deny: Deny) -> String {
    let count = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let [errors, warnings, infos] = counts(report);
    let objects = count(report.objects, "table or view", "tables and views");
    let found =
        [count(errors, "error", "errors"), count(warnings, "warning", "warnings"), count(infos, "note", "notes")];
    let passed = [(report.ignored.len(), "ignored"), (report.known.len(), "known")];
    let passed = passed.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let rest: String = passed.map(|text| format!(", {text}")).collect();
    let first = report.findings.iter().max_by_key(|finding| finding.level).map(|finding| finding.rule);
    let more = first.map(|rule| format!("\nscaffold explain {rule} says more{}", more(deny))).unwrap_or_default();
    format!("{objects}: {}{rest}{more}\n", found.join(", "))
}

fn more(deny: Deny) -> String {
    match deny {
        Deny::Error => "; --deny warn makes warnings fail too".to_owned(),
        _ => String::new(),
    }
}

/// Prints the page of each rule that is named, or a line for each rule.
pub(super) fn explain(arguments: &ExplainArguments, output: Output) -> Result<Exit> {
    if arguments.rules.is_empty() {
        return list(output);
    }
    let ids: Vec<&str> = lint::manuals().iter().map(|manual| manual.id).collect();
    let find = |name: &String| lint::manual(name).ok_or_else(|| Diagnostic::unknown_rule("explain", name, &ids));
    let manuals = arguments.rules.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if output.is_json() {
        output.json(&manuals)?;
        return Ok(Exit::Fine);
    }
    let pages: Vec<String> = manuals.iter().map(|manual| page(manual)).collect();
    output.data(&pages.join("\n"))?;
    Ok(Exit::Fine)
}

fn page(manual: &lint::Manual) -> String {
    let (head, rest) = manual.text.split_once('\n').unwrap_or((manual.text, ""));
    let level = format!("{FAINT}By itself: {}{FAINT:#}", manual.level.word());
    let fix = match (manual.fix, manual.choice) {
        (Some(does), _) => format!("{FAINT}--fix {does}{FAINT:#}\n"),
        (None, Some(choice)) => format!("{FAINT}--fix leaves it: {choice}{FAINT:#}\n"),
        (None, None) => String::new(),
    };
    format!("{STRONG}{head}{STRONG:#}\n{level}\n{fix}{}\n", rest.trim_end())
}

fn list(output: Output) -> Result<Exit> {
    if output.is_json() {
        output.json(&lint::manuals())?;
        return Ok(Exit::Fine);
    }
    let line = |manual: &lint::Manual| {
        let style = style(manual.level);
        format!("{style}{:<5}{style:#} {:<26} {}\n", manual.level.word(), manual.id, manual.title)
    };
    output.data(&lint::manuals().iter().map(line).collect::<String>())?;
    Ok(Exit::Fine)
}
