//! `scaffold lint --fix`: the migration that mends what breaks rules, where the schema alone tells how.
//!
//! Looked at is what the migrations make, in a scratch database; a database that somebody changed besides is no business of
//! theirs. What is mended is decided in the facts, by `lint`, and the migration is found and proved as that of a difference is:
//! see [`proof`]. It is written when besides
//!
//! 1. what is mended is found no more in what the scratch database says then, and nothing is found that was not before;
//! 2. made-up rows stand the way there;
//! 3. whoever might do something may do it after the way back.
//!
//! Where that does not hold of all mends at once, it is tried of each half, in a scratch database of its own: a mend that does not
//! hold beside those before it is left, and it is said why.

use super::super::exit::Exit;
use super::super::lint;
use super::super::output::{FAINT, Output};
use super::super::phases::Phases;
use super::super::stages;
use super::new;
use super::page::page;
use super::proof::{self, Aim, Found, State};
use super::standing::Standing;
use super::trial::{Trial, on_scratch};
use crate::catalog::{Catalog, TextKind, TextOf};
use crate::config::{Config, Level};
use crate::database::{Backend, Missing};
use crate::diagnostic::{Diagnostic, printable};
use crate::lint::{Baseline, Done, Finding, Left, Mended, Subject, mend};
use crate::migration;
use anyhow::{Context, Result};
use serde_json::json;

/// What messages call what is aimed at.
const TARGET: &str = "lint --fix";

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Request<'a> {
    /// The rules; none means all that are broken at the level `warn` or above.
    pub(in super::super) rules: &'a [String],
    /// What the migration is to be called.
    pub(in super::super) name: Option<&'a str>,
}

/// Mends, proves, and writes the migration.
pub(super) async fn run(config: &Config, request: Request<'_>, output: Output) -> Result<Exit> {
    migration::ensure_crate(config)?;
    let config = &with_rules(config, request.rules)?;
    let baseline = lint::baseline(config)?;
    let mut phases = Phases::new(output);
    let standing = Standing::of(config, None, &mut phases).await?;
    let url = stages::database_url(config, Missing::Create)?;
    phases.begin("fix", "mending the schema in a scratch database");
    let workshop = Workshop { place: (config, &url), standing: &standing, baseline: &baseline, rules: request.rules };
    let (mended, found) = workshop.mended(output).await?;
    phases.finish();
    let Some(found) = found else {
        if output.is_json() {
            output.json(&json!({ "mended": [], "left": mended.left, "migration": null, "up": [], "down": [] }))?;
        }
        told(&mended, output)?;
        output.line("nothing is mended, and nothing is written")?;
        return Ok(Exit::Fine);
    };
    let name = request.name.map_or_else(|| name(&mended.done), str::to_owned);
    let notes: Vec<String> = mended.done.iter().filter(|done| !done.changes.is_empty()).map(note).collect();
    let text = page(Backend::of(&url)?, ("Mends what `scaffold lint` found.", &notes), &found)?;
    let made = new::write(config, (&name, false), text, output).await?;
    if output.is_json() {
        let ([up, down], diagnostics) = (found.texts(), &found.diagnostics);
        let Mended { done, left, .. } = &mended;
        output.json(&json!({
            "mended": done, "left": left, "migration": made, "up": up, "down": down, "diagnostics": diagnostics
        }))?;
    } else {
        output.diagnostics(&found.diagnostics)?;
    }
    told(&mended, output)?;
    made.tell(output)?;
    let (up, down) = (found.up.statements.len(), found.down.statements.len());
    output.line(&format!("proved   {up} statements up and {down} down: it is mended, and down leaves no trace"))?;
    Ok(Exit::Fine)
}

/// The configuration in which the rules that are named are looked at.
///
/// Errors: there is no such rule, or nothing that could be done about it.
fn with_rules(config: &Config, rules: &[String]) -> Result<Config> {
    let mut config = config.clone();
    let ids: Vec<&str> = crate::lint::manuals().iter().map(|manual| manual.id).collect();
    for rule in rules {
        let manual = crate::lint::manual(rule).ok_or_else(|| Diagnostic::unknown_rule("--fix", rule, &ids))?;
        if manual.fix.is_none() {
            return Err(Diagnostic::rule_not_fixable(rule, manual.choice).into());
        }
        let levels = &mut config.settings.lint;
        if crate::lint::level_by_settings(levels, rule) == Level::Off {
            levels.rules.insert(rule.clone(), Level::Warn);
        }
    }
    Ok(config)
}

/// Where mends are tried.
struct Workshop<'a> {
    place: (&'a Config, &'a str),
    standing: &'a Standing,
    baseline: &'a Baseline,
    rules: &'a [String],
}

/// What came of mending some findings.
struct Attempt {
    /// Those that are to be mended.
    findings: Vec<Finding>,
    mended: Mended,
    /// The ways there and back, where anything was mended; or why they do not hold.
    found: Result<Option<Found>, Diagnostic>,
}

impl Workshop<'_> {
    /// What can be mended, and the ways there and back where anything can.
    async fn mended(&self, output: Output) -> Result<(Mended, Option<Found>)> {
        let first = self.attempt(None, output).await?;
        let reason = match first.found {
            Ok(found) => return Ok((first.mended, found)),
            Err(reason) => reason,
        };
        // What no mend is known for is left anyway.
        let is_mended = |finding: &Finding| first.mended.done.iter().any(|done| done.finding.is_same(finding));
        let findings: Vec<Finding> = first.findings.into_iter().filter(is_mended).collect();
        let mut kept: Vec<Finding> = Vec::new();
        let mut best = (Mended { done: Vec::new(), ..first.mended }, None);
        let mut left = Vec::new();
        // Groups that are still to be tried, the next one last; all at once has failed already.
        let mut groups = halves(findings, &reason, &mut left);
        while let Some(group) = groups.pop() {
            let chosen = [kept.as_slice(), group.as_slice()].concat();
            let attempt = self.attempt(Some(&chosen), output).await?;
            match attempt.found {
                Ok(found) => {
                    kept = chosen;
                    best = (Mended { left: [best.0.left, attempt.mended.left].concat(), ..attempt.mended }, found);
                }
                Err(reason) => groups.extend(halves(group, &reason, &mut left)),
            }
        }
        best.0.left.extend(left);
        best.0.left.dedup_by(|one, other| one.finding.is_same(&other.finding));
        Ok(best)
    }

    /// Mends these findings, or all that are asked for, in a scratch database.
    async fn attempt(&self, chosen: Option<&[Finding]>, output: Output) -> Result<Attempt> {
        on_scratch(self.place, self.standing, async |trial: &mut Trial| {
            trial.up_all(&self.standing.all).await?;
            self.tried(trial, chosen, output).await
        })
        .await
    }

    async fn tried(&self, trial: &Trial, chosen: Option<&[Finding]>, output: Output) -> Result<Attempt> {
        let config = self.place.0;
        let base = trial.in_full().await?;
        let server = lint::server(base.0.backend, Some(&trial.version().await?), lint::said_version(config)?);
        let subject = Subject { catalog: &base.0.catalog, committed: None, server, settings: &config.settings };
        let report = crate::lint::lint(&subject, self.baseline).map_err(|mut problems| problems.remove(0))?;
        let is_wanted = |finding: &Finding| match (chosen, self.rules) {
            (Some(chosen), _) => chosen.iter().any(|own| own.is_same(finding)),
            (None, []) => finding.level >= Level::Warn && finding.rule != "lint/unused-ignore",
            (None, rules) => rules.iter().any(|rule| rule == finding.rule),
        };
        let findings: Vec<_> = report.findings.into_iter().filter(is_wanted).collect();
        let mended = mend(&subject, &findings);
        if mended.done.is_empty() {
            return Ok(Attempt { findings, mended, found: Ok(None) });
        }
        let found = match proved(trial, (&base, &subject, &mended), output).await {
            Ok(found) => Ok(Some(found)),
            Err(error) => Err(error.downcast::<Diagnostic>()?),
        };
        Ok(Attempt { findings, mended, found })
    }
}

/// The two halves of a group, the first one last; of one that cannot be halved it is said why it is left.
fn halves(mut group: Vec<Finding>, reason: &Diagnostic, left: &mut Vec<Left>) -> Vec<Vec<Finding>> {
    if group.len() > 1 {
        let second = group.split_off(group.len() / 2);
        return vec![second, group];
    }
    let reason = reason.message.lines().next().unwrap_or_default();
    left.extend(group.into_iter().map(|finding| Left { finding, reason: format!("it does not hold: {reason}") }));
    Vec::new()
}

/// The ways to the mended schema and back.
///
/// Errors: a diagnostic, where they do not hold.
async fn proved(
    trial: &Trial,
    (base, subject, mended): (&State, &Subject<'_>, &Mended),
    output: Output,
) -> Result<Found> {
    let mut wanted: State = base.clone();
    wanted.0.catalog = mended.catalog.clone();
    // What is no default any more says nothing.
    wanted.1.retain(|of| of.kind != TextKind::Numbering || is_serial(&mended.catalog, of));
    let grants = trial.grants().await?;
    let found = proof::proved(trial, Aim { target: TARGET, base, wanted: &wanted, imagined: true }, output).await?;
    holds(&found, subject, mended)?;
    if found.refused_by_rows.is_none() && trial.grants().await? != grants {
        let reason = "after the way back others may do what they might before";
        return Err(Diagnostic::mend_not_proved(TARGET, reason).into());
    }
    Ok(found)
}

/// Whether a default of that column draws from a sequence.
fn is_serial(catalog: &Catalog, of: &TextOf) -> bool {
    let table = catalog.schema(&of.schema).and_then(|schema| schema.tables.iter().find(|own| own.name == of.name));
    table.and_then(|table| table.column(&of.part)).is_some_and(|column| column.serial)
}

/// Errors: what is mended is found still, something is found that was not before, or rows do not stand it.
fn holds(found: &Found, subject: &Subject<'_>, mended: &Mended) -> Result<()> {
    if found.refused_by_rows == Some("up") {
        let refused = found.diagnostics.iter().find(|problem| problem.code == "M063");
        let reason = refused.map_or("rows do not stand it", |problem| problem.message.as_str());
        return Err(Diagnostic::mend_not_proved(TARGET, reason).into());
    }
    let made = found.made.as_ref().context("the way there has an end")?;
    let after = Subject { catalog: &made.0.catalog, ..*subject };
    let still = mended.done.iter().find(|done| crate::lint::is_still_there(&after, &done.finding));
    if let Some(Done { finding, .. }) = still {
        let reason = format!("{} is broken at {} as before", finding.rule, finding.place);
        return Err(Diagnostic::mend_not_proved(TARGET, &reason).into());
    }
    if let Some(new) = crate::lint::broken_anew(subject, &made.0.catalog).first() {
        let reason = format!("{} is broken at {}, which it was not", new.rule, new.place);
        return Err(Diagnostic::mend_not_proved(TARGET, &reason).into());
    }
    Ok(())
}

/// What is mended and what is left, in lines.
fn told(mended: &Mended, output: Output) -> Result<()> {
    for (place, Done { finding, changes }) in mended.done.iter().enumerate() {
        let is_it = |other: &Done| (other.finding.rule, &other.finding.place) == (finding.rule, &finding.place);
        if changes.is_empty() && mended.done[..place].iter().any(is_it) {
            continue;
        }
        output.line(&format!("mended   {}  {FAINT}{}{FAINT:#}", printable(&finding.place), finding.rule))?;
        if changes.is_empty() {
            output.line("         by what mends another")?;
        }
        for change in changes {
            output.line(&format!("         {}", printable(change)))?;
        }
    }
    for Left { finding, reason } in &mended.left {
        let (place, rule) = (printable(&finding.place), finding.rule);
        output.line(&format!("left     {place}  {FAINT}{rule}{FAINT:#}\n         {}", printable(reason)))?;
    }
    Ok(())
}

fn note(done: &Done) -> String {
    format!("{} at {}: {}", done.finding.rule, done.finding.place, done.changes.join("; "))
}

/// What a migration is called that mends these.
fn name(done: &[Done]) -> String {
    let mut rules: Vec<&str> = done.iter().map(|done| done.finding.rule).collect();
    rules.dedup();
    let words: Vec<String> = rules.iter().map(|rule| rule.replace(['/', '-'], "_")).collect();
    match words.join("_and_") {
        name if name.len() <= 40 => format!("fix_{name}"),
        _ => "fix_lint_findings".to_owned(),
    }
}
