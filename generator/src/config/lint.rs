//! `[lint]`: which rules of the schema and of migrations hold, how grave a breach is, and what is let pass.
//!
//! The settings alone: which rules there are is known to `lint`, which checks the names.

use super::Pattern;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `[lint]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LintSettings {
    /// What the rules are set to before anything else is said.
    pub profile: Profile,
    /// The file of the findings that are known, which are not told again.
    pub baseline: PathBuf,
    /// The version of the server, as `15` or `10.11-MariaDB`; a server that is asked tells it itself.
    pub server_version: Option<String>,
    /// How grave a breach of each rule is, over the profile.
    pub rules: BTreeMap<String, Level>,
    /// From how much on it is too much.
    pub limits: Limits,
    /// Findings that are let pass, and why.
    pub ignore: Vec<Ignore>,
}

impl Default for LintSettings {
    fn default() -> Self {
        Self {
            profile: Profile::Standard,
            baseline: PathBuf::from("scaffold-lint.toml"),
            server_version: None,
            rules: BTreeMap::new(),
            limits: Limits::default(),
            ignore: Vec::new(),
        }
    }
}

/// What a set of rules is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// What is right in any schema; matters of taste are off.
    #[default]
    Standard,
    /// The conventions of this generator: names, standard columns, text of a stated length.
    Seeds,
    /// What suits PostgreSQL: `text` rather than `varchar(n)`, `jsonb`, identity columns.
    Postgres,
}

/// How grave a breach of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It is not looked for.
    Off,
    /// Worth knowing.
    Info,
    /// To be put right some day.
    Warn,
    /// To be put right now.
    Error,
}

/// `[lint.limits]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Indexes of a table, keys counted.
    pub indexes: usize,
    /// Columns of an index.
    pub index_columns: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Columns of a table that hold texts, documents or bytes without a limit.
    pub large_columns: usize,
    /// Tables that one delete reaches by cascades.
    pub cascades: usize,
    /// Columns of the same name and of consecutive numbers.
    pub repeats: usize,
    /// Bytes of an identifier.
    pub identifier: usize,
    /// How much of every hundred tables and columns has a comment.
    pub comments: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            indexes: 10,
            index_columns: 4,
            columns: 50,
            large_columns: 8,
            cascades: 8,
            repeats: 3,
            identifier: 63,
            comments: 100,
        }
    }
}

/// `[[lint.ignore]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// The rule.
    pub rule: String,
    /// What it may be broken by: a glob over `table`, `table.column`, or what else a finding names, with the schema in
    /// front where it is not the default one; or over a migration, or `migration.table` and so on.
    pub object: Pattern,
    /// Why it may.
    #[serde(deserialize_with = "reason")]
    pub reason: String,
    /// Where it stands, for messages; filled in by whoever reads the file.
    #[serde(skip)]
    pub place: String,
}

/// A text that says something.
fn reason<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom("a reason says why the finding is let pass"));
    }
    Ok(text)
}

impl Level {
    /// The word for it in the settings and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}
