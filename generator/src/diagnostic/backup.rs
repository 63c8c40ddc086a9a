//! Codes `B…`: backups that cannot be made, or not be restored.

use super::Diagnostic;

impl Diagnostic {
    /// None of the programs that could do it is there.
    pub fn tool_missing(names: &[&str]) -> Self {
        let (first, help) = match names.first().copied().unwrap_or_default() {
            name @ ("pg_dump" | "pg_restore" | "psql") => (
                name,
                "install PostgreSQL's client programs (package postgresql-client), or put their directory on PATH",
            ),
            name => (
                name,
                "install the client programs of MariaDB or MySQL (package mariadb-client), or put their directory on PATH",
            ),
        };
        let message = format!("there is no program {} on PATH", names.join(" or "));
        Self::error("B001", first, &message).help(help)
    }

    /// The program does not know what the server can do.
    pub fn tool_too_old(tool: &str, ours: u32, theirs: u32) -> Self {
        Self::error("B002", tool, &format!("it is of version {ours}, and the server is of version {theirs}"))
            .help("put the client programs of the server's version, or of a later one, first on PATH")
    }

    /// The program ended badly.
    pub fn tool_failed(tool: &str, reason: &str) -> Self {
        Self::error("B003", tool, &format!("it failed; its last words:\n{reason}"))
            .help("what it says is about the database or its roles, not about files of the project: none was changed")
    }

    /// There is something where the backup should be.
    pub fn backup_in_the_way(place: &str) -> Self {
        Self::error("B004", place, "there is something already, and no backup takes the place of another")
            .help("name another directory with --to, or none: each backup gets one of its own")
    }

    /// That is no backup.
    pub fn no_backup(place: &str, reason: &str) -> Self {
        Self::error("B005", place, &format!("this is no backup that can be restored: {reason}"))
            .help("name the directory that `scaffold backup` made; nothing was changed")
    }

    /// The data is not what was written.
    pub fn backup_changed(place: &str) -> Self {
        Self::error("B006", place, "the data is not what was written down of it when the backup was made")
            .help("copy the whole directory again from where it was kept; nothing was changed")
    }

    /// A backup of another kind of database.
    pub fn backup_of_another_kind(place: &str, theirs: &str, ours: &str) -> Self {
        Self::error("B007", place, &format!("it is of {theirs}, and the database is {ours}; nothing was changed"))
            .help("name a database of that kind: --database-url, or url under [database] in scaffold.toml")
    }

    /// What was restored in a scratch database is something else than what was backed up.
    pub fn restored_otherwise(place: &str, difference: &str) -> Self {
        let message = format!("restored in a scratch database, it is not what was backed up:\n{difference}");
        Self::error("B008", place, &message).help(
            "a server of another version may tell its schema otherwise: `scaffold restore --despite-differences` takes it as it \
             is; nothing was changed",
        )
    }

    /// It could not be tried whether the backup can be restored.
    pub fn backup_not_tried(place: &str, reason: &str) -> Self {
        Self::error("B009", place, &format!("the backup is written and was not tried: {reason}")).help(
            "let the user create databases, so that it can be restored in a scratch one; or take it as it is, with --without-trial",
        )
    }

    /// Tables whose rows are not counted in the backup.
    pub fn rows_moved(place: &str, tables: &[String]) -> Self {
        let message = format!("rows came or went while it was made, and are not compared: {}", tables.join(", "));
        Self::warning("B010", place, &message)
            .help("each table is whole in it, as of one moment; to compare all, make it while nobody writes")
    }

    /// On a system without transactions around definitions, a backup was restored in part.
    pub fn restored_in_part(place: &str, reason: &str, way_back: &str) -> Self {
        Self::error("B011", place, &format!("the database was emptied and could not be filled again: {reason}"))
            .help(&format!("mend that and restore again; what was there before: {way_back}"))
    }

    /// Somebody keeps the file locked.
    pub fn sqlite_busy(place: &str, seconds: u64) -> Self {
        Self::error("B012", place, &format!("another program keeps it locked for more than {seconds} s"))
            .help("run again when it is done, or end it; nothing was changed")
    }
}
