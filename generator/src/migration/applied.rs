//! SeaORM's own record of what is applied, read and never written.

use super::unfinished::Unfinished;
use crate::config::{Config, MigrationSettings};
use crate::database::{Backend, Session, unreadable};
use anyhow::Result;

/// What the record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The names of the applied migrations, in the order of their names, which is SeaORM's order.
    pub applied: Vec<String>,
    /// The migration that began and has not ended.
    pub unfinished: Option<Unfinished>,
}

/// The names of the applied migrations, in the order of their names, which is SeaORM's order.
pub async fn applied(config: &Config, url: &str) -> Result<Vec<String>> {
    Ok(recorded(config, url).await?.applied)
}

/// What is applied, and what is neither that nor the opposite.
pub async fn recorded(config: &Config, url: &str) -> Result<Recorded> {
    let mut session = Session::open(url).await?;
    let versions = versions(&mut session, &config.settings.migration).await;
    session.close().await;
    let versions = versions.map_err(|error| unreadable(error, url).context("reading the applied migrations"))?;
    let mut recorded = Recorded::default();
    for version in versions {
        match Unfinished::read(&version) {
            Some(unfinished) => recorded.unfinished = Some(unfinished),
            None => recorded.applied.push(version),
        }
    }
    Ok(recorded)
}

async fn versions(session: &mut Session, settings: &MigrationSettings) -> Result<Vec<String>> {
    let Some(table) = table(session, settings).await? else {
        return Ok(Vec::new());
    };
    let text = if session.backend() == Backend::Postgres { "version::text" } else { "version" };
    session.texts(format!("SELECT {text} FROM {table} ORDER BY version")).await
}

/// What SeaORM's table is called in a statement; nothing where it has not been made.
pub(super) async fn table(session: &mut Session, settings: &MigrationSettings) -> Result<Option<String>> {
    let name = &settings.table;
    match session.backend() {
        Backend::Postgres => {
            let schema = settings.schema.as_deref().unwrap_or("public");
            // Without a schema on its search path SeaORM's table lands in the first one that the role can use.
            const FIND: &str = "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) \
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND (n.nspname = $2 OR n.nspname = current_schema()) \
                ORDER BY n.nspname <> $2 LIMIT 1";
            let found = session.postgres(sqlx::query_as::<_, (String,)>(FIND).bind(name).bind(schema)).await?;
            Ok(found.into_iter().next().map(|(table,)| table))
        }
        Backend::MySql => {
            const FIND: &str = "SELECT CAST(COUNT(*) AS SIGNED) FROM information_schema.tables \
                WHERE table_schema = DATABASE() AND table_name = ?";
            let found = session.mysql(sqlx::query_as::<_, (i64,)>(FIND).bind(name)).await?;
            Ok(found.iter().any(|(count,)| *count > 0).then(|| format!("`{}`", name.replace('`', "``"))))
        }
        Backend::Sqlite => {
            const FIND: &str = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
            let found = session.sqlite(sqlx::query_as::<_, (i64,)>(FIND).bind(name)).await?;
            Ok(found.iter().any(|(count,)| *count > 0).then(|| format!("\"{}\"", name.replace('"', "\"\""))))
        }
    }
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
            .execute(
                "CREATE TABLE \"my \"\"own\"\"\" (version varchar); \
                INSERT INTO \"my \"\"own\"\"\" VALUES ('m2'), ('m3 (down failed, 2 statements sent)'), ('m1')",
            )
            .await
            .unwrap();
        session.close().await;
        let recorded = recorded(&config, &url).await.unwrap();
        assert_eq!(recorded.applied, ["m1", "m2"]);
        assert_eq!(recorded.unfinished.unwrap().name, "m3");
    }
}
