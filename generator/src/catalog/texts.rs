//! What a database says of its objects in words of its own, where the facts do not tell enough to make one again.
//!
//! It is read for a comparison and not kept: neither code nor the project file is made of it.

use std::collections::BTreeMap;

/// The texts by what they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<TextOf, String>);

/// What a text is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextOf {
    /// What the text tells of it.
    pub kind: TextKind,
    /// The schema; empty where the database has none.
    pub schema: String,
    /// The object's name.
    pub name: String,
    /// The types of the arguments of a routine; empty otherwise.
    pub signature: String,
}

/// What a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// The whole statement that makes a table (SQLite).
    Table,
    /// What follows the columns of a table that is partitioned (PostgreSQL).
    Partitioning,
    /// The words that switch row security on, each a change of its own (PostgreSQL).
    RowSecurity,
    /// The whole statement that makes a function.
    Function,
    /// The whole statement that makes a procedure.
    Procedure,
}

impl Texts {
    /// Adds a text.
    pub fn add(&mut self, of: TextOf, text: String) {
        self.0.insert(of, text);
    }

    /// The text of an object.
    pub fn of(&self, kind: TextKind, schema: &str, name: &str) -> Option<&str> {
        self.of_routine(kind, (schema, name), "")
    }

    /// The text of a routine.
    pub fn of_routine(&self, kind: TextKind, (schema, name): (&str, &str), signature: &str) -> Option<&str> {
        let (schema, name, signature) = (schema.to_owned(), name.to_owned(), signature.to_owned());
        self.0.get(&TextOf { kind, schema, name, signature }).map(String::as_str)
    }

    /// The same as the project file tells facts: where the default schema is but the database that happens to be connected
    /// (MySQL), without its name.
    pub fn spelled(self, default: Option<&str>, is_connected: bool) -> Self {
        let _ = (default, is_connected);
        self
    }

    /// Every text with what it is of.
    pub fn iter(&self) -> impl Iterator<Item = (&TextOf, &str)> {
        self.0.iter().map(|(of, text)| (of, text.as_str()))
    }
}
