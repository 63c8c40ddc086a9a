//! `[docs]`: the documentation of the schema, beside the code.

use serde::Deserialize;
use std::collections::BTreeSet;

/// What documentation there is, and where.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocsSettings {
    /// The directory in the entity crate; without it there is no documentation.
    pub directory: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it is written as.
    pub formats: BTreeSet<DocsFormat>,
    /// Documents of one file, besides.
    pub documents: BTreeSet<Document>,
    /// How many tables, views, columns, types and routines may be without a comment; unset, any number.
    pub undocumented: Option<usize>,
}

impl Default for DocsSettings {
    fn default() -> Self {
        let formats = [DocsFormat::Markdown, DocsFormat::Html, DocsFormat::Json, DocsFormat::Dbml, DocsFormat::Svg];
        Self {
            directory: None,
            title: "Database".to_owned(),
            formats: formats.into(),
            documents: BTreeSet::new(),
            undocumented: None,
        }
    }
}

/// What documentation is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocsFormat {
    /// An index and a page for each table, view, enum and routine.
    Markdown,
    /// One file with a diagram to move about in.
    Html,
    /// `schema.json`, as tbls and Liam read it.
    Json,
    /// `schema.dbml`.
    Dbml,
    /// `schema.svg`, the diagram as a picture.
    Svg,
}

/// Documents of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// `design.md`: choice of the database, tables with their SQL, queries, migrations and rules.
    Design,
    /// `schema.md`: an overview, and each table with its columns, indexes, relationships and queries.
    Schema,
}

impl DocsSettings {
    /// Why the directory cannot be used, if it cannot.
    pub(super) fn flaw(&self) -> Option<String> {
        let directory = self.directory.as_deref()?;
        let is_plain = |part: &str| {
            let plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
            plain && !part.is_empty() && !part.starts_with('.') && !part.ends_with('.')
        };
        if !directory.split('/').all(is_plain) {
            return Some(
                "it leaves the entity crate, or is no plain path of letters, digits, `_`, `-` and `.`".to_owned(),
            );
        }
        let top = directory.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let taken = ["src", "schema", "tests", "benches", "examples", "target"].contains(&top.as_str());
        taken.then(|| format!("`{top}` of the entity crate is for other things"))
    }
}
