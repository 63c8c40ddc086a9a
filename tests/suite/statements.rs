//! The number of statements of an introspection does not grow with the number of tables.

use crate::servers::{self, Database};
use anyhow::Result;
use sea_scaffold::config::DatabaseSettings;
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::introspect::introspect;
use std::fmt::Write;

/// The most statements that an introspection may send.
const LIMIT: u32 = 8;

/// A database of so many tables, each with two keys and a foreign key to the one before.
fn tables(database: &Database, count: u32) -> Result<()> {
    let mut sql = String::new();
    for number in 0..count {
        let parent = number.saturating_sub(1);
        writeln!(
            sql,
            "CREATE TABLE t{number} (id INT NOT NULL PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, parent_id INT, \
             CONSTRAINT fk_{number} FOREIGN KEY (parent_id) REFERENCES t{parent} (id));"
        )?;
    }
    if database.backend == Backend::Sqlite {
        // One transaction; PostgreSQL makes it one anyway, MySQL none.
        sql = format!("BEGIN;\n{sql}COMMIT;\n");
    }
    database.execute(&sql)
}

fn sent(database: &Database) -> Result<(usize, u32)> {
    servers::wait(|| async {
        let mut session = Session::open(&database.url).await?;
        let catalog = introspect(&mut session, &DatabaseSettings::default(), "seaql_migrations").await?;
        let statements = session.statements();
        session.close().await;
        Ok((catalog.schemas.iter().map(|schema| schema.tables.len()).sum(), statements))
    })
}

#[test]
fn introspection_sends_as_many_statements_for_1000_tables_as_for_10() -> Result<()> {
    for server in servers::databases() {
        let mut counts = Vec::new();
        for count in [10, 1000] {
            let database = server.database("statements")?;
            tables(&database, count)?;
            let (found, statements) = sent(&database)?;
            assert_eq!(found, count as usize, "{}: tables found", server.backend);
            counts.push(statements);
        }
        assert!(counts[0] <= LIMIT && counts[0] == counts[1], "{}: {counts:?} statements", server.backend);
    }
    Ok(())
}
