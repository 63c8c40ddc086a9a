//! Rows for a database: what the row maker proposes, the database judges.

use crate::servers::{self, Database};
use anyhow::{Context, Result, bail};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_scaffold::catalog::{Catalog, ObjectKind, QualifiedName, Schema, Table, TableKind};
use sea_scaffold::database::{Backend, Session};
use sea_scaffold::rows;
use sea_scaffold::seed::Dialect;

/// The rows that each table gets: those with the edges of every type, then plain ones.
const ROWS: u64 = 8;

/// What became of it.
#[derive(Default)]
pub(super) struct Filled {
    /// The number of rows.
    pub(super) rows: u64,
    /// The tables without any, and why.
    pub(super) empty: Vec<(String, String)>,
}

/// Puts rows into every table of the catalog, and refreshes the materialized views.
pub(super) fn fill(database: &Database, catalog: &Catalog) -> Result<Filled> {
    servers::wait(|| async {
        let mut session = Session::open(&database.url).await?;
        let made = rows::fill(&mut session, catalog, ROWS).await;
        session.close().await;
        let made = made?;
        if let Some(reason) = made.undone {
            bail!("committing rows that refer to later ones: {reason}");
        }
        let (db, dialect) = (database.connect().await?, rows::dialect(database.backend));
        let mut filled = Filled { rows: made.rows, empty: Vec::new() };
        for (name, reason) in made.refused {
            if is_empty(&db, &dialect.qualified(&name)).await? {
                filled.empty.push((name.name, reason));
            }
        }
        refresh(&db, catalog, dialect).await;
        Ok(filled)
    })
}

/// Whether a table has no row, not even one that a trigger put there.
async fn is_empty(db: &DatabaseConnection, name: &str) -> Result<bool> {
    let sql = format!("SELECT 1 FROM {name} LIMIT 1");
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(row.is_none())
}

/// Gives every partitioned table that has no partitions one for all rows: some programs make partitions as time goes by,
/// and their schema alone can hold no row.
pub(super) fn make_room(database: &Database, catalog: &Catalog) -> Result<()> {
    if database.backend != Backend::Postgres {
        return Ok(());
    }
    for schema in &catalog.schemas {
        for table in schema.tables.iter().filter(|table| is_without_room(schema, table)) {
            let name = |name: String| Dialect::Postgres.qualified(&QualifiedName { schema: schema.name.clone(), name });
            let partition = format!(
                "CREATE TABLE {} PARTITION OF {}",
                name(format!("{}_every_row", table.name)),
                name(table.name.clone())
            );
            // A table that is divided by a hash has no default partition.
            let by_hash = || database.execute(&format!("{partition} FOR VALUES WITH (MODULUS 1, REMAINDER 0)"));
            database.execute(&format!("{partition} DEFAULT")).or_else(|_| by_hash()).context(partition.clone())?;
        }
    }
    Ok(())
}

fn is_without_room(schema: &Schema, table: &Table) -> bool {
    let is_partition = |object: &sea_scaffold::catalog::Object| {
        object.kind == ObjectKind::Partition && object.table.as_ref() == Some(&table.name)
    };
    table.kind == TableKind::Partitioned && !schema.objects.iter().any(is_partition)
}

/// Materialized views, in as many rounds as they are stacked.
async fn refresh(db: &DatabaseConnection, catalog: &Catalog, dialect: Dialect) {
    for schema in &catalog.schemas {
        for _ in 0..3 {
            for view in schema.views.iter().filter(|view| view.materialized) {
                let name = QualifiedName { schema: schema.name.clone(), name: view.name.clone() };
                let _ = db.execute_unprepared(&format!("REFRESH MATERIALIZED VIEW {}", dialect.qualified(&name))).await;
            }
        }
    }
}

/// Takes every row out of a database, and every trigger that would change what is written to it.
pub(super) fn empty(database: &Database, catalog: &Catalog) -> Result<()> {
    let dialect = rows::dialect(database.backend);
    let names = catalog.schemas.iter().flat_map(|schema| {
        // The schema of MySQL is a database, and the catalog may be another one's.
        let place = if database.backend == Backend::MySql { &database.name } else { &schema.name };
        let name = move |name: &String| QualifiedName { schema: place.clone(), name: name.clone() };
        // What a foreign table holds is not ours to take away.
        let own = schema.tables.iter().filter(|table| table.kind != TableKind::Foreign);
        own.map(move |table| name(&table.name))
    });
    let names: Vec<String> = names.map(|name| dialect.qualified(&name)).collect();
    servers::wait(|| async {
        let db = database.connect().await?;
        for statement in triggers(&db, database.backend).await? {
            db.execute_unprepared(&statement).await.with_context(|| statement.clone())?;
        }
        match database.backend {
            Backend::Postgres if names.is_empty() => {}
            Backend::Postgres => {
                db.execute_unprepared(&format!("TRUNCATE {} CASCADE", names.join(", "))).await?;
            }
            Backend::MySql | Backend::Sqlite => {
                db.execute_unprepared(rows::unchecked(database.backend)).await?;
                for name in names {
                    db.execute_unprepared(&format!("DELETE FROM {name}")).await?;
                }
            }
        }
        Ok(())
    })
}

/// The statements that drop the triggers; PostgreSQL's are off already where B is written.
async fn triggers(db: &DatabaseConnection, backend: Backend) -> Result<Vec<String>> {
    let sql = match backend {
        Backend::Postgres => return Ok(Vec::new()),
        Backend::MySql => {
            "SELECT CONCAT('DROP TRIGGER `', trigger_name, '`') FROM information_schema.triggers WHERE trigger_schema = database()"
        }
        Backend::Sqlite => {
            "SELECT 'DROP TRIGGER \"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_schema WHERE type = 'trigger'"
        }
    };
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}
