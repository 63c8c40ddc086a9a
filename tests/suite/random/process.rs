//! Random schemas through the pure middle of the program, many thousands of them: catalog, model, text.

use super::draw::{Drawn, draw};
use super::sketch::Sketch;
use super::{attempt, ddl, items, seeds};
use crate::cases::{self, BACKENDS};
use sea_scaffold::catalog::Catalog;
use sea_scaffold::config::{Format, Settings};
use sea_scaffold::database::Backend;
use sea_scaffold::diagnostic::Diagnostic;
use sea_scaffold::model::{self, Entity, Model, RelationKind};
use sea_scaffold::render::{self, Templates};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How often a failing schema is made smaller.
const SHRINKS: u32 = 2_000;

/// One in how many schemas is written to a project's file and read again, which takes longer than all else. No divisor of
/// what tells seeds apart, so that those tried are of every kind.
const FACTS: u64 = 11;

/// How many failures are worth reading.
const SHOWN: usize = 5;

/// The drawing of a seed's sketch on the seed's backend.
pub(crate) fn drawn(seed: u64, sketch: &Sketch) -> Drawn {
    draw(sketch, backend(seed))
}

/// The backend of a seed: neighbours are on one, so that each has realistic ones and hostile ones.
pub(crate) fn backend(seed: u64) -> Backend {
    let backends = BACKENDS.len() as u64;
    BACKENDS[(seed / 2 % backends) as usize]
}

/// Settings that a user might have.
pub(crate) fn settings(seed: u64) -> Settings {
    let mut settings = Settings::default();
    settings.entity.format = [Format::Compact, Format::Expanded, Format::Dense][(seed / 6 % 3) as usize];
    settings.entity.serde = seed.is_multiple_of(5);
    // The runtime of the repositories is one text for all, and long.
    settings.entity.repositories = seed % 8 < 2;
    settings.entity.suffix = if seed.is_multiple_of(7) { "entity".to_owned() } else { String::new() };
    settings
}

fn check(seed: u64, sketch: &Sketch) -> Result<(), String> {
    let (drawn, settings) = (drawn(seed, sketch), settings(seed));
    let (model, diagnostics) = model::build(&drawn.catalog, &settings);
    let files = render::render(&model, &settings, &Templates::default()).map_err(|error| format!("{error:#}"))?;
    items::check(&files)?;
    if seed.is_multiple_of(FACTS) {
        cases::facts_are_written_and_read(backend(seed), &drawn.catalog).map_err(|error| format!("{error:#}"))?;
    }
    columns_are_accounted_for(&drawn.catalog, &model, &diagnostics)?;
    relations_are_accounted_for(&drawn.catalog, &model, &diagnostics)
}

/// Each column is a field, or a diagnostic says why not.
fn columns_are_accounted_for(catalog: &Catalog, model: &Model, diagnostics: &[Diagnostic]) -> Result<(), String> {
    let said = |code: &str, place: &str| diagnostics.iter().any(|found| found.code == code && found.place == place);
    for schema in &catalog.schemas {
        let name = (!schema.is_default).then_some(&schema.name);
        let tables = schema.tables.iter().map(|table| (&model.entities, &table.name, &table.columns));
        let views = schema.views.iter().map(|view| (&model.views, &view.name, &view.columns));
        for (entities, table, columns) in tables.chain(views) {
            let of_table = |entity: &&Entity| entity.schema.as_ref() == name && entity.table == *table;
            let entity = entities.iter().find(of_table);
            let fields = entity.map(|entity| entity.fields.as_slice()).unwrap_or_default();
            for column in columns {
                let made = fields.iter().filter(|field| field.column == column.name).count();
                let place = model::place(schema, table);
                let left_out = said("G020", &format!("{place}.{}", column.name)) || said("G021", &place);
                if made != 1 && !(made == 0 && left_out) {
                    return Err(format!("{table:?}.{:?} became {made} fields", column.name));
                }
            }
        }
    }
    Ok(())
}

/// Each foreign key is a relation from both ends, or a diagnostic says why not.
fn relations_are_accounted_for(catalog: &Catalog, model: &Model, diagnostics: &[Diagnostic]) -> Result<(), String> {
    let tables = catalog.schemas.iter().flat_map(|schema| &schema.tables);
    let keys = tables.map(|table| table.foreign_keys.len()).sum::<usize>();
    let left_out = diagnostics.iter().filter(|found| ["G040", "G041", "G042", "G044"].contains(&found.code)).count();
    let relations = || model.entities.iter().flat_map(|entity| &entity.relations);
    let forward = relations().filter(|relation| matches!(relation.kind, RelationKind::BelongsTo { .. })).count();
    let back = |kind: &RelationKind| matches!(kind, RelationKind::HasOne | RelationKind::HasMany);
    let backward = relations().filter(|relation| back(&relation.kind)).count();
    match (forward + left_out, backward + left_out) == (keys, keys) {
        true => Ok(()),
        false => {
            Err(format!("{keys} foreign keys became {forward} relations and {backward} back, {left_out} left out"))
        }
    }
}

/// Tries all seeds, on every core, and returns what failed.
pub(crate) fn all(seeds: &[u64], check: impl Fn(u64) -> Result<(), String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let worker = || {
        // The generator spreads its own work over threads, which for schemas this small costs more than it gains.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be made");
        pool.install(|| {
            let mut failures = Vec::new();
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                failures.extend(check(*seed).err());
                // What syn has parsed stays in memory until it is told that nobody will ask for lines.
                proc_macro2::extra::invalidate_current_thread_spans();
                if failures.len() >= SHOWN {
                    break;
                }
            }
            failures
        })
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores()).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a check returns what failed")).collect()
    })
}

fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Fails with what failed.
pub(crate) fn none(failures: Vec<String>) {
    let shown = failures.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} random schemas fail, among them:\n\n{shown}", failures.len());
}

#[test]
fn random_schemas_become_rust_in_which_every_column_is_accounted_for() {
    let show = |seed, sketch: &Sketch| ddl::script(&drawn(seed, sketch));
    none(all(&seeds(1), |seed| attempt(seed, SHRINKS, |sketch| check(seed, sketch), |sketch| show(seed, sketch))));
}
