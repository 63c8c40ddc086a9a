//! What mends a schema that breaks rules: findings in, another catalog out.
//!
//! Pure. How the one schema becomes the other is for `alter`, and whether a server takes it for whoever has one. A rule that
//! can be mended says how in its own file, as changes of the catalog; which rules those are is a table beside the rules.
//!
//! 1. **Nothing is chosen for anybody**: a rule is mended where the schema alone tells how. Where that takes a name, a time
//!    zone, or values that rows may not have, it is left, and it is said why.
//! 2. Types come first, then columns, keys and indexes, so that what is made is made of what will be.
//! 3. What comes of a mend is mended with it: an index that a new one makes needless goes.
//! 4. **Nothing new is broken.** What would break a rule that was kept is left as it is. Whatever is mended is silent then.

mod edit;

pub(super) use edit::{
    Change, Edit, column_of, foreign_key_of, free_name, is_free, part_of, plain_index, table_of, unique_key_of,
};

use super::context::Context;
use super::rule::{REMEDIES, RULES, Remedy};
use super::{Finding, Subject, found};
use crate::catalog::Catalog;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many rounds what comes of a mend is mended in.
const ROUNDS: usize = 4;

/// A schema in which findings are mended, as far as they can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// The schema.
    pub catalog: Catalog,
    /// What is mended, and how.
    pub done: Vec<Done>,
    /// What is left, and why.
    pub left: Vec<Left>,
}

/// A finding that is mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The finding.
    pub finding: Finding,
    /// What was changed for it, each in a line; nothing where what mended another mended it too.
    pub changes: Vec<String>,
}

/// A finding that is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Left {
    /// The finding.
    pub finding: Finding,
    /// Why.
    pub reason: String,
}

/// Mends findings of a schema.
pub fn mend(subject: &Subject<'_>, findings: &[Finding]) -> Mended {
    let mut mending = Mending { subject: *subject, now: raw(subject), state: Mended::default() };
    mending.state.catalog = subject.catalog.clone();
    for remedy in REMEDIES {
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == remedy.rule).collect();
        mending.group(&own);
    }
    let is_hopeless = |finding: &&Finding| REMEDIES.iter().all(|remedy| remedy.rule != finding.rule);
    let hopeless = findings.iter().filter(is_hopeless);
    mending.state.left.extend(hopeless.map(|finding| {
        let reason = super::rule::choice(finding.rule).unwrap_or("what to do is for you to say");
        Left { finding: finding.clone(), reason: reason.to_owned() }
    }));
    mending.state
}

/// Whether the schema alone tells what mends a finding.
pub(super) fn is_fixable(context: &Context<'_>, finding: &Finding) -> bool {
    remedy(finding.rule).is_some_and(|remedy| (remedy.mend)(context, finding).is_ok())
}

/// What breaks rules in another state of a schema and did not before.
pub fn broken_anew(subject: &Subject<'_>, after: &Catalog) -> Vec<Finding> {
    news(&raw(subject), &raw(&Subject { catalog: after, ..*subject }))
}

/// Whether a schema has a finding still.
pub fn is_still_there(subject: &Subject<'_>, finding: &Finding) -> bool {
    of_rule(finding.rule, &Context::of(subject)).iter().any(|other| other.is_same(finding))
}

fn remedy(rule: &str) -> Option<&'static Remedy> {
    REMEDIES.iter().find(|remedy| remedy.rule == rule)
}

/// All findings, whatever lets some of them pass.
fn raw(subject: &Subject<'_>) -> Vec<Finding> {
    let context = Context::of(subject);
    RULES.iter().flat_map(|rule| found(rule, &context)).collect()
}

fn of_rule(id: &str, context: &Context<'_>) -> Vec<Finding> {
    RULES.iter().filter(|rule| rule.id == id).flat_map(|rule| found(rule, context)).collect()
}

fn key(finding: &Finding) -> (&str, &str, &str) {
    (finding.rule, &finding.schema, &finding.place)
}

/// Those of `after` that there are more of at their place than before. What was found of the same columns under a name that is no
/// more is nothing new.
fn news(before: &[Finding], after: &[Finding]) -> Vec<Finding> {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    before.iter().for_each(|finding| *counts.entry(key(finding)).or_default() += 1);
    let there: BTreeSet<_> = after.iter().map(key).collect();
    let mut gone: Vec<&Finding> = before.iter().filter(|finding| !there.contains(&key(finding))).collect();
    let mut news = Vec::new();
    for finding in after {
        let is_it = |own: &&Finding| part(own) == part(finding);
        match counts.get_mut(&key(finding)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => match gone.iter().position(is_it) {
                Some(place) => drop(gone.swap_remove(place)),
                None => news.push(finding.clone()),
            },
        }
    }
    news
}

/// What a finding is of, whatever that is called.
fn part(finding: &Finding) -> (&str, &str, &str, &str, &[String]) {
    (finding.rule, &finding.schema, &finding.table, finding.kind, &finding.columns)
}

/// The schema while it is mended.
struct Mending<'a> {
    subject: Subject<'a>,
    /// What breaks rules in it, as it is now.
    now: Vec<Finding>,
    state: Mended,
}

impl Mending<'_> {
    /// Mends findings of one rule; where all at once break something else, half and half.
    fn group(&mut self, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        let mut next = self.state.clone();
        findings.iter().for_each(|finding| self.step(&mut next, finding));
        match self.settled(&mut next) {
            Ok(now) => (self.now, self.state) = (now, next),
            Err(reason) => match findings {
                [one] => self.state.left.push(Left { finding: (*one).clone(), reason }),
                more => {
                    let (first, second) = more.split_at(more.len() / 2);
                    self.group(first);
                    self.group(second);
                }
            },
        }
    }

    /// Mends one finding, unless it is mended already.
    fn step(&self, state: &mut Mended, finding: &Finding) {
        let catalog = std::mem::take(&mut state.catalog);
        let context = Context::of(&Subject { catalog: &catalog, ..self.subject });
        let now = of_rule(finding.rule, &context).into_iter().find(|other| other.is_same(finding));
        let is_there = now.is_some();
        let changes = match (now, remedy(finding.rule)) {
            (Some(now), Some(remedy)) => (remedy.mend)(&context, &now),
            (Some(_), None) => Err("what to do is for you to say".to_owned()),
            (None, _) => Ok(Vec::new()),
        };
        state.catalog = match changes {
            Ok(changes) => {
                let told = changes.iter().map(|change| change.told(&context)).collect();
                // What comes of a mend was in no report yet that says so.
                let finding = Finding { fixable: finding.fixable || is_there, ..finding.clone() };
                state.done.push(Done { finding, changes: told });
                edit::changed(&catalog, &changes)
            }
            Err(reason) => {
                state.left.push(Left { finding: finding.clone(), reason });
                catalog.clone()
            }
        };
    }

    /// What breaks rules in the schema when all is mended too that comes of what was.
    ///
    /// Errors: something new is broken, or what was mended is as it was.
    fn settled(&self, next: &mut Mended) -> Result<Vec<Finding>, String> {
        for _ in 0..ROUNDS {
            let now = raw(&Subject { catalog: &next.catalog, ..self.subject });
            if let Some(same) = next.done.iter().find(|done| now.iter().any(|other| other.is_same(&done.finding))) {
                return Err(format!("{} would be broken as before", same.finding.rule));
            }
            let news = news(&self.now, &now);
            if news.is_empty() {
                return Ok(now);
            }
            for finding in news {
                let left = next.left.len();
                self.step(next, &finding);
                if next.left.len() > left {
                    return Err(format!("that would break {} at {}", finding.rule, finding.place));
                }
            }
        }
        Err("what mends it would have to be mended over and over".to_owned())
    }
}
