//! Objects made in another order: their numbers, and the order of the server's lists, are others.

use super::script::{self, Dice};
use super::{script as script_of, text};
use crate::cases::{self, BACKENDS};
use crate::golden::difference;
use crate::random::{self, Statement};
use crate::servers::{self, Database, Server, word};
use anyhow::{Context, Result};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;

/// How many random schemas are tried on each backend.
const SCHEMAS: u64 = 12;

/// How many orders are tried of each schema: over all backends a hundred and more, beside those of the cases.
const ORDERS: u64 = 3;

/// What may stand in any order, as long as each comes after what it needs.
#[rustfmt::skip]
const MOVABLE: &[&str] = &[
    "CREATE TABLE", "CREATE TYPE", "CREATE DOMAIN", "CREATE INDEX", "CREATE UNIQUE INDEX", "CREATE VIEW",
    "CREATE MATERIALIZED VIEW", "CREATE SCHEMA", "CREATE FUNCTION", "CREATE PROCEDURE", "CREATE SEQUENCE", "COMMENT ON",
    "CREATE TRIGGER", "CREATE POLICY", "CREATE RULE", "CREATE STATISTICS",
];

fn read(server: &'static Server, settings: &Settings, load: impl FnOnce(&Database) -> Result<()>) -> Result<String> {
    let database = server.database("order")?;
    load(&database)?;
    // The name of MySQL's database is that of its schema.
    Ok(text(&database.url, settings)?.replace(&database.name, "database"))
}

fn check_random(server: &'static Server, seed: u64) -> Result<Vec<String>> {
    let example = random::example(seed, server.backend);
    let in_order = |statements: &[Statement]| {
        let statements = statements.iter().map(|statement| statement.sql.clone()).collect();
        read(server, &example.settings, |database| script::run(database, statements))
    };
    let first = in_order(&example.statements)?;
    let mut failures = Vec::new();
    for order in 0..ORDERS {
        let mut statements = example.statements.clone();
        match order {
            0 => statements.reverse(),
            _ => Dice(seed * ORDERS + order).shuffle(&mut statements),
        }
        // Foreign keys are statements of their own where the backend has such, so the tables may be in any order.
        statements.sort_by_key(|statement| statement.step);
        let other = in_order(&statements).with_context(|| format!("order {order}"))?;
        if other != first {
            failures.push(difference(&format!("random {seed} in order {order}"), &first, &other));
        }
    }
    Ok(failures)
}

#[test]
fn random_schemas_are_read_alike_in_whatever_order_they_were_made() {
    let mut failures = Vec::new();
    for backend in BACKENDS {
        let Some(server) = servers::database(backend) else { continue };
        let seeds: Vec<u64> = (0..SCHEMAS).collect();
        for (seed, checked) in seeds.iter().zip(cases::parallel(&seeds, |seed| check_random(server, *seed))) {
            let errors = checked.unwrap_or_else(|error| vec![format!("random {seed}: {error:#}")]);
            failures.extend(errors.into_iter().map(|error| format!("{}: {error}", word(backend))));
        }
    }
    assert!(failures.is_empty(), "{} differences\n{}", failures.len(), failures.join("\n"));
}

/// The statements in another order: between two that cannot be moved.
fn shuffled(statements: &[String], dice: &mut Dice) -> Vec<Vec<String>> {
    let movable = |statement: &String| {
        let code = statement.lines().filter(|line| !line.trim_start().starts_with("--"));
        let code = code.collect::<Vec<_>>().join(" ").trim_start().to_uppercase();
        // A type that is only announced comes before its definition, which is accepted without it too.
        let announced = code.starts_with("CREATE TYPE") && !code.contains(" AS ") && !code.contains('(');
        MOVABLE.iter().any(|words| code.starts_with(words)) && !announced
    };
    let pieces = statements.chunk_by(|one, next| movable(one) && movable(next)).map(<[String]>::to_vec);
    pieces
        .map(|mut piece| {
            dice.shuffle(&mut piece);
            piece
        })
        .collect()
}

#[test]
fn cases_are_read_alike_in_whatever_order_they_were_made() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let cases = cases::all();
    let checked = cases::parallel(&cases, |case| -> Result<Vec<String>> {
        let Some(script) = script_of(case, Backend::Postgres) else { return Ok(Vec::new()) };
        let (statements, settings) = (script::statements(&script), case.settings()?);
        let first = read(server, &settings, |database| database.execute(&script))?;
        let mut failures = Vec::new();
        for order in 0..ORDERS {
            let pieces = shuffled(&statements, &mut Dice(order));
            let load = |database: &Database| pieces.into_iter().try_for_each(|piece| script::run(database, piece));
            let other = read(server, &settings, load)?;
            if other != first {
                failures.push(difference(&format!("order {order}"), &first, &other));
            }
        }
        Ok(failures)
    });
    let mut failures = Vec::new();
    for (case, checked) in cases.iter().zip(checked) {
        let errors = checked.unwrap_or_else(|error| vec![format!("{error:#}")]);
        failures.extend(errors.into_iter().map(|error| format!("{}: {error}", case.name)));
    }
    assert!(failures.is_empty(), "{} differences\n{}", failures.len(), failures.join("\n"));
    Ok(())
}
