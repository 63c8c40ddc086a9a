//! How long each stage takes, and that it grows with the number of tables and not faster.
//!
//! `cargo bench` measures introspection, model, ledger, render and plan on synthetic schemas. SQLite is always there;
//! PostgreSQL and MySQL are measured on the servers that `BENCH_POSTGRES_URL` and `BENCH_MYSQL_URL` name, in scratch
//! databases beside the named ones. `BENCH_TABLES` replaces the sizes. Nothing here passes or fails.
//!
//! `cargo bench --bench stages -- schema postgres 1000` prints such a schema as SQL and measures nothing.

mod schema;

use anyhow::{Context, Result};
use criterion::{BenchmarkId, Criterion, Throughput};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::{Config, Settings};
use sea_scaffold::database::{Backend, Scratch, Session};
use sea_scaffold::plan::{Entry, Overwrite, Tree};
use sea_scaffold::render::Templates;
use sea_scaffold::{introspect, ledger, model, plan, render};
use sqlx::AssertSqlSafe;
use std::env;
use std::hint::black_box;
use std::io::{self, Write};
use tokio::runtime::Runtime;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: &str = "100 1000 10000";

/// So many tables are created in one transaction: each holds a lock to its end, and servers limit those.
const TABLES_PER_TRANSACTION: usize = 100;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [verb, backend, tables, ..] = arguments.as_slice()
        && verb == "schema"
    {
        return print_schema(backend, tables.parse()?);
    }
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let sizes = env::var("BENCH_TABLES").unwrap_or_else(|_| SIZES.to_owned());
    let runtime = Runtime::new()?;
    for size in sizes.split_whitespace() {
        let tables = size.parse()?;
        let catalog = introspection(&mut criterion, &runtime, ("sqlite", "sqlite:"), tables)?;
        for (name, variable) in [("postgres", "BENCH_POSTGRES_URL"), ("mysql", "BENCH_MYSQL_URL")] {
            match env::var(variable) {
                Ok(url) => drop(introspection(&mut criterion, &runtime, (name, &url), tables)?),
                Err(_) => writeln!(io::stderr(), "introspect/{name}/{tables} is skipped: {variable} is not set")?,
            }
        }
        middle(&mut criterion, &catalog, tables)?;
    }
    criterion.final_summary();
    Ok(())
}

fn print_schema(backend: &str, tables: usize) -> Result<()> {
    let mut out = io::stdout().lock();
    for transaction in schema::statements(Backend::of(backend)?, tables).chunks(TABLES_PER_TRANSACTION) {
        writeln!(out, "BEGIN;\n{}COMMIT;", transaction.concat())?;
    }
    Ok(())
}

/// Measures reading a database of that many tables, and returns what was read.
fn introspection(
    criterion: &mut Criterion,
    runtime: &Runtime,
    (name, url): (&str, &str),
    tables: usize,
) -> Result<Catalog> {
    let settings = Settings::default();
    let scratch = runtime.block_on(created(url, tables))?;
    let mut session = runtime.block_on(Session::open(&scratch.url))?;
    let mut read =
        || runtime.block_on(introspect::introspect(&mut session, &settings.database, &settings.migration.table));
    let catalog = read()?;
    let mut group = criterion.benchmark_group("introspect");
    group.throughput(Throughput::Elements(tables.try_into()?));
    group.bench_function(BenchmarkId::new(name, tables), |bencher| bencher.iter(&mut read));
    group.finish();
    runtime.block_on(session.close());
    runtime.block_on(scratch.drop())?;
    Ok(catalog)
}

/// A scratch database of that many tables.
async fn created(url: &str, tables: usize) -> Result<Scratch> {
    let scratch = Scratch::create(url).await?;
    let mut session = Session::open(&scratch.url).await?;
    for transaction in schema::statements(Backend::of(url)?, tables).chunks(TABLES_PER_TRANSACTION) {
        let text = format!("BEGIN;\n{}COMMIT;", transaction.concat());
        session.execute(AssertSqlSafe(text)).await.context("creating the synthetic schema")?;
    }
    session.close().await;
    Ok(scratch)
}

/// Measures the stages between database and disk.
fn middle(criterion: &mut Criterion, catalog: &Catalog, tables: usize) -> Result<()> {
    let settings = Config::default().settings;
    let (model, diagnostics) = model::build(catalog, &settings);
    let files = render::render(&model, &settings, &Templates::default())?;
    let texts = files.iter().map(|file| (file.path.clone(), Entry::Text(file.text.clone())));
    let tree = Tree { entries: texts.collect() };

    let mut measure = |name: &str, stage: &mut dyn FnMut()| {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_function(BenchmarkId::from_parameter(tables), |bencher| bencher.iter(&mut *stage));
        group.finish();
    };
    measure("model", &mut || drop(black_box(model::build(catalog, &settings))));
    measure("ledger", &mut || drop(black_box(ledger::build(catalog, &model, &diagnostics))));
    measure("render", &mut || drop(black_box(render::render(&model, &settings, &Templates::default()))));
    measure("plan/new", &mut || drop(black_box(plan::plan(&files, &Tree::default(), Overwrite::Refuse))));
    measure("plan/unchanged", &mut || drop(black_box(plan::plan(&files, &tree, Overwrite::Refuse))));
    Ok(())
}
