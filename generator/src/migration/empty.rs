//! Emptying a database: all that migrations can have made goes, in whatever order it depends on each other.
//!
//! SeaORM's own `fresh` leaves functions, sequences and events behind. What belongs to an extension stays, with the
//! schemas themselves, their owners and grants.

use crate::config::Config;
use crate::database::{Backend, Session, unreadable};
use anyhow::Result;
use sqlx::AssertSqlSafe;

/// Statements that drop the relations, routines and types of schemas on PostgreSQL. They are looked up before the first
/// of them runs, and what one of them took along is no longer there for the next.
const POSTGRES: &str = "SELECT statement FROM ( \
    SELECT 1 AS turn, format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' \
            WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, \
            n.nspname, c.relname) AS statement, c.oid, 'pg_class'::regclass AS class, n.nspname \
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') \
    UNION ALL SELECT 2, format('DROP ROUTINE IF EXISTS %I.%I(%s) CASCADE', n.nspname, p.proname, \
            pg_catalog.pg_get_function_identity_arguments(p.oid)), p.oid, 'pg_proc'::regclass, n.nspname \
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
    UNION ALL SELECT 3, format('DROP TYPE IF EXISTS %I.%I CASCADE', n.nspname, t.typname), t.oid, 'pg_type'::regclass, \
            n.nspname \
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
        LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid \
        WHERE t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') found \
    WHERE nspname = ANY($1) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
        WHERE d.classid = found.class AND d.objid = found.oid AND d.deptype = 'e') \
    ORDER BY turn, statement";

/// The same of a database on MySQL or MariaDB; triggers go with their tables.
const MYSQL: &str = "SELECT CAST(CONCAT('DROP ', kind, ' IF EXISTS `', REPLACE(name, '`', '``'), '`') AS CHAR) FROM ( \
    SELECT CASE table_type WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, \
        table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() \
    UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() \
    UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE()) found";

/// The same of an SQLite file; indexes and triggers go with their tables, and so do the tables of virtual ones.
const SQLITE: &str = "SELECT 'DROP ' || type || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_master \
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    ORDER BY type DESC, sql NOT LIKE 'create virtual%', name";

/// Drops all that the database at `url` holds; on PostgreSQL, in the schemas that migrations work in.
pub async fn empty(config: &Config, url: &str) -> Result<()> {
    let mut session = Session::open(url).await?;
    let emptied = drop_all(config, &mut session).await;
    session.close().await;
    emptied.map_err(|error| unreadable(error, url).context("emptying the database"))
}

async fn drop_all(config: &Config, session: &mut Session) -> Result<()> {
    let statements: Vec<(String,)> = match session.backend() {
        Backend::Postgres => {
            let settings = &config.settings;
            let schema = settings.migration.schema.clone().unwrap_or_else(|| "public".to_owned());
            let schemas: Vec<String> = settings.database.schemas.iter().cloned().chain([schema]).collect();
            session.postgres(sqlx::query_as(POSTGRES).bind(schemas)).await?
        }
        Backend::MySql => session.mysql(sqlx::query_as(MYSQL)).await?,
        Backend::Sqlite => session.sqlite(sqlx::query_as(SQLITE)).await?,
    };
    match session.backend() {
        Backend::Postgres => (),
        Backend::MySql => session.execute("SET foreign_key_checks = 0").await?,
        Backend::Sqlite => session.execute("PRAGMA foreign_keys = OFF").await?,
    }
    for (statement,) in statements {
        session.execute(AssertSqlSafe(statement)).await?;
    }
    Ok(())
}
