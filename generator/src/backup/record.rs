//! What is written down of a backup, beside its data.

use super::Rows;
use crate::database::Backend;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

const FILE: &str = "backup.toml";

const HEAD: &str = "# A backup of a database. `scaffold restore` with the name of this directory puts it back.\n\n";

/// How many bytes are hashed at once.
const PIECE: usize = 1 << 16;

/// The version of the layout.
const LAYOUT: u32 = 1;

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    layout: u32,
    /// The kind of database.
    pub backend: Backend,
    /// The version of its server, in the server's words.
    pub server: String,
    /// The name of the database.
    pub database: String,
    /// When it was begun, in UTC, as RFC 3339 writes it.
    pub taken: String,
    /// What made it, in its own words.
    pub tool: String,
    /// Whether it was restored in a scratch database, with the same schema and the same numbers of rows.
    pub tried: bool,
    /// The file with the data.
    pub data: Data,
    /// How many rows each table has in it; not those whose rows changed in number while it was made.
    pub rows: Rows,
}

/// The file with the data of a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Its name.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// The hash of what is in it.
    pub sha256: String,
}

impl Data {
    /// The file as it is.
    pub fn of(directory: &Path, file: &str) -> Result<Self> {
        let path = directory.join(file);
        let mut opened = File::open(&path).with_context(|| format!("reading {}", path.display()))?;
        let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
        loop {
            let read = opened.read(&mut piece).with_context(|| format!("reading {}", path.display()))?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            bytes += read as u64;
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { file: file.to_owned(), bytes, sha256 })
    }
}

impl Record {
    /// A backup that was not tried yet.
    pub fn new(backend: Backend, database: String, taken: String) -> Self {
        let (server, tool, rows) = (String::new(), String::new(), Rows::new());
        Self { layout: LAYOUT, backend, server, database, taken, tool, tried: false, data: Data::default(), rows }
    }

    /// Writes it down.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let path = directory.join(FILE);
        let text = format!("{HEAD}{}", toml::to_string(self)?);
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
    }

    /// Reads what is written down of the backup in a directory, whose data must be as it was. `place` is what people call it.
    ///
    /// Errors: that is no backup, or its data was changed.
    pub fn read(directory: &Path, place: &str) -> Result<Self> {
        let path = directory.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(Diagnostic::no_backup(place, &format!("there is no {FILE}")).into());
            }
            Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
        };
        let record: Self =
            toml::from_str(&text).map_err(|error| Diagnostic::no_backup(place, &format!("{FILE}: {error}")))?;
        if record.layout != LAYOUT {
            let reason = format!("its layout is {}, and {LAYOUT} is known here", record.layout);
            return Err(Diagnostic::no_backup(place, &reason).into());
        }
        // The file is one of the directory, whatever the record says.
        let name = super::data_file(record.backend);
        match directory.join(name).is_file() && Data::of(directory, name)? == record.data {
            true => Ok(record),
            false => Err(Diagnostic::backup_changed(&format!("{place}/{name}")).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written_and_a_changed_file_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("data.db"), "abc").unwrap();
        let mut record = Record::new(Backend::Sqlite, "shop.db".to_owned(), "2026-11-30T10:00:00Z".to_owned());
        record.data = Data::of(directory.path(), "data.db").unwrap();
        record.rows.insert("\"orders\"".to_owned(), 3);
        record.write(directory.path()).unwrap();
        assert_eq!(Record::read(directory.path(), "kept").unwrap(), record);
        assert_eq!(record.data.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let code =
            |directory: &Path| Record::read(directory, "kept").unwrap_err().downcast::<Diagnostic>().unwrap().code;
        fs::write(directory.path().join("data.db"), "abd").unwrap();
        assert_eq!(code(directory.path()), "B006");
        fs::write(directory.path().join(FILE), "layout = 2").unwrap();
        assert_eq!(code(directory.path()), "B005");
        assert_eq!(code(&directory.path().join("nowhere")), "B005");
    }
}
