//! What the programs of a database system are told of where the database is, in their own words: a URL means the same to
//! them as to the drivers.
//!
//! Pure text work.

use crate::database::whereabouts;
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use percent_encoding::percent_decode_str;
use std::fmt::Write as _;
use url::Url;

/// What a URL of a server says.
struct Parts {
    host: Option<String>,
    port: Option<String>,
    user: Option<String>,
    password: Option<String>,
    database: String,
    /// The rest, by key.
    query: Vec<(String, String)>,
}

impl Parts {
    fn of(url: &str) -> Result<Self> {
        let place = crate::database::masked(url);
        let parsed = Url::parse(url).map_err(|error| Diagnostic::url_not_understood(&place, &error.to_string()))?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let some = |text: &str| (!text.is_empty()).then(|| decoded(text));
        let query: Vec<_> = parsed.query_pairs().into_owned().collect();
        // The drivers take the last that they meet, and the query comes last.
        let last = |keys: &[&str]| query.iter().rfind(|(key, _)| keys.contains(&key.as_str())).map(|(_, v)| v.clone());
        let whereabouts = whereabouts(url);
        Ok(Self {
            host: whereabouts.host,
            port: last(&["port"]).or_else(|| parsed.port().map(|port| port.to_string())),
            user: last(&["user"]).or_else(|| some(parsed.username())),
            password: last(&["password"]).or_else(|| parsed.password().and_then(some)),
            database: whereabouts.name,
            query,
        })
    }

    /// What the query says under one of these keys.
    fn said(&self, keys: &[&str]) -> Option<&str> {
        self.query.iter().rfind(|(key, _)| keys.contains(&key.as_str())).map(|(_, value)| value.as_str())
    }
}

/// The variables that PostgreSQL's programs read. What a URL leaves open is left to what the environment says already.
pub(super) fn postgres(url: &str) -> Result<Vec<(&'static str, String)>> {
    let parts = Parts::of(url)?;
    let said = |keys: &[&str]| parts.said(keys).map(str::to_owned);
    let known = [
        // An IPv6 address stands in brackets in a URL alone.
        ("PGHOST", parts.host.as_deref().map(|host| host.trim_matches(['[', ']']).to_owned())),
        ("PGPORT", parts.port.clone()),
        ("PGUSER", parts.user.clone()),
        ("PGPASSWORD", parts.password.clone()),
        ("PGDATABASE", Some(parts.database.clone()).filter(|name| !name.is_empty())),
        ("PGSSLMODE", said(&["sslmode", "ssl-mode"])),
        ("PGSSLROOTCERT", said(&["sslrootcert", "ssl-root-cert", "ssl-ca"])),
        ("PGSSLCERT", said(&["sslcert", "ssl-cert"])),
        ("PGSSLKEY", said(&["sslkey", "ssl-key"])),
        ("PGAPPNAME", Some("scaffold".to_owned())),
    ];
    Ok(known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// The name of the database, and a file of options for the programs of MySQL or MariaDB.
pub(super) fn mysql(url: &str, is_maria: bool) -> Result<(String, String)> {
    let parts = Parts::of(url)?;
    let mut options = "[client]\n".to_owned();
    let mut say = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = writeln!(options, "{name}={}", quoted(value));
        }
    };
    let socket = parts.said(&["socket"]);
    say("socket", socket);
    // "localhost" alone means a socket to them.
    say("protocol", Some(if socket.is_some() { "socket" } else { "tcp" }));
    say("host", parts.host.as_deref().map(|host| host.trim_matches(['[', ']'])).or(Some("localhost")));
    say("port", parts.port.as_deref());
    say("user", parts.user.as_deref());
    say("password", parts.password.as_deref());
    say("ssl-ca", parts.said(&["ssl-ca"]));
    say("ssl-cert", parts.said(&["ssl-cert"]));
    say("ssl-key", parts.said(&["ssl-key"]));
    let mode = parts.said(&["ssl-mode", "sslmode"]).unwrap_or("PREFERRED").to_ascii_uppercase().replace('-', "_");
    match (is_maria, mode.as_str()) {
        (false, mode) => say("ssl-mode", Some(mode)),
        (true, "DISABLED") => say("ssl", Some("0")),
        (true, "VERIFY_CA" | "VERIFY_IDENTITY") => say("ssl-verify-server-cert", Some("1")),
        (true, "REQUIRED") => {
            say("ssl", Some("1"));
            say("ssl-verify-server-cert", Some("0"));
        }
        (true, _) => say("ssl-verify-server-cert", Some("0")),
    }
    Ok((parts.database, options))
}

/// A value of an option file.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_postgres() {
        let said = |url: &str| {
            let pairs = postgres(url).unwrap();
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            said("postgres://a:p%40ss@[::1]:5433/my%20shop?sslmode=verify-full&sslrootcert=/c.pem"),
            "PGHOST=::1 PGPORT=5433 PGUSER=a PGPASSWORD=p@ss PGDATABASE=my shop PGSSLMODE=verify-full \
             PGSSLROOTCERT=/c.pem PGAPPNAME=scaffold"
        );
        assert_eq!(
            said("postgres:///shop?host=/run/pg&port=5&user=u&password=x"),
            "PGHOST=/run/pg PGPORT=5 PGUSER=u PGPASSWORD=x PGDATABASE=shop PGAPPNAME=scaffold"
        );
    }

    #[test]
    fn options_of_mysql() {
        let (name, options) = mysql(r"mysql://a:p%22w%5C@localhost:3307/shop", true).unwrap();
        assert_eq!(name, "shop");
        assert_eq!(
            options,
            "[client]\nprotocol=\"tcp\"\nhost=\"localhost\"\nport=\"3307\"\nuser=\"a\"\npassword=\"p\\\"w\\\\\"\n\
             ssl-verify-server-cert=\"0\"\n"
        );
        let (_, options) = mysql("mysql://a@db/shop?socket=/run/m.sock&ssl-mode=disabled", false).unwrap();
        assert_eq!(
            options,
            "[client]\nsocket=\"/run/m.sock\"\nprotocol=\"socket\"\nhost=\"db\"\nuser=\"a\"\nssl-mode=\"DISABLED\"\n"
        );
    }
}
