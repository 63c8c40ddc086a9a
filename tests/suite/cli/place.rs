//! A directory to run a program in, and what came of it.
//!
//! The programs are the examples of this package, which `cargo test` makes beside the suite; one that is older than its
//! sources is refused. Nothing of this process's settings reaches them: neither the variables that name a database, nor
//! those that cargo sets.

use crate::golden;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::SystemTime;
use tempfile::TempDir;

/// The URL that the shop's places are given: an SQLite file of their own.
pub(super) const SHOP_DB: &str = "sqlite://shop.db";

/// What the stand-in for cargo does with `cargo run --quiet --manifest-path FILE -- up -n COUNT`. `STEPS` limits how many
/// migrations are applied in all, `SLEEP` lets them take long, `PROCESSES` names a file that gets the command lines of all
/// processes, and `TOLD` one that gets the URL of the database.
/// All that is for a crate that is only a program.
/// Asked for the migration crate's metadata and to build what links it, as `scaffold migrate` does, it names the program
/// itself; `NO_LIBRARY`, or one of the others, says that the crate is none, and `ERRORS` what the compiler does.
const STAND_IN: &str = r#"#!/bin/sh
here=${6%/Cargo.toml}; kind=lib; [ -z "$NO_LIBRARY$STEPS$SLEEP$PROCESSES$TOLD" ] || kind=bin
if [ "$1" = metadata ]; then
    sea='{"name":"sea-orm-migration","req":"^2.0","kind":null,"source":"registry+x","registry":null}'
    package='{"name":"migration","manifest_path":"'$here'/Cargo.toml","dependencies":['$sea'],"targets":[{"kind":["'$kind'"],"src_path":"'$here'/src/lib.rs"}]}'
    echo '{"packages":['$package'],"workspace_root":"'$PWD'","target_directory":"'$PWD'/target"}'; exit 0
fi
if [ "$1" = build ]; then
    [ -z "$ERRORS" ] || { echo "$ERRORS" >&2; exit 101; }
    linked=$PROGRAM; [ "${PROGRAM##*/}" != migration ] || linked=${PROGRAM%migration}runner
    [ -f "$6" ] && echo '{"executable":"'$linked'"}'; exit
fi
[ "$1 $2 $3 $5 $6 $7" = "run --quiet --manifest-path -- up -n" ] && [ -f "$4" ] || { echo "not understood: $*" >&2; exit 101; }
[ -z "$PROCESSES" ] || cat /proc/[0-9]*/cmdline >"$PROCESSES" 2>/dev/null
[ -z "$TOLD" ] || echo "$DATABASE_URL" >"$TOLD"
[ -z "$SLEEP" ] || sleep "$SLEEP"
[ -z "$STEPS" ] || { left=$(cat "$0.$PPID" 2>/dev/null || echo "$STEPS"); [ "$left" -gt 0 ] || { rm -f "$0.$PPID"; exit 0; }; }
count=$8; [ -z "$STEPS" ] || { [ "$count" -le "$left" ] || count=$left; echo $((left - count)) >"$0.$PPID"; }
exec "$PROGRAM" up -n "$count"
"#;

static PROGRAMS: LazyLock<Result<PathBuf>> = LazyLock::new(programs);

/// A directory with a project in it, removed when dropped.
pub(super) struct Place {
    directory: TempDir,
    /// The program that migrates.
    program: &'static str,
    /// The workspace under `examples/` whose migrations it has, if it has several.
    example: &'static str,
}

/// How a program ended and what it said.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The exit code; -1 after a signal.
    pub(super) code: i32,
    /// Standard output.
    pub(super) stdout: String,
    /// Standard error.
    pub(super) stderr: String,
}

/// Every file with its contents and the time of its last change.
pub(super) type Snapshot = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

/// The directory of the programs under test.
pub(crate) fn program(name: &str) -> PathBuf {
    PROGRAMS.as_ref().map_or_else(|reason| panic!("{reason:#}"), |directory| directory.join(name))
}

impl Place {
    /// Nothing.
    pub(super) fn empty() -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("scaffold-cli-").tempdir()?;
        let place = Self { directory, program: "migration", example: "" };
        fs::create_dir(place.path(""))?;
        // Outside the project, so that it is no part of what is compared.
        let cargo = place.directory.path().join("cargo");
        fs::write(&cargo, STAND_IN)?;
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755))?;
        Ok(place)
    }

    /// The shop's migration crate, in the layout of this repository, without the entity crate.
    pub(super) fn shop() -> Result<Self> {
        let place = Self::empty()?;
        for (path, text) in golden::read(&golden::package().join("../migration")) {
            place.write(&format!("migration/{path}"), &text)?;
        }
        Ok(place)
    }

    /// A workspace under `examples/`, with its committed entity crate.
    pub(super) fn example(name: &'static str) -> Result<Self> {
        let place = Self::empty()?;
        for (path, text) in golden::read(&golden::package().join("../examples").join(name)) {
            place.write(&path, &text)?;
        }
        Ok(Self { program: "examples", example: name, ..place })
    }

    /// A project whose migrations are the SQL files that [`Place::migration`] writes.
    pub(super) fn scripted() -> Result<Self> {
        let place = Self::empty()?;
        place.write("migration/Cargo.toml", "")?;
        Ok(Self { program: "scripts", ..place })
    }

    /// Adds a migration: `NAME`, or `NAME.BACKEND` for what it does on one kind of database alone.
    pub(super) fn migration(&self, name: &str, sql: &str) -> Result<()> {
        self.write(&format!("migration/sql/{name}.sql"), sql)
    }

    /// The shop after its first `sync`.
    pub(super) fn synced() -> Result<Self> {
        let place = Self::shop()?;
        place.run(&["sync"])?.ends_with_code(0)?;
        Ok(place)
    }

    /// Where a file of the project is.
    pub(super) fn path(&self, relative: &str) -> PathBuf {
        self.directory.path().join("project").join(relative)
    }

    /// Writes a file of the project.
    pub(super) fn write(&self, relative: &str, text: &str) -> Result<()> {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
        fs::write(&path, text).with_context(|| relative.to_owned())
    }

    /// Reads a file of the project.
    pub(super) fn read(&self, relative: &str) -> Result<String> {
        fs::read_to_string(self.path(relative)).with_context(|| relative.to_owned())
    }

    /// `scaffold` in this place, the database named by `DATABASE_URL`.
    pub(super) fn scaffold(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(program("scaffold"));
        command.args(arguments).env("DATABASE_URL", SHOP_DB);
        command
    }

    /// Runs `scaffold` to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Outcome> {
        outcome(&mut self.scaffold(arguments))
    }

    /// Runs `scaffold` to its end on another database.
    pub(super) fn run_on(&self, url: &str, arguments: &[&str]) -> Result<Outcome> {
        outcome(self.scaffold(arguments).env("DATABASE_URL", url))
    }

    /// Git, with `scaffold` on its PATH.
    pub(super) fn git(&self, arguments: &[&str]) -> Result<Outcome> {
        let mut command = self.command("git");
        let paths = env::var_os("PATH").unwrap_or_default();
        let programs = program("scaffold").parent().map(Path::to_owned);
        command.env("PATH", env::join_paths(programs.into_iter().chain(env::split_paths(&paths)))?);
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]);
        outcome(command.args(arguments))
    }

    /// A program in this place, which gets none of the variables that steer it, but for the stand-in for cargo.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path("")).stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            let known = name.to_str().unwrap_or_default();
            let cargo = known.starts_with("CARGO") && known != "CARGO_HOME";
            if cargo || known.starts_with("DATABASE_") || known.starts_with("CLICOLOR") || known == "NO_COLOR" {
                command.env_remove(name);
            }
        }
        command.env("CARGO", self.directory.path().join("cargo")).env("PROGRAM", self::program(self.program));
        command.env("EXAMPLE", self.example);
        command
    }

    /// Every file of the project, but for what is built.
    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        let built = self.path("target");
        let entries = walkdir::WalkDir::new(self.path("")).into_iter().filter_entry(move |entry| entry.path() != built);
        let files = entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
        let files = files.map(|entry| {
            let modified = entry.path().symlink_metadata()?.modified()?;
            Ok((entry.path().to_owned(), (fs::read(entry.path()).unwrap_or_default(), modified)))
        });
        files.collect()
    }

    /// Fails when a file changed since the snapshot.
    pub(super) fn is_as_in(&self, snapshot: &Snapshot) -> Result<()> {
        let now = self.snapshot()?;
        let paths = now.keys().chain(snapshot.keys());
        let changed: Vec<_> = paths.filter(|path| now.get(*path) != snapshot.get(*path)).collect();
        ensure!(changed.is_empty(), "these changed: {changed:?}");
        Ok(())
    }

    /// The texts of the entity crate that are code, which no database has a say in.
    pub(super) fn code(&self) -> golden::Tree {
        self.entity().into_iter().filter(|(path, _)| !path.starts_with("schema/")).collect()
    }

    /// The texts of the entity crate.
    pub(super) fn entity(&self) -> golden::Tree {
        golden::read(&self.path("entity"))
    }
}

impl Outcome {
    /// Fails unless the program ended with that exit code.
    pub(super) fn ends_with_code(&self, code: i32) -> Result<&Self> {
        ensure!(self.code == code, "it ended with {} instead of {code}:\n{}\n{}", self.code, self.stdout, self.stderr);
        Ok(self)
    }

    /// Fails unless each of these texts was said, on either stream.
    pub(super) fn says(&self, texts: &[&str]) -> Result<&Self> {
        let said = self.both();
        let missing: Vec<_> = texts.iter().filter(|text| !said.contains(**text)).collect();
        ensure!(missing.is_empty(), "it does not say {missing:?}:\n{said}");
        Ok(self)
    }

    /// The document on standard output. Nothing else may have been said.
    pub(super) fn json(&self) -> Result<serde_json::Value> {
        ensure!(self.stderr.is_empty(), "{}", self.stderr);
        serde_json::from_str(&self.stdout).with_context(|| self.stdout.clone())
    }

    /// Everything that was said.
    pub(super) fn both(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs a command to its end.
pub(super) fn outcome(command: &mut Command) -> Result<Outcome> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    said(output)
}

/// What a command that ended has said.
pub(super) fn said(output: Output) -> Result<Outcome> {
    let code = output.status.code().unwrap_or(-1);
    Ok(Outcome { code, stdout: String::from_utf8(output.stdout)?, stderr: String::from_utf8(output.stderr)? })
}

/// Finds the programs beside this one: `target/debug/deps/suite-…` has `target/debug/examples` for a neighbour.
fn programs() -> Result<PathBuf> {
    let this = env::current_exe()?;
    let directory = this.ancestors().nth(2).context("the suite lies in a build directory")?.join("examples");
    for name in ["scaffold", "cargo-scaffold", "migration", "runner", "scripts", "examples", "shop-api"] {
        let program = directory.join(name);
        let way_out = "the suite's programs are made by `cargo test -p scaffold-tests`, without `--test`";
        let stale = is_stale(&program).with_context(|| format!("{}: {way_out}", program.display()))?;
        ensure!(!stale, "{} is older than its sources; {way_out}", program.display());
    }
    Ok(directory)
}

/// Whether a source file that cargo lists beside the program is newer than the program.
fn is_stale(program: &Path) -> Result<bool> {
    let made = fs::metadata(program)?.modified()?;
    let list = fs::read_to_string(program.with_extension("d"))?;
    let sources = list.lines().flat_map(|line| line.split(": ").skip(1)).flat_map(str::split_whitespace);
    let newer = |path: &str| fs::metadata(path).and_then(|source| source.modified()).is_ok_and(|time| time > made);
    Ok(sources.into_iter().any(newer))
}
