//! `scaffold backup`: writes down what the database holds, and restores it in a scratch database to see that it can be.

use super::arguments::BackupArguments;
use super::edges;
use super::exit::Exit;
use super::interrupt;
use super::output::Output;
use super::phases::Phases;
use super::stages;
use crate::backup::{self, Data, Making, Record, Roles};
use crate::config::Config;
use crate::database::{self, Backend, Missing, Scratch};
use crate::diagnostic::{Diagnostic, printable};
use crate::disk;
use crate::snapshot::{self, Snapshot};
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::time::SystemTime;

/// Where backups go that are not told where to go, below the root of the project.
const FOLDER: &str = "backups";

/// Whether a backup is restored in a scratch database before anybody relies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rehearsal {
    /// It is.
    Made,
    /// There is no scratch database, or no time.
    LeftOut,
}

impl Rehearsal {
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
        let rehearsal = Rehearsal::unless(arguments.without_trial);
        let backup = taken((config, &url), arguments.to.as_deref(), rehearsal, &mut phases).await?;
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
    rehearsal: Rehearsal,
    phases: &mut Phases,
) -> Result<Backup> {
    let config = &stages::whole(config);
    let backend = Backend::of(url)?;
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let mut record = Record::new(backend, database::whereabouts(url).name, now);
    let to = match to {
        Some(to) => config.root.join(to),
        None => backup::place_in(&config.root.join(FOLDER), (&record.database, &record.taken))?,
    };
    let shown = stages::shown(config, &to);
    let making = Making::begin(&to, &shown)?;
    phases.begin("database", "reading the schema");
    record.server = database::version(url).await?;
    let schema = stages::seen_so_far(config, url).await?;
    phases.begin("dump", "writing the data");
    let dumped = backup::dump(url, &making.path().join(backup::data_file(backend))).await?;
    record.data = Data::of(making.path(), backup::data_file(backend))?;
    (record.tool, record.rows) = (dumped.tool, dumped.rows);
    schema.files()?.iter().try_for_each(|file| making.write(&file.path, &file.text))?;
    record.write(making.path())?;
    if rehearsal == Rehearsal::Made {
        phases.begin("try", "restoring it in a scratch database");
        match differs(config, (url, Roles::Dropped), (making.path(), &record)).await {
            Ok(None) => record.tried = true,
            Ok(Some(difference)) => return Err(Diagnostic::restored_otherwise(&shown, &difference).into()),
            Err(error) => {
                making.keep()?;
                return Err(Diagnostic::backup_not_tried(&shown, &format!("{error:#}")).into());
            }
        }
        record.write(making.path())?;
    }
    making.keep()?;
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

fn read_schema(directory: &Path) -> Result<Snapshot> {
    snapshot::read(&disk::snapshot(directory)?).map_err(|problems| {
        let reason = problems.first().map(ToString::to_string).unwrap_or_default();
        Diagnostic::no_backup(&directory.display().to_string(), &reason).into()
    })
}
