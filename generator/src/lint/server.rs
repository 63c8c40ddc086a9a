//! The server that a schema is in: which system, and which version of it, where that is known.

use std::fmt;

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The system.
    pub system: System,
    /// Its version; none means the newest, of which nothing has to be said.
    pub version: Option<Version>,
}

/// The systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
    /// SQLite.
    Sqlite,
}

/// A version, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Server {
    /// Whether the server is at least of that version.
    pub fn is_since(self, version: Version) -> bool {
        self.version.is_none_or(|own| own >= version)
    }
}

impl System {
    /// Whether it is MySQL or MariaDB.
    pub fn is_mysql(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }
}

impl Version {
    /// Reads `15`, `15.4 (Debian 15.4-1)`, `8.0.36` or `10.11.6-MariaDB`; nothing where no number leads.
    ///
    /// Servers in disguise say `5.5.5-` before their own version.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("5.5.5-").filter(|rest| rest.contains("MariaDB")).unwrap_or(text);
        let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
        let mut numbers = numbers.split('.').map(|number| number.parse::<u32>().ok());
        let first = numbers.next().flatten()?;
        let mut next = || numbers.next().flatten().unwrap_or_default();
        let (second, third) = (next(), next());
        Some(Self(first, second, third))
    }
}

/// A name as SQL writes it.
pub(super) fn quoted(system: System, name: &str) -> String {
    if crate::model::names::is_plain(name) {
        return name.to_owned();
    }
    match system.is_mysql() {
        true => format!("`{}`", name.replace('`', "``")),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_servers_tell_them() {
        for (text, version) in [
            ("15", Version(15, 0, 0)),
            ("15.4 (Debian 15.4-1.pgdg120+1)", Version(15, 4, 0)),
            ("8.0.36-0ubuntu0.22.04.1", Version(8, 0, 36)),
            ("10.11.6-MariaDB-0+deb12u1", Version(10, 11, 6)),
            ("5.5.5-10.11.6-MariaDB", Version(10, 11, 6)),
            ("3.46.1", Version(3, 46, 1)),
        ] {
            assert_eq!(Version::of(text), Some(version), "{text}");
        }
        assert_eq!(Version::of("next"), None);
    }
}
