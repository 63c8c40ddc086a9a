//! `scaffold backup`: writes down what the database holds, and restores it in a scratch database to see that it can be.

use super::arguments::BackupArguments;
use super::edges;
use super::exit::Exit;
use super::interrupt;
use super::output::Output;
use super::phases::Phases;
use super::stages;
use crate::backup::{self, Data, Record, Roles};
use crate::config::Config;
use crate::database::{self, Backend, Missing, Scratch};
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::snapshot::{self, Snapshot};
use anyhow::{Context, Result};
use serde_json::json;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::TempDir;

/// Where backups go that are not told where to go, below the root of the project.
const FOLDER: &str = "backups";

/// Rows are nobody's business but the database's.
const IGNORED: &str = "# What is backed up is not for a repository.\n*\n";

/// Whether a backup is restored in a scratch database before anybody relies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// It is.
    Made,
    /// There is no scratch database, or no time.
    LeftOut,
}

impl Trial {
    pub(super) fn unless(left_out: bool) -> Self {
        if left_out { Self::LeftOut } else { Self::Made }
    }
}

/// A backup that is written.
pub(super) struct Backup {
    /// Its directory, as people see it.
    pub(super) shown: String,
    record: Record,
    moved: Vec<String>,
}

/// Makes a backup and tells of it.
pub(super) async fn run(config: &Config, arguments: &BackupArguments, output: Output) -> Result<Exit> {
    interrupt::ends(async {
        let mut phases = Phases::new(output);
        let url = stages::database_url(config, Missing::Refuse)?;
        let trial = Trial::unless(arguments.without_trial);
        let backup = taken((config, &url), arguments.to.as_deref(), trial, &mut phases).await?;
        phases.finish();
        let diagnostics = backup.diagnostics();
        if output.is_json() {
            let Backup { shown, record, .. } = &backup;
            output.json(&json!({ "backup": shown, "record": record, "diagnostics": diagnostics }))?;
        }
        output.diagnostics(&diagnostics)?;
        output.line(&backup.told())?;
        Ok(Exit::Fine)
    })
    .await
}

impl Backup {
    /// What became of it, in a line.
    pub(super) fn told(&self) -> String {
        let Record { database, rows, data, tried, .. } = &self.record;
        let all: u64 = rows.values().sum();
        let size = indicatif::HumanBytes(data.bytes);
        let tried = if *tried { ", and the same when restored in a scratch database" } else { "" };
        let (database, shown) = (printable(database), printable(&self.shown));
        format!("{shown}: {database}, {} tables with {all} rows, {size}{tried}", rows.len() + self.moved.len())
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let moved = (!self.moved.is_empty()).then(|| Diagnostic::rows_moved(&self.shown, &self.moved));
        moved.into_iter().collect()
    }
}

/// Makes a backup, and tries it. It is there even where it could not be tried.
///
/// Errors: it could not be made, or is something else when it is restored.
pub(super) async fn taken(
    (config, url): (&Config, &str),
    to: Option<&Path>,
    trial: Trial,
    phases: &mut Phases,
) -> Result<Backup> {
    let config = &stages::whole(config);
    let backend = Backend::of(url)?;
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let mut record = Record::new(backend, database::whereabouts(url).name, now);
    let to = destination(config, &record, to)?;
    let shown = stages::shown(config, &to);
    phases.begin("database", "reading the schema");
    record.server = database::version(url).await?;
    let schema = stages::seen_so_far(config, url).await?;
    // Whatever happens before the end leaves nothing where somebody would take it for a backup.
    let parent = to.parent().context("a backup lies in a directory")?;
    let making = tempfile::Builder::new().prefix(".backup-").tempdir_in(parent).context("making a backup")?;
    phases.begin("dump", "writing the data");
    let dumped = backup::dump(url, &making.path().join(backup::data_file(backend))).await?;
    record.data = Data::of(making.path(), backup::data_file(backend))?;
    (record.tool, record.rows) = (dumped.tool, dumped.rows);
    write_schema(making.path(), &schema)?;
    record.write(making.path())?;
    if trial == Trial::Made {
        phases.begin("try", "restoring it in a scratch database");
        match differs(config, (url, Roles::Dropped), (making.path(), &record)).await {
            Ok(None) => record.tried = true,
            Ok(Some(difference)) => return Err(Diagnostic::restored_otherwise(&shown, &difference).into()),
            Err(error) => {
                keep(making, &to)?;
                return Err(Diagnostic::backup_not_tried(&shown, &format!("{error:#}")).into());
            }
        }
        record.write(making.path())?;
    }
    keep(making, &to)?;
    Ok(Backup { shown, record, moved: dumped.moved })
}

/// What is not the same when a backup is restored in a scratch database beside that at `url`.
pub(super) async fn differs(
    config: &Config,
    (url, roles): (&str, Roles),
    (directory, record): (&Path, &Record),
) -> Result<Option<String>> {
    let config = &stages::whole(config);
    let wanted = read_schema(directory)?;
    stages::on_scratch(url, async |scratch: &Scratch| {
        backup::load(&scratch.url, &directory.join(&record.data.file), roles).await?;
        let seen = stages::seen_so_far(&stages::within(config, scratch), &scratch.url).await?;
        let schema = edges::diff(&wanted, &seen)?;
        let rows = backup::rows(&scratch.url).await?;
        let counts = record.rows.iter().filter(|(table, count)| rows.get(*table) != Some(*count));
        let counts = counts.map(|(table, count)| match rows.get(table) {
            Some(now) => format!("{table} has {now} rows instead of {count}\n"),
            None => format!("{table} is not there\n"),
        });
        let all = counts.collect::<String>() + &schema.unwrap_or_default();
        Ok((!all.is_empty()).then_some(all))
    })
    .await
}

/// Where a backup goes: where it was told to, or into a directory of its own among the others.
fn destination(config: &Config, record: &Record, to: Option<&Path>) -> Result<PathBuf> {
    if let Some(to) = to {
        let to = config.root.join(to);
        let is_free = match fs::read_dir(&to) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        if !is_free {
            return Err(Diagnostic::backup_in_the_way(&stages::shown(config, &to)).into());
        }
        fs::create_dir_all(to.parent().context("a backup lies in a directory")?)?;
        return Ok(to);
    }
    let folder = config.root.join(FOLDER);
    if !folder.exists() {
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        fs::write(folder.join(".gitignore"), IGNORED)?;
    }
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = record.database.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let name = format!("{}-{name}", record.taken.replace(['-', ':'], ""));
    let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}-{number}")));
    names.map(|name| folder.join(name)).find(|path| !path.exists()).context("there is another name always")
}

/// Gives a backup its name.
fn keep(making: TempDir, to: &Path) -> Result<()> {
    let made = making.keep();
    fs::rename(&made, to).with_context(|| format!("giving {} its name, {}", made.display(), to.display()))
}

fn write_schema(directory: &Path, schema: &Snapshot) -> Result<()> {
    for file in schema.files()? {
        let path = directory.join(&file.path);
        fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
        fs::write(&path, &file.text).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

fn read_schema(directory: &Path) -> Result<Snapshot> {
    snapshot::read(&disk::snapshot(directory)?).map_err(|problems| {
        let reason = problems.first().map(ToString::to_string).unwrap_or_default();
        Diagnostic::no_backup(&directory.display().to_string(), &reason).into()
    })
}
