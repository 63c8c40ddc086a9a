//! Codes `C08…`: settings of the rules that cannot be followed. Exit code 2.

use super::Diagnostic;
use super::introspect::{closest, suggestion};

impl Diagnostic {
    /// A name of a rule that there is not. `known` are those that there are.
    pub fn unknown_rule(place: &str, name: &str, known: &[&str]) -> Self {
        let mut close = closest(name, known.iter().copied());
        if close.is_empty() {
            // The word behind the slash is what people remember.
            let bare = name.rsplit('/').next().unwrap_or(name);
            close =
                known.iter().copied().filter(|known| !closest(bare, known.rsplit('/').take(1)).is_empty()).collect();
        }
        Self::error("C080", place, &format!("there is no rule `{name}`"))
            .help(&format!("{}; `scaffold explain` lists all", suggestion("rules", &close).trim_end_matches('?')))
    }

    /// A baseline that was not written by this program.
    pub fn baseline_not_understood(file: &str, reason: &str) -> Self {
        Self::error("C081", file, &format!("this is no baseline: {reason}"))
            .help("write it anew with `scaffold lint --write-baseline`")
    }

    /// A rule that no migration can be written for without somebody's choice.
    pub fn rule_not_fixable(rule: &str, choice: Option<&str>) -> Self {
        let choice = choice.unwrap_or("what to do about it");
        Self::error("C086", rule, &format!("the schema alone does not tell how to mend it, but only you: {choice}"))
            .help(&format!("`scaffold explain {rule}` says what to do"))
    }

    /// What was to be mended is not, or something else is broken.
    pub fn mend_not_proved(place: &str, reason: &str) -> Self {
        Self::error("M066", place, &format!("in a scratch database {reason}"))
            .help("ignore the finding in [[lint.ignore]]")
    }

    /// A version in the settings that is none.
    pub fn server_version_not_understood(place: &str, version: &str) -> Self {
        Self::error("C082", place, &format!("`{version}` is no version of a server"))
            .help("write it as `15`, `8.0.36` or `10.11-MariaDB`")
    }
}
