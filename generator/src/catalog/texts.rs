//! What a database says of its objects in words of its own, where the facts do not tell enough to make one again.
//!
//! It is read for a comparison and not kept: neither code nor the project file is made of it.

use std::collections::BTreeMap;

/// The texts by what they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Whether a database was asked, so that what is not here is not there.
    pub asked: bool,
    texts: BTreeMap<TextOf, String>,
}

/// What a text is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextOf {
    /// What the text tells of it.
    pub kind: TextKind,
    /// The schema; empty where the database has none.
    pub schema: String,
    /// The object's name.
    pub name: String,
    /// What tells it from others of that name: the types of the arguments of a routine, a column of a table.
    pub part: String,
}

/// What a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// The whole statement that makes a table (SQLite).
    Table,
    /// The whole statement that makes a view (SQLite).
    View,
    /// What follows the columns of a table that is partitioned (PostgreSQL, MySQL).
    Partitioning,
    /// The default by which a column numbers its rows (PostgreSQL).
    Numbering,
    /// Where the rows of a foreign table are: its server, and by `column` and option (`\n` between them) what it says of them.
    ForeignTable,
    /// Which wrapper a foreign server has, and by option what it is told (PostgreSQL).
    ForeignServer,
    /// The whole statement that makes a sequence (MariaDB).
    Sequence,
    /// That a table has an index of that name, be it one that the server made for a foreign key (MySQL).
    Index,
    /// The whole statement that makes a function.
    Function,
    /// The whole statement that makes a procedure.
    Procedure,
}

impl Texts {
    /// Adds a text.
    pub fn add(&mut self, of: TextOf, text: String) {
        self.texts.insert(of, text);
    }

    /// The text of an object.
    pub fn of(&self, kind: TextKind, schema: &str, name: &str) -> Option<&str> {
        self.of_part(kind, (schema, name), "")
    }

    /// The text of a routine with these arguments, or of a column.
    pub fn of_part(&self, kind: TextKind, (schema, name): (&str, &str), part: &str) -> Option<&str> {
        let (schema, name, part) = (schema.to_owned(), name.to_owned(), part.to_owned());
        self.texts.get(&TextOf { kind, schema, name, part }).map(String::as_str)
    }

    /// All texts of an object by their parts.
    pub fn parts(&self, kind: TextKind, (schema, name): (&str, &str)) -> BTreeMap<&str, &str> {
        let own = self.iter().filter(|(of, _)| (of.kind, of.schema.as_str(), of.name.as_str()) == (kind, schema, name));
        own.map(|(of, text)| (of.part.as_str(), text)).collect()
    }

    /// Leaves out the texts of which this is not so.
    pub fn retain(&mut self, is_kept: impl Fn(&TextOf) -> bool) {
        self.texts.retain(|of, _| is_kept(of));
    }

    /// Every text with what it is of.
    pub fn iter(&self) -> impl Iterator<Item = (&TextOf, &str)> {
        self.texts.iter().map(|(of, text)| (of, text.as_str()))
    }

    /// The same as the project file tells facts: where the default schema is but the database that happens to be connected
    /// (MySQL), it is called `now` and its name is left out of texts.
    pub fn renamed(self, default: &str, now: &str) -> Self {
        let prefix = format!("`{}`.", default.replace('`', "``"));
        let rename = |(mut of, text): (TextOf, String)| {
            if of.schema == default {
                now.clone_into(&mut of.schema);
            }
            (of, text.replace(&prefix, ""))
        };
        Self { texts: self.texts.into_iter().map(rename).collect(), ..self }
    }
}
