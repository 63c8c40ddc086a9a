//! `scaffold seed`: rows as code, and rows that are made up, on the databases that are there.

use super::place::{Outcome, Place, outcome};
use crate::servers::{self, Database};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::database::Backend;

const ROLES: &str = r#"mode = "sync"

[[rows.roles]]
id = 1
name = "admin"
note = "it's \\ all"

[[rows.roles]]
id = 2
name = "guest"
"#;

const USERS: &str = r#"mode = "upsert"
keys.users = ["email"]

[[rows.users]]
email = "ada@example.org"
role_id = { roles = { name = "admin" } }
born = 1815-12-10
active = true
seen = 2026-01-02T03:04:05Z
settings = { theme = "dark", sizes = [1, 2.5] }

[[rows.users]]
email = "bob@example.org"
role_id = { roles = { name = "guest" } }
active = false
"#;

/// A project, and a database with two tables.
fn project(database: &Database) -> Result<Place> {
    let (key, json) = match database.backend {
        Backend::Postgres => ("integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "json"),
        Backend::MySql => ("integer AUTO_INCREMENT PRIMARY KEY", "json"),
        Backend::Sqlite => ("integer PRIMARY KEY", "json_text"),
    };
    let moment = if database.backend == Backend::MySql { "datetime" } else { "timestamp" };
    database
        .execute("CREATE TABLE roles (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, note varchar(40))")?;
    database.execute(&format!(
        "CREATE TABLE users (id {key}, email varchar(80) NOT NULL UNIQUE, role_id integer NOT NULL, born date, \
         active boolean NOT NULL, seen {moment} NULL, settings {json}, CONSTRAINT users_role FOREIGN KEY (role_id) \
         REFERENCES roles (id))"
    ))?;
    let place = Place::scripted()?;
    place.write("seed/1_users.toml", USERS)?;
    place.write("seed/2_roles.toml", ROLES)?;
    Ok(place)
}

fn seed(place: &Place, database: &Database, (arguments, code): (&[&str], i32)) -> Result<Outcome> {
    let run = outcome(place.scaffold(&["seed"]).args(arguments).env("DATABASE_URL", &database.url))?;
    run.ends_with_code(code)?;
    Ok(run)
}

/// How many rows a query finds.
fn count(database: &Database, from: &str) -> Result<i64> {
    servers::wait(|| async {
        let db = database.connect().await?;
        let sql = format!("SELECT count(*) AS n FROM {from}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        let row = row.context("a count is a row")?;
        row.try_get::<i64>("", "n").context("a count is a number")
    })
}

#[test]
fn rows_as_code_are_there_after_one_run_as_after_two() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("seed")?;
        let place = project(&database)?;
        let run = |arguments: &[&str], code| seed(&place, &database, (arguments, code));
        let plan = run(&["--plan"], 1)?;
        plan.says(&["roles: 2 inserted", "users: 2 inserted", "nothing was changed"])?;
        ensure!(count(&database, "roles")? == 0);
        run(&[], 0)?.says(&["roles: 2 inserted, 0 updated, 0 deleted", "users: 2 inserted"])?;
        let moment =
            if database.backend == Backend::Sqlite { "2026-01-02T03:04:05+00:00" } else { "2026-01-02 03:04:05" };
        let note = if database.backend == Backend::MySql { r"it''s \\ all" } else { r"it''s \ all" };
        let ada = format!(
            "users JOIN roles ON roles.id = role_id WHERE email = 'ada@example.org' AND name = 'admin' AND note = '{note}' \
             AND born = '1815-12-10' AND active AND seen = '{moment}'"
        );
        ensure!(count(&database, &ada)? == 1, "{}", server.backend);
        run(&[], 0)?.says(&["nothing changed", "0 inserted, 0 updated, 0 deleted 2 as they were"])?;
        run(&["--plan"], 0)?.says(&["nothing changed"])?;
        // What a file says is so, but for what it does not say; what no file names goes where that is wanted.
        database.execute("UPDATE users SET born = NULL WHERE email = 'ada@example.org'")?;
        database.execute("UPDATE users SET born = '2000-01-01' WHERE email = 'bob@example.org'")?;
        database.execute("INSERT INTO roles (id, name) VALUES (3, 'other')")?;
        let json = run(&["--format", "json"], 0)?.json()?;
        ensure!(json["tables"][0]["deleted"] == 1 && json["tables"][1]["updated"] == 1, "{json}");
        ensure!(count(&database, &ada)? == 1 && count(&database, "users WHERE born = '2000-01-01'")? == 1);
        ensure!(count(&database, "roles")? == 2);
        // Rows that are there stay as they are unless the file says otherwise.
        place.write("seed/2_roles.toml", &ROLES.replace("sync", "insert").replace("all\"", "new\""))?;
        run(&[], 0)?.says(&["nothing changed"])?;
        // The next row that the database numbers does not meet those that were given numbers.
        place.write("seed/3.toml", "[[rows.users]]\nid = 50\nemail = \"c\"\nrole_id = 1\nactive = true\n")?;
        run(&[], 0)?.says(&["users: 1 inserted"])?;
        database.execute("INSERT INTO users (email, role_id, active) VALUES ('d', 1, TRUE)")?;
        ensure!(count(&database, "users WHERE id = 51")? == 1);
    }
    Ok(())
}

#[test]
fn profiles_choose_files_and_all_or_nothing_is_done() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("profiles")?;
        let place = project(&database)?;
        let run = |arguments: &[&str], code| seed(&place, &database, (arguments, code));
        let demo = "profiles = [\"demo\"]\n[[rows.users]]\nemail = \"e\"\nrole_id = 2\nactive = true\n";
        place.write("seed/4_demo.toml", demo)?;
        run(&[], 0)?.says(&["users: 2 inserted"])?;
        run(&["--profile", "dmo"], 1)?.says(&["error[S021]: dmo", "did you mean demo?"])?;
        run(&["--profile", "demo"], 0)?.says(&["users: 1 inserted"])?;
        // The second row is refused, and the first with it.
        place.write("seed/5.toml", "[[rows.roles]]\nid = 8\nname = \"x\"\n[[rows.roles]]\nid = 9\nname = \"x\"\n")?;
        run(&[], 1)?.says(&["error[S018]: seed/5.toml, row 2 of roles", "nothing was changed"])?;
        ensure!(count(&database, "roles")? == 2);
    }
    Ok(())
}

#[test]
fn a_file_that_is_wrong_is_told_with_the_place_and_a_way_out() -> Result<()> {
    let server = servers::database(Backend::Sqlite).context("SQLite is always there")?;
    let database = server.database("wrong")?;
    let place = project(&database)?;
    let user = "[[rows.users]]\nemail = \"e\"\nactive = true\n";
    for (text, says) in [
        ("rows = 1", "error[S010]: seed/9.toml:1: "),
        ("mode = \"replace\"", "error[S010]: seed/9.toml:1: "),
        ("[[rows.rolse]]\nid = 1", "error[S012]: seed/9.toml: the database has no table rolse"),
        (
            "[[rows.roles]]\nid = 7\nnmae = \"x\"",
            "error[S013]: seed/9.toml, row 1 of roles: the table has no column nmae",
        ),
        (
            "[keys]\nrolls = [\"id\"]\n[[rows.roles]]\nid = 7\nname = \"x\"",
            "error[S020]: seed/9.toml: [keys] names rolls",
        ),
        ("[[rows.roles]]\nid = [1]", "error[S014]: seed/9.toml, row 1 of roles: id: "),
        ("[[rows.roles]]\nnote = \"x\"", "error[S015]: seed/9.toml, row 1 of roles"),
        ("[[rows.roles]]\nid = 1\nname = \"x\"", "error[S016]: seed/9.toml, row 1 of roles"),
        (
            &format!("{user}role_id = {{ roles = {{ name = \"nobody\" }} }}"),
            "S017]: seed/9.toml, row 1 of users: it refers to roles with name = \"nobody\", and there is none",
        ),
        (
            &format!("{user}role_id = {{ rules = {{ name = \"x\" }} }}"),
            "error[S014]: seed/9.toml, row 1 of users: role_id: there is no table rules",
        ),
    ] {
        place.write("seed/9.toml", text)?;
        seed(&place, &database, (&[], 1))?.says(&[says, "help: "])?;
        ensure!(count(&database, "roles")? + count(&database, "users")? == 0, "{text}");
    }
    place.write("scaffold.toml", "[seed]\ndirectory = \"nowhere\"\n")?;
    seed(&place, &database, (&[], 1))?.says(&["error[S011]: nowhere"])?;
    Ok(())
}

#[test]
fn made_up_rows_meet_the_constraints_in_any_number_and_beside_others() -> Result<()> {
    for server in servers::databases() {
        let database = server.database("rows")?;
        let place = project(&database)?;
        database
            .execute("CREATE TABLE cards (user_id integer PRIMARY KEY, FOREIGN KEY (user_id) REFERENCES users (id))")?;
        let run = |arguments: &[&str], code| seed(&place, &database, (arguments, code));
        run(&["--rows", "1200"], 0)?.says(&["1200  roles", "1200  users", "1200  cards", "3600 rows in 3 tables"])?;
        run(&["--rows", "300"], 0)?.says(&["300  users"])?;
        ensure!(count(&database, "users JOIN roles ON roles.id = role_id")? == 1500, "{}", server.backend);
        let json = run(&["--rows", "1", "--format", "json"], 0)?.json()?;
        ensure!(json["changed"] == true, "{json}");
    }
    Ok(())
}
