//! Runs single migrations of a SeaORM migrator, as `scaffold migrate` asks for them: a line of standard input each time.
//!
//! Whatever SeaORM does around a migration, its transaction and its record, it does itself: it is given a migrator in
//! which the migration that is asked for is the only one it can choose.
//!
//! What a migration tells the database is recorded on the way, where the driver sends it, so that not even raw SQL is
//! missed; the values of its parameters come from SeaORM, which knows of everything else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DatabaseConnection, Statement};
use std::io::{self, BufRead, Write};
use std::marker::PhantomData;
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;
use std::{env, fmt, process, thread};

/// What an answer opens with, so that it is told from what a migration prints.
const MARK: &str = "\u{1}scaffold ";

/// The names of the migrations that SeaORM sees, in the order in which it sees them.
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The statements of the last migration.
static RECORD: Mutex<Record> =
    Mutex::new(Record { open: false, statements: Vec::new(), connected: false, greetings: Vec::new() });

struct Record {
    /// Whether the migration is at work.
    open: bool,
    statements: Vec<String>,
    /// Whether there is a connection.
    connected: bool,
    /// What the driver itself says on each new connection, of which it may open more at any time.
    greetings: Vec<String>,
}

/// The migrator `M`, of which SeaORM sees what `SEEN` says.
struct Seen<M>(PhantomData<M>);

impl<M: MigratorTrait + Sync> MigratorTrait for Seen<M> {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |migration: &dyn MigrationTrait| seen.iter().position(|name| name == migration.name());
        let mut all = M::migrations();
        all.retain(|migration| place(migration.as_ref()).is_some());
        all.sort_by_key(|migration| place(migration.as_ref()));
        all.into_iter().map(|migration| Box::new(Recorded(migration)) as Box<dyn MigrationTrait>).collect()
    }

    fn migration_table_name() -> sea_orm_migration::sea_orm::DynIden {
        M::migration_table_name()
    }
}

/// A migration whose statements are recorded.
struct Recorded(Box<dyn MigrationTrait>);

impl MigrationName for Recorded {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Recorded {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        record().open = true;
        ended(self.0.up(manager).await)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        record().open = true;
        ended(self.0.down(manager).await)
    }

    fn use_transaction(&self) -> Option<bool> {
        self.0.use_transaction()
    }
}

/// Closes the record: what SeaORM itself notes of the migration is no part of it.
fn ended(done: Result<(), DbErr>) -> Result<(), DbErr> {
    if done.is_err() {
        // SQLite's driver says that a statement failed before it says which one it was.
        thread::sleep(Duration::from_millis(100));
    }
    record().open = false;
    done
}

fn record() -> MutexGuard<'static, Record> {
    RECORD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens to what the driver says of each statement that it has sent.
struct Listener;

impl tracing::Subscriber for Listener {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut words = Words::default();
        event.record(&mut words);
        // A short statement is its own summary.
        let whole = words.statement.trim_matches('\n');
        let whole = if whole.is_empty() { words.summary } else { whole.to_owned() };
        let mut record = record();
        if !record.connected {
            record.greetings.push(whole);
        } else if record.open && !record.greetings.contains(&whole) {
            record.statements.push(whole);
        }
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::Id {
        tracing::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}

    fn enter(&self, _: &tracing::Id) {}

    fn exit(&self, _: &tracing::Id) {}
}

#[derive(Default)]
struct Words {
    summary: String,
    statement: String,
}

impl tracing::field::Visit for Words {
    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.statement = value.to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &tracing::field::Field, _: &dyn fmt::Debug) {}
}

/// Puts the values of its parameters into the statement that was recorded last with that text.
fn complete(statement: &Statement) {
    let has_values = statement.values.as_ref().is_some_and(|values| !values.0.is_empty());
    if has_values {
        let (mut record, sql) = (record(), statement.sql.trim_matches('\n'));
        if let Some(recorded) = record.statements.iter_mut().rfind(|recorded| *recorded == sql) {
            *recorded = statement.to_string();
        }
    }
}

/// Answers until standard input ends, which ends the process at once: nobody waits for the answer any more.
pub fn run<M: MigratorTrait + Sync>() -> ExitCode {
    let heard = tracing::subscriber::set_global_default(Listener).is_ok();
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
                Ok(Some(listing)) => listing,
                Ok(None) => format!("{{\"done\":true,{}}}", recorded(heard)),
                Err(error) => format!("{{\"failed\":{},{}}}", json(&error.to_string()), recorded(heard)),
            };
            let mut out = io::stdout().lock();
            let _ = writeln!(out, "\n{MARK}{answer}").and_then(|()| out.flush());
        }
    });
    ExitCode::SUCCESS
}

/// What the last migration told the database, as a part of an answer.
fn recorded(heard: bool) -> String {
    let statements = std::mem::take(&mut record().statements);
    let statements: Vec<String> = statements.iter().map(|sql| json(sql)).collect();
    format!("\"heard\":{heard},\"statements\":[{}]", statements.join(","))
}

/// Does what one request wants, and answers it if that is a question: a word and the names that it speaks of, with tabs
/// between them.
async fn answer<M: MigratorTrait + Sync>(
    request: &str,
    database: &mut Option<DatabaseConnection>,
) -> Result<Option<String>, DbErr> {
    let mut words = request.split('\t');
    let verb = words.next().unwrap_or_default();
    let names: Vec<String> = words.map(str::to_owned).collect();
    if verb == "list" {
        let migrations: Vec<String> = M::migrations().iter().map(|migration| json(migration.name())).collect();
        let table = json(&M::migration_table_name().to_string());
        return Ok(Some(format!("{{\"table\":{table},\"migrations\":[{}]}}", migrations.join(","))));
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
    Ok(None)
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
    // No statement is a slow one: those are not told in the same way.
    options.sqlx_slow_statements_logging_settings(options.get_sqlx_logging_level(), Duration::MAX);
    let mut database = Database::connect(options).await?;
    database.set_metric_callback(|info| complete(info.statement));
    record().connected = true;
    Ok(database)
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
