//! The programs that a database system brings: found on PATH, asked for their version, and run to their end.

use crate::database::without_secrets;
use crate::diagnostic::{Diagnostic, printable};
use anyhow::{Context, Result};
use std::io::ErrorKind;
use std::process::{Output, Stdio};
use tokio::process::Command;

/// How many of the last lines of a failed program are shown.
const TAIL_LINES: usize = 12;

/// A program that is there.
pub(super) struct Tool {
    name: &'static str,
    /// What it says of itself, without its own name.
    pub(super) version: String,
}

impl Tool {
    /// The first of these programs that is on PATH.
    ///
    /// Errors: none is.
    pub(super) async fn find(names: &[&'static str]) -> Result<Self> {
        for &name in names {
            let asked = Command::new(name).arg("--version").stdin(Stdio::null()).output().await;
            match asked {
                Ok(output) => {
                    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                    return Ok(Self { name, version: said });
                }
                Err(error) if error.kind() == ErrorKind::NotFound => (),
                Err(error) => return Err(error).with_context(|| format!("starting {name}")),
            }
        }
        Err(Diagnostic::tool_missing(names).into())
    }

    /// The first number of its version that stands after a parenthesis or alone: `15` of `pg_dump (PostgreSQL) 15.4`.
    pub(super) fn major(&self) -> Option<u32> {
        self.version.split_whitespace().find_map(leading)
    }

    /// A command of it that dies with the run.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(self.name);
        command.kill_on_drop(true).stdin(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Runs a command of it to its end.
    ///
    /// Errors: it fails; what it said last is told, without the secrets of `url`.
    pub(super) async fn run(&self, mut command: Command, url: &str) -> Result<()> {
        let output = command.output().await.with_context(|| format!("starting {}", self.name))?;
        self.ended(&output, url)
    }

    /// Whether a run of it ended well.
    pub(super) fn ended(&self, output: &Output, url: &str) -> Result<()> {
        if output.status.success() {
            return Ok(());
        }
        let said = without_secrets(&String::from_utf8_lossy(&output.stderr), url);
        let lines: Vec<&str> = said.trim().lines().collect();
        let tail = lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n");
        let tail = if tail.is_empty() { output.status.to_string() } else { printable(&tail) };
        Err(Diagnostic::tool_failed(self.name, &tail).into())
    }
}

/// The number that a word begins with.
pub(super) fn leading(word: &str) -> Option<u32> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    word[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let major = |version: &str| Tool { name: "x", version: version.to_owned() }.major();
        assert_eq!(major("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("pg_restore (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major("nothing"), None);
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_named() {
        let error = Tool::find(&["scaffold-has-no-such-program"]).await.err().unwrap();
        let diagnostic = error.downcast::<Diagnostic>().unwrap();
        assert_eq!(diagnostic.code, "B001");
        assert!(diagnostic.to_string().contains("scaffold-has-no-such-program"));
    }
}
