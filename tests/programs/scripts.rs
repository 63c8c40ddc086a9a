//! A SeaORM migrator whose migrations are the SQL files of `migration/sql`: tests write them, and compile nothing.
//!
//! `NAME.sql` is the migration `NAME` on every database; beside it, or instead of it, `NAME.postgres.sql`,
//! `NAME.mysql.sql` and `NAME.sqlite.sql` are what it does on one of them alone. `NAME.down.sql` takes it back. Between
//! statements, `-- sleep N` waits so many milliseconds and `-- die` ends the process, `-- give up` the migration; one that begins with
//! `-- without a transaction` has none. Called without arguments, it is what `scaffold migrate` would have built of it.

#[path = "../../templates/runner/runner.rs"]
mod runner;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::{env, fs};

struct Script {
    name: String,
    /// The texts by backend; the empty word means all.
    texts: BTreeMap<String, String>,
}

impl MigrationName for Script {
    fn name(&self) -> &str {
        &self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Script {
    fn use_transaction(&self) -> Option<bool> {
        let is_without = self.texts.values().any(|text| text.starts_with("-- without a transaction"));
        is_without.then_some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = match manager.get_database_backend() {
            DbBackend::Postgres => "postgres",
            DbBackend::MySql => "mysql",
            _ => "sqlite",
        };
        for text in ["", backend].iter().filter_map(|word| self.texts.get(*word)) {
            execute(manager, text).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match self.texts.get("down") {
            Some(text) => execute(manager, text).await,
            None => Err(DbErr::Migration("there is no way back".to_owned())),
        }
    }
}

async fn execute(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    for statement in text.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        if let Some(milliseconds) = statement.strip_prefix("-- sleep ") {
            tokio::time::sleep(std::time::Duration::from_millis(milliseconds.parse().unwrap_or_default())).await;
            continue;
        }
        match statement {
            "-- die" => std::process::abort(),
            "-- give up" => return Err(DbErr::Custom("it gives up".to_owned())),
            "-- without a transaction" => continue,
            _ => {}
        }
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut scripts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for entry in fs::read_dir("migration/sql").into_iter().flatten().filter_map(Result::ok) {
            let file = entry.file_name().to_string_lossy().into_owned();
            let stem = file.trim_end_matches(".sql");
            let (name, backend) = stem.split_once('.').unwrap_or((stem, ""));
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            scripts.entry(name.to_owned()).or_default().insert(backend.to_owned(), text);
        }
        let scripts =
            scripts.into_iter().map(|(name, texts)| Box::new(Script { name, texts }) as Box<dyn MigrationTrait>);
        scripts.collect()
    }
}

fn main() -> ExitCode {
    if env::args().len() == 1 {
        return runner::run::<Migrator>();
    }
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return ExitCode::FAILURE };
    runtime.block_on(cli::run_cli(Migrator));
    ExitCode::SUCCESS
}
