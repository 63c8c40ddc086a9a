//! Faults at the points where a `sync` touches the crate: the process is killed there, or the system refuses the call.
//!
//! `programs/faults.c` is preloaded to do that, which works on Linux alone; elsewhere that is said aloud. A few points are
//! tried in each run: one of each kind of call, with another fault each.
//! `SCAFFOLD_TEST_FAULTS` is another number to choose them by, `each` for every point with one fault or another, which takes
//! minutes, or `all` for every point with every fault, which takes hours.

use super::place::{Outcome, Place, outcome};
use crate::golden::{self, Tree};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const TABLES: usize = 200;

/// What chooses the points, unless the environment does.
const SEED: usize = 20_260_101;

/// What happens at a point: its name, and the number of the error; 0 is a kill.
const FAULTS: &[(&str, i32)] = &[("a kill", 0), ("ENOSPC", 28), ("EIO", 5), ("EACCES", 13)];

/// What else than a text may be there until the next run.
const STAGING: &str = ".scaffold-staging/";

/// What is done to the tables between the two states.
const CHANGE: &str = "ALTER TABLE t002 ADD COLUMN note varchar(40);
ALTER TABLE t004 RENAME TO renamed;
DROP TABLE t001;
CREATE TABLE added (id integer PRIMARY KEY, name varchar(20) NOT NULL);
";

/// A call that touches the crate, `1 open src/lib.rs`.
struct Point {
    number: usize,
    call: String,
    path: String,
}

/// A project whose second migration is pending, and what its `sync` makes.
struct Project {
    place: Place,
    /// Beside it: the library to preload, what it counted, and the crate and the database before the second migration.
    aside: TempDir,
    /// The crate before and after.
    old: Tree,
    new: Tree,
}

impl Project {
    fn new() -> Result<Self> {
        let (place, aside) = (Place::scripted()?, TempDir::new()?);
        let source = golden::package().join("programs/faults.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-o"]).arg(aside.path().join("faults.so")).arg(source).arg("-ldl");
        let compiled = cc.output().context("running cc")?;
        ensure!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        let mut tables = String::new();
        for number in 0..TABLES {
            let reference =
                if number % 2 == 1 { format!(" REFERENCES t{:03} (id)", number - 1) } else { String::new() };
            let _ =
                writeln!(tables, "CREATE TABLE t{number:03} (id integer PRIMARY KEY, parent_id integer{reference});");
        }
        // What costs time here is to make the files, and these are no other ones to the disk.
        place.write("scaffold.toml", "[entity]\nrepositories = false\n")?;
        place.migration("m1_tables", &tables)?;
        place.run(&["sync"])?.ends_with_code(0)?;
        let old = place.entity();
        copy(&place.path("entity"), &aside.path().join("entity"))?;
        fs::copy(place.path("shop.db"), aside.path().join("shop.db"))?;
        place.migration("m2_change", CHANGE)?;
        place.run(&["sync"])?.ends_with_code(0)?;
        let new = place.entity();
        ensure!(old.iter().filter(|(path, text)| new.get(*path) != Some(text)).count() > 10);
        Ok(Self { place, aside, old, new })
    }

    /// Goes back to the time before the second migration.
    fn reset(&self) -> Result<()> {
        fs::remove_dir_all(self.place.path("entity"))?;
        copy(&self.aside.path().join("entity"), &self.place.path("entity"))?;
        fs::copy(self.aside.path().join("shop.db"), self.place.path("shop.db"))?;
        Ok(())
    }

    /// A `sync` from there that meets a fault, and the points that it came to.
    fn sync(&self, point: usize, error: i32) -> Result<(Outcome, Vec<Point>)> {
        self.reset()?;
        let log = self.aside.path().join("log");
        fs::write(&log, "")?;
        let entity = fs::canonicalize(self.place.path("entity"))?.display().to_string();
        let mut sync = self.place.scaffold(&["sync"]);
        sync.env("LD_PRELOAD", self.aside.path().join("faults.so")).env("FAULT_LOG", &log).env("FAULT_BELOW", &entity);
        sync.env("FAULT_POINT", point.to_string()).env("FAULT_ERRNO", error.to_string());
        let run = outcome(&mut sync)?;
        let points = fs::read_to_string(log)?.lines().map(|line| parsed(line, &entity)).collect::<Option<_>>();
        Ok((run, points.context("a line for each point")?))
    }

    /// What is in the crate, without what the next run removes.
    fn tree(&self) -> Tree {
        self.place.entity().into_iter().filter(|(path, _)| !path.starts_with(STAGING)).collect()
    }

    /// Runs into the fault, looks at what it left, and runs again.
    fn check(&self, point: &Point, error: i32) -> Result<()> {
        let (run, points) = self.sync(point.number, error)?;
        let tree = self.tree();
        let met = points.iter().find(|met| met.number == point.number).context("the point was not met")?;
        match (error, run.code) {
            (0, -1) => self.is_whole(&tree)?,
            (0, code) => bail!("it was not killed, and ended with {code}"),
            (_, 0) => ensure!(tree == self.new, "it ended well and did not do its work"),
            _ => {
                ensure!(tree == self.old, "it failed and left something else than the old crate:\n{}", run.both());
                self.is_told(&run, met)?;
                ensure!(run.stderr.contains(&format!("(os error {error})")), "another cause: {}", run.stderr);
            }
        }
        self.place.run(&["sync"])?.ends_with_code(0)?;
        ensure!(self.place.entity() == self.new, "the next run does not converge");
        Ok(())
    }

    /// A kill cannot be answered: all the code is what it was or what it will be, and so is all of the project file, which
    /// is never newer than the code. Nothing else changes in this project.
    fn is_whole(&self, tree: &Tree) -> Result<()> {
        let of = |tree: &Tree, own: &str| -> Tree {
            tree.iter()
                .filter(|(path, _)| path.starts_with(own))
                .map(|(path, text)| (path.clone(), text.clone()))
                .collect()
        };
        let mut newer = Vec::new();
        for own in ["src/generated/", "schema/"] {
            let [now, old, new] = [tree, &self.old, &self.new].map(|tree| of(tree, own));
            ensure!(now == old || now == new, "{own} is neither old nor new");
            newer.push(now == new);
        }
        ensure!(newer != [false, true], "the project file is newer than the code");
        ensure!(of(tree, "src/lib.rs") == of(&self.old, "src/lib.rs") && tree.len().abs_diff(self.old.len()) < 10);
        Ok(())
    }

    /// Fails unless the message has a code and names a path: that of the call, or the file that the call was for.
    fn is_told(&self, run: &Outcome, met: &Point) -> Result<()> {
        let message = run.stderr.split("error[").nth(1).with_context(|| format!("no code: {}", run.both()))?;
        ensure!(message.get(1..4).is_some_and(|code| code.parse::<u16>().is_ok()), "no code: {message}");
        let entity = self.place.path("entity").display().to_string();
        let mut paths = self.old.keys().chain(self.new.keys()).chain([&entity, &met.path]);
        let named = |path: &String| !path.is_empty() && !path.starts_with(STAGING) && message.contains(path.as_str());
        ensure!(paths.any(named), "no path: {message}");
        Ok(())
    }
}

fn parsed(line: &str, entity: &str) -> Option<Point> {
    let mut words = line.splitn(3, ' ');
    let (number, call) = (words.next()?.parse().ok()?, words.next()?.to_owned());
    let path = words.next()?.strip_prefix(entity)?.trim_start_matches('/').to_owned();
    Some(Point { number, call, path })
}

/// Copies a directory; the times of its files are of no account.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for (path, text) in golden::read(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().context("a file lies in a directory")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// The points to try, with the fault of each.
fn chosen(points: &[Point], asked: Option<&str>) -> Result<Vec<(usize, usize)>> {
    if asked == Some("all") {
        return Ok((0..points.len()).flat_map(|point| (0..FAULTS.len()).map(move |fault| (point, fault))).collect());
    }
    if asked == Some("each") {
        return Ok((0..points.len()).map(|point| (point, point % FAULTS.len())).collect());
    }
    let seed: usize =
        asked.map_or(Ok(SEED), str::parse).context("SCAFFOLD_TEST_FAULTS is `each`, `all` or a number")?;
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, point) in points.iter().enumerate() {
        kinds.entry(&point.call).or_default().push(index);
    }
    let pick = |(kind, indexes): (usize, &Vec<usize>)| {
        let spread = (seed + kind).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        (indexes[spread % indexes.len()], (seed + kind) % FAULTS.len())
    };
    Ok(kinds.values().enumerate().map(pick).collect())
}

#[test]
fn a_fault_at_any_point_leaves_the_old_or_the_new_and_the_next_run_converges() -> Result<()> {
    if !cfg!(target_os = "linux") {
        let _ = io::stderr().write_all(b"\nFAULTS ARE NOT TRIED: they need Linux\n");
        return Ok(());
    }
    let asked = env::var("SCAFFOLD_TEST_FAULTS").ok();
    let project = Project::new()?;
    let (run, points) = project.sync(0, 0)?;
    run.ends_with_code(0)?;
    ensure!(project.place.entity() == project.new && points.len() > 500, "{} points", points.len());
    let mut failures = Vec::new();
    let chosen = chosen(&points, asked.as_deref())?;
    for &(point, fault) in &chosen {
        let (point, (name, error)) = (&points[point], FAULTS[fault]);
        if let Err(reason) = project.check(point, error) {
            let failure = format!("{name} at point {}, {} {}: {reason:#}", point.number, point.call, point.path);
            // A run over every point takes an hour, and is not lost when it is stopped.
            eprintln!("{failure}");
            failures.push(failure);
        }
    }
    let seed = asked.unwrap_or_else(|| SEED.to_string());
    eprintln!("{} of {} points, SCAFFOLD_TEST_FAULTS={seed}", chosen.len(), points.len());
    ensure!(failures.is_empty(), "SCAFFOLD_TEST_FAULTS={seed}: {} fail\n{}", failures.len(), failures.join("\n"));
    Ok(())
}
