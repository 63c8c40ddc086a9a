//! `scaffold watch`: a sync whenever a file of the migration crate is saved.
//!
//! One at a time, begun when nothing has been saved for a moment; what is saved meanwhile brings the next one. What goes
//! wrong is told and watching goes on, since the next save may put it right. The files are looked at, rather than the
//! system asked to tell of them: that costs less than a millisecond, and works where a mount tells of nothing.

use super::exit::{self, Exit};
use super::interrupt;
use super::output::Output;
use super::sync::{self, Request};
use crate::config::Config;
use crate::diagnostic::printable;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::time;
use walkdir::{DirEntry, WalkDir};

/// How often the files are looked at, and how long nothing has to be saved: editors write a file in several steps, and
/// several files at once.
const MOMENT: Duration = Duration::from_millis(50);

/// The files of a crate, with what tells one state of each from another.
type State = BTreeMap<PathBuf, (SystemTime, u64)>;

/// Syncs once, and then after each change until someone ends the run.
pub(super) async fn run(config: &Config, output: Output) -> Result<Exit> {
    let ended = interrupt::ends(rounds(config, output)).await;
    match ended {
        Err(error) if Exit::of_error(&error) == Exit::Interrupted => Ok(Exit::Interrupted),
        ended => ended,
    }
}

async fn rounds(config: &Config, output: Output) -> Result<Exit> {
    let directory = config.migration_directory();
    let mut last = state(&directory);
    loop {
        match sync::run(config, &Request::plain(), output).await {
            Err(error) if exit::is_broken_pipe(&error) => return Ok(Exit::Fine),
            Err(error) => output.error(&error)?,
            Ok(_) => {}
        }
        let shown = config.settings.migration.directory.display().to_string();
        output.note(&format!("watching {}; Ctrl-C ends this", printable(&shown)))?;
        last = changed(&directory, last).await;
    }
}

/// Waits until the crate is another, and stays so for a moment.
async fn changed(directory: &Path, mut last: State) -> State {
    let mut changed = false;
    loop {
        time::sleep(MOMENT).await;
        let now = state(directory);
        let differs = now != last;
        if changed && !differs {
            return now;
        }
        changed |= differs;
        last = now;
    }
}

/// What people write of a crate; what cargo makes of it is no part of that. A file that cannot be read is not there.
fn state(directory: &Path) -> State {
    let walk = WalkDir::new(directory).into_iter().filter_entry(|entry| entry.depth() == 0 || is_source(entry));
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let seen = files.filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        Some((entry.into_path(), (metadata.modified().ok()?, metadata.len())))
    });
    seen.collect()
}

fn is_source(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !(name.starts_with('.') || name.ends_with('~') || name == "target" || name == "Cargo.lock")
}
