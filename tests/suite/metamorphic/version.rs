//! PostgreSQL 18 beside the older one: what both can say is the same to the code, and what only 18 can say is understood.

use super::{Subject, differences_between, real, subjects, table};
use crate::cases;
use crate::fidelity::{self, Load};
use crate::servers::{self, Server};
use anyhow::{Context, Result, ensure};
use sea_scaffold::catalog::ObjectKind;
use sea_scaffold::config::Settings;
use sea_scaffold::database::Backend;

/// The catalog without the spelling of views, in which servers differ; and the files, with their diagnostics.
fn text(subject: &Subject, server: &'static Server) -> Result<String> {
    let database = subject.database(server, "")?;
    let mut outcome = cases::generate(&database.url, &subject.settings)?;
    for view in outcome.catalog.schemas.iter_mut().flat_map(|schema| &mut schema.views) {
        view.definition.clear();
    }
    outcome.text()
}

#[test]
fn a_newer_server_gives_the_same_code() -> Result<()> {
    let (Some(old), Some(new)) = (servers::database(Backend::Postgres), servers::postgres_18()) else { return Ok(()) };
    let subjects = subjects(Backend::Postgres)?;
    differences_between(&subjects, [old, new], text).finish();
    Ok(())
}

/// What only the newer server understands.
const NEW: &str = "
    CREATE EXTENSION btree_gist;
    CREATE TABLE rooms (
        id integer NOT NULL, during tstzrange NOT NULL, name text NOT NULL,
        CONSTRAINT rooms_pkey PRIMARY KEY (id, during WITHOUT OVERLAPS)
    );
    CREATE TABLE bookings (
        id uuid DEFAULT uuidv7() PRIMARY KEY,
        room_id integer NOT NULL, during tstzrange NOT NULL,
        price numeric(10, 2) NOT NULL, taxed numeric(10, 2) GENERATED ALWAYS AS (price * 1.19),
        kept numeric(10, 2) GENERATED ALWAYS AS (price * 2) STORED,
        state text NOT NULL, mood text NOT NULL, guest_id integer NOT NULL,
        CONSTRAINT bookings_room FOREIGN KEY (room_id, PERIOD during) REFERENCES rooms (id, PERIOD during)
    );
    CREATE TABLE guests (id integer PRIMARY KEY, note text);
    ALTER TABLE bookings ADD CONSTRAINT state_known CHECK (state IN ('open', 'done')) NOT ENFORCED;
    ALTER TABLE bookings ADD CONSTRAINT mood_known CHECK (mood IN ('good', 'bad'));
    ALTER TABLE bookings ADD CONSTRAINT bookings_guest FOREIGN KEY (guest_id) REFERENCES guests (id) NOT ENFORCED;
";

/// Rows that were there before a column had to be NOT NULL.
const OLD_ROWS: &str = "
    INSERT INTO guests VALUES (1, NULL);
    ALTER TABLE guests ADD CONSTRAINT note_required NOT NULL note NOT VALID;
";

#[test]
fn what_only_a_newer_server_can_say_is_understood() -> Result<()> {
    let Some(server) = servers::postgres_18() else { return Ok(()) };
    let database = server.database("newer")?;
    database.execute(&format!("{NEW}{OLD_ROWS}"))?;
    let outcome = cases::generate(&database.url, &Settings::default())?;
    let catalog = &outcome.catalog;
    let (rooms, bookings, guests) = (table(catalog, "rooms")?, table(catalog, "bookings")?, table(catalog, "guests")?);
    let key = rooms.primary_key.as_ref().context("rooms have a key")?;
    ensure!(key.columns == ["id", "during"], "{key:?}");
    let column = |name: &str| bookings.column(name).with_context(|| format!("no column {name}"));
    let stored =
        |name: &str| -> Result<Option<bool>> { Ok(column(name)?.generated.as_ref().map(|generated| generated.stored)) };
    ensure!(stored("taxed")? == Some(false) && stored("kept")? == Some(true) && stored("price")?.is_none());
    ensure!(column("id")?.default.as_ref().is_some_and(|default| default.raw.contains("uuidv7")));
    // Rows of old have no note.
    ensure!(guests.column("note").is_some_and(|column| column.nullable), "{guests:#?}");
    // A period is covered by several rows, so no relation leads to one.
    let keys: Vec<&[String]> = bookings.foreign_keys.iter().map(|key| key.columns.as_slice()).collect();
    ensure!(keys == [["guest_id".to_owned()]] && !bookings.foreign_keys[0].validated, "{keys:?}");
    let objects = catalog.schemas.iter().flat_map(|schema| &schema.objects);
    let period = objects.filter(|object| object.kind == ObjectKind::PeriodKey).map(|object| object.name.as_str());
    ensure!(period.eq(["bookings_room"]));
    let enums: Vec<&str> = outcome.model.enums.iter().map(|item| item.type_name.as_str()).collect();
    ensure!(enums.len() == 1 && enums[0].ends_with("Mood"), "a list that is not enforced is none: {enums:?}");
    Ok(())
}

#[test]
fn what_only_a_newer_server_can_say_is_used() {
    let subject = |name: &str, load: Load| fidelity::Subject {
        name: name.to_owned(),
        backend: Backend::Postgres,
        load,
        settings: Settings::default(),
    };
    let mut subjects = vec![subject("newer", Load::Sql(NEW.to_owned()))];
    subjects.extend(real("pagila").map(|text| subject("pagila", Load::Script(text))));
    for report in fidelity::reports_on(|_| servers::postgres_18(), subjects) {
        let fidelity::Report { name, entities, views, rows, .. } = &report;
        eprintln!("{name}: {entities} entities, {views} views, {rows} rows; empty: {:?}", report.empty);
        // An extension of pagila's is part of no server, and one table needs it.
        let missing = |reason: &&String| reason.contains("vector\" ") || reason.contains("\"public.film_embedding\"");
        let refused: Vec<&String> = report.refused.iter().filter(|reason| !missing(reason)).collect();
        assert!(refused.is_empty(), "{name}: {refused:#?}");
        assert!(report.failures.is_empty(), "{name}: {}", report.failures.join("\n"));
    }
}
