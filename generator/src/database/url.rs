//! Connection URLs: hiding their secrets, resolving their paths, pointing them at another database.
//!
//! Pure text work but for one look at whether an SQLite file is there. Nothing here connects.

use super::Backend;
use crate::diagnostic::Diagnostic;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::path::Path;
use url::Url;

/// What in a path would end it, or be taken for an escape, inside a URL.
const IN_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'?');

/// What to do about an SQLite file that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Create it, empty.
    Create,
    /// Say so.
    Refuse,
}

/// The URL as the drivers want it: SQLite paths absolute, `mariadb://` spelled `mysql://`.
///
/// A relative SQLite path is relative to `root`, wherever the command was started. A database in memory is
/// refused: it would be another one for every process that opens it.
pub fn resolve(url: &str, root: &Path, missing: Missing) -> Result<String, Diagnostic> {
    match Backend::of(url)? {
        Backend::Postgres => Ok(url.to_owned()),
        Backend::MySql => Ok(mysql(url)),
        Backend::Sqlite => sqlite(url, root, missing),
    }
}

/// `mariadb://` is spelled `mysql://` to the drivers.
pub(super) fn mysql(url: &str) -> String {
    match url.strip_prefix("mariadb:") {
        Some(rest) => format!("mysql:{rest}"),
        None => url.to_owned(),
    }
}

fn sqlite(url: &str, root: &Path, missing: Missing) -> Result<String, Diagnostic> {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let parameters = || query.split('&').filter(|pair| !pair.is_empty());
    if path.is_empty() || path == ":memory:" || parameters().any(|pair| pair == "mode=memory") {
        return Err(Diagnostic::sqlite_in_memory(url));
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| Diagnostic::url_not_understood(url, "not UTF-8"))?;
    let path = root.join(path.as_ref());
    let Some(text) = path.to_str() else {
        return Err(Diagnostic::url_not_understood(url, "its path is not UTF-8"));
    };
    if missing == Missing::Refuse && !path.exists() {
        return Err(Diagnostic::sqlite_file_missing(text));
    }
    let mode = match missing {
        Missing::Create => "mode=rwc",
        Missing::Refuse => "mode=rw",
    };
    let mode = parameters().find(|pair| *pair == "mode=ro").unwrap_or(mode);
    let kept = parameters().filter(|pair| !pair.starts_with("mode="));
    let query: Vec<&str> = kept.chain([mode]).collect();
    Ok(of_file(text, &query.join("&")))
}

/// The URL of an SQLite file.
pub(super) fn of_file(path: &str, query: &str) -> String {
    format!("sqlite://{}?{query}", utf8_percent_encode(path, IN_PATH))
}

/// The database that a server's URL names, decoded.
pub(super) fn database_name(url: &Url) -> String {
    let by_query = url.query_pairs().find(|(key, _)| key == "dbname").map(|(_, value)| value.into_owned());
    by_query.unwrap_or_else(|| percent_decode_str(url.path().trim_start_matches('/')).decode_utf8_lossy().into_owned())
}

/// Which database a URL names, and on which machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// The name of the database; of an SQLite file, its own without those of its directories.
    pub name: String,
    /// The machine, or the directory of a socket on this one; none where the URL says nothing or names a file.
    pub host: Option<String>,
}

/// Which database a URL names, as [`resolve`] made it.
pub fn whereabouts(url: &str) -> Whereabouts {
    let Ok(parsed) = Url::parse(url) else { return Whereabouts::default() };
    let name = database_name(&parsed);
    if url.starts_with("sqlite:") {
        return Whereabouts { name: name.rsplit('/').next().unwrap_or_default().to_owned(), host: None };
    }
    // The drivers take the last that they meet, and the query comes last.
    let query = parsed.query_pairs().filter(|(key, _)| key == "host" || key == "hostaddr").last();
    let host = query.map(|(_, host)| host.into_owned());
    let host = host.or_else(|| Some(percent_decode_str(parsed.host_str()?).decode_utf8_lossy().into_owned()));
    Whereabouts { name, host: host.filter(|host| !host.is_empty()) }
}

/// The same server, another database. `name` is made of letters, digits and `_`.
pub(super) fn with_database(url: &Url, name: &str) -> Url {
    let mut url = url.clone();
    if url.query_pairs().any(|(key, _)| key == "dbname") {
        let kept: Vec<_> = url.query_pairs().into_owned().filter(|(key, _)| key != "dbname").collect();
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    url.set_path(&format!("/{name}"));
    url
}

/// The URL with its password, if any, replaced by `***`.
pub fn masked(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    let (scheme, rest) = after_scheme(url);
    // Without a scheme it is not said where a password may stand: `user:password@host`, `password=… host=…`.
    if scheme.is_empty() && url.contains(['@', '=']) {
        return "***".to_owned();
    }
    // What the query calls a secret goes first: an unescaped @ in it would be taken for the end of the user.
    let rest = match rest.split_once('?') {
        Some((rest, query)) => format!("{rest}?{}", masked_query(query)),
        None => rest.to_owned(),
    };
    // The last @ ends the user information, even where a password holds an unescaped one. An @ further
    // right hides the host as well: better too much than a password.
    match rest.rsplit_once('@') {
        Some((user, rest)) => format!("{scheme}{}:***@{rest}", user.split(':').next().unwrap_or_default()),
        None => format!("{scheme}{rest}"),
    }
}

/// The scheme with its mark, empty when there is none, and the rest.
fn after_scheme(url: &str) -> (&str, &str) {
    let mark = match url.find("://") {
        Some(colon) => colon + 3,
        None if Backend::of_scheme(url).is_some() => url.find(':').map_or(0, |colon| colon + 1),
        None => 0,
    };
    url.split_at(mark)
}

fn masked_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _)) if is_secret(key) => format!("{key}=***"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["pass", "pwd", "secret", "token"].iter().any(|word| key.contains(word))
}

/// `text` without the URL and without the secrets in it; for what drivers and child processes say.
///
/// A password that the masked URL shows anyway, because it is also the name of the user or the host, is left
/// in the text: cutting it out would hide nothing and spoil the message.
pub fn without_secrets(text: &str, url: &str) -> String {
    let shown = masked(url);
    let mut text = text.replace(url, &shown);
    for secret in secrets(url) {
        if !secret.is_empty() && !shown.contains(&secret) {
            text = text.replace(&secret, "***");
        }
    }
    text
}

/// Every secret of the URL, as written and decoded, longest first.
fn secrets(url: &str) -> Vec<String> {
    if url.starts_with("sqlite:") {
        return Vec::new();
    }
    let (_, rest) = after_scheme(url);
    let password = rest.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let values = pairs.filter(|(key, _)| is_secret(key)).map(|(_, value)| value);
    let written = password.into_iter().chain(values).map(str::to_owned);
    let both = written.flat_map(|secret| [percent_decode_str(&secret).decode_utf8_lossy().into_owned(), secret]);
    let mut secrets: Vec<String> = both.collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked_however_they_are_written() {
        for (url, expected) in [
            ("postgres://alice:S3cr3t@db:5432/shop", "postgres://alice:***@db:5432/shop"),
            ("postgres://alice@db/shop", "postgres://alice:***@db/shop"),
            ("postgres://db/shop", "postgres://db/shop"),
            ("mysql://a:p@ss@db/shop", "mysql://a:***@db/shop"),
            ("mysql://a:p/w@db/shop", "mysql://a:***@db/shop"),
            ("mysql://a:p?w@db/shop", "mysql://a:***@db/shop"),
            ("mysql://a:p#w@db/shop", "mysql://a:***@db/shop"),
            ("postgres:alice:S3cr3t@db", "postgres:alice:***@db"),
            ("postgres://db/shop?user=a&password=S3cr3t", "postgres://db/shop?user=a&password=***"),
            ("postgres://db/shop?user=a&password=p@w/x", "postgres://db/shop?user=a&password=***"),
            ("sqlite://a@b.db?mode=rwc", "sqlite://a@b.db?mode=rwc"),
            ("alice:S3cr3t@db/shop", "***"),
            ("host=db password=S3cr3t", "***"),
            ("shop.db", "shop.db"),
        ] {
            assert_eq!(masked(url), expected);
        }
    }

    #[test]
    fn messages_lose_the_password_in_either_spelling() {
        let url = "postgres://alice:p%40ss@db/shop";
        assert_eq!(without_secrets("no entry for p@ss (p%40ss) at db", url), "no entry for *** (***) at db");
        assert_eq!(without_secrets(&format!("cannot open {url}"), url), "cannot open postgres://alice:***@db/shop");
        let same = "postgres://postgres:postgres@localhost/shop";
        assert_eq!(without_secrets("role postgres is missing", same), "role postgres is missing");
    }

    #[test]
    fn sqlite_paths_become_absolute() {
        let root = Path::new("/srv/my app");
        let resolved = |url| resolve(url, root, Missing::Create).unwrap();
        assert_eq!(resolved("sqlite://shop.db"), "sqlite:///srv/my%20app/shop.db?mode=rwc");
        assert_eq!(
            resolved("sqlite:data/shop.db?cache=private"),
            "sqlite:///srv/my%20app/data/shop.db?cache=private&mode=rwc"
        );
        assert_eq!(resolved("sqlite:///tmp/a%3Fb.db?mode=ro"), "sqlite:///tmp/a%3Fb.db?mode=ro");
    }

    #[test]
    fn sqlite_in_memory_and_missing_files_are_refused() {
        let code = |url, missing| resolve(url, Path::new("/nowhere"), missing).unwrap_err().code;
        for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite:", "sqlite://x?mode=memory"] {
            assert_eq!(code(url, Missing::Create), "C012");
        }
        assert_eq!(code("sqlite://shop.db", Missing::Refuse), "D003");
    }

    #[test]
    fn mariadb_is_spelled_mysql_to_the_drivers() {
        assert_eq!(resolve("mariadb://a@b/c", Path::new("/"), Missing::Refuse).unwrap(), "mysql://a@b/c");
    }

    #[test]
    fn another_database_of_the_same_server() {
        let moved = |url| with_database(&Url::parse(url).unwrap(), "scratch").to_string();
        assert_eq!(moved("postgres://a:b@h:1/shop?sslmode=require"), "postgres://a:b@h:1/scratch?sslmode=require");
        assert_eq!(moved("postgres:///shop?host=/tmp/s&port=5"), "postgres:///scratch?host=/tmp/s&port=5");
        assert_eq!(moved("postgres://h/?dbname=shop&user=u"), "postgres://h/scratch?user=u");
        assert_eq!(database_name(&Url::parse("mysql://h/my%20shop").unwrap()), "my shop");
    }
}
