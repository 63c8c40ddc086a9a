//! From case to case: what each database says is in the goldens, so that no other database is needed.

use super::{State, go};
use crate::cases::{self, Case};
use crate::servers;
use anyhow::{Context, Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;

/// Cases of which the facts do not tell enough, by design: texts of routines, what a table is partitioned by, the arguments
/// of a virtual table, schemas that are not read, what works inside a server. A foreign key to its own columns MariaDB makes
/// with the table, and not after it.
const NEED_A_DATABASE: [&str; 13] = [
    "endless_by_rule",
    "every_object_mysql",
    "every_object_postgres",
    "every_object_sqlite",
    "mysql_old_habits",
    "routines_mysql",
    "routines_portable",
    "routines_postgres",
    "routines_schemas",
    "partition_with_same_name_elsewhere",
    "postgres_values",
    "sqlite_any",
    "target_in_another_schema",
];

fn golden(case: &Case, backend: Backend) -> Result<Option<State>> {
    let path = case.catalog(backend);
    if !path.is_file() {
        return Ok(None);
    }
    let catalog = serde_json::from_str(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
    Ok(Some(State::of_facts(backend, catalog)?))
}

#[test]
fn a_database_goes_from_case_to_case_and_says_what_each_says() -> Result<()> {
    let mut failures = Vec::new();
    for server in servers::databases() {
        let mut database = server.database("walk")?;
        let mut now = State::seen(&database, &[])?;
        let mut steps = 0;
        for case in cases::all() {
            let settings = case.settings()?.database;
            let is_whole = settings.include.is_empty() && settings.exclude.is_empty();
            if !is_whole || NEED_A_DATABASE.contains(&case.name.as_str()) {
                continue;
            }
            let Some(wanted) = golden(&case, server.backend)? else { continue };
            steps += 1;
            match go(&database, &now, &wanted) {
                Ok(there) => now = there,
                Err(error) => {
                    failures.push(format!("to {} on {}: {error:#}", case.name, server.backend));
                    database = server.database("walk")?;
                    now = State::seen(&database, &[])?;
                }
            }
        }
        let empty = now.without_anything();
        go(&database, &now, &empty)?;
        ensure!(steps > 20, "{}: {steps} cases", server.backend);
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n\n"));
    Ok(())
}
