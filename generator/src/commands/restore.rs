//! `scaffold restore`: puts a backup in the place of what the database holds.
//!
//! Nothing is touched before the backup was restored in a scratch database and found to be what was backed up; and what is
//! there is backed up first.

use super::arguments::RestoreArguments;
use super::backup::{self as backing_up, Rehearsal};
use super::exit::Exit;
use super::interrupt;
use super::migrate::guard;
use super::output::Output;
use super::phases::Phases;
use super::stages;
use crate::backup::{self, Record, Roles};
use crate::config::Config;
use crate::database::{Backend, Missing, masked, without_secrets};
use crate::diagnostic::{Diagnostic, printable};
use crate::migration;
use anyhow::Result;
use serde_json::json;

/// Restores the backup and tells of it.
pub(super) async fn run(config: &Config, arguments: &RestoreArguments, output: Output) -> Result<Exit> {
    interrupt::ends(restored(config, arguments, output)).await
}

async fn restored(config: &Config, arguments: &RestoreArguments, output: Output) -> Result<Exit> {
    let mut phases = Phases::new(output);
    let directory = config.root.join(&arguments.backup);
    let shown = stages::shown(config, &directory);
    phases.begin("read", "reading the backup");
    let record = Record::read(&directory, &shown)?;
    let url = stages::database_url(config, Missing::Create)?;
    let backend = Backend::of(&url)?;
    if record.backend != backend {
        let (theirs, ours) = (record.backend.to_string(), backend.to_string());
        return Err(Diagnostic::backup_of_another_kind(&shown, &theirs, &ours).into());
    }
    let roles = if arguments.without_roles { Roles::Dropped } else { Roles::Kept };
    phases.aside(|| guard::pass(&url, "restore", arguments.database_name.as_deref(), output))?;
    let rehearsal = Rehearsal::unless(arguments.without_trial);
    if rehearsal == Rehearsal::Made {
        phases.begin("try", "restoring it in a scratch database");
        let difference = backing_up::differs(config, (&url, roles), (&directory, &record)).await?;
        if let Some(difference) = difference.filter(|_| !arguments.despite_differences) {
            return Err(Diagnostic::restored_otherwise(&shown, &difference).into());
        }
    }
    phases.begin("lock", "waiting for the database");
    let waiting = |holder: &str| {
        phases.note(&format!("waiting for another run on this database to end: {}", without_secrets(holder, &url)));
    };
    let lock = migration::lock(&url, waiting).await?;
    let before = match arguments.without_backup || !backup::has_tables(&url).await? {
        true => None,
        false => Some(backing_up::taken((config, &url), None, rehearsal, &mut phases).await?),
    };
    // Said before anything is touched: whatever happens from now on, it is known where that is.
    if let Some(before) = &before {
        phases.aside(|| output.line(&format!("backed up what was there: {}", before.told())))?;
    }
    phases.begin("restore", "restoring");
    let done = backup::replace(&url, &directory.join(&record.data.file), roles).await;
    if let Err(error) = done {
        let way_back = before.as_ref().map(|before| before.shown.clone());
        return Err(told(error, (backend, &url), way_back));
    }
    lock.release().await;
    let rows = backup::rows(&url).await?;
    phases.finish();
    let all: u64 = rows.values().sum();
    if output.is_json() {
        let before = before.as_ref().map(|before| &before.shown);
        output
            .json(&json!({ "changed": true, "restored": shown, "before": before, "record": record, "rows": rows }))?;
    }
    let (database, taken) = (printable(&masked(&url)), printable(&record.taken));
    output.line(&format!("{database} is what it was at {taken}: {} tables with {all} rows", rows.len()))?;
    Ok(Exit::Fine)
}

/// The error of a replacement, which has emptied the database where the system has no transaction around that.
fn told(error: anyhow::Error, (backend, url): (Backend, &str), way_back: Option<String>) -> anyhow::Error {
    match backend {
        Backend::Postgres | Backend::Sqlite => error,
        Backend::MySql => {
            let way_back =
                way_back.map_or_else(|| "it was not backed up".to_owned(), |path| format!("scaffold restore {path}"));
            Diagnostic::restored_in_part(&masked(url), &format!("{error:#}"), &way_back).into()
        }
    }
}
