//! Databases with other settings and other collations.

use super::{Subject, differences, subjects, text};
use crate::golden::difference;
use crate::servers::{self, Database, Server, word};
use anyhow::{Context, Result};
use sea_scaffold::database::Backend;
use std::io::{self, Write};

/// Settings of a PostgreSQL database that every session in it begins with.
#[rustfmt::skip]
const SETTINGS: &[&[&str]] = &[
    &[
        "timezone = 'Asia/Kolkata'", "datestyle = 'German, DMY'", "intervalstyle = 'sql_standard'",
        "extra_float_digits = -15", "bytea_output = 'escape'", "quote_all_identifiers = on",
        "standard_conforming_strings = off", "xmlbinary = 'hex'", "array_nulls = off",
    ],
    &[
        "timezone = 'America/St_Johns'", "datestyle = 'SQL, MDY'", "intervalstyle = 'iso_8601'",
        "enable_indexscan = off", "enable_indexonlyscan = off", "enable_bitmapscan = off", "enable_hashjoin = off",
        "enable_mergejoin = off", "enable_memoize = off", "default_statistics_target = 1",
    ],
    &[
        "enable_seqscan = off", "enable_sort = off", "enable_hashagg = off", "jit = on", "jit_above_cost = 0",
        "join_collapse_limit = 1", "from_collapse_limit = 1", "geqo_threshold = 2",
        "plan_cache_mode = force_generic_plan", "random_page_cost = 1", "work_mem = '64kB'",
    ],
    &[
        "default_transaction_isolation = 'serializable'", "row_security = off", "search_path = public, pg_catalog",
        "transform_null_equals = on", "xmloption = document", "client_min_messages = 'debug1'", "backslash_quote = on",
    ],
];

/// Databases of PostgreSQL with other collations; the last needs a locale that not every machine has.
const COLLATIONS: &[&str] = &[
    "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'",
    "LOCALE_PROVIDER icu ICU_LOCALE 'tr'",
    "LOCALE 'C.UTF-8'",
    "LOCALE 'en_US.UTF-8'",
];

/// Databases of MySQL with other collations.
const MYSQL_COLLATIONS: &[&str] = &["COLLATE utf8mb4_turkish_ci", "COLLATE utf8mb4_nopad_bin"];

fn set(database: &Database, settings: &[&str]) -> Result<()> {
    let name = &database.name;
    let set = settings.iter().map(|setting| format!("ALTER DATABASE {name} SET {setting};"));
    database.execute(&set.collect::<String>())
}

fn check_settings(subject: &Subject, server: &'static Server) -> Result<Vec<String>> {
    let database = subject.database(server, "")?;
    let plain = text(&database.url, &subject.settings)?;
    let mut failures = Vec::new();
    for settings in SETTINGS {
        set(&database, settings)?;
        let other = text(&database.url, &subject.settings).with_context(|| settings.join(", "))?;
        database.execute(&format!("ALTER DATABASE {} RESET ALL", database.name))?;
        if other != plain {
            failures.push(difference(&format!("{} with {}", subject.name, settings.join(", ")), &plain, &other));
        }
    }
    // With statistics, the planner chooses otherwise.
    database.execute("ANALYZE")?;
    if text(&database.url, &subject.settings)? != plain {
        failures.push(format!("{} is read otherwise after ANALYZE", subject.name));
    }
    Ok(failures)
}

#[test]
fn settings_of_the_database_change_nothing() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let subjects = subjects(Backend::Postgres)?;
    differences(&subjects, |subject| check_settings(subject, server)).finish();
    Ok(())
}

fn check_collations(subject: &Subject, server: &'static Server, collations: &[&str]) -> Result<Vec<String>> {
    let plain = subject.database(server, "")?;
    // The name of MySQL's database is that of its schema.
    let text = |database: &Database| -> Result<String> {
        Ok(text(&database.url, &subject.settings)?.replace(&database.name, "database"))
    };
    let plain = text(&plain)?;
    let mut failures = Vec::new();
    for collation in collations {
        let other = text(&subject.database(server, collation)?).with_context(|| (*collation).to_owned())?;
        if other != plain {
            failures.push(difference(&format!("{} with {collation}", subject.name), &plain, &other));
        }
    }
    Ok(failures)
}

/// The collations that the server has; the others are named aloud.
fn known<'a>(server: &'static Server, collations: &[&'a str]) -> Vec<&'a str> {
    let known = |collation: &&str| {
        let made = server.database_with("collation", collation);
        if let Err(error) = &made {
            let told = format!("\n{} HAS NO {collation}, WHICH IS NOT TRIED: {error:#}\n", word(server.backend));
            let _ = io::stderr().write_all(told.as_bytes());
        }
        made.is_ok()
    };
    collations.iter().copied().filter(known).collect()
}

#[test]
fn collations_change_nothing() -> Result<()> {
    for (backend, collations) in [(Backend::Postgres, COLLATIONS), (Backend::MySql, MYSQL_COLLATIONS)] {
        let Some(server) = servers::database(backend) else { continue };
        let subjects = subjects(backend)?;
        let collations = known(server, collations);
        assert!(collations.len() >= 2, "{backend} has too few collations to show anything: {collations:?}");
        differences(&subjects, |subject| check_collations(subject, server, &collations)).finish();
    }
    Ok(())
}
