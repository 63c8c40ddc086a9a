//! Rules of the schema: what is legal in a database and still goes wrong one day.
//!
//! A rule is one file of `rule`, whose head is its manual page, and a row of the table there. The engine asks each rule
//! what breaks it, gives that a level, and takes out what is let pass. A rule never judges from a name alone where a
//! fact of the catalog tells more, and says nothing of a backend to which it does not apply.
//!
//! 1. The level of a rule is what the settings say, else the profile, else the rule itself.
//! 2. A finding is let pass by `[[lint.ignore]]`, by a tag in the comment of its table or column, or by the baseline, in
//!    this order. The first two say why.
//! 3. What lets nothing pass is a finding itself, of `lint/unused-ignore`, unless its rule is off.
//! 4. Findings are sorted by schema, table, level (gravest first), rule and place, whatever the order of the rules; those of
//!    [`migration`]s by their statements.

mod access;
mod baseline;
mod context;
mod github;
mod mend;
pub mod migration;
mod pass;
mod predicate;
mod profile;
mod rule;
mod sarif;
mod server;
mod words;

#[cfg(test)]
mod tests;

pub use baseline::{Baseline, Known};
pub use github::github;
pub use mend::{Done, Left, Mended, broken_anew, is_still_there, mend};
pub use pass::Scope;
pub use rule::{Manual, manual, manuals};
pub use sarif::sarif;
pub use server::{Server, System, Version};

use crate::catalog::Catalog;
use crate::config::{Level, LintSettings, Settings};
use crate::diagnostic::Diagnostic;
use context::{Context, Flaw};
use migration::{Cost, Said};
use pass::Passes;
use rule::{RULES, Rule};
use serde::Serialize;
use std::cmp::Reverse;

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The schema.
    pub catalog: &'a Catalog,
    /// The schema that the committed entity crate was made from, where it is another reading.
    pub committed: Option<&'a Catalog>,
    /// The server that it is in.
    pub server: Server,
    /// Conventions, profile, levels, limits and ignores.
    pub settings: &'a Settings,
}

/// What a look at a schema found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many tables and views, or migrations, were looked at.
    pub objects: usize,
    /// What is to be told.
    pub findings: Vec<Finding>,
    /// What was let pass for a reason.
    pub ignored: Vec<Ignored>,
    /// What the baseline knows.
    pub known: Vec<Finding>,
    /// What statements of migrations cost those who use tables that are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
}

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How grave it is: `info`, `warn` or `error`.
    #[serde(serialize_with = "word")]
    pub level: Level,
    /// The schema.
    pub schema: String,
    /// The table, view or other object at whose place it is; or the migration.
    pub table: String,
    /// What breaks the rule: `table`, `column`, `foreign key`, `index`, …
    pub kind: &'static str,
    /// Its full name, without the schema where that is the default one: `orders.user_id`.
    pub place: String,
    /// The columns that it is about.
    pub columns: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// The way out.
    pub help: String,
    /// Whether the schema alone tells what mends it, so that a migration can be written that does.
    pub fixable: bool,
    /// The statement of a migration that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<Said>,
}

impl Finding {
    /// Whether two looks at a schema tell of the same.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.rule, &self.schema, &self.place, &self.columns)
            == (other.rule, &other.schema, &other.place, &other.columns)
    }
}

/// A finding that was let pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ignored {
    /// The finding.
    pub finding: Finding,
    /// Why it may be.
    pub reason: String,
}

fn word<S: serde::Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.word())
}

/// Looks at a schema.
///
/// Errors: settings or the baseline name rules that there are not.
pub fn lint(subject: &Subject<'_>, baseline: &Baseline) -> Result<Report, Vec<Diagnostic>> {
    let settings = &subject.settings.lint;
    check_names(subject.settings, baseline)?;
    let context = Context::of(subject);
    let all = RULES.iter().flat_map(|rule| found(rule, &context));
    let all = all.map(|found| Finding { fixable: mend::is_fixable(&context, &found), ..found }).collect();
    let passes = Passes::of_schema(settings, baseline, subject.catalog);
    Ok(Report { objects: context.objects(), ..settle(all, passes, settings) })
}

/// Takes out what is let pass, and puts what is left in order.
fn settle(mut all: Vec<Finding>, mut passes: Passes<'_>, settings: &LintSettings) -> Report {
    let mut report = Report::default();
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    for finding in all {
        if let Some(reason) = passes.reason(&finding) {
            report.ignored.push(Ignored { finding, reason });
        } else if passes.is_known(&finding) {
            report.known.push(finding);
        } else {
            report.findings.push(finding);
        }
    }
    let unused = rule::UNUSED_IGNORE;
    let level = level_of(settings, (unused.id, unused.level));
    if level > Level::Off {
        report.findings.extend(passes.unused(settings).into_iter().map(|flaw| finding((unused.id, level), flaw)));
        report.findings.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    report
}

/// By rule 4.
fn order(finding: &Finding) -> (&str, &str, usize, Reverse<Level>, [&str; 3]) {
    let Finding { schema, table, level, rule, place, message, statement, .. } = finding;
    let number = statement.as_ref().map_or(0, |said| said.number);
    (schema, table, number, Reverse(*level), [rule, place, message])
}

/// What breaks a rule, unless it is off.
fn found(rule: &Rule, context: &Context<'_>) -> Vec<Finding> {
    judged(&context.settings.lint, (rule.id, rule.level), || (rule.check)(context))
}

/// What a rule finds, unless it is off.
fn judged(settings: &LintSettings, rule: (&'static str, Level), check: impl FnOnce() -> Vec<Flaw>) -> Vec<Finding> {
    match level_of(settings, rule) {
        Level::Off => Vec::new(),
        level => check().into_iter().map(|flaw| finding((rule.0, level), flaw)).collect(),
    }
}

/// What breaks a rule, with its level.
fn finding((rule, level): (&'static str, Level), flaw: Flaw) -> Finding {
    let Flaw { schema, table, kind, place, columns, message, why, help } = flaw;
    Finding { rule, level, schema, table, kind, place, columns, message, why, help, fixable: false, statement: None }
}

/// The level of a rule; none has the level `Off`.
pub fn level_by_settings(settings: &LintSettings, id: &str) -> Level {
    rule::level(id).map_or(Level::Off, |level| level_of(settings, (id, level)))
}

/// The level of a rule that has one by itself. By rule 1.
fn level_of(settings: &LintSettings, (id, level): (&str, Level)) -> Level {
    let own = settings.rules.get(id).copied();
    own.or_else(|| profile::level(settings.profile, id)).unwrap_or(level)
}

/// Names of rules that there are not.
fn check_names(settings: &Settings, baseline: &Baseline) -> Result<(), Vec<Diagnostic>> {
    let place = |path: &[&str]| settings.places.of(path).unwrap_or_else(|| path.join("."));
    let levels = settings.lint.rules.keys().map(|rule| (place(&["lint", "rules", rule]), rule));
    let ignores = settings.lint.ignore.iter().map(|ignore| (format!("{}.rule", ignore.place), &ignore.rule));
    let known = baseline.known.iter().map(|known| (baseline.file.clone(), &known.rule));
    let unknown = levels.chain(ignores).chain(known).filter(|(_, rule)| manual(rule).is_none());
    let unknown: Vec<Diagnostic> =
        unknown.map(|(place, rule)| Diagnostic::unknown_rule(&place, rule, &rule::ids())).collect();
    if unknown.is_empty() { Ok(()) } else { Err(unknown) }
}

impl Report {
    /// How many findings of the level there are to tell.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }
}
