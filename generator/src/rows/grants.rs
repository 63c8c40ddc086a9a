//! Who may do what in a database, as lines that can be compared.

use crate::database::{Backend, Session};
use anyhow::Result;

/// The privileges of others than the owners on what the schemas of a PostgreSQL database hold, those among them that the
/// server gives to all unless told otherwise.
const POSTGRES: &str = "WITH held (what, owner, acl) AS ( \
    SELECT 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_catalog.pg_namespace \
    UNION ALL SELECT c.oid::regclass::text, relowner, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner)) \
        FROM pg_catalog.pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') \
    UNION ALL SELECT a.attrelid::regclass::text || '.' || attname, relowner, attacl FROM pg_catalog.pg_attribute a \
        JOIN pg_catalog.pg_class c ON c.oid = attrelid WHERE attacl IS NOT NULL AND NOT attisdropped \
    UNION ALL SELECT p.oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner)) FROM pg_catalog.pg_proc p \
    UNION ALL SELECT 'type ' || t.oid::regtype::text, typowner, coalesce(typacl, acldefault('T', typowner)) FROM pg_catalog.pg_type t \
        WHERE typtype IN ('e', 'd', 'r', 'c') AND typrelid = 0 \
    UNION ALL SELECT 'new ' || defaclobjtype::text || ' in ' || defaclnamespace::text || ' of ' || defaclrole::regrole::text, 0, \
        defaclacl FROM pg_catalog.pg_default_acl) \
    SELECT DISTINCT what || ': ' || e.privilege_type || CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END \
        || ' to ' || CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::regrole::text END AS line \
    FROM held, LATERAL aclexplode(acl) e WHERE e.grantee <> owner AND what NOT LIKE 'pg\\_%' AND what NOT LIKE 'information_schema.%' \
        AND what NOT LIKE 'schema pg\\_%' ORDER BY line";

/// The privileges on the tables and columns that a MySQL or MariaDB database has.
const MYSQL: &str = "SELECT CAST(CONCAT(p.table_name, ': ', p.privilege_type, ' to ', p.grantee) AS CHAR) AS line \
    FROM information_schema.table_privileges p JOIN information_schema.tables t \
        ON t.table_schema = p.table_schema AND t.table_name = p.table_name WHERE p.table_schema = DATABASE() \
    UNION SELECT CAST(CONCAT(p.table_name, '.', p.column_name, ': ', p.privilege_type, ' to ', p.grantee) AS CHAR) \
    FROM information_schema.column_privileges p JOIN information_schema.columns c ON c.table_schema = p.table_schema \
        AND c.table_name = p.table_name AND c.column_name = p.column_name WHERE p.table_schema = DATABASE() ORDER BY line";

/// The privileges on its functions and procedures, which only those may read who may read the server's own tables.
const MYSQL_ROUTINES: &str = "SELECT CAST(CONCAT(LOWER(p.routine_type), ' ', p.routine_name, ': ', p.proc_priv, ' to ''', \
        p.user, '''@''', p.host, '''') AS CHAR) AS line \
    FROM mysql.procs_priv p JOIN information_schema.routines r ON r.routine_schema = p.db \
        AND r.routine_name = p.routine_name AND r.routine_type = p.routine_type WHERE p.db = DATABASE() ORDER BY line";

/// The privileges, a line for each; SQLite has none.
///
/// Errors: the database cannot be read.
pub async fn grants(session: &mut Session) -> Result<Vec<String>> {
    match session.backend() {
        Backend::Postgres => session.texts(POSTGRES.to_owned()).await,
        Backend::MySql => {
            let mut grants = session.texts(MYSQL.to_owned()).await?;
            // Who may not read them cannot have them compared.
            grants.extend(session.texts(MYSQL_ROUTINES.to_owned()).await.unwrap_or_default());
            Ok(grants)
        }
        Backend::Sqlite => Ok(Vec::new()),
    }
}
