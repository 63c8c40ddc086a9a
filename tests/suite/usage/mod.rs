//! Goldens used on real databases: every row is read and written through the generated entities.
//!
//! Database A gets a case's schema and rows, B the schema alone. What the entities read from A they insert into B;
//! then plain SQL, which knows nothing of the entities, must find the same texts in both. `joins` follows the
//! relations, `links` what the relation modules find and load. Views are only read.

mod joins;
mod links;
mod plain;
#[cfg(not(blessing))]
mod routines;

use crate::cases::{self, BACKENDS, Case};
use crate::golden::{self, Goldens};
use crate::library;
use anyhow::{Context, Result, ensure};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
};
use sea_scaffold::catalog::{Catalog, Column, Identity, QualifiedName, Table};
use sea_scaffold::database::Backend;
use std::future::Future;
use std::pin::Pin;

/// The two databases of one case, and what their catalog says.
struct Sides {
    a: DatabaseConnection,
    b: DatabaseConnection,
    catalog: Catalog,
    backend: Backend,
}

/// What using something gives, in time.
type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A use of one entity or view of a golden.
struct Use {
    golden: &'static str,
    name: &'static str,
    run: fn(&Sides) -> Answer<'_, ()>,
}

macro_rules! uses {
    ($($golden:ident { $($entity:ident)* } { $($view:ident)* } { $($near:ident [$find:ident $load:ident])* })*) => {
        /// Every use there is.
        const USES: &[Use] = &[$(
            $(Use {
                golden: stringify!($golden),
                name: stringify!($entity),
                run: |sides| Box::pin(exercise::<scaffold_tests::$golden::entity::$entity::Entity>(sides)),
            },)*
            $(Use {
                golden: stringify!($golden),
                name: stringify!($view),
                run: |sides| Box::pin(read::<scaffold_tests::$golden::view::$view::Entity>(sides)),
            },)*
        )*];

        /// Every link there is.
        const LINKS: &[links::Link] = &[$(
            $(links::Link {
                golden: stringify!($golden),
                name: concat!(stringify!($near), ".", stringify!($find)),
                table: |sides| sides.name(&scaffold_tests::$golden::entity::$near::Entity),
                count: |sides| Box::pin(async move {
                    use scaffold_tests::$golden::entity::$near as near;
                    let rows = near::Entity::find().all(&sides.a).await?;
                    let mut found = Vec::new();
                    for row in &rows {
                        found.push(row.$find().all(&sides.a).await?);
                    }
                    let query = links::everything(near::Model::$find);
                    let loaded = near::Entity::$load(&rows, query, &sides.a).await?;
                    links::same(found, loaded)
                }),
            },)*
        )*];
    };
}
scaffold_tests::goldens!(uses);

/// Reads every row of a table from A, writes it to B, compares, and follows the relations.
async fn exercise<E>(sides: &Sides) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let name = sides.name(&E::default());
    let table = sides.table(&name)?;
    let models = E::find().all(&sides.a).await.context("reading")?;
    let count = plain::count(&sides.a, &plain::quoted(sides.backend, &name)).await?;
    ensure!(count == models.len() as u64, "{} rows were read, the table has {count}", models.len());
    for model in &models {
        let row = insertable::<E>(table, model);
        let text = format!("{row:?}");
        let returned =
            E::insert(row).exec_with_returning(&sides.b).await.with_context(|| format!("inserting {text}"))?;
        let (sent, returned) = (values::<E>(table, model), values::<E>(table, &returned));
        ensure!(sent == returned, "the insert returned another row:\n  sent {sent}\n  returned {returned}");
    }
    let back = E::find().all(&sides.b).await.context("reading back")?;
    let (sent, back) = (sorted::<E>(table, &models), sorted::<E>(table, &back));
    ensure!(sent == back, "{}", golden::difference("rows of A", &sent, &back));
    let columns: Vec<&Column> = table.columns.iter().filter(|column| !numbered(column)).collect();
    let (a, b) =
        (plain::dump(sides, &sides.a, &name, &columns).await?, plain::dump(sides, &sides.b, &name, &columns).await?);
    ensure!(a == b, "plain SQL sees other rows:\n{}", golden::difference("rows of A", &a, &b));
    joins::check::<E>(sides, &name).await
}

/// Reads every row of a view.
async fn read<E: EntityTrait>(sides: &Sides) -> Result<()> {
    let name = sides.name(&E::default());
    let rows = E::find().all(&sides.a).await.context("reading")?.len() as u64;
    let count = plain::count(&sides.a, &plain::quoted(sides.backend, &name)).await?;
    ensure!(count == rows, "{rows} rows were read, the view has {count}");
    Ok(())
}

/// The model as a new row: every column that may be given a value is set.
fn insertable<E: EntityTrait>(table: &Table, model: &E::Model) -> E::ActiveModel {
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    for column in E::Column::iter() {
        let fact = table.column(sea_orm::IdenStatic::as_str(&column));
        if fact.is_some_and(|fact| fact.generated.is_none() && !numbered(fact)) {
            row.set(column, model.get(column));
        }
    }
    row
}

/// The values of a row, but for numbers that the database gives out itself.
fn values<E: EntityTrait>(table: &Table, model: &E::Model) -> String {
    let given = E::Column::iter().filter(|column| {
        let fact = table.column(sea_orm::IdenStatic::as_str(column));
        !fact.is_some_and(numbered)
    });
    format!("{:?}", given.map(|column| (format!("{column:?}"), model.get(column))).collect::<Vec<_>>())
}

fn sorted<E: EntityTrait>(table: &Table, models: &[E::Model]) -> String {
    let mut lines: Vec<String> = models.iter().map(|model| values::<E>(table, model) + "\n").collect();
    lines.sort();
    lines.concat()
}

/// Whether the database accepts no value of ours.
fn numbered(column: &Column) -> bool {
    column.identity == Some(Identity::Always)
}

impl Sides {
    async fn of(a: &crate::servers::Database, b: &crate::servers::Database, catalog: Catalog) -> Result<Self> {
        let sides = Self { a: a.connect().await?, b: b.connect().await?, catalog, backend: a.backend };
        // Rows arrive in the order of the modules, so B does not ask whether their parents are there yet.
        sides.b.execute_unprepared(plain::without_foreign_keys(a.backend)).await?;
        Ok(sides)
    }

    fn name<E: sea_orm::EntityName>(&self, entity: &E) -> QualifiedName {
        let default = self.catalog.schemas.iter().find(|schema| schema.is_default);
        let schema = entity.schema_name().or(default.map(|schema| schema.name.as_str())).unwrap_or_default();
        QualifiedName { schema: schema.to_owned(), name: entity.table_name().to_owned() }
    }

    fn table(&self, name: &QualifiedName) -> Result<&Table> {
        let schema = self.catalog.schema(&name.schema).with_context(|| format!("no schema {}", name.schema))?;
        schema.tables.iter().find(|table| table.name == name.name).with_context(|| format!("no table {}", name.name))
    }
}

fn check(case: &Case, backend: Backend) -> Result<Vec<String>> {
    let (Some(a), Some(b)) = (case.database(backend)?, case.database(backend)?) else { return Ok(Vec::new()) };
    case.fill(&a)?;
    let outcome = cases::generate(&a.url, &case.settings()?)?;
    let golden = library::module(case, backend);
    crate::servers::wait(|| async {
        let sides = Sides::of(&a, &b, outcome.catalog).await?;
        let mut failures = Vec::new();
        for used in USES.iter().filter(|used| used.golden == golden) {
            if let Err(error) = (used.run)(&sides).await {
                failures.push(format!("{golden} on {backend}, {}: {error:#}", used.name));
            }
        }
        failures.extend(links::check(&sides, &golden).await?);
        Ok(failures)
    })
}

/// Goldens that are being rewritten are not the ones this binary was compiled with.
fn check_all(backend: Backend) {
    if golden::blessing() {
        return;
    }
    let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.backends().contains(&backend)).collect();
    let mut goldens = Goldens::default();
    for (case, checked) in cases.iter().zip(cases::parallel(&cases, |case| check(case, backend))) {
        match checked {
            Ok(failures) => failures.into_iter().for_each(|failure| goldens.fail(failure)),
            Err(error) => goldens.fail(format!("{} on {backend}: {error:#}", case.name)),
        }
    }
    goldens.finish();
}

#[test]
fn goldens_read_write_and_join_on_postgres() {
    check_all(BACKENDS[0]);
}

#[test]
fn goldens_read_write_and_join_on_mysql() {
    check_all(BACKENDS[1]);
}

#[test]
fn goldens_read_write_and_join_on_sqlite() {
    check_all(BACKENDS[2]);
}

#[test]
fn every_case_has_a_golden_that_is_used() {
    let missing: Vec<String> = cases::all()
        .iter()
        .flat_map(|case| case.backends().into_iter().map(|backend| library::module(case, backend)))
        .filter(|golden| !golden::blessing() && !USES.iter().any(|used| used.golden == golden))
        .collect();
    assert!(missing.is_empty(), "no entity of these is ever used: {missing:?}; BLESS=1 cargo test -p scaffold-tests");
}
