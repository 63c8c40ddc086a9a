//! A finished text and where it goes; the only thing `plan` knows of rendering.

use super::seal;
use serde::Serialize;

/// One file to be, relative to the output directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// The path, with `/` between its parts; each part is made of `[a-z0-9_.A-Z-]` only.
    pub path: String,
    /// The whole text, `\n` at the end of every line.
    pub text: String,
    /// Who owns the file once it is there.
    pub ownership: Ownership,
}

/// Who owns a file once it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// The generator: replaced when the text changes, deleted when it is no longer produced.
    Generated,
    /// The user: written when absent, never touched again.
    Once,
}

impl File {
    /// A file of the generator. Its text is sealed here, so it must be final: formatted, and with the header
    /// comment as its first line.
    pub fn generated(path: impl Into<String>, text: &str) -> Self {
        let path = path.into();
        let text = seal::seal(&path, text);
        Self { path, text, ownership: Ownership::Generated }
    }

    /// A file that is the user's from the moment it is there.
    pub fn once(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), ownership: Ownership::Once }
    }
}
