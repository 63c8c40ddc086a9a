//! One run at a time on each database: whoever comes later waits, and is told for whom.
//!
//! The lock is the server's, so that it goes with the connection of a run that dies; beside an SQLite file it is the
//! system's, on a file that goes with the run. It is asked for again and again rather than waited for in a statement: a
//! statement that waits holds up `CREATE INDEX CONCURRENTLY` in the run that it waits for.

use super::runner::application_name;
use crate::database::{Backend, Session, unreadable};
use anyhow::{Context, Result};
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::str::FromStr;
use std::time::Duration;
use tokio::time::sleep;

/// The numbers of PostgreSQL's lock: `SCAF` and `MIGR` as bytes.
const KEYS: (i32, i32) = (0x5343_4146, 0x4D49_4752);

/// Whom the runner of this process waits for on PostgreSQL.
const BLOCKER: &str = "SELECT concat('backend ', a.pid, ', ', coalesce(nullif(a.application_name, ''), 'a program'), \
        ', of ', a.usename, ', ', a.state, ' for ', date_trunc('second', now() - a.state_change), ': ', left(a.query, 80)) \
    FROM pg_catalog.pg_stat_activity w JOIN pg_catalog.pg_stat_activity a ON a.pid = ANY (pg_blocking_pids(w.pid)) \
    WHERE w.application_name = $1 LIMIT 1";

/// Who has a transaction open longest on MySQL or MariaDB, while somebody waits for the lock of a table in this database:
/// the server does not say whom.
const MYSQL_BLOCKER: &str = "SELECT CAST(CONCAT('connection ', p.id, ', of ', p.user, ' at ', p.host, \
        ', which has a transaction open since ', t.trx_started) AS CHAR) \
    FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id \
    WHERE coalesce(p.state, '') NOT LIKE 'Waiting for table %' AND EXISTS (SELECT 1 FROM information_schema.processlist w \
        WHERE w.db = DATABASE() AND (w.state LIKE 'Waiting for table %' OR w.id IN (SELECT trx_mysql_thread_id \
            FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'))) \
        AND t.trx_state <> 'LOCK WAIT' ORDER BY t.trx_started LIMIT 1";

/// How long it takes until it is asked for again.
const MOMENT: Duration = Duration::from_millis(100);

/// How often nobody is seen before that is told.
const PATIENCE: u32 = 10;

/// The right to migrate a database.
pub struct Lock(Held);

enum Held {
    Server(Session),
    File(Beside),
}

/// Whose a lock is.
enum Taken {
    Ours,
    /// Another's, who may not be seen.
    By(Option<String>),
}

/// The locked file beside an SQLite database.
struct Beside {
    _file: File,
    path: PathBuf,
}

impl Drop for Beside {
    /// A file that stays behind is in nobody's way. It goes while it is locked.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Waits until no other run migrates the database at `url`. `on_wait` is told who does, whenever that is someone else.
pub async fn lock(url: &str, mut on_wait: impl FnMut(&str)) -> Result<Lock> {
    let (mut last, mut unknown) = (String::new(), 0);
    let mut waiting = |holder: Option<String>| {
        unknown = if holder.is_none() { unknown + 1 } else { 0 };
        // For a moment nobody may be seen; a role that never sees the others is told at least that they are there.
        let holder = holder.or_else(|| (unknown == PATIENCE).then(|| "another run".to_owned()));
        if let Some(holder) = holder.filter(|holder| *holder != last) {
            on_wait(&holder);
            last = holder;
        }
    };
    if Backend::of(url)? == Backend::Sqlite {
        let path = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
        return Ok(Lock(Held::File(beside(&path, &mut waiting).await?)));
    }
    let mut session = Session::open(url).await?;
    loop {
        let taken = take(&mut session).await;
        match taken.map_err(|error| unreadable(error, url).context("locking the database"))? {
            Taken::Ours => return Ok(Lock(Held::Server(session))),
            Taken::By(holder) => waiting(holder),
        }
        sleep(MOMENT).await;
    }
}

impl Lock {
    /// Who holds up the migration that runs, as far as the server says so.
    pub async fn blocker(&mut self) -> Option<String> {
        let Held::Server(session) = &mut self.0 else { return None };
        let found = match session.backend() {
            Backend::Postgres => {
                let query = sqlx::query_as::<_, (String,)>(BLOCKER).bind(application_name());
                session.postgres(query).await.ok()?
            }
            _ => session.mysql(sqlx::query_as::<_, (String,)>(MYSQL_BLOCKER)).await.ok()?,
        };
        found.into_iter().next().map(|(blocker,)| blocker)
    }

    /// Lets the next one in.
    pub async fn release(self) {
        match self.0 {
            Held::Server(session) => session.close().await,
            Held::File(beside) => drop(beside),
        }
    }
}

/// Takes the server's lock, or says who has it.
async fn take(session: &mut Session) -> Result<Taken> {
    match session.backend() {
        Backend::Postgres => postgres(session).await,
        Backend::MySql | Backend::Sqlite => mysql(session).await,
    }
}

async fn postgres(session: &mut Session) -> Result<Taken> {
    let take = sqlx::query_as::<_, (bool,)>("SELECT pg_try_advisory_lock($1, $2)").bind(KEYS.0).bind(KEYS.1);
    if session.postgres(take).await? == [(true,)] {
        const NAME: &str = "SELECT set_config('application_name', $1, false)";
        let own = format!("scaffold migrate, process {}", process::id());
        session.postgres(sqlx::query_as::<_, (String,)>(NAME).bind(own)).await?;
        return Ok(Taken::Ours);
    }
    const HOLDER: &str = "SELECT concat(coalesce(nullif(a.application_name, ''), 'a program'), ', of ', a.usename, ' at ', \
            coalesce(host(a.client_addr), 'a socket'), ', backend ', a.pid) \
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::int8::oid AND l.objid = $2::int8::oid AND l.objsubid = 2 \
            AND a.datname = current_database() LIMIT 1";
    let holder = sqlx::query_as::<_, (String,)>(HOLDER).bind(i64::from(KEYS.0)).bind(i64::from(KEYS.1));
    Ok(Taken::By(named(session.postgres(holder).await?)))
}

async fn mysql(session: &mut Session) -> Result<Taken> {
    // Such locks belong to the server, so that the database is a part of the name; it may be 64 characters long. MD5 is a
    // function of older servers alone.
    const TAKE: &str =
        "SELECT CAST(GET_LOCK(CONCAT('scaffold migrate ', LEFT(SHA2(DATABASE(), 256), 40)), 0) AS SIGNED)";
    if session.mysql(sqlx::query_as::<_, (Option<i64>,)>(TAKE)).await? == [(Some(1),)] {
        return Ok(Taken::Ours);
    }
    const HOLDER: &str = "SELECT CAST(CONCAT('connection ', id, ', of ', user, ' at ', host) AS CHAR) \
        FROM information_schema.processlist WHERE id = IS_USED_LOCK(CONCAT('scaffold migrate ', LEFT(SHA2(DATABASE(), 256), 40)))";
    Ok(Taken::By(named(session.mysql(sqlx::query_as::<_, (String,)>(HOLDER)).await?)))
}

/// The holder; a role may not see the connections of others, and it may be gone by now.
fn named(found: Vec<(String,)>) -> Option<String> {
    found.into_iter().next().map(|(holder,)| holder)
}

/// Takes the lock on the file beside an SQLite database.
async fn beside(database: &Path, waiting: &mut impl FnMut(Option<String>)) -> Result<Beside> {
    let mut path = database.as_os_str().to_owned();
    path.push(".migrate-lock");
    let path = PathBuf::from(path);
    let problem = || format!("locking {}", path.display());
    loop {
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).with_context(problem)?;
        match file.try_lock() {
            Ok(()) if is_still_there(&file, &path) => {
                file.set_len(0).with_context(problem)?;
                write!(file, "process {}", process::id()).with_context(problem)?;
                return Ok(Beside { _file: file, path });
            }
            Ok(()) => continue,
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // What cannot be read yet is told the next time.
                let _ = file.rewind().and_then(|()| file.read_to_string(&mut holder));
                waiting(Some(holder).filter(|holder| !holder.is_empty()));
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(problem),
        }
        sleep(MOMENT).await;
    }
}

/// The run that held the lock removes the file; then a lock on it is worth nothing.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(locked), Ok(now)) => (locked.dev(), locked.ino()) == (now.dev(), now.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}
