//! SeaORM's own record of what is applied, read and never written.

use crate::config::{Config, MigrationSettings};
use crate::database::{Backend, Session, unreadable};
use anyhow::Result;
use sqlx::AssertSqlSafe;

/// The names of the applied migrations, in the order of their names, which is SeaORM's order.
pub async fn applied(config: &Config, url: &str) -> Result<Vec<String>> {
    let settings = &config.settings.migration;
    let mut session = Session::open(url).await?;
    let names = match session.backend() {
        Backend::Postgres => postgres(&mut session, settings).await,
        Backend::MySql => mysql(&mut session, settings).await,
        Backend::Sqlite => sqlite(&mut session, settings).await,
    };
    session.close().await;
    names.map_err(|error| unreadable(error, url).context("reading the applied migrations"))
}

async fn postgres(session: &mut Session, settings: &MigrationSettings) -> Result<Vec<String>> {
    let schema = settings.schema.as_deref().unwrap_or("public");
    // Without a schema on its search path SeaORM's table lands in the first one that the role can use.
    const FIND: &str = "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) \
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND (n.nspname = $2 OR n.nspname = current_schema()) \
        ORDER BY n.nspname <> $2 LIMIT 1";
    let found = session.postgres(sqlx::query_as::<_, (String,)>(FIND).bind(&settings.table).bind(schema)).await?;
    let Some((table,)) = found.into_iter().next() else {
        return Ok(Vec::new());
    };
    let select = AssertSqlSafe(format!("SELECT version::text FROM {table} ORDER BY version"));
    Ok(names(session.postgres(sqlx::query_as(select)).await?))
}

async fn mysql(session: &mut Session, settings: &MigrationSettings) -> Result<Vec<String>> {
    const FIND: &str = "SELECT CAST(COUNT(*) AS SIGNED) FROM information_schema.tables \
        WHERE table_schema = DATABASE() AND table_name = ?";
    let found = session.mysql(sqlx::query_as::<_, (i64,)>(FIND).bind(&settings.table)).await?;
    if found.iter().all(|(count,)| *count == 0) {
        return Ok(Vec::new());
    }
    let table = settings.table.replace('`', "``");
    let select = AssertSqlSafe(format!("SELECT version FROM `{table}` ORDER BY version"));
    Ok(names(session.mysql(sqlx::query_as(select)).await?))
}

async fn sqlite(session: &mut Session, settings: &MigrationSettings) -> Result<Vec<String>> {
    const FIND: &str = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
    let found = session.sqlite(sqlx::query_as::<_, (i64,)>(FIND).bind(&settings.table)).await?;
    if found.iter().all(|(count,)| *count == 0) {
        return Ok(Vec::new());
    }
    let table = settings.table.replace('"', "\"\"");
    let select = AssertSqlSafe(format!("SELECT version FROM \"{table}\" ORDER BY version"));
    Ok(names(session.sqlite(sqlx::query_as(select)).await?))
}

fn names(rows: Vec<(String,)>) -> Vec<String> {
    rows.into_iter().map(|(name,)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn applied_migrations_are_read_in_order() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/app.db?mode=rwc", directory.path().display());
        let mut config = Config::default();
        "my \"own\"".clone_into(&mut config.settings.migration.table);
        assert_eq!(applied(&config, &url).await.unwrap(), Vec::<String>::new());
        let mut session = Session::open(&url).await.unwrap();
        session
            .execute("CREATE TABLE \"my \"\"own\"\"\" (version varchar); INSERT INTO \"my \"\"own\"\"\" VALUES ('m2'), ('m1')")
            .await
            .unwrap();
        session.close().await;
        assert_eq!(applied(&config, &url).await.unwrap(), ["m1", "m2"]);
    }
}
