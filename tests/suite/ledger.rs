//! The ledger is whole: what plain SQL finds in the database, and nothing else, is in it, each object once.
//!
//! [`missing`] asks the database by the statements beside this file, which share nothing with the generator's. The
//! cases `every_object_…` hold one of each kind of object; their ledgers are goldens, to be read.

use crate::cases::{self, BACKENDS, Case, Outcome};
use crate::golden::{Goldens, Tree};
use crate::servers::{self, Database, word};
use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult, Statement};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sea_scaffold::diagnostic::Severity;
use sea_scaffold::ledger::{self, Entry, Fate, Kind};
use std::collections::BTreeMap;

/// An object as both sides call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
struct Object {
    kind: String,
    schema: String,
    owner: String,
    name: String,
}

/// What is in the database and not in its ledger, in the ledger and not in the database, or in one of them more often.
/// The ledger must be that of whole schemas: its entries say which. Of a schema that is not among those `asked` for,
/// only what others use is listed.
pub(crate) fn missing(database: &Database, ledger: &[Entry], asked: &[String]) -> Result<Vec<String>> {
    let schemas: Vec<&str> =
        ledger.iter().filter(|entry| entry.kind == Kind::Schema).map(|entry| entry.name.as_str()).collect();
    let schemas = serde_json::to_string(&schemas)?;
    let found = servers::wait(|| async {
        let connection = database.connect().await?;
        let mut found = listed(&connection, database.backend, &schemas).await?;
        if database.backend == Backend::Sqlite {
            found.extend(told_by_texts(&connection).await?);
        }
        anyhow::Ok(found)
    })?;
    let mut counts: BTreeMap<Object, (usize, usize)> = BTreeMap::new();
    for object in found {
        counts.entry(object).or_default().0 += 1;
    }
    for entry in ledger.iter().filter(|entry| !is_of_view(entry, ledger)) {
        counts.entry(object(entry, database.backend)?).or_default().1 += 1;
    }
    let is_whole = |schema: &String| schema.is_empty() || asked.contains(schema);
    let is_due = |object: &Object, found: usize, listed: usize| is_whole(&object.schema) || listed > found;
    let differing =
        counts.into_iter().filter(|(object, (found, listed))| found != listed && is_due(object, *found, *listed));
    let said = differing.map(|(object, (found, listed))| {
        let Object { kind, schema, owner, name } = object;
        format!("{kind} {schema}.{owner}.{name}: {found} in the database, {listed} in the ledger")
    });
    Ok(said.collect())
}

/// MySQL lists the enum of a view's column as the column's own, which only the tables' can be.
fn is_of_view(entry: &Entry, ledger: &[Entry]) -> bool {
    let is_view = |name: &str| ledger.iter().any(|view| view.kind == Kind::View && view.name == name);
    entry.kind == Kind::Enum && entry.table.as_deref().is_some_and(is_view)
}

/// The entry as the statements call its object: by less where the database does not tell more.
fn object(entry: &Entry, backend: Backend) -> Result<Object> {
    let kind = serde_json::to_value(entry.kind)?.as_str().context("a kind is a word")?.to_owned();
    let owner = entry.table.clone().unwrap_or_default();
    let object = Object { kind, schema: entry.schema.clone(), owner, name: entry.name.clone() };
    let nothing = String::new;
    Ok(match (backend, object.kind.as_str()) {
        (_, "foreign_server" | "event_trigger" | "other") => Object { schema: nothing(), ..object },
        (Backend::Postgres, "statistics") => Object { owner: nothing(), ..object },
        (Backend::Postgres, "inheritance") => Object { name: nothing(), ..object },
        (Backend::MySql, "primary_key") => Object { name: nothing(), ..object },
        (Backend::MySql, "enum") => {
            let column = object.name.strip_prefix(&object.owner).and_then(|rest| rest.strip_prefix(['_', '.']));
            Object { name: column.unwrap_or(&object.name).to_owned(), ..object }
        }
        (Backend::Sqlite, "primary_key" | "unique_key" | "foreign_key" | "check") => {
            Object { name: nothing(), ..object }
        }
        (Backend::Sqlite, "trigger" | "shadow_table") => Object { owner: nothing(), ..object },
        _ => object,
    })
}

async fn listed(connection: &DatabaseConnection, backend: Backend, schemas: &str) -> Result<Vec<Object>> {
    let (sql, values) = match backend {
        Backend::Postgres => (include_str!("ledger/postgres.sql"), vec![schemas.into()]),
        Backend::MySql => (include_str!("ledger/mysql.sql"), Vec::new()),
        Backend::Sqlite => (include_str!("ledger/sqlite.sql"), Vec::new()),
    };
    if backend == Backend::Postgres {
        connection.execute_unprepared("SET search_path = ''").await?;
    }
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(Object::find_by_statement(statement).all(connection).await?)
}

/// What SQLite tells of no list: the columns of views and virtual tables, of which one may be broken, and checks.
async fn told_by_texts(connection: &DatabaseConnection) -> Result<Vec<Object>> {
    let backend = connection.get_database_backend();
    let mut found = Vec::new();
    for object in all(
        connection,
        "SELECT type AS kind, 'main' AS \"schema\", COALESCE(sql, '') AS owner, name FROM sqlite_master",
    )
    .await?
    {
        let text = object.owner.trim_start();
        let is_virtual = text.get(..14).is_some_and(|head| head.eq_ignore_ascii_case("CREATE VIRTUAL"));
        if object.kind == "view" || is_virtual {
            let kind = if is_virtual { "column" } else { "view_column" };
            let sql = format!(
                "SELECT '{kind}' AS kind, 'main' AS \"schema\", ? AS owner, name FROM pragma_table_xinfo(?) WHERE hidden <> 1"
            );
            let statement =
                Statement::from_sql_and_values(backend, sql, [object.name.clone().into(), object.name.into()]);
            found.extend(Object::find_by_statement(statement).all(connection).await.unwrap_or_default());
        } else if object.kind == "table" {
            let check =
                Object { kind: "check".to_owned(), owner: object.name.clone(), name: String::new(), ..object.clone() };
            found.extend(vec![check; checks(text)]);
        }
    }
    let shadows = all(
        connection,
        "SELECT type AS kind, schema AS \"schema\", '' AS owner, name FROM pragma_table_list WHERE type = 'shadow'",
    )
    .await?;
    found.retain(|object| !shadows.iter().any(|shadow| shadow.name == object.owner));
    Ok(found)
}

async fn all(connection: &DatabaseConnection, sql: &str) -> Result<Vec<Object>> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    Ok(Object::find_by_statement(statement).all(connection).await?)
}

/// How often the word CHECK stands before a parenthesis, outside of strings, names in quotes and comments.
fn checks(text: &str) -> usize {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '\'' | '"' | '`' => rest[1..].find(c).map(|end| end + 2),
            '[' => rest.find(']').map(|end| end + 1),
            '-' if rest.starts_with("--") => rest.find('\n'),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            _ => None,
        };
        bare.push(if skipped.is_some() { 'x' } else { c.to_ascii_lowercase() });
        rest = &rest[skipped.unwrap_or(c.len_utf8())..];
    }
    let words = bare.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_').collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let is_check = |pair: &&[&str]| pair[0] == "check(" || pair[0] == "check" && pair[1].starts_with('(');
    words.windows(2).filter(is_check).count()
}

/// The ledger of a database.
pub(crate) fn of(outcome: &Outcome) -> Vec<Entry> {
    ledger::build(&outcome.catalog, &outcome.model, &outcome.diagnostics)
}

/// What the ledger says and the generated files do not: every path of it must be found in them.
fn unfounded(ledger: &[Entry], files: &Tree) -> Vec<String> {
    let is_there = |code: &str| {
        let (module, item) = code.split_once("::").unwrap_or((code, ""));
        let paths = [format!("entity/{module}.rs"), format!("view/{module}.rs"), format!("{module}.rs")];
        let Some(text) = paths.iter().find_map(|path| files.get(path)) else { return false };
        match (module, item.split_once('.'), item.rsplit_once("::")) {
            _ if item.is_empty() => true,
            ("enums", ..) => text.contains(&format!("pub enum {item} ")),
            (_, Some((_, field)), _) => text.contains(&format!("pub {field}: ")),
            (_, _, Some((_, variant))) => text.contains(variant),
            _ => true,
        }
    };
    let wrong = |entry: &Entry| entry.code.iter().filter(|code| !is_there(code)).cloned().collect::<Vec<_>>();
    ledger.iter().flat_map(wrong).collect()
}

/// The schemas that were asked for: those of the settings, or the connection's own.
fn asked(outcome: &Outcome, settings: &Settings) -> Vec<String> {
    if settings.database.schemas.is_empty() {
        let own = outcome.catalog.schemas.iter().filter(|schema| schema.is_default);
        return own.map(|schema| schema.name.clone()).collect();
    }
    settings.database.schemas.clone()
}

/// What is wrong with the ledger of a database: what is lost, invented, not in the generated code, or said of nothing.
pub(crate) fn faults(database: &Database, outcome: &Outcome, settings: &Settings) -> Result<Vec<String>> {
    let ledger = of(outcome);
    let filters = &settings.database;
    let filters = [&filters.include, &filters.exclude, &filters.include_routines, &filters.exclude_routines];
    let is_whole = filters.iter().all(|patterns| patterns.is_empty());
    let mut faults = if is_whole { missing(database, &ledger, &asked(outcome, settings))? } else { Vec::new() };
    let unfounded = unfounded(&ledger, &outcome.generated());
    faults.extend(unfounded.into_iter().map(|code| format!("{code} is not in the files")));
    let without = ledger.iter().filter(|entry| (entry.fate == Fate::NotGenerated) != entry.code.is_empty());
    faults.extend(without.map(|entry| format!("{entry:?}")));
    for said in outcome.diagnostics.iter().filter(|said| said.severity >= Severity::Warning) {
        let is_told = ledger.iter().any(|entry| entry.diagnostics.contains(&said.code));
        if !is_told && said.place != "entity.format" {
            faults.push(format!("{said} is about nothing in the ledger"));
        }
    }
    Ok(faults)
}

/// What is wrong with the ledger of one case on one backend.
fn check(case: &Case, backend: Backend, goldens: &mut Goldens) -> Result<()> {
    let Some(database) = case.database(backend)? else { return Ok(()) };
    let settings: Settings = case.settings()?;
    let outcome = cases::generate(&database.url, &settings)?;
    for fault in faults(&database, &outcome, &settings)? {
        goldens.fail(format!("{} on {backend}: {fault}", case.name));
    }
    if case.name.starts_with("every_object") {
        let text = serde_json::to_string_pretty(&of(&outcome))?.replace(&database.name, "database");
        goldens.file(&case.file(&format!("ledger.{}.json", word(backend))), &(text + "\n"));
    }
    Ok(())
}

#[test]
fn the_ledger_of_every_case_is_whole() {
    let cases = cases::all();
    let mut goldens = Goldens::default();
    let checked = cases::parallel(&cases, |case| {
        let mut goldens = Goldens::default();
        for backend in BACKENDS.into_iter().filter(|backend| case.backends().contains(backend)) {
            if let Err(error) = check(case, backend, &mut goldens) {
                goldens.fail(format!("{} on {backend}: {error:#}", case.name));
            }
        }
        goldens
    });
    checked.into_iter().for_each(|checked| goldens.merge(checked));
    goldens.finish();
}

#[test]
fn what_is_lost_or_invented_is_said() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let database = server.database("lost_or_invented")?;
    database.execute("CREATE TABLE a (x INTEGER CHECK (x > 0)); CREATE TABLE b (y TEXT); CREATE INDEX i ON b (y);")?;
    let mut ledger = of(&cases::generate(&database.url, &Settings::default())?);
    assert_eq!(missing(&database, &ledger, &["main".to_owned()])?, Vec::<String>::new());
    ledger.retain(|entry| entry.kind != Kind::Index && entry.kind != Kind::Check);
    let invented = ledger.iter().find(|entry| entry.name == "y").cloned();
    ledger.extend(invented);
    let said = [
        "check main.a.: 1 in the database, 0 in the ledger",
        "column main.b.y: 1 in the database, 2 in the ledger",
        "index main.b.i: 1 in the database, 0 in the ledger",
    ];
    assert_eq!(missing(&database, &ledger, &["main".to_owned()])?, said);
    Ok(())
}

#[test]
fn checks_are_told_from_words() {
    assert_eq!(checks("a INT CHECK(a > 0), b TEXT check (b <> 'check (') -- CHECK (c)\n, \"check (\" INT"), 2);
    assert_eq!(checks("recheck (a), check_ (b)"), 0);
}
