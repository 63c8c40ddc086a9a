//! Codes `D…`: the database cannot be reached or does not show what was asked for. Exit code 3.

use super::Diagnostic;

impl Diagnostic {
    /// The server refused, or there is none.
    pub fn cannot_connect(place: &str, reason: &str) -> Self {
        Self::error("D001", place, &format!("cannot connect: {reason}"))
            .help("check host, port, user, password and database name, and that the server runs")
    }

    /// The server did not answer in time.
    pub fn connect_timeout(place: &str, seconds: u64) -> Self {
        Self::error("D002", place, &format!("no answer within {seconds} seconds"))
            .help("check host and port, and whether a firewall drops the connection")
    }

    /// The SQLite file that is to be read does not exist.
    pub fn sqlite_file_missing(path: &str) -> Self {
        Self::error("D003", path, "this SQLite database does not exist")
            .help("check the path; relative paths start at the directory of scaffold.toml; `scaffold sync` creates it")
    }

    /// The connection was lost, a statement was refused, or a file turned out not to be a database.
    pub fn cannot_read(place: &str, reason: &str) -> Self {
        Self::error("D006", place, &format!("the database cannot be read: {reason}"))
            .help("check that it is the right database and that the server runs, then run again; no file was written")
    }

    /// The role may not create the scratch database.
    pub fn scratch_not_allowed(place: &str, reason: &str) -> Self {
        Self::error("D004", place, &format!("cannot create a scratch database: {reason}")).help(
            "grant the right (PostgreSQL: ALTER ROLE … CREATEDB; MySQL: GRANT ALL ON `scaffold_scratch_%`.* TO …), \
             or give --database-url a server where it may, such as a service container in CI",
        )
    }

    /// Creating the scratch database failed for another reason.
    pub fn scratch_failed(place: &str, reason: &str) -> Self {
        Self::error("D005", place, &format!("cannot create a scratch database: {reason}"))
            .help("`check` needs an empty database of its own beside the one the URL names")
    }
}
