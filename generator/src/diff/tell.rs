//! Changes for machines that show them to people: a pull request's Markdown, the annotations of a GitHub action.

use super::{Change, Changes, Impact};
use crate::diagnostic::printable;
use std::fmt::Write;

/// How much of a change is worth a line; the query of a view can be a page.
const LINE: usize = 240;

/// A change on one line, without what a terminal would obey.
pub fn line(change: &Change) -> String {
    let text = printable(&change.to_string()).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A comment for a pull request.
pub fn markdown(changes: &Changes) -> String {
    if changes.changes.is_empty() {
        return "### Schema\n\nNothing changed.\n".to_owned();
    }
    let mut text = format!("### Schema: {} change for users of the entity crate\n", changes.verdict);
    for impact in [Impact::Breaking, Impact::Additive, Impact::DocOnly] {
        let of_impact: Vec<&Change> = changes.changes.iter().filter(|change| change.impact == impact).collect();
        if of_impact.is_empty() {
            continue;
        }
        // Writing to a text cannot fail.
        let _ = write!(text, "\n**{}** ({})\n\n", capital(&impact.to_string()), of_impact.len());
        for change in of_impact {
            let _ = writeln!(text, "- {}", code(&line(change)));
        }
    }
    text
}

/// A text as code, whatever backticks it has.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Workflow commands of GitHub, a line each: breaking changes as warnings, all others as notices.
pub fn github(changes: &Changes) -> String {
    let command = |change: &Change| {
        let command = if change.impact == Impact::Breaking { "warning" } else { "notice" };
        let title = property(&format!("{} schema change", change.impact));
        format!("::{command} title={title}::{}\n", data(&line(change)))
    };
    changes.changes.iter().map(command).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
