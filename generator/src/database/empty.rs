//! What drops all that a database holds, in whatever order it depends on each other.
//!
//! SeaORM's own `fresh` leaves functions, sequences and events behind. What belongs to an extension stays, with the
//! schemas themselves, their owners and grants.

use super::{Backend, Session};
use anyhow::Result;

/// Statements that drop the objects of schemas on PostgreSQL, of whatever kind. They are looked up before the first of them
/// runs, and what one of them took along is no longer there for the next.
const POSTGRES: &str = "SELECT format('DROP %s IF EXISTS %s CASCADE', CASE o.type WHEN 'composite type' THEN 'TYPE' \
        WHEN 'statistics object' THEN 'STATISTICS' ELSE upper(o.type) END, o.identity) \
    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid \
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) o \
    WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.deptype = 'n' AND n.nspname = ANY($1) \
    AND o.type <> 'default acl' \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e \
        WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype IN ('e', 'i')) \
    ORDER BY o.type NOT LIKE '%table', o.type NOT LIKE '%view', o.type NOT LIKE '%type', o.type, o.identity";

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

impl Session {
    /// The statements that drop all that the database holds; on PostgreSQL, in these schemas.
    ///
    /// On MySQL and SQLite they ask that foreign keys are not enforced.
    pub async fn drops(&mut self, schemas: &[String]) -> Result<Vec<String>> {
        let statements: Vec<(String,)> = match self.backend() {
            Backend::Postgres => self.postgres(sqlx::query_as(POSTGRES).bind(schemas)).await?,
            Backend::MySql => self.mysql(sqlx::query_as(MYSQL)).await?,
            Backend::Sqlite => self.sqlite(sqlx::query_as(SQLITE)).await?,
        };
        Ok(statements.into_iter().map(|(statement,)| statement).collect())
    }

    /// Drops all that the database holds; on PostgreSQL, in these schemas.
    pub async fn empty(&mut self, schemas: &[String]) -> Result<()> {
        let statements = self.drops(schemas).await?;
        match self.backend() {
            Backend::Postgres => (),
            Backend::MySql => self.execute("SET foreign_key_checks = 0").await?,
            Backend::Sqlite => self.execute("PRAGMA foreign_keys = OFF").await?,
        }
        for statement in statements {
            self.execute(sqlx::AssertSqlSafe(statement)).await?;
        }
        Ok(())
    }
}
