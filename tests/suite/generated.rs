//! The tests that a generated crate has for itself: they compile without a warning, pass on every database, leave nothing
//! there, and fail where the database is no longer what the code says.

use crate::cases;
use crate::fidelity::rustc;
use crate::servers::{self, Database, wait};
use crate::shop;
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;
use sea_scaffold::render::File;
use std::env;
use std::fs;
use std::process::{Command, Output};
use tempfile::TempDir;

/// What the crate is called: the shop's own is called `entity`.
const NAME: &str = "tested";

/// A generated crate, and its tests as a program.
pub(crate) struct Tests(TempDir);

impl Tests {
    pub(crate) fn compile(files: &[File]) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("tests-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        for file in files {
            let path = directory.path().join(&file.path);
            fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
            fs::write(path, &file.text)?;
        }
        let library: &[&str] = &["src/lib.rs", "--crate-name", NAME, "--crate-type", "rlib", "-D", "warnings"];
        let tests = ["tests/generated.rs", "--test", "-o", "generated", "--extern", "tested=libtested.rlib"];
        for arguments in [library, &[&tests[..], &["-D", "warnings"]].concat()] {
            let said = rustc(directory.path(), arguments)?;
            ensure!(said.is_none(), "{}", said.unwrap_or_default());
        }
        Ok(Self(directory))
    }

    /// What they say of a database, or of none, all of it in the order of the tests.
    pub(crate) fn run(&self, url: Option<&str>) -> Result<Output> {
        let mut program = Command::new(self.0.path().join("generated"));
        program
            .args(["--show-output", "--test-threads", "4"])
            .env_remove("TEST_DATABASE_URL")
            .env("RUST_BACKTRACE", "0");
        program.envs(url.map(|url| ("TEST_DATABASE_URL", url)));
        program.output().context("running the tests")
    }

    fn pass(&self, database: &Database) -> Result<String> {
        let output = self.run(Some(&database.url))?;
        ensure!(output.status.success(), "on {}:\n{}", database.backend, said(&output));
        Ok(said(&output))
    }
}

pub(crate) fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned()).concat()
}

/// The settings of a crate that tests itself.
pub(crate) fn tested(mut settings: Settings) -> Settings {
    settings.entity.repositories = true;
    settings.entity.factories = true;
    settings.entity.tests = true;
    settings.entity.crate_name = NAME.to_owned();
    settings
}

/// The rows that are there.
fn rows(database: &Database, table: &str) -> Result<i64> {
    wait(|| async {
        let db = database.connect().await?;
        let sql = format!("SELECT COUNT(*) AS count FROM {table}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        Ok(row.context("a number")?.try_get("", "count")?)
    })
}

/// Lets two coupons have the same code.
fn drop_unique_key(database: &Database) -> Result<()> {
    match database.backend {
        Backend::Postgres => database.execute("ALTER TABLE coupons DROP CONSTRAINT coupons_code_key"),
        Backend::MySql => database.execute("ALTER TABLE coupons DROP INDEX code"),
        // SQLite takes no constraint from a table that is there.
        Backend::Sqlite => wait(|| async {
            let db = database.connect().await?;
            let sql = "SELECT sql FROM sqlite_master WHERE name = 'coupons'";
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
            let sql: String = row.context("the table")?.try_get("", "sql")?;
            ensure!(sql.contains(" UNIQUE"), "{sql}");
            db.execute_unprepared(&format!("DROP TABLE coupons; {}", sql.replace(" UNIQUE", ""))).await?;
            Ok(())
        }),
    }
}

#[test]
fn the_shop_tests_itself_on_every_database() -> Result<()> {
    let mut tests = None;
    for server in servers::databases() {
        let database = shop::migrated(server)?;
        let files = cases::generate(&database.url, &tested(Settings::default()))?.files;
        let tests = match &tests {
            Some((known, tests)) => {
                ensure!(*known == files, "{} gives other tests", server.backend);
                tests
            }
            None => &tests.insert((files.clone(), Tests::compile(&files)?)).1,
        };
        let before = rows(&database, "products")?;
        let passed = tests.pass(&database)?;
        ensure!(passed.contains("13 passed") && !passed.contains("skipped"), "{passed}");
        ensure!(rows(&database, "products")? == before, "they left something on {}", server.backend);
        let nothing = tests.run(None)?;
        ensure!(
            nothing.status.success() && said(&nothing).contains("skipped: TEST_DATABASE_URL"),
            "{}",
            said(&nothing)
        );

        drop_unique_key(&database)?;
        let failed = tests.run(Some(&database.url))?;
        let reason = "coupons: two rows have the same code";
        ensure!(!failed.status.success() && said(&failed).contains(reason), "{}", said(&failed));
        ensure!(said(&failed).contains("12 passed; 1 failed"), "{}", said(&failed));
    }
    Ok(())
}

#[test]
fn tables_of_all_kinds_test_themselves() -> Result<()> {
    for name in ["factories", "repositories", "composite_keys", "graphs"] {
        let cases = cases::all();
        let case = cases.iter().find(|case| case.name == name).context("the case")?;
        let mut settings = case.settings()?;
        settings.types.clear();
        let settings = tested(settings);
        let mut tests = None;
        for server in servers::databases().iter().filter(|server| case.backends().contains(&server.backend)) {
            let Some(database) = case.database(server.backend)? else { continue };
            let files = cases::generate(&database.url, &settings)?.files;
            let tests = match &tests {
                Some((known, tests)) if *known == files => tests,
                _ => &tests.insert((files.clone(), Tests::compile(&files).context(name)?)).1,
            };
            let said = tests.pass(&database).context(name)?;
            let skipped = said.matches("skipped: ").count();
            ensure!(skipped == if name == "factories" { 3 } else { 0 }, "{name} on {}:\n{said}", server.backend);
        }
    }
    Ok(())
}
