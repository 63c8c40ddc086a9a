//! Everything that is printed goes through [`Output`]: results to standard output, all else to standard error.
//!
//! Names and messages that come from a database or a file lose their control characters on the way.

use super::arguments::{Color, Globals, OutputFormat};
use crate::diagnostic::{Diagnostic, Severity, is_hidden, printable};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

/// Where to print, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    format: OutputFormat,
    color: ColorChoice,
    quiet: bool,
}

/// Text that stands out.
pub(super) const STRONG: Style = Style::new().bold();

/// Text that matters less.
pub(super) const FAINT: Style = Style::new().dimmed();

/// Lines that are new.
pub(super) const ADDED: Style = AnsiColor::Green.on_default();

/// Lines that go.
pub(super) const REMOVED: Style = AnsiColor::Red.on_default();

/// The same JSON without a hidden character: of those it has between its strings only line breaks, and within them
/// any but the first 32.
fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

impl Output {
    /// The output that the flags ask for.
    pub(super) fn new(globals: &Globals) -> Self {
        let color = match globals.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { format: globals.format, color, quiet: globals.quiet }
    }

    /// Nothing is printed but what may not be passed over.
    pub(super) fn silent() -> Self {
        Self { format: OutputFormat::Human, color: ColorChoice::Never, quiet: true }
    }

    /// Whether results are printed as JSON.
    pub(super) fn is_json(self) -> bool {
        self.format == OutputFormat::Json
    }

    /// Whether progress may be shown: to people, at a terminal, who did not ask for quiet.
    pub(super) fn shows_progress(self) -> bool {
        !self.quiet && !self.is_json() && io::stderr().is_terminal()
    }

    /// Prints a line of a report for people; `text` is printable already.
    pub(super) fn line(self, text: &str) -> Result<()> {
        if !self.quiet && !self.is_json() {
            writeln!(AutoStream::new(io::stdout().lock(), self.color), "{text}")?;
        }
        Ok(())
    }

    /// Prints what was asked for, whatever the flags say.
    pub(super) fn data(self, text: &str) -> Result<()> {
        Ok(AutoStream::new(io::stdout().lock(), self.color).write_all(text.as_bytes())?)
    }

    /// Prints a unified diff, with colours, and without the control characters that its files may hold.
    pub(super) fn unified(self, diff: &str) -> Result<()> {
        self.data(&coloured(diff))
    }

    /// Prints bytes that are not for a terminal to interpret.
    pub(super) fn bytes(self, bytes: &[u8]) -> Result<()> {
        Ok(io::stdout().lock().write_all(bytes)?)
    }

    /// Prints one JSON document, in which what a terminal would obey is escaped.
    pub(super) fn json(self, value: &impl Serialize) -> Result<()> {
        Ok(writeln!(io::stdout().lock(), "{}", visible(&serde_json::to_string_pretty(value)?))?)
    }

    /// Whether there is a person at the terminal who can be asked.
    pub(super) fn asks(self) -> bool {
        !self.quiet && !self.is_json() && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks the person at the terminal, if there is one, and returns what was typed.
    pub(super) fn ask(self, question: &str) -> Result<Option<String>> {
        if !self.asks() {
            return Ok(None);
        }
        let mut stream = AutoStream::new(io::stderr().lock(), self.color);
        write!(stream, "{}", printable(question))?;
        stream.flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Ok(Some(line.trim().to_owned()))
    }

    /// Tells people what is going on.
    pub(super) fn note(self, text: &str) -> Result<()> {
        if !self.quiet && !self.is_json() {
            writeln!(AutoStream::new(io::stderr().lock(), self.color), "{FAINT}{}{FAINT:#}", printable(text))?;
        }
        Ok(())
    }

    /// Prints diagnostics for people, the gravest first. In JSON they are part of the document.
    pub(super) fn diagnostics(self, diagnostics: &[Diagnostic]) -> Result<()> {
        if self.is_json() {
            return Ok(());
        }
        let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        let shown = sorted.into_iter().filter(|diagnostic| !self.quiet || diagnostic.severity > Severity::Note);
        shown.into_iter().try_for_each(|diagnostic| self.diagnostic(diagnostic))
    }

    fn diagnostic(self, diagnostic: &Diagnostic) -> Result<()> {
        let style = match diagnostic.severity {
            Severity::Error => AnsiColor::Red.on_default().bold(),
            Severity::Warning => AnsiColor::Yellow.on_default().bold(),
            Severity::Note => AnsiColor::Cyan.on_default().bold(),
        };
        // The Display of a diagnostic is printable, and opens with severity and code up to the first colon.
        let text = diagnostic.to_string();
        let (head, rest) = text.split_once(':').unwrap_or((&text, ""));
        Ok(writeln!(AutoStream::new(io::stderr().lock(), self.color), "{style}{head}{style:#}:{rest}")?)
    }

    /// Prints the error that ended the run.
    pub(super) fn error(self, error: &anyhow::Error) -> Result<()> {
        let diagnostic = super::exit::diagnostic(error);
        if self.is_json() {
            return match diagnostic {
                Some(diagnostic) => self.json(&serde_json::json!({ "error": diagnostic })),
                None => self.json(&serde_json::json!({ "error": { "message": printable(&format!("{error:#}")) } })),
            };
        }
        match diagnostic {
            Some(diagnostic) => self.diagnostic(diagnostic),
            None => {
                let style = AnsiColor::Red.on_default().bold();
                let text = printable(&format!("{error:#}"));
                Ok(writeln!(AutoStream::new(io::stderr().lock(), self.color), "{style}error{style:#}: {text}")?)
            }
        }
    }
}

fn coloured(diff: &str) -> String {
    let line = |line: &str| {
        let text = line.split('\t').map(printable).collect::<Vec<_>>().join("\t");
        match line.get(..3) {
            Some("---" | "+++") => format!("{STRONG}{text}{STRONG:#}\n"),
            _ if line.starts_with('+') => format!("{ADDED}{text}{ADDED:#}\n"),
            _ if line.starts_with('-') => format!("{REMOVED}{text}{REMOVED:#}\n"),
            _ if line.starts_with("@@") => format!("{FAINT}{text}{FAINT:#}\n"),
            _ => format!("{text}\n"),
        }
    };
    diff.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_keeps_its_text_and_loses_its_tricks() {
        let diff = "--- a\n+++ b\n@@ -1 +1 @@\n-\told\n+new\u{1b}[2J\n same\n";
        let plain = anstream::adapter::strip_str(&coloured(diff)).to_string();
        assert_eq!(plain, "--- a\n+++ b\n@@ -1 +1 @@\n-\told\n+new\\u{1b}[2J\n same\n");
    }
}
