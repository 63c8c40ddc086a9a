//! Codes `D…`: the database cannot be reached or does not show what was asked for. Exit code 3.

use super::Diagnostic;

impl Diagnostic {
    /// The URL's scheme names no supported database.
    pub fn unknown_backend(url: &str) -> Self {
        Self::error("C010", url, "this URL names no supported database").help("use postgres://, mysql:// or sqlite://")
    }

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
}
