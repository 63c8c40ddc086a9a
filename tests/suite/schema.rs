//! `schema::verify` of a generated crate, in a program that tells what it says of a database.

use crate::cases;
use crate::fidelity::rustc;
use crate::servers::{self, Database};
use crate::shop;
use anyhow::{Context, Result, ensure};
use sea_scaffold::config::Settings;
use sea_scaffold::render::File;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const MAIN: &str = "\
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), sea_orm::DbErr> {
    let db = sea_orm::Database::connect(std::env::args().nth(1).unwrap_or_default()).await?;
    for difference in verified::schema::verify(&db).await? {
        println!(\"{difference}\");
    }
    Ok(())
}
";

const EXPECTED: &str = "
    CREATE TABLE parts (id bigint NOT NULL PRIMARY KEY, name varchar(20) NOT NULL, size bigint);
    CREATE TABLE boxes (id bigint NOT NULL PRIMARY KEY);
    CREATE VIEW small AS SELECT id, size FROM parts";

const FOUND: &str = "
    CREATE TABLE parts (id bigint NOT NULL PRIMARY KEY, name varchar(20), size bigint NOT NULL, mine bigint);
    CREATE TABLE others (id bigint NOT NULL PRIMARY KEY);
    CREATE VIEW small AS SELECT id FROM parts";

const DIFFERENCES: &str = "\
boxes: there is no such table or view
small.size: there is no such column
parts.mine: the code does not know this column
parts.name: it may be NULL, unlike in the code
parts.size: it is NOT NULL, unlike in the code
";

/// A program with the crate of a database.
struct Program {
    directory: TempDir,
    files: Vec<File>,
}

impl Program {
    fn compile(files: Vec<File>) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("schema-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        for file in &files {
            let path = directory.path().join(&file.path);
            fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
            fs::write(path, &file.text)?;
        }
        fs::write(directory.path().join("main.rs"), MAIN)?;
        let library = ["src/lib.rs", "--crate-name", "verified", "--crate-type", "rlib", "-D", "warnings"];
        let main = ["main.rs", "-o", "main", "--extern", "verified=libverified.rlib"];
        for arguments in [&library[..], &main] {
            let said = rustc(directory.path(), arguments)?;
            ensure!(said.is_none(), "{}", said.unwrap_or_default());
        }
        Ok(Self { directory, files })
    }

    fn differences(&self, database: &Database) -> Result<String> {
        let output = Command::new(self.directory.path().join("main")).arg(&database.url).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// The program of what the database holds, the same on every one.
fn program(database: &Database, known: Option<Program>) -> Result<Program> {
    let mut settings = Settings::default();
    settings.entity.verify = true;
    let files = cases::generate(&database.url, &settings)?.files;
    match known {
        Some(program) => {
            ensure!(program.files == files, "{} gives other code", database.backend);
            Ok(program)
        }
        None => Program::compile(files),
    }
}

#[test]
fn a_program_is_told_what_differs() -> Result<()> {
    let mut known = None;
    for server in servers::databases() {
        let (expected, found) = (server.database("expected")?, server.database("found")?);
        expected.execute(EXPECTED)?;
        found.execute(FOUND)?;
        let made = program(&expected, known.take())?;
        let program = known.insert(made);
        ensure!(program.differences(&expected)?.is_empty(), "{}: it fits", server.backend);
        let differences = program.differences(&found)?;
        ensure!(differences == DIFFERENCES, "{}:\n{differences}", server.backend);
    }
    Ok(())
}

#[test]
fn the_shop_fits_its_database() -> Result<()> {
    let mut known = None;
    for server in servers::databases() {
        let database = shop::migrated(server)?;
        let made = program(&database, known.take())?;
        let program = known.insert(made);
        let differences = program.differences(&database)?;
        ensure!(differences.is_empty(), "{}:\n{differences}", server.backend);
    }
    Ok(())
}
