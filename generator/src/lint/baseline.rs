//! The baseline: what was found when somebody decided that it is known. It can only get shorter by itself.
//!
//! One small table for each finding, by rule and place alone, so that a wording may change and a branch that puts one
//! right removes one table. A reason that somebody has written stays when the file is written anew.

use super::Finding;
use super::pass::Scope;
use crate::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How messages call the file.
    pub file: String,
    /// The findings.
    pub known: Vec<Known>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The rule.
    pub rule: String,
    /// The place.
    pub object: String,
    /// Why it stays, where somebody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    known: Vec<Known>,
}

const HEAD: &str = "# What `scaffold lint` found when this was written: known, and not told again. What is put right goes from\n\
                    # here with `scaffold lint --write-baseline`, which leaves reasons as they are.\n";

impl Baseline {
    /// Reads the file.
    ///
    /// Errors: it is not what was written.
    pub fn read(file: &str, text: &str) -> Result<Self, Diagnostic> {
        let Text { known } =
            toml::from_str(text).map_err(|error| Diagnostic::baseline_not_understood(file, error.message()))?;
        Ok(Self { file: file.to_owned(), known })
    }

    /// The text of a baseline that knows these findings, with the reasons that this one has, and what of it was not looked at.
    ///
    /// Errors: a name has no place in TOML, which none has.
    pub fn text(&self, findings: &[Finding], scope: Scope<'_>) -> Result<String, toml::ser::Error> {
        let others = self.known.iter().filter(|known| !scope.knows(known)).cloned();
        let mut known: Vec<Known> = findings.iter().map(|finding| self.of(finding)).chain(others).collect();
        known.sort();
        known.dedup();
        Ok(format!("{HEAD}\n{}", toml::to_string(&Text { known })?))
    }

    fn of(&self, finding: &Finding) -> Known {
        let mut all = self.known.iter().filter(|known| known.is(finding));
        let reason = all.find_map(|known| known.reason.clone());
        Known { rule: finding.rule.to_owned(), object: finding.place.clone(), reason }
    }
}

impl Known {
    /// Whether it is that finding.
    pub(super) fn is(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && self.object == finding.place
    }
}
