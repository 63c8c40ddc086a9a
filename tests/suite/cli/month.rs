//! A team's month: forty migrations with renames, a table that is split, drops, two branches that are merged, settings that go
//! stale and a template that is upgraded, on every database. What is said along the way is a golden, to be read.

use super::place::{Outcome, Place};
use crate::golden::{self, Goldens};
use crate::servers::{self, Database, word};
use anyhow::{Context, Result, ensure};
use std::fmt::Write;
use std::fs;

const MIGRATIONS: usize = 40;

/// The migrations by name, in order.
fn migrations() -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(golden::package().join("transcripts/month.sql"))?;
    let parts = text.split("-- m").filter(|part| !part.trim().is_empty());
    let named = parts.filter_map(|part| part.split_once('\n'));
    let all: Vec<_> = named.map(|(name, sql)| (format!("m{}", name.trim()), sql.trim().to_owned())).collect();
    ensure!(all.len() == MIGRATIONS, "{} migrations", all.len());
    Ok(all)
}

/// A month on one kind of database, and what was said.
struct Month {
    place: Place,
    migrations: Vec<(String, String)>,
    said: String,
}

impl Month {
    /// Adds the migrations of that number whose names fit.
    fn write(&self, from: usize, to: usize, is_wanted: impl Fn(&str) -> bool) -> Result<()> {
        let wanted = self.migrations[from - 1..to].iter().filter(|(name, _)| is_wanted(name));
        wanted.into_iter().try_for_each(|(name, sql)| self.place.migration(name, sql))
    }

    /// Runs a command and notes what it says, but for how long it took.
    fn run(&mut self, database: &Database, arguments: &[&str], code: i32) -> Result<Outcome> {
        let run = self.place.run_on(&database.url, arguments)?;
        run.ends_with_code(code)?;
        // Writing to a text cannot fail.
        let _ = writeln!(self.said, "$ scaffold {}", arguments.join(" "));
        for line in run.both().lines().filter(|line| !line.starts_with("time ")) {
            let _ = writeln!(self.said, "{line}");
        }
        self.said.push('\n');
        Ok(run)
    }

    /// Changes a template, and then meets a version of scaffold whose own is another, as if it had been ejected from an older
    /// one.
    fn upgrade(&mut self, database: &Database) -> Result<()> {
        const NAMES: [&str; 2] = ["templates/.base/entity/head.rs.jinja", "templates/entity/head.rs.jinja"];
        const LAST: &str = "use sea_orm::entity::prelude::*;";
        self.run(database, &["templates", "eject", "entity/head.rs.jinja"], 0)?;
        for name in NAMES {
            let text = self.place.read(name)?;
            ensure!(text.contains(LAST), "{name}");
            let mine = if name == NAMES[1] { "// Ours: see the wiki.\n" } else { "" };
            self.place.write(
                name,
                &format!("{mine}{}", text.replace(LAST, "use sea_orm::entity::prelude::*; // since 1.0")),
            )?;
        }
        self.run(database, &["sync"], 0)?;
        self.run(database, &["templates", "diff"], 1)?;
        self.run(database, &["templates", "update"], 0)?;
        self.run(database, &["sync"], 0)?;
        self.run(database, &["check", "--offline"], 0).map(drop)
    }

    fn commit(&self, message: &str) -> Result<()> {
        self.place.git(&["add", "-A"])?.ends_with_code(0)?;
        self.place.git(&["commit", "-qm", message])?.ends_with_code(0).map(drop)
    }
}

/// The month on the databases of one kind: the team's, and one on which somebody works on the other branch.
fn month(database: &Database, other: &Database) -> Result<String> {
    let mut month = Month { place: Place::scripted()?, migrations: migrations()?, said: String::new() };
    month.place.write("scaffold.toml", "[table.customers]\nname = \"Client\"\n")?;
    month.place.write(".gitignore", "*.db\n")?;
    month.write(1, 10, |_| true)?;
    month.run(database, &["sync"], 0)?;
    month.place.git(&["init", "-q"])?.ends_with_code(0)?;
    month.place.git(&["config", "merge.scaffold.driver", "scaffold merge %O %A %B %P"])?.ends_with_code(0)?;
    month.commit("week 1")?;

    month.write(11, 20, |_| true)?;
    month.run(database, &["sync"], 0)?;
    month.place.write("scaffold.toml", "[table.clients]\nname = \"Client\"\n")?;
    month.run(database, &["sync"], 0)?;
    month.commit("week 2")?;

    month.place.git(&["checkout", "-qb", "ours"])?.ends_with_code(0)?;
    month.write(21, 30, |name| name.contains("_a_"))?;
    month.run(database, &["sync"], 0)?;
    month.commit("ours")?;
    month.place.git(&["checkout", "-qb", "theirs", "main"])?.ends_with_code(0)?;
    month.write(21, 30, |name| name.contains("_b_"))?;
    month.run(other, &["sync"], 0)?;
    month.commit("theirs")?;
    month.place.git(&["checkout", "-q", "ours"])?.ends_with_code(0)?;
    month.place.git(&["merge", "-q", "--no-commit", "theirs"])?;
    // The code is that of either side until it is made anew from the facts of both.
    month.run(database, &["sync", "--offline"], 0)?;
    month.run(database, &["sync"], 0)?;
    month.run(database, &["check"], 0)?;
    month.commit("week 3")?;

    month.upgrade(database)?;
    month.commit("a template of ours")?;

    month.write(31, 40, |_| true)?;
    month.run(database, &["sync", "--plan", "--skip", "coupons"], 0)?;
    month.run(database, &["sync"], 0)?;
    month.run(database, &["diff", "main"], 1)?;
    month.run(database, &["check"], 0)?;
    month.run(database, &["check", "--offline"], 0)?;
    month.run(database, &["blame", "purchases", "purchases.status", "clients.full_name", "orders", "coupons"], 0)?;
    let last = month.run(database, &["sync"], 0)?;
    ensure!(last.stdout.contains("nothing changed"), "{}", last.stdout);
    Ok(month.said)
}

#[test]
fn forty_migrations_are_told_as_they_were() -> Result<()> {
    let mut goldens = Goldens::default();
    for server in servers::databases() {
        let (_guard, server) = servers::alone(server);
        let name = word(server.backend);
        let said = month(&server.database("month")?, &server.database("month2")?).context(name)?;
        goldens.file(&golden::package().join(format!("transcripts/month.{name}.txt")), &said);
    }
    goldens.finish();
    Ok(())
}
