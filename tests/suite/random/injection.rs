//! Injection: texts that are made to break out of Rust, SQL, templates and terminals, in every place that a database
//! has for a text. Generated code keeps the shape that it has with plain texts, and the servers execute nothing of them.

use super::draw::{Drawn, draw};
use super::plain::{self, plain};
use super::shape::{pieces, shapes};
use super::sketch::{
    CheckSketch, ColumnSketch, DomainSketch, EnumSketch, IndexSketch, KeySketch, Mode, Name, PartsSketch,
    ReferenceSketch, Sketch, TableSketch, TypeSketch, ViewSketch, Wrap,
};
use super::{attempt, ddl, items, live, mode, process, seeds};
use crate::cases::{self, BACKENDS};
use crate::fidelity;
use crate::golden::difference;
use crate::servers::{self, Database, word};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Statement};
use sea_scaffold::config::{Format, Selection, Settings};
use sea_scaffold::database::Backend;
use sea_scaffold::render::{self, File, Templates};
use std::collections::BTreeSet;

/// Texts that end what they stand in, and go on.
#[rustfmt::skip]
const PAYLOADS: &[&str] = &[
    // Strings, raw strings, characters and identifiers of Rust.
    "\"; fn main() { panic!() } //", "\"#; fn injected() {} r#\"", "\"##", "\\\"; fn f() {}", "\\", "\\\\\"", "'; x '",
    "b'x'", "r#type", "x\u{0}y", "\\u{22}", "\u{22}, primary_key, x = \u{22}", "\")] pub evil: i32, #[sea_orm(x = \"",
    "a: i32, pub b", "x }\n\nfn injected() {}\n\nmod y {", "Self::X => panic!(),", "_", "\")] struct X; #[doc = \"",
    // Comments.
    "*/ fn injected() {} /*", "/* ", "// ", "x\nfn injected() {}", "x\r\nfn injected() {}", "x\rfn injected() {}",
    "x\u{2028}fn injected() {}", "x\u{85}fn injected() {}", "x\u{b}fn injected() {}", "\n//! injected", "``` rust\nx",
    "#![allow(warnings)]", "\n#![no_std]",
    // Code within attributes.
    "custom(\\\"x\\\")", "(a, b)", "Relation::X", "super::super::evil", "<T>", "x)] #[cfg(any())", "$crate", "stringify!(x)",
    // Templates and formats.
    "{{ 7 * 7 }}", "{% raw %}{% endraw %}", "{# x #}", "{}", "{0:?}", "%s%n",
    // SQL, between each kind of quotes and outside.
    "'; DROP TABLE canary; --", "\"; DROP TABLE canary; --", "`; DROP TABLE canary; --", "; DROP TABLE canary",
    "\\'; DROP TABLE canary; --", "'); INSERT INTO canary VALUES (2); --", "\"); CREATE TABLE injected (id int); --",
    "'||(SELECT 1)||'", "$$; DROP TABLE canary; $$", "*/; DROP TABLE canary; /*", "' OR 1=1 --", "\"\"", "''", "``",
    "U&\"\\0022; DROP TABLE canary; --", "/*!50000 DROP TABLE canary */", "\n\\! touch injected",
    // Terminals, file systems and readers.
    "\u{1b}[2J\u{1b}[31mred", "\u{9b}31m", "\u{7}\u{8}", "\u{202e}gnp.exe", "../../../injected", "a/../../b", "C:\\x",
];

/// A place for a text in the sketch below.
type Place = (&'static str, fn(&mut Sketch, &str));

fn own(text: &str) -> Name {
    Name::Own(text.to_owned())
}

fn maybe(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[rustfmt::skip]
const PLACES: &[Place] = &[
    ("a schema", |sketch, text| sketch.schemas[0] = own(text)),
    ("an enum type", |sketch, text| sketch.enums[0].name = own(text)),
    ("an enum value", |sketch, text| sketch.enums[0].values[1] = text.to_owned()),
    ("the comment of a type", |sketch, text| sketch.enums[0].comment = maybe(text)),
    ("a domain", |sketch, text| sketch.domains[0].name = own(text)),
    ("a table", |sketch, text| sketch.tables[0].name = own(text)),
    ("the comment of a table", |sketch, text| sketch.tables[0].comment = maybe(text)),
    ("a column", |sketch, text| sketch.tables[0].columns[0].name = own(text)),
    ("the comment of a column", |sketch, text| sketch.tables[0].columns[0].comment = maybe(text)),
    ("a default", |sketch, text| sketch.tables[0].columns[1].default = Some((0, text.to_owned()))),
    ("a computed column", |sketch, text| sketch.tables[0].columns[3].name = own(text)),
    ("a column that refers", |sketch, text| sketch.tables[1].references[0].column = own(text)),
    ("a foreign key", |sketch, text| sketch.tables[1].references[0].name = own(text)),
    ("a unique key", |sketch, text| sketch.tables[0].uniques[0].name = own(text)),
    ("a check", |sketch, text| sketch.tables[0].checks[0].name = own(text)),
    ("a value that a check lists", |sketch, text| sketch.tables[0].checks[0].values[1] = text.to_owned()),
    ("an index", |sketch, text| sketch.tables[0].indexes[0].parts.name = own(text)),
    ("a view", |sketch, text| sketch.views[0].name = own(text)),
    ("the text of a view", |sketch, text| sketch.views[0].columns[0].0 = Some(own(text))),
    ("the comment of a view", |sketch, text| sketch.views[0].comment = maybe(text)),
];

fn column(name: &str, (wrap, pick): (Wrap, u8)) -> ColumnSketch {
    let type_ = TypeSketch { wrap, pick, size: 50 };
    ColumnSketch { name: own(name), type_, nullable: false, default: None, generated: None, comment: None }
}

fn parts(name: &str, column: u8) -> PartsSketch {
    PartsSketch { name: own(name), columns: vec![column] }
}

fn table(name: &str, columns: Vec<ColumnSketch>) -> TableSketch {
    TableSketch {
        schema: 3,
        name: own(name),
        columns,
        key: KeySketch::Number(false),
        uniques: Vec::new(),
        references: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
        partitions: 0,
        comment: None,
    }
}

/// A schema that has every place.
fn base() -> Sketch {
    let (text, enumeration) = ((Wrap::Plain, 2), (Wrap::Enum, 0));
    let status = ColumnSketch { default: Some((0, "open".to_owned())), ..column("status", text) };
    let mood = ColumnSketch { default: Some((1, "open".to_owned())), ..column("mood", enumeration) };
    let computed = ColumnSketch { generated: Some((0, 0)), ..column("lower_title", text) };
    let more = [(Wrap::Domain, 0), (Wrap::EnumArray, 0)].map(|type_| column("more", type_));
    let columns = vec![column("title", text), status, column("amount", (Wrap::Plain, 0)), computed, mood];
    let values = ["new", "open", "done"].map(str::to_owned).to_vec();
    let reference = ReferenceSketch {
        name: own("fk_parent"),
        target: 0,
        key: 0,
        column: own("parent_id"),
        in_key: false,
        nullable: true,
        on_update: 0,
        on_delete: 0,
        deferral: 0,
    };
    let view = ViewSketch {
        schema: 0,
        name: own("overview"),
        source: 0,
        join: Some((1, 1)),
        columns: vec![(Some(own("shown")), 1), (None, 3)],
        counts: false,
        materialized: false,
        comment: None,
    };
    let index = IndexSketch { parts: parts("by_status", 1), unique: false, shape: 7, descending: false };
    Sketch {
        schemas: vec![own("app")],
        enums: vec![EnumSketch { schema: 3, name: own("mood"), values: values.clone(), comment: None }],
        domains: vec![DomainSketch {
            schema: 3,
            name: own("email"),
            base: TypeSketch { wrap: Wrap::Plain, pick: 1, size: 1 },
            not_null: true,
        }],
        tables: vec![
            TableSketch {
                uniques: vec![parts("title_once", 0)],
                checks: vec![CheckSketch { name: own("status_known"), column: 1, values }],
                indexes: vec![index],
                ..table("parents", columns.into_iter().chain(more).collect())
            },
            TableSketch { references: vec![reference], ..table("children", vec![column("note", text)]) },
        ],
        views: vec![view],
    }
}

/// The sketch with that text in some places.
fn with<'a>(places: impl IntoIterator<Item = &'a Place>, text: &str) -> Sketch {
    let mut sketch = base();
    places.into_iter().for_each(|(_, put)| put(&mut sketch, text));
    sketch
}

/// The sketch with that text in all places.
pub(crate) fn everywhere(text: &str) -> Sketch {
    with(PLACES, text)
}

fn settings(drawn: &Drawn, number: usize) -> Settings {
    let mut settings = live::settings(drawn);
    settings.entity.format = [Format::Compact, Format::Expanded, Format::Dense][number % 3];
    settings.entity.serde = number.is_multiple_of(2);
    let selection = || if number % 4 < 2 { Selection::Everything } else { Selection::default() };
    (settings.entity.typed_ids, settings.entity.typed_domains) = (selection(), selection());
    settings
}

fn rendered(drawn: &Drawn, settings: &Settings) -> Result<Vec<File>> {
    let (model, _) = sea_scaffold::model::build(&drawn.catalog, settings);
    render::render(&model, settings, &Templates::default())
}

/// The texts that the payload is compared with: of the second no enum can be derived.
const PLAIN: [&str; 2] = ["zq", "self"];

fn check_in_process(backend: Backend, (number, payload): (usize, &str), place: &Place) -> Result<()> {
    let draw = |text: &str| draw(&with([place], text), backend);
    let drawn = draw(payload);
    let settings = settings(&drawn, number);
    let files = rendered(&drawn, &settings)?;
    items::check(&files).map_err(anyhow::Error::msg)?;
    let found = shapes(&files).map_err(anyhow::Error::msg)?;
    let mut plain = Vec::new();
    for text in PLAIN {
        let drawn = draw(text);
        let files = rendered(&drawn, &Settings { database: live::settings(&drawn).database, ..settings.clone() })?;
        plain.push(shapes(&files).map_err(anyhow::Error::msg)?);
        if plain.last() == Some(&found) {
            return Ok(());
        }
    }
    let text = |shapes: &[String]| shapes.join("\n") + "\n";
    anyhow::bail!("another shape\n{}", difference("plain", &text(&plain[0]), &text(&found)))
}

#[test]
fn no_payload_in_any_place_changes_the_shape_of_the_code() {
    let numbers: Vec<u64> = (0..PAYLOADS.len() as u64).collect();
    assert!(PAYLOADS.len() >= 40 && PLACES.len() >= 9);
    process::none(process::all(&numbers, |number| {
        let number = number as usize;
        for backend in BACKENDS {
            for (place_number, place) in PLACES.iter().enumerate() {
                let payload = PAYLOADS[number];
                check_in_process(backend, (number + place_number, payload), place)
                    .map_err(|error| format!("{payload:?} as {} on {}: {error:#}", place.0, word(backend)))?;
            }
        }
        Ok(())
    }));
}

/// What a database has: how many objects, and how many rows in the table that payloads would like to drop.
fn counted(database: &Database) -> Result<String> {
    let sql = match database.backend {
        Backend::Postgres => {
            "SELECT (SELECT COUNT(*) FROM pg_class) || ' relations, ' || (SELECT COUNT(*) FROM pg_proc) || ' routines, '
                || (SELECT COUNT(*) FROM canary) || ' canaries'"
        }
        Backend::MySql => {
            "SELECT CONCAT((SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()),
                ' relations, ', (SELECT COUNT(*) FROM canary), ' canaries')"
        }
        Backend::Sqlite => {
            "SELECT (SELECT COUNT(*) FROM sqlite_schema) || ' relations, ' || (SELECT COUNT(*) FROM canary) || ' canaries'"
        }
    };
    servers::wait(|| async {
        let connection = database.connect().await?;
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await?.context("a count has a row")?;
        Ok(row.try_get_by_index(0)?)
    })
}

/// A database with the text in every place and a canary, and the shape of what is generated from it.
fn live_shapes(backend: Backend, text: &str) -> Result<Option<Vec<String>>> {
    let drawn = draw(&everywhere(text), backend);
    let Some(server) = servers::database(backend) else { return Ok(None) };
    let database = server.database("injection")?;
    database.execute("CREATE TABLE canary (id integer PRIMARY KEY); INSERT INTO canary VALUES (1)")?;
    database.execute(&ddl::script(&drawn)).context("the server refuses the schema")?;
    let before = counted(&database)?;
    ensure!(before.ends_with(" 1 canaries"), "{before}: the script of the test itself is broken");
    let settings = live::settings(&drawn);
    let mut outcome = cases::generate(&database.url, &settings)?;
    items::check(&outcome.files).map_err(anyhow::Error::msg)?;
    for schema in &mut outcome.catalog.schemas {
        schema.tables.retain(|table| table.name != "canary");
    }
    let rows = fidelity::rows(&database, &outcome.catalog).context("making rows")?;
    ensure!(rows > 0, "no rows");
    let after = counted(&database)?;
    ensure!(before == after, "there were {before}, there are {after}");
    shapes(&outcome.files).map(Some).map_err(anyhow::Error::msg)
}

#[test]
fn no_server_executes_a_payload() -> Result<()> {
    for backend in BACKENDS {
        let mut twins = Vec::new();
        for text in PLAIN {
            twins.extend(live_shapes(backend, text).context(text)?);
        }
        if twins.is_empty() {
            continue;
        }
        let checked = cases::parallel(PAYLOADS, |payload| {
            let found = live_shapes(backend, payload)?.context("the server is there")?;
            let texts = |shapes: &[String]| shapes.join("\n") + "\n";
            ensure!(twins.contains(&found), difference("plain", &texts(&twins[0]), &texts(&found)));
            Ok(())
        });
        let failures = PAYLOADS
            .iter()
            .zip(checked)
            .filter_map(|(payload, checked)| Some(format!("{payload:?} on {}: {:#}", word(backend), checked.err()?)));
        process::none(failures.collect());
    }
    Ok(())
}

/// One in so many of all cases is compared with its plain twin.
const SHARE: u64 = 100;

/// How often a failing schema is made smaller.
const SHRINKS: u32 = 500;

/// Each piece of a hostile schema's code is a piece of one of its plain twins', and there are no more than in these:
/// some enums are derived, others not, and where an entity cannot be dense because of its names, it is compact.
fn check_random(seed: u64, sketch: &Sketch) -> Result<(), String> {
    let backend = process::backend(seed);
    let wanted = process::settings(seed);
    let files = |sketch: &Sketch, format: Format| {
        let drawn = draw(sketch, backend);
        let mut settings = Settings { database: live::settings(&drawn).database, ..wanted.clone() };
        settings.entity.format = format;
        shapes(&rendered(&drawn, &settings).map_err(|error| format!("{error:#}"))?)
    };
    let found = files(sketch, wanted.entity.format)?;
    let mut formats = vec![wanted.entity.format];
    formats.extend((wanted.entity.format == Format::Dense).then_some(Format::Compact));
    let mut twins = Vec::new();
    for twin in plain::twins() {
        let plain = plain(sketch, twin);
        for format in &formats {
            let twin = files(&plain, *format)?;
            if twin == found {
                return Ok(());
            }
            twins.push(twin);
        }
    }
    let known: Vec<Vec<&str>> = twins.iter().map(|twin| pieces(twin)).collect();
    let most = known.iter().map(Vec::len).max().unwrap_or_default();
    let known: BTreeSet<&str> = known.into_iter().flatten().collect();
    let pieces = pieces(&found);
    let strange: Vec<&&str> = pieces.iter().filter(|piece| !known.contains(*piece)).collect();
    match found.len() == twins[0].len() && pieces.len() <= most && strange.is_empty() {
        true => Ok(()),
        false => {
            let texts = |shapes: &[String]| shapes.join("\n") + "\n";
            let difference = difference("plain", &texts(&twins[0]), &texts(&found));
            Err(format!("{strange:#?}, {} pieces, not {most}\n{difference}", pieces.len()))
        }
    }
}

#[test]
fn random_hostile_schemas_have_the_shape_of_plain_ones() {
    let seeds: Vec<u64> = seeds(SHARE).into_iter().filter(|seed| mode(*seed) == Mode::Hostile).collect();
    let show = |seed: u64, sketch: &Sketch| ddl::script(&process::drawn(seed, sketch));
    process::none(process::all(&seeds, |seed| {
        attempt(seed, SHRINKS, |sketch| check_random(seed, sketch), |sketch| show(seed, sketch))
    }));
}
