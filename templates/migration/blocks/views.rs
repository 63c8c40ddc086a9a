//! Views, and on PostgreSQL views whose rows are stored.

use super::{Block, Index, Sql, Step, execute, lacks, quote};
use sea_orm_migration::prelude::{DbErr, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;

/// A view.
#[derive(Clone, Debug)]
pub struct View {
    name: String,
    select: Sql,
    before: Option<Sql>,
}

/// A view of what `select` selects.
pub fn view(name: &str, select: impl Into<Sql>) -> View {
    View {
        name: name.to_owned(),
        select: select.into(),
        before: None,
    }
}

impl View {
    /// The view is there, and selected this before: it will again when the migration is taken back.
    #[must_use]
    pub fn instead_of(self, select: impl Into<Sql>) -> Self {
        Self {
            before: Some(select.into()),
            ..self
        }
    }

    fn drop_it(&self, backend: DbBackend) -> Step {
        Step::Run(format!("DROP VIEW {}", quote(backend, &self.name)))
    }

    fn create_it(&self, backend: DbBackend, select: &Sql) -> Step {
        Step::Run(format!(
            "CREATE VIEW {} AS {}",
            quote(backend, &self.name),
            select.of(backend)
        ))
    }
}

impl Block for View {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let before = self.before.iter().map(|_| self.drop_it(backend));
        before
            .chain([self.create_it(backend, &self.select)])
            .collect()
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let before = self
            .before
            .iter()
            .map(|before| self.create_it(backend, before));
        [self.drop_it(backend)].into_iter().chain(before).collect()
    }
}

/// A view whose rows are stored.
#[derive(Clone, Debug)]
pub struct MaterializedView {
    name: String,
    select: Sql,
    indexes: Vec<Index>,
    or_view: bool,
}

/// A view whose rows are stored, as they were when it was made or [refreshed](MaterializedView::refresh).
pub fn materialized_view(name: &str, select: impl Into<Sql>) -> MaterializedView {
    MaterializedView {
        name: name.to_owned(),
        select: select.into(),
        indexes: Vec::new(),
        or_view: false,
    }
}

impl MaterializedView {
    /// An index on it, which comes and goes with it. With a unique one over all rows it can be refreshed while others read.
    #[must_use]
    pub fn index(mut self, index: Index) -> Self {
        self.indexes.push(index);
        self
    }

    /// Where rows of views cannot be stored, a view that computes them each time.
    #[must_use]
    pub fn or_view(self) -> Self {
        Self {
            or_view: true,
            ..self
        }
    }

    /// Computes its rows anew, while others read the old ones. Where they are not stored there is nothing to do.
    pub async fn refresh(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend != DbBackend::Postgres {
            return Ok(());
        }
        execute(
            manager,
            &format!(
                "REFRESH MATERIALIZED VIEW CONCURRENTLY {}",
                quote(backend, &self.name)
            ),
        )
        .await
    }
}

impl Block for MaterializedView {
    fn creates(&self, backend: DbBackend) -> Vec<Step> {
        let (name, select) = (quote(backend, &self.name), self.select.of(backend));
        if backend == DbBackend::Postgres {
            let view = Step::Run(format!("CREATE MATERIALIZED VIEW {name} AS {select}"));
            return [view]
                .into_iter()
                .chain(self.indexes.iter().flat_map(|index| index.creates(backend)))
                .collect();
        }
        let what = format!("materialized view \"{}\"", self.name);
        let what = if self.or_view {
            format!("stored rows of {what}, now a view")
        } else {
            what
        };
        let view = self
            .or_view
            .then(|| Step::Run(format!("CREATE VIEW {name} AS {select}")));
        [lacks(backend, &what, "materialized views")]
            .into_iter()
            .chain(view)
            .collect()
    }

    fn drops(&self, backend: DbBackend) -> Vec<Step> {
        let name = quote(backend, &self.name);
        match backend {
            DbBackend::Postgres => vec![Step::Run(format!("DROP MATERIALIZED VIEW {name}"))],
            _ => self
                .or_view
                .then(|| Step::Run(format!("DROP VIEW {name}")))
                .into_iter()
                .collect(),
        }
    }
}
