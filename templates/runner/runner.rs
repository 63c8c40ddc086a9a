//! Runs single migrations of a SeaORM migrator, as `scaffold migrate` asks for them: a line of standard input each time.
//!
//! Whatever SeaORM does around a migration, its transaction and its record, it does itself: it is given a migrator in
//! which the migration that is asked for is the only one it can choose.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::io::{self, BufRead, Write};
use std::marker::PhantomData;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError, mpsc};
use std::{env, process, thread};

/// What an answer opens with, so that it is told from what a migration prints.
const MARK: &str = "\u{1}scaffold ";

/// The names of the migrations that SeaORM sees, in the order in which it sees them.
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The migrator `M`, of which SeaORM sees what `SEEN` says.
struct Seen<M>(PhantomData<M>);

impl<M: MigratorTrait + Sync> MigratorTrait for Seen<M> {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |migration: &dyn MigrationTrait| seen.iter().position(|name| name == migration.name());
        let mut all = M::migrations();
        all.retain(|migration| place(migration.as_ref()).is_some());
        all.sort_by_key(|migration| place(migration.as_ref()));
        all
    }

    fn migration_table_name() -> sea_orm_migration::sea_orm::DynIden {
        M::migration_table_name()
    }
}

/// Answers until standard input ends, which ends the process at once: nobody waits for the answer any more.
pub fn run<M: MigratorTrait + Sync>() -> ExitCode {
    let (sender, requests) = mpsc::channel::<String>();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
        process::exit(0)
    });
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else {
        return ExitCode::FAILURE;
    };
    runtime.block_on(async {
        let mut database = None;
        while let Ok(request) = requests.recv() {
            let answer = match answer::<M>(&request, &mut database).await {
                Ok(answer) => answer,
                Err(error) => format!("{{\"failed\":{}}}", json(&error.to_string())),
            };
            let mut out = io::stdout().lock();
            let _ = writeln!(out, "\n{MARK}{answer}").and_then(|()| out.flush());
        }
    });
    ExitCode::SUCCESS
}

/// The answer to one request: a word and the names that it speaks of, with tabs between them.
async fn answer<M: MigratorTrait + Sync>(
    request: &str,
    database: &mut Option<DatabaseConnection>,
) -> Result<String, DbErr> {
    let mut words = request.split('\t');
    let verb = words.next().unwrap_or_default();
    let names: Vec<String> = words.map(str::to_owned).collect();
    if verb == "list" {
        let migrations: Vec<String> = M::migrations().iter().map(|migration| json(migration.name())).collect();
        let table = json(&M::migration_table_name().to_string());
        return Ok(format!("{{\"table\":{table},\"migrations\":[{}]}}", migrations.join(",")));
    }
    if database.is_none() {
        *database = Some(connect().await?);
    }
    let database = database.as_ref().ok_or_else(|| DbErr::Custom("there is no connection".to_owned()))?;
    *SEEN.lock().unwrap_or_else(PoisonError::into_inner) = names;
    match verb {
        "up" => Seen::<M>::up(database, Some(1)).await?,
        "down" => Seen::<M>::down(database, Some(1)).await?,
        _ => return Err(DbErr::Custom(format!("not understood: {verb}"))),
    }
    Ok("{\"done\":true}".to_owned())
}

/// The connection that SeaORM's own command line makes, with settings of the session where the server takes them.
async fn connect() -> Result<DatabaseConnection, DbErr> {
    let with_settings = match env::var("SCAFFOLD_URL") {
        Ok(url) => connect_to(url).await.ok(),
        Err(_) => None,
    };
    match with_settings {
        Some(database) => Ok(database),
        None => connect_to(env::var("DATABASE_URL").unwrap_or_default()).await,
    }
}

async fn connect_to(url: String) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.set_schema_search_path(env::var("DATABASE_SCHEMA").unwrap_or_else(|_| "public".to_owned()));
    options.sqlx_logging(false);
    Database::connect(options).await
}

/// The text as a JSON string.
fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}
