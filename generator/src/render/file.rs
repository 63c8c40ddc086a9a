//! A finished text and where it goes; the only thing `plan` knows of rendering.

use super::seal;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Bytes of a hash in a file's name.
const HASH_BYTES: usize = 6;

/// How much of a name that needs a hash is kept.
const KEPT: usize = 40;

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

/// What a file is called after an object: as the object where that is made of `[a-z0-9_]` and allowed everywhere; else
/// after what is left of the name, with a hash of it behind.
pub fn stem(name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.is_empty() && name.len() <= KEPT && name.chars().all(plain) && !is_device(name) {
        return name.to_owned();
    }
    let kept: String = name.to_ascii_lowercase().chars().filter(|c| plain(*c)).take(KEPT).collect();
    let hash: String = Sha256::digest(name).iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect();
    if kept.is_empty() { hash } else { format!("{kept}-{hash}") }
}

/// Whether a name in lower case is that of a device of Windows, which no file may have.
pub fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}
