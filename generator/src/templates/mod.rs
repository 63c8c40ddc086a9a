//! The templates that a project has of its own, beside the built-in ones that they began as.
//!
//! What is ejected is written twice: for the user to change, and as the base that it began as. After an upgrade the two
//! and the text that is built in by then tell what the user changed and what upstream did. Pure: texts in, plans out.
//!
//! 1. What is the user's is never overwritten by ejecting; where it is another text than the built-in one, and has no
//!    base, it gets none, since nobody knows what it began as.
//! 2. An update takes upstream's changes, line by line, where they meet the user's cleanly, and then moves the base. Where
//!    they do not, both stay as they are, until the user says that the template is as it should be.
//! 3. A base whose template is gone goes with the next update.

mod merge;

use crate::diagnostic::Diagnostic;
use crate::plan::{Action, Change, Plan};
use crate::render::{self, seal};
use serde::Serialize;
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};

/// Where the texts are that templates began as, below their directory.
const BASE: &str = ".base/";

/// The templates of a project, text by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    own: BTreeMap<String, String>,
    base: BTreeMap<String, String>,
}

/// A template of the project's that stands in for a built-in one.
#[derive(Clone, Copy, Debug)]
pub struct Ejected<'a> {
    /// Its name.
    pub name: &'a str,
    own: &'a str,
    /// What it began as; nothing where it was not ejected.
    base: Option<&'a str>,
    /// What is built in now; nothing where it is no longer.
    built_in: Option<&'static str>,
}

/// How a template of the project's stands to what is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether it differs from what it began as.
    pub changed_by_you: bool,
    /// Whether what it began as is no longer what is built in.
    pub upstream_changed: bool,
    /// Whether there is no such built-in template any more.
    pub gone: bool,
}

/// What an update comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// What it writes.
    pub plan: Plan,
    /// The templates that have upstream's changes now.
    pub updated: Vec<String>,
    /// Those whose changes do not meet cleanly, with the lines where they do not.
    pub conflicts: Vec<(String, Vec<usize>)>,
    /// Those that stand in for nothing any more.
    pub gone: Vec<String>,
}

impl Project {
    /// The project's templates among the texts of their directory.
    pub fn of(texts: BTreeMap<String, String>) -> Self {
        let mut project = Self::default();
        for (path, text) in texts {
            match path.strip_prefix(BASE) {
                Some(name) => project.base.insert(name.to_owned(), text),
                None => project.own.insert(path, text),
            };
        }
        project
    }

    /// The texts that stand in for built-in ones, or beside them.
    pub fn into_own(self) -> BTreeMap<String, String> {
        self.own
    }

    /// Every template that stands, or once stood, in for a built-in one.
    pub fn ejected(&self) -> impl Iterator<Item = Ejected<'_>> {
        let built_in: BTreeMap<&str, &'static str> = render::built_in().collect();
        self.own.iter().filter_map(move |(name, own)| {
            let (base, built_in) = (self.base.get(name).map(String::as_str), built_in.get(name.as_str()).copied());
            (base.is_some() || built_in.is_some()).then_some(Ejected { name, own, base, built_in })
        })
    }

    /// Those that lack what upstream changed.
    pub fn out_of_date(&self) -> Vec<&str> {
        let ejected = self.ejected().filter(|ejected| ejected.standing().upstream_changed);
        ejected.map(|ejected| ejected.name).collect()
    }

    /// Rule 1, for the templates of these names.
    pub fn eject(&self, names: &BTreeSet<&'static str>) -> Plan {
        let chosen = render::built_in().filter(|(name, _)| names.contains(name));
        let changes = chosen.flat_map(|(name, text)| {
            let own = self.own.get(name);
            let is_mine = own.is_some_and(|own| !seal::same_lines(own, text));
            let kept = Change { path: name.to_owned(), action: Action::Keep };
            let (own, base) = match (own, is_mine) {
                (_, true) => (kept, None),
                (Some(_), false) => (kept, Some(self.base_becomes(name, text))),
                (None, _) => (write(name.to_owned(), None, text), Some(self.base_becomes(name, text))),
            };
            [Some(own), base].into_iter().flatten()
        });
        sorted(changes.collect())
    }

    /// Rules 2 and 3; of those that are `kept` the user says that upstream's changes are in them, or not wanted.
    pub fn update(&self, kept: &BTreeSet<&str>) -> Update {
        let mut update = Update::default();
        let mut changes = Vec::new();
        for ejected in self.ejected().filter(|ejected| ejected.base.is_some()) {
            let Ejected { name, own, built_in, .. } = ejected;
            let Some(built_in) = built_in else {
                update.gone.push(name.to_owned());
                continue;
            };
            if kept.contains(name) {
                changes.push(self.base_becomes(name, built_in));
                continue;
            }
            match ejected.merged(built_in) {
                Err(lines) => update.conflicts.push((name.to_owned(), lines)),
                Ok(text) => {
                    if ejected.standing().upstream_changed {
                        update.updated.push(name.to_owned());
                        changes.push(write(name.to_owned(), Some(own), &text));
                    }
                    changes.push(self.base_becomes(name, built_in));
                }
            }
        }
        let left = self.base.iter().filter(|(name, _)| !self.own.contains_key(*name));
        changes.extend(
            left.map(|(name, old)| Change {
                path: format!("{BASE}{name}"),
                action: Action::Delete { old: old.clone() },
            }),
        );
        update.plan = sorted(changes);
        update
    }

    fn base_becomes(&self, name: &str, text: &str) -> Change {
        write(format!("{BASE}{name}"), self.base.get(name).map(String::as_str), text)
    }
}

impl Ejected<'_> {
    /// How it stands to what is built in.
    pub fn standing(&self) -> Standing {
        let same = |one: &str, other: Option<&str>| other.is_some_and(|other| seal::same_lines(one, other));
        let gone = self.built_in.is_none();
        Standing {
            changed_by_you: !same(self.own, self.base.or(self.built_in)),
            upstream_changed: self.base.is_some_and(|base| !same(base, self.built_in))
                && !same(self.own, self.built_in),
            gone,
        }
    }

    /// What the user changed, and what upstream did, as unified diffs.
    pub fn diff(&self) -> String {
        let standing = self.standing();
        let (name, built_in) = (self.name, self.built_in.unwrap_or_default());
        let began = if self.base.is_some() { "base" } else { "built-in" };
        let base = self.base.unwrap_or(built_in);
        let diff = |(old_name, old): (&str, &str), (new_name, new): (&str, &str)| {
            let (old, new) = (seal::unix(old), seal::unix(new));
            let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
            diff.unified_diff().header(&format!("{old_name}/{name}"), &format!("{new_name}/{name}")).to_string()
        };
        let mine = standing.changed_by_you.then(|| diff((began, base), ("yours", self.own)));
        let theirs =
            (standing.upstream_changed && !standing.gone).then(|| diff(("base", base), ("built-in", built_in)));
        [mine, theirs].into_iter().flatten().collect()
    }

    /// The user's text with upstream's changes.
    fn merged(&self, built_in: &str) -> Result<String, Vec<usize>> {
        let texts = [self.base.unwrap_or(built_in), self.own, built_in].map(seal::unix);
        if texts[1] == texts[2] {
            return Ok(self.own.to_owned());
        }
        merge::merge(&texts[0], &texts[1], &texts[2])
    }
}

/// The built-in templates that names mean: of a single file, or of all in a folder.
pub fn chosen(names: &[String]) -> Result<BTreeSet<&'static str>, Diagnostic> {
    let mut chosen = BTreeSet::new();
    for wanted in names {
        let wanted = wanted.trim_end_matches('/');
        let is_meant =
            |name: &str| name == wanted || name.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'));
        let meant: Vec<&str> = render::built_in().map(|(name, _)| name).filter(|name| is_meant(name)).collect();
        if meant.is_empty() {
            return Err(Diagnostic::no_template_of_that_name(wanted, &outputs()));
        }
        chosen.extend(meant);
    }
    Ok(chosen)
}

/// What can be named: the folders, and the files beside them.
fn outputs() -> BTreeSet<&'static str> {
    render::built_in().map(|(name, _)| name.split_once('/').map_or(name, |(folder, _)| folder)).collect()
}

fn write(path: String, old: Option<&str>, text: &str) -> Change {
    let action = match old {
        Some(old) if seal::same_lines(old, text) => Action::Keep,
        Some(old) => Action::Update { old: old.to_owned(), new: text.to_owned() },
        None => Action::Create(text.to_owned()),
    };
    Change { path, action }
}

fn sorted(mut changes: Vec<Change>) -> Plan {
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Plan { changes }
}

/// Whether a path in the directory of templates is that of a base.
pub fn is_base(path: &str) -> bool {
    path.starts_with(BASE)
}

#[cfg(test)]
mod tests;
