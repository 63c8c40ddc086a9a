//! `scaffold backup` and `scaffold restore`, on real databases: what comes back is what was there, and nothing is lost on the
//! way.

use super::place::{Outcome, Place, outcome, program, said};
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a schema can hold that a backup may lose.
const POSTGRES: &str = "CREATE SCHEMA audit;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TYPE status AS ENUM ('new', 'paid');
CREATE DOMAIN amount AS numeric(10, 2) CHECK (VALUE >= 0);
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, best_id bigint);
CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint REFERENCES users (id), status status NOT NULL, total amount,
    doubled numeric GENERATED ALWAYS AS (total * 2) STORED, photo bytea);
ALTER TABLE users ADD FOREIGN KEY (best_id) REFERENCES orders (id);
CREATE TABLE audit.events (at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE audit.events_2026 PARTITION OF audit.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE parents (a int);
CREATE TABLE children (b int) INHERITS (parents);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO audit.events VALUES ('2026-02-03', NEW.name); RETURN NEW; END $$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION noted();
CREATE VIEW paid AS SELECT id, total FROM orders WHERE status = 'paid';
CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) FROM orders GROUP BY 1;
CREATE INDEX orders_photo ON orders USING hash (photo);
CREATE INDEX users_name ON users USING gin (name gin_trgm_ops);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON orders USING (user_id IS NOT NULL);
CREATE COLLATION public.plain (provider = libc, locale = 'C');
CREATE OPERATOR public.=== (leftarg = int, rightarg = int, function = int4eq);
CREATE PUBLICATION changes_DATABASE FOR TABLE users;
COMMENT ON TABLE users IS 'who''s who';
INSERT INTO users (name) VALUES ('Ann'), (E'O''Neil\\n\\tçà');
INSERT INTO orders (user_id, status, total, photo) VALUES (1, 'paid', 3.50, '\\x00ff'), (NULL, 'new', NULL, NULL);
UPDATE users SET best_id = 1 WHERE id = 1;
INSERT INTO parents VALUES (1);
INSERT INTO children VALUES (2, 3);
REFRESH MATERIALIZED VIEW totals";

const MYSQL: &str = "CREATE TABLE users (id bigint PRIMARY KEY AUTO_INCREMENT, name varchar(50) NOT NULL, best_id int);
CREATE TABLE orders (id int PRIMARY KEY AUTO_INCREMENT, user_id bigint, total decimal(10, 2), photo blob,
    doubled decimal(12, 2) AS (total * 2) STORED, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id));
ALTER TABLE users ADD CONSTRAINT users_best FOREIGN KEY (best_id) REFERENCES orders (id);
CREATE TABLE events (what varchar(50));
CREATE VIEW paid AS SELECT id, total FROM orders WHERE total > 0;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW INSERT INTO events VALUES (NEW.name);
CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2;
CREATE PROCEDURE nothing() BEGIN SELECT 1; END;
INSERT INTO users (name) VALUES ('Ann'), ('O''Neil\\n\\tçà😀');
INSERT INTO orders (user_id, total, photo) VALUES (1, 3.50, X'00ff27'), (NULL, NULL, NULL);
UPDATE users SET best_id = 1 WHERE id = 1";

const SQLITE: &str =
    "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, best_id integer REFERENCES orders);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users, total, photo blob) STRICT;
CREATE TABLE loose (a, b);
CREATE TABLE pairs (a text, b text, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (word);
CREATE VIEW paid AS SELECT id FROM orders WHERE total > 0;
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO loose VALUES (NEW.id, NEW.name); END;
INSERT INTO users (name) VALUES ('Ann'), ('O''Neil');
INSERT INTO words VALUES ('hello');
INSERT INTO pairs VALUES ('a', 'b');
INSERT INTO orders VALUES (1, 1, 3.5, x'00ff')";

/// What is done to all that afterwards.
const SPOILT: [&str; 4] = [
    "DELETE FROM events",
    "CREATE TABLE later (id integer PRIMARY KEY)",
    "UPDATE users SET name = 'gone'",
    "DROP VIEW paid",
];

fn made(database: &Database) -> Result<()> {
    let schema = match database.backend {
        Backend::Postgres => POSTGRES.replace("DATABASE", &database.name),
        Backend::MySql => MYSQL.to_owned(),
        Backend::Sqlite => SQLITE.replace(" total,", " total any,"),
    };
    servers::wait(|| async { Ok::<_, anyhow::Error>(database.connect().await?.execute_unprepared(&schema).await?) })?;
    Ok(())
}

/// All that the database holds, in the words of queries that know nothing of us.
fn contents(database: &Database) -> Result<Vec<String>> {
    let queries: &[&str] = match database.backend {
        Backend::Postgres => &[
            "SELECT xmlserialize(document database_to_xml(true, true, '') AS text)",
            "SELECT string_agg(concat(classid::regclass, ' ', (pg_identify_object(classid, objid, 0)).identity), ';' ORDER BY \
                 concat(classid::regclass, ' ', (pg_identify_object(classid, objid, 0)).identity)) FROM pg_depend \
                 WHERE refclassid = 'pg_namespace'::regclass AND refobjid::regnamespace::text IN ('public', 'audit')",
            "SELECT string_agg(tgname || pg_get_triggerdef(oid), ';' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT string_agg(concat(relname, relrowsecurity, relacl, obj_description(oid)), ';' ORDER BY relname) \
                 FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'audit')",
            "SELECT string_agg(pubname || relname, ';') FROM pg_publication, pg_publication_rel, pg_class c \
                 WHERE prrelid = c.oid",
            "SELECT nextval('orders_id_seq')::text",
        ],
        Backend::MySql => &[
            "SELECT CAST(group_concat(concat_ws('|', id, name, best_id) ORDER BY id) AS CHAR) FROM users",
            "SELECT CAST(group_concat(concat_ws('|', id, user_id, total, doubled, hex(photo)) ORDER BY id) AS CHAR) FROM orders",
            "SELECT CAST(group_concat(what ORDER BY what) AS CHAR) FROM events",
            "SELECT CAST(group_concat(table_name, table_type ORDER BY table_name) AS CHAR) FROM information_schema.tables \
                 WHERE table_schema = database()",
            "SELECT CAST(group_concat(trigger_name, action_statement) AS CHAR) FROM information_schema.triggers \
                 WHERE trigger_schema = database()",
            "SELECT CAST(group_concat(routine_name, routine_definition ORDER BY routine_name) AS CHAR) \
                 FROM information_schema.routines WHERE routine_schema = database()",
        ],
        Backend::Sqlite => &[
            "SELECT group_concat(type || name || coalesce(sql, ''), ';') FROM sqlite_schema",
            "SELECT group_concat(rowid || a || b) FROM loose",
            "SELECT group_concat(id || name) FROM users",
            "SELECT group_concat(id || user_id || total || hex(photo)) FROM orders",
            "SELECT group_concat(word) FROM words WHERE words MATCH 'hello'",
            "SELECT group_concat(seq) FROM sqlite_sequence",
        ],
    };
    servers::wait(|| async {
        let db = database.connect().await?;
        let mut answers = Vec::new();
        for query in queries {
            let statement = Statement::from_string(db.get_database_backend(), *query);
            let row = db.query_one_raw(statement).await?.context("a row")?;
            answers.push(row.try_get_by_index::<Option<String>>(0)?.unwrap_or_default());
        }
        Ok(answers)
    })
}

fn run(place: &Place, database: &Database, arguments: &[&str]) -> Result<Outcome> {
    place.run_on(&database.url, arguments)
}

#[test]
fn what_is_restored_is_what_was_backed_up() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("backup")?);
        place.write("scaffold.toml", "")?;
        made(&database)?;
        // Asking for the next number of a sequence takes it; whoever comes back is asked for the same one.
        let taken = run(&place, &database, &["backup", "--to", "kept"])?;
        taken.ends_with_code(0)?.says(&[
            "kept: ",
            " tables with ",
            "and the same when restored in a scratch database",
        ])?;
        let before = contents(&database)?;
        let record = place.read("kept/backup.toml")?;
        ensure!(record.contains("tried = true") && !record.contains("later"), "{record}");
        ensure!(run(&place, &database, &["backup", "--to", "kept"])?.ends_with_code(1)?.both().contains("B004"));
        let spoilt = if database.backend == Backend::Sqlite { &SPOILT[1..] } else { &SPOILT[..] };
        for statement in spoilt {
            database.execute(&statement.replace(
                "FROM events",
                match database.backend {
                    Backend::Postgres => "FROM audit.events",
                    _ => "FROM events",
                },
            ))?;
        }
        let restored = run(&place, &database, &["restore", "kept"])?;
        restored.ends_with_code(0)?.says(&["backed up what was there: backups/", "is what it was at 20"])?;
        let after = contents(&database)?;
        ensure!(before == after, "{}: {before:#?}\n{after:#?}", database.backend);
        // What was there before can be had back as well.
        let second = fs::read_dir(place.path("backups"))?.filter_map(Result::ok).map(|entry| entry.path());
        let second = second.filter(|path| path.is_dir()).max().context("a second backup")?;
        let name = second.strip_prefix(place.path(""))?.to_str().context("a plain name")?.to_owned();
        let json = run(&place, &database, &["restore", &name, "--without-backup", "--format", "json"])?;
        let json = json.ends_with_code(0)?.json()?;
        let has_later = json["rows"].as_object().context("rows")?.keys().any(|table| table.contains("later"));
        ensure!(has_later && json["before"].is_null(), "{json}");
        ensure!(place.read("backups/.gitignore")?.ends_with("*\n"));
    }
    Ok(())
}

#[test]
fn a_backup_that_is_not_what_it_was_changes_nothing() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("spoilt")?);
        place.write("scaffold.toml", "")?;
        made(&database)?;
        run(&place, &database, &["backup", "--to", "kept", "--without-trial"])?.ends_with_code(0)?;
        let before = contents(&database)?;
        let refused = |code: &str| -> Result<()> {
            let run = run(&place, &database, &["restore", "kept"])?;
            run.ends_with_code(1)?.says(&[&format!("error[{code}]")])?;
            Ok(())
        };
        // A record that promises rows which are not there.
        let record = place.read("kept/backup.toml")?;
        let table = record.lines().find(|line| line.contains("users") && line.contains(" = 2")).context("users")?;
        place.write("kept/backup.toml", &record.replace(table, &table.replace(" = 2", " = 7")))?;
        refused("B008")?;
        place.write("kept/backup.toml", &record.replace("layout = 1", "layout = 9"))?;
        refused("B005")?;
        place.write("kept/backup.toml", &record)?;
        let mut data = fs::read_dir(place.path("kept"))?.filter_map(Result::ok).map(|entry| entry.path());
        let data = data.find(|path| path.file_stem().is_some_and(|stem| stem == "data")).context("data")?;
        let bytes = fs::read(&data)?;
        fs::write(&data, &bytes[..bytes.len() - 1])?;
        refused("B006")?;
        fs::remove_file(&data)?;
        refused("B006")?;
        let after = contents(&database)?;
        let cut = |answers: Vec<String>| answers[..5].to_vec();
        ensure!(cut(before) == cut(after), "{} changed", database.backend);
    }
    Ok(())
}

#[test]
fn a_backup_of_another_kind_or_without_its_tools_is_refused() -> Result<()> {
    let (place, aside) = (Place::scripted()?, Place::scripted()?);
    place.write("scaffold.toml", "")?;
    fs::write(place.path("shop.db"), "")?;
    place.run(&["backup", "--to", "kept"])?.ends_with_code(0)?.says(&["kept: shop.db, 0 tables with 0 rows"])?;
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let database = server.database("kinds")?;
        run(&place, &database, &["restore", "kept"])?.ends_with_code(1)?.says(&["error[B007]", "SQLite"])?;
        run(&place, &database, &["restore", "nowhere"])?.ends_with_code(1)?.says(&["error[B005]: nowhere"])?;
        let mut without = aside.scaffold(&["backup", "--config", "scaffold.toml"]);
        aside.write("scaffold.toml", "")?;
        without.env("DATABASE_URL", &database.url).env("PATH", aside.path(""));
        outcome(&mut without)?.ends_with_code(1)?.says(&["error[B001]", "dump", "package "])?;
        ensure!(is_empty(&aside.path("backups"))?, "something is left");
    }
    Ok(())
}

/// Whether there is nothing in a directory but what keeps it out of a repository.
fn is_empty(directory: &Path) -> Result<bool> {
    Ok(fs::read_dir(directory)?.filter_map(Result::ok).all(|entry| entry.file_name() == ".gitignore"))
}

#[test]
fn a_restore_that_fails_on_the_way_leaves_all_as_it_was() -> Result<()> {
    let Some(server) = servers::database(Backend::Postgres) else { return Ok(()) };
    let (place, database) = (Place::scripted()?, server.database("half")?);
    place.write("scaffold.toml", "")?;
    made(&database)?;
    let role = format!("reader_of_{}", database.name);
    database.execute(&format!("CREATE ROLE {role}"))?;
    database.execute(&format!("GRANT SELECT ON totals TO {role}"))?;
    run(&place, &database, &["backup", "--to", "kept"])?.ends_with_code(0)?;
    database.execute(&format!("REVOKE ALL ON totals FROM {role}; DROP ROLE {role}"))?;
    let before = contents(&database)?;
    // Without a trial the missing role is met at the very end, in the database itself.
    let refused = run(&place, &database, &["restore", "kept", "--without-trial", "--without-backup"])?;
    refused.ends_with_code(1)?.says(&["error[B003]: psql", &role, "does not exist"])?;
    let refused = run(&place, &database, &["restore", "kept"])?;
    refused.ends_with_code(1)?.says(&["error[B003]: pg_restore", &role])?;
    let after = contents(&database)?;
    ensure!(before[..5] == after[..5], "{before:#?}\n{after:#?}");
    run(&place, &database, &["restore", "kept", "--without-roles"])?.ends_with_code(0)?;
    Ok(())
}

#[test]
fn rows_that_come_while_a_backup_is_made_are_in_it_or_not_and_counted_alike() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = (Place::scripted()?, server.database("busy")?);
        place.write("scaffold.toml", "")?;
        database.execute("CREATE TABLE rows_ (id integer PRIMARY KEY, text varchar(200))")?;
        for id in 0..50 {
            database.execute(&format!("INSERT INTO rows_ VALUES ({id}, '{}')", "x".repeat(200)))?;
        }
        let mut backup = place.scaffold(&["backup", "--to", "kept"]);
        backup.env("DATABASE_URL", &database.url);
        let mut running = backup.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut id = 50;
        while running.try_wait()?.is_none() {
            // An SQLite file may be locked for a moment.
            let _ = database.execute(&format!("INSERT INTO rows_ VALUES ({id}, 'late')"));
            id += 1;
        }
        let said = running.wait_with_output()?;
        ensure!(said.status.success(), "{}: {}", database.backend, String::from_utf8_lossy(&said.stderr));
        let told = String::from_utf8_lossy(&said.stderr).contains("B010");
        ensure!(!told || database.backend == Backend::MySql, "{} was counted at another moment", database.backend);
    }
    Ok(())
}

#[test]
fn a_tool_that_is_older_than_the_server_is_refused() -> Result<()> {
    let Some(server) = servers::postgres_18() else { return Ok(()) };
    let version = Command::new("pg_dump").arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    if version.contains(" 18") || version.is_empty() {
        return Ok(());
    }
    let (place, database) = (Place::scripted()?, server.database("newer")?);
    place.write("scaffold.toml", "")?;
    run(&place, &database, &["backup"])?.ends_with_code(1)?.says(&["error[B002]", "the server is of version 18"])?;
    Ok(())
}

/// A table with a row, and a migration that takes a column of it away.
fn lossy(server: &'static servers::Server) -> Result<(Place, Database)> {
    let (place, database) = (Place::scripted()?, server.database("lossy")?);
    place.migration("m1_notes", "CREATE TABLE notes (id integer PRIMARY KEY, text varchar(20), more varchar(20))")?;
    place.migration("m1_notes.down", "DROP TABLE notes")?;
    run(&place, &database, &["migrate", "up"])?.ends_with_code(0)?;
    database.execute("INSERT INTO notes VALUES (1, 'a', 'b')")?;
    place.migration("m2_less", "ALTER TABLE notes DROP COLUMN more")?;
    place.migration("m2_less.down", "ALTER TABLE notes ADD COLUMN more varchar(20)")?;
    Ok((place, database))
}

#[test]
fn migrations_are_preceded_by_a_backup_where_that_is_asked_for() -> Result<()> {
    for server in servers::databases() {
        let (place, database) = lossy(server)?;
        let up = run(&place, &database, &["migrate", "up", "--backup"])?;
        up.ends_with_code(0)?.says(&["backed up backups/", "applied     m2_less"])?;
        ensure!(up.both().find("backed up") < up.both().find("applied "), "{}", up.both());
        let name = up.stdout.split_whitespace().find_map(|word| word.strip_suffix(':')).context("a backup")?;
        let nothing = run(&place, &database, &["migrate", "up", "--backup"])?;
        ensure!(!nothing.ends_with_code(0)?.both().contains("backed up"), "{}", nothing.both());
        for verb in ["down", "redo", "reset", "fresh"] {
            let run = run(&place, &database, &["migrate", verb, "--backup"])?;
            run.ends_with_code(0)?.says(&["backed up backups/"])?;
        }
        run(&place, &database, &["restore", name])?.ends_with_code(0)?;
        run(&place, &database, &["migrate", "status"])?
            .ends_with_code(1)?
            .says(&["m2_less", "1 applied, 1 pending"])?;
        database.execute("UPDATE notes SET more = 'c' WHERE more = 'b'")?;
    }
    Ok(())
}

/// Runs `scaffold` at a terminal where somebody types `typed`.
fn at_terminal(place: &Place, url: &str, (arguments, typed): (&[&str], &str)) -> Result<Outcome> {
    let line = format!("{} {}", program("scaffold").display(), arguments.join(" "));
    let mut command = place.command("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]).env("DATABASE_URL", url);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    running.stdin.take().context("an input")?.write_all(format!("{typed}\n").as_bytes())?;
    said(running.wait_with_output()?)
}

#[test]
fn a_backup_is_offered_where_data_is_taken_away_elsewhere() -> Result<()> {
    if !cfg!(target_os = "linux") || Command::new("script").arg("--version").output().is_err() {
        let _ = io::stderr().write_all(b"\nOFFERS ARE NOT TRIED: they need Linux and the program `script`\n");
        return Ok(());
    }
    for server in servers::databases().iter().filter(|server| server.backend != Backend::Sqlite) {
        let (place, database) = lossy(server)?;
        // The same machine under a name that does not say so.
        let url = database.url.replace("127.0.0.1", "0.0.0.0").replace("localhost", "0.0.0.0");
        ensure!(url != database.url, "another name for {url}");
        let offer = "back it up first? [Y/n/q]";
        let up = ["migrate", "up"];
        let quit = at_terminal(&place, &url, (&up, "q"))?;
        quit.ends_with_code(130)?.says(&["up takes away from ", "notes.more; ", offer])?;
        run(&place, &database, &["migrate", "status"])?.ends_with_code(1)?.says(&["1 applied, 1 pending"])?;
        let accepted = at_terminal(&place, &url, (&up, ""))?;
        accepted.ends_with_code(0)?.says(&[offer, "backed up backups/", "applied     m2_less"])?;
        // What only adds takes nothing away; and nobody is asked who cannot answer.
        place.migration("m3_more", "CREATE TABLE more (id integer PRIMARY KEY)")?;
        place.migration("m3_more.down", "DROP TABLE more")?;
        let adds = at_terminal(&place, &url, (&up, "q"))?;
        ensure!(!adds.ends_with_code(0)?.both().contains(offer), "{}", adds.both());
        let down = ["migrate", "down", "--database-name", &database.name];
        let declined = at_terminal(&place, &url, (&down, "n"))?;
        ensure!(!declined.ends_with_code(0)?.says(&["down takes away from ", offer])?.both().contains("backed up"));
        let silent = place.run_on(&url, &down)?;
        ensure!(!silent.ends_with_code(0)?.both().contains(offer), "{}", silent.both());
    }
    Ok(())
}
