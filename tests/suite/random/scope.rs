//! Names as a backend takes them: cut to its length, without what it forbids, and no two alike in one scope.

use super::sketch::Name;
use super::words;
use sea_scaffold::database::Backend;
use std::collections::BTreeSet;

/// The names given in one scope of a database.
pub(crate) struct Scope {
    backend: Backend,
    given: Vec<String>,
    /// The given names as the backend compares them.
    taken: BTreeSet<String>,
}

/// Names that some backend keeps for itself, in lower case.
const OWN: &[&str] = &[
    "tableoid",
    "xmin",
    "cmin",
    "xmax",
    "cmax",
    "ctid",
    "primary",
    "gen_clust_index",
    "row_start",
    "row_end",
    "canary",
];

/// Names of devices, which MariaDB gives to tables and then does not find when a foreign key refers to them.
const DEVICES: &[&str] = &["aux", "com1", "con", "nul", "prn"];

impl Scope {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend, given: Vec::new(), taken: BTreeSet::new() }
    }

    /// Gives a name: the one that is wished, or one as much like it as the backend lets through.
    pub(crate) fn give(&mut self, name: &Name) -> String {
        match name {
            Name::Own(text) => self.own(text),
            Name::Twin(which, how) => {
                let original = pick(&self.given, *which).cloned().unwrap_or_else(|| "twin".to_owned());
                self.own(&words::twin(&original, *how))
            }
        }
    }

    /// Gives a name that is free in another scope too.
    pub(crate) fn give_in_both(&mut self, other: &mut Self, name: &Name) -> String {
        let mut given = self.give(name);
        while other.taken.contains(&folded(other.backend, &given)) {
            given = self.own(&given);
        }
        other.own(&given)
    }

    /// Gives a value of an enum, which may be empty and as long as a name.
    pub(crate) fn value(&mut self, wish: &str) -> String {
        let value = shortened(self.backend, &storable(self.backend, wish), 0);
        if self.taken.insert(folded(self.backend, &value)) { value } else { self.own(&value) }
    }

    /// Gives a name that is not drawn but made up.
    pub(crate) fn own(&mut self, wish: &str) -> String {
        let name = legal(self.backend, wish);
        let mut free = name.clone();
        let mut number = 2;
        while !self.taken.insert(folded(self.backend, &free)) {
            let end = number.to_string();
            free = shortened(self.backend, &name, end.len()) + &end;
            number += 1;
        }
        self.given.push(free.clone());
        free
    }
}

/// One of the items, when there is any.
pub(crate) fn pick<T>(items: &[T], which: u8) -> Option<&T> {
    items.get(usize::from(which) % items.len().max(1))
}

/// A text that the backend can keep in a comment, a default or a value.
pub(crate) fn storable(backend: Backend, text: &str) -> String {
    text.chars().filter(|c| *c != '\0' && (backend != Backend::MySql || u32::from(*c) < 0x1_0000)).collect()
}

fn legal(backend: Backend, wish: &str) -> String {
    let name = storable(backend, wish);
    let name = if backend == Backend::MySql { name.trim_end().to_owned() } else { name };
    let name = shortened(backend, &name, 0);
    let lower = name.to_ascii_lowercase();
    let device = backend == Backend::MySql && DEVICES.contains(&lower.as_str());
    let reserved = OWN.contains(&lower.as_str()) || lower.starts_with("sqlite_") || lower.starts_with("pg_") || device;
    if name.is_empty() || reserved { format!("x{}", shortened(backend, &name, 1)) } else { name }
}

/// The name without so much of its end that `room` bytes are left.
fn shortened(backend: Backend, name: &str, room: usize) -> String {
    let limit = match backend {
        Backend::Postgres => 63,
        // MariaDB spells each odd character of a table with five in its file name.
        Backend::MySql => 40,
        Backend::Sqlite => 200,
    };
    let mut name = name.to_owned();
    while name.len() + room > limit {
        name.pop();
    }
    // A space at the end is one that MariaDB refuses.
    if backend == Backend::MySql { name.trim_end().to_owned() } else { name }
}

/// What two names must not share.
fn folded(backend: Backend, name: &str) -> String {
    match backend {
        Backend::Postgres => name.to_owned(),
        Backend::Sqlite => name.to_ascii_lowercase(),
        // Letters are compared without case, and some that look nothing alike have one lower case.
        Backend::MySql => name.to_uppercase().to_lowercase().chars().filter(|c| *c != '\u{307}').collect(),
    }
}
