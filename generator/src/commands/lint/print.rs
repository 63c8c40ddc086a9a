//! What was found, for people and as JSON.

use super::super::arguments::Deny;
use super::super::output::{FAINT, STRONG};
use crate::config::Level;
use crate::diagnostic::printable;
use crate::lint::{Finding, Report};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    /// Tables and views.
    Tables,
    /// Migrations.
    Migrations,
}

/// How much of a statement is shown.
const SHOWN: usize = 110;

/// The report as JSON.
#[derive(Serialize)]
pub(super) struct Printed<'a> {
    errors: usize,
    warnings: usize,
    infos: usize,
    #[serde(flatten)]
    report: &'a Report,
}

impl<'a> Printed<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let [errors, warnings, infos] = counts(report);
        Self { errors, warnings, infos, report }
    }
}

fn counts(report: &Report) -> [usize; 3] {
    [Level::Error, Level::Warn, Level::Info].map(|level| report.count(level))
}

/// The findings for people, by table or migration, and how many there are.
pub(super) fn human(report: &Report, (deny, looked): (Deny, Looked)) -> String {
    let mut text = String::new();
    for group in report.findings.chunk_by(|one, other| (&one.schema, &one.table) == (&other.schema, &other.table)) {
        text += &format!("{STRONG}{}{STRONG:#}\n", printable(&head(&group[0])));
        text += &group.iter().map(paragraph).collect::<String>();
        text.push('\n');
    }
    text + &conclusion(report, (deny, looked))
}

/// What a group of findings is about.
fn head(finding: &Finding) -> String {
    if finding.table.is_empty() {
        return "ignores".to_owned();
    }
    // The place begins with the table, by whatever name messages call it.
    let end = finding.place.find(&finding.table).map_or(finding.place.len(), |at| at + finding.table.len());
    finding.place.get(..end).unwrap_or(&finding.place).to_owned()
}

fn paragraph(finding: &Finding) -> String {
    let Finding { rule, level, place, message, why, help, statement, .. } = finding;
    let style = style(*level);
    let head = head(finding);
    let part = place.strip_prefix(&head).map_or(place.as_str(), |rest| rest.trim_start_matches('.'));
    let part = Some(part).filter(|part| !part.is_empty());
    let part = part.map(|part| format!("{STRONG}{}{STRONG:#} ", printable(part))).unwrap_or_default();
    let mut text =
        format!("  {style}{:<5}{style:#} {part}{}  {FAINT}{rule}{FAINT:#}\n", level.word(), printable(message));
    if let Some(said) = statement {
        text += &format!("        {FAINT}statement {}: {}{FAINT:#}\n", said.number, printable(&short(&said.sql)));
    }
    for (word, line) in [("", why), ("help: ", help)].into_iter().filter(|(_, line)| !line.is_empty()) {
        text += &format!("        {FAINT}{word}{FAINT:#}{}\n", printable(line));
    }
    text
}

/// A statement in a line.
fn short(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

pub(super) fn style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warn => AnsiColor::Yellow.on_default().bold(),
        Level::Info | Level::Off => AnsiColor::Cyan.on_default().bold(),
    }
}

fn conclusion(report: &Report, (deny, looked): (Deny, Looked)) -> String {
    let count = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let [errors, warnings, infos] = counts(report);
    let objects = match looked {
        Looked::Tables => count(report.objects, "table or view", "tables and views"),
        Looked::Migrations => count(report.objects, "migration", "migrations"),
    };
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
