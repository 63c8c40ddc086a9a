//! What is in the way of verbs that take data away, on any database but a local or a scratch one: its name must be said.

use super::super::output::Output;
use crate::database::{self, Whereabouts};
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use std::env;

/// Lets the verb pass where the database is local, or where its name was typed.
///
/// Errors: the name was not given, or is another one. Nothing is connected to before that.
pub(in crate::commands) fn pass(url: &str, verb: &str, given: Option<&str>, output: Output) -> Result<()> {
    let name = database::whereabouts(url).name;
    let typed = match given {
        Some(given) => given.to_owned(),
        None if is_near(url) => return Ok(()),
        None => {
            let place = database::masked(url);
            let question = format!("{verb} takes data away from {place}; the name of the database, to go on: ");
            output.ask(&question)?.ok_or_else(|| Diagnostic::database_name_needed(&place, verb, &name))?
        }
    };
    match typed == name {
        true => Ok(()),
        false => Err(Diagnostic::other_database_name(&database::masked(url), &typed, &name).into()),
    }
}

/// Whether a database is on this machine, or a scratch one.
pub(super) fn is_near(url: &str) -> bool {
    let Whereabouts { name, host } = database::whereabouts(url);
    // What the drivers of PostgreSQL go to where a URL names no host.
    let host = host.or_else(|| env::var("PGHOST").ok().filter(|_| url.starts_with("postgres")));
    host.as_deref().is_none_or(is_local) || name.starts_with(database::SCRATCH_PREFIX)
}

/// Whether a host is this machine, or a socket on it.
fn is_local(host: &str) -> bool {
    host.starts_with(['/', '@']) || matches!(host, "" | "localhost" | "::1" | "[::1]") || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for (host, expected) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("[::1]", true),
            ("/run/postgresql", true),
            ("db", false),
            ("localhost.example.org", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(is_local(host), expected, "{host}");
        }
    }

    #[test]
    fn a_name_that_is_given_must_be_the_right_one_everywhere() {
        let code = |url: &str, given: Option<&str>| {
            let error = pass(url, "down", given, Output::silent()).err()?;
            Some(error.downcast::<Diagnostic>().unwrap().code)
        };
        assert_eq!(code("postgres://a:b@db/shop", None), Some("M033"));
        assert_eq!(code("postgres://a:b@db/shop", Some("shop")), None);
        assert_eq!(code("postgres://a:b@db/shop", Some("shop2")), Some("M034"));
        assert_eq!(code("postgres://localhost/shop?host=db", None), Some("M033"));
        assert_eq!(code("postgres://a:b@db/scaffold_scratch_0", None), None);
        assert_eq!(code("mysql://127.0.0.1/shop", None), None);
        assert_eq!(code("mysql://127.0.0.1/shop", Some("x")), Some("M034"));
        assert_eq!(code("sqlite:///a/shop.db?mode=rw", None), None);
    }
}
