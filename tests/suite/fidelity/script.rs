//! Scripts as people write them, through the client that they are written for: `psql`, `mariadb`, or SQLite itself.
//!
//! A role that a script speaks of is made. What the server refuses is counted and left out.

use crate::servers::{self, Database};
use anyhow::{Context, Result};
use sea_scaffold::database::Backend;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};

/// Runs the script and returns why the server refused a statement, for each that it did.
pub(crate) fn run(database: &Database, text: &str) -> Result<Vec<String>> {
    match database.backend {
        Backend::Postgres => psql(database, text),
        Backend::MySql => mariadb(database, text),
        Backend::Sqlite => database.execute(text).map(|()| Vec::new()),
    }
}

fn psql(database: &Database, text: &str) -> Result<Vec<String>> {
    for role in roles(text) {
        // It may be there, made by another script.
        let _ = database.execute(&format!("CREATE ROLE \"{}\"", role.replace('"', "\"\"")));
    }
    let mut psql = Command::new(servers::program("psql")?);
    psql.args(["--no-psqlrc", "--quiet", "--dbname", &database.url, "--file", "-"])
        .env("PGOPTIONS", "-c client_min_messages=error");
    // A script speaks to whoever reads it, and lists tables; only errors matter.
    Ok(said(psql, text)?.lines().filter_map(|line| Some(line.split_once("ERROR:")?.1.trim().to_owned())).collect())
}

/// The roles that own something, or are granted something, in a dump.
fn roles(text: &str) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for line in text.lines() {
        let owner = line
            .split_once(" OWNER TO ")
            .or_else(|| line.strip_prefix("GRANT ").and_then(|line| line.split_once(" TO ")));
        let role = owner.map(|(_, role)| role.trim_end_matches(';').trim_matches('"').to_owned());
        roles.extend(role.filter(|role| !roles.contains(role) && !role.is_empty() && !role.contains(' ')));
    }
    roles
}

fn mariadb(database: &Database, text: &str) -> Result<Vec<String>> {
    let rest = database.url.split_once("://").map(|(_, rest)| rest).context("a URL has a scheme")?;
    let (user, place) = rest.rsplit_once('@').context("the URL of a server names a user")?;
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, name) = place.split_once('/').context("the URL names a database")?;
    let (host, port) = host.split_once(':').unwrap_or((host, "3306"));
    let mut client = Command::new(servers::program("mariadb").or_else(|_| servers::program("mysql"))?);
    client.args(["--no-defaults", "--force", "--protocol=TCP", "--default-character-set=utf8mb4"]);
    client.args([format!("--host={host}"), format!("--port={port}"), format!("--user={user}")]);
    client.arg(name.split('?').next().unwrap_or_default()).env("MYSQL_PWD", password);
    // A script that makes its own database would leave ours.
    let own = |line: &&str| {
        let line = line.trim_start().to_ascii_uppercase();
        !["CREATE DATABASE", "CREATE SCHEMA", "DROP DATABASE", "DROP SCHEMA", "USE "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let text: Vec<&str> = text.lines().filter(own).collect();
    let said = said(client, &text.join("\n"))?;
    Ok(said.lines().filter(|line| line.starts_with("ERROR")).map(str::to_owned).collect())
}

/// What a client says of a script on its standard error.
fn said(mut client: Command, text: &str) -> Result<String> {
    let mut file: File = tempfile::tempfile()?;
    file.write_all(text.as_bytes())?;
    std::io::Seek::rewind(&mut file)?;
    let output = client.stdin(Stdio::from(file)).output().with_context(|| format!("running {client:?}"))?;
    Ok(String::from_utf8_lossy(&output.stderr).into_owned())
}
