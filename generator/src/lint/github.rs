//! Findings as annotations of a GitHub action, a line each.

use super::Finding;
use crate::config::Level;
use crate::diagnostic::printable;

/// Workflow commands; `file` names the file that a finding is shown at.
pub fn github(findings: &[Finding], file: impl Fn(&Finding) -> String) -> String {
    let command = |finding: &Finding| {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warn => "warning",
            Level::Info | Level::Off => "notice",
        };
        let Finding { rule, place, message, why, help, .. } = finding;
        let title = property(&format!("{rule}: {place}"));
        let text = data(&format!("{message}\n{why}\n{help}"));
        format!("::{command} file={},title={title}::{text}\n", property(&file(finding)))
    };
    findings.iter().map(command).collect()
}

/// The text of a command: one line, in which `%` begins an escape.
fn data(text: &str) -> String {
    printable(text.trim_end()).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
