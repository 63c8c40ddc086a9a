//! How many rows tables have, as the database itself reckons: nothing is counted.

use crate::database::{Backend, Session};
use anyhow::Result;
use std::collections::BTreeMap;

/// A row: the schema where that is another than the default one, the table, and about how many rows it has.
type Row = (Option<String>, String, i64);

/// A table that was never looked at is left out; the parts of one are one.
const POSTGRES: &str =
    "SELECT nullif(n.nspname::text, current_schema()::text), c.relname::text, sum(part.reltuples)::bigint
FROM pg_class AS part
JOIN pg_class AS c ON c.oid = coalesce(pg_partition_root(part.oid), part.oid)
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE part.relkind IN ('r', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND part.reltuples >= 0 AND (part.relpages > 0 OR part.reltuples > 0)
GROUP BY 1, 2
ORDER BY 1, 2";

const MYSQL: &str = "SELECT CAST(NULL AS CHAR), CAST(table_name AS CHAR), CAST(table_rows AS SIGNED)
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND table_rows IS NOT NULL
ORDER BY 2";

/// The first number that is kept of each index is that of the rows.
const SQLITE: &str = "SELECT NULL, tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl ORDER BY tbl";

/// About how many rows each table has, by schema and name, where the database has statistics of it.
///
/// Errors: the database cannot be asked.
pub async fn estimates(session: &mut Session) -> Result<BTreeMap<(Option<String>, String), u64>> {
    let rows: Vec<Row> = match session.backend() {
        Backend::Postgres => session.postgres(sqlx::query_as(POSTGRES)).await?,
        Backend::MySql => session.mysql(sqlx::query_as(MYSQL)).await?,
        Backend::Sqlite => {
            let there = "SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'".to_owned();
            match session.texts(there).await?.is_empty() {
                true => Vec::new(),
                false => session.sqlite(sqlx::query_as(SQLITE)).await?,
            }
        }
    };
    let known = rows.into_iter().filter_map(|(schema, name, rows)| Some(((schema, name), u64::try_from(rows).ok()?)));
    Ok(known.collect())
}
