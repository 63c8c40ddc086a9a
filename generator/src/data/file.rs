//! A file of rows as it was written.

use crate::diagnostic::Diagnostic;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What happens to rows that are there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They stay as they are.
    #[default]
    Insert,
    /// They become what the file says.
    Upsert,
    /// The same, and those that no file names are deleted.
    Sync,
}

/// A file of rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Where it is.
    #[serde(skip)]
    pub place: String,
    /// What happens to rows that are there already.
    #[serde(default)]
    pub mode: Mode,
    /// The profiles that it is a part of; without any, it is a part of each.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// By which columns the rows of a table are found, where that is not its primary key.
    #[serde(default)]
    pub keys: BTreeMap<String, Vec<String>>,
    /// The rows by table: `table` or `schema.table`.
    #[serde(default)]
    pub rows: BTreeMap<String, Vec<toml::Table>>,
}

impl DataFile {
    /// Reads the text of a file.
    ///
    /// Errors: it is no TOML, or says something that is not known here.
    pub fn read(place: &str, text: &str) -> Result<Self, Diagnostic> {
        let file: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            Diagnostic::data_not_understood(&format!("{place}:{line}"), error.message())
        })?;
        Ok(Self { place: place.to_owned(), ..file })
    }

    /// Whether it is a part of the profile.
    pub fn is_in(&self, profile: Option<&str>) -> bool {
        self.profiles.is_empty() || profile.is_some_and(|profile| self.names(profile))
    }

    /// Whether it says that it is a part of the profile.
    pub fn names(&self, profile: &str) -> bool {
        self.profiles.iter().any(|own| own == profile)
    }
}
