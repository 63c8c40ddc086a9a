//! MySQL beside MariaDB: what both can say is the same to the code, and what only MySQL can say is understood and used.
//!
//! Nearly all that is tested on `mysql://` is tested on MariaDB, so this is where the other server has its say.

use super::{Subject, differences_between, real, subjects, table};
use crate::cases;
use crate::fidelity::{self, Load};
use crate::servers::{self, Server};
use anyhow::{Context, Result, ensure};
use sea_scaffold::catalog::Column;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;

/// The schemas that are written in what only MariaDB understands, or takes.
const OTHERS: &[&str] = &["every_object_mysql", "mysql_old_habits", "mysql_types", "mysql_values", "routines_mysql"];

/// Types of MariaDB's own, and what comes near them.
const TYPES: &[(&str, &str)] =
    &[("` uuid ", "` binary(16) "), ("` inet4 ", "` char(15) "), ("` inet6 ", "` char(39) ")];

/// Real schemas beside the workspace that MySQL takes.
const REAL: &[&str] = &["chinook_mysql", "guacamole_mysql", "sakila_mysql"];

/// The schemas that both can say.
pub(crate) fn common() -> Result<Vec<Subject>> {
    let mut subjects = subjects(Backend::MySql)?;
    subjects.retain(|subject| !OTHERS.contains(&subject.name.as_str()));
    for subject in &mut subjects {
        if let Load::Sql(text) = &mut subject.load {
            *text = TYPES.iter().fold(std::mem::take(text), |text, (own, near)| text.replace(own, near));
        }
    }
    Ok(subjects)
}

/// The diagnostics and files.
fn text(subject: &Subject, server: &'static Server) -> Result<String> {
    let database = subject.database(server, "")?;
    let mut outcome = cases::generate(&database.url, &subject.settings)?;
    outcome.catalog = Default::default();
    Ok(outcome.text()?.replace(&database.name, "db"))
}

#[test]
fn both_servers_give_the_same_code() -> Result<()> {
    let (Some(one), Some(other)) = (servers::database(Backend::MySql), servers::vendor_mysql()) else { return Ok(()) };
    differences_between(&common()?, [one, other], text).finish();
    Ok(())
}

/// What only MySQL can say, in its own spelling.
pub(crate) const OWN: &str = r"
    CREATE TABLE places (
        id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
        code char(36) NOT NULL DEFAULT (uuid()),
        name varchar(40) NOT NULL DEFAULT 'a''b\\c',
        kind text NOT NULL DEFAULT (_utf8mb4'it''s'),
        document json NOT NULL DEFAULT (json_object('k', 'it''s')),
        made datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
        hidden int NOT NULL DEFAULT 7 INVISIBLE,
        label varchar(90) GENERATED ALWAYS AS (concat(name, '-it''s\\', code)) VIRTUAL,
        seen geometry NOT NULL SRID 4326,
        spot point SRID 0,
        mood varchar(9) NOT NULL CHECK (mood IN ('good', 'it''s')),
        soft varchar(9) NOT NULL,
        CONSTRAINT soft_known CHECK (soft IN ('a', 'b')) NOT ENFORCED,
        UNIQUE KEY lower_name ((lower(name))),
        KEY quoted ((concat(name, 'it''s'))),
        KEY unseen (code) INVISIBLE,
        SPATIAL KEY seen (seen)
    );
    CREATE TABLE notes (
        id int AUTO_INCREMENT PRIMARY KEY, place_id bigint unsigned NOT NULL, likeness vector(3) NOT NULL, other vector(2),
        FOREIGN KEY (place_id) REFERENCES places (id) ON DELETE CASCADE
    );
    CREATE VIEW labels AS
        SELECT p.id, p.label, p.document ->> '$.k' AS word, count(*) OVER () AS many
        FROM places p LEFT JOIN notes n ON n.place_id = p.id;
";

#[test]
fn what_only_mysql_can_say_is_understood() -> Result<()> {
    let Some(server) = servers::vendor_mysql() else { return Ok(()) };
    let database = server.database("own")?;
    database.execute(OWN)?;
    let outcome = cases::generate(&database.url, &Settings::default())?;
    let places = table(&outcome.catalog, "places")?;
    let column = |name: &str| -> Result<&Column> { places.column(name).with_context(|| format!("no column {name}")) };
    let default = |name: &str| column(name).map(|column| column.default.as_ref().map(|own| own.raw.as_str()));
    // What the server lists with a layer of backslashes more is what it understands.
    ensure!(default("code")? == Some("(uuid())") && default("name")? == Some(r"'a''b\\c'"), "{places:#?}");
    ensure!(default("kind")? == Some(r"('it\'s')"), "{:?}", default("kind")?);
    ensure!(default("document")?.is_some_and(|raw| raw.contains(r"'it\'s')")), "{:?}", default("document")?);
    let label = column("label")?.generated.as_ref().context("it is computed")?;
    ensure!(label.expression.contains(r"'-it\'s\\'") && !label.stored, "{label:?}");
    let quoted = places.indexes.iter().find(|index| index.name == "quoted").context("an index")?;
    ensure!(format!("{quoted:?}").contains(r"'it\\'s'"), "{quoted:?}");
    ensure!(column("seen")?.raw_type == "geometry srid 4326" && column("spot")?.raw_type == "point srid 0");
    let enums: Vec<&str> = outcome.model.enums.iter().map(|item| item.type_name.as_str()).collect();
    ensure!(enums == ["PlaceMood"], "a list that is not enforced is none: {enums:?}");
    ensure!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    Ok(())
}

#[test]
fn what_mysql_says_is_used() {
    let subject = |name: &str, load: Load| fidelity::Subject {
        name: name.to_owned(),
        backend: Backend::MySql,
        load,
        settings: Settings::default(),
    };
    let mut subjects = vec![subject("own", Load::Sql(OWN.to_owned()))];
    subjects.extend(REAL.iter().filter_map(|name| Some(subject(name, Load::Script(real(name)?)))));
    for report in fidelity::reports_on(|_| servers::vendor_mysql(), subjects) {
        let fidelity::Report { name, entities, views, rows, .. } = &report;
        eprintln!("{name}: {entities} entities, {views} views, {rows} rows; empty: {:?}", report.empty);
        assert!(report.refused.is_empty(), "{name}: {:#?}", report.refused);
        assert!(report.failures.is_empty(), "{name}: {}", report.failures.join("\n"));
    }
}
