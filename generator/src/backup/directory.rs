//! The directory of a backup: made aside, and given its name when it is whole. Whatever happens before leaves nothing where
//! somebody would take it for a backup.

use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Rows are nobody's business but the database's.
const IGNORED: &str = "# What is backed up is not for a repository.\n*\n";

/// A backup that is being made.
pub struct Making {
    aside: TempDir,
    to: PathBuf,
}

impl Making {
    /// Begins one that is to lie in `to`; `place` is what people call that.
    ///
    /// Errors: there is something already.
    pub fn begin(to: &Path, place: &str) -> Result<Self> {
        let is_free = match fs::read_dir(to) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        if !is_free {
            return Err(Diagnostic::backup_in_the_way(place).into());
        }
        let parent = to.parent().context("a backup lies in a directory")?;
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
        let aside = tempfile::Builder::new().prefix(".backup-").tempdir_in(parent).context("making a backup")?;
        Ok(Self { aside, to: to.to_owned() })
    }

    /// Where it lies as long as it is made.
    pub fn path(&self) -> &Path {
        self.aside.path()
    }

    /// Writes a text into it.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
    }

    /// Gives it its name.
    pub fn keep(self) -> Result<()> {
        let made = self.aside.keep();
        fs::rename(&made, &self.to)
            .with_context(|| format!("giving {} its name, {}", made.display(), self.to.display()))
    }
}

/// A place among the backups in `folder` for one of this database that was begun then. The folder is made where there is none,
/// and kept out of repositories.
pub fn place_in(folder: &Path, (database, taken): (&str, &str)) -> Result<PathBuf> {
    if !folder.exists() {
        fs::create_dir(folder).with_context(|| format!("making {}", folder.display()))?;
        fs::write(folder.join(".gitignore"), IGNORED)?;
    }
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = database.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let name = format!("{}-{name}", taken.replace(['-', ':'], ""));
    let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}-{number}")));
    names.map(|name| folder.join(name)).find(|path| !path.exists()).context("there is another name always")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_there_when_it_is_whole_and_takes_no_other_one_s_place() {
        let root = tempfile::tempdir().unwrap();
        let to = place_in(&root.path().join("backups"), ("my shop", "2026-11-30T10:00:00Z")).unwrap();
        assert!(to.ends_with("backups/20261130T100000Z-my_shop"));
        let making = Making::begin(&to, "x").unwrap();
        making.write("schema/table/a.toml", "a").unwrap();
        assert!(!to.exists());
        making.keep().unwrap();
        assert_eq!(fs::read_to_string(to.join("schema/table/a.toml")).unwrap(), "a");
        let again = place_in(&root.path().join("backups"), ("my shop", "2026-11-30T10:00:00Z")).unwrap();
        assert!(again.ends_with("20261130T100000Z-my_shop-2"));
        let error = Making::begin(&to, "x").err().unwrap();
        assert_eq!(error.downcast::<Diagnostic>().unwrap().code, "B004");
        drop(Making::begin(&again, "x").unwrap());
        assert_eq!(fs::read_dir(root.path().join("backups")).unwrap().count(), 2, "only .gitignore and the one");
    }
}
