//! A password shows in no output, no file and no list of processes, however a run fails.

use super::place::{Outcome, Place, outcome};
use crate::servers;
use anyhow::{Result, ensure};
use sea_scaffold::database::Backend;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;

/// Each as it is written in a URL, and the texts that may show nowhere.
const CANARIES: [(&str, &[&str]); 3] = [
    ("S3cr3t-CANARY", &["S3cr3t-CANARY"]),
    ("C4%40n%2Fa%23r%25y%3A%20x", &["C4%40n", "C4@n", "a%23r", "a#r%y"]),
    ("C4@n/a#r%y: x", &["C4@n", "a#r%y", "C4%40n"]),
];

/// Everything that was said and every file that is there.
fn traces(place: &Place, run: &Outcome) -> Result<String> {
    let files = place.snapshot()?.into_iter().filter(|(path, _)| !path.ends_with("scaffold.toml"));
    let texts = files.map(|(path, (bytes, _))| format!("{}{}", path.display(), String::from_utf8_lossy(&bytes)));
    Ok(run.both() + &texts.collect::<String>())
}

/// URLs with that password that lead to failures.
fn urls(password: &str) -> Result<Vec<String>> {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let mut urls = vec![
        format!("postgres://alice:{password}@127.0.0.1:{closed}/shop"),
        format!("mysql://alice:{password}@127.0.0.1:{closed}/shop"),
        format!("mariadb://alice:{password}@127.0.0.1:{closed}/shop"),
        format!("postgres://alice:{password}@127.0.0.1:{closed}"),
        format!("postgres://alice:{password}@127.0.0.1:notaport/shop"),
        format!("mysql://alice:{password}@:{closed}/shop"),
        format!("postgres://alice:{password}@127.0.0.1:{closed}/shop?sslmode=nonsense"),
        format!("postgres://127.0.0.1:{closed}/shop?user=alice&password={password}"),
        format!("postgres:alice:{password}@127.0.0.1/shop"),
        format!("postgres://alice:{password}@nonesuch.invalid/shop"),
        format!("oracle://alice:{password}@127.0.0.1/shop"),
        format!("alice:{password}@127.0.0.1/shop"),
        format!("host=127.0.0.1 user=alice password={password} dbname=shop"),
        format!("mysql://alice:{password}@127.0.0.1:{closed}/shop?ssl-mode=nonsense"),
    ];
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("secrets")?;
        urls.push(database.url_as("alice", password)?);
        urls.push(database.url_as("alice", password)?.replace(&database.name, "nonesuch"));
    }
    Ok(urls)
}

#[test]
fn failing_runs_keep_the_password_to_themselves() -> Result<()> {
    let place = Place::shop()?;
    for (password, hidden) in CANARIES {
        for (number, url) in urls(password)?.iter().enumerate() {
            let verb = ["generate", "sync", "check"][number % 3];
            for format in ["human", "json"] {
                let run = place.run_on(url, &[verb, "--format", format])?;
                ensure!(run.code > 0 && !run.both().is_empty(), "{verb} on {url}: {run:?}");
                let traces = traces(&place, &run)?;
                let seen: Vec<_> = hidden.iter().filter(|secret| traces.contains(**secret)).collect();
                ensure!(seen.is_empty(), "{verb} --format {format} on {url} shows {seen:?}: {run:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn passwords_in_files_and_flags_are_not_repeated() -> Result<()> {
    let place = Place::shop()?;
    let url = "postgres://alice:S3cr3t-CANARY@127.0.0.1:1/shop";
    let quoted = format!("DATABASE_URL='{url}\n");
    for (file, text) in [
        (".env", quoted.as_str()),
        (".env", &format!("DATABASE_URL={url}\n")),
        ("scaffold.toml", &format!("[database]\nurl = '{url}'\n")),
        ("scaffold.toml", &format!("[database]\nurl = '{url}\n")),
        ("scaffold.toml", &format!("[database]\nulr = '{url}'\n")),
        ("scaffold.toml", &format!("[database]\nurl = ['{url}']\n")),
        ("scaffold.toml", &format!("database = '{url}'\n")),
        ("scaffold.toml", &format!("[entity]\nformat = '{url}'\n")),
    ] {
        place.write(file, text)?;
        for format in ["human", "json"] {
            let run = outcome(place.scaffold(&["sync", "--format", format]).env_remove("DATABASE_URL"))?;
            ensure!(run.code > 1 && !run.both().contains("CANARY"), "{file} with {text}: {run:?}");
        }
        fs::remove_file(place.path(file))?;
    }
    let run = place.run(&["sync", "--database-url", url])?;
    ensure!(!run.ends_with_code(3)?.both().contains("CANARY"), "{run:?}");
    let run = place.run(&["sync", "--databse-url", url])?;
    ensure!(!run.ends_with_code(2)?.both().contains("CANARY"), "{run:?}");
    Ok(())
}

#[test]
fn migrations_get_the_url_where_no_list_of_processes_shows_it() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = (Place::shop()?, server.database("processes")?);
        let user = format!("listed_{}", std::process::id());
        // Told apart from the passwords of every other test, which may be among the arguments of its own programs.
        let password = "S3cr3t-LISTED";
        let (create, drop) = match server.backend {
            Backend::Postgres => (
                format!("CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{password}'"),
                format!("DROP OWNED BY {user}; DROP ROLE {user}"),
            ),
            _ => (format!("GRANT ALL ON *.* TO {user} IDENTIFIED BY '{password}'"), format!("DROP USER {user}")),
        };
        server.administrate(create)?;
        let processes = place.path("processes");
        let mut command = place.scaffold(&["sync"]);
        command.env("DATABASE_URL", database.url_as(&user, password)?).env("PROCESSES", &processes);
        let run = outcome(&mut command)?;
        let talkative = place.path("talkative");
        fs::write(&talkative, "#!/bin/sh\necho \"$DATABASE_URL\"\necho \"at $DATABASE_URL\" >&2\nexit 1\n")?;
        fs::set_permissions(&talkative, fs::Permissions::from_mode(0o755))?;
        let failing = outcome(command.env("PROGRAM", talkative))?;
        drop_all(database, server, drop)?;
        run.ends_with_code(0)?;
        failing.ends_with_code(4)?.says(&["M002", ":***@127.0.0.1"])?;
        let listed = String::from_utf8_lossy(&fs::read(&processes)?).into_owned();
        ensure!(listed.contains("scaffold\0sync"), "the list holds the run itself: {listed:?}");
        ensure!(!listed.contains(password), "the password is in the list of processes");
        ensure!(!traces(&place, &run)?.contains(password) && !failing.both().contains(password));
    }
    Ok(())
}

#[test]
fn a_password_of_any_characters_opens_the_database() -> Result<()> {
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = (Place::empty()?, server.database("password")?);
        database.execute("CREATE TABLE notes (id INT NOT NULL PRIMARY KEY)")?;
        let user = format!("odd_{}", std::process::id());
        let (create, drop) = match server.backend {
            Backend::Postgres => {
                (format!("CREATE ROLE {user} SUPERUSER LOGIN PASSWORD 'C4@n/a#r%y: x'"), format!("DROP ROLE {user}"))
            }
            _ => (format!("GRANT ALL ON *.* TO {user} IDENTIFIED BY 'C4@n/a#r%y: x'"), format!("DROP USER {user}")),
        };
        server.administrate(create)?;
        let run = place.run_on(&database.url_as(&user, CANARIES[1].0)?, &["generate"])?;
        drop_all(database, server, drop)?;
        run.ends_with_code(0)?;
        let traces = traces(&place, &run)?;
        ensure!(!CANARIES[1].1.iter().any(|secret| traces.contains(secret)), "{traces}");
    }
    Ok(())
}

fn drop_all(database: servers::Database, server: &servers::Server, sql: String) -> Result<()> {
    drop(database);
    server.administrate(sql)
}
