//! Codes `C07…` and `F04…`: the project's own templates. Exit code 2 for what is wrong with one itself, else 1.

use super::{Diagnostic, introspect};
use std::collections::BTreeSet;

/// How many templates a message names.
const LISTED: usize = 5;

impl Diagnostic {
    pub(crate) fn no_template_of_that_name(name: &str, known: &BTreeSet<&str>) -> Self {
        let help = introspect::meant(&introspect::closest(name, known.iter().copied()), || {
            format!("there are: {}", known.iter().copied().collect::<Vec<_>>().join(", "))
        });
        Self::error("C070", name, "no built-in template and no folder of them has this name").help(&help)
    }

    pub(crate) fn template_syntax(place: &str, reason: &str) -> Self {
        Self::error("C071", place, &format!("this template cannot be read: {reason}")).help(
            "templates are written in the language of MiniJinja; `scaffold templates diff` shows what you changed",
        )
    }

    pub(crate) fn template_undefined(place: &str, what: &str) -> Self {
        Self::error("C072", place, &format!("nothing is called `{what}` here"))
            .help("compare with the built-in template; `scaffold templates diff` shows what you changed")
    }

    pub(crate) fn template_fails(place: &str, reason: &str) -> Self {
        Self::error("C073", place, &format!("this template cannot be printed: {reason}"))
            .help("`scaffold templates diff` shows what you changed")
    }

    /// `found` is the line at which a text ceases to be Rust, and its number.
    pub(crate) fn template_not_rust(places: &str, found: (usize, &str), reason: &str) -> Self {
        let (line, text) = found;
        Self::error("F040", places, &format!("what is printed with this is not Rust: line {line}, `{text}`: {reason}"))
            .help("mend the template; nothing was written")
    }

    pub(crate) fn templates_out_of_date(directory: &str, names: &[&str]) -> Self {
        let listed = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        let more = match names.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!("the built-in templates have changed since these were ejected: {listed}{more}");
        Self::warning("F041", directory, &message)
            .help("`scaffold templates diff` shows what changed, `scaffold templates update` takes it")
    }

    pub(crate) fn template_in_conflict(path: &str, lines: &[usize]) -> Self {
        let lines = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Self::error("F042", path, &format!("you and the built-in template changed the same lines; yours: {lines}"))
            .help("take what you want of `scaffold templates diff` by hand, then say `scaffold templates update --keep NAME`")
    }

    /// `place` is that of the output in the settings.
    pub(crate) fn output_path(place: &str, path: &str, reason: &str) -> Self {
        Self::error("C074", place, &format!("`{path}` cannot be the path of this output: {reason}"))
            .help("for example `src/generated/dto/{module}.rs`, or `docs/all.md` for the crate")
    }

    pub(crate) fn output_template_missing(place: &str, path: &str) -> Self {
        Self::error("C075", place, &format!("there is no template of this name, {path}"))
            .help("write it there; a template's name ends with .jinja, and `template` names it without the directory")
    }

    pub(crate) fn output_collides(place: &str, path: &str, with: &str) -> Self {
        Self::error("C076", place, &format!("`{path}` takes the place of {with}")).help("choose another path")
    }

    pub(crate) fn template_gone(path: &str) -> Self {
        Self::warning("F043", path, "there is no such built-in template any more, so this one does nothing")
            .help("delete it")
    }
}
