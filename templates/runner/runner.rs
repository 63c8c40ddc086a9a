//! Runs single migrations of a SeaORM migrator, as `scaffold migrate` asks for them: a line of standard input each time.
//!
//! Whatever SeaORM does around a migration, its transaction and its record, it does itself: it is given a migrator in
//! which the migration that is asked for is the only one it can choose.
//!
//! What a migration tells the database is recorded on the way, where the driver sends it, so that not even raw SQL is
//! missed; the values of its parameters come from SeaORM, which knows of everything else.
//!
//! A migration that the database would not take back as a whole goes on after each statement when it is told to: by then
//! it is written down how far it came.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait,
};
use std::io::{self, BufRead, Write};
use std::marker::PhantomData;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;
use std::{env, fmt, process, thread};

/// How many connections a migration may have at once where each must be told how long it waits.
const CONNECTIONS: u32 = 4;

/// What an answer opens with, so that it is told from what a migration prints.
const MARK: &str = "\u{1}scaffold ";

/// The names of the migrations that SeaORM sees, in the order in which it sees them.
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The statements of the last migration.
static RECORD: Mutex<Record> =
    Mutex::new(Record { open: false, whole: true, statements: Vec::new(), connected: false, greetings: Vec::new() });

/// Whether migrations are only noted as applied, and do nothing.
static NOTED: AtomicBool = AtomicBool::new(false);

/// Where it is said that a migration may go on.
static NODS: Mutex<Option<mpsc::Receiver<()>>> = Mutex::new(None);

struct Record {
    /// Whether the migration is at work.
    open: bool,
    /// Whether the database takes it back as a whole when it fails.
    whole: bool,
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

impl Recorded {
    /// Opens the record, and says whether the migration is to do anything.
    fn begin(&self, manager: &SchemaManager) -> bool {
        let backend = manager.get_database_backend();
        let in_transaction = self.0.use_transaction().unwrap_or(backend == DbBackend::Postgres);
        let works = !NOTED.load(Ordering::Relaxed);
        // MySQL commits with every change of the schema.
        let whole = !works || (in_transaction && backend != DbBackend::MySql);
        let mut record = record();
        (record.open, record.whole) = (true, whole);
        drop(record);
        if !whole {
            wait("{\"begun\":true}");
        }
        works
    }
}

impl MigrationName for Recorded {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Recorded {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let works = self.begin(manager);
        ended(if works { self.0.up(manager).await } else { Ok(()) })
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.begin(manager);
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

/// Says how far a migration has come, and waits until it may go on.
fn wait(progress: &str) {
    say(progress);
    if let Some(nods) = NODS.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        let _ = nods.recv();
    }
}

fn say(answer: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "\n{MARK}{answer}").and_then(|()| out.flush());
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
            let progress = (!record.whole).then(|| format!("{{\"sent\":{}}}", record.statements.len()));
            drop(record);
            progress.iter().for_each(|progress| wait(progress));
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
    let (nod, nods) = mpsc::channel();
    *NODS.lock().unwrap_or_else(PoisonError::into_inner) = Some(nods);
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            match line.as_str() {
                "on" => drop(nod.send(())),
                _ => drop(sender.send(line)),
            }
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
                Err(error) => {
                    // Otherwise it is the migration itself that gave up, after what it had done.
                    let refused = matches!(error, DbErr::Exec(_) | DbErr::Query(_));
                    format!("{{\"failed\":{},\"refused\":{refused},{}}}", json(&error.to_string()), recorded(heard))
                }
            };
            say(&answer);
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
    NOTED.store(verb == "note", Ordering::Relaxed);
    match verb {
        "up" | "note" => Seen::<M>::up(database, Some(1)).await?,
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
    // Connections stay, so that nothing looks after them; the driver's pool can spin for ever at that.
    options.idle_timeout(None).max_lifetime(None);
    let settings = env::var("SCAFFOLD_SETTINGS").unwrap_or_default();
    if !settings.is_empty() {
        options.max_connections(CONNECTIONS);
    }
    let mut database = Database::connect(options).await?;
    database.set_metric_callback(|info| complete(info.statement));
    record().connected = true;
    if !settings.is_empty() {
        settle(&database, &settings).await?;
    }
    Ok(database)
}

/// Tells every connection that there may be the settings, a line each.
async fn settle(database: &DatabaseConnection, settings: &str) -> Result<(), DbErr> {
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        let transaction = database.begin().await?;
        for setting in settings.lines() {
            // Some servers do not know it.
            let _ = transaction.execute_unprepared(setting).await;
        }
        held.push(transaction);
    }
    for transaction in held {
        transaction.rollback().await?;
    }
    Ok(())
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
