//! `[[output]]`: files that templates of the project's own make.

use serde::Deserialize;

/// A file, or one for each entity, view or enum, that a template of the project's makes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputSettings {
    /// The template, by its name in the directory of templates.
    pub template: String,
    /// Where in the entity crate the file goes. `{module}` and `{type}` are those of what it is for.
    pub path: String,
    /// What there is a file for.
    #[serde(rename = "for")]
    pub subject: Subject,
    /// Where it stands in the settings, for messages; filled in by whoever reads the file.
    #[serde(skip)]
    pub place: String,
}

/// What there is a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Each entity of a table.
    Entity,
    /// Each entity of a view.
    View,
    /// Each enum.
    Enum,
    /// All of them.
    Crate,
}
